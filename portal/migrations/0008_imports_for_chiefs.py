from django.db import migrations

from portal.roles import grant


def give_roles_what_is_theirs(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0007_old_addresses_for_editors"),
        ("articles", "0023_imports"),
    ]

    operations = [migrations.RunPython(give_roles_what_is_theirs, migrations.RunPython.noop)]
