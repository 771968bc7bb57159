"""The captcha library's own addresses, under its names; drawing costs, so a network asks for so many in an hour."""

from captcha import views
from django.urls import re_path

from feedback.codes import limited

draw = limited("draw", views.captcha_image)
urlpatterns = [
    re_path(r"image/(?P<key>\w+)/$", draw, {"scale": 1}, name="captcha-image"),
    re_path(r"image/(?P<key>\w+)@2/$", draw, {"scale": 2}, name="captcha-image-2x"),
    re_path(r"audio/(?P<key>\w+).wav$", limited("speak", views.captcha_audio), name="captcha-audio"),
    re_path(r"refresh/$", limited("new", views.captcha_refresh), name="captcha-refresh"),
]
