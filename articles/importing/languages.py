"""The portal's language for a BCP 47 tag."""

from django.conf import settings

_SIMPLIFIED, _TRADITIONAL = ("zh-cn", "zh-sg", "zh-my"), ("zh-tw", "zh-hk", "zh-mo")


def nearest(tag: str) -> tuple[str, bool]:
    """The language an entry is kept under, and whether it is the one that was named.

    "zh-Hant-TW" is zh-hant, "zh" is zh-hans, as Unicode's CLDR has it, "en-GB" is en; what the portal does not speak
    is kept as its first language.
    """
    wanted = tag.strip().replace("_", "-").lower()
    known = [code for code, _name in settings.LANGUAGES]
    if not wanted:
        return settings.LANGUAGE_CODE, True
    if wanted == "zh" or wanted.startswith(_SIMPLIFIED):
        wanted = "zh-hans"
    elif wanted.startswith(_TRADITIONAL):
        wanted = "zh-hant"
    parts = wanted.split("-")
    for length in range(len(parts), 0, -1):
        if (shorter := "-".join(parts[:length])) in known:
            return shorter, True
    related = (code for code in known if code.split("-")[0] == parts[0])
    return next(related, settings.LANGUAGE_CODE), False
