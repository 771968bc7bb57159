from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("trial/", views.trial, name="trial"),
    path("account/", views.access, name="access"),
    path("account/confirm-again/", views.confirm_again, name="confirm_again"),
]
