"""Finds the place and day that a news agency's text opens with: BEIJING, June 15 (Xinhua) --"""

import html
import re

LONGEST = 80
_CAPITAL = r"A-ZÀ-ÖØ-Þ"
_PLACE = rf"[{_CAPITAL}][{_CAPITAL}.'’/-]+(?: [{_CAPITAL}][{_CAPITAL}.'’/-]*){{0,3}}"
_REGION = r"(?:, [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?)?"
_DAY = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?:,? \d{4})?"
)
# An agency is written with small letters or in a few capitals; "(AS PREPARED)" is none.
_AGENCY = r" \((?:[A-Z]{2,5}|[^()<>]{0,38}[a-z][^()<>]{0,38})\)"
_DASH = r"\s*(?:--+|—|–|\s-\s)\s*"
_MARKED = re.compile(
    rf"<p>\s*(?:<(?P<tag>strong|em)>\s*)?(?P<line>{_PLACE}{_REGION}(?:,? (?P<day>{_DAY}))?(?P<agency>{_AGENCY})?)"
    rf"(?P<dash>{_DASH})(?(tag)</(?P=tag)>\s*)(?P<next>.)"
)


def split(body: str) -> tuple[str, str]:
    """The dateline a clean body opens with, and the body without it; "" where it opens with none.

    Capitals alone are no dateline (NASA – in short – ...): a day, an agency, or a long dash before a
    new sentence must follow.
    """
    found = _MARKED.match(body)
    if not found or not _is_dateline(found):
        return "", body
    line = html.unescape(found["line"]).strip()
    return (line, f"<p>{body[found.start('next') :]}") if len(line) <= LONGEST else ("", body)


def _is_dateline(found: re.Match[str]) -> bool:
    if found["day"] or found["agency"]:
        return True
    long_dash = found["dash"].strip() in ("--", "—")
    return long_dash and (found["next"].isupper() or found["next"] in "“\"‘'")
