from django.contrib import admin
from django.urls import include, path

from portal import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.account.urls")),
    path("captcha/", include("captcha.urls")),
    path("weekly/", include("subscriptions.urls")),
    path("", include("feedback.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("media/<path:name>", views.media, name="media"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("articles.urls")),  # last: ends in the pattern for old addresses
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
