"""Fields of the newsroom that look their choices up while somebody types; without script they take plain words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import illustrating, in_languages
from articles.models import Drawing, Entry, Keyword, Picture
from portal.lib.typed_rows import Typed, numbers

MOST_KEYWORDS = 30
KICKERS = 100


class Suggesting:
    """A select whose script asks the admin's view named `suggestions`; only what is chosen is printed as options."""

    suggestions = ""

    @property
    def media(self) -> forms.Media:
        extra = "" if settings.DEBUG else ".min"
        vendor = "admin/js/vendor"
        return forms.Media(
            js=[
                f"{vendor}/jquery/jquery{extra}.js",
                f"{vendor}/select2/select2.full{extra}.js",
                "admin/js/jquery.init.js",
                "js/suggest.js",
            ],
            css={
                "screen": [f"{vendor.replace('/js', '/css')}/select2/select2{extra}.css", "admin/css/autocomplete.css"]
            },
        )

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        attrs = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[misc]  # of the widget it is mixed into
        return attrs | {"data-suggest": reverse(self.suggestions)}


class KeywordsWidget(Suggesting, forms.SelectMultiple):
    """Keywords by their names; a name that nobody used yet is as good as any other."""

    suggestions = "admin:articles_keyword_suggest"
    template_name = "admin/articles/widgets/keywords.html"

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        words = ngettext("At most %(most)s keyword.", "At most %(most)s keywords.", MOST_KEYWORDS)
        told = {"data-most": MOST_KEYWORDS, "data-too-many": words % {"most": MOST_KEYWORDS}}
        own = {"data-tags": "true", "data-token-separators": '[","]', "data-new": _("new keyword")}
        return super().build_attrs(base_attrs, extra_attrs) | own | told

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        options = [self.create_option(name, word, word, selected=True, index=index) for index, word in enumerate(value)]
        return [(None, options, 0)]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        chosen = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [word for word in (*chosen, *data.get(f"{name}_typed", "").split(",")) if word.strip()]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class KickerWidget(forms.TextInput):
    """A line that proposes the series there are, each with how many entries it has, and takes any other."""

    template_name = "admin/articles/widgets/kicker.html"

    def get_context(self, name: str, value: str | None, attrs: dict | None) -> dict:
        own = {"list": f"{name}_known", "class": "vTextField", "autocomplete": "off"}
        context = super().get_context(name, value, (attrs or {}) | own)
        known = Entry.objects.exclude(kicker="").order_by().values_list("kicker").annotate(used=Count("pk"))
        return context | {"known": sorted(known.order_by("-used", "kicker")[:KICKERS])}


class PictureWidget(Typed, Suggesting, forms.Select):
    """One picture of the library, seen as it is chosen."""

    suggestions = "admin:articles_picture_suggest"

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        chosen = Picture.objects.filter(pk__in=numbers(value))
        options = [self.create_option(name, "", "", selected=not chosen, index=0)]
        for picture in chosen:
            option = self.create_option(name, picture.pk, called(picture), selected=True, index=1)
            option["attrs"]["data-thumbnail"] = thumbnail(picture)
            options.append(option)
        return [(None, options, 0)]


class InLanguagesWidget(forms.Widget):
    """For each language a part that opens, with a box for each of its words."""

    template_name = "admin/articles/widgets/in_languages.html"
    besides = ""  # the language that has words already

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        said = value or {}
        parts = [
            (code, title, said.get(code, {}), self._boxes(name, code, said))
            for code, title in in_languages.LANGUAGES
            if code != self.besides
        ]
        return super().get_context(name, value, attrs) | {"parts": parts}

    def _boxes(self, name: str, code: str, said: in_languages.Said) -> list[tuple[str, Any, int, str]]:
        words = said.get(code, {})
        return [
            (f"{name}-{code}-{each}", in_languages.LABELS[each], in_languages.LONGEST[each], words.get(each, ""))
            for each in in_languages.LONGEST
        ]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> in_languages.Said:
        return {
            code: {each: data.get(f"{name}-{code}-{each}", "") for each in in_languages.LONGEST}
            for code, _title in in_languages.LANGUAGES
        }

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""


def called(picture: Picture) -> str:
    """What is seen on it; where nobody has said so, its number rather than the path of its file."""
    return picture.alt or picture.caption or _("Nobody has said yet what is seen on it: No. %s") % picture.pk


def thumbnail(picture: Picture) -> str:
    """The address of the smallest rendition that is ready, else of the picture itself."""
    return picture.rendition_url(min(picture.widths), "jpg") if picture.widths else picture.url


def drawings_of(body: str) -> str:
    """Where the maps and charts of a text are changed; "" for a text without any."""
    keys = illustrating.drawings_in(body)
    drawings = Drawing.objects.in_bulk(keys, field_name="key") if keys else {}
    rooms = [
        (reverse("admin:articles_drawing_change", args=[drawings[key].pk]), drawings[key].title)
        for key in keys
        if key in drawings
    ]
    if not rooms:
        return ""
    listed = format_html_join(" · ", '<a href="{}" target="_blank">{}</a>', rooms)
    return format_html("{} {}", _("Maps and charts of the saved text, each in a window of its own:"), listed)


def names_of(keywords: list[Keyword | str]) -> list[str]:
    return [keyword.name if isinstance(keyword, Keyword) else keyword for keyword in keywords]
