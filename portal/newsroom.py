"""The admin: login by the portal's own page, opened on what needs somebody today."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from members.models import User
from portal.inbox import inbox

OURS = {"portal", "members", "articles", "subscriptions", "feedback"}


class NewsroomSite(AdminSite):
    site_header = _("Belt and Road Portal")
    site_title = _("Newsroom")
    index_title = _("What needs me today")
    enable_nav_sidebar = True
    empty_value_display = "–"

    login = method_decorator(secure_admin_login)(AdminSite.login)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes our own rooms only: what libraries bring is made for nobody in particular."""
        if admin_class and admin_class.__module__.partition(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        waiting = inbox(cast(User, request.user), at=timezone.now())
        return super().index(request, {**waiting, **(extra_context or {})})
