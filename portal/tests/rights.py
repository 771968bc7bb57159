"""What each role gets at every address of the newsroom, asked for as a browser would ask.

The addresses come from the resolver and the actions from each room, so that what is new is asked too. Whatever an
answer did to the database is undone before the next is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.backends import ModelBackend
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpResponse, SimpleCookie
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from members.models import User
from portal.tests.routes import filled, routes
from portal.tests.subjects import Subjects

REFUSED, SHOWN, DONE, NOT_NOW, TO_LOGIN = "–", "sees", "does", "not now", "login"
# Pages of Django's own that only show, whatever they are sent; where one signs in and out; what leads nowhere.
ONLY_SHOWN = ("changelist", "history", "index", "list", "jsi18n", "site", "autocomplete", "done", "index")
DOORS = ("admin/login/", "admin/logout/", "admin/<url>")
QUERIES = {"<number>/compare/": "?old=1&new=1"}
OUTSIDE = "preview/draft/"  # the newsroom's, among readers' addresses


@dataclass(frozen=True)
class Asked:
    """An address and what is asked of it; `of` says about what row."""

    room: str
    name: str
    of: str
    path: str
    typed: tuple[tuple[str, str], ...] = (("post", "yes"),)
    has_get: bool = True
    has_post: bool = True


def everything(subjects: Subjects, person: User) -> Iterator[Asked]:
    """All that can be asked in the newsroom, each for every state of what it is about."""
    for route in routes():
        if route.startswith(("admin/", OUTSIDE)) and route not in DOORS:
            yield from _of_route(route, subjects, person)
    for label, room in sorted((model._meta.label_lower, room) for model, room in admin.site._registry.items()):
        yield from _actions(label, room, subjects, person)
        yield from _looked_up(label, room)


def _of_route(route: str, subjects: Subjects, person: User) -> Iterator[Asked]:
    label = "articles.article" if route.startswith(OUTSIDE) else ".".join(route.split("/")[1:3])
    begins = f"admin/{label.replace('.', '/')}/"
    if "<" not in route or not (route.startswith((begins, OUTSIDE)) and label in subjects.labels):
        yield from _plain(route, label if label in subjects.labels else "")
        return
    for of, known in subjects.of(label, person).items():
        path, name = filled(route, {"": known}), route.removeprefix(begins)
        yield Asked(label, name, of, path + QUERIES.get(name, ""), has_post=not _only_shows(path))


def _plain(route: str, label: str) -> Iterator[Asked]:
    apps = sorted({model._meta.app_label for model in admin.site._registry}) if "<app_label>" in route else [""]
    section = Subjects.a_section()
    for app in apps:
        path = filled(route, {"": {"app_label": app} | section})
        name = route.removeprefix(f"admin/{label.replace('.', '/')}/" if label else "admin/") or "its list"
        if name != "autocomplete/":
            yield Asked(label, name.replace("<app_label>", app), "", path, has_post=not _only_shows(path))


def _only_shows(path: str) -> bool:
    name = resolve(path).url_name  # none: leads on to the form, as addresses of before did
    return name is None or name.rpartition("_")[2] in ONLY_SHOWN


def _actions(label: str, room: admin.ModelAdmin, subjects: Subjects, person: User) -> Iterator[Asked]:
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    path = reverse(f"admin:{label.replace('.', '_')}_changelist")
    for name in room.get_actions(request):
        for of, known in subjects.of(label, person).items():
            typed = {"post": "yes", "action": name, "_selected_action": str(known["object_id"])}
            yield Asked(label, f"action {name}", of, path, tuple(typed.items()), has_get=False)


def _looked_up(label: str, room: admin.ModelAdmin) -> Iterator[Asked]:
    for owner in (room, *room.inlines):
        for name in owner.autocomplete_fields:
            meta = owner.model._meta if owner is not room else room.model._meta
            query = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": name, "term": ""}
            path = f"{reverse('admin:autocomplete')}?{urlencode(query)}"
            yield Asked(label, f"rows for {meta.model_name}.{name}", "", path, has_post=False)


class Remembering(ModelBackend):
    """Knows a person and their rights from one request to the next."""

    people: ClassVar[dict[int, User]] = {}

    def get_user(self, user_id: int) -> User | None:
        return self.people.get(user_id) or self.people.setdefault(user_id, super().get_user(user_id))


class Asking:
    """One person, signed in or not, who asks again and again as on the first day."""

    def __init__(self, person: User | None) -> None:
        self.client = Client()
        if person:
            self.client.force_login(person)
        self.cookies = self.client.cookies.output(header="", sep=";")

    def gets(self, asked: Asked) -> str:
        """One of the words above."""
        posted = self._answer("post", asked) if asked.has_post else REFUSED
        if posted != REFUSED or not asked.has_get:
            return posted
        got = self._answer("get", asked)
        return SHOWN if got == DONE else got

    def _answer(self, method: str, asked: Asked) -> str:
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(asked.path, dict(asked.typed) if method == "post" else {})
            answer = _read(response, asked)
            transaction.set_rollback(True)
        return answer


def _read(response: HttpResponse, asked: Asked) -> str:
    match response.status_code:
        case HTTPStatus.FORBIDDEN | HTTPStatus.METHOD_NOT_ALLOWED:
            return REFUSED
        case HTTPStatus.NOT_FOUND if asked.path.count("/") == 3:  # a part of the first page with nothing on it for them
            return REFUSED
        case HTTPStatus.CONFLICT:
            return NOT_NOW
        case HTTPStatus.NOT_FOUND if asked.path.startswith(f"/{OUTSIDE}"):
            return TO_LOGIN
        case HTTPStatus.NOT_FOUND:
            return NOT_NOW
        case HTTPStatus.FOUND if response.url.startswith((reverse("admin:login"), settings.LOGIN_URL)):
            return TO_LOGIN
    assert response.status_code <= HTTPStatus.BAD_REQUEST and getattr(response, "url", "") != reverse("admin:index"), (
        asked,
        response,
    )
    if not asked.has_get and any("change_list" in name for name in getattr(response, "template_name", ())):
        return REFUSED  # an action that this person does not have: the list is shown again
    words = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return REFUSED if "No action selected" in words else NOT_NOW if "Nothing was done" in words else DONE
