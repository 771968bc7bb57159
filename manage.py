#!/usr/bin/env python
"""Django's command line for the portal; starts the portal's own PostgreSQL where it is not up."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from portal import doors, given

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    with doors.open_for_command():
        try:
            execute_from_command_line(sys.argv)
        except OperationalError:
            if trouble := given.trouble():
                sys.exit(trouble)
            raise
