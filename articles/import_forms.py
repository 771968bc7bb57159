"""What somebody sends who has an archive to bring in."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles.importing import renaming, uploads
from articles.importing.shelves import NotAZip, Zip
from articles.models import Import

LONGEST_NAME = 200


class ImportForm(forms.ModelForm):
    """The file is looked into as far as that is quick; the dry run says the rest."""

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
        help_text=_("A small JSON file that says what the archive’s sections, keywords and authors are called here."),
    )
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

    field_order = ("file", "pictures", "names", "publish", "again", "timezone")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
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

    def save(self, commit: bool = True) -> Import:
        sent = self.cleaned_data
        self.instance.name = sent["file"].name[:LONGEST_NAME]
        self.instance.pictures_name = sent["pictures"].name[:LONGEST_NAME] if sent["pictures"] else ""
        self.instance.map_name = sent["names"].name[:LONGEST_NAME] if sent["names"] else ""
        return super().save(commit)

    def sent(self) -> list[tuple[str, Any]]:
        """The files, by the names under which they are kept."""
        kept = {"file": uploads.ARCHIVE, "pictures": uploads.PICTURES, "names": uploads.NAMES}
        return [(name, file) for field, name in kept.items() if (file := self.cleaned_data[field])]
