"""The four roles of the newsroom, as groups with Django's own permissions.

| role | may |
|---|---|
| author | begin drafts and change their own, add pictures and keywords |
| editor | also publish, schedule and withdraw, arrange the front page, answer questions, prepare the Weekly |
| chief | also release the Weekly, arrange sections, bring archives in and out, write its pages, see to subscribers |
| administrator | also accounts, memberships, the outbox and the worker's jobs |

Whoever reads the outbox can follow the links in it, those to a new password too: so nobody below an administrator.
"""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

_AUTHOR = """
articles.view_article articles.add_article articles.change_article articles.view_picture articles.add_picture
articles.change_picture articles.view_keyword articles.add_keyword articles.view_author articles.view_section
articles.view_keywordalias articles.view_drawing articles.add_drawing articles.change_drawing
"""
_EDITOR = """
articles.publish_entry articles.delete_article articles.add_author articles.change_author articles.change_keyword
articles.add_keywordalias articles.change_keywordalias articles.delete_keywordalias articles.delete_picture
articles.view_oldaddress articles.add_oldaddress articles.change_oldaddress articles.delete_oldaddress
articles.view_arrangement articles.add_arrangement articles.change_arrangement
articles.delete_arrangement articles.view_arrangedblock articles.add_arrangedblock articles.change_arrangedblock
articles.delete_arrangedblock articles.delete_drawing
feedback.view_question feedback.change_question feedback.answer_question feedback.view_answer feedback.change_answer
subscriptions.view_issue subscriptions.add_issue subscriptions.change_issue subscriptions.view_story
subscriptions.add_story subscriptions.change_story subscriptions.delete_story
"""
_CHIEF = """
subscriptions.release_issue subscriptions.delete_issue subscriptions.view_subscriber subscriptions.change_subscriber
subscriptions.delete_subscriber subscriptions.view_delivery articles.add_section articles.change_section
articles.delete_section articles.delete_keyword articles.delete_author feedback.add_answer feedback.delete_answer
feedback.delete_question members.view_user members.view_membership articles.view_page articles.change_page
articles.view_import articles.add_import articles.change_import articles.view_export articles.add_export
articles.change_export
"""
_ADMINISTRATOR = """
members.add_user members.change_user members.delete_user members.add_membership members.change_membership
members.delete_membership auth.view_group subscriptions.add_subscriber lib.view_mail lib.change_mail
account.view_emailaddress account.add_emailaddress account.change_emailaddress account.delete_emailaddress
portal.view_job portal.change_job
"""
ROLES = {
    "author": _AUTHOR.split(),
    "editor": (_AUTHOR + _EDITOR).split(),
    "chief": (_AUTHOR + _EDITOR + _CHIEF).split(),
    "administrator": (_AUTHOR + _EDITOR + _CHIEF + _ADMINISTRATOR).split(),
}


def grant(apps: Apps, *, using: str) -> None:
    """Make the groups and give each what ROLES says; for migrations, safe to run again.

    An early migration passes over what a later one adds; the last one gives all, which a test holds.
    """
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    configs: Any = apps.get_app_configs()
    for config in configs:
        models_module = getattr(config, "models_module", None)
        config.models_module = models_module or True  # a migration's app has none and would be passed over
        create_permissions(config, verbosity=0, using=using, apps=apps)
        config.models_module = models_module
    rows = permission_model.objects.using(using).values_list("content_type__app_label", "codename", "pk")
    known = {f"{app_label}.{codename}": pk for app_label, codename, pk in rows}
    for role, names in ROLES.items():
        group, _ = group_model.objects.using(using).get_or_create(name=role)
        group.permissions.set([known[name] for name in names if name in known])
