"""What somebody sends who has an archive to bring in."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles.importing import renaming, uploads
from articles.importing.shelves import NotAZip, Zip
from articles.models import Import

LONGEST_NAME = 200
COLUMNS = {"file": "name", "pictures": "pictures_name", "names": "map_name"}
KEPT = {"file": uploads.ARCHIVE, "pictures": uploads.PICTURES, "names": uploads.NAMES}


class ImportForm(forms.ModelForm):
    """The file is looked into as far as that is quick; the dry run says the rest.

    With `of`, an import that ended, its files come along where none is sent in their place.
    """

    of: ClassVar[Import | None] = None
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JSON Lines, ninjs or a WordPress export; or a zip of one of these or of Markdown files. At most %s MB."
        )
        % (settings.ARCHIVE_MAX_BYTES // 1_000_000),
    )
    pictures = forms.FileField(
        label=_("Pictures (optional)"),
        required=False,
        help_text=_(
            "A zip of their folder; of WordPress’s, wp-content/uploads. Not needed where the file is a zip with them."
        ),
    )
    names = forms.FileField(
        label=_("Names (optional)"),
        required=False,
        help_text=_(
            "A small JSON file that says what the archive’s sections, keywords, authors and kickers are called here."
        ),
    )
    without_pictures = forms.BooleanField(label=_("Without these pictures"), required=False)
    without_names = forms.BooleanField(label=_("Without these names"), required=False)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name) for name in sorted(available_timezones())],
        initial="UTC",
        help_text=_("Where dates were written that name none."),
    )

    class Meta:
        model = Import
        fields = ("publish", "again", "timezone")
        labels = {"publish": _("Publish under their own dates"), "again": _("Take unchanged articles anew")}
        help_texts = {
            "publish": _("Otherwise everything comes in as drafts."),
            "again": _("After the same archive came in with other pictures or another time zone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.of is None:
            return
        self.initial.update({name: getattr(self.of, name) for name in ("publish", "again", "timezone")})
        self.fields["file"].required = False
        kept = {"file": self.of.name, "pictures": self.of.pictures_name, "names": self.of.map_name}
        for field, name in kept.items():
            if name:
                self.fields[field].help_text = _("%(name)s, unless you choose another.") % {"name": name}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            uploads.look(file)
        except uploads.NoArchive as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean_pictures(self) -> Any:
        file = self.cleaned_data["pictures"]
        try:
            if file:
                Zip(file)
        except NotAZip as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean_names(self) -> Any:
        file = self.cleaned_data["names"]
        try:
            if file:
                renaming.understood(file.read(), name=file.name)
        except renaming.NotAMap as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean(self) -> dict:
        """Holds the row of the import before, so that nobody removes its files meanwhile."""
        typed = super().clean() or self.cleaned_data
        if self.of and not Import.objects.select_for_update().filter(pk=self.of.pk, removed_at=None).exists():
            self.add_error("file", _("Its files are not here any more. Send them again."))
        return typed

    def save(self, commit: bool = True) -> Import:
        for field, column in COLUMNS.items():
            sent = self.cleaned_data[field]
            name = sent.name[:LONGEST_NAME] if sent else getattr(self.of, column) if self._comes_along(field) else ""
            setattr(self.instance, column, name)
        return super().save(commit)

    def _comes_along(self, field: str) -> bool:
        """Whether that file of the import before is taken again."""
        is_left_out = self.cleaned_data[field] or self.cleaned_data.get(f"without_{field}")
        return bool(self.of and getattr(self.of, COLUMNS[field]) and not is_left_out)

    def sent(self) -> list[tuple[str, Any]]:
        """The files, by the names under which they are kept."""
        return [(name, file) for field, name in KEPT.items() if (file := self.cleaned_data[field])]

    def along(self) -> list[str]:
        return [name for field, name in KEPT.items() if self._comes_along(field)]
