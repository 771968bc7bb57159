"""Every page of the admin opens, for everything that is registered, and costs the same however much there is."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.tests.factories import make_user
from portal.tests.rooms import ROWS

pytestmark = pytest.mark.django_db
ROOMS = {model._meta.label_lower: room for model, room in admin.site._registry.items()}


def address(label, page, *args):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


@pytest.fixture
def staff(client):
    client.force_login(make_user("administrator"))
    return client


def test_there_is_a_row_for_every_room():
    assert set(ROWS) == set(ROOMS)


@pytest.mark.parametrize("label", sorted(ROWS))
def test_list_search_and_forms_open(staff, label, rf):
    row = ROWS[label]()
    room = ROOMS[label]
    request = rf.get("/")
    request.user = make_user("administrator")
    assert staff.get(address(label, "changelist")).status_code == 200
    if room.get_search_fields(request):
        for typed in ("berth", "12", "it's %_\\ \"quay", "\0", "x" * 500):
            assert staff.get(address(label, "changelist"), {"q": typed}).status_code == 200, typed
    assert staff.get(address(label, "change", row.pk)).status_code == 200
    assert staff.get(address(label, "history", row.pk)).status_code == 200
    may_add = room.has_add_permission(request)
    assert staff.get(address(label, "add")).status_code == (200 if may_add else 403)
    may_delete = room.has_delete_permission(request, row)
    assert staff.get(address(label, "delete", row.pk)).status_code == (200 if may_delete else 403)


@pytest.mark.parametrize("label", sorted(ROWS))
def test_a_list_makes_no_query_for_a_row(staff, label):
    ROWS[label]()
    staff.get(address(label, "changelist"))  # what is read once and kept
    few = queries_of(staff, label)
    for _ in range(4):
        ROWS[label]()
    assert queries_of(staff, label) <= few


def queries_of(staff, label):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert staff.get(address(label, "changelist")).status_code == 200
    return len(seen)


@pytest.mark.parametrize("label", sorted(ROWS))
def test_what_is_not_there_is_said_so(staff, label):
    for number in ("987654321", "99999999999999999999", "x", "-1"):
        answer = staff.get(address(label, "change", number))
        assert answer.status_code == 302, number
        assert answer.url == reverse("admin:index")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("label", sorted(ROWS))
def test_an_address_written_by_hand_gets_an_answer(staff, label):
    ROWS[label]()
    room = ROOMS[label]
    names = ["q", "p", "o", "all", "pk", "state", "role", room.opts.pk.name, f"{room.opts.pk.name}__in"]
    names += [f"{name}__exact" for name in room.get_list_filter(None) if isinstance(name, str)]
    names += [f"{room.date_hierarchy}__{part}" for part in ("year", "month", "gte") if room.date_hierarchy]
    for name in names:
        for value in ("\0", "x\0y", "((", "-1", "9" * 40, "٣"):
            answer = staff.get(address(label, "changelist"), {name: value})
            assert answer.status_code < 500, f"{name}={value!r}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("label", sorted(ROWS))
def test_rows_chosen_by_hand_get_an_answer(staff, label):
    ROWS[label]()
    for action in ("delete_selected", *(ROOMS[label].actions or ())):
        for chosen in ("\0", "x", "9" * 40):
            fields = {"action": action, "_selected_action": [chosen], "post": "yes", "confirmed": "yes"}
            answer = staff.post(address(label, "changelist"), fields)
            assert answer.status_code < 500, f"{action} {chosen!r}"
