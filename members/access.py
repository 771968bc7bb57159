"""The one gate: who may read what, from the session alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.models import Membership, User


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("Members")


class Readable(Protocol):
    access: str


@dataclass
class Reader:
    """Whoever the session says is reading at the moment `at`; nobody in particular without a session."""

    user: User | None
    at: datetime

    @property
    def is_staff(self) -> bool:
        return bool(self.user and self.user.is_staff)

    @property
    def name(self) -> str:
        return self.user.get_short_name() if self.user else ""

    @cached_property
    def is_member(self) -> bool:
        """Staff read everything; others while a membership of theirs is open."""
        if self.user is None:
            return False
        return self.is_staff or Membership.objects.open_at(self.at).filter(user=self.user).exists()


def may_read(reader: Reader, entry: Readable) -> bool:
    """Whether the reader gets the whole or the teaser; nothing but the session is asked."""
    return entry.access == Audience.EVERYONE or reader.is_member


def signed_in(request: HttpRequest) -> User:
    """Whoever asks, in a view that lets nobody in without a session."""
    return cast(User, request.user)
