"""Pages that belong to no app: errors, files, the style guide, and two answers for machines."""

import sys

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import RequestDataTooBig, SuspiciousFileOperation, TooManyFieldsSent, TooManyFilesSent
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse

from articles import pictures
from articles.models import Entry
from portal import styleguide as sample
from portal import typed
from portal.lib.http import USUAL_WAIT, require_safe, too_many


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    status = 413 if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)) else 400
    return HttpResponse(loader.get_template(f"{status}.html").render({}), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not hold: says how to send it again."""
    return render(request, "403.html", {"token_failed": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    latest = Entry.objects.published().for_list()[:3]
    return render(request, "404.html", {"latest": latest}, status=404)


def too_often(request: HttpRequest) -> HttpResponse:
    """What allauth limits: logins by the minute, all else by the hour."""
    return too_many(request, seconds=60 if request.path == reverse("account_login") else USUAL_WAIT)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context processor: both may be what failed.

    A database that is away, restarts or is too busy is no fault of the page: 503, which proxies and
    robots take for "come back".
    """
    is_for_now = isinstance(sys.exception(), OperationalError | InterfaceError)
    status = 503 if is_for_now else 500
    known = typed.context(request) if is_for_now else {}
    response = HttpResponse(loader.get_template(f"{status}.html").render(known), status=status)
    if is_for_now:
        response.headers["Retry-After"] = "60"
        response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@staff_member_required
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", sample.context())


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the library. Its name is made of its content, so it can be kept for ever.

    One that was replaced long ago leads to the file of now: mails and other sites may still ask for it.
    """
    try:
        file = default_storage.open(name)
    except (
        OSError,
        ValueError,
        SuspiciousFileOperation,
    ) as error:  # absent, a folder, or a name that leaves the storage
        if present := pictures.present_address(name):
            return redirect(present)
        raise Http404("No such file.") from error
    response = FileResponse(file)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and reaches its database; 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # a kept connection may be to a server that is gone
    except DatabaseError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
