"""The sitemap of the Weekly: its archive and every issue that was released."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page

from portal.lib import sitemap
from portal.lib.http import require_safe
from subscriptions.models import Issue


@require_safe
@conditional_page
def issues(request: HttpRequest) -> HttpResponse:
    released = Issue.objects.released().order_by("-number")[: sitemap.MOST - 1]
    newest = released.first()
    archive = (reverse("subscriptions:archive"), newest.released_at if newest else None)
    return sitemap.pages([archive, *((issue.get_absolute_url(), issue.released_at) for issue in released)])
