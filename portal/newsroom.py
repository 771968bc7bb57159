"""The admin: login by the portal's own page, opened on what needs somebody today."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class NewsroomSite(AdminSite):
    site_header = _("Belt and Road Portal")
    site_title = _("Newsroom")
    index_title = _("What needs me today")
    enable_nav_sidebar = True

    login = secure_admin_login(AdminSite.login)
