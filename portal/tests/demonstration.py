"""The demonstration content for tests that look at it, loaded once in a run; its rows are copied from then on."""

from django.core.management import call_command

from portal.lib import pages
from portal.tests import emptying


def load():
    if emptying.is_kept("demonstration"):
        emptying.put_back("demonstration")
        pages.changed()
    else:
        call_command("load_demo", verbosity=0)
        emptying.keep("demonstration")
