"""What the newsroom can do with a correction that stands: put other words in its place, or take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles import publishing
from articles.correction_forms import AmendForm, CorrectionForm, TakeBackForm
from articles.models import Correction, Entry
from members.access import signed_in

PUBLISH = "articles.publish_entry"


@dataclass(frozen=True)
class Way:
    """A page about a correction: its button, what it says it will do, and what it asks."""

    label: Any
    will: Any
    form: type[CorrectionForm]


AMEND = Way(
    _("Amend the correction"),
    _("Readers of “%(title)s” find this as the correction of %(when)s UTC. The history keeps what it said."),
    AmendForm,
)
TAKE_BACK = Way(
    _("Take the correction back"),
    _("Readers of “%(title)s” no longer find the correction of %(when)s UTC: “%(words)s” The history keeps it."),
    TakeBackForm,
)


class AmendingAdmin(admin.ModelAdmin):
    """Of any kind of entry. GET says what will happen, POST does it; the log has who, when, and what was said."""

    def get_urls(self) -> list[URLPattern]:
        name, address = f"{self.opts.app_label}_{self.opts.model_name}", "<int:number>/corrections/<int:correction>/"
        amend, back = self._way(AMEND, self._amend), self._way(TAKE_BACK, self._take_back)
        pages = [
            path(address, amend, name=f"{name}_correction"),
            path(f"{address}back/", back, name=f"{name}_take_back"),
        ]
        return pages + super().get_urls()

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["corrections"] = Correction.objects.of(obj).select_related("corrected_by")
        return super().render_change_form(request, context, *args, **kwargs)

    def _way(self, way: Way, do: Callable[..., Any]) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, number: int, correction: int) -> HttpResponse:
            if not request.user.has_perm(PUBLISH):
                raise PermissionDenied
            with transaction.atomic():
                if request.method == "POST":  # whoever comes second sees what the first has done
                    get_object_or_404(Entry.objects.select_for_update(no_key=True), pk=number)
                return self._on_the_way(request, get_object_or_404(self.model, pk=number), correction, way, do)

        return require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(page))

    def _on_the_way(self, request: HttpRequest, entry: Any, pk: int, way: Way, do: Callable[..., Any]) -> HttpResponse:
        found = Correction.objects.filter(pk=pk).first()
        if found and found.entry_id != entry.pk:
            raise Http404
        if found is None or entry.state != "published":
            words = _("Nothing was done: readers of “%(title)s” do not find this correction now.")
            self.message_user(request, words % {"title": entry}, messages.WARNING)
            return self._back(entry)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        form = way.form(request.POST if request.method == "POST" else None, stands=found.words)
        if form.is_valid():
            do(request, entry, found, form.cleaned_data)
            return self._back(entry)
        return self._asking(request, entry, found, way, form)

    def _asking(
        self, request: HttpRequest, entry: Any, correction: Correction, way: Way, form: CorrectionForm
    ) -> HttpResponse:
        facts = {"title": entry, "when": _moment(correction), "words": correction.words}
        context = {"title": way.label, "original": entry, "opts": self.opts, "form": form, "verb": way}
        context |= {"will": way.will % facts, **self.admin_site.each_context(request)}
        return TemplateResponse(request, "admin/articles/article/verb.html", context)

    def _amend(self, request: HttpRequest, entry: Any, correction: Correction, typed: dict[str, str]) -> None:
        before = correction.words
        if typed["words"] == before:
            self.message_user(request, _("Nothing was done: the correction says so already."), messages.WARNING)
        elif publishing.amend(correction, words=typed["words"], by=signed_in(request), at=timezone.now()):
            self.log_change(request, entry, f"Changed a correction, which said: {before}")
            self.message_user(request, _("The correction says it in your words now."), messages.SUCCESS)

    def _take_back(self, request: HttpRequest, entry: Any, correction: Correction, typed: dict[str, str]) -> None:
        said = f"Took back the correction of {_moment(correction)} UTC, which said: {correction.words}"
        if publishing.take_back(correction, by=signed_in(request), at=timezone.now()):
            self.log_change(request, entry, f"{said} The reason: {typed['why']}")
            self.message_user(request, _("Taken back: readers no longer find the correction."), messages.SUCCESS)

    def _back(self, entry: Any) -> HttpResponse:
        room = f"{self.opts.app_label}_{self.opts.model_name}"
        return HttpResponseRedirect(reverse(f"admin:{room}_change", args=[entry.pk]))


def _moment(correction: Correction) -> str:
    return date_format(correction.corrected_at, "j M Y, H:i")
