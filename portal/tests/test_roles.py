"""Who may do what: the four roles as the migrations left them; test_rights.py asks every address."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.tests.factories import make_article
from members.tests.factories import make_user
from portal.roles import ROLES
from portal.tests.subjects import draft_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_migrations_give_each_role_exactly_what_it_is_said_to_have(role):
    held = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in held} == set(ROLES[role])


@pytest.mark.parametrize(
    ("role", "may"), [("author", False), ("editor", True), ("chief", True), ("administrator", True)]
)
def test_only_editors_and_above_publish(client, role, may):
    article = make_article(published_at=None)
    client.force_login(make_user(role))
    client.post(reverse("admin:articles_article_publish", args=[article.pk]))
    article.refresh_from_db()
    assert (article.state == "published") is may


@pytest.mark.parametrize(("shared", "status"), [(False, 403), (True, 200)])
def test_a_newsroom_may_share_its_drafts(client, settings, shared, status):
    settings.SHARED_DRAFTS = shared
    form = reverse("admin:articles_article_change", args=[draft_of(make_user("author")).pk])
    client.force_login(make_user("author"))
    assert client.post(form, {"title": "Mine"}).status_code == status


def test_what_nobody_here_began_is_open_to_each_author(client):
    draft = make_article(published_at=None)
    client.force_login(make_user("author"))
    assert client.post(reverse("admin:articles_article_change", args=[draft.pk]), {"title": "Mine"}).status_code == 200
