"""A row for every room of the admin, so that each page of it can be opened."""

from allauth.account.models import EmailAddress
from django.core.mail import send_mail
from django.utils import timezone

from articles import jobs
from articles.models import Arrangement, Export, Import, OldAddress, Page
from articles.tests.factories import make_article, make_author, make_drawing, make_keyword, make_picture, make_section
from feedback.tests.factories import make_answer, make_question
from members.tests.factories import make_membership, make_user
from portal.lib.models import Mail
from portal.models import Job
from subscriptions.models import Delivery
from subscriptions.tests.factories import make_issue, make_subscriber


def an_article():
    return make_article(
        picture=make_picture(), keywords=[make_keyword()], authors=[make_author()], changed_by=make_user("author")
    )


def a_keyword():
    keyword = make_keyword()
    keyword.aliases.create(name=f"{keyword.name} again")
    make_article(keywords=[keyword])
    return keyword


def a_picture():
    picture = make_picture()
    make_article(picture=picture)
    return picture


def a_user():
    user = make_user("author")
    EmailAddress.objects.create(user=user, email=f"{user.username}@example.org", verified=True, primary=True)
    make_membership(user, given_by=make_user("administrator"))
    return user


def a_membership():
    return make_membership(make_user(), given_by=make_user("administrator"))


def a_delivery():
    now = timezone.now()
    issue = make_issue(released_at=now)
    return Delivery.objects.create(issue=issue, subscriber=make_subscriber(), due_at=now, refused_at=now)


def a_mail():
    send_mail("Your question", "It was received.", None, ["ann@example.org"])
    return Mail.objects.latest("pk")


def an_old_address():
    entry = make_article()
    return OldAddress.objects.create(path=f"/news/{entry.pk}", entry=entry)


def a_job():
    return Job.objects.get(pk=jobs.reindex.defer(numbers=[]))


def an_arrangement():
    return Arrangement.objects.create(lead=make_article(), made_at=timezone.now(), made_by=make_user("editor"))


def an_import():
    return Import.objects.create(name="archive.jsonl", asked_at=timezone.now(), asked_by=make_user("chief"))


def an_export():
    return Export.objects.create(section=make_section(), asked_at=timezone.now(), asked_by=make_user("chief"))


ROWS = {
    "articles.arrangement": an_arrangement,
    "articles.article": an_article,
    "articles.author": make_author,
    "articles.drawing": make_drawing,
    "articles.entry": make_article,
    "articles.export": an_export,
    "articles.import": an_import,
    "articles.keyword": a_keyword,
    "articles.oldaddress": an_old_address,
    "articles.page": lambda: Page.objects.get(slug="about"),
    "articles.picture": a_picture,
    "articles.section": make_section,
    "feedback.answer": make_answer,
    "feedback.question": lambda: make_question(about=make_article()),
    "lib.mail": a_mail,
    "members.membership": a_membership,
    "members.user": a_user,
    "portal.job": a_job,
    "subscriptions.delivery": a_delivery,
    "subscriptions.issue": make_issue,
    "subscriptions.subscriber": lambda: make_subscriber(topics=[make_section()]),
}
