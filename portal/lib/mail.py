"""Builds a mail from its two templates; the caller sends it, which writes a row."""

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


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
