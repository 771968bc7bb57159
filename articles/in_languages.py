"""What is seen on a picture and said under it, in the languages besides that of its own words."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.lib.sanitise import printable

LONGEST = {"alt": 300, "caption": 500}
LABELS = {"alt": _("Alternative text"), "caption": _("Caption")}
LANGUAGES = settings.LANGUAGES

Said = dict[str, dict[str, str]]  # by language, then alt and caption; nothing that is empty


class Words(NamedTuple):
    alt: str
    caption: str


def kept(said: Mapping[str, Mapping[str, str]], *, besides: str = "") -> Said:
    """What of it can be kept: languages and words that there are, without what is empty and that of `besides`."""
    known = dict(LANGUAGES).keys() - {besides}
    trimmed = {
        code: {name: words for name in LONGEST if (words := printable(str(one.get(name) or "")).strip())}
        for code, one in said.items()
        if code in known
    }
    return {code: words for code, words in trimmed.items() if words}
