"""A portal of a benchmark's own: another database beside the configured one, a folder for pictures, no static files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def apart(word: str) -> Iterator[Path]:
    """Its folder; database and folder go at the end, whatever happens."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{word}_{name.rpartition('/')[2]}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    storages = settings.STORAGES | {"staticfiles": PLAIN}
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(MEDIA_ROOT=Path(folder), STORAGES=storages, ALLOWED_HOSTS=["*"]),
        ):
            yield Path(folder)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
