"""What a text shows, as the database finds it: an index over it says at once which texts show a picture."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import DataContains
from django.db import models

ADDRESSES = ArrayField(models.TextField())


class ShownIn(models.Func):
    """The addresses of the pictures and drawings in a sanitised text; migration 0032 makes the function."""

    function = "articles_shown_in"
    output_field = ADDRESSES


def shows(address: models.Expression) -> DataContains:
    """Whether the picture or drawing of this address stands in the row's `body`, as a condition for a filter."""
    addresses = models.Func(address, template="ARRAY[%(expressions)s]", output_field=ADDRESSES)
    return DataContains(ShownIn("body"), addresses)
