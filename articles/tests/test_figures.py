"""Maps and charts on pages, in texts and in the newsroom."""

import pytest
from django.urls import reverse

from articles import figures, jobs
from articles.models import Drawing
from articles.tests.factories import ROUTE, make_article, make_drawing, make_picture
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db

TYPED = {"kind": "map", "title": "By ferry", "unit": "", "data": ROUTE, "source": "Ours", "alt": ""}


def reference(drawing, tag="figure"):
    return f'<{tag}><img src="{drawing.get_absolute_url()}" alt="A map"></{tag}>'


class TestOnPages:
    def test_it_stands_over_the_article_in_place_of_its_picture(self, client):
        drawing, picture = make_drawing(), make_picture()
        article = make_article(drawing=drawing, picture=picture)
        page = client.get(article.get_absolute_url()).text
        assert f'id="land-{drawing.key}"' in page and "The route as a table" in page
        assert f'src="{picture.url}"' not in page

    def test_cards_show_it_small(self, client):
        first, second = make_drawing(), make_drawing(title="Another")
        section = make_article(drawing=first).section
        make_article(drawing=second, section=section)
        page = client.get(section.get_absolute_url()).text
        assert page.count('viewBox="0 0 300 200"') == 2

    def test_a_text_shows_it_where_it_refers_to_it(self, client, django_assert_max_num_queries):
        one, two = make_drawing(), make_drawing(kind="line", title="Rising", data="Year; Cost\n2019; 1\n2020; 2")
        article = make_article(body=f"<p>Text.</p>{reference(one)}{reference(two, 'p')}<p>End.</p>")
        client.get(article.get_absolute_url())
        with django_assert_max_num_queries(7):
            page = client.get(article.get_absolute_url()).text
        assert f'id="land-{one.key}"' in page and "The figures as a table" in page
        assert "/drawings/" not in page

    def test_nothing_is_drawn_twice_on_a_page(self, client):
        drawing = make_drawing()
        article = make_article(drawing=drawing, body=f"<p>Text.</p>{reference(drawing)}{reference(drawing)}")
        assert client.get(article.get_absolute_url()).text.count(f'id="land-{drawing.key}"') == 1

    def test_what_is_not_there_is_left_as_it_is(self):
        body = '<figure><img src="/drawings/nothing.svg" alt=""></figure>'
        assert figures.with_drawings(body) == body

    def test_the_gate_holds_back_what_stands_behind_it(self, client):
        drawing = make_drawing()
        body = "".join(f"<p>Paragraph {number} has some words.</p>" for number in range(9)) + reference(drawing)
        article = make_article(body=body, access="members")
        assert drawing.key not in client.get(article.get_absolute_url()).text

    def test_alone_it_is_a_file_that_runs_nothing(self, client):
        drawing = make_drawing(title="<script>alert(1)</script>")
        answer = client.get(drawing.get_absolute_url())
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert "sandbox" in answer.headers["Content-Security-Policy"] and "<script" not in answer.text
        assert client.get(drawing.get_absolute_url(), headers={"If-None-Match": answer["ETag"]}).status_code == 304
        assert client.get("/drawings/none.svg").status_code == 404

    def test_words_are_escaped(self, client):
        drawing = make_drawing(title="<b>Bold</b>", source='"><script>', data="land: <i>A</i> 1N 1E, B 5N 5E")
        page = client.get(make_article(drawing=drawing).get_absolute_url()).text
        assert "<b>Bold" not in page and "<i>A" not in page and '"><script>' not in page


class TestNewsroom:
    def test_an_author_makes_one(self, client):
        client.force_login(make_user("author"))
        client.post(reverse("admin:articles_drawing_add"), TYPED)
        drawing = Drawing.objects.get()
        assert drawing.full_svg and drawing.said.startswith("A map")
        assert (
            drawing.get_absolute_url() in client.get(reverse("admin:articles_drawing_change", args=[drawing.pk])).text
        )

    def test_a_fault_is_told_with_its_line_and_nothing_is_lost(self, client):
        client.force_login(make_user("author"))
        page = client.post(reverse("admin:articles_drawing_add"), TYPED | {"data": "land: Almaty, Nowhere"}).text
        assert "Line 1: “Nowhere” is not in the list" in page and "land: Almaty, Nowhere" in page
        assert not Drawing.objects.exists()

    def test_it_is_seen_before_it_is_saved(self, client):
        client.force_login(make_user("author"))
        preview = reverse("admin:articles_drawing_preview")
        page = client.post(preview, TYPED).text
        assert page.count("<svg") >= 5 and not Drawing.objects.exists()
        assert "Line 1:" in client.post(preview, TYPED | {"data": "road: A"}).text
        assert client.get(preview).status_code == 405

    def test_strangers_preview_nothing(self, client):
        assert client.post(reverse("admin:articles_drawing_preview"), TYPED).status_code == 302

    @pytest.mark.parametrize("where", ["over", "inside"])
    def test_an_author_leaves_alone_what_readers_see(self, client, where):
        drawing = make_drawing()
        make_article(**{"drawing": drawing} if where == "over" else {"body": reference(drawing)})
        client.force_login(make_user("author"))
        answer = client.post(reverse("admin:articles_drawing_change", args=[drawing.pk]), TYPED | {"title": "Changed"})
        assert answer.status_code == 403
        drawing.refresh_from_db()
        assert drawing.title != "Changed"

    def test_a_new_version_of_the_pen_draws_anew(self):
        drawing = make_drawing()
        Drawing.objects.update(drawn_by=0, full_svg="old")
        assert jobs.draw_anew() == 1
        drawing.refresh_from_db()
        assert drawing.full_svg != "old" and jobs.draw_anew() == 0

    def test_what_it_would_refuse_stays_as_it_is_and_holds_up_nothing(self):
        refused, drawing = make_drawing(), make_drawing()
        Drawing.objects.update(drawn_by=0, full_svg="old")
        Drawing.objects.filter(pk=refused.pk).update(data="land: Almaty, Nowhere")
        assert jobs.draw_anew() == 2 and jobs.draw_anew() == 0
        refused.refresh_from_db(), drawing.refresh_from_db()
        assert refused.full_svg == "old" != drawing.full_svg

    def test_what_is_drawn_follows_what_is_typed(self):
        drawing = make_drawing()
        before = drawing.full_svg
        drawing.data = "sea: Aktau, Baku"
        drawing.save()
        assert drawing.full_svg != before
