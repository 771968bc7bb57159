"""What is done with an arrangement of the front page: seen as readers would have it, put live, taken off again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import arranging, front
from articles.models import Arrangement
from members.access import signed_in

PUBLISH = "articles.publish_entry"


class ArrangingAdmin(admin.ModelAdmin):
    """Pages of their own for each verb; a GET changes nothing."""

    def verb_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", require_safe(view(self.preview)), name="articles_arrangement_preview"),
            path("<int:pk>/live/", require_POST(view(self.put_live)), name="articles_arrangement_live"),
            path("automatic/", require_POST(view(self.automatic)), name="articles_arrangement_automatic"),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The front page as it would be at this moment."""
        arrangement = self._found(request, pk)
        context = front.context(arrangement, at=timezone.now())
        context |= {"arrangement": arrangement, "may_publish": request.user.has_perm(PUBLISH)}
        return render(request, "articles/home.html", context)

    def put_live(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrangement = self._found(request, pk)
        self._may_publish(request)
        if arranging.put_live(arrangement, by=signed_in(request), at=timezone.now()):
            self.log_change(request, arrangement, "Put live")
            self.message_user(request, _("The front page stands as you arranged it."), messages.SUCCESS)
        else:
            words = _("Nothing was done: this arrangement was put live before. Arrange anew from it.")
            self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_arrangement_changelist"))

    def automatic(self, request: HttpRequest) -> HttpResponse:
        self._may_publish(request)
        if arranging.automatic(by=signed_in(request), at=timezone.now()):
            words = _("The front page arranges itself again: the newest leads.")
            self.message_user(request, words, messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing was done: the front page arranges itself already."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_arrangement_changelist"))

    def _found(self, request: HttpRequest, pk: int) -> Arrangement:
        arrangement = get_object_or_404(Arrangement, pk=pk)
        if not self.has_view_permission(request, arrangement):
            raise PermissionDenied
        return arrangement

    def _may_publish(self, request: HttpRequest) -> None:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
