"""Our own PostgreSQL."""

import hashlib
from pathlib import Path
from urllib.parse import quote


def socket_folder(data_dir: Path) -> Path:
    """Where the server listens: short, because a socket's path holds at most 107 bytes."""
    return Path("/tmp") / f"portal-{hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]}"


def database_url(data_dir: Path) -> str:
    """The address of the portal's own database, whether or not it is up."""
    return f"postgres://portal@{quote(str(socket_folder(data_dir)), safe='')}/portal"
