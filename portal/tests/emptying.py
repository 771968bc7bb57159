"""Makes the database of a test that committed what the migrations made it.

Django's own flush truncates every table and makes roles, permissions and pages anew: most of a second for each such
test. Here only tables with rows are emptied, and what migrations put into them comes back from a copy.
"""

from django.db import connection, transaction

TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'django_migrations'
ORDER BY relname DESC  -- those of procrastinate, whose keys cannot wait, so come before what they refer to
"""


def keep():
    """Once, when the migrations are done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for table in _with_rows(cursor):
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")


def empty(_test):
    """In place of TransactionTestCase._fixture_teardown. Foreign keys are looked at when all is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in _with_rows(cursor):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'kept'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept.{table}")


def _with_rows(cursor):
    cursor.execute(TABLES)
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for (table,) in cursor.fetchall()]
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]
