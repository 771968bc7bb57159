"""Commands of ours as processes of their own, on the database of the test."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def database_url():
    held = connection.settings_dict
    user = quote(held["USER"] or "", safe="")
    if held["PASSWORD"]:
        user += f":{quote(held['PASSWORD'], safe='')}"
    port = f":{held['PORT']}" if held["PORT"] else ""
    host = held["HOST"]
    host = f"/{host}" if host.startswith("/") else quote(host, safe="")  # a socket's folder is part of the path
    return f"postgres://{user}@{host}{port}/{held['NAME']}"


@contextmanager
def manage(*arguments, **environment):
    """`manage.py …` while the block runs; killed at its end if it still does."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url(), "DATA_DIR": str(settings.DATA_DIR)} | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
