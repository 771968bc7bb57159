from django.urls import path

from subscriptions import sitemaps, views

app_name = "subscriptions"
urlpatterns = [
    path("", views.archive, name="archive"),
    path("<int:number>/", views.issue, name="issue"),
    path("sitemap.xml", sitemaps.issues, name="sitemap"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("asked/", views.asked, name="asked"),
    path("confirm/<token>/", views.confirm, name="confirm"),
    path("preferences/<token>/", views.preferences, name="preferences"),
    path("leave/<token>/", views.leave, name="leave"),
]
