"""Which mail server takes our mails, from EMAIL_URL."""

from dataclasses import dataclass
from typing import Self

import environ
from django.conf import settings

FORM = "a mail server, as in smtp+tls://USER:PASSWORD@mail.example:587"


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
        """What an address says; ValueError where it names no server that takes mails by SMTP."""
        backend = environ.Env.EMAIL_SCHEMES.get(url.partition("://")[0], "")
        parts = environ.Env.email_url_config(url) if backend.endswith("smtp.EmailBackend") else {}
        if not parts.get("EMAIL_HOST"):
            raise ValueError("It names no mail server.")
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


def checked(url: str) -> str:
    """The address itself; ValueError where it is none of a mail server."""
    if url:
        Server.from_url(url)
    return url


def server() -> Server | None:
    """The mail server, or None: then rows wait and can be read in the outbox."""
    return Server.from_url(settings.EMAIL_URL) if settings.EMAIL_URL else None
