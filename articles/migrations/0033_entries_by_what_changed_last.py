from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Greatest


class Migration(migrations.Migration):
    atomic = False  # entries are read and saved while the index is made

    dependencies = [
        ("articles", "0032_texts_by_what_they_show"),
    ]

    operations = [
        # One that was begun and not finished: made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS entry_changed_in_range", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "entry",
            models.Index(
                models.F("number") / 2_000,
                Greatest("changed_at", "published_at"),
                name="entry_changed_in_range",
                condition=models.Q(published_at__isnull=False),
            ),
        ),
    ]
