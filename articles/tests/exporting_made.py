"""Articles of every shape, what a portal holds of them, and the way out and in again."""

from datetime import UTC, datetime
from html import escape
from io import BytesIO, StringIO
from shutil import rmtree

from django.core.management import call_command
from django.utils import timezone
from hypothesis import strategies as st
from PIL import Image

from articles import indexing, pictures
from articles.importing import places
from articles.models import (
    Article,
    Author,
    Correction,
    Drawing,
    Entry,
    Keyword,
    OldAddress,
    Picture,
    Section,
)
from articles.models.places import folded
from articles.tests.factories import make_drawing
from articles.tests.importing_made import bring
from members.access import Audience

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])
TRAPS = [
    "&amp;amp; <b>",
    "#Ports",
    "Iron; steel, 铁；钢",
    "BEIJING, June 15 (Xinhua) -- Trade rose.",
    "…",
    "null",
    "--- #",
]
# Who changed a row, how often and under what key is no part of what it says.
NOT_TOLD = {"changed_by", "revision", "entry_ptr", "about"}


def words(most, least=1):
    """Printed words, as a form takes them."""
    whole = st.text(LETTERS, max_size=most) | st.sampled_from([trap for trap in TRAPS if len(trap) <= most])
    return whole.map(lambda text: " ".join(text.split())[:most].strip()).filter(lambda text: len(text) >= least)


def names(most):
    return st.lists(words(most).filter(folded), max_size=3, unique_by=folded)


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
PARTS = st.one_of(
    words(200).map(lambda text: f"<p>{escape(text)}</p>"),
    words(40).map(lambda text: f"<h2>{escape(text)}</h2><ul><li>{escape(text)}</li></ul>"),
    st.sampled_from(
        [
            "<p>BEIJING, June 15 (Xinhua) -- Trade rose.</p>",
            "<p>{picture}</p>",
            "<figure>{picture}<figcaption>On <em>quay</em> 7</figcaption></figure>",
            '<figure><img src="/drawings/{drawing}.svg" alt="A map"></figure>',
            '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
            '<p lang="zh-hant">鐵路 <a href="/p/7">7</a> <code>a&lt;b</code></p>',
            "<p></p><hr>",
        ]
    ),
)


@st.composite
def articles(draw):
    """What an article is made of; `picture` and `drawing` say which of those at hand stands over it."""
    published_at = draw(st.none() | MOMENTS)
    withdrawn_at = draw(st.none() | MOMENTS) if published_at else None
    return {
        "title": draw(words(200)),
        "kicker": draw(words(60, least=0)),
        "abstract": draw(words(600, least=0)),
        "teaser": draw(st.sampled_from(["", "One.\n\nTwo.", "<p>Three.</p>"])),
        "dateline": draw(words(80, least=0)),
        "source": draw(words(300, least=0)),
        "editor": draw(words(120, least=0)),
        "language": draw(st.sampled_from(["en", "zh-hant", "ar"])),
        "access": draw(st.sampled_from(Audience.values)),
        "body": "".join(draw(st.lists(PARTS, max_size=5))),
        "section": draw(words(80)),
        "keywords": draw(names(80)),
        "authors": draw(names(120)),
        "picture": draw(st.none() | st.integers(0, 2)),
        "drawing": draw(st.booleans()),
        "published_at": published_at,
        "withdrawn_at": withdrawn_at,
        "withdrawn_because": draw(words(300, least=0)) if withdrawn_at else "",
        "changed_at": draw(MOMENTS),
        "corrections": draw(st.lists(st.tuples(words(400), MOMENTS), max_size=2)),
        "old_addresses": draw(st.lists(st.sampled_from(["a/", "b", "é/c/"]), max_size=2, unique=True)),
    }


def library():
    """Three pictures as the portal keeps them, and a drawing."""
    return [_picture(shade) for shade in (0, 100, 200)], make_drawing(
        kind="line", title="Rising", data="Year; Cost\n2019; 1\n2020; 2"
    )


def _picture(shade):
    out = BytesIO()
    Image.new("RGB", (120, 100), (shade, 90, 110)).save(out, "PNG")
    said = {"alt": f'Shade "{shade}"', "caption": "A & B", "credit": "Ann Lee", "licence": "CC0-1.0"}
    said |= {
        "language": "es" if shade % 2 else "en",
        "in_languages": {"zh-hant": {"alt": "港口"}, "fr": {"alt": "Un port", "caption": "A & B"}} if shade else {},
    }
    return pictures.add(out, **said, focus=(shade // 2, 10), at=timezone.now())


def make(values, *, place, shown, drawing):
    """The article of these `values`, the `place`-th of them."""
    values = dict(values)
    listed = {name: values.pop(name) for name in ("keywords", "authors", "corrections", "old_addresses")}
    picture = shown[place % len(shown)]
    image = f'<img src="{picture.url}" alt="{escape(picture.alt)}" width="120" height="100">'
    values["body"] = values["body"].replace("{picture}", image).replace("{drawing}", drawing.key)
    values["picture"] = None if values["picture"] is None else shown[values["picture"]]
    values["drawing"] = drawing if values["drawing"] else None
    values["corrected_at"] = max((at for _words, at in listed["corrections"]), default=None)
    values["section"] = places.sections([values["section"]])[values["section"]]
    article = Article.objects.create(**values)
    article.keywords.set(places.keywords(listed["keywords"]).values())
    article.authors.set(places.authors(listed["authors"]).values())
    for said, at in listed["corrections"]:
        Correction.objects.create(entry=article, words=said, corrected_at=at)
    for path in listed["old_addresses"]:
        OldAddress.objects.create(entry=article, path=f"/{place}/{path}")
    indexing.reindex([article.pk])
    return article


def held():
    """Every field of every article, by number."""
    return {article.pk: _held(article) for article in Article.objects.order_by("pk")}


def _held(article):
    fields = {field.name: getattr(article, field.name) for field in Article._meta.concrete_fields}
    told = {name: value for name, value in fields.items() if name not in NOT_TOLD}
    return told | {
        "section": article.section.name,
        "picture": _told_of(article.picture, "added_at"),
        "drawing": _told_of(article.drawing, "added_at"),
        "keywords": sorted(keyword.name for keyword in article.keywords.all()),
        "authors": sorted(author.name for author in article.authors.all()),
        "corrections": sorted((one.corrected_at, one.words) for one in article.corrections.all()),
        "old_addresses": sorted(old.path for old in article.old_addresses.all()),
    }


def _told_of(row, *without):
    if row is None:
        return None
    left_out = {"id", "digest", "added_by", "widths", "avif_widths", *without}
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in left_out}


def empty():
    """A portal without articles, and without anything that was made for them."""
    for model in (Entry, Section, Keyword, Author, Picture, Drawing):
        model.objects.all().delete()


def send(path, *, capsys, **options):
    """Exit status and what was said."""
    try:
        call_command("export_articles", str(path), stdout=StringIO(), **options)
        status = 0
    except SystemExit as end:
        status = end.code
    return status, capsys.readouterr()


def comes_back(folder, capsys, **options):
    """Out, into an empty portal, once more, and out again: the same every time."""
    before = held()
    first, second = (folder / f"{place}" / "out" for place in "12")
    for file in (first, second):
        rmtree(file.parent, ignore_errors=True)
        file.parent.mkdir()
    assert send(first, capsys=capsys, **options)[0] == 0

    empty()
    result = bring(first, capsys, publish=True)
    assert (result.status, f"{len(before)} new" in result.out) == (0, True), result
    assert held() == before

    again = bring(first, capsys, publish=True)
    assert f"0 new, 0 updated, {len(before)} unchanged, 0 left as edited here" in again.out
    assert held() == before
    send(second, capsys=capsys, **options)
    assert files_of(first.parent) == files_of(second.parent)


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
