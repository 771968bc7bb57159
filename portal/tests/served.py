"""The web server alone, with as many processes as a test wants, on the database that Django is connected to."""

import http.client
import os
import signal
import subprocess
import sys
import threading
from urllib.parse import quote

from django.db import connection

from portal import processes
from portal.tests.house import CHECKOUT, eventually, free_port


def database_url():
    held = connection.settings_dict
    user = quote(held["USER"]) + (f":{quote(held['PASSWORD'])}" if held["PASSWORD"] else "")
    if held["HOST"].startswith("/"):  # a socket
        return f"postgres://{user}@/{held['HOST']}/{held['NAME']}"
    port = f":{held['PORT']}" if held["PORT"] else ""
    return f"postgres://{user}@{held['HOST']}{port}/{held['NAME']}"


class Served:
    """`with Served(folder, workers=4) as served:` from its first answer to its end."""

    def __init__(self, folder, *, workers=2, **environment):
        self.port = free_port()
        self.workers = workers
        self.lines = []
        plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
        self._environment = plain | {
            "DATA_DIR": str(folder), "DATABASE_URL": database_url(), "SECRET_KEY": "for tests " * 6,
            "PORT": str(self.port), "WEB_WORKERS": str(workers), "DJANGO_SETTINGS_MODULE": "portal.settings",
        } | environment  # fmt: skip

    def __enter__(self):
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=CHECKOUT, env=self._environment, check=True)
        command = [*processes.dies_with_us(signal.SIGTERM), sys.executable, "-m", "portal.web"]
        self.process = subprocess.Popen(
            command, cwd=CHECKOUT, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        eventually(self.answers, within=60, why="".join(self.lines))
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, address, **headers):
        """One answer on a connection of its own, and its body."""
        client = self.connect()
        try:
            client.request("GET", address, headers=headers)
            answer = client.getresponse()
            return answer, answer.read()
        finally:
            client.close()

    def answers(self):
        try:
            return self.get("/healthz")[0].status == 200
        except OSError:
            return False
