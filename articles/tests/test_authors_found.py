"""Search follows what becomes of an author's name."""

import pytest
from django.urls import reverse

from articles.models import Author
from articles.tests.factories import make_article, make_author
from members.models import User


@pytest.fixture
def chief(client, db):
    client.force_login(User.objects.create_superuser("chief", "chief@example.org"))
    return client


def found(client, words):
    return [result.entry.pk for result in client.get("/search/", {"q": words}).context["results"]]


@pytest.mark.django_db(transaction=True)
def test_a_renamed_author_is_found_by_the_new_name_and_a_deleted_one_no_more(chief, run_jobs):
    author = make_author("Ann Lee")
    article = make_article(authors=[author])
    chief.post(reverse("admin:articles_author_change", args=[author.pk]), {"name": "Aigerim Omarova", "about": ""})
    run_jobs()
    assert found(chief, "omarova") == [article.pk] and found(chief, '"ann lee"') == []

    chief.post(reverse("admin:articles_author_delete", args=[author.pk]), {"post": "yes"})
    run_jobs()
    assert not Author.objects.exists() and found(chief, "omarova") == []
