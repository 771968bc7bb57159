"""What went wrong and waits for somebody: mails, deliveries of the Weekly, jobs."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.models import Mail
from portal.models import Job
from portal.waiting import OF_A_KIND, Kind, Waiting, counted
from subscriptions.models import Delivery

PATIENCE = timedelta(minutes=5)  # how long a job may wait for a worker, or be held by one that is silent


def mails() -> Kind:
    found = Mail.objects.failed()
    rows = [
        Waiting(
            mail.refused_at or mail.uncertain_at or mail.due_at,
            _("Mail to %(recipient)s") % {"recipient": mail.recipient},
            _("“%(subject)s” may have arrived or not: the connection broke.") % {"subject": mail.subject}
            if mail.uncertain_at
            else _("“%(subject)s” was refused by the mail server.") % {"subject": mail.subject},
            _("Look"),
            reverse("admin:lib_mail_change", args=[mail.pk]),
        )
        for mail in found.defer("message").order_by("pk")[:OF_A_KIND]
    ]
    where = f"{reverse('admin:lib_mail_changelist')}?state=failed"
    return Kind(
        rows, counted(found), where=where, called=lambda left: ngettext("%d more mail", "%d more mails", left) % left
    )


def deliveries() -> Kind:
    """One row for each issue that did not reach everybody."""
    every: Any = Delivery.objects
    failed = every.failed().values("issue", number=F("issue__number"))
    found = failed.annotate(
        refused=Count("pk", filter=Q(refused_at__isnull=False)),
        uncertain=Count("pk", filter=Q(uncertain_at__isnull=False)),
        since=Min(Coalesce("refused_at", "uncertain_at")),
    ).order_by("since")[:OF_A_KIND]
    note = _("%(refused)s refused, %(uncertain)s uncertain.")
    address = reverse("admin:subscriptions_delivery_changelist")
    rows = [
        Waiting(
            row["since"],
            _("The Weekly, No. %(number)s, did not reach everybody") % row,
            note % row,
            _("Look"),
            f"{address}?{urlencode({'issue': row['issue'], 'state': 'failed'})}",
        )
        for row in found
    ]
    return Kind(rows, len(rows))


def failed_jobs(*, at: datetime) -> Kind:
    """Jobs that were given up, and those whose worker fell silent."""
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=at - PATIENCE)
    found = Job.objects.filter(Q(status="failed") | Q(status="doing") & silent)
    rows = [
        Waiting(
            job.since or at,
            _("Job %(task)s") % {"task": job.task_name},
            ngettext("Failed after %(times)s attempt.", "Failed after %(times)s attempts.", job.attempts)
            % {"times": job.attempts}
            if job.status == "failed"
            else _("Its worker is silent; the next one takes it up."),
            _("Look"),
            reverse("admin:portal_job_change", args=[job.pk]),
        )
        for job in found.annotate(since=Max("procrastinateevent__at")).order_by("pk")[:OF_A_KIND]
    ]
    where = f"{reverse('admin:portal_job_changelist')}?status__exact=failed"
    return Kind(
        rows, counted(found), where=where, called=lambda left: ngettext("%d more job", "%d more jobs", left) % left
    )


def idle_jobs(*, at: datetime) -> Kind:
    """One row where jobs wait and no worker takes them."""
    due = Job.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lt=at - PATIENCE), status="todo")
    late = due.annotate(since=Min("procrastinateevent__at")).filter(since__lt=at - PATIENCE)
    first = late.order_by("pk").first()
    if first is None:
        return Kind([], 0)
    many = counted(late)
    title = ngettext("%(many)s job waits for a worker", "%(many)s jobs wait for a worker", many) % {"many": many}
    address = f"{reverse('admin:portal_job_changelist')}?{urlencode({'status__exact': 'todo'})}"
    row = Waiting(first.since, title, _("No worker takes them: see that one runs."), _("Look"), address)
    return Kind([row], 1)
