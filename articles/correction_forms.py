"""What is asked about a correction that stands."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.fields import CorrectionField
from portal.lib.meanwhile import digest, with_value


class CorrectionForm(forms.Form):
    """About a correction that says `stands`; whoever comes second sees what the first wrote."""

    asks: ClassVar[str]
    again: ClassVar[Any]  # what happens where it is sent once more
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: MultiValueDict | None, *, stands: str) -> None:
        super().__init__(typed, initial={"words": stands, "seen": digest(stands)})
        self.stands = stands

    def clean(self) -> dict:
        if self.data.get("seen") != digest(self.stands):
            self.data = with_value(self.data, "seen", digest(self.stands))
            words = format_lazy("{} {}", _("Somebody changed it meanwhile; it says: “%(stands)s”"), self.again)
            self.add_error(self.asks, ValidationError(words, params={"stands": self.stands}))
        return self.cleaned_data


class AmendForm(CorrectionForm):
    asks, again = "words", _("Sent again, what you wrote replaces it.")
    words = CorrectionField()


class TakeBackForm(CorrectionForm):
    asks, again = "why", _("Sent again, it is taken back.")
    why = forms.CharField(
        label=_("Why, for the newsroom’s history"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: it stood in the wrong place, or was itself wrong.")},
    )
