"""What somebody typed, to be given back by the page that says come back later."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template import loader

from articles import narrowing
from portal.lib.http import is_foreign
from portal.lib.sanitise import printable

SECRET = ("password", "captcha", "secret", "otp", "code")  # never sent back: passwords, and codes that are used up
MOST_SHOWN = 12  # a form with more is an editor's: of that one, only what is long is shown
LONG = 60
UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnreadablePostError)


@dataclass(frozen=True)
class Field:
    name: str
    value: str
    is_long: bool
    is_shown: bool

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").replace("-", " ").strip().capitalize()


def context(request: HttpRequest) -> dict[str, object]:
    """For 503.html: what was searched for, or the fields of a form that one of our own pages sent."""
    if request.method != "POST":
        return searched(request.META["QUERY_STRING"])
    fields = [] if is_foreign(request) else _fields(request)
    return {"fields": fields, "action": request.get_full_path() if fields else ""}


def come_back(query: str) -> bytes:
    """503.html for whom there is no room, with what this query searches for."""
    return loader.get_template("503.html").render(searched(query)).encode()


def searched(query: str) -> dict[str, object]:
    """For 503.html: the words that this query asks for, and where they are looked for."""
    try:
        asked = QueryDict(query)
    except UNREADABLE:
        return {}
    words, *narrowed = [
        Field(name, printable(asked.get(name, ""))[: narrowing.LONGEST], is_long=False, is_shown=name == "q")
        for name in ("q", "sort", *narrowing.FIELDS)
    ]
    return {"q": words.value, "narrowed": [field for field in narrowed if field.value] if words.value else []}


def _fields(request: HttpRequest) -> list[Field]:
    try:
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return []
    kept = [(name, value) for name, value in typed if not any(word in name.lower() for word in SECRET)]
    is_editors = len(kept) > MOST_SHOWN
    return [_field(name, value, is_editors=is_editors) for name, value in kept]


def _field(name: str, value: str, *, is_editors: bool) -> Field:
    is_long = len(value) > LONG or "\n" in value
    is_technical = name == "csrfmiddlewaretoken" or name.startswith("_") or not value.strip() or value.isdecimal()
    return Field(name, value, is_long=is_long, is_shown=not is_technical and (is_long or not is_editors))
