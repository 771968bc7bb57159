"""What a text shows, as the database finds it: an index over it says at once which texts show a picture."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ShownIn(models.Func):
    """The addresses of the pictures and drawings in a sanitised text; migration 0032 makes the function."""

    function = "articles_shown_in"
    output_field = ArrayField(models.TextField())
