"""Articles that a chief takes away as a zip, and that another portal takes in as it is."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles import pictures, transferring
from articles.admin import marked
from articles.exporting import parcels, working
from articles.models import Article, Export, Import, Picture
from articles.tests.factories import make_article, make_section
from articles.tests.pictures_made import photograph
from members.tests.factories import make_user

ADD = reverse("admin:articles_export_add")


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def chief(client):
    client.force_login(make_user("chief"))
    return client


def ask(client, **fields):
    answer = client.post(ADD, {"format": "jsonl"} | fields)
    return Export.objects.latest("pk") if answer.status_code == 302 else answer


def file_of(client, transfer):
    return client.get(reverse("admin:articles_export_file", args=[transfer.pk]))


@pytest.mark.django_db(transaction=True)
def test_what_one_portal_hands_out_another_takes_in(chief, run_jobs):
    picture = pictures.add(io.BytesIO(photograph()), alt="A port", at=timezone.now())
    first, second = make_article(title="Berths", picture=picture), make_article(title="Draft", published_at=None)
    transfer = ask(chief)
    assert file_of(chief, transfer).status_code == 404
    run_jobs()

    answer = file_of(chief, transfer)
    assert answer["Cache-Control"] == "private, no-store" and "attachment" in answer["Content-Disposition"]
    data = b"".join(answer.streaming_content)
    assert set(zipfile.ZipFile(io.BytesIO(data)).namelist()) == {"articles.jsonl", picture.name}
    page = chief.get(reverse("admin:articles_export_change", args=[transfer.pk])).content.decode()
    assert "Download" in page and "Done" in page

    Article.objects.all().delete()
    Picture.objects.all().delete()
    default_storage.delete(picture.name)
    sent = {"file": SimpleUploadedFile("out.zip", data), "timezone": "UTC", "publish": "on"}
    chief.post(reverse("admin:articles_import_add"), sent)
    run_jobs()
    chief.post(reverse("admin:articles_import_run", args=[Import.objects.get().pk]))
    run_jobs()
    assert Article.objects.in_bulk().keys() == {first.pk, second.pk}
    assert Article.objects.get(pk=first.pk).picture.name == picture.name


def written(**values):
    transfer = Export.objects.create(asked_at=timezone.now(), **values)
    with transferring.tried(Export, transfer.pk, stop=lambda: False, again=lambda: None) as (row, watch):
        working.send(row, watch)
    transfer.refresh_from_db()
    assert transfer.state == "done"
    with zipfile.ZipFile(parcels.path(transfer)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def titles(files):
    return {json.loads(line)["title"] for line in files["articles.jsonl"].splitlines()}


@pytest.mark.django_db
def test_a_section_or_days_are_taken_alone():
    now, trade = timezone.now(), make_section()
    make_article(title="Trade", section=trade)
    make_article(title="Old", published_at=now - timedelta(days=40))
    make_article(title="Draft", published_at=None)
    assert titles(written()) == {"Trade", "Old", "Draft"}
    assert titles(written(section=trade)) == {"Trade"}
    assert titles(written(begins_on=now.date() - timedelta(days=1))) == {"Trade"}
    assert titles(written(ends_on=now.date() - timedelta(days=40))) == {"Old"}


@pytest.mark.django_db
def test_each_format_has_its_files():
    article = make_article(title="Berths reopen")
    assert json.loads(written(format="ninjs")["articles.jsonl"])["standard"]["version"] == "3.1"
    assert list(written(format="markdown")) == [f"{article.published_at.year}/{article.pk:06}-berths-reopen.md"]


@pytest.mark.django_db
def test_a_picture_without_its_file_is_counted(chief):
    picture = pictures.add(io.BytesIO(photograph()), alt="", at=timezone.now())
    make_article(picture=picture)
    default_storage.delete(picture.name)
    assert set(written()) == {"articles.jsonl"}
    transfer = Export.objects.get()
    assert transfer.lacking == 1
    page = chief.get(reverse("admin:articles_export_change", args=[transfer.pk])).content.decode()
    assert "Pictures whose file is not there" in page


@pytest.mark.django_db
def test_days_in_the_wrong_order_are_told(chief):
    answer = ask(chief, begins_on="2026-05-02", ends_on="2026-05-01")
    assert "before the first one" in answer.content.decode() and not Export.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [("author", 403), ("editor", 403), ("chief", 200), ("administrator", 200)])
def test_only_chiefs_and_administrators_take_articles_away(client, role, status):
    make_article()
    written()
    transfer = Export.objects.get()
    client.force_login(make_user(role))
    assert client.get(ADD).status_code == file_of(client, transfer).status_code == status
    client.logout()
    assert file_of(client, transfer).status_code == 302


@pytest.mark.django_db
def test_files_go_after_a_while_and_the_row_stays(chief):
    written()
    transfer, now = Export.objects.get(), timezone.now()
    assert transferring.remove(Export, parcels.remove, before=now - timedelta(days=1), at=now) == 0
    assert transferring.remove(Export, parcels.remove, before=now, at=now) == 1
    assert not parcels.path(transfer).exists() and file_of(chief, transfer).status_code == 404
    page = chief.get(reverse("admin:articles_export_change", args=[transfer.pk])).content.decode()
    assert "Ask for it anew" in page


@pytest.mark.django_db
def test_one_that_is_cancelled_leaves_nothing_to_take(chief):
    transfer = Export.objects.create(asked_at=timezone.now())
    chief.post(reverse("admin:articles_export_cancel", args=[transfer.pk]))
    transfer.refresh_from_db()
    assert transfer.state == "cancelled" and not transfer.may_be_taken


@pytest.mark.django_db(transaction=True)
def test_marked_articles_are_taken_alone(chief, run_jobs):
    several = [make_article(title="Berths & <b>quays</b>"), make_article(title="Draft", published_at=None)]
    make_article(title="Other")
    sent = {"action": "export", "_selected_action": [article.pk for article in several]}
    answer = chief.post(reverse("admin:articles_article_changelist"), sent)
    page = chief.get(answer.url).text
    assert "2 articles that you marked:" in page and "“Berths &amp; &lt;b&gt;quays&lt;/b&gt;”, “Draft”" in page
    assert "id_begins_on" not in page

    transfer = ask(chief, numbers=",".join(str(article.pk) for article in several), format="markdown")
    run_jobs()
    with zipfile.ZipFile(parcels.path(transfer)) as packed:
        assert [name.rpartition("/")[2][7:] for name in packed.namelist()] == ["berths-b-quays-b.md", "draft.md"]
    assert "2 articles that were marked" in chief.get(reverse("admin:articles_export_change", args=[transfer.pk])).text


@pytest.mark.django_db
def test_too_many_marked_articles_are_told(chief, monkeypatch):
    monkeypatch.setattr(marked, "MOST", 1)
    first, _second = make_article(), make_article()
    sent = {"action": "export", "_selected_action": [first.pk]}
    path = reverse("admin:articles_article_changelist")
    assert chief.post(path, sent).url == f"{ADD}?numbers={first.pk}"
    all_pages = sent | {"select_across": "1"}
    assert "More than 1 are marked" in chief.post(path, all_pages, follow=True).text


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "offered"), [("author", False), ("editor", False), ("chief", True)])
def test_the_list_offers_it_to_whoever_may(client, role, offered):
    make_article()
    client.force_login(make_user(role))
    page = client.get(reverse("admin:articles_article_changelist")).text
    assert ('<option value="export">' in page, "action-select" in page) == (offered, offered)
    assert "delete_selected" not in page


@pytest.mark.django_db
def test_numbers_that_are_none_are_not_taken(chief):
    assert "id_begins_on" in chief.get(f"{ADD}?numbers=x,-1").text
    answer = ask(chief, numbers="1,x")
    assert answer.status_code == 200 and not Export.objects.exists()
