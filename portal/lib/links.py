"""Addresses that leave the site: absolute ones, and signed ones that open one thing for one purpose."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse


class BrokenLink(Http404):
    """The link was changed on its way, belongs to another purpose, or is too old."""


@dataclass(frozen=True)
class Purpose:
    """What a signed link is good for; a token made for one purpose is refused by every other.

    >>> CONFIRM = Purpose("weekly.confirm", within=timedelta(days=7))
    >>> CONFIRM.read(CONFIRM.token(12))
    12
    """

    name: str
    within: timedelta | None = None

    def token(self, value: Any) -> str:
        return signing.dumps(value, salt=f"link.{self.name}", compress=True)

    def read(self, token: str) -> Any:
        """The value signed into `token`; BrokenLink (a 404) where it does not hold."""
        try:
            return signing.loads(token, salt=f"link.{self.name}", max_age=self.within)
        except signing.BadSignature as error:
            raise BrokenLink("This link is broken or too old.") from error


@lru_cache(maxsize=16_384)
def path(route: str, *parts: str | int) -> str:
    """The path of `route` with `parts`; kept, because a front page asks for seventy, the same ones every time."""
    return reverse(route, args=parts)


def absolute(path: str) -> str:
    """The address of `path` as mails, codes, feeds and structured data carry it."""
    return f"{settings.BASE_URL}{path}"
