"""Addresses that lead elsewhere: short ones, codes, old ones."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from articles import destinations, share_pictures
from articles.models import Drawing, Entry, Keyword, OldAddress
from articles.models.places import folded
from portal.lib import links, qr, tally
from portal.lib.about import about
from portal.lib.http import require_safe
from portal.lib.sanitise import printable

LONGEST_PATH = 500
LONGEST_WORDS = 200


@require_safe
@cache_control(no_store=True)
def short(request: HttpRequest, number: int) -> HttpResponse:
    """The address every code carries. Found (302) and never stored, so that each scan is counted once and
    leads to the title of the day; a 301 would be kept by the phone and pass us by."""
    entry = get_object_or_404(Entry, pk=number, published_at__lte=timezone.now())
    if request.method == "GET":
        tally.add("scan", entry.pk, on=timezone.now().date())
    return redirect(entry)


@require_safe
def qr_svg(request: HttpRequest, number: int) -> HttpResponse:
    return _code(request, number, "svg")


@require_safe
def qr_png(request: HttpRequest, number: int) -> HttpResponse:
    return _code(request, number, "png")


@require_safe
def share_picture(request: HttpRequest, number: int) -> HttpResponse:
    """What other sites show of an entry without a picture; an address of before leads to the one of now."""
    entry = get_object_or_404(Entry.objects.select_related("section"), pk=number, published_at__lte=timezone.now())
    if request.GET.get("v") != share_pictures.version(entry):
        return redirect(share_pictures.path(entry))
    response = HttpResponse(share_pictures.made(entry), content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _code(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    entry = get_object_or_404(Entry, pk=number)
    # A code says nothing but its number, so staff may have it printed before the day.
    is_public = bool(entry.is_published() or entry.withdrawn_at)
    if not (is_public or request.reader.is_staff):  # type: ignore[attr-defined]  # ours
        raise Http404("Not published.")
    code = qr.code(links.absolute(entry.short_path))
    drawn, media_type = (code.svg, "image/svg+xml") if kind == "svg" else (bytes(code.png), "image/png")
    response = HttpResponse(drawn, content_type=media_type)
    if is_public and request.GET.get("v") == qr.version():
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@about(Drawing.objects.all, "key")
@require_safe
@conditional_page
def drawing(request: HttpRequest, key: str) -> HttpResponse:
    """A map or chart alone, where a text is read elsewhere than on its page; it changes when it is drawn anew."""
    drawn = get_object_or_404(Drawing.objects.only("file_svg"), key=key)
    response = HttpResponse(drawn.file_svg, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
def search_words(request: HttpRequest, words: str) -> HttpResponse:
    """/search/<words>, as the site before this one had it."""
    return _to_search(words)


@require_safe
def tag(request: HttpRequest, words: str) -> HttpResponse:
    """/tags/<words>: the keyword of that name or spelling, else a search for it; in one hop."""
    spelling = folded(printable(words.strip("/").replace("+", " ")))[:LONGEST_WORDS]
    keyword = Keyword.objects.filter(folded=spelling) | Keyword.objects.filter(aliases__folded=spelling)
    found = keyword.first()
    return redirect(found, permanent=True) if found else _to_search(words)


def _to_search(words: str) -> HttpResponse:
    asked = " ".join(printable(words).replace("+", " ").strip("/").split())[:LONGEST_WORDS]
    query = urlencode({"q": asked})
    return HttpResponsePermanentRedirect(
        f"{reverse('articles:search')}?{query}" if asked else reverse("articles:search")
    )


@require_safe
@cache_control(no_store=True)
def old_address(request: HttpRequest, path: str) -> HttpResponse:
    """Whatever no other pattern knows: an address of before, one that lacks its last slash, or nothing.

    Like the short one it is never stored, so that each time it is asked for counts.
    """
    if "\0" in path or len(path) > LONGEST_PATH:
        raise Http404("No such page.")
    bare = f"/{path.rstrip('/')}"
    now = timezone.now()
    old = OldAddress.objects.select_related("entry").filter(path__in=[bare, f"{bare}/"]).first()
    if old and (destination := old.destination(at=now)):
        if request.method == "GET":
            old.count(on=now.date())
        return HttpResponsePermanentRedirect(destination)
    if destinations.known(f"{bare}/") and not path.endswith("/"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/?{query}" if query else f"{request.path}/")
    raise Http404("No such page.")
