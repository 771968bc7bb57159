"""The PostgreSQL that DATABASE_URL names, where the portal starts none of its own."""

from typing import Any

import environ
import psycopg

from portal import environment

POSTGRESQL = "django.db.backends.postgresql"
FORM = (
    "a PostgreSQL: postgres://USER:PASSWORD@HOST:5432/DATABASE "
    "(in a password, write / @ : # ? % as %2F %40 %3A %23 %3F %25)"
)
OLDEST = 15
MAY = "SELECT has_schema_privilege(current_schema(), 'CREATE')"


def place(address: str) -> dict[str, Any]:
    """As Django has it in DATABASES; ValueError where it is no PostgreSQL's."""
    known = environ.Env.DB_SCHEMES.get(address.partition("://")[0]) == POSTGRESQL
    found = environ.Env.db_url_config(address) if known else {}
    if not found.get("NAME"):
        raise ValueError("It names no database.")
    return found


def trouble() -> str:
    """Why it cannot be used, in a line; nothing where it can, or where none is named."""
    address = environment.text("DATABASE_URL")
    if not address:
        return ""
    told = place(address)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    where = {ours: told[name] for name, ours in names.items() if told[name]} | told.get("OPTIONS", {})
    try:
        with psycopg.connect(**{"connect_timeout": 10} | where) as session:
            status = session.info.parameter_status
            version, encoding = status("server_version") or "0", status("server_encoding")
            may_make_tables = session.execute(MAY).fetchone() == (True,)
    except psycopg.Error as error:
        return f"The database of DATABASE_URL does not answer: {' '.join(str(error).split())}"
    if int(version.partition(".")[0]) < OLDEST:
        return f"The server of DATABASE_URL is PostgreSQL {version}; the portal needs {OLDEST} or newer."
    if encoding != "UTF8":
        return f"The database of DATABASE_URL has the encoding {encoding}; the portal needs UTF8."
    if not may_make_tables:
        return "The role of DATABASE_URL may not make tables in its database; one that it owns will do."
    return ""
