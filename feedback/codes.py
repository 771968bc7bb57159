"""The identifying code: what stands in the picture, what is drawn over it, and the one attempt it is good for."""

import math
import random
import secrets
from collections.abc import Callable
from functools import wraps

from captcha.conf import settings as captcha
from captcha.fields import CaptchaField, CaptchaTextInput
from captcha.models import CaptchaStore
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw

from feedback.emails import our_address
from portal.lib import client, sanitise, throttle
from portal.lib.http import require_safe

_in_words = lazy(apnumber, str)
# No two of these are taken for one another, however they are turned.
CHARACTERS = "ACDEFHJKLNPRTY3479"

HOUR = 3600
IN_AN_HOUR = {"new": 200, "draw": 400, "speak": 60}  # for one network; an office asks for far fewer


def allowed(what: str, network: str) -> bool:
    """Whether `network` may have one more code made ("new"), drawn or spoken; counts it."""
    return throttle.allow(f"code.{what}:{network}", limit=IN_AN_HOUR[what], seconds=HOUR)


def limited(what: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the library for so many requests of one network; 429 beyond."""

    @require_safe
    @wraps(view)
    def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if allowed(what, client.network(request)):
            return view(request, *args, **kwargs)
        response = render(request, "429.html", status=429)
        response.headers["Retry-After"] = str(HOUR)
        return response

    return counted


def challenge() -> tuple[str, str]:
    """What the picture shows, and what has to be typed; for CAPTCHA_CHALLENGE_FUNCT."""
    shown = "".join(secrets.choice(CHARACTERS) for _place in range(captcha.CAPTCHA_LENGTH))
    return shown, shown.lower()


def waves(draw: ImageDraw.ImageDraw, image: Image.Image) -> ImageDraw.ImageDraw:
    """Thin waves across the picture; the caller has seeded `random`, so that one code has one picture."""
    width, height = image.size
    for _wave in range(5):
        start, swing = random.uniform(0.2, 0.8) * height, random.uniform(0.1, 0.3) * height
        length, shift = random.uniform(0.7, 1.6) * width, random.uniform(0, math.tau)
        points = [(x, start + swing * math.sin(math.tau * x / length + shift)) for x in range(-4, width + 4, 4)]
        draw.line(points, fill=captcha.CAPTCHA_FOREGROUND_COLOR, width=1)
    return draw


class IdentifyingCodeInput(CaptchaTextInput):
    """The picture with its Reload, the field, and the address to write to instead; one label, for the field."""

    use_fieldset = False

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        ways = {"refresh": self.refresh_url(), "our_address": our_address()}
        return super().get_context(name, value, attrs) | ways


class IdentifyingCodeField(CaptchaField):
    """A code is good for one attempt, also when two requests bring it at the same moment."""

    def __init__(self) -> None:
        count = _in_words(captcha.CAPTCHA_LENGTH)
        super().__init__(
            widget=IdentifyingCodeInput(),
            label=_("Identifying code"),
            help_text=format_lazy(_("The {count} characters in the picture. Capitals do not matter."), count=count),
            error_messages={
                "required": format_lazy(_("Type the {count} characters in the new picture."), count=count),
                "invalid": format_lazy(
                    _("That was not the code. Type the {count} characters in the new picture."), count=count
                ),
            },
        )

    def clean(self, value: list[str | None] | None) -> list[str]:
        key, typed = [sanitise.printable(part or "") for part in value or ["", ""]]
        with transaction.atomic():
            # Whoever comes second waits here, and then finds the code used.
            CaptchaStore.objects.select_for_update().filter(hashkey=key).first()
            try:
                return super().clean([key, typed])
            except ValidationError as error:
                wrong = error  # raised outside: the attempt stays spent
        raise wrong
