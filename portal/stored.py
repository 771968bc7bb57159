"""Answers kept in memory: each compressed once, the least used ones going first."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import brotli

from portal.lib.compressing import COMPRESSED
from portal.lib.pages import Standing

Headers = list[tuple[str, str]]

FAST, SMALL = (5, 6), (11, 9)  # how hard Brotli and gzip try
SMALLEST = 300  # below, compressing gains nothing
BESIDE = 1500  # bytes of a page that are neither body nor address: headers and what Python adds
OF_A_BODY = (b"Content-Length:", b"Content-Encoding:", b"Content-Type:")
ENCODINGS = {"br": "-br", "gzip": "-gz", "": ""}


@dataclass(slots=True, frozen=True)
class Page:
    """One answer, and what it holds under (nothing, where its address is made of its content)."""

    bodies: dict[str, bytes]
    heads: dict[str, bytes]
    etags: dict[str, str]
    last_modified: str
    reads: int
    standing: Standing | None
    stored_at: float
    size: int

    def body(self, encoding: str) -> bytes:
        """Plain text is asked for seldom, so it is not kept beside the compressed."""
        return self.bodies[encoding] if encoding in self.bodies else gzip.decompress(self.bodies["gzip"])

    def best(self, accepted: tuple[str, ...]) -> str:
        for encoding in accepted:
            if encoding in self.heads:
                return encoding
        return ""

    def is_known(self, tags: str | None, since: str | None) -> bool:
        """Whether the client says that it has this already, in any encoding."""
        if tags is not None:
            return tags.strip() == "*" or any(etag in tags for etag in self.etags.values())
        return bool(since and since == self.last_modified)

    def unchanged(self, encoding: str) -> bytes:
        """The head of the answer to who has it."""
        return b"".join(line for line in self.heads[encoding].splitlines(True) if not line.startswith(OF_A_BODY))


def page(body: bytes, headers: Headers, *, standing: Standing | None, at: float, reads: int) -> Page:
    """The answer with this body, in every encoding that makes it smaller: as small as it gets where it is to last."""
    named = {name.lower(): value for name, value in headers}
    bodies = _encoded(body, named.get("content-type", ""), *(FAST if standing else SMALL))
    offered = {**bodies, "": body}
    digest = hashlib.sha256(body).hexdigest()[:24]
    etags = {encoding: f'"{digest}{ENCODINGS[encoding]}"' for encoding in offered}
    kept = [pair for pair in headers if pair[0].lower() not in ("etag", "content-length", "vary")]
    if len(offered) > 1:
        kept.append(("Vary", "Accept-Encoding"))
    return Page(
        bodies=bodies,
        heads={encoding: _head(kept, sent, encoding, etags[encoding]) for encoding, sent in offered.items()},
        etags=etags,
        last_modified=named.get("last-modified", ""),
        reads=reads,
        standing=standing,
        stored_at=at,
        size=sum(map(len, bodies.values())) + BESIDE,
    )


def _head(kept: Headers, sent: bytes, encoding: str, etag: str) -> bytes:
    encoded = [("Content-Encoding", encoding)] if encoding else []
    named = [*kept, ("ETag", etag), ("Content-Length", str(len(sent))), *encoded]
    return "".join(f"{name}: {value}\r\n" for name, value in named).encode("latin-1")


def headers(head: bytes) -> Headers:
    """The same as WSGI wants them."""
    lines = (line.partition(": ") for line in head.decode("latin-1").split("\r\n")[:-1])
    return [(name, value) for name, _, value in lines]


def _encoded(body: bytes, media_type: str, br: int, gz: int) -> dict[str, bytes]:
    if len(body) >= SMALLEST and media_type.startswith(COMPRESSED):
        zipped = gzip.compress(body, gz, mtime=0)
        if len(zipped) < len(body):
            return {"br": brotli.compress(body, quality=br), "gzip": zipped}
    return {"": body}


class Shelf:
    """Pages by their key, at most `limit` bytes of them.

    What was asked for once may take a quarter: whoever walks through all addresses, real or made up, pushes
    out only what nobody has asked for twice.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._new: OrderedDict[str, Page] = OrderedDict()
        self._known: OrderedDict[str, Page] = OrderedDict()
        self._new_size = self._known_size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._new) + len(self._known)

    @property
    def size(self) -> int:
        return self._new_size + self._known_size

    def get(self, key: str) -> Page | None:
        found = self._known.get(key)
        if found is None:
            return self._promoted(key) if key in self._new else None
        try:
            self._known.move_to_end(key)
        except KeyError:  # dropped in this very moment
            return None
        return found

    def put(self, key: str, page: Page) -> None:
        size = page.size + 2 * len(key)
        if size > self._limit // 8:
            return
        with self._lock:
            if key in self._known:
                self._known_size += size - self._size(self._known, key)
                self._known[key] = page
            else:
                self._new_size += size - (self._size(self._new, key) if key in self._new else 0)
                self._new[key] = page
            self._make_room()

    def drop(self) -> None:
        """All but what is named by its content."""
        with self._lock:
            for shelf in (self._new, self._known):
                for key in [key for key, page in shelf.items() if page.standing is not None]:
                    del shelf[key]
            self._new_size = sum(self._size(self._new, key) for key in self._new)
            self._known_size = sum(self._size(self._known, key) for key in self._known)

    def _promoted(self, key: str) -> Page | None:
        with self._lock:
            page = self._new.pop(key, None)
            if page is None:
                return self._known.get(key)
            size = page.size + 2 * len(key)
            self._new_size -= size
            self._known_size += size
            self._known[key] = page
            self._make_room()
            return page

    def _make_room(self) -> None:
        while self._new_size > self._limit // 4 or (self._new and self.size > self._limit):
            key, page = self._new.popitem(last=False)
            self._new_size -= page.size + 2 * len(key)
        while self.size > self._limit:
            key, page = self._known.popitem(last=False)
            self._known_size -= page.size + 2 * len(key)

    @staticmethod
    def _size(shelf: OrderedDict[str, Page], key: str) -> int:
        return shelf[key].size + 2 * len(key)
