from django.contrib import admin
from django.urls import include, path

from portal import views, wellknown

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("members.urls")),
    path("account/", include("allauth.account.urls")),
    path("captcha/", include("feedback.captcha_urls")),
    path("weekly/", include("subscriptions.urls")),
    path("", include("feedback.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("media/<path:name>", views.media, name="media"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("site.webmanifest", wellknown.manifest, name="manifest"),
    path("opensearch.xml", wellknown.opensearch, name="opensearch"),
    path("llms.txt", wellknown.llms, name="llms"),
    path("favicon.ico", wellknown.favicon),
    path("apple-touch-icon.png", wellknown.touch_icon),
    path("", include("articles.urls")),  # last: ends in the pattern for old addresses
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler429 = "portal.views.too_often"  # allauth's
handler500 = "portal.views.server_error"
