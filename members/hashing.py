"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """argon2id at the cost that OWASP's Password Storage Cheat Sheet asks for (19 MiB, two passes, one lane).

    Django's own takes 100 MB a login, which twenty at once have not.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
