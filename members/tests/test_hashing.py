"""How passwords are kept; other tests hash them cheaply."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import override_settings

from members.models import User
from members.tests.factories import make_user
from portal import settings as ours

pytestmark = pytest.mark.django_db


@override_settings(PASSWORD_HASHERS=ours.PASSWORD_HASHERS)
def test_a_password_of_before_opens_and_is_hashed_anew(rf):
    user, request = make_user(), rf.post("/account/login/")
    User.objects.update(password=PBKDF2PasswordHasher().encode("pw-pw-pw-1", "salt", iterations=1))
    assert authenticate(request, username=user.username, password="pw-pw-pw-1") == user
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert authenticate(request, username=user.username, password="pw-pw-pw-1") == user
    assert authenticate(request, username=user.username, password="pw-pw-pw-2") is None
