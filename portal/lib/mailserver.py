"""Which mail server takes our mails, from EMAIL_URL."""

from dataclasses import dataclass
from typing import Any, Self

import environ
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Server:
    """smtp:// is plain, smtps:// and smtp+tls:// begin TLS by STARTTLS, smtp+ssl:// speaks TLS from the start."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    implicit_tls: bool = False
    timeout: float = 60
    timeout_after_dot: float = 300  # a server may look into the mail before it answers

    @classmethod
    def from_url(cls, url: str) -> Self:
        parts = environ.Env.email_url_config(url)
        if not parts["EMAIL_BACKEND"].endswith("smtp.EmailBackend") or not parts["EMAIL_HOST"]:
            raise ImproperlyConfigured("must name a mail server: smtp://, smtp+tls:// or smtp+ssl://, and a host.")
        user, implicit_tls = parts["EMAIL_HOST_USER"] or "", bool(parts.get("EMAIL_USE_SSL"))
        return cls(
            host=parts["EMAIL_HOST"],
            port=parts["EMAIL_PORT"] or (465 if implicit_tls else 587 if user else 25),
            user=user,
            password=parts["EMAIL_HOST_PASSWORD"] or "",
            starttls=bool(parts.get("EMAIL_USE_TLS")),
            implicit_tls=implicit_tls,
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def check(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """System check: a wrong EMAIL_URL is said when the portal starts, not when the first mail waits."""
    try:
        server()
    except (ImproperlyConfigured, ValueError) as error:
        return [Error(f"EMAIL_URL: {error}", id="portal.E001")]
    return []


def server() -> Server | None:
    """The mail server, or None: then rows wait and can be read in the outbox."""
    return Server.from_url(settings.EMAIL_URL) if settings.EMAIL_URL else None
