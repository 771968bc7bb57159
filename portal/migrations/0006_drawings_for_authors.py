from django.db import migrations

from portal.roles import grant


def give_roles_what_is_theirs(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0005_front_page_and_own_pages"),
        ("articles", "0011_maps_and_charts"),
    ]

    operations = [migrations.RunPython(give_roles_what_is_theirs, migrations.RunPython.noop)]
