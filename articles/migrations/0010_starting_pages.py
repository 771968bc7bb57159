from django.db import migrations
from django.utils import timezone

from articles import starting


def put_pages(apps, schema_editor):
    page, history = apps.get_model("articles", "Page"), apps.get_model("articles", "HistoricalPage")
    starting.put(page, history, using=schema_editor.connection.alias, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_front_page_topics_and_own_pages")]

    operations = [migrations.RunPython(put_pages, migrations.RunPython.noop)]
