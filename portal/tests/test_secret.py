"""A word in a members' text is looked for on every route, in every format and for every role.

The routes come from the resolver, so that one which is new is walked too; where it asks for something this file
does not know, the test fails until it is told.
"""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from articles import previewing, publishing, versioning
from articles.tests.factories import make_article, make_author, make_drawing, make_keyword, make_picture, make_section
from feedback import emails as question_mails
from feedback.tests.factories import make_answer, make_question
from members.access import Audience
from members.models import Membership
from members.tests.factories import make_membership, make_user
from portal.lib.models import Mail
from portal.tests.rooms import ROWS
from portal.tests.routes import NoArguments, filled, routes
from portal.wsgi import application
from subscriptions import emails as weekly_mails
from subscriptions.rendering import Edition
from subscriptions.tests.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db

# Six words, each in another place of a body; and how a reader looks for them, without typing any whole.
SECRETS = ("xylographer", "quenchlingly", "brackwaterish", "zedoaryroot", "ullagemark", "dunnagemat")
ASKED = ("xylographe", "quenchlingl", "xylographre")
OPENING = "".join(f"<p>Paragraph {place}: the berths are counted once a month.</p>" for place in range(6))
BODY = (
    f"{OPENING}<p>The {SECRETS[0]} was sold {SECRETS[1]}.</p><ul><li>{SECRETS[2]}</li></ul>"
    f"<table><tbody><tr><td>{SECRETS[3]}</td></tr></tbody></table>"
    f'<figure><img src="/media/a.jpg" alt="{SECRETS[4]}"><figcaption>{SECRETS[5]}</figcaption></figure>{OPENING}'
)
FORMATS = ("text/markdown", "application/json")
STAFF = ("author", "editor", "chief", "administrator")
DAY = timedelta(days=1)


class World:
    """The gated texts, and something of every kind that leads to them."""

    def __init__(self):
        self.keyword, self.author, self.section = make_keyword("Rail"), make_author("Ann Lee"), make_section()
        gated = {"access": Audience.MEMBERS, "section": self.section, "picture": make_picture()}
        gated |= {"keywords": [self.keyword], "authors": [self.author]}
        self.article = make_article(title="Berths counted", body=BODY, **gated)
        shown = make_article(
            title="Berths open to all", section=self.section, keywords=[self.keyword], authors=[self.author]
        )
        versioning.keep(self.article, by=None, at=timezone.now())
        publishing.correct(self.article, words="It was 31.", by=None, at=timezone.now())
        self.correction = self.article.corrections.get()
        self.link = previewing.offer(shown, name="Jane Doe", days=1, by=None, at=timezone.now())
        self.answer = make_answer(body=BODY, access=Audience.MEMBERS, about=self.article)
        publishing.correct(self.answer, words="It was 7.", by=None, at=timezone.now())
        self.issue = make_issue(stories=[self.article, self.answer], released_at=timezone.now())
        self.coming = make_issue(stories=[self.article, self.answer])
        self.subscriber = make_subscriber(topics=[self.section])
        self.question, self.drawing = make_question(about=self.article), make_drawing()

    def arguments(self):
        token = {"confirm": weekly_mails.CONFIRM, "preferences": weekly_mails.PREFERENCES, "leave": weekly_mails.LEAVE}
        weekly = {f"weekly/{name}/": {"token": purpose.token(self.subscriber.pk)} for name, purpose in token.items()}
        article = {"number": self.article.pk, "slug": self.article.slug}
        code = {"key": CaptchaStore.generate_key()}
        return weekly | {
            "": {"path": "an/old/address", "slug": "about"},
            "articles/": article,
            "p/": article,
            "preview/": {"token": previewing.LINK.token(self.link.pk), "number": self.article.pk},
            "questions/": {"number": self.answer.pk, "slug": self.answer.slug},
            "ask/status/": {"token": question_mails.STATUS.token(self.question.pk)},
            "sections/": {"slug": self.section.slug},
            "keywords/": {"slug": self.keyword.slug},
            "authors/": {"slug": self.author.slug},
            "feeds/sections/": {"slug": self.section.slug},
            "feeds/keywords/": {"slug": self.keyword.slug},
            "feeds/authors/": {"slug": self.author.slug},
            "weekly/": {"number": self.issue.number},
            "sitemap-": {"place": 0},
            "search/": {"words": ASKED[0]},
            "tags/": {"words": ASKED[0]},
            "drawings/": {"key": self.drawing.key},
            "media/": {"name": self.article.picture.name},
            "captcha/": code,
            "account/": {"key": "no-such-key", "uidb36": "1"},
            **self.admin(),
        }

    def admin(self):
        """Each room of the newsroom with a row in it; what is about an entry, with ours."""
        rows = {label: make().pk for label, make in ROWS.items()}
        rows |= {"articles.article": self.article.pk, "articles.entry": self.article.pk}
        rows |= {"feedback.answer": self.answer.pk, "feedback.question": self.question.pk}
        rows |= {"subscriptions.issue": self.coming.pk, "articles.picture": self.article.picture_id}
        rooms = {f"admin/{label.replace('.', '/')}/": pk for label, pk in rows.items()}
        names = ("object_id", "number", "pk", "id")
        others = {"app_label": "articles", "url": "nothing/", "content_type_id": 1, "object_id": self.article.pk}
        others |= {"version": 1, "correction": self.correction.pk}
        known = {"admin/": others} | {room: others | dict.fromkeys(names, pk) for room, pk in rooms.items()}
        known["admin/feedback/answer/"]["correction"] = self.answer.corrections.get().pk
        return known


@pytest.fixture
def world(db):
    return World()


def trial(*, over):
    begun = timezone.now() - 4 * DAY if over else timezone.now()
    ends_at, kind = begun + 3 * DAY, Membership.Kind.TRIAL
    return make_membership(make_user(), starts_at=begun, ends_at=ends_at, kind=kind).user


def ended():
    return make_membership(make_user(), starts_at=timezone.now() - 9 * DAY, ends_at=timezone.now() - DAY).user


OUTSIDE = {
    "nobody": lambda: None,
    "an account": make_user,
    "a member of before": ended,
    "a trial that nobody confirmed": lambda: trial(over=True),
}
INSIDE = {
    "a trial": lambda: trial(over=False),
    "a member": lambda: make_membership(make_user()).user,
    **{role: lambda role=role: make_user(role) for role in STAFF},
}


def every_path(world):
    arguments = world.arguments()
    return [filled(route, arguments) for route in routes()]


def client_of(make):
    client, user = Client(raise_request_exception=True), make()
    if user:
        client.force_login(user)
    return client


def said(response):
    """All that came over: headers, and the body in the clear."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{body.decode(errors='replace')}".lower()


def told(client, path, **more):
    response = client.get(path, **more)
    words = said(response)
    return {word for word in SECRETS if word in words}, response


def variants(path):
    """One address as readers and programs ask for it."""
    yield path, {}
    yield from ((path, {"headers": {"Accept": kind}}) for kind in FORMATS)
    asked = ASKED if path in ("/search/", "/") else ASKED[:1]
    yield from ((f"{path}?q={words}&format=json&whole=1&page=1", {}) for words in asked)


@pytest.mark.parametrize("make", OUTSIDE.values(), ids=OUTSIDE)
def test_who_may_not_read_it_finds_it_nowhere(world, make):
    client = client_of(make)
    for path in every_path(world):
        client = client if "logout" not in path else client_of(make)
        for address, more in variants(path) if not path.startswith("/admin/") else [(path, {})]:
            found, _ = told(client, address, **more)
            assert not found, f"{address} {more} tells {found}"


def test_nor_by_sending_forms(world):
    client = Client()
    for path in every_path(world):
        for typed in ({}, {"about": world.article.pk, "next": world.article.get_absolute_url(), "q": ASKED[0]}):
            words = said(client.post(path, typed))
            assert not any(word in words for word in SECRETS), path


@pytest.mark.parametrize("make", INSIDE.values(), ids=INSIDE)
def test_who_may_read_it_reads_it_alone(world, make):
    """It is there, or the tests above could not fail; and no store on the way may keep it."""
    client, places = client_of(make), set()
    for path in every_path(world):
        client = client if "logout" not in path else client_of(make)
        found, response = told(client, path)
        if found:
            places.add(path)
            assert response.headers["Cache-Control"] == "private, no-store", path
            assert "/html/" not in path, "What is mailed to everybody holds it."
    assert {world.article.get_absolute_url(), world.answer.get_absolute_url()} <= places
    assert told(client_of(make), world.article.get_absolute_url())[0] == set(SECRETS)


def served(path, cookie=""):
    """The page as the web server gets it, from whatever stands before Django."""
    environ = RequestFactory().get(path, headers={"Cookie": cookie} if cookie else {}).environ
    headers = []
    body = b"".join(application(environ, lambda status, given, exc_info=None: headers.extend(given)))
    return dict(headers), body.decode()


def test_what_is_stored_for_all_is_the_teaser(transactional_db):
    world, client = World(), client_of(lambda: make_membership(make_user()).user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    for path in (world.article.get_absolute_url(), world.answer.get_absolute_url()):
        for _ in range(3):
            headers, page = served(path, cookie)
            assert SECRETS[0] in page and headers["Cache-Control"] == "private, no-store"
            headers, page = served(path)
            assert not any(word in page for word in SECRETS)
            assert "Berths counted" in page or "certificate" in page
            assert "Set-Cookie" not in headers


def test_no_mail_carries_it(world):
    at = timezone.now()
    edition = Edition(world.issue, at=at)
    cast = edition.cast(world.subscriber, [world.section.pk], at=at)
    client = client_of(lambda: make_user("chief", email="chief@portal.example"))
    client.post(f"/admin/subscriptions/issue/{world.coming.pk}/proof/")
    mails = [cast, *(bytes(mail.message) for mail in Mail.objects.all())]
    for mail in mails:
        assert not any(word.encode() in mail for word in SECRETS)


def test_a_route_that_nobody_told_of_is_noticed(world):
    with pytest.raises(NoArguments):
        filled("secrets/<drawer>/", world.arguments())


def test_the_public_text_for_search_holds_none_of_it(world):
    for entry in (world.article, world.answer):
        told_by_search = str(vars(entry.searchable) | {"full_vector": ""})
        assert not any(word in told_by_search for word in SECRETS)
