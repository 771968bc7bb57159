"""Questions: waiting ones first, each read as plain text and answered on its own page."""

from textwrap import shorten
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from feedback import answering
from feedback.admin.forms import QuestionForm
from feedback.admin.verbs import VERBS, Refused, verb_in
from feedback.models import Question
from members.access import signed_in
from portal.lib.editor import EditorAdmin

ASKED = ["what_was_asked", "asker", "about_what", "when_asked", "consent", "state_now"]
MOMENT = "j M Y, H:i"
PUBLISHED_AS = (_("If it is published"), {"fields": ["title", "asked", "abstract", "keywords"]})


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in Question.State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        chosen = self.value()
        return queryset.in_state(chosen) if chosen in Question.State else queryset  # type: ignore[attr-defined]  # ours


class ConsentFilter(admin.BooleanFieldListFilter):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = _("consent to publish")


@admin.register(Question)
class QuestionAdmin(EditorAdmin):
    form = QuestionForm
    list_display = ["in_short", "state_now", "when_asked", "about_what", "consent"]
    list_filter = [StateFilter, ("may_publish", ConsentFilter)]
    list_select_related = ["published", "about"]
    date_hierarchy = "asked_at"
    search_fields = ["text", "email", "name"]
    search_help_text = _("Words of the question, a name or an address")
    readonly_fields = [*ASKED, "answer_given"]
    actions = ["close_without_answer"]

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Those that wait first, the longest waiting on top; the others newest first."""
        waits = Q(answered_at=None, closed_at=None)
        is_done = Case(When(waits, then=Value(0)), default=Value(1))
        return [is_done, Case(When(waits, then=F("asked_at"))), "-asked_at", "-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return super().has_change_permission(request, obj) and request.user.has_perm("feedback.answer_question")

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> list[Any]:
        """What there is to do in the state the question is in; what was typed meanwhile is never dropped."""
        asked: Any = (None, {"fields": ASKED})
        if obj is None or not self.has_change_permission(request, obj):
            return [asked, (_("Answer"), {"fields": ["answer_given"]})]
        is_open = obj.state == Question.State.WAITING or "answer" in request.POST
        if obj.state == Question.State.CLOSED and not is_open:
            return [asked]
        answer = (_("Answer"), {"fields": ["answer", "seen"] if is_open else ["answer_given"]})
        publishable = obj.may_publish and obj.state != Question.State.PUBLISHED
        return [asked, answer, PUBLISHED_AS] if publishable else [asked, answer]

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        question = kwargs.get("obj")
        if question and self.has_change_permission(request, question):
            context["verbs"] = [verb for verb in VERBS if verb.fits(question)]
            context["may_draft"] = question.state == Question.State.WAITING
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Question, form: QuestionForm, change: bool) -> None:
        """Nothing but the draft is an editor's to change; the rest are verbs."""
        if "answer" in form.cleaned_data and "answer" in form.data:  # a form without the field clears no draft
            answering.save_draft(obj)
        verb = verb_in(request.POST)
        said = str(_("Draft kept. The asker sees nothing of it."))
        try:
            if verb:
                said = verb.do(form, signed_in(request), timezone.now())
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, said, messages.SUCCESS)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        verb = verb_in(request.POST)
        return str(verb.label if verb else _("Draft kept"))

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if verb_in(request.POST):
            return self.response_post_save_change(request, obj)
        return HttpResponseRedirect(request.path)

    @admin.action(description=_("Close without answer"), permissions=["change"])
    def close_without_answer(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        closed = sum(answering.close(question, at=timezone.now()) for question in questions)
        said = ngettext(
            "%(count)s question closed. Nobody was mailed.", "%(count)s questions closed. Nobody was mailed.", closed
        )
        self.message_user(request, said % {"count": closed}, messages.SUCCESS)

    @admin.display(description=_("question"))
    def in_short(self, question: Question) -> str:
        return f"{question} · {shorten(question.text, 90, placeholder='…')}"

    @admin.display(description=_("question"))
    def what_was_asked(self, question: Question) -> str:
        return question.text

    @admin.display(description=_("asked by"))
    def asker(self, question: Question) -> str:
        return f"{question.name}, {question.email}" if question.name else question.email

    @admin.display(description=_("asked, UTC"), ordering="asked_at")
    def when_asked(self, question: Question) -> str:
        return date_format(question.asked_at, MOMENT)

    @admin.display(description=_("about"))
    def about_what(self, question: Question) -> str:
        about = question.about
        if not about:
            return "–"
        return format_html('<a href="{}">{}</a>', about.get_absolute_url(), Truncator(about.title).chars(60))

    @admin.display(description=_("consent"), ordering="may_publish")
    def consent(self, question: Question) -> str:
        return str(_("May be published") if question.may_publish else _("Only for the asker"))

    @admin.display(description=_("state"))
    def state_now(self, question: Question) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', question.state.value, question.state.label)

    @admin.display(description=_("answer"))
    def answer_given(self, question: Question) -> str:
        if not question.answered_at:
            return "–"
        who, when = question.answered_by or _("somebody who has left"), date_format(question.answered_at, MOMENT)
        shown = mark_safe(question.answer)  # cleaned when it was saved
        return format_html('<div class="prose">{}</div><p class="help">{}, {} UTC</p>', shown, who, when)
