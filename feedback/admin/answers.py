"""Published answers: what readers see under "Belt and Road FAQ"."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import publishing as entries
from articles.amending_admin import AmendingAdmin
from articles.models import Entry
from feedback import publishing
from feedback.admin.forms import CORRECT, RESTORE, WITHDRAW, AnswerForm
from feedback.models import Answer
from members.access import signed_in
from portal.lib import links, pages
from portal.lib.editor import EditorAdmin

STATES = {"draft": _("Draft"), "scheduled": _("Scheduled"), "published": _("Published"), "withdrawn": _("Withdrawn")}

VERBS = {WITHDRAW, RESTORE, CORRECT}


@admin.register(Answer)
class AnswerAdmin(AmendingAdmin, EditorAdmin):
    form = AnswerForm
    list_display = ["title", "state_now", "published", "to_question"]
    list_select_related = ["question"]
    date_hierarchy = "published_at"
    search_fields = ["title", "asked"]
    ordering = ["-published_at", "-pk"]
    readonly_fields = ["state_now", "published", "to_question", "address"]
    fieldsets = [
        (None, {"fields": ["title", "asked", "abstract", "body", "keywords"]}),
        (
            _("Where it stands"),
            {"fields": ["state_now", "published", "address", "to_question", "reason", "correction"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return super().get_queryset(request).select_related("question", "section")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An answer is published from its question, so that the asker is mailed and has agreed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Answer | None = None) -> bool:
        """Readers are told first that it is gone: only what is withdrawn can be deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.withdrawn_at is not None)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The entry is part of the answer; alone nobody deletes one."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, needed - {str(Entry._meta.verbose_name)}, protected

    def delete_model(self, request: HttpRequest, obj: Answer) -> None:
        super().delete_model(request, obj)
        pages.changed()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Answer]) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            pages.changed()

    def save_model(self, request: HttpRequest, obj: Answer, form: AnswerForm, change: bool) -> None:
        obj.changed_at, obj.changed_by = timezone.now(), signed_in(request)
        obj.revision += 1
        obj.save()

    def save_related(self, request: HttpRequest, form: AnswerForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        entries.edited(form.instance)
        if VERBS & request.POST.keys():
            self._act(request, form)

    def _act(self, request: HttpRequest, form: AnswerForm) -> None:
        if not request.user.has_perm("articles.publish_entry"):
            raise PermissionDenied
        by, at = signed_in(request), timezone.now()
        try:
            if WITHDRAW in request.POST:
                done = entries.withdraw(form.instance, reason=form.cleaned_data["reason"], by=by, at=at)
            elif CORRECT in request.POST:
                done = entries.correct(form.instance, words=form.cleaned_data["correction"], by=by, at=at)
            else:
                done = publishing.restore(form.instance, by=by, at=at)
        except publishing.NotAgreed:
            self.message_user(request, _("Not restored: the asker has taken the consent back."), messages.ERROR)
        else:
            said = _("Done. Readers see it from now on.") if done else _("Nothing was done: it stands so already.")
            self.message_user(request, said, messages.SUCCESS if done else messages.WARNING)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        if WITHDRAW in request.POST:
            return f"{_('Withdrawn')}: {form.cleaned_data['reason']}"
        if RESTORE in request.POST:
            return str(_("Restored"))
        if CORRECT in request.POST:
            return f"{_('Corrected')}: {form.cleaned_data['correction']}"
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request: HttpRequest, obj: Answer) -> HttpResponse:
        if VERBS & request.POST.keys():
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    @admin.display(description=_("state"), ordering="withdrawn_at")
    def state_now(self, answer: Answer) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', answer.state, STATES[answer.state])

    @admin.display(description=_("published, UTC"), ordering="published_at")
    def published(self, answer: Answer) -> str:
        return date_format(answer.published_at, "j M Y, H:i") if answer.published_at else "–"

    @admin.display(description=_("question"))
    def to_question(self, answer: Answer) -> str:
        if not answer.question:
            return "–"
        address = reverse("admin:feedback_question_change", args=[answer.question.pk])
        return format_html('<a href="{}">{}</a>', address, answer.question)

    @admin.display(description=_("address"))
    def address(self, answer: Answer) -> SafeString:
        path = answer.get_absolute_url()
        return format_html('<a href="{}">{}</a>', path, links.absolute(path))
