"""Builds a mail from its two templates; the caller sends it, which writes a row."""

import re
import textwrap
from email.utils import parseaddr
from html import unescape

import css_inline
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_PARAGRAPH_END = re.compile(r"</(?:p|h\d|ul|ol|blockquote)>")
_BREAK = re.compile(r"<br ?/?>")
_ITEM = re.compile(r"\s*<li>(?:<p>)?")
_TAG = re.compile(r"<[^>]*>")
_BLANK_LINES = re.compile(r"\n{3,}")


def build(
    template: str,
    context: dict[str, object],
    *,
    to: str,
    sender: str = "",
    headers: dict[str, str] | None = None,
) -> EmailMultiAlternatives:
    """A mail of `<template>.txt` (its first line is the subject) and `<template>.html`.

    Both are written from the same context; styles are inlined for programs that drop <style>.
    """
    context = {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL, **context}
    subject, _, body = render_to_string(f"{template}.txt", context).strip().partition("\n")
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=sender or settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=headers or {},
    )
    message.attach_alternative(_inliner.inline(render_to_string(f"{template}.html", context)), "text/html")
    return message


class NoAddress(ValueError):
    """Nothing that SMTP can carry a mail to."""


def bare(address: str) -> str:
    """The address alone, its host in ASCII, as SMTP carries it; NoAddress where there is none."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    local = parseaddr(address)[1].rpartition("@")[0]
    try:
        bare = parseaddr(sanitize_address(address, "utf-8"))[1]
    except ValueError:  # a host that IDNA cannot spell is one as well
        bare = ""
    if not (local + bare).isascii() or not bare.isprintable() or "@" not in bare or set(bare) & set("<> "):
        raise NoAddress(f"Not an address that a mail can be sent to: {address[:320]!r}")
    return bare


def validate(address: str) -> None:
    """For forms: an address that looks like one, and yet no mail could be made for it, is refused like any other."""
    try:
        validate_email(address)
    except ValidationError:
        return  # it does not look like one, which the field itself says
    try:
        bare(address)
    except NoAddress as error:
        raise ValidationError(_("Enter a valid email address."), code="invalid") from error


def plain(html: str, *, width: int = 72) -> str:
    """What staff wrote in the prose editor as the text of a mail: paragraphs, dashes, addresses in brackets."""
    html = _LINK.sub(lambda link: f"{link[2]} ({link[1]})", html)
    html = _ITEM.sub("\n- ", _BREAK.sub("\n", _PARAGRAPH_END.sub("\n\n", html)))
    paragraphs = [" ".join(part.split()) for part in unescape(_TAG.sub("", html)).split("\n")]
    wrapped = [textwrap.fill(part, width, break_long_words=False, break_on_hyphens=False) for part in paragraphs]
    return _BLANK_LINES.sub("\n\n", "\n".join(wrapped)).strip()
