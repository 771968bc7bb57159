"""Putting an arrangement of the front page live, and going back to the page that arranges itself."""

from datetime import datetime

from django.db import connection, transaction

from articles.models import Arrangement
from members.models import User
from portal.lib import pages

_LOCK = 0xF207  # one at a time: whoever comes later replaces what the earlier one put there


def put_live(arrangement: Arrangement, *, by: User, at: datetime) -> bool:
    """Let readers see it in place of what stood there; False where it was put live before."""
    with transaction.atomic():
        _wait_for_others()
        draft = Arrangement.objects.filter(pk=arrangement.pk, live_at=None)
        if not draft.exists():
            return False
        _end(by=by, at=at)
        draft.update(live_at=at, live_by=by)
        if arrangement.lead_ends_at and arrangement.lead_ends_at > at:
            pages.will_change(arrangement.lead_ends_at)
        else:
            pages.changed()
    return True


def automatic(*, by: User, at: datetime) -> bool:
    """Let the newest lead, and the masthead's sections have the blocks; False where it was so already."""
    with transaction.atomic():
        _wait_for_others()
        if ended := _end(by=by, at=at):
            pages.changed()
    return ended


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _end(*, by: User, at: datetime) -> bool:
    return bool(Arrangement.objects.live().update(ended_at=at, ended_by=by))
