"""The admin: login by the portal's own page, opened on what needs somebody today."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from members.access import signed_in
from portal.inbox import inbox
from portal.lib.editor import DIALOGS

OURS = {"portal", "members", "articles", "subscriptions", "feedback"}
# What PostgreSQL, its driver and Python say to a value that means nothing where it stands.
MEANINGLESS = (DataError, OverflowError, ValueError)


def written_by_hand(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view of Django's admin, which takes lookups and chosen rows from whoever writes an address or a form of
    their own, and trusts their values: BadRequest, which has a page, where they mean nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
            return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer  # lists are read here
        except MEANINGLESS as error:
            if not request.GET and "_selected_action" not in request.POST:
                raise
            raise BadRequest("A value that means nothing here.") from error

    return guarded


class ScriptWords(JavaScriptCatalog):
    """What the admin's scripts say, and the editor's dialogs."""

    def get_catalog(self) -> dict[str, Any]:
        return super().get_catalog() | {theirs: str(ours) for theirs, ours in DIALOGS.items()}


class NewsroomSite(AdminSite):
    site_header = _("Belt and Road Portal")
    site_title = _("Newsroom")
    index_title = _("What needs me today")
    enable_nav_sidebar = True
    empty_value_display = "–"

    login = method_decorator(secure_admin_login)(AdminSite.login)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(written_by_hand(view), cacheable)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes our own rooms only: what libraries bring is made for nobody in particular."""
        if admin_class and admin_class.__module__.partition(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def i18n_javascript(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        words: Any = ScriptWords.as_view(packages=["django.contrib.admin"])
        return words(request)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        waiting = inbox(signed_in(request), at=timezone.now())
        return super().index(request, {**waiting, **(extra_context or {})})
