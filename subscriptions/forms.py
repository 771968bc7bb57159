"""Signing up, and choosing topics."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from portal.lib import mail, sanitise, throttle
from portal.lib.lines import LineField, LineWidget
from portal.lib.meanwhile import digest, with_value
from subscriptions.models import Issue, Subscriber

HOUR, DAY = 3600, 86400
BY_NETWORK, BY_ADDRESS = 20, 3  # an hour
BY_ADDRESS_A_DAY = 6


class _Email(forms.EmailField):
    default_validators = [*forms.EmailField.default_validators, mail.validate]

    def to_python(self, value: object) -> str:
        """What people type is text: nothing in it that a page or a database cannot hold."""
        return super().to_python(sanitise.printable(str(value or ""))) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """No maxlength: a browser would cut what is pasted without a word; we say how much is too much."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class SubscribeForm(forms.Form):
    summary_above = True  # the page prints it over its own head

    email = _Email(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("Enter your email address with an @, like name@example.org"),
            "max_length": _("Enter an email address of at most %(limit_value)d characters; this has %(show_value)d."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, network: str = "", button: str = "", **options: Any) -> None:
        super().__init__(data, auto_id="subscribe_%s", **options)
        self.network = network
        self.button = button or str(_("Subscribe to the Weekly"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        # By network against robots, by address so that nobody's mailbox is filled through us.
        by_network = throttle.allow(f"subscribe:{self.network}", limit=BY_NETWORK, seconds=HOUR)
        if not by_network or not throttle.allow(f"subscribe:{email}", limit=BY_ADDRESS, seconds=HOUR):
            raise forms.ValidationError(_("Too many attempts. Please try again in an hour."), code="too_many")
        if not throttle.allow(f"subscribe.day:{email}", limit=BY_ADDRESS_A_DAY, seconds=DAY):
            raise forms.ValidationError(_("Too many attempts. Please try again tomorrow."), code="too_many")
        return email

    @property
    def is_too_much(self) -> bool:
        return self.has_error("email", "too_many")

    @cached_property
    def helper(self) -> FormHelper:
        return _helper(self.button, action=reverse("subscriptions:subscribe"))


class SubscriberForm(forms.ModelForm):
    """For staff, who ask on somebody's behalf."""

    class Meta:
        model = Subscriber
        fields = ("email", "topics")

    def clean_email(self) -> str:
        mail.validate(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class IssueForm(forms.ModelForm):
    """Whoever saves over what somebody else saved meanwhile is told first."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Issue
        fields = ("number", "subject", "introduction")
        field_classes = {"subject": LineField}
        widgets = {"subject": LineWidget}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["seen"] = _state_of(self.instance) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        """Holds the row until it is saved, so that of two the later one sees what the earlier did."""
        typed = super().clean() or self.cleaned_data
        held = Issue.objects.select_for_update().filter(pk=self.instance.pk, released_at=None).first()
        if held and _state_of(held) != typed.get("seen"):
            self.data = with_value(self.data, "seen", _state_of(held))
            words = _("Somebody saved a newer version meanwhile. Yours is below; saving again replaces theirs.")
            self.add_error(None, words)
        return typed


def _state_of(issue: Issue) -> str:
    stories = list(issue.placed.values_list("entry", "position"))
    return digest(f"{issue.number}\n{issue.subject}\n{issue.introduction}\n{stories}")


class TopicsForm(forms.Form):
    summary_above = True

    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Section.objects.in_masthead(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Stories of the topics you choose come first. Choose none, and all come alike."),
        error_messages={
            "invalid_choice": _("Choose from the topics below."),
            "invalid_pk_value": _("Choose from the topics below."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, subscriber: Subscriber, button: str) -> None:
        super().__init__(data, initial={"topics": subscriber.topics.all()})
        self.helper = _helper(button)


def _helper(button: str, *, action: str = "") -> FormHelper:
    helper = FormHelper()
    helper.disable_csrf = True  # sent under no session; see portal.lib.http.public_post
    helper.form_action = action
    helper.add_input(Submit("submit", button))
    return helper
