"""A mail shown to staff as it reads in their own mail program, under a policy that runs and fetches nothing.

The policy blocks style attributes, which are how a mail has its look. So each becomes a rule of a sheet that carries
the response's nonce; the mail's own sheet gets the same nonce. Nothing else of the mail is changed.
"""

import re
import secrets
from dataclasses import dataclass
from email import message_from_bytes, policy
from html import unescape
from typing import Self

from django.conf import settings
from django.http import HttpResponse

_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"\s([a-zA-Z-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_SHEET = re.compile(r"<style\b")
_HEAD = re.compile(r"<head\b[^>]*>")


@dataclass(frozen=True)
class Shown:
    """The two parts of a message, as people read them; "" where it has none."""

    text: str
    html: str

    @classmethod
    def of(cls, message: bytes) -> Self:
        parsed = message_from_bytes(message, policy=policy.default)
        text, html = (parsed.get_body((kind,)) for kind in ("plain", "html"))
        return cls(text=text.get_content() if text else "", html=html.get_content() if html else "")


def response(html: str) -> HttpResponse:
    """`html`, a whole mail, as a page of its own for a frame of ours; its links open beside it."""
    nonce = secrets.token_urlsafe(16)
    answer = HttpResponse(_under_policy(html, nonce))
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self' {settings.BASE_URL} data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _under_policy(html: str, nonce: str) -> str:
    numbers: dict[str, int] = {}

    def in_tag(tag: re.Match[str]) -> str:
        words = _ATTRIBUTE.sub(lambda attribute: _marked(attribute, numbers), tag[0])
        return f'<style nonce="{nonce}"{words[6:]}' if _SHEET.match(words) else words

    marked = _TAG.sub(in_tag, html)
    # Three times the attribute: stronger than any class, weaker than what the mail calls important (its dark colours).
    rules = "".join(f"{3 * f'[data-style=s{number}]'}{{{css}}}" for css, number in numbers.items())
    ours = f'<base target="_blank"><style nonce="{nonce}">{rules}</style>'
    return _HEAD.sub(lambda head: head[0] + ours, marked, count=1) if _HEAD.search(marked) else ours + marked


def _marked(attribute: re.Match[str], numbers: dict[str, int]) -> str:
    if attribute[1].lower() != "style":
        return attribute[0]
    css = unescape(attribute[2] or attribute[3] or "").replace("<", "\\3c ").replace("}", "").replace("{", "")
    return f' data-style="s{numbers.setdefault(css, len(numbers))}"'
