from django.db import migrations

from portal.roles import grant


def make_roles(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("feedback", "0002_initial"),
        ("lib", "0002_limits_and_cache"),
        ("members", "0001_initial"),
        ("subscriptions", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
