"""What became of the stories of whoever wrote them: out, corrected or withdrawn by somebody else, for some days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Clearing, Correction, Version
from members.models import User

TOLD = timedelta(days=7)
SHOWN = 6


@dataclass(frozen=True)
class Became:
    at: datetime
    title: str
    said: str
    url: str


def became(user: User, *, at: datetime) -> list[Became]:
    """Of what `user` began or asked to have cleared, the latest first."""
    begun = Version.objects.filter(number=1, saved_by=user).values("article")
    asked = Clearing.objects.filter(asked_by=user).values("article")
    return [
        _told(one, since=at - TOLD)
        for one in _lately(at).filter(pk__in=begun.union(asked)).exclude(changed_by=user)[:SHOWN]
    ]


def _lately(at: datetime) -> QuerySet[Article]:
    corrections = Correction.objects.filter(entry=OuterRef("pk")).order_by("-corrected_at", "-pk").values("words")
    since, moments = at - TOLD, ("published_at", "corrected_at", "withdrawn_at")
    lately = Q(published_at__gt=since) | Q(changed_at__gt=since) & (
        Q(corrected_at__gt=since) | Q(withdrawn_at__gt=since)
    )
    found = Article.objects.filter(lately, published_at__lte=at).annotate(
        happened_at=Greatest(*moments), correction=Subquery(corrections[:1])
    )
    return found.defer("body", "teaser").order_by("-happened_at", "-pk")


def _told(one: Article, *, since: datetime) -> Became:
    form, page = reverse("admin:articles_article_change", args=[one.pk]), one.get_absolute_url()
    if one.withdrawn_at:
        said = _("Withdrawn: %(why)s") % {"why": one.withdrawn_because}
        return Became(one.withdrawn_at, one.title, said, form)
    if one.corrected_at and one.corrected_at > since:
        said = _("Corrected: %(words)s") % {"words": one.correction}  # type: ignore[attr-defined]  # annotated above
        return Became(one.corrected_at, one.title, said, f"{page}#correction")
    return Became(one.published_at or since, one.title, _("Published."), page)
