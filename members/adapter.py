"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portal.lib import client


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by staff; the free trial opens the door to everybody."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Limits count by the address that the portal believes."""
        return client.address(request)
