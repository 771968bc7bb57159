from django.apps import AppConfig
from django.core import checks

from portal.lib import mailserver


class LibConfig(AppConfig):
    name = "portal.lib"
    label = "lib"
    verbose_name = "Mail"

    def ready(self) -> None:
        checks.register(mailserver.check)
