"""Requests and answers as they stand on the wire (RFC 9112), as far as one must know them before the server does.

Only what is written in plain words is understood: anything unusual, however lawful, is None, and left to the server.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

Environ = dict[str, str]

END = b"\r\n\r\n"
_HEAD = re.compile(
    rb"([A-Z]{3,9}) (/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*)(?:\?([A-Za-z0-9._~!$&'()*+,;=:@/%?-]*))? HTTP/1\.1\r\n"
    rb"((?:[A-Za-z0-9-]+:[\t -~]*\r\n)+)\r\n"
)
_ANSWER = re.compile(rb"HTTP/1\.1 ([2-5]\d\d) [\t -~]*\r\n((?:[A-Za-z0-9-]+:[\t -~\x80-\xff]*\r\n)+)\r\n")
_LENGTH = re.compile(r"\d{1,15}", re.ASCII)
# What makes of a request more than itself and what its length says.
_ODD = {"TRANSFER_ENCODING", "UPGRADE", "EXPECT", "TE", "TRAILER"}
_BARE = {"CONTENT_LENGTH", "CONTENT_TYPE"}
_STAYS = {"": True, "keep-alive": True, "close": False}


def environ(head: bytes) -> Environ | None:
    """What WSGI (PEP 3333) calls a request whose head this is, from its first byte to its last."""
    found = _HEAD.fullmatch(head)
    named = _named(found[4]) if found else None
    if found is None or named is None or "HOST" not in named or _ODD & named.keys():
        return None
    if named.get("CONNECTION", "").lower() not in _STAYS:
        return None
    method, path, query, _ = (part.decode("ascii") if part else "" for part in found.groups())
    asked = {
        "CONTENT_LENGTH": "",
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
    }
    return asked | {name if name in _BARE else f"HTTP_{name}": value for name, value in named.items()}


def stays(asked: Environ) -> bool:
    """Whether the connection is meant for more requests than this."""
    return _STAYS[asked.get("HTTP_CONNECTION", "").lower()]


def _named(lines: bytes) -> Environ | None:
    named: Environ = {}
    for line in lines.decode("latin-1").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name = name.upper().replace("-", "_")
        if name in named:
            return None
        named[name] = value.strip(" \t")
    return named


@dataclass(slots=True)
class Exchange:
    """How much of one request and of its answer is still to come."""

    method: str
    asks: int  # bytes of the request
    told: int | None = None  # bytes of the answer, once its head has been seen
    ends: bool = False  # whether the connection ends with the answer

    @classmethod
    def begun(cls, first: bytes) -> "Exchange | None":
        """By the first bytes of a request; None where they do not tell its end."""
        end = first.find(END) + len(END)
        asked = environ(first[:end]) if end >= len(END) else None
        length = _length(asked["CONTENT_LENGTH"] or "0") if asked else None
        return cls(asked["REQUEST_METHOD"], length - len(first) + end) if asked and length is not None else None

    def heard(self, part: bytes) -> bool:
        """Take up the next bytes of the answer; False where they do not tell its end."""
        if self.told is None:
            end = part.find(END) + len(END)
            length = self._told(part[:end]) if end >= len(END) else None
            if length is None:
                return False
            self.told = length + end
        self.told -= len(part)
        return self.told >= 0

    @property
    def is_over(self) -> bool:
        return self.told == 0 and (self.asks == 0 or self.ends)

    def _told(self, head: bytes) -> int | None:
        found = _ANSWER.fullmatch(head)
        named = _named(found[2]) if found else None
        if found is None or named is None or "TRANSFER_ENCODING" in named:
            return None
        self.ends = named.get("CONNECTION", "") == "close"
        if self.method == "HEAD" or found[1] in (b"204", b"304"):
            return 0
        return _length(named.get("CONTENT_LENGTH", ""))


def _length(said: str) -> int | None:
    return int(said) if _LENGTH.fullmatch(said) else None
