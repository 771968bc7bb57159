"""What staff who may not change something read of it, and what they are told before something goes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Keyword, KeywordAlias
from articles.tests.factories import make_article
from members.tests.factories import make_user
from subscriptions.models import Issue

pytestmark = pytest.mark.django_db


def seen_by(client, role, address):
    client.force_login(make_user(role))
    return client.get(address).content.decode()


def test_whoever_may_only_look_reads_text_and_not_mark_up(client):
    article = make_article(body="<p>A box that <em>waits</em>.</p>")
    page = seen_by(client, "author", reverse("admin:articles_article_change", args=[article.pk]))
    assert "<p>A box that <em>waits</em>.</p>" in page
    assert "&lt;p&gt;" not in page
    assert "shows them at once" not in page
    page = seen_by(client, "editor", reverse("admin:articles_article_change", args=[article.pk]))
    assert "&lt;p&gt;A box that" in page  # in the field that the editor is drawn over
    assert "shows them at once what stands here" in page


def test_an_issue_that_was_released_is_read_as_its_readers_had_it(client):
    issue = Issue.objects.create(
        number=1, subject="Tea", introduction="<p>Four trains.</p>", released_at=timezone.now()
    )
    page = seen_by(client, "chief", reverse("admin:subscriptions_issue_change", args=[issue.pk]))
    assert "<p>Four trains.</p>" in page
    assert "&lt;p&gt;" not in page


def test_before_a_keyword_goes_only_what_somebody_would_miss_is_counted(client):
    keyword = Keyword.objects.create(name="Khorgos")
    KeywordAlias.objects.create(keyword=keyword, name="Horgos")
    make_article(keywords=[keyword])
    address = reverse("admin:articles_keyword_delete", args=[keyword.pk])
    client.force_login(make_user("chief"))
    counts = {str(name): many for name, many in client.get(address).context["model_count"]}
    assert counts == {"keywords": 1, "other spellings": 1}
