"""What can be done with an issue: see it as it will arrive, get it as a proof, release it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import signed_in
from portal.lib import showing
from portal.lib.editor import EditorAdmin
from portal.lib.showing import Shown
from subscriptions import releasing, rendering, stories
from subscriptions.models import Issue, Subscriber

View = Callable[[HttpRequest, int], HttpResponse]


class ActingAdmin(EditorAdmin):
    """Pages of their own for each verb; a GET changes nothing."""

    def verb_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, View]] = [
            ("preview", require_safe(self.preview)),
            ("html", require_safe(self.html)),
            ("proof", require_POST(self.proof)),
            ("release", require_http_methods(["GET", "HEAD", "POST"])(self.release)),
        ]
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"subscriptions_issue_{name}")
            for name, view in pages
        ]

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("subscriptions.release_issue")

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._issue(request, pk)
        message = rendering.proof(issue, to="reader@example.org", at=timezone.now())
        context = {
            "title": _("As it will arrive"),
            "shown": Shown(text=str(message.body), html=""),
            "subject": message.subject,
        }
        return self._page(request, issue, "preview", context)

    def html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For the frames of the preview."""
        message = rendering.proof(self._issue(request, pk), to="reader@example.org", at=timezone.now())
        return showing.response(str(message.alternatives[0][0]))

    def proof(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._issue(request, pk)
        email = signed_in(request).email
        if email:
            rendering.proof(issue, to=email, at=timezone.now()).send()
            self.message_user(request, _("A proof is on its way to %s.") % email, messages.SUCCESS)
        else:
            self.message_user(request, _("Your account has no mail address."), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:subscriptions_issue_preview", args=[issue.pk]))

    def release(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._issue(request, pk)
        if not self.has_release_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._release(request, issue)
            return HttpResponseRedirect(reverse("admin:subscriptions_issue_change", args=[issue.pk]))
        told = stories.of_issue(issue, at=timezone.now())
        context = {
            "title": _("Release"),
            "readers": Subscriber.objects.active().count(),
            "told": told,
            "left_out": issue.placed.count() - len(told),
        }
        return self._page(request, issue, "release", context)

    def _release(self, request: HttpRequest, issue: Issue) -> None:
        try:
            count = releasing.release(issue, by=signed_in(request), at=timezone.now())
        except releasing.AlreadyReleased:
            self.message_user(request, _("This issue has already been released."), messages.WARNING)
        except releasing.NothingToTell:
            self.message_user(request, _("An issue needs a story that readers may open."), messages.ERROR)
        else:
            self.log_change(request, issue, "Released")
            words = ngettext("Released. It goes to %d reader.", "Released. It goes to %d readers.", count)
            self.message_user(request, words % count, messages.SUCCESS)

    def _issue(self, request: HttpRequest, pk: int) -> Issue:
        issue = get_object_or_404(Issue, pk=pk)
        if not self.has_view_permission(request, issue):
            raise PermissionDenied
        return issue

    def _page(self, request: HttpRequest, issue: Issue, name: str, context: dict[str, object]) -> HttpResponse:
        shown = {"original": issue, "opts": self.opts, "may_release": self.has_release_permission(request)}
        context = {**self.admin_site.each_context(request), **shown, **context}
        return TemplateResponse(request, f"admin/subscriptions/issue/{name}.html", context)
