"""An archive that a chief sends to the newsroom: tried dry, brought in by the worker, stopped, taken up again."""

import io
import json
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import transferring
from articles.importing import running, uploads, working
from articles.models import Article, Import, Picture, Section
from articles.tests.importing_made import item
from articles.tests.pictures_made import photograph
from articles.transferring import Stopped, Watch
from members.tests.factories import make_user

ADD = reverse("admin:articles_import_add")


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def chief(client):
    client.force_login(make_user("chief"))
    return client


def lines(*items):
    return b"".join(json.dumps(one).encode() + b"\n" for one in items)


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return made.getvalue()


def send(client, data, *, name="archive.jsonl", **fields):
    files = {key: SimpleUploadedFile(key, value) for key, value in fields.items() if isinstance(value, bytes)}
    answer = client.post(ADD, {"file": SimpleUploadedFile(name, data), "timezone": "UTC", **fields, **files})
    return Import.objects.latest("pk") if answer.status_code == 302 else answer


def page(client, transfer):
    return client.get(reverse("admin:articles_import_change", args=[transfer.pk])).content.decode()


def press(client, transfer, verb):
    return client.post(reverse(f"admin:articles_import_{verb}", args=[transfer.pk]), follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_chief_tries_an_archive_dry_and_then_brings_it_in(chief, run_jobs):
    data = lines(item(images=[{"file": "port.jpg", "alt": "A port"}]), item(title=None), item(section="Quays"))
    transfer = send(chief, data, pictures=zipped(**{"images/port.jpg": photograph()}), publish="on")
    assert "Waiting" in page(chief, transfer) and "Bring it in" not in page(chief, transfer)

    run_jobs()

    told = page(chief, transfer)
    assert "Nothing is written yet" in told and "has no title" in told and "Line 2" in told
    assert not Article.objects.exists() and not Picture.objects.exists() and not Section.objects.exists()

    assert "It comes in now" in press(chief, transfer, "run")
    run_jobs()

    transfer.refresh_from_db()
    assert transfer.state == "done" and transfer.counts == {"new": 2, "refused": 1}
    assert Article.objects.published().count() == 2 and Picture.objects.get().alt == "A port"
    assert "The archive is in" in page(chief, transfer)
    report = chief.get(reverse("admin:articles_import_report", args=[transfer.pk]))
    assert report["Cache-Control"] == "private, no-store"
    told = [json.loads(line) for line in report.getvalue().splitlines()]
    assert [one["what"] for one in told] == ["refused", "new", "new", "counts"]


@pytest.mark.django_db(transaction=True)
def test_a_zip_may_hold_the_archive_and_its_pictures(chief, run_jobs):
    members = {"out/articles.jsonl": lines(item(images=[{"file": "a/port.jpg"}])), "out/a/port.jpg": photograph()}
    transfer = send(chief, zipped(**members), name="out.zip")
    run_jobs()
    press(chief, transfer, "run")
    run_jobs()
    assert Picture.objects.get() == Article.objects.get().picture


@pytest.mark.django_db(transaction=True)
def test_other_options_are_tried_on_the_same_file(chief, run_jobs):
    data = lines(item(section="Quays", images=[{"file": "port.jpg", "alt": "A port"}], date="2024-05-01 10:00"))
    first = send(chief, data, pictures=zipped(**{"images/port.jpg": photograph()}), names=b'{"sections": {}}')
    run_jobs()
    assert f"{ADD}?of={first.pk}" in page(chief, first)
    asked = chief.get(f"{ADD}?of={first.pk}").content.decode()
    assert "archive.jsonl, unless you choose another" in asked and "Without these pictures" in asked

    sections = SimpleUploadedFile("names.json", b'{"sections": {"Quays": "Ports"}}')
    options = {"publish": "on", "timezone": "Asia/Shanghai", "names": sections, "without_pictures": "on"}
    assert chief.post(f"{ADD}?of={first.pk}", options).status_code == 302
    second = Import.objects.latest("pk")
    assert (second.name, second.pictures_name, second.map_name) == ("archive.jsonl", "", "names.json")
    first.refresh_from_db()
    assert first not in Import.objects.awaiting() and not uploads.folder(first).exists()
    run_jobs()
    assert "Published under their own dates · time zone Asia/Shanghai · names: names.json" in page(chief, second)
    assert second in Import.objects.awaiting() and not Article.objects.exists()

    press(chief, second, "run")
    run_jobs()
    article = Article.objects.published().get()
    assert article.section.name == "Ports" and f"{article.published_at:%H:%M}" == "02:00" and not article.picture

    chief.post(f"{ADD}?of={second.pk}", {"timezone": "Asia/Shanghai", "again": "on"})
    third = Import.objects.latest("pk")
    run_jobs()
    second.refresh_from_db()
    third.refresh_from_db()
    assert not second.is_dry and second.removed_at is None, "What came in stays as it was reported."
    assert third.is_dry and third.map_name == "names.json" and third.counts == {"updated": 1}


@pytest.mark.django_db
def test_files_that_are_gone_cannot_be_tried_anew(chief):
    first = send(chief, lines(item()))
    assert chief.post(f"{ADD}?of={first.pk}", {"timezone": "UTC"}).status_code == 200, "It has not ended."
    Import.objects.update(ended_at=timezone.now())
    assert chief.post(f"{ADD}?of={first.pk}", {"timezone": "UTC"}).status_code == 302
    assert "This field is required" in chief.post(f"{ADD}?of={first.pk}", {"timezone": "UTC"}).content.decode()
    assert chief.get(f"{ADD}?of=x").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "more", "words"),
    [
        (b"", {}, "The submitted file is empty"),
        (b"\x89PNG and so on", {}, "This is no archive"),
        (b"PK\x03\x04 and no more", {}, "no zip, or it did not arrive whole"),
        (zipped(**{"a.txt": b"x"}), {}, "holds no archive"),
        (zipped(**{"a.jsonl": b"{}", "b.xml": b"<rss/>"}), {}, "several archives: a.jsonl, b.xml"),
        (lines(item()), {"pictures": b"no zip"}, "no zip, or it did not arrive whole"),
        (lines(item()), {"names": b"[]"}, "names must be an object of sections, keywords, authors, kickers"),
        (lines(item()), {"timezone": "Moon/Sea"}, "Moon/Sea is not one of the available choices"),
    ],
)
def test_what_cannot_be_taken_is_named_at_its_field(chief, data, more, words):
    answer = send(chief, data, **more)
    assert words in answer.content.decode()
    assert not Import.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../../secret.jpg", "/etc/passwd", "..\\secret.jpg", "a/../../secret.jpg", "a\0b"])
def test_no_name_leads_out_of_a_zip(name, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    with (tmp_path / "made.zip").open("w+b") as file:
        file.write(zipped(**{"inside/deep/port.jpg": b"x"}))
        assert uploads.Zip(file).read(name, 100) is None


def test_a_zip_with_more_than_we_take_is_refused_before_it_is_read(monkeypatch):
    made = io.BytesIO(zipped(**{f"{number}.jpg": b"" for number in range(30)}))
    monkeypatch.setattr("articles.importing.shelves.MOST_MEMBERS", 29)
    with pytest.raises(uploads.NotAZip, match="more than 29 files"):
        uploads.Zip(made)
    monkeypatch.setattr("articles.importing.shelves.MOST_MEMBERS", 30)
    monkeypatch.setattr("articles.importing.shelves.MOST_UNPACKED", -1)
    with pytest.raises(uploads.NotAZip, match="Unpacked it would be larger"):
        uploads.Zip(made)


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [("author", 403), ("editor", 403), ("chief", 200), ("administrator", 200)])
def test_only_chiefs_and_administrators_bring_archives_in(client, role, status):
    client.force_login(make_user(role))
    transfer = Import.objects.create(name="a", asked_at=timezone.now(), ended_at=timezone.now())
    assert client.get(ADD).status_code == status
    assert client.get(reverse("admin:articles_import_change", args=[transfer.pk])).status_code == status
    for verb in ("run", "cancel", "again"):
        address = reverse(f"admin:articles_import_{verb}", args=[transfer.pk])
        assert client.post(address).status_code == (302 if status == 200 else status)
    report = client.get(reverse("admin:articles_import_report", args=[transfer.pk]))
    assert report.status_code == (404 if status == 200 else 403)


@pytest.fixture
def coming(db, monkeypatch):
    """An import of five articles, two in a batch, that is to write them."""
    monkeypatch.setattr(running, "BATCH", 2)
    sent = SimpleUploadedFile("a.jsonl", lines(*(item(id=f"made-{number}") for number in range(5)), b"x".decode()))
    transfer = Import.objects.create(name="a.jsonl", asked_at=timezone.now(), is_dry=False)
    uploads.keep(transfer, [(uploads.ARCHIVE, sent)])
    return transfer


def attempt(transfer, *, stops_at=None):
    """One try, as the job makes it; a worker that is told to stop before it is done with so many articles."""
    handed_on = []
    with transferring.tried(Import, transfer.pk, stop=lambda: False, again=lambda: handed_on.append(1)) as found:
        row, watch = found

        def passed(size, said=Watch.passed):
            said(watch, size)
            if stops_at is not None and watch._items >= stops_at:
                raise Stopped

        watch.passed = passed
        working.bring(row, watch)
    transfer.refresh_from_db()
    return handed_on


def test_a_try_that_was_stopped_is_taken_up_and_reports_as_one(coming):
    assert attempt(coming, stops_at=4) == [1]
    assert coming.is_open and coming.behind == 2 and Article.objects.count() == 2
    attempt(coming)
    assert coming.state == "done" and coming.counts == {"new": 5, "refused": 1}
    told = (uploads.folder(coming) / uploads.REPORT).read_text().splitlines()
    assert sorted(json.loads(line)["what"] for line in told) == ["counts"] + 5 * ["new"] + ["refused"]


def test_what_was_cancelled_goes_on_where_it_stood(coming, chief):
    attempt(coming, stops_at=4)
    press(chief, coming, "cancel")
    assert attempt_nothing(coming) and coming.state == "cancelled" and Article.objects.count() == 2
    assert LogEntry.objects.latest("pk").change_message == "Cancelled"
    assert "It goes on from where it stood" in press(chief, coming, "again")
    attempt(coming)
    assert coming.counts == {"new": 5, "refused": 1}


def attempt_nothing(transfer):
    with transferring.tried(Import, transfer.pk, stop=lambda: False, again=lambda: None) as found:
        pass
    transfer.refresh_from_db()
    return found is None


def test_a_later_try_ends_an_earlier_one(coming):
    with transferring.tried(Import, coming.pk, stop=lambda: False, again=lambda: pytest.fail("handed on")) as found:
        row, watch = found
        attempt(coming)
        working.bring(row, watch)
    assert coming.state == "done" and Article.objects.count() == 5


def test_what_ends_every_worker_is_given_up(coming):
    for _ in range(transferring.TRIES):
        assert transferring.begun(Import, coming.pk, at=timezone.now())
    assert transferring.begun(Import, coming.pk, at=timezone.now()) is None
    coming.refresh_from_db()
    assert coming.state == "failed" and "five times" in coming.failure


def test_a_file_that_is_gone_is_said_so(coming):
    uploads.remove(coming)
    attempt(coming)
    assert coming.state == "failed" and "Send it again" in coming.failure


def test_lost_jobs_are_found_and_what_is_at_work_is_left_alone(coming):
    later = timezone.now() + 2 * transferring.SILENT
    assert transferring.silent(Import, at=timezone.now()) == []
    assert transferring.silent(Import, at=later) == [coming.pk]
    Import.objects.update(seen_at=later)
    assert transferring.silent(Import, at=later) == []


def test_of_two_who_press_at_once_one_begins_it(coming):
    Import.objects.update(is_dry=True, ended_at=timezone.now())
    by = make_user("chief")
    assert [working.run(coming, by=by, at=timezone.now()) for _ in range(2)] == [True, False]


def test_nobody_else_reaches_the_file(coming):
    place = uploads.folder(coming)
    assert place.stat().st_mode & 0o077 == 0
    assert Client().get(f"/media/../private/imports/{coming.pk}/archive").status_code == 404
