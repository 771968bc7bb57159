from django.urls import path

from feedback import views

app_name = "feedback"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("ask/box/", views.ask_box, name="ask_box"),
    path("ask/received/", views.asked, name="asked"),
    path("ask/status/<str:token>/", views.status, name="status"),
    path("questions/", views.questions, name="questions"),
    path("questions/<int:number>/", views.answer),
    path("questions/<int:number>/<str:slug>/", views.answer, name="answer"),
]
