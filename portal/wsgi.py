"""The portal as a web server calls it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
_portal = get_wsgi_application()

from portal.pagecache import PageCache  # noqa: E402  # once the apps are there

application = _portal if settings.DEBUG else PageCache(_portal)  # who writes templates sees each change
