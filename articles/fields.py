"""What is typed as words and kept as rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import in_languages, tagging
from articles.in_languages import Said
from articles.models import Correction
from articles.models.places import folded
from articles.widgets import MOST_KEYWORDS, InLanguagesWidget, KeywordsWidget, names_of
from portal.lib import sanitise

LONGEST_CORRECTION = Correction._meta.get_field("words").max_length or 0


class KeywordsField(forms.Field):
    """Names, each once; ArticleForm turns them into keywords when it saves."""

    widget = KeywordsWidget

    def prepare_value(self, value: list) -> list[str]:
        return names_of(value or [])

    def to_python(self, value: list[str] | None) -> list[str]:
        names: dict[str, str] = {}
        for word in value or []:
            name = " ".join(sanitise.printable(word).split())
            names.setdefault(folded(name), name)
        return [name for spelled, name in names.items() if spelled]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for word in value:
            if max(len(word), len(folded(word))) > tagging.LONGEST:
                raise ValidationError(_("“%(word)s…” is too long for a keyword."), params={"word": word[:40]})
        if len(value) > MOST_KEYWORDS:
            words = ngettext("At most %(most)s keyword.", "At most %(most)s keywords.", MOST_KEYWORDS)
            raise ValidationError(words, params={"most": MOST_KEYWORDS})

    def has_changed(self, initial: list | None, data: list[str] | None) -> bool:
        return {folded(name) for name in names_of(initial or [])} != {folded(word) for word in self.to_python(data)}


class CorrectionField(forms.CharField):
    """The words of a correction, on one line; what is too long is refused whole, never cut by the browser."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"rows": 3, "class": "vLargeTextField", "data-counted": LONGEST_CORRECTION}
        known: dict[str, Any] = {
            "label": _("Correction, as readers will see it"),
            "widget": forms.Textarea(attrs=attrs),
            "validators": [MaxLengthValidator(LONGEST_CORRECTION)],
            "error_messages": {"required": _("Write the correction as readers will see it.")},
        }
        super().__init__(**known | kwargs)

    def to_python(self, value: str | None) -> str:
        return " ".join(sanitise.printable(super().to_python(value) or "").split())


class InLanguagesField(forms.Field):
    widget = InLanguagesWidget

    def to_python(self, value: Said | None) -> Said:
        return in_languages.kept(value or {})

    def validate(self, value: Said) -> None:
        super().validate(value)
        for code, words in value.items():
            for name, said in words.items():
                if len(said) > in_languages.LONGEST[name]:
                    facts = {
                        "language": dict(in_languages.LANGUAGES)[code],
                        "label": in_languages.LABELS[name],
                        "most": in_languages.LONGEST[name],
                    }
                    raise ValidationError(_("%(language)s, %(label)s: at most %(most)s characters."), params=facts)

    def has_changed(self, initial: Said | None, data: Said | None) -> bool:
        return (initial or {}) != in_languages.kept(data or {})
