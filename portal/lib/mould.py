"""A mail rendered once and then cast for each reader, with only a few words put in.

The message is built as for one person, with gaps: words that occur nowhere else. Between them everything is encoded
once; quoted-printable can be cut anywhere by a line break that counts for nothing.
"""

import html
import re
from binascii import b2a_qp
from collections.abc import Callable, Iterator, Mapping

from django.core.mail import EmailMultiAlternatives

_LINE_ENDS = re.compile(r"\r\n|\r|\n")


def _in_header(words: str) -> bytes:
    if not words.isprintable():
        raise ValueError(f"not one line of a header: {words!r}")
    return words.encode("ascii")


def _in_text(words: str) -> bytes:
    return b"=\r\n" + _quoted(words) + b"=\r\n"


def _in_html(words: str) -> bytes:
    return _in_text(html.escape(words))


def _quoted(words: str) -> bytes:
    return b2a_qp(_LINE_ENDS.sub("\n", words).encode()).replace(b"\n", b"\r\n")


class Mould:
    """`gaps`: the name of each gap, and the words that stand for it in `message`."""

    def __init__(self, message: EmailMultiAlternatives, *, gaps: Mapping[str, str]) -> None:
        self._names = {words: name for name, words in gaps.items()}
        self._cut = re.compile("|".join(re.escape(words) for words in sorted(gaps.values(), key=len, reverse=True)))
        self._pieces = list(self._melt(message))

    def cast(self, **words: str) -> bytes:
        """The whole message for one reader; lines end in CRLF."""
        return b"".join(piece if isinstance(piece, bytes) else piece[0](words[piece[1]]) for piece in self._pieces)

    def _melt(self, message: EmailMultiAlternatives) -> Iterator[bytes | tuple[Callable[[str], bytes], str]]:
        mime = message.message()
        head = mime.as_bytes().partition(b"\n\n")[0].replace(b"\n", b"\r\n")
        boundary = f"--{mime.get_boundary()}"
        yield from self._cut_up(head.decode("ascii") + "\r\n\r\n", str.encode, _in_header)
        for subtype, words, put_in in [
            ("plain", str(message.body), _in_text),
            *[("html", str(content), _in_html) for content, _ in message.alternatives],
        ]:
            yield f'{boundary}\r\nContent-Type: text/{subtype}; charset="utf-8"\r\n'.encode()
            yield b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            yield from self._cut_up(words, _quoted, put_in)
            yield b"\r\n"
        yield f"{boundary}--\r\n".encode()

    def _cut_up(
        self, words: str, encode: Callable[[str], bytes], put_in: Callable[[str], bytes]
    ) -> Iterator[bytes | tuple[Callable[[str], bytes], str]]:
        at = 0
        for gap in self._cut.finditer(words):
            yield encode(words[at : gap.start()])
            yield put_in, self._names[gap[0]]
            at = gap.end()
        yield encode(words[at:])
