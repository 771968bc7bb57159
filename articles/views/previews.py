"""An article before its readers have it: for the newsroom, and one version of it for somebody outside."""

from base64 import b64encode
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import previewing, writing
from articles.models import Article, Author, Keyword, PreviewLink
from articles.preview_forms import RespondForm
from articles.views.reading import article_context
from portal.lib import links, qr
from portal.lib.csp import SELF, header
from portal.lib.http import public_post, require_safe

View = Callable[..., HttpResponse]
Names = tuple[list[Author], list[Keyword]] | None
WIDTHS = ("phone", "desk")


def nobody_elses(view: View) -> View:
    """In no store on the way, and in no search engine."""

    @wraps(view)
    def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return marked


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
@nobody_elses
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """One version for whoever the link is for; GET shows it and its buttons, POST says what they think of it."""
    link = _link(token)
    if not link.is_open(at=timezone.now()):
        return _over(request, link)
    form = RespondForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            previewing.respond(link, at=timezone.now(), **form.cleaned_data)
        except previewing.Over:
            return _over(request, link)
        except previewing.Changed:
            pass  # the page says so, with what was typed
        except previewing.Enough:
            form.add_error("words", _("That is as much as one link takes. Write to the newsroom by mail."))
        else:
            return redirect("articles:preview", token=token)
    context = {"link": link, "version": link.version, "form": form, "stands": previewing.stands(link)}
    responses = list(link.responses.order_by("made_at", "pk"))
    context |= {"responses": responses, "is_approved": any(response.approves for response in responses)}
    context |= {"title": link.get("title")}
    return _framed(request, reverse("articles:preview_page", args=[token]), context)


@require_safe
@nobody_elses
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The version itself, for the frame."""
    link, at = _link(token), timezone.now()
    if not link.is_open(at=at):
        return _over(request, link)
    shown = previewing.as_shown(link, at=at)
    return _page(request, shown.article, names=(shown.authors, shown.keywords))


@require_safe
@nobody_elses
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """How an article stands, for the newsroom; of one that is published, with its draft changes."""
    found, _names = _for_newsroom(request, number)
    return _framed(request, reverse("articles:draft_page", args=[number]), {"title": found.title, "entry": found})


@require_safe
@nobody_elses
def draft_page(request: HttpRequest, number: int) -> HttpResponse:
    found, names = _for_newsroom(request, number)
    found.published_at = found.published_at or timezone.now()
    return _page(request, found, names=names)


def _framed(request: HttpRequest, page_url: str, context: dict[str, object]) -> HttpResponse:
    width = request.GET.get("width", "")
    shown = {"page_url": page_url, "width": width if width in WIDTHS else ""}
    return render(request, "articles/preview.html", context | shown)


def _page(request: HttpRequest, found: Article, **more: object) -> HttpResponse:
    context = article_context(found, whole=True, **more)  # type: ignore[arg-type]  # names, where they are given
    code = b64encode(
        qr.code(links.absolute(found.short_path)).png
    ).decode()  # its own address opens when it is published
    context |= {"is_framed": True, "qr_svg": f"data:image/png;base64,{code}"}
    response = render(request, "articles/article.html", context)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    policy = settings.SECURE_CSP | {"frame-ancestors": [SELF]}
    response.headers["Content-Security-Policy"] = header(policy, nonce=None)
    return response


def _for_newsroom(request: HttpRequest, number: int) -> tuple[Article, Names]:
    if not request.reader.is_staff:  # type: ignore[attr-defined]  # set by members.middleware.reader
        raise Http404("For the newsroom.")
    found = get_object_or_404(Article.objects.select_related("section", "picture", "drawing"), pk=number)
    changes = writing.changes_of(found) if found.state == "published" else None
    if changes is None:
        return found, None
    shown = previewing.with_changes(changes, at=timezone.now())
    return shown.article, (shown.authors, shown.keywords)


def _link(token: str) -> PreviewLink:
    number = previewing.LINK.read(token)
    return get_object_or_404(PreviewLink.objects.select_related("version__article"), pk=number)


def _over(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    return render(request, "articles/preview_over.html", {"link": link}, status=410)
