from django.db import migrations

from portal.roles import grant


def give_roles_what_is_theirs(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_outbox_for_administrators"),
        ("articles", "0010_starting_pages"),
    ]

    operations = [migrations.RunPython(give_roles_what_is_theirs, migrations.RunPython.noop)]
