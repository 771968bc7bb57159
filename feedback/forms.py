"""The form a visitor asks with."""

from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Entry
from feedback.codes import IdentifyingCodeField
from feedback.models import Question
from portal.lib import mail, sanitise

# Enter in a field presses the first button of a form, which would be Reload.
DEFAULT_BUTTON = '<button class="away" tabindex="-1" aria-hidden="true"></button>'


class _Typed(forms.CharField):
    """What people type is text: one kind of line break, nothing that a page or a database cannot hold."""

    def to_python(self, value: object) -> str:
        words = sanitise.printable(str(value or "")).replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(words) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """No maxlength: a browser would cut what is pasted without a word; we say how much is too much."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class _Email(_Typed, forms.EmailField):
    """An address; one with anything in it that cannot be seen is none, and is not mended."""

    default_validators = [*forms.EmailField.default_validators, mail.validate]

    def to_python(self, value: object) -> str:
        typed = str(value or "").strip()
        if not typed.isprintable():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


class AskForm(forms.ModelForm):
    summary_above = True  # the page prints it over its own head

    text = _Typed(
        label=_("Your question"),
        help_text=_("Say what you ship and where to, if it matters."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Type your question."),
            "max_length": _("Shorten your question to %(limit_value)d characters; it has %(show_value)d."),
        },
    )
    email = _Email(
        label=_("Email address"),
        help_text=_("For the answer only."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address, so that we can answer."),
            "invalid": _("Enter your email address with an @, like name@example.org"),
            "max_length": _("Enter an email address of at most %(limit_value)d characters; this has %(show_value)d."),
        },
    )
    name = _Typed(
        label=_("Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Shorten your name to %(limit_value)d characters; it has %(show_value)d.")},
    )
    code = IdentifyingCodeField()
    may_publish = forms.BooleanField(
        label=_("You may publish the question and answer"),
        help_text=_("Never with your name or address."),
        required=False,
    )

    class Meta:
        model = Question
        fields = ["text", "email", "name", "may_publish"]

    def __init__(self, data: QueryDict | None = None, *, about: Entry | None = None, **options: Any) -> None:
        # Names of their own: on an article the box stands beside the form of the Weekly.
        super().__init__(data, auto_id="ask_%s", **options)
        self.action = f"?about={about.pk}" if about else ""

    @classmethod
    def kept(cls, data: QueryDict, *, about: Entry | None) -> Self:
        """The form with everything that was typed but the code, and nothing said about it yet."""
        typed = {name: sanitise.printable(data.get(name, "")) for name in ("text", "email", "name")}
        return cls(about=about, initial=typed | {"may_publish": "may_publish" in data})

    def without_code(self) -> Self:
        """For whoever had too many: what was typed stays, and no new picture is made."""
        del self.fields["code"]
        return self

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.disable_csrf = True  # sent under no session; see portal.lib.http.public_post
        helper.form_action = reverse("feedback:ask") + self.action
        consent = Fieldset(_("If we answer"), "may_publish", css_class="bare")
        code = ["code"] if "code" in self.fields else []
        helper.layout = Layout(HTML(DEFAULT_BUTTON), "text", "email", "name", *code, consent)
        helper.add_input(Submit("submit", _("Send the question")))
        return helper
