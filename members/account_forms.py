"""The forms under /account/, labelled in the portal's words; the placeholders said the same twice."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

NEW = {"password1": _("New password"), "password2": _("New password, once more")}


class Labelled(forms.Form):
    labels: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Labelled, allauth.LoginForm):
    labels: ClassVar = {"login": _("Username or email address"), "remember": _("Keep me logged in")}


class AddEmailForm(Labelled, allauth.AddEmailForm):
    labels: ClassVar = {"email": _("Email address")}


class ResetPasswordForm(Labelled, allauth.ResetPasswordForm):
    labels: ClassVar = {"email": _("Email address")}


class ChangePasswordForm(Labelled, allauth.ChangePasswordForm):
    labels: ClassVar = {"oldpassword": _("Current password"), **NEW}


class SetPasswordForm(Labelled, allauth.SetPasswordForm):
    labels: ClassVar = NEW


class ResetPasswordKeyForm(Labelled, allauth.ResetPasswordKeyForm):
    labels: ClassVar = NEW


class ReauthenticateForm(Labelled, allauth.ReauthenticateForm):
    pass
