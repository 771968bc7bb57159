"""How staff come in: by name or address and a password, through the portal's own page."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse

from members.models import User
from members.tests.factories import make_user
from portal.roles import ROLES

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
ADMIN = reverse("admin:index")
WORD = "seven-tonnes-of-tea"


def make_staff(role, **values):
    user = make_user(role, **values)
    user.set_password(WORD)
    user.save()
    EmailAddress.objects.create(user=user, email=f"{user.username}@portal.example", verified=True, primary=True)
    return user


def log_in(client, login, password=WORD, **fields):
    return client.post(f"{LOGIN}?next={ADMIN}", {"login": login, "password": password, **fields})


def is_in(client):
    return client.get(ADMIN).status_code == 200


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["username", "mail address"])
def test_each_role_comes_in(client, role, by):
    user = make_staff(role)
    answer = log_in(client, user.username if by == "username" else f"{user.username}@portal.example".upper())
    assert (answer.status_code, answer.url) == (302, ADMIN)
    assert is_in(client)


def test_a_stranger_is_led_to_the_login_and_back(client):
    answer = client.get(ADMIN, follow=True)
    assert answer.redirect_chain[-1] == (f"{LOGIN}?next=%2Fadmin%2F", 302)
    assert answer.status_code == 200


def test_a_stranger_is_led_back_to_the_very_page(client):
    user = make_staff("author")
    wanted = reverse("admin:articles_article_add")
    login = client.get(wanted, follow=True).redirect_chain[-1][0]
    assert client.post(login, {"login": user.username, "password": WORD}).url == wanted


def test_a_reader_with_an_account_is_refused_in_words(client):
    client.force_login(make_user())
    answer = client.get(ADMIN, follow=True)
    assert answer.status_code == 403
    assert b"<h1" in answer.content


@pytest.mark.parametrize(
    ("login", "password"),
    [("mira", "wrong"), ("nobody", WORD), ("", ""), ("mira", ""), ("mira\0", WORD), ("x" * 5000, "y" * 5000)],
)
def test_a_wrong_word_is_refused_alike(client, login, password):
    make_staff("editor", username="mira")
    answer = log_in(client, login, password)
    assert answer.status_code == 200
    assert not is_in(client)


def test_a_closed_account_stays_out(client):
    log_in(client, make_staff("editor", is_active=False).username)
    assert not is_in(client)


def test_after_five_wrong_words_the_right_one_has_to_wait(client):
    user = make_staff("editor")
    for _ in range(5):
        log_in(client, user.username, "wrong")
    assert b"Too many attempts. Please try again" in log_in(client, user.username).content
    assert not is_in(client)
    other = make_staff("editor")
    log_in(client, other.username)
    assert is_in(client)


def test_limits_count_by_the_address_the_proxy_saw(client, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        log_in(client, f"nobody{number}", "wrong")
    user = make_staff("editor")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    log_in(client, user.username)
    assert is_in(client)


def test_the_session_is_remembered(client):
    log_in(client, make_staff("author").username)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE
    assert cookie["httponly"]


def test_nobody_is_led_to_another_site(client):
    user = make_staff("author")
    answer = client.post(f"{LOGIN}?next=https://evil.example/", {"login": user.username, "password": WORD})
    assert answer.url == settings.LOGIN_REDIRECT_URL


def test_leaving_takes_a_post(client):
    client.force_login(make_user("author"))
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("admin:logout"))
    assert not is_in(client)


def test_nobody_signs_up_by_themselves(client):
    answer = client.post(reverse("account_signup"), {"email": "ann@example.org", "password1": WORD})
    assert not User.objects.exists()
    assert b'name="password1"' not in answer.content


def test_many_at_once_from_one_network_are_asked_to_wait_a_minute(client):
    statuses = [log_in(client, "nobody", "x").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    refused = log_in(client, "nobody", "x")
    assert "again in a minute" in refused.content.decode() and refused.headers["Retry-After"] == "60"
