from django.db import migrations

from portal.roles import grant


def give_roles_more(apps, schema_editor):
    grant(apps, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_roles"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("subscriptions", "0002_deliveries_seen_to_by_staff"),
        ("feedback", "0002_initial"),
    ]

    operations = [migrations.RunPython(give_roles_more, migrations.RunPython.noop)]
