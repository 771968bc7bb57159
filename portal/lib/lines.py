"""One line of words that is shown whole, however long it is."""

from typing import Any

from django import forms


class LineWidget(forms.Textarea):
    """Grows with its words; Enter goes on to the next field (js/lines.js)."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"cols": 40, "rows": 2, "class": "vTextField", "data-line": ""} | (attrs or {}))

    @property
    def media(self) -> forms.Media:
        script: Any = forms.Script("js/lines.js", type="module")
        return forms.Media(js=[script])


class LineField(forms.CharField):
    """Words on one line: where a break was typed or pasted stands a space."""

    widget = LineWidget

    def to_python(self, value: str | None) -> str:
        return " ".join((super().to_python(value) or "").splitlines())
