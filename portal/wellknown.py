"""Small files that programs ask for by name: what robots, browsers, researchers and language models are told."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page

from articles.models import Section
from portal.lib.http import require_safe
from portal.lib.links import absolute

ICONS = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
ICONS += [("icon-192-maskable.png", "192x192", "maskable"), ("icon-512-maskable.png", "512x512", "maskable")]
SECURITY_HOLDS_FOR = timedelta(days=180)


@require_safe
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """Search pages are left open: their own `noindex` counts only where it can be read."""
    maps = [reverse("articles:sitemap"), reverse("articles:news_sitemap")]
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /account/", ""]
    return _plain([*lines, *(f"Sitemap: {absolute(path)}" for path in maps)])


@require_safe
@conditional_page
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Expires is counted from today, so the file holds for as long as the portal is looked after."""
    expires_at = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_HOLDS_FOR
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines.append(f"Expires: {expires_at:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: en")
    return _plain([*lines, f"Canonical: {absolute(request.path)}"])


@require_safe
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the portal on its first screen."""
    icons = [
        {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    told = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_SHORT_NAME,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fcfcf9",
        "theme_color": "#fcfcf9",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@conditional_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser adds the portal to its searches."""
    context = {"icon": absolute(static("img/icon-32.png")), "search": absolute(reverse("articles:search"))}
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")


@require_safe
@conditional_page
def llms(request: HttpRequest) -> HttpResponse:
    """What the portal is and where its parts are, for language models."""
    sections = Section.objects.in_masthead()
    return render(request, "llms.txt", {"sections": sections}, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where programs look that read no page first."""
    return HttpResponseRedirect(static("img/favicon.ico"))


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("img/apple-touch-icon.png"))


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
