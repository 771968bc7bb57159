"""What machines read: feeds, sitemaps, structured data, robots.txt."""

import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.utils import timezone

from articles import publishing, share_pictures, sitemaps
from articles.models import Entry
from articles.tests.factories import make_article, make_author, make_drawing, make_keyword, make_picture, make_section

pytestmark = pytest.mark.django_db

ATOM = {"atom": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
MAP = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def base(settings):
    settings.BASE_URL = "https://portal.example"


def structured(page):
    text = page.content.decode().partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in text and ">" not in text and "&" not in text
    return {thing["@type"]: thing for thing in json.loads(text)["@graph"]}


class TestFeeds:
    def test_entry_keeps_its_id_when_its_title_changes(self, client):
        article = make_article(title="Ports & <quays>\x0c", authors=[make_author("Ann Lee")])
        first = ElementTree.fromstring(client.get("/feeds/latest.atom").content).find("atom:entry", ATOM)
        article.title = "Another title"
        article.save()
        second = ElementTree.fromstring(client.get("/feeds/latest.atom").content).find("atom:entry", ATOM)

        assert first.findtext("atom:title", None, ATOM) == "Ports & <quays>"
        assert first.findtext("atom:author/atom:name", None, ATOM) == "Ann Lee"
        assert first.findtext("atom:id", None, ATOM) == f"https://portal.example/p/{article.pk}"
        assert second.findtext("atom:id", None, ATOM) == first.findtext("atom:id", None, ATOM)
        address = second.find("atom:link", ATOM).get("href")
        assert address == f"https://portal.example/articles/{article.pk}/another-title/"

    def test_control_characters_do_not_break_a_feed(self, client):
        article = make_article(abstract="A form feed \x0c and an escape \x1b.")
        Entry.objects.filter(pk=article.pk).update(title="A bell \x07 rings")
        feed = ElementTree.fromstring(client.get("/feeds/latest.atom").content)
        assert feed.findtext("atom:entry/atom:title", None, ATOM) == "A bell  rings"

    def test_of_a_section_and_a_keyword_hold_their_own(self, client):
        keyword, section = make_keyword(), make_section()
        both = make_article(section=section, keywords=[keyword], published_at=timezone.now() - timedelta(hours=1))
        other = make_article(section=section)
        for path, wanted in {
            f"/feeds/sections/{section.slug}.atom": [other, both],
            f"/feeds/keywords/{keyword.slug}.atom": [both],
        }.items():
            feed = ElementTree.fromstring(client.get(path).content)
            ids = [entry.findtext("atom:id", None, ATOM) for entry in feed.findall("atom:entry", ATOM)]
            assert ids == [f"https://portal.example{article.short_path}" for article in wanted]
            assert feed.findtext("atom:id", None, ATOM) == f"https://portal.example{path}"
            assert feed.findtext("atom:updated", None, ATOM)

    def test_is_sent_again_only_when_it_changed(self, client):
        article = make_article()
        first = client.get("/feeds/latest.atom")
        headers = {"If-None-Match": first.headers["ETag"]}
        again = client.get("/feeds/latest.atom", headers=headers)
        assert again.status_code == 304 and not again.content
        publishing.withdraw(Entry.objects.get(pk=article.pk), reason="Wrong.", by=None, at=timezone.now())
        assert client.get("/feeds/latest.atom", headers=headers).status_code == 200

    def test_an_article_without_a_picture_comes_with_the_one_made_for_sharing(self, client):
        article = make_article(drawing=make_drawing(source="Port of Aktau"))
        made = f"https://portal.example{share_pictures.path(article)}"
        [item] = client.get("/feeds/latest.json").json()["items"]
        picture = ElementTree.fromstring(client.get("/feeds/latest.atom").content).find(".//media:content", ATOM)
        assert item["image"] == picture.get("url") == made
        told = {name: picture.get(name) for name in ("type", "medium", "width", "height")}
        assert told == {"type": "image/jpeg", "medium": "image", "width": "1200", "height": "630"}
        assert [part.text for part in picture] == ["Over the Caspian by ferry.", "Port of Aktau"]

    def test_empty_feed_is_well_formed(self, client):
        assert ElementTree.fromstring(client.get("/feeds/latest.atom").content).find("atom:entry", ATOM) is None
        assert client.get("/feeds/sections/nowhere.atom").status_code == 404

    def test_queries_do_not_grow(self, client, django_assert_num_queries):
        keyword = make_keyword()
        for _ in range(35):
            make_article(keywords=[keyword], authors=[make_author()])
        with django_assert_num_queries(5):
            feed = client.get("/feeds/latest.atom")
        assert feed.content.count(b"<entry ") == 20
        with django_assert_num_queries(6):
            client.get(f"/feeds/keywords/{keyword.slug}.atom")


class TestSitemaps:
    def test_index_leads_to_every_published_entry(self, client, monkeypatch, django_assert_num_queries):
        articles = [make_article() for _ in range(7)]
        make_article(published_at=None)
        make_article(published_at=timezone.now() + timedelta(days=1))
        monkeypatch.setattr(sitemaps, "RANGE", 3)
        with django_assert_num_queries(2):
            index = ElementTree.fromstring(client.get("/sitemap.xml").content)
        pages = []
        for place in index.findall("map:sitemap/map:loc", MAP):
            assert place.text.startswith("https://portal.example/")
            response = client.get(place.text.removeprefix("https://portal.example"))
            pages += [loc.text for loc in ElementTree.fromstring(response.content).findall("map:url/map:loc", MAP)]
        entries = [page for page in pages if "/articles/" in page]
        assert entries == [f"https://portal.example{article.get_absolute_url()}" for article in articles]
        assert f"https://portal.example{articles[0].section.get_absolute_url()}" in pages

    def test_index_says_when_each_range_last_came_out_otherwise(self, client):
        now = timezone.now().replace(microsecond=0)
        old = make_article(published_at=now - timedelta(days=9), changed_at=now - timedelta(days=9))

        def changed_at():
            index = ElementTree.fromstring(client.get("/sitemap.xml").content)
            places = {row.findtext("map:loc", None, MAP): row.findtext("map:lastmod", None, MAP) for row in index}
            return datetime.fromisoformat(places[f"https://portal.example/sitemap-{old.pk // sitemaps.RANGE}.xml"])

        assert changed_at() == now - timedelta(days=9)
        make_article(published_at=None, changed_at=now)
        make_article(published_at=now + timedelta(days=1), changed_at=now)
        assert changed_at() == now - timedelta(days=9), "What readers do not have counts."
        other = make_article(published_at=now - timedelta(days=5), changed_at=now - timedelta(days=6))
        assert changed_at() == now - timedelta(days=5)
        publishing.withdraw(Entry.objects.get(pk=other.pk), reason="Wrong.", by=None, at=now - timedelta(days=2))
        assert changed_at() == now - timedelta(days=2)

    def test_index_takes_one_step_of_an_index_for_each_range(self):
        make_article()
        with connection.cursor() as cursor:
            for other in ("seqscan", "bitmapscan", "sort"):  # which a table of one row would be read by
                cursor.execute(f"SET LOCAL enable_{other} = off")
            values = {"last": 3, "range": sitemaps.RANGE, "at": timezone.now()}
            cursor.execute(f"EXPLAIN {sitemaps._RANGES_IN_USE}", values)
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Backward using entry_changed_in_range" in plan, plan

    def test_topics_that_show_something_are_named_and_other_keywords_are_not(self, client):
        topics = [make_keyword(introduction="<p>Two gauges.</p>"), make_keyword(picture=make_picture())]
        bare, empty, draft = (
            make_keyword(),
            make_keyword(introduction="<p>x</p>"),
            make_keyword(introduction="<p>y</p>"),
        )
        make_article(keywords=[*topics, bare])
        make_article(keywords=[draft], published_at=None)
        told = client.get("/sitemap-lists.xml").content.decode()
        named = [word for word in (*topics, bare, empty, draft) if f"{word.get_absolute_url()}</loc>" in told]
        assert named == topics

    def test_range_without_entries_is_not_there(self, client):
        make_article()
        assert client.get("/sitemap-999.xml").status_code == 404

    def test_one_range_is_one_query(self, client, django_assert_num_queries):
        first = make_article().pk
        for _ in range(20):
            make_article()
        with django_assert_num_queries(1):
            client.get(f"/sitemap-{first // sitemaps.RANGE}.xml")


class TestStructuredData:
    def test_of_an_article(self, client):
        article = make_article(
            title="</script><script>alert(1)</script> & more",
            authors=[make_author("Ann Lee")],
            keywords=[make_keyword("Rail freight")],
            picture=make_picture(),
        )
        told = structured(client.get(article.get_absolute_url()))
        news = told["NewsArticle"]
        assert news["headline"] == article.title
        assert news["url"] == f"https://portal.example{article.get_absolute_url()}"
        assert news["author"][0]["name"] == "Ann Lee" and news["keywords"] == ["Rail freight"]
        assert news["isAccessibleForFree"] is True and news["image"][0]["url"].startswith(
            "https://portal.example/media/"
        )
        way = [step["item"] for step in told["BreadcrumbList"]["itemListElement"]]
        assert way == [
            "https://portal.example/",
            f"https://portal.example{article.section.get_absolute_url()}",
            f"https://portal.example{article.get_absolute_url()}",
        ]

    def test_of_the_front_page_says_how_to_search(self, client):
        target = structured(client.get("/"))["WebSite"]["potentialAction"]["target"]
        assert target["urlTemplate"] == "https://portal.example/search/?q={search_term_string}"


def test_robots_are_led_to_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://portal.example/sitemap.xml" in text and "Disallow: /admin/" in text
