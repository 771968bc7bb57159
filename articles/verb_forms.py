"""What the newsroom's verbs ask before they act."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib import sanitise

SOON = timedelta(minutes=15)


class VerbForm(forms.Form):
    """What a verb asks before it acts at the moment `at`: nothing but its button."""

    def __init__(self, *args: object, at: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        self.at = at


class ScheduleForm(VerbForm):
    """Proposes a full hour that leaves time to go on."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time, UTC"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: object, at: datetime, **kwargs: object) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.fields["day"].widget.attrs["min"] = f"{at:%Y-%m-%d}"
        proposed = (at + SOON + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        self.initial.update(day=proposed.date(), time=proposed.time())

    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        if "day" in typed and "time" in typed:
            typed["when"] = datetime.combine(typed["day"], typed["time"], tzinfo=UTC)
            if typed["when"] <= self.at:
                self.add_error("time", _("That moment has passed. Choose a later one, or publish now."))
        return typed


class WithdrawForm(VerbForm):
    reason = forms.CharField(
        label=_("Reason, as readers will see it"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class AskForm(VerbForm):
    words = forms.CharField(
        label=_("Note to the editor, optional"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_words(self) -> str:
        return sanitise.printable(self.cleaned_data["words"])


class SendBackForm(VerbForm):
    note = forms.CharField(
        label=_("What is to be done first"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
