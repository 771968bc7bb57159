"""What somebody typed, to be given back by the page that says come back later."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from portal.lib.http import is_foreign

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
        return {"q": request.GET.get("q", "")[:200]}
    fields = [] if is_foreign(request) else _fields(request)
    return {"fields": fields, "action": request.get_full_path() if fields else ""}


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
