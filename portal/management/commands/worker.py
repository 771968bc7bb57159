import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from procrastinate.exceptions import ConnectorException

from portal import worker


class Command(BaseCommand):
    help = "Does the jobs of every queue and keeps the schedule, until SIGTERM. Ends with 1 when the database is lost."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        try:
            worker.run()
        except (worker.DatabaseLost, ConnectorException, DatabaseError, psycopg.Error) as error:
            raise CommandError(f"The worker ended: {error}") from error
