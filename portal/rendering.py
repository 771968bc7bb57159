"""One rendering at a time for one address: whoever asks meanwhile waits for it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Lock

WAITS = 10.0


class Rendering:
    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: dict[str, Event] = {}

    @contextmanager
    def of(self, key: str, room: AbstractContextManager[None]) -> Iterator[bool]:
        """Around a rendering; whether another one of the same address was waited for, which is done in `room`."""
        with self._lock:
            others = self._under_way.get(key)
            ours = None if others else self._under_way.setdefault(key, Event())
        if others:
            with room:
                others.wait(WAITS)  # where it could not be stored, each renders for himself
        try:
            yield bool(others)
        finally:
            if ours:
                with self._lock:
                    del self._under_way[key]
                ours.set()
