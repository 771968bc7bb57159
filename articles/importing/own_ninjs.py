"""Reads back an item of ninjs that a portal wrote out: the item that it was made of, field by field."""

from articles import focusing
from articles.exporting import ninjs
from articles.exporting.items import FORMAT
from articles.importing import words
from articles.importing.ninjs import access
from articles.importing.reading import Fields


def is_ours(item: Fields) -> bool:
    """Whether a portal says that it wrote the item."""
    return item.get("profile") == FORMAT


def fields_of(item: Fields) -> Fields:
    """The item as a line of our own JSON Lines; Unfit where its parts are not of the standard's shape."""
    site, _short, number = words.text(item, "uri").rpartition("/p/")
    page = _value(item, "altIds", ninjs.PAGE)
    return {
        "format": FORMAT,
        "id": _value(item, "altIds", ninjs.ARCHIVE),
        "number": int(number) if number.isdecimal() and len(number) < 20 else None,
        "url": page,
        "old_addresses": _values(item, "altIds", ninjs.OLD),
        "lang": item.get("language"),
        "access": access(item.get("rightsInfo")),
        "section": next(iter(_names(item, "genres")), ""),
        "kicker": _value(item, "headlines", ninjs.KICKER),
        "title": _value(item, "headlines", ninjs.MAIN),
        "summary": _value(item, "descriptions", ninjs.SUMMARY),
        "teaser": _value(item, "descriptions", ninjs.TEASER),
        **_people(item),
        "tags": _names(item, "subjects"),
        **_text(item, page),
        "source": next(iter(_names(item, "infoSources")), ""),
        "licence": None,
        **_moments(item),
        **_illustrations(item, site=site),
    }


def _people(item: Fields) -> Fields:
    authors, editors = _names(item, "people", ninjs.WRITER), _names(item, "people", ninjs.EDITOR)
    return {"author": ", ".join(authors), "authors": authors, "editor": next(iter(editors), "")}


def _text(item: Fields, page: str) -> Fields:
    dateline, body = ninjs.as_kept(_value(item, "bodies", ninjs.MAIN), page=page)
    return {"dateline": dateline, "body_html": next(iter(_values(item, "bodies", ninjs.AS_KEPT)), body)}


def _moments(item: Fields) -> Fields:
    is_out, is_gone = item.get("pubStatus") != "withheld", item.get("pubStatus") == "canceled"
    corrections = [
        {"words": _value(one, "bodies", ninjs.MAIN), "corrected_at": one.get("versionCreated")}
        for one in _related(item, "text", ninjs.CORRECTION)
    ]
    return {
        "date": item.get("firstCreated") if is_out else None,
        "published_at": item.get("firstCreated") if is_out else None,
        "withdrawn_at": item.get("versionCreated") if is_gone else None,
        "withdrawn_because": words.text(item, "edNote").removesuffix(ninjs.noted(corrections)).removesuffix("\n"),
        "changed_at": item.get("version"),
        "corrections": corrections,
    }


def _illustrations(item: Fields, *, site: str) -> Fields:
    def above(kind: str) -> object:
        return next((one.get("name") for one in _related(item, kind, ninjs.ABOVE)), None)

    return {
        "picture": above("picture"),
        "images": [_image(one, site) for one in _related(item, "picture")],
        "drawing": above("graphic"),
        "drawings": [_drawing(one) for one in _related(item, "graphic")],
    }


def _image(picture: Fields, site: str) -> Fields:
    rendition = next(iter(words.objects(picture, "renditions")), {})
    return {
        "file": picture.get("name"),
        "width": rendition.get("width"),
        "height": rendition.get("height"),
        "source_path": words.text(rendition, "href").removeprefix(site),
        "alt": _value(picture, "headlines", ninjs.MAIN),
        "caption": _value(picture, "descriptions", ninjs.CAPTION),
        "lang": words.text(picture, "language"),
        "credit": words.text(picture, "by"),
        "licence": words.text(picture, "usageTerms"),
        "in_languages": _in_languages(picture),
        "focus": focusing.of_words(_value(picture, "altIds", ninjs.FOCUS)) or focusing.of_pixels(rendition),
    }


def _in_languages(picture: Fields) -> Fields:
    """What stands under a role with a language behind it."""
    said: dict[str, Fields] = {}
    for name, listed, role in (("alt", "headlines", ninjs.MAIN), ("caption", "descriptions", ninjs.CAPTION)):
        for one in words.objects(picture, listed):
            begins, _dash, code = words.text(one, "role").partition("-")
            if begins == role and code:
                said.setdefault(code, {})[name] = words.text(one, "value")
    return said


def _drawing(graphic: Fields) -> Fields:
    return {
        "key": graphic.get("name"),
        "kind": graphic.get("profile"),
        "title": _value(graphic, "headlines", ninjs.MAIN),
        "unit": _value(graphic, "descriptions", ninjs.CAPTION),
        "source": words.text(graphic, "by"),
        "data": _value(graphic, "bodies", ninjs.DATA),
        "alt": _value(graphic, "descriptions", ninjs.ALT),
    }


def _related(item: Fields, kind: str, rel: str = "") -> list[Fields]:
    """The associations of a kind, in their order; those that belong to the item in one way, where it is named."""
    several = words.objects(item, "associations")
    return [one for one in several if one.get("type") == kind and rel in ("", one.get("rel"))]


def _names(item: Fields, name: str, rel: str | None = None) -> list[str]:
    return [words.text(one, "name") for one in words.objects(item, name) if one.get("rel") == rel]


def _value(item: Fields, name: str, role: str) -> str:
    return next(iter(_values(item, name, role)), "")


def _values(item: Fields, name: str, role: str) -> list[str]:
    return [words.text(one, "value") for one in words.objects(item, name) if one.get("role") == role]
