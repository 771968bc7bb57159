from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, ForeignKey, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles import merging, tagging
from articles.admin.changing import ShownAdmin
from articles.admin.doubles import DoublesAdmin
from articles.admin.merging import merge_path
from articles.admin.places import link_to_page
from articles.forms import WordsForm
from articles.models import Entry, Keyword, KeywordAlias
from articles.models.places import folded
from articles.naming import free_keyword_slug
from articles.widgets import PictureWidget
from portal.lib.choosing import Bounded
from portal.lib.editor import EditorAdmin
from portal.lib.inlines import NamedFormSet, NamedInline
from portal.lib.sanitise import printable

_Tagged = Entry.keywords.through
SUGGESTED = 20


class SpellingForm(WordsForm):
    """No two keywords, and no alias, share a spelling."""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        spelled = folded(name)
        if not spelled or len(spelled) > tagging.LONGEST:
            raise ValidationError(_("A keyword has letters, at most 80."))
        keyword = Keyword.objects.filter(folded=spelled).exclude(**self._itself(Keyword)).first()
        alias = KeywordAlias.objects.filter(folded=spelled).exclude(**self._itself(KeywordAlias)).first()
        if taken := keyword or (alias and alias.keyword):
            words = _("“%(name)s” leads to the keyword “%(keyword)s” already.")
            raise ValidationError(words, params={"name": name, "keyword": taken})
        return name

    def _itself(self, model: type[Keyword | KeywordAlias]) -> dict[str, object]:
        return {"pk": self.instance.pk} if isinstance(self.instance, model) else {"pk": None}


class AliasFormSet(NamedFormSet):
    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        spelled = [folded(row["name"]) for row in rows if not row.get("DELETE")]
        if len({*spelled, folded(self.instance.name)}) <= len(spelled):
            raise ValidationError(_("Each spelling stands once, and differs from the keyword's own."))
        going = [form.instance for form in self.forms if form.cleaned_data.get("DELETE")]
        if kept := next((alias for alias in going if alias.slug), None):  # readers still come by it
            words = _(
                "“%(name)s” was a keyword whose address leads here. Make it a keyword again before you delete it."
            )
            raise ValidationError(words, params={"name": kept.name})


class AliasInline(NamedInline):
    model = KeywordAlias
    form = SpellingForm
    formset = AliasFormSet
    fields = ("name", "split")
    readonly_fields = ("split",)
    extra = 1
    verbose_name_plural = _("other spellings that lead here")

    @admin.display(description=_("a keyword of its own"))
    def split(self, alias: KeywordAlias) -> str:
        if not alias.pk:
            return "–"
        address = reverse("admin:articles_keyword_split", args=[alias.pk])
        words = _("Make it a keyword")
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', address, words, alias.name, words)


@admin.register(Keyword)
class KeywordAdmin(DoublesAdmin, ShownAdmin, EditorAdmin):
    form = SpellingForm
    fieldsets = (
        (None, {"fields": ("name", "page")}),
        (_("A page on the topic"), {"fields": ("introduction", "picture")}),
    )
    readonly_fields = ("page",)
    inlines = (AliasInline,)
    actions = ("merge_chosen",)
    list_display = ("name", "spellings", "used")
    search_fields = ("name", "aliases__name")
    ordering = ("folded",)
    sortable_by = ("name",)
    list_per_page = 50
    show_full_result_count = False
    paginator = Bounded

    @admin.display(description=_("other spellings"))
    def spellings(self, keyword: Keyword) -> str:
        return ", ".join(alias.name for alias in keyword.aliases.all())

    @admin.display(description=_("articles"))
    def used(self, keyword: Keyword) -> int:
        return keyword.used  # type: ignore[attr-defined]  # by get_queryset

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["merge_url"] = merge_path([obj.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("page"))
    def page(self, keyword: Keyword) -> str:
        return link_to_page(keyword) if keyword.pk else "–"

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "picture":
            options["widget"] = PictureWidget()
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        tagged = _Tagged.objects.filter(keyword=OuterRef("pk")).order_by().values("keyword")
        used = Coalesce(Subquery(tagged.values(count=Count("*"))), 0)
        return super().get_queryset(request).prefetch_related("aliases").annotate(used=used)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By any spelling, as keywords are compared: an index of trigrams finds them."""
        typed = folded(printable(search_term))
        spelled = KeywordAlias.objects.filter(folded__contains=typed).values("keyword")
        return (queryset.filter(Q(folded__contains=typed) | Q(pk__in=spelled)) if typed else queryset), False

    def save_model(self, request: HttpRequest, obj: Keyword, form: SpellingForm, change: bool) -> None:
        obj.slug = obj.slug or free_keyword_slug(obj.name)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            merging.find_anew(Keyword.objects.filter(pk=form.instance.pk))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Nobody merges it, or gives it to an article, while it is saved."""
        with transaction.atomic():
            if request.method == "POST":
                tagging.hold_alone()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_queryset(request, Keyword.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            tagging.hold_alone()
            merging.find_anew(queryset)
            super().delete_queryset(request, queryset)

    def get_urls(self) -> list[URLPattern]:
        suggest = require_safe(self.admin_site.admin_view(self.suggest))
        return [path("suggest/", suggest, name="articles_keyword_suggest"), *super().get_urls()]

    def suggest(self, request: HttpRequest) -> JsonResponse:
        """Keywords that hold what is typed, or have a spelling that does; those that begin with it first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = folded(printable(request.GET.get("term", "")[: tagging.LONGEST]))
        counted = self.get_queryset(request).prefetch_related(None)
        by_name = counted.filter(folded__contains=typed)
        by_alias = counted.filter(pk__in=KeywordAlias.objects.filter(folded__contains=typed).values("keyword"))
        ordered = sorted(
            {*by_name.order_by("folded")[:SUGGESTED], *by_alias.order_by("folded")[:SUGGESTED]},
            key=lambda keyword: (not keyword.folded.startswith(typed), keyword.folded),
        )
        results = [
            {"id": keyword.name, "text": keyword.name, "note": how_often(keyword)} for keyword in ordered[:SUGGESTED]
        ]
        return JsonResponse({"results": results})


def how_often(keyword: Keyword) -> str:
    """How many articles have it, in words; of a keyword that the room looked up."""
    used = keyword.used  # type: ignore[attr-defined]  # by get_queryset
    return ngettext("%(many)s article", "%(many)s articles", used) % {"many": used}
