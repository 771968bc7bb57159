"""Forms for accounts, for administrators."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.models import Membership, User
from portal.lib import mail
from portal.lib.inlines import NamedFormSet


class RoleField(forms.ModelChoiceField):
    """One group, or none; a person with a role is of the staff."""

    def __init__(self) -> None:
        super().__init__(
            Group.objects.order_by("pk"),
            label=_("Role"),
            required=False,
            empty_label=_("None: a reader"),
            help_text=_(
                "An author writes; an editor publishes; a chief releases the Weekly; an administrator does all."
            ),
        )

    def label_from_instance(self, obj: Any) -> str:
        return capfirst(str(_(obj.name)))


class AccountForm(UserChangeForm):
    role = RoleField()

    class Meta(UserChangeForm.Meta):
        model = User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["role"] = self.instance.groups.order_by("pk").first() if self.instance.pk else None


class NewAccountForm(UserCreationForm):
    role = RoleField()

    class Meta(UserCreationForm.Meta):
        model = User


class EmailAddressForm(forms.ModelForm):
    """An address is compared in lower case; a verified one belongs to one person."""

    class Meta:
        model = EmailAddress
        fields = ("email", "verified", "primary")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        mail.validate(email)
        return email

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        taken = EmailAddress.objects.filter(email=typed.get("email"), verified=True).exclude(pk=self.instance.pk)
        if typed.get("verified") and taken.exists():
            self.add_error("email", _("This address is verified for another account."))
        return typed


class EmailAddressFormSet(NamedFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if sum(form.cleaned_data.get("primary", False) for form in kept) > 1:
            raise ValidationError(_("One address only can be the primary one."))


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("user", "starts_at", "ends_at", "reason")
        help_texts = {"starts_at": _("Times are UTC.")}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts_at, ends_at = typed.get("starts_at"), typed.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end comes before the beginning."))
        return typed


class ExtendForm(forms.Form):
    """How much longer, and why; both stand in the history."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=3660, initial=14)
    reason = forms.CharField(label=_("Reason"), max_length=200)
