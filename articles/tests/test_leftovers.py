"""Files of deleted pictures go, after a while; none that is still used does."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles import leftovers, pictures, previewing, renditions
from articles.models import Picture, PreviewLink
from articles.tests.factories import make_article
from articles.tests.pictures_made import photograph

pytestmark = pytest.mark.django_db
LATER = leftovers.GRACE + timedelta(days=1)


@pytest.fixture
def picture():
    made = pictures.add(BytesIO(photograph()), alt="Corners", at=timezone.now())
    renditions.make(made)
    made.refresh_from_db()
    return made


def files(picture):
    sizes = [picture.rendition_name(width, kind) for width in picture.widths for kind in ("avif", "webp", "jpg")]
    return [name for name in [picture.name, *sizes] if default_storage.exists(name)]


def test_they_go_when_the_grace_is_over_and_not_before(picture):
    assert len(files(picture)) == 10
    picture.delete()
    assert leftovers.remove(at=timezone.now()) == 0 and len(files(picture)) == 10
    assert leftovers.remove(at=timezone.now() + LATER) == 1 and files(picture) == []
    assert leftovers.remove(at=timezone.now() + LATER) == 0


def test_what_the_library_has_stays(picture):
    assert leftovers.remove(at=timezone.now() + LATER) == 0
    assert len(files(picture)) == 10


def test_what_was_sent_again_stays(picture):
    Picture.objects.all().delete()
    again = pictures.add(BytesIO(photograph()), alt="Corners", at=timezone.now())
    assert again.name == picture.name
    assert leftovers.remove(at=timezone.now() + LATER) == 0 and default_storage.exists(again.name)


def test_what_a_text_shows_stays(picture):
    make_article(body=f'<p>Text</p><p><img src="{picture.url}" alt=""></p>')
    Picture.objects.all().delete()
    assert leftovers.remove(at=timezone.now() + LATER) == 0
    assert len(files(picture)) == 10


def test_another_picture_whose_name_begins_alike_stays(picture):
    beside = picture.name.replace(".jpg", "0.jpg")
    with default_storage.open(picture.name) as file:
        default_storage.save(beside, file)
    Picture.objects.all().delete()
    assert leftovers.remove(at=timezone.now() + LATER) == 1
    assert default_storage.exists(beside)


def test_what_draft_changes_show_outside_stays(picture):
    link = previewing.offer(make_article(), name="Jane Doe", days=7, by=None, at=timezone.now())
    PreviewLink.objects.filter(pk=link.pk).update(changes={"body": f'<p><img src="{picture.url}" alt=""></p>'})
    Picture.objects.all().delete()
    assert leftovers.remove(at=timezone.now() + LATER) == 0
    assert len(files(picture)) == 10
