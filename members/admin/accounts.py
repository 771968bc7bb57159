"""Accounts, for administrators."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.access import signed_in
from members.forms import AccountForm, EmailAddressForm, EmailAddressFormSet, MembershipForm, NewAccountForm
from members.models import Membership, User
from portal.lib.again import AgainAdmin
from portal.lib.inlines import NamedInline

MOMENT = "j M Y, H:i"


class EmailAddressInline(NamedInline):
    model = EmailAddress
    form = EmailAddressForm
    formset = EmailAddressFormSet
    extra = 1
    verbose_name_plural = _("mail addresses")


class MembershipInline(NamedInline):
    model = Membership
    form = MembershipForm
    fk_name = "user"
    fields = ("starts_at", "ends_at", "reason", "given_by")
    readonly_fields = ("given_by",)
    extra = 0


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        groups = Group.objects.order_by("pk").values_list("name", flat=True)
        return [("reader", _("Reader")), *((name, capfirst(str(_(name)))) for name in groups)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        if chosen is None:
            return queryset
        return queryset.filter(groups=None) if chosen == "reader" else queryset.filter(groups__name=chosen)


@admin.register(User)
class AccountAdmin(AgainAdmin, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    fieldsets = (
        (None, {"fields": ("username", "name", "password")}),
        (_("What the person does here"), {"fields": ("role", "is_active")}),
        (_("Moments"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "role", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")
    inlines = (EmailAddressInline, MembershipInline)
    list_display = ("username", "name", "role", "addresses", "open", "seen")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("username", "name", "emailaddress__email")
    filter_horizontal = ()
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        return ", ".join(capfirst(str(_(group.name))) for group in user.groups.all()) or str(_("Reader"))

    @admin.display(description=_("mail addresses"))
    def addresses(self, user: User) -> str:
        rows = user.emailaddress_set.all()  # type: ignore[attr-defined]  # allauth's
        return ", ".join(row.email if row.verified else _("%s (not verified)") % row.email for row in rows) or "–"

    @admin.display(description=_("login"), ordering="is_active")
    def open(self, user: User) -> str:
        return str(_("Open") if user.is_active else _("Closed"))

    @admin.display(description=_("last login, UTC"), ordering="last_login")
    def seen(self, user: User) -> str:
        return date_format(user.last_login, MOMENT) if user.last_login else str(_("Never"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups", "emailaddress_set")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser, made on the machine itself, is changed by superusers only: an account that can set another's
        password has all that the other may do."""
        return super().has_change_permission(request, obj) and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_within_reach(request, obj)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = obj.is_superuser or form.cleaned_data.get("role") is not None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        role = form.cleaned_data.get("role")
        form.instance.groups.set([role] if role else [])
        _point_to_primary(form.instance)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Membership:
            for row in formset.save(commit=False):
                row.given_by = row.given_by or signed_in(request)
        super().save_formset(request, form, formset, change)


def _is_within_reach(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or signed_in(request).is_superuser


def _point_to_primary(user: User) -> None:
    """One of the addresses is the primary one, and Django's own field holds it."""
    addresses = EmailAddress.objects.filter(user=user).order_by("-primary", "-verified", "pk")
    first = addresses.first()
    if first and not first.primary:
        addresses.filter(pk=first.pk).update(primary=True)
    user.email = first.email if first else ""
    user.save(update_fields=["email"])
