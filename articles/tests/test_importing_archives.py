"""Whole archives that nobody here made; in ../shared/data, beside the checkout."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, Q

from articles.models import Article, Entry, Keyword, OldAddress
from articles.tests.importing_made import bring
from portal.lib import sanitise

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = pytest.mark.django_db


def archive(name):
    path = DATA / name / "articles.jsonl"
    if not path.exists():
        pytest.skip(f"../shared/data/{name} is not here: its articles were not imported.")
    return path


def test_all_509_of_18f_come_in_and_a_second_run_changes_nothing(capsys):
    path = archive("articles-en-18f")
    first = bring(path, capsys, publish=True)

    assert first.status == 0 and first.said.count("line") == 0
    assert "509 new, 0 updated, 0 unchanged, 0 left as edited here, 0 refused" in first.out
    assert "10 × picture left out, SVG drawings are not taken" in first.out
    assert Entry.objects.published().count() == OldAddress.objects.count() == 509
    assert Entry.objects.filter(picture__isnull=False).count() > 120
    assert not Entry.objects.filter(Q(title__contains="&ldquo;") | Q(title__contains="&#")).exists()
    assert not Entry.objects.filter(abstract="").exists()
    assert Entry.objects.filter(searchable=None).count() == 0
    assert Keyword.objects.values("folded").distinct().count() == Keyword.objects.count()
    for article in Article.objects.all():
        assert article.body and sanitise.body(article.body) == article.body, article
        assert article.body.count("<img ") == article.body.count('<img src="/media/pictures/'), article

    before = list(Article.objects.order_by("pk").values())
    again = bring(path, capsys, publish=True)
    assert "0 new, 0 updated, 509 unchanged, 0 left as edited here, 0 refused" in again.out
    assert list(Article.objects.order_by("pk").values()) == before


def test_chinese_archive_comes_in_under_its_language(capsys):
    assert "1200 new" in bring(archive("articles-zh-hant"), capsys, publish=True).out
    assert Entry.objects.filter(language="zh-hant").count() == 1200
    assert Entry.objects.filter(section__name="News").count() == 113
    assert not Entry.objects.filter(abstract="").exists()
    assert Keyword.objects.filter(name="平戶市").exists() and not Keyword.objects.filter(name__contains=";").exists()


def test_five_thousand_without_addresses_come_in(capsys):
    result = bring(archive("articles-en-senate-2005-2007"), capsys)
    assert "5000 new" in result.out and result.status == 0
    numbers = Entry.objects.aggregate(entries=Count("pk"), articles=Count("article", filter=Q(kind="article")))
    assert numbers == {"entries": 5000, "articles": 5000}
    assert not Entry.objects.filter(imported=None).exists()
