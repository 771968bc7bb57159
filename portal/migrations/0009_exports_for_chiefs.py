from django.db import migrations

from portal.roles import grant


def give_roles_what_is_theirs(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_imports_for_chiefs"),
        ("articles", "0026_exports"),
    ]

    operations = [migrations.RunPython(give_roles_what_is_theirs, migrations.RunPython.noop)]
