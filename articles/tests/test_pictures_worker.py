"""Pictures where several processes meet: two uploads at once, the worker, and a kill in the middle."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from threading import Barrier

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection, connections

from articles import jobs, pictures, storing
from articles.models import Picture
from articles.tests.pictures_made import noise, photograph, saved
from portal.lib import pages

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def test_same_file_from_several_sides_at_once_is_one_picture():
    together = Barrier(6)

    def send(_):
        together.wait()
        try:
            return pictures.add(BytesIO(photograph()), alt="Corners", at=AT).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        numbers = set(threads.map(send, range(6)))

    assert len(numbers) == 1
    assert Picture.objects.count() == 1


def test_worker_makes_the_sizes_and_pages_change(run_jobs):
    picture = pictures.add(BytesIO(photograph()), alt="Corners", at=AT)
    before = pages.standing(at=AT).counter

    run_jobs()

    picture.refresh_from_db()
    assert picture.widths == [400, 800, 900]
    assert pages.standing(at=AT).counter > before


def test_picture_without_its_file_stops_nobody(caplog):
    picture = pictures.add(BytesIO(photograph()), alt="Corners", at=AT)
    default_storage.delete(picture.name)
    jobs.make_renditions(picture=picture.pk)
    assert "has no file" in caplog.text


WRITER = """
import sys
import django
django.setup()
from articles import storing
data = sys.stdin.buffer.read()
print("ready", flush=True)
while True:
    storing.put("pictures/aa/aa.bin", data)
"""


def test_killed_while_writing_leaves_the_file_whole(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    data = saved(noise(2000, 1500), quality=95)
    storing.put("pictures/aa/aa.bin", data)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings", "DATA_DIR": str(tmp_path)}
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], cwd=django_settings.BASE_DIR, env=environment, stdin=-1, stdout=-1
        )
        writer.stdin.write(data)
        writer.stdin.close()
        assert writer.stdout.readline() == b"ready\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert default_storage.open("pictures/aa/aa.bin").read() == data


def test_rolled_back_picture_can_be_sent_again():
    connection.set_autocommit(False)
    try:
        pictures.add(BytesIO(photograph()), alt="Corners", at=AT)
        connection.rollback()
    finally:
        connection.set_autocommit(True)
    assert not Picture.objects.exists()

    assert pictures.add(BytesIO(photograph()), alt="Corners", at=AT).pk
