"""Accounts, addresses and memberships, as an administrator gives and takes them."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from members.models import Membership, User
from members.tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
ADD = reverse("admin:members_user_add")
WORD = "seven-tonnes-of-tea"
DAY = timedelta(days=1)


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    return client


def page_of(user):
    return reverse("admin:members_user_change", args=[user.pk])


def group(name):
    return make_user(name).groups.get().pk


def rows(prefix, *new, initial=()):
    """The fields of an inline: rows that were there (`initial`: with their id) and new ones."""
    typed = {f"{prefix}-TOTAL_FORMS": len(initial) + len(new), f"{prefix}-INITIAL_FORMS": len(initial)}
    for index, row in enumerate([*initial, *new]):
        typed |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return typed


def typed(user, addresses=(), memberships=(), **values):
    form = {"username": user.username, "name": user.name, "is_active": "on"}
    return form | rows("emailaddress_set", *addresses) | rows("memberships", *memberships) | values


def test_an_account_with_a_role_is_of_the_staff(boss):
    role = group("editor")
    form = {"username": "mira", "name": "Mira Sato", "role": role, "password1": WORD, "password2": WORD}
    boss.post(ADD, form)
    mira = User.objects.get(username="mira")
    assert mira.is_staff
    assert [group.name for group in mira.groups.all()] == ["editor"]
    assert mira.check_password(WORD)
    assert mira.has_perm("articles.publish_entry")


def test_without_its_role_it_is_a_readers(boss):
    user = make_user("editor")
    boss.post(page_of(user), typed(user, role=""))
    user.refresh_from_db()
    assert not user.is_staff
    assert not user.groups.exists()


def test_a_role_takes_the_place_of_another(boss):
    user = make_user("editor")
    boss.post(page_of(user), typed(user, role=group("author")))
    assert [group.name for group in user.groups.all()] == ["author"]


@pytest.mark.parametrize(
    "values",
    [
        {"password1": "short", "password2": "short"},
        {"password2": "other"},
        {"username": "mira sato"},
        {"username": "taken"},
        {"username": "x" * 151},
        {"username": "a\0b"},
        {"role": "999"},
        {"role": "x"},
        {"password1": "password12", "password2": "password12"},
    ],
)
def test_a_new_account_that_cannot_be_is_refused(boss, values):
    make_user(username="taken")
    count = User.objects.count()
    answer = boss.post(ADD, {"username": "mira", "role": "", "password1": WORD, "password2": WORD} | values)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert User.objects.count() == count


def test_the_first_address_becomes_the_primary_one(boss):
    user = make_user()
    boss.post(page_of(user), typed(user, [{"email": "Mira@Example.org", "verified": "on"}], role=""))
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("mira@example.org", True, True)
    user.refresh_from_db()
    assert user.email == "mira@example.org"


def test_an_address_is_verified_for_one_person_only(boss):
    EmailAddress.objects.create(user=make_user(), email="mira@example.org", verified=True)
    user = make_user()
    answer = boss.post(page_of(user), typed(user, [{"email": "MIRA@example.org", "verified": "on"}], role=""))
    assert "verified for another account" in answer.content.decode()
    boss.post(page_of(user), typed(user, [{"email": "mira@example.org"}], role=""))
    assert EmailAddress.objects.filter(email="mira@example.org").count() == 2


@pytest.mark.parametrize(
    "addresses",
    [
        [{"email": "a@example.org", "primary": "on"}, {"email": "b@example.org", "primary": "on"}],
        [{"email": "a@example.org"}, {"email": "a@example.org"}],
        [{"email": "nothing"}],
        [{"email": "a@example.org\0"}],
        [{"email": f"{'x' * 300}@example.org"}],
    ],
)
def test_addresses_that_cannot_be_are_refused(boss, addresses):
    user = make_user()
    assert boss.post(page_of(user), typed(user, addresses, role="")).status_code == 200
    assert not EmailAddress.objects.exists()


def test_a_membership_says_who_gave_it(boss):
    user = make_user()
    given = {"starts_at_0": "2026-11-01", "starts_at_1": "00:00", "reason": "A partner's reader"}
    boss.post(page_of(user), typed(user, memberships=[given], role=""))
    membership = user.memberships.get()
    assert membership.given_by.groups.get().name == "administrator"
    assert membership.ends_at is None


@pytest.mark.parametrize(
    "values",
    [
        {"ends_at_0": "2026-10-01", "ends_at_1": "00:00"},
        {"starts_at_0": "x"},
        {"starts_at_0": "0000-00-00"},
        {"reason": ""},
        {"reason": "x" * 201},
        {"user": "x"},
        {"user": "99999999999999999999"},
    ],
)
def test_a_membership_that_cannot_be_is_refused(boss, values):
    given = {"user": make_user().pk, "starts_at_0": "2026-11-01", "starts_at_1": "00:00", "reason": "A colleague"}
    answer = boss.post(reverse("admin:members_membership_add"), given | values)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert not Membership.objects.exists()


def test_a_membership_is_given_on_its_own_page_too(boss):
    given = {"user": make_user().pk, "starts_at_0": "2026-11-01", "starts_at_1": "00:00", "reason": "A colleague"}
    boss.post(reverse("admin:members_membership_add"), given)
    assert Membership.objects.get().given_by is not None


@pytest.mark.parametrize(("state", "count"), [("open", 1), ("over", 2), ("later", 0)])
def test_memberships_are_filtered_by_state(boss, state, count):
    user = make_user()
    make_membership(user)
    for _ in range(2):
        make_membership(user, starts_at="2020-01-01T00:00Z", ends_at="2020-02-01T00:00Z")
    answer = boss.get(reverse("admin:members_membership_changelist"), {"state": state})
    assert answer.context["cl"].result_count == count


def test_accounts_are_found_by_address_and_by_role(boss):
    user = make_user("author", name="Mira Sato")
    EmailAddress.objects.create(user=user, email="mira@example.org")
    listed = reverse("admin:members_user_changelist")
    assert list(boss.get(listed, {"q": "mira@example"}).context["cl"].result_list) == [user]
    assert list(boss.get(listed, {"role": "author"}).context["cl"].result_list) == [user]
    assert user not in boss.get(listed, {"role": "reader"}).context["cl"].result_list


@pytest.mark.parametrize("role", ["author", "editor", "chief"])
def test_nobody_else_gives_roles_or_passwords(client, role):
    user = make_user()
    client.force_login(make_user(role))
    assert client.post(page_of(user), typed(user, role=group("administrator"))).status_code == 403
    assert client.post(reverse("admin:auth_user_password_change", args=[user.pk]), {}).status_code == 403
    assert client.post(ADD, {}).status_code == 403
    user.refresh_from_db()
    assert not user.is_staff


def test_an_address_no_mail_can_be_made_for_is_refused(boss):
    user = make_user()
    address = {"email": "a@" + "ü" * 60 + ".example", "user": user.pk}
    page = boss.post(page_of(user), typed(user, addresses=[address]))
    assert "Enter a valid email address." in page.content.decode()
    assert not EmailAddress.objects.exists()


class TestSuperusers:
    """Made on the machine itself; an administrator may do less than they, and must not become one."""

    @pytest.fixture
    def root(self):
        return User.objects.create_superuser("root", "root@portal.example", WORD)

    def test_an_administrator_does_not_set_the_password_of_one(self, boss, root):
        address = reverse("admin:auth_user_password_change", args=[root.pk])
        assert boss.get(address).status_code == 403
        word = "eight-tonnes-of-tea"
        assert boss.post(address, {"password1": word, "password2": word}).status_code == 403
        root.refresh_from_db()
        assert root.check_password(WORD)

    def test_nor_gives_one_another_address(self, boss, root):
        assert boss.get(page_of(root)).status_code == 200  # to look at
        address = {"email": "mine@portal.example", "verified": "on", "primary": "on", "user": root.pk}
        assert boss.post(page_of(root), typed(root, addresses=[address])).status_code == 403
        assert not EmailAddress.objects.exists()

    def test_nor_deletes_one(self, boss, root):
        assert boss.post(reverse("admin:members_user_delete", args=[root.pk]), {"post": "yes"}).status_code == 403
        fields = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
        boss.post(reverse("admin:members_user_changelist"), fields)
        assert User.objects.filter(pk=root.pk).exists()

    def test_nor_becomes_one_by_a_forged_form(self, boss):
        user = make_user()
        boss.post(page_of(user), typed(user, is_superuser="on", is_staff="on", user_permissions=["1"], groups=["1"]))
        user.refresh_from_db()
        assert not (user.is_superuser or user.is_staff or user.user_permissions.exists() or user.groups.exists())

    def test_a_superuser_does_all_of_it(self, client, root):
        client.force_login(root)
        other = User.objects.create_superuser("other", "other@portal.example", WORD)
        assert client.get(reverse("admin:auth_user_password_change", args=[other.pk])).status_code == 200
        client.post(reverse("admin:members_user_delete", args=[other.pk]), {"post": "yes"})
        assert not User.objects.filter(pk=other.pk).exists()


MEMBERSHIPS = reverse("admin:members_membership_changelist")


def a_trial(days=3):
    now = timezone.now()
    user = make_user()
    EmailAddress.objects.create(user=user, email=f"{user.username}@portal.example", primary=True)
    return make_membership(user, kind="trial", starts_at=now - 5 * DAY, ends_at=now + (days - 5) * DAY)


def extend(client, *rows, **typed):
    chosen = {"action": "extend", "_selected_action": [row.pk for row in rows]}
    return client.post(MEMBERSHIPS, chosen | typed, follow=True)


def test_staff_see_who_tries(boss):
    row = a_trial()
    page = boss.get(MEMBERSHIPS, {"kind__exact": "trial", "confirmed": "no"}).content.decode()
    assert all(words in page for words in (row.user.username, "Trial", "Not confirmed", f"{row.user.username}@portal"))
    assert "0 memberships" in boss.get(MEMBERSHIPS, {"confirmed": "yes"}).content.decode()


def test_a_trial_is_extended_with_a_reason_and_a_name(boss):
    over, still = a_trial(), a_trial(days=7)
    without_end = make_membership(make_user())
    asked = extend(boss, over, still, without_end)
    assert b'name="reason"' in asked.content
    assert b"Error:" in extend(boss, over, confirmed="1", days="0", reason="").content
    extend(boss, over, still, without_end, confirmed="1", days="10", reason="Asked at the fair")
    over.refresh_from_db()
    assert abs(over.ends_at - timezone.now() - 10 * DAY) < timedelta(minutes=5)
    assert abs(Membership.objects.get(pk=still.pk).ends_at - still.ends_at - 10 * DAY) < timedelta(seconds=1)
    assert Membership.objects.get(pk=without_end.pk).ends_at is None
    entry = LogEntry.objects.get(object_id=str(over.pk))
    assert "Extended by 10 days" in entry.change_message and "Asked at the fair" in entry.change_message
    assert entry.user.is_staff


def test_who_may_only_look_extends_nothing(client):
    row = a_trial()
    client.force_login(make_user("chief"))
    assert client.get(MEMBERSHIPS).status_code == 200
    extend(client, row, confirmed="1", days="10", reason="For a friend")
    assert Membership.objects.get(pk=row.pk).ends_at == row.ends_at
