"""What every answer carries, and which posts are believed."""

import secrets
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.utils.functional import SimpleLazyObject
from django.views.decorators import http
from django.views.decorators.csrf import csrf_exempt

from portal.lib.csp import header

View = Callable[..., HttpResponse]
Reads = TypeVar("Reads", bound=Callable[..., HttpResponseBase])
USUAL_WAIT = 3600  # seconds: how long most limits count


def policy_headers(get_response: View) -> View:
    """Middleware: the security policy, and who may keep the answer, on every response."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        nonce = getattr(request, "_csp_nonce", None)
        response.headers.setdefault("Content-Security-Policy", header(settings.SECURE_CSP, nonce=nonce))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        _say_who_may_keep(request, response)
        return response

    return middleware


def _say_who_may_keep(request: HttpRequest, response: HttpResponse) -> None:
    """Nobody what a session or a cookie had a part in; a file that is named by its content is the same under one."""
    is_named_by_content = "immutable" in response.headers.get("Cache-Control", "")
    if response.cookies or (settings.SESSION_COOKIE_NAME in request.COOKIES and not is_named_by_content):
        response.headers["Cache-Control"] = "private, no-store"
    else:
        is_read = request.method in ("GET", "HEAD")
        response.headers.setdefault("Cache-Control", "no-cache" if is_read else "no-store")


def bounded(get_response: View) -> View:
    """Middleware: what is larger than anything we ask for is refused with 413 before a byte of it is read.

    Django itself has no limit for files, and reads every form whole to look for its token.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if _length(request) > most_bytes(request.path, has_session=has_session):
            raise RequestDataTooBig("More than any form takes.")
        return get_response(request)

    return middleware


def most_bytes(path: str, *, has_session: bool) -> int:
    """How large a form may be: only whoever is logged in is asked for pictures, and at one address for archives."""
    words = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not has_session:
        return words
    if path == settings.ARCHIVES_PATH:
        return words + settings.ARCHIVE_MAX_BYTES
    return words + 3 * settings.PICTURE_MAX_BYTES  # one that is a little too large is told so in its form


def designed(get_response: View) -> View:
    """Middleware: what says "not so" or "not so often" without a word gets its page, and when to come back.

    `Allow` stays as the view gave it. The page of a 405 needs no database: robots ask for it by thousands.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = loader.get_template("405.html").render({})
            response.headers["Content-Length"] = str(len(response.content))  # said already, of none
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", str(USUAL_WAIT))
        return response

    return middleware


def too_many(request: HttpRequest, *, seconds: int = USUAL_WAIT) -> HttpResponse:
    """The page for whoever came more often than a limit allows: 429, and after how many seconds to try again."""
    response = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def csp(request: HttpRequest) -> dict[str, object]:
    """Context processor: `csp_nonce`, made only for a page that prints it (the editor's import map)."""
    return {"csp_nonce": SimpleLazyObject(lambda: nonce_of(request))}


def nonce_of(request: HttpRequest) -> str:
    """The request's nonce; asking for it puts it into the response's policy."""
    if not hasattr(request, "_csp_nonce"):
        request._csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]  # the request carries it
    return request._csp_nonce  # type: ignore[attr-defined]  # set above


def public_post(view: View) -> View:
    """For a form that acts under no session: needs no token, so its page can be stored whole.

    Refused with 403 where the browser says that another site sent it. A client that says nothing
    (an old browser, a mail program) is let through: it has no authority to misuse. Anything larger
    than a form is refused with 413 before it is read: no form of this kind takes a file.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and is_foreign(request):
            return render(request, "403.html", status=403)
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("More than a form takes.")
        return view(request, *args, **kwargs)

    return guarded


def require_safe(view: Reads) -> Reads:
    """For a page that is only read: whoever sends anything else gets 405, and is not asked for a form's token first.

    Robots post to pages by thousands; a 405 needs no database.
    """
    only_read = http.require_safe(view)

    @csrf_exempt
    @wraps(view)
    def read(*args: object, **kwargs: object) -> HttpResponseBase:
        return only_read(*args, **kwargs)

    return read  # type: ignore[return-value]  # answers as the view does, or with a 405


def _length(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else 0


def is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says the request was made by a page that is not ours."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    ours = {request.get_host(), urlsplit(settings.BASE_URL).netloc}
    try:
        return urlsplit(origin).netloc not in ours
    except ValueError:  # no address at all
        return True
