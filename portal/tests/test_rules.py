"""The rules for machines find what is wrong: each is broken once, in what keeps them otherwise."""

import copy
from datetime import UTC, datetime

import pytest

from portal.tests import rules_of_feeds, rules_of_jsonld, rules_of_maps

HERE = "https://portal.example/feed.atom"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>https://portal.example/feed.atom</id><title>T</title>
<updated>2026-11-24T12:00:00Z</updated><link rel="self" href="https://portal.example/feed.atom"/>
<link rel="alternate" href="https://portal.example/"/><author><name>P</name></author>
<author><name>P</name><uri>https://portal.example/</uri></author>
<entry><id>https://portal.example/p/1</id><title>One</title><published>2026-11-24T12:00:00Z</published>
<updated>2026-11-24T12:00:00Z</updated><link rel="alternate" href="https://portal.example/a/1"/>
<category term="Trade"/><summary>S</summary><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""
BROKEN_ATOM = {
    "no end": ("</feed>", ""),
    "control character": (">One<", ">One\x0c<"),
    "no self": ('rel="self"', 'rel="via"'),
    "another self": ('rel="self" href="https://portal.example/feed', 'rel="self" href="https://portal.example/other'),
    "no id": ("<id>https://portal.example/p/1</id>", ""),
    "id not whole": ("https://portal.example/p/1", "/p/1"),
    "no moment": ("<updated>2026-11-24T12:00:00Z</updated><link rel=\"alternate\"", "<link rel=\"alternate\""),
    "moment in words": ("2026-11-24T12:00:00Z", "24 November 2026"),
    "updated too early": ("<published>2026-11-24T12", "<published>2026-11-24T13"),
    "empty title": (">One<", "> <"),
    "no page": ('<link rel="alternate" href="https://portal.example/a/1"/>', ""),
    "page not whole": ('href="https://portal.example/a/1"', 'href="/a/1"'),
    "script": ("&lt;p&gt;x", "&lt;script&gt;x"),
    "handler": ("&lt;p&gt;x", "&lt;p onclick=1&gt;x"),
    "link not whole": ("&lt;p&gt;x", '&lt;a href="/x"&gt;x'),
    "content of no kind": (' type="html"', ""),
    "category of no word": ('term="Trade"', 'term=""'),
    "no author's name": ("<name>P</name><uri>", "<uri>"),
    "no language": (' xml:lang="en"', ""),
    "strange child": ("<summary>", "<guid>1</guid><summary>"),
    "two summaries": ("<summary>", "<summary>R</summary><summary>"),
}  # fmt: skip


def test_good_atom_has_no_fault():
    assert rules_of_feeds.atom_faults(ATOM, address=HERE) == []
    twice = ATOM.replace(
        "</entry>", "</entry>" + ATOM.partition("<entry>")[1] + ATOM.partition("<entry>")[2].partition("</feed>")[0]
    )
    assert rules_of_feeds.atom_faults(twice, address=HERE) == ["https://portal.example/p/1 stands twice"]


@pytest.mark.parametrize("name", BROKEN_ATOM)
def test_broken_atom_is_found(name):
    old, new = BROKEN_ATOM[name]
    assert old in ATOM
    assert rules_of_feeds.atom_faults(ATOM.replace(old, new), address=HERE)


JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "feed_url": "https://portal.example/feed.atom", '
    '"language": "en", "items": [{"id": "1", "url": "https://portal.example/1", "content_html": "<p>x</p>", '
    '"date_published": "2026-11-24T12:00:00+00:00", "tags": ["Trade"], '
    '"authors": [{"name": "A", "url": "https://portal.example/"}]}]}'
)
BROKEN_JSON = [("}]}]}", ""), ("1.1", "1"), ('"title": "T", ', ""), ("feed.atom", "x"), ('"id": "1"', '"id": 1')]
BROKEN_JSON += [
    ('"content_html": "<p>x</p>", ', ""),
    ("<p>x", "<script>"),
    ("2026-11-24T12", "2026-99-24"),
    ('"en"', '"?"'),
]
BROKEN_JSON += [('["Trade"]', '[""]'), ("https://portal.example/1", "/1"), ('"tags"', '"words"'), ('"items"', '"rows"')]


def test_good_json_feed_has_no_fault():
    assert rules_of_feeds.json_faults(JSON, address=HERE) == []


@pytest.mark.parametrize(("old", "new"), BROKEN_JSON)
def test_broken_json_feed_is_found(old, new):
    assert old in JSON
    assert rules_of_feeds.json_faults(JSON.replace(old, new), address=HERE)


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://portal.example/a/1</loc><n:news><n:publication><n:name>P</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2026-11-24T11:00:00Z</n:publication_date><n:title>T</n:title></n:news></url></urlset>"""
BROKEN_MAP = [("urlset", "urls"), ("<url>", "<place>"), ("https://portal.example/a/1", "https://else.example/a/1")]
BROKEN_MAP += [
    ("</loc>", "</loc><lastmod>today</lastmod>"),
    ("</loc>", "</loc><note/>"),
    ("2026-11-24T11", "2026-11-20T11"),
]
BROKEN_MAP += [(">en<", ">english<"), (">T<", "><"), ("<n:title>T</n:title>", ""), ("T11:00:00Z", ""), ("</url>", "")]
BROKEN_MAP += [("2026-11-24T11", "2026-11-25T11"), (">P<", "> <")]


def map_faults(text):
    return rules_of_maps.faults_of_news(text, address="https://portal.example/news-sitemap.xml", at=NOW)


def test_good_map_has_no_fault():
    assert map_faults(MAP) == []
    assert rules_of_maps.faults_of_map(MAP, address="https://portal.example/maps/1.xml")  # lies above the map
    url = MAP.partition("<url>")[2].partition("</url>")[0]
    assert map_faults(MAP.replace("</urlset>", f"<url>{url}</url></urlset>"))  # twice
    many = "".join(f"<url>{url.replace('/a/1', f'/a/{number}')}</url>" for number in range(1001))
    assert map_faults(MAP[: MAP.index("<url>")] + many + "</urlset>") == ["more than a thousand"]


@pytest.mark.parametrize(("old", "new"), BROKEN_MAP)
def test_broken_map_is_found(old, new):
    assert old in MAP
    assert map_faults(MAP.replace(old, new))


US = {"@type": "NewsMediaOrganization", "name": "P", "url": "https://portal.example/"}
US["logo"] = {"@type": "ImageObject", "url": "https://portal.example/i.png", "width": 512, "height": 512}
NEWS = {
    "@type": "NewsArticle", "headline": "H", "datePublished": "2026-11-24T12:00:00Z", "image": [US["logo"]],
    "dateModified": "2026-11-24T12:00:00Z", "author": [US], "publisher": US, "description": "D", "wordCount": 3,
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://portal.example/a"}, "articleSection": "S",
    "inLanguage": "en", "isAccessibleForFree": True, "url": "https://portal.example/a",
}  # fmt: skip
WAY = {"@type": "BreadcrumbList", "itemListElement": [
    {"@type": "ListItem", "position": place, "name": "N", "item": "https://portal.example/"} for place in (1, 2)
]}  # fmt: skip
BROKEN_NEWS = [
    {"headline": "x" * 111},
    {"datePublished": "today"},
    {"url": "/a"},
    {"description": ""},
    {"@type": "Nothing"},
]
BROKEN_NEWS += [
    {"isAccessibleForFree": False},
    {"articleBody": "All of it."},
    {"datePublished": "2026-11-25T12:00:00Z"},
]
BROKEN_NEWS += [{"publisher": {"@type": "NewsMediaOrganization", "name": "P", "url": "https://portal.example/"}}]


def test_good_things_have_no_fault():
    closed = NEWS | {"isAccessibleForFree": False}
    closed["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".body"}
    assert rules_of_jsonld.faults_of([NEWS, WAY, closed]) == []


@pytest.mark.parametrize("change", BROKEN_NEWS)
def test_broken_article_is_found(change):
    assert rules_of_jsonld.faults_of([NEWS | change])


@pytest.mark.parametrize("name", sorted(NEWS.keys() - {"@type"}))
def test_an_article_that_lacks_something_is_found(name):
    assert rules_of_jsonld.faults_of([{key: value for key, value in NEWS.items() if key != name}])


def test_broken_way_is_found():
    for change in ({"position": 3}, {"item": ""}):
        way = copy.deepcopy(WAY)
        way["itemListElement"][1] |= change
        assert rules_of_jsonld.faults_of([way])
    assert rules_of_jsonld.faults_of([WAY | {"itemListElement": WAY["itemListElement"][:1]}])
