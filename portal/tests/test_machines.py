"""What programs that read are given keeps the rules of its kind, on the demonstration and on hostile content."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone
from django.utils.http import http_date

from articles import publishing, sitemaps
from articles.models import Entry, Keyword, Section
from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from feedback.tests.factories import make_answer
from portal.lib import pages
from portal.tests import demonstration, rules_of_feeds, rules_of_jsonld, rules_of_maps

pytestmark = pytest.mark.django_db

OURS = "https://portal.example"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOSTILE = '</title>]]>&<script>alert("1")</script>\x0c \x1b[0m \ufffe \U0001f682 ' + "long " * 25
BODY = """<p>See <a href="/p/1">this</a>, <a href="../x?a=1&amp;b=2">that</a> and <img src="/media/a.jpg" alt="A">.</p>
<table><tbody><tr><td>1</td></tr></tbody></table><p>"Quoted" href="/nowhere" text.</p>"""


@pytest.fixture(autouse=True)
def base(settings):
    settings.BASE_URL = OURS


def got(client, path, **headers):
    return client.get(path.removeprefix(OURS), headers=headers)


def feed_paths():
    section, keyword = Section.objects.first(), Keyword.objects.first()
    author = Entry.objects.published().filter(authors__isnull=False).first().authors.first()
    places = ["latest", "questions", f"sections/{section.slug}", f"keywords/{keyword.slug}", f"authors/{author.slug}"]
    return [f"/feeds/{place}" for place in places]


def assert_feeds_keep_the_rules(client):
    """Every feed and all its older pages."""
    for place in feed_paths():
        path, pages_seen = f"{place}.atom", 0
        while path:
            told = got(client, path).content
            assert rules_of_feeds.atom_faults(told, address=f"{OURS}{path.removeprefix(OURS)}") == [], path
            pages_seen += 1
            older = [link.get("href") for link in ElementTree.fromstring(told).iter(f"{rules_of_feeds.ATOM}link")
                     if link.get("rel") == "next"]  # fmt: skip
            path = older[0] if older else ""
        path = f"{place}.json"
        while path:
            told = got(client, path).content
            assert rules_of_feeds.json_faults(told, address=f"{OURS}{path.removeprefix(OURS)}") == [], path
            path = json.loads(told).get("next_url", "")
            pages_seen -= 1
        assert pages_seen == 0, place


def structured(client, path):
    page = got(client, path).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])["@graph"]


def maps_of(client):
    index = got(client, "/sitemap.xml").content
    assert rules_of_maps.faults_of_index(index, address=f"{OURS}/sitemap.xml") == []
    return [place.text for place in ElementTree.fromstring(index).iter(f"{rules_of_maps.MAP}loc")]


def test_demonstration_keeps_every_rule(client):
    demonstration.load()
    assert_feeds_keep_the_rules(client)
    named = []
    for place in maps_of(client):
        told = got(client, place).content
        assert rules_of_maps.faults_of_map(told, address=place) == [], place
        named += [loc.text for loc in ElementTree.fromstring(told).iter(f"{rules_of_maps.MAP}loc")]
    assert len(named) > 50
    for address in named:
        assert got(client, address).status_code == 200, address
        if re.match(r"/($|articles|questions|sections|authors)", address.removeprefix(OURS)):
            graph = structured(client, address)
            assert graph and rules_of_jsonld.faults_of(graph) == [], address
    news = got(client, "/news-sitemap.xml").content
    assert rules_of_maps.faults_of_news(news, address=f"{OURS}/news-sitemap.xml", at=timezone.now()) == []


def test_hostile_content_keeps_the_rules(client):
    section = make_section(name=f"S {HOSTILE}"[:80])
    for language in ("en", "ar", "zh-hant"):
        parts = {
            "keywords": [make_keyword(f"{language} {HOSTILE}"[:80])],
            "authors": [make_author(f"{language} {HOSTILE}"[:120])],
        }
        article = make_article(title=HOSTILE, abstract=HOSTILE, body=BODY, language=language, section=section, **parts)
        Entry.objects.filter(pk=article.pk).update(title=HOSTILE)  # as an old row may hold it
        graph = structured(client, article.get_absolute_url())
        assert rules_of_jsonld.faults_of(graph) == []
    make_answer(title=HOSTILE, abstract=HOSTILE, asked=HOSTILE)
    assert_feeds_keep_the_rules(client)
    now = timezone.now()
    news = got(client, "/news-sitemap.xml").content
    assert rules_of_maps.faults_of_news(news, address=f"{OURS}/news-sitemap.xml", at=now) == []
    assert news.count(b"<news:language>zh-tw<") == 1


class TestFeeds:
    def items(self, client, path="/feeds/latest.json"):
        return json.loads(got(client, path).content)["items"]

    def test_open_bodies_are_whole_and_lead_back(self, client):
        article = make_article(body=BODY, dateline="KHORGOS, Nov. 24", picture=make_picture())
        [item] = self.items(client)
        assert f'href="{OURS}/p/1"' in item["content_html"] and f'src="{OURS}/media/a.jpg"' in item["content_html"]
        assert f'href="{OURS}/articles/{article.pk}/x?a=1&amp;b=2"' in item["content_html"]
        assert '"Quoted" href="/nowhere" text' in item["content_html"]
        assert "KHORGOS, Nov. 24" in item["content_html"]
        assert item["image"].startswith(f"{OURS}/media/")

    def test_gated_bodies_stay_closed_whoever_asks(self, client, admin_client):
        make_article(access="members", body="<p>Open.</p>" * 3 + "<p>zirconium</p>" * 9)
        for reader in (client, admin_client):
            [item] = self.items(reader)
            assert "Open." in item["content_html"] and "zirconium" not in item["content_html"]
            assert "The rest of this article is for members." in item["content_html"]

    def test_a_text_too_long_for_a_feed_stands_with_its_abstract(self, client):
        article = make_article(body="<p>word</p>" * 5000)
        [item] = self.items(client)
        assert item["content_text"] == article.abstract and "content_html" not in item

    def test_older_pages_go_on_where_the_newer_end(self, client):
        section = make_section()
        for hours in range(45):
            make_article(section=section, published_at=NOON - timedelta(hours=hours))
        seen, path = [], f"/feeds/sections/{section.slug}.json"
        while path:
            told = json.loads(got(client, path).content)
            seen += [item["id"] for item in told["items"]]
            path = told.get("next_url")
        assert len(seen) == len(set(seen)) == 45

    def test_moments_are_those_of_appearing_and_of_the_last_edit(self, client):
        article = make_article(published_at=NOON, changed_at=NOON - timedelta(days=1))
        [item] = self.items(client)
        assert item["date_published"] == item["date_modified"] == "2026-11-24T12:00:00+00:00"
        Entry.objects.filter(pk=article.pk).update(changed_at=NOON + timedelta(hours=1))
        assert self.items(client)[0]["date_modified"] == "2026-11-24T13:00:00+00:00"

    def test_pages_name_their_feeds(self, client):
        article = make_article(keywords=[make_keyword()], authors=[make_author()])
        places = {"sections": article.section, "keywords": article.keywords.get(), "authors": article.authors.get()}
        for name, place in places.items():
            page = got(client, place.get_absolute_url()).content.decode()
            for kind, form in (("atom+xml", "atom"), ("feed+json", "json")):
                title = f"{place.name} · Belt and Road Portal"
                link = f'title="{title}" href="/feeds/{name}/{place.slug}.{form}">'
                assert f'<link rel="alternate" type="application/{kind}" {link}' in page
                assert (
                    got(client, f"/feeds/{name}/{place.slug}.{form}")
                    .headers["Content-Type"]
                    .startswith(f"application/{kind}")
                )


class TestConditionalGet:
    """Whoever has the newest gets 304; after any change nobody does."""

    @pytest.fixture
    def article(self):
        with time_machine.travel(NOON - timedelta(hours=1)):
            article = make_article(authors=[make_author()], picture=make_picture())
            pages.changed()
        return article

    @staticmethod
    def withdraw(article):
        publishing.withdraw(Entry.objects.get(pk=article.pk), reason="Wrong.", by=None, at=timezone.now())

    @staticmethod
    def edit_title(article):
        article.title, article.changed_at = "Another title", timezone.now()
        article.save()
        publishing.edited(article)

    @staticmethod
    def rename_section(article):
        article.section.name = "Another section"
        article.section.save()
        pages.changed()

    @pytest.mark.parametrize("form", ["atom", "json"])
    @pytest.mark.parametrize("change", ["withdraw", "edit_title", "rename_section"])
    def test_a_change_is_seen_by_tag_and_by_moment(self, client, article, change, form):
        path = f"/feeds/latest.{form}"
        with time_machine.travel(NOON, tick=False) as clock:
            first = got(client, path)
            tag, moment = first.headers["ETag"], first.headers["Last-Modified"]
            assert got(client, path, if_none_match=tag).status_code == 304
            assert got(client, path, if_modified_since=moment).status_code == 304
            clock.shift(timedelta(minutes=10))
            getattr(self, change)(article)
            clock.shift(timedelta(minutes=10))
            assert got(client, path, if_none_match=tag).status_code == 200
            assert got(client, path, if_modified_since=moment).status_code == 200
            assert (
                got(
                    client, path, if_none_match=tag, if_modified_since=http_date(timezone.now().timestamp())
                ).status_code
                == 200
            )

    def test_a_scheduled_entry_is_seen_when_it_appears(self, client, article):
        with time_machine.travel(NOON, tick=False) as clock:
            later = make_article(published_at=None)
            publishing.schedule(later, when=NOON + timedelta(hours=1), by=None, at=NOON)
            clock.shift(timedelta(minutes=1))
            moment = got(client, "/feeds/latest.atom").headers["Last-Modified"]
            clock.shift(timedelta(hours=2))
            assert got(client, "/feeds/latest.atom", if_modified_since=moment).status_code == 200

    def test_what_may_change_within_its_second_says_no_moment(self, client, article):
        with time_machine.travel(NOON, tick=False):
            pages.changed()
            assert "Last-Modified" not in got(client, "/feeds/latest.atom").headers

    @pytest.mark.parametrize("junk", ["W/", '"', "*, *", "\xff", 'W/"' + "a" * 9000, "0", ","])
    def test_junk_gets_the_whole(self, client, article, junk):
        headers = {"if_none_match": junk, "if_modified_since": junk, "accept": junk}
        assert got(client, "/feeds/latest.atom", **headers).status_code == 200


def test_news_map_lets_go_after_48_hours_by_itself(client, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        for hours in (1, 47):
            make_article(published_at=NOON - timedelta(hours=hours), changed_at=NOON)
        make_article(published_at=NOON + timedelta(hours=1))
        make_answer(published_at=NOON - timedelta(hours=1))
        response = got(client, "/news-sitemap.xml")
        assert response.content.count(b"<url>") == 2 and response.headers["Cache-Control"] == "no-store"
        clock.shift(timedelta(hours=2))
        told = got(client, "/news-sitemap.xml").content
        assert told.count(b"<url>") == 2  # one came, one went
        assert rules_of_maps.faults_of_news(told, address=f"{OURS}/news-sitemap.xml", at=timezone.now()) == []
        monkeypatch.setattr(sitemaps, "MOST_NEWS", 1)
        assert got(client, "/news-sitemap.xml").content.count(b"<url>") == 1


def test_small_files_for_programs(client, settings):
    settings.SECURITY_CONTACT = ["mailto:security@portal.example", "https://portal.example/contact/"]
    told = got(client, "/.well-known/security.txt").content.decode()
    said = [line.partition(": ") for line in told.splitlines()]
    assert [value for name, _, value in said if name == "Contact"] == settings.SECURITY_CONTACT
    expires = datetime.fromisoformat({name: value for name, _, value in said}["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    robots = got(client, "/robots.txt").content.decode()
    assert f"Sitemap: {OURS}/sitemap.xml\n" in robots and f"Sitemap: {OURS}/news-sitemap.xml\n" in robots
    manifest = json.loads(got(client, "/site.webmanifest").content)
    assert {icon["sizes"] for icon in manifest["icons"] if icon["purpose"] == "maskable"} == {"192x192", "512x512"}
    search = ElementTree.fromstring(got(client, "/opensearch.xml").content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert search.find(f"{space}Url").get("template") == f"{OURS}/search/?q={{searchTerms}}"
    assert len(search.findtext(f"{space}ShortName")) <= 16
    assert got(client, "/favicon.ico").status_code == got(client, "/apple-touch-icon.png").status_code == 302


def test_the_search_form_may_be_found_and_what_it_finds_may_not(client):
    form = got(client, "/search/")
    assert f'<link rel="canonical" href="{OURS}/search/">' in form.content.decode()
    assert b"noindex" not in form.content and "X-Robots-Tag" not in form.headers
    for query in ("q=gauge", "q=", "sort=newest", "page=2"):
        found = got(client, f"/search/?{query}")
        assert b'content="noindex"' in found.content and found.headers["X-Robots-Tag"] == "noindex"


def test_llms_txt_leads_to_pages_that_are_there(client):
    article = make_article(section=make_section(name="Trade", slug="trade"))
    told = got(client, "/llms.txt").content.decode()
    assert told.count(".md") == 1 and "put .md in place of the last slash of its address" in told
    for entry in (article, make_answer(section=article.section)):
        assert got(client, f"{entry.get_absolute_url().removesuffix('/')}.md").status_code == 200
    assert told.startswith("# Belt and Road Portal\n") and "[Trade]" in told
    addresses = re.findall(r"\]\((https://[^)]+)\)", told)
    assert len(addresses) > 6
    for address in addresses:
        assert got(client, address).status_code == 200, address
