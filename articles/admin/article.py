"""Where a journalist writes, and an editor decides what readers see."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import checking, clearing, publishing, tagging, versioning
from articles.admin.acting import last_done
from articles.admin.correcting import CorrectingAdmin
from articles.admin.describing import DescribingAdmin
from articles.admin.elsewhere import SectionsElsewhere
from articles.admin.linking import LinkingAdmin
from articles.admin.lists import STATES, PublishedFilter, StateFilter
from articles.admin.marked import MarkedAdmin
from articles.admin.planning import PlanningAdmin
from articles.admin.previews import PreviewsAdmin, verdicts
from articles.admin.putting_by import PuttingByAdmin
from articles.admin.verbs import PUBLISH, VERBS, offered
from articles.admin.versions import NOT_CLEARED, VersionsAdmin, comments_on
from articles.admin.writing import WritingAdmin
from articles.forms import ArticleForm
from articles.models import Article, Entry
from articles.widgets import PictureWidget
from members.access import signed_in
from portal.lib import links
from portal.lib.choosing import Bounded, Choosing
from portal.lib.editor import EditorAdmin
from portal.lib.typed_rows import TypedField


@admin.register(Article)
class ArticleAdmin(
    WritingAdmin,
    VersionsAdmin,
    PreviewsAdmin,
    CorrectingAdmin,
    LinkingAdmin,
    PlanningAdmin,
    PuttingByAdmin,
    MarkedAdmin,
    DescribingAdmin,
    SectionsElsewhere,
    Choosing,
    EditorAdmin,
):
    form = ArticleForm
    fieldsets = (
        (None, {"fields": ("title", "kicker", "abstract")}),
        (_("Text"), {"fields": ("dateline", "body")}),
        (_("Where it belongs"), {"fields": ("section", "keywords", "authors", "editor", "source")}),
        (_("Over the text"), {"fields": ("picture", "drawing")}),
        (_("For whom"), {"fields": ("language", "access", "beginning")}),
    )
    autocomplete_fields = ("authors", "drawing")
    shown_as: ClassVar = {"beginning": "teaser"}
    list_display = ("title", "section", "state", "published", "open_to")
    list_filter = (StateFilter, PublishedFilter, "section", "access", "language")
    list_select_related = ("section",)
    list_per_page = 50
    list_max_show_all = 50
    ordering = ("-published_at", "-number")  # drafts, then what is going out, then the newest: one index
    search_fields = ("title",)
    search_help_text = _("Words of title, keywords, abstract or text; or the number")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # would count every row, once for each choice
    sortable_by = ("published",)  # what an index orders
    paginator = Bounded
    view_on_site = False  # a draft has no page; the form leads to the preview or the page

    class Media:
        css = {"all": ["css/newsroom.css"]}

    @admin.display(description=_("state"))
    def state(self, article: Article) -> str:
        state, words = article.state, STATES[article.state]
        if state == "draft" and getattr(article, "is_asked", False):  # as the list knows
            words = _("Draft, waits for an editor")
        return format_html('<span class="state state-{}">{}</span>', state, words)

    @admin.display(description=_("published, UTC"), ordering="published_at", empty_value="–")
    def published(self, article: Article) -> str | None:
        return _moment(article.published_at)

    @admin.display(description=_("open to"), ordering="access")
    def open_to(self, article: Article) -> str:
        return article.get_access_display()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).filter(kind=Entry.Kind.ARTICLE)  # always so; names the index to walk

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Who may not publish changes drafts of their own: whatever else is saved, readers or its author see."""
        may = super().has_change_permission(request, obj)
        if not may or obj is None or request.user.has_perm(PUBLISH):
            return may
        is_shared = settings.SHARED_DRAFTS or versioning.is_theirs(obj, signed_in(request))
        return obj.state == "draft" and is_shared

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn, never deleted; what is scheduled becomes a draft first."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == "draft")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The entry goes with its article; it has a room in the admin only to be looked up."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, needed - {Entry._meta.verbose_name}, protected

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "picture":
            search = self.search_in(db_field, request)
            kwargs |= {"widget": PictureWidget(), "form_class": TypedField, "search": search}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Two who save, or one who saves and one who publishes, come one after the other."""
        form_url = form_url or request.get_full_path()  # without its fragment, which would follow every redirect
        with transaction.atomic():
            _hold(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Nobody deletes what somebody has just published."""
        with transaction.atomic():
            _hold(request, object_id)
            return super().delete_view(request, object_id, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        obj.changed_at, obj.changed_by = timezone.now(), signed_in(request)
        obj.revision += change
        if change:
            versioning.keep_standing(obj.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.saved(form.instance)
        versioning.keep(form.instance, by=form.instance.changed_by, at=form.instance.changed_at)
        if clearing.hold(form.instance, by=form.instance.changed_by, at=form.instance.changed_at):
            self.message_user(request, NOT_CLEARED, messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._on_to_verb(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._on_to_verb(request, obj) or super().response_change(request, obj)

    def _on_to_verb(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """A verb that acts on what stands in the form saves it and goes on to its own page."""
        for name, verb in VERBS.items():
            if verb.is_saved_first and f"_{name}" in request.POST and request.user.has_perm(verb.permission):
                is_out = article.state == "published"
                words = _("Saved: readers have the changed text now.") if is_out else _("Saved.")
                self.message_user(request, words, messages.SUCCESS)
                return HttpResponseRedirect(reverse(f"admin:articles_article_{name}", args=[article.pk]))
        return None

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        state = obj.state if obj else "draft"
        may = not obj or self.has_change_permission(request, obj)
        context["verbs"] = offered(obj or Article(), signed_in(request), state=state) if may else {}
        context["state_name"] = STATES[state]
        if obj:
            context["preview_url"] = reverse("articles:draft", args=[obj.pk])
            asked = clearing.latest([obj]).get(obj.pk)
            context |= {"clearing": asked, "sent_back": clearing.sent_back_before(asked)}
            context["newest"] = versioning.newest_number(obj) if asked else 0
            stands = Article.objects.select_related("picture").get(pk=obj.pk)
            context["verdicts"], context["comments"] = verdicts(stands)[:3], comments_on(stands)
            context["lacks"], context["advised"] = checking.missing(stands), checking.advised(stands)
            context["done"] = last_done(obj)
            context["short_url"] = links.absolute(obj.short_path)
        return super().render_change_form(request, context, *args, **kwargs)


def _hold(request: HttpRequest, number: str | None) -> None:
    """Until the end of the transaction, against whoever else acts on this article."""
    if request.method == "POST" and number and number.isdecimal() and len(number) < 19:
        Entry.objects.select_for_update(no_key=True).filter(pk=number).first()
        tagging.hold()


def _moment(at: datetime | None) -> str | None:
    return date_format(at, "j M Y, H:i") if at else None
