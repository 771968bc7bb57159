"""Pictures in the sizes their places need: in cards, above an article and inside its text."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from articles import illustrating, jobs, renditions
from articles.models import Picture
from articles.tests.factories import make_article, make_picture
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db


def ready(**values):
    picture = make_picture(size=(900, 600), **values)
    renditions.make(picture)
    picture.refresh_from_db()
    return picture


def in_body(picture, **words):
    return f'<p>Text.</p><figure><img src="{picture.url}" alt="{words.get("alt", "Seen")}"></figure>'


class TestBodies:
    def test_picture_inside_a_text_comes_in_every_kind_with_its_box(self):
        picture = ready()
        body = illustrating.with_sizes(in_body(picture, alt="A &lt;b&gt; &quot;crane&quot;"))
        for kind in ("avif", "webp"):
            assert f'<source type="image/{kind}" srcset="{picture.srcset(kind)}"' in body
        assert 'width="900" height="600"' in body and 'loading="lazy"' in body
        assert 'alt="A &lt;b&gt; &quot;crane&quot;"' in body
        assert body.startswith("<p>Text.</p><figure><picture>") and body.endswith("</picture></figure>")

    def test_before_its_sizes_are_ready_the_safe_copy_stands_there(self):
        picture = make_picture()
        body = illustrating.with_sizes(in_body(picture))
        assert f'src="{picture.url}"' in body and "srcset" not in body

    def test_what_is_no_picture_of_the_library_is_left_as_it_is(self):
        for source in ("/media/pictures/zz/none.jpg", "/elsewhere/a.png", "/media/", "/media/../x"):
            body = f'<p><img src="{source}" alt=""></p>'
            assert illustrating.with_sizes(body) == body

    def test_many_pictures_are_one_query(self, client, django_assert_num_queries):
        body = "".join(in_body(ready()) for _ in range(5))
        article = make_article(body=body, picture=ready())
        client.get(article.get_absolute_url())
        with django_assert_num_queries(5):
            page = client.get(article.get_absolute_url()).text
        assert page.count('<source type="image/avif"') == 6

    def test_only_the_first_is_loaded_at_once(self, client):
        article = make_article(body=in_body(ready()), picture=ready())
        page = client.get(article.get_absolute_url()).text
        assert page.count('fetchpriority="high"') == 1
        assert page.index('fetchpriority="high"') < page.index('loading="lazy"')

    def test_what_the_gate_holds_back_shows_no_picture(self, client):
        held = ready()
        body = "".join(f"<p>Paragraph {number} with some words in it.</p>" for number in range(9)) + in_body(held)
        article = make_article(body=body, access="members")
        assert held.url not in client.get(article.get_absolute_url()).text


class TestFocus:
    @pytest.mark.parametrize(("x", "y", "classes"), [(50, 50, ""), (0, 100, "fx-0 fy-10"), (27, 52, "fx-3")])
    def test_it_is_told_by_classes(self, x, y, classes):
        assert make_picture(focus_x=x, focus_y=y).focus_class == classes

    def test_it_lies_inside(self):
        with pytest.raises((IntegrityError, ValidationError)):
            make_picture(focus_x=101)

    def test_an_editor_sets_it_by_number(self, client):
        client.force_login(make_user("editor"))
        picture = make_picture()
        address = reverse("admin:articles_picture_change", args=[picture.pk])
        words = {"alt": "Cranes", "caption": "", "credit": "", "licence": ""}
        refused = client.post(address, words | {"focus_x": 101, "focus_y": 5})
        assert refused.status_code == 200 and "100" in refused.text
        client.post(address, words | {"focus_x": 20, "focus_y": 80})
        picture.refresh_from_db()
        assert (picture.focus_x, picture.focus_y) == (20, 80)


class TestSweep:
    def test_pictures_from_before_avif_get_it(self, run_jobs):
        now = timezone.now()
        picture = ready(added_at=now - timedelta(days=9))
        Picture.objects.update(avif_widths=[])
        assert jobs.look_for_renditions(at=now) == 1
        assert jobs.look_for_renditions(at=now) == 0  # it waits already
        run_jobs()
        picture.refresh_from_db()
        assert picture.avif_widths == picture.widths == [400, 800, 900]
        assert jobs.look_for_renditions(at=now) == 0

    def test_a_new_picture_is_left_to_its_own_job(self):
        make_picture()
        assert jobs.look_for_renditions(at=timezone.now()) == 0

    def test_failure_is_shown_to_staff_and_tried_again_after_a_day(self, client):
        now = timezone.now()
        picture = make_picture(added_at=now - timedelta(days=9))
        Path(default_storage.path(picture.name)).write_bytes(b"no picture")
        with pytest.raises(OSError):
            jobs.make_renditions(picture=picture.pk)

        assert jobs.look_for_renditions(at=now) == 0
        assert jobs.look_for_renditions(at=now + timedelta(days=2)) == 1
        client.force_login(make_user("editor"))
        listed = client.get(reverse("admin:articles_picture_changelist"), {"sizes": "failed"}).text
        assert "cannot identify image" in listed

    def test_success_forgets_the_failure(self):
        picture = make_picture(failed_at=timezone.now(), failure="disk full")
        renditions.make(picture)
        picture.refresh_from_db()
        assert (picture.failed_at, picture.failure) == (None, "")
