"""Every page of the admin, wide and narrow: nothing wrong by axe, nothing the policy refuses, no sideways scroll."""

import pytest
from django.urls import reverse

from members.tests.factories import make_user
from portal.tests.rooms import ROWS
from portal.tests.test_rooms import ROOMS


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")], ids=["wide", "narrow-dark"])
@pytest.mark.parametrize("label", sorted(ROWS))
def test_a_room_looks_right(page, live_server, sign_in, axe, label, rf):
    row = ROWS[label]()
    administrator = make_user("administrator")
    request = rf.get("/")
    request.user = administrator
    sign_in(administrator)
    name = label.replace(".", "_")
    addresses = [reverse(f"admin:{name}_changelist"), reverse(f"admin:{name}_change", args=[row.pk])]
    if ROOMS[label].has_add_permission(request):
        addresses.append(reverse(f"admin:{name}_add"))
    for address in addresses:
        page.goto(f"{live_server.url}{address}", wait_until="load")
        axe()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")], ids=["wide", "narrow-dark"])
@pytest.mark.parametrize("role", ["author", "administrator"])
def test_the_first_page_looks_right(page, live_server, sign_in, axe, role):
    for make in ROWS.values():
        make()
    sign_in(make_user(role))
    page.goto(f"{live_server.url}/admin/", wait_until="load")
    axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
