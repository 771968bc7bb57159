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
# Of those who work here only the portal's own: one that clears up for the database (autovacuum) may not be ended.
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def keep(name="kept"):
    """Copy all rows there are but those of the queue: `kept` once, when the migrations are done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
        for table in _with_rows(cursor):
            if not table.startswith("procrastinate_"):
                cursor.execute(f"CREATE TABLE {name}.{table} AS TABLE {table}")


def is_kept(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [name])
        return cursor.fetchone()[0]


def put_back(name="kept"):
    """Have those rows and no others. Foreign keys are looked at when all is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in _with_rows(cursor):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = to_regnamespace(%s)", [name])
        for (table,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {name}.{table}")


def empty(_test):
    """In place of TransactionTestCase._fixture_teardown."""
    put_back()


def end_others():
    """End every other session of the portal's: a listener's too, which would outlive the database."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)


def _with_rows(cursor):
    cursor.execute(TABLES)
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for (table,) in cursor.fetchall()]
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]
