"""The one form that opens a trial."""

from typing import Any, Self

from allauth.account.adapter import get_adapter
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.mailboxes import is_thrown_away
from members.models import User
from portal.lib import mail, sanitise

LONGEST_PASSWORD = 128


class _Email(forms.EmailField):
    default_validators = [*forms.EmailField.default_validators, mail.validate]

    def to_python(self, value: object) -> str:
        """What people type is text: nothing in it that a page or a database cannot hold."""
        return (super().to_python(sanitise.printable(str(value or ""))) or "").lower()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """No maxlength: a browser would cut what is pasted without a word; we say how much is too much."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class TrialForm(forms.Form):
    summary_above = True  # the page prints it over its own head

    email = _Email(
        label=_("Email address"),
        help_text=_("A mail asks you to confirm it. Nothing else is sent."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("Enter your email address with an @, like name@example.org"),
            "max_length": _("Enter an email address of at most %(limit_value)d characters; this has %(show_value)d."),
        },
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. You need it to log in again."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": _("Choose a password."),
            "max_length": _("Choose a password of at most %(limit_value)d characters; this has %(show_value)d."),
        },
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, auto_id="trial_%s", **options)
        del self.fields["password1"].widget.attrs["maxlength"]  # cut without a word, it would not be what was chosen

    @classmethod
    def begun(cls, data: QueryDict, *, back_to: str) -> Self:
        """The form with the address that was typed beside an article, and nothing said about it yet."""
        return cls(initial={"email": sanitise.printable(data.get("email", ""))[:254], "next": back_to})

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if is_thrown_away(email):
            raise ValidationError(_("Enter an address that will still be yours next week; this is a borrowed one."))
        return email

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        get_adapter().clean_password(password, user=User(email=self.cleaned_data.get("email", "")))
        return password

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.disable_csrf = True  # sent under no session; see portal.lib.http.public_post
        helper.form_action = reverse("members:trial")
        helper.layout = Layout("email", "password1", "next")
        helper.add_input(Submit("submit", _("Start a Free Trial"), css_class="button-red"))
        return helper
