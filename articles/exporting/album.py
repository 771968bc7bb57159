"""Copies the picture files that an export speaks of."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.core.files.storage import default_storage


class Album:
    """Lies in a folder, under the names that the articles use; without one nothing is copied."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.copied = 0

    def keep(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Copy those that are not there yet; the names that cannot be copied, each with the reason."""
        return [(name, why) for name in names if (why := self._copy(name))] if self._folder else []

    def _copy(self, name: str) -> str:
        assert self._folder
        target = self._folder / name
        try:
            if target.is_file() and target.stat().st_size == default_storage.size(name):
                return ""
            target.parent.mkdir(parents=True, exist_ok=True)
            with default_storage.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except OSError as error:
            return str(error.strerror or error)
        self.copied += 1
        return ""
