"""Shows how far a run has come: a bar on a terminal, plain lines anywhere else."""

import shutil
import time
from typing import IO

_BAR_SECONDS = 0.1
_PLAIN_SECONDS = 2.0
_CLEAR = "\r\x1b[K"


class Progress:
    """Hears of each item that is behind us; `total` is the size of all, in what `passed` counts, or None where nobody
    knows. `done` says what becomes of them."""

    def __init__(self, stream: IO[str], *, total: int | None, done: str = "read") -> None:
        self._stream = stream
        self._total = total
        self._doing = done
        self._is_bar = stream.isatty()
        self._every = _BAR_SECONDS if self._is_bar else _PLAIN_SECONDS
        self._began = self._said = time.monotonic()
        self._is_shown = False
        self._lines = self._done = 0

    def passed(self, size: int) -> None:
        self._lines += 1
        self._done += size
        now = time.monotonic()
        if now - self._said >= self._every:
            self._said = now
            self._show(self._words(now - self._began))

    def _show(self, words: str) -> None:
        if self._is_bar:
            width = shutil.get_terminal_size().columns
            self._stream.write(f"{_CLEAR}{words[: width - 1]}")
            self._is_shown = True
        else:
            self._stream.write(f"{words}\n")
        self._stream.flush()

    def say(self, words: str) -> None:
        """A line of its own, not through the bar."""
        self.clear()
        self._stream.write(f"{words}\n")
        self._stream.flush()

    def clear(self) -> None:
        if self._is_shown:
            self._stream.write(_CLEAR)
            self._is_shown = False

    def _words(self, seconds: float) -> str:
        rate = f"{self._lines} {self._doing}, {self._lines / seconds:.0f} a second"
        if not self._total:
            return rate
        part = min(1.0, self._done / self._total)
        left = f"{clock(seconds / part - seconds)} left" if part else ""
        if not self._is_bar:
            return f"{part:4.0%}  {rate}, {left}"
        full = round(part * 30)
        return f"[{'#' * full}{'.' * (30 - full)}] {part:4.0%}  {rate}, {left}"


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
