from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"


class NewsroomConfig(AdminConfig):
    """Django's admin, opened on what needs somebody today."""

    default_site = "portal.newsroom.NewsroomSite"
