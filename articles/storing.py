"""Puts a file on the shelf whole or not at all."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage


def put(name: str, data: bytes, *, durable: bool = False) -> None:
    """Write `data` under `name`, replacing what was there in one step.

    A process killed in the middle leaves a ".part" that nothing reads. `durable` waits for the
    disk: for what could not be made again.
    """
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(6)}.part")
    with part.open("xb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    if settings.FILE_UPLOAD_PERMISSIONS is not None:
        part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    part.replace(path)
