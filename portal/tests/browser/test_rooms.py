"""Every page of the admin, wide and narrow: nothing wrong by axe, nothing the policy refuses, no sideways scroll."""

import pytest
from django.urls import reverse

from members.tests.factories import make_user
from portal.tests.rooms import ROWS
from portal.tests.test_rooms import ROOMS


@pytest.mark.parametrize("label", sorted(ROWS))
def test_a_room_looks_right(look, sign_in, label, rf):
    row = ROWS[label]()
    administrator = make_user("administrator")
    request = rf.get("/")
    request.user = administrator
    sign_in(administrator)
    name = label.replace(".", "_")
    look(reverse(f"admin:{name}_changelist"))
    look(reverse(f"admin:{name}_change", args=[row.pk]))
    if ROOMS[label].has_add_permission(request):
        look(reverse(f"admin:{name}_add"))


@pytest.mark.parametrize("role", ["author", "administrator"])
def test_the_first_page_looks_right(look, sign_in, transactional_db, role):
    for make in ROWS.values():
        make()
    sign_in(make_user(role))
    look("/admin/")
