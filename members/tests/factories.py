from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from members.models import Membership, User

_numbers = count(1)


def make_user(role="", **values):
    """An account without a password; with a role ("author", "editor", "chief", "administrator") one of the staff."""
    number = next(_numbers)
    defaults = {"username": f"person{number}", "name": f"Person {number}", "is_staff": bool(role)}
    user = User.objects.create(**defaults | values)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_membership(user, **values):
    """Open since now and without an end."""
    return Membership.objects.create(user=user, **{"starts_at": timezone.now(), "reason": "A colleague"} | values)
