"""A visitor who asks without JavaScript: reads the picture, fills in the form, follows where it leads."""

import re

from captcha.models import CaptchaStore

KEY = re.compile(r'name="code_0" value="(\w+)"')
FIELD = re.compile(r'<(?:input|textarea)[^>]*\sname="(?P<name>\w+)"[^>]*>(?P<text>[^<]*)')


class Asker:
    def __init__(self, client, address="/ask/"):
        self.client = client
        self.address = address
        self.typed = {"text": "Does the licence cover goods in transit?", "email": "lena@example.org", "name": "Lena"}
        self.open()

    def open(self):
        self.page = self.client.get(self.address)
        return self

    @property
    def html(self):
        return self.page.content.decode()

    @property
    def key(self):
        return KEY.search(self.html)[1]

    def read_picture(self):
        return CaptchaStore.objects.get(hashkey=self.key).challenge

    def send(self, *, code=None, client_options=None, **typed):
        """Send the form with the code in the picture, or with `code`."""
        data = self.typed | typed | {"code_0": self.key, "code_1": self.read_picture() if code is None else code}
        self.page = self.client.post(self.address, data, **client_options or {})
        return self.page
