"""Who may do what: the four roles as the migrations left them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.tests.factories import make_article
from members.tests.factories import make_user
from portal.roles import ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_migrations_give_each_role_exactly_what_it_is_said_to_have(role):
    held = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in held} == set(ROLES[role])


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("author", "articles_article articles_picture articles_keyword articles_author articles_section"),
        ("editor", "articles_article articles_oldaddress feedback_question"),
        ("chief", "articles_section members_user members_membership subscriptions_delivery"),
        ("administrator", "members_user members_membership portal_job lib_mail"),
    ],
)
def test_a_role_opens_its_lists(client, role, lists):
    client.force_login(make_user(role))
    for name in lists.split():
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200, name


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("author", "articles_oldaddress feedback_question members_user portal_job lib_mail"),
        (
            "editor",
            "members_user members_membership portal_job lib_mail subscriptions_subscriber subscriptions_delivery",
        ),
        ("chief", "portal_job lib_mail"),
    ],
)
def test_a_role_is_kept_out_of_others(client, role, lists):
    client.force_login(make_user(role))
    for name in lists.split():
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403, name


@pytest.mark.parametrize(
    ("role", "may"), [("author", False), ("editor", True), ("chief", True), ("administrator", True)]
)
def test_only_editors_and_above_publish(client, role, may):
    article = make_article(published_at=None)
    client.force_login(make_user(role))
    client.post(reverse("admin:articles_article_publish", args=[article.pk]))
    article.refresh_from_db()
    assert (article.state == "published") is may


def test_an_author_reads_but_does_not_change_what_is_published(client):
    article = make_article()
    client.force_login(make_user("author"))
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "Mine"}).status_code == 403


def test_nobody_without_a_role_enters(client):
    client.force_login(make_user())
    assert client.get(reverse("admin:index")).status_code in (302, 403)
