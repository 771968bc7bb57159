from django.db import migrations

from portal.roles import grant


def give_roles_what_is_theirs(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_drawings_for_authors"),
        ("articles", "0018_old_addresses_of_pages"),
    ]

    operations = [migrations.RunPython(give_roles_what_is_theirs, migrations.RunPython.noop)]
