from django.urls import path

from feedback.views import asking, reading

app_name = "feedback"
urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("ask/box/", asking.ask_box, name="ask_box"),
    path("ask/received/", asking.asked, name="asked"),
    path("ask/status/<str:token>/", asking.status, name="status"),
    path("questions/", reading.questions, name="questions"),
    path("questions/<int:number>/", reading.answer),
    path("questions/<int:number>/<str:slug>/", reading.answer, name="answer"),
    path("questions/<int:number>/<str:slug>/plain/", reading.plain, name="answer_plain"),
    path("questions/<int:number>/<str:slug>.md", reading.markdown, name="answer_markdown"),
]
