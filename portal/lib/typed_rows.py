"""Rows that are chosen by typing their numbers or words, where no script looks them up."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.lib.sanitise import printable

Search = Callable[[QuerySet, str], QuerySet]  # those of the rows that have these words
LOOKED_AT = 50
NAMED = 5
LONGEST = 300
MOST = 30  # names at once, each of which is looked for


def numbers(sent: list[str]) -> list[str]:
    """Of what a browser sent those that can be numbers of rows; the form refuses the others in words."""
    return [value for value in map(str, sent) if value.isascii() and value.isdecimal() and len(value) < 19]


def typed_name(name: str) -> str:
    """Under which the words are sent that were typed beside the list `name`."""
    return f"{name}_typed"


def row_named(rows: QuerySet, typed: str, *, search: Search) -> Model:
    """The one row that has these words, or bears them as its whole name; ValidationError names what there is."""
    typed = " ".join(printable(typed).split())
    found = list(search(rows, typed)[:LOOKED_AT]) if 0 < len(typed) <= LONGEST else []
    found = [row for row in found if str(row).casefold() == typed.casefold()] or found
    if len(found) == 1:
        return found[0]
    facts = {"typed": Truncator(typed).chars(60)}
    if not found:
        words = _("Nothing here is called “%(typed)s”. Type a name as the list has it, or its number.")
        raise ValidationError(words % facts)
    shown = [(row.pk, Truncator(row).chars(40)) for row in found[:NAMED]]
    each = "; ".join(_("No. %(number)s, %(name)s") % {"number": number, "name": name} for number, name in shown)
    words = _("Several have the words “%(typed)s”. Type the number of the one that is meant: %(each)s")
    raise ValidationError(words % {**facts, "each": each})


class _Searching(forms.ModelChoiceField):
    def __init__(self, *args: Any, search: Search, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.search = search
        self.widget.called = self.label


class TypedField(_Searching):
    def to_python(self, value: Any) -> Any:
        rows: Any = self.queryset
        if isinstance(value, str) and value.strip() and not numbers([value]):
            return row_named(rows, value, search=self.search)
        return super().to_python(value)


class TypedManyField(_Searching, forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        rows: Any = self.queryset
        chosen = [one for one in value or [] if not isinstance(one, str) or numbers([one])]
        names = [one for one in value or [] if one not in chosen]
        if len(names) > MOST:
            raise ValidationError(_("At most %(most)s names at once.") % {"most": MOST})
        wrong: list[ValidationError] = []
        for name in names:
            try:
                chosen.append(row_named(rows, name, search=self.search).pk)
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return super().clean(chosen)


class Typed(forms.Select):
    """A select with a line beside it, which only those see who have no script, or whose words found nothing."""

    template_name = "admin/widgets/typed_rows.html"
    called: Any = ""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        sent = [word for word in context["widget"]["value"] if word]
        typed = [word for word in sent if word not in numbers(sent)]
        line = line_of(typed) if self.allow_multiple_selected else "".join(typed)
        own = {"typed": line, "typed_name": typed_name(name), "is_many": self.allow_multiple_selected}
        return context | own | {"called": self.called}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        typed = data.get(typed_name(name), "").strip()
        if not self.allow_multiple_selected:
            return typed or chosen
        return [*(chosen or []), *words_of(typed)]


_WORD = re.compile(r'\s*(?:"([^"]*)"\s*(?=,|$)|“([^”]*)”\s*(?=,|$)|([^,]*))(?:,|$)')


def words_of(typed: str) -> list[str]:
    """What stands between the commas; commas between quotation marks are of the words."""
    found = (next(filter(None, parts), "").strip() for parts in _WORD.findall(typed))
    return [word for word in found if word]


def line_of(words: list[str]) -> str:
    """The words in one line, from which `words_of` takes them again."""
    return ", ".join(_quoted(word) if "," in word else word for word in words)


def _quoted(word: str) -> str:
    return f"“{word}”" if '"' in word else f'"{word}"'
