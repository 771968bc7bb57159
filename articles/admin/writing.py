"""Nothing that is typed into the form of an article is lost, and two who write in one see each other."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import checking, differing, versioning, writing
from articles.admin.handing_over import HandingOverAdmin, late_words
from articles.forms import ArticleForm
from articles.models import Article, Author, Writing
from members.access import signed_in
from members.models import User

CARRIED = ("revision", "over")
OPENING = 20_000  # characters of a body in which its first sentence is looked for


class WritingAdmin(HandingOverAdmin):
    """The form tells of itself every few seconds (js/keeping.js); without script all but that works."""

    class Media:
        css = {"all": ["css/versions.css"]}
        js = [forms.Script(f"js/{name}.js", type="module") for name in ("keeping", "counting", "mended")]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        keep: Callable[..., HttpResponse] = require_http_methods(["GET", "HEAD", "POST"])(wrap(self.keep))
        leave: Callable[..., HttpResponse] = require_POST(wrap(self.leave))
        return [
            path("writing/", keep, name="articles_article_writing_new"),
            path("<int:number>/writing/", keep, name="articles_article_writing"),
            path("leave/", leave, name="articles_article_leave"),
            *super().get_urls(),
        ]

    def keep(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """GET gives the token under which to send, which a new login changes; POST keeps what was typed."""
        article = Article.objects.filter(pk=number).defer("body").first() if number else None
        may = self.has_change_permission(request, article) if article else self.has_add_permission(request)
        is_late = article is not None and not may and self.is_late(request, article)
        if not may and not is_late:
            raise PermissionDenied
        if request.method != "POST":
            return JsonResponse({"token": get_token(request)})
        key, at, editor = writing.key_in(request.POST.get("writing", "")), timezone.now(), signed_in(request)
        if key is None:
            return JsonResponse({}, status=400)
        typed = request.POST if "title" in request.POST else None
        try:
            is_kept = writing.keep(key, article=article, editor=editor, at=at, typed=typed)
        except IntegrityError:  # the article was deleted at this moment; the next time it is one that is new
            return JsonResponse({}, status=409)
        words = _("Your words are kept, %(time)s UTC.") % {"time": f"{at:%H:%M}"} if typed and is_kept else ""
        told = {"kept": words, "others": others_words(article, editor), "newer": newer_words(article, request)}
        if article and is_late:
            told |= {"kept": f"{late_words(article)} {words}".strip(), "newer": ""}
        return JsonResponse(told | ({"advice": advice(request.POST)} if typed else {}))

    def leave(self, request: HttpRequest) -> HttpResponse:
        key, editor = writing.key_in(request.POST.get("writing", "")), signed_in(request)
        words = Writing.objects.filter(key=key, editor=editor).first() if key else None
        if words is None:
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        writing.end(words.key, article=words.article, editor=editor, at=timezone.now())
        self.message_user(request, _("The unsaved words are gone."), messages.SUCCESS)
        return HttpResponseRedirect(_form_of(words.article_id))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        words = self._taken_up(request, obj)
        return type(form.__name__, (form,), {"taken_up": writing.initial(words.form)}) if words else form

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The log names what was written, not what the form carries to tell versions apart."""
        form.changed_data = [name for name in form.changed_data if name not in CARRIED]
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing where nothing changed: a verb that saves first says itself what was done."""
        return super().log_change(request, obj, message) if message else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever begins a text has written it, where they are among the authors."""
        by = Author.objects.filter(name__iexact=signed_in(request).get_full_name()).values_list("pk", flat=True)
        return {"authors": list(by[:1])} | super().get_changeform_initial_data(request)

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if key := writing.key_in(request.POST.get("writing", "")):
            editor = signed_in(request)
            writing.end(key, article=form.instance, editor=editor, at=form.instance.changed_at)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = cast(Article | None, kwargs.get("obj"))
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may:
            context |= self._writing(request, obj)
            if (form := context["adminform"].form) and form.is_bound and form.is_behind:
                context["differences"] = between_typed_and_saved(form)
        return super().render_change_form(request, context, *args, **kwargs)

    def _writing(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        editor, at = signed_in(request), timezone.now()
        taken_up, key = self._taken_up(request, article), writing.key_in(request.POST.get("writing", ""))
        if request.method == "POST" and key:  # refused: what was typed stands in the answer, and here
            writing.keep(key, article=article, editor=editor, at=at, typed=request.POST)
        is_put_by = bool(taken_up and taken_up.put_by_at)
        is_offering = request.method != "POST" and (taken_up is None or is_put_by)
        offered = writing.offered(article, to=editor) if is_offering else []
        return {
            "writing": taken_up.key if taken_up and not is_put_by else key or uuid4(),
            "taken_up": taken_up,
            "put_by": _put_by_under(request, taken_up),
            "offered": offered,
            "others": others_words(article, editor),
            "keep_url": _keep_url(article),
        }

    def _taken_up(self, request: HttpRequest, article: Article | None) -> Writing | None:
        key = writing.key_in(request.GET.get("writing", "")) if request.method == "GET" else None
        mine = Writing.objects.with_words().filter(editor=signed_in(request), article=article)
        if key or request.method != "GET":
            return mine.filter(key=key).first() if key else None
        return writing.changes_of(article) if article and article.state == "published" else None


def _put_by_under(request: HttpRequest, taken_up: Writing | None) -> UUID | str:
    """The key of the draft changes from which what stands in the form goes on; "" for none."""
    if taken_up and taken_up.put_by_at:
        return taken_up.key
    typed = taken_up.form.get("put_by", [""])[-1] if taken_up else request.POST.get("put_by", "")
    return writing.key_in(typed) or ""


def others_words(article: Article | None, editor: User) -> str:
    """Who else has the article open, in a sentence each."""
    if article is None:
        return ""
    there = writing.others_at(article, beside=editor, at=timezone.now())
    return " ".join(_there(window) for window in there)


def _there(window: Writing) -> str:
    if window.typed_at is None:
        return _("%(who)s has this article open too.") % {"who": window.editor}
    facts = {"who": window.editor, "time": f"{window.typed_at:%H:%M}"}
    return _("%(who)s is writing here too, last at %(time)s UTC.") % facts


def newer_words(article: Article | None, request: HttpRequest) -> str:
    """That somebody saved meanwhile, for whom it is better to know before they save."""
    newer = writing.newer_than(article, request.POST) if article else None
    if newer is None:
        return ""
    facts = {"who": newer.changed_by or "…", "time": f"{newer.changed_at:%H:%M}"}
    return _("%(who)s saved a newer version at %(time)s UTC. When you save, you see both side by side.") % facts


def advice(typed: QueryDict) -> dict[str, str]:
    """By the name of the field what can be told while somebody types; the body is cleaned when it is saved."""
    said = {name: typed.get(name, "")[:OPENING].strip() for name in ("title", "abstract", "body")}
    return {lack.field: lack.words for lack in checking.of_words(**said)}


def between_typed_and_saved(form: ArticleForm) -> list[differing.Difference]:
    saved = versioning.form_of(Article.objects.get(pk=form.instance.pk))
    return differing.between(saved, form.as_version(saved))


def _keep_url(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_writing_new")
    return reverse("admin:articles_article_writing", args=[article.pk])


def _form_of(number: int | None) -> str:
    return reverse("admin:articles_article_change", args=[number]) if number else reverse("admin:articles_article_add")
