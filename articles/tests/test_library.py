"""Pictures, keywords, authors and sections in the admin."""

import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles.models import Author, Entry, Keyword, KeywordAlias, Picture, Section
from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from members.tests.factories import make_user
from portal.lib import pages

ADD_PICTURE = reverse("admin:articles_picture_add")
ADD_KEYWORD = reverse("admin:articles_keyword_add")
NO_ALIASES = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}


@pytest.fixture
def chief(client, db):
    client.force_login(make_user("chief"))
    return client


def change(place):
    return reverse(f"admin:articles_{place._meta.model_name}_change", args=[place.pk])


def counter():
    return pages.standing(at=timezone.now()).counter


def picture_file(name="quay.jpg", kind="JPEG", size=(60, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def aliases(*names, initial=()):
    rows = {"aliases-TOTAL_FORMS": len(names) + len(initial), "aliases-INITIAL_FORMS": len(initial)}
    for index, alias in enumerate(initial):
        rows |= {f"aliases-{index}-id": alias.pk, f"aliases-{index}-keyword": alias.keyword_id}
        rows |= {f"aliases-{index}-name": alias.name}
    return rows | {f"aliases-{len(initial) + index}-name": name for index, name in enumerate(names)}


# Pictures


def test_an_author_adds_a_picture(client, db):
    client.force_login(author := make_user("author"))
    client.post(ADD_PICTURE, {"file": picture_file(), "alt": "A quay", "caption": "In October.", "credit": "Ann Lee"})
    picture = Picture.objects.get()
    assert (picture.alt, picture.credit, picture.width, picture.added_by) == ("A quay", "Ann Lee", 60, author)


def test_the_same_file_is_the_same_picture_and_keeps_its_words(chief):
    chief.post(ADD_PICTURE, {"file": picture_file(), "alt": "A quay"})
    answer = chief.post(ADD_PICTURE, {"file": picture_file("other.jpg"), "alt": "Another quay"})
    assert "keeps the words" in " ".join(map(str, get_messages(answer.wsgi_request)))
    assert Picture.objects.get().alt == "A quay"


def broken():
    whole = picture_file(size=(400, 300)).read()
    return SimpleUploadedFile("cut.jpg", whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "file",
    [
        lambda: SimpleUploadedFile("a.jpg", b"not a picture"),
        lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        lambda: SimpleUploadedFile("empty.png", b""),
        broken,
    ],
    ids=["words", "script", "nothing", "half"],
)
def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(chief, file):
    answer = chief.post(ADD_PICTURE, {"file": file(), "alt": "A quay", "caption": "In October."})
    assert answer.context["adminform"].form.errors.keys() == {"file"}
    assert b"In October." in answer.content
    assert not Picture.objects.exists()


def test_a_picture_too_large_is_refused(chief, settings):
    settings.PICTURE_MAX_BYTES = 100
    answer = chief.post(ADD_PICTURE, {"file": picture_file(), "alt": "A quay"})
    assert "file" in answer.context["adminform"].form.errors


def test_alternative_text_is_asked_for(chief):
    answer = chief.post(ADD_PICTURE, {"file": picture_file(), "alt": " "})
    assert "alt" in answer.context["adminform"].form.errors
    assert not Picture.objects.exists()


def test_a_new_caption_drops_pages_and_leaves_the_file(chief):
    picture = make_picture()
    before = counter()
    chief.post(change(picture), {"alt": "Cranes", "caption": "New."})
    name = picture.name
    picture.refresh_from_db()
    assert (picture.alt, picture.caption, picture.name) == ("Cranes", "New.", name)
    assert counter() > before


def test_a_picture_says_where_it_is_used_and_cannot_go_while_it_is(chief):
    article = make_article(picture=make_picture())
    picture = article.picture
    assert article.title in chief.get(change(picture)).content.decode()
    chief.post(reverse("admin:articles_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_pictures_are_suggested_by_their_words(chief):
    quay = make_picture(alt="A quay at night", caption="")
    make_picture(alt="A crane", caption="")
    address = reverse("admin:articles_picture_suggest")
    found = chief.get(address, {"term": "QUAY"}).json()["results"]
    assert found == [{"id": quay.pk, "text": "A quay at night", "note": "Ann Lee", "thumbnail": quay.url}]
    assert [row["id"] for row in chief.get(address, {"number": quay.pk}).json()["results"]] == [quay.pk]
    assert chief.get(address, {"number": "9" * 30}).status_code == 200
    for typed in ("", "%", "_", "\0", "'", "x" * 5000):
        assert chief.get(f"{address}?term={quote(typed)}").status_code == 200
    assert chief.post(address).status_code == 405


# Keywords


def test_a_keyword_is_added_with_its_spellings(chief):
    chief.post(ADD_KEYWORD, {"name": " Rail  freight "} | aliases("Railway cargo"))
    keyword = Keyword.objects.get()
    assert (keyword.name, keyword.slug) == ("Rail freight", "rail-freight")
    assert keyword.aliases.get().folded == "railway cargo"


@pytest.mark.parametrize("name", ["rail-freight", "RAILWAY CARGO", "---", "", "x" * 81, "ß" * 50])
def test_a_spelling_that_is_taken_or_none_is_refused(chief, name):
    KeywordAlias.objects.create(keyword=make_keyword("Rail freight"), name="Railway cargo")
    answer = chief.post(ADD_KEYWORD, {"name": name} | NO_ALIASES)
    assert answer.context["adminform"].form.errors
    answer = chief.post(ADD_KEYWORD, {"name": "New"} | aliases(name or "rail freight"))
    assert answer.status_code == 200
    assert Keyword.objects.count() == 1


def test_two_rows_with_one_spelling_are_refused(chief):
    answer = chief.post(ADD_KEYWORD, {"name": "New"} | aliases("Same", "same"))
    assert answer.status_code == 200
    assert not Keyword.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_renamed_keyword_is_found_by_its_new_name_under_its_old_address(client, run_jobs):
    client.force_login(make_user("chief"))
    keyword = make_keyword("Rail freight")
    article = make_article(keywords=[keyword])
    before = counter()
    client.post(change(keyword), {"name": "Zeppelins"} | aliases("Airships"))
    keyword.refresh_from_db()
    assert (keyword.name, keyword.slug) == ("Zeppelins", "rail-freight")
    assert counter() > before
    run_jobs()
    words = Entry.objects.get(pk=article.pk).searchable.open_vector
    assert "zeppelin" in words
    assert "airship" in words


@pytest.mark.django_db(transaction=True)
def test_a_deleted_keyword_is_found_no_more(client, run_jobs):
    client.force_login(make_user("chief"))
    keyword = make_keyword("Zeppelins")
    article = make_article(keywords=[keyword])
    client.post(reverse("admin:articles_keyword_delete", args=[keyword.pk]), {"post": "yes"})
    run_jobs()
    entry = Entry.objects.get(pk=article.pk)
    assert "zeppelin" not in entry.searchable.open_vector
    assert not entry.listed.exists()


def test_the_list_of_keywords_is_searched_by_any_spelling(chief):
    rail = make_keyword("Rail-freight")
    make_keyword("Roads")
    KeywordAlias.objects.create(keyword=rail, name="Train cargo")

    def found(typed):
        page = chief.get(reverse("admin:articles_keyword_changelist"), {"q": typed})
        return [keyword.name for keyword in page.context["cl"].result_list]

    assert found("RAIL  freight") == found("train-c") == ["Rail-freight"]
    assert found("%") == found("zeppelin") == []


def test_keywords_are_suggested_by_any_spelling(chief):
    rail = make_keyword("Rail freight")
    make_keyword("Monorail")
    KeywordAlias.objects.create(keyword=rail, name="Train cargo")
    make_article(keywords=[rail])
    address = reverse("admin:articles_keyword_suggest")

    def suggested(term):
        return [row["text"] for row in chief.get(f"{address}?term={quote(term)}").json()["results"]]

    assert suggested("RAIL") == ["Rail freight", "Monorail"]
    assert [row["note"] for row in chief.get(f"{address}?term=rail").json()["results"]] == ["1 article", "0 articles"]
    assert suggested("train-c") == ["Rail freight"]
    assert suggested("%") == []
    assert suggested("\0") == suggested("_") == suggested("")


# Authors and sections


def test_authors_of_like_names_have_addresses_of_their_own(chief):
    for name in ("J. Li", "J Li"):
        chief.post(reverse("admin:articles_author_add"), {"name": name})
    assert sorted(Author.objects.values_list("slug", flat=True)) == ["j-li", "j-li-2"]


def test_a_renamed_section_drops_pages_and_keeps_its_address(chief):
    section = make_section(slug="trade")
    before = counter()
    chief.post(change(section), {"name": "Commerce", "slug": "other", "position": 3})
    section.refresh_from_db()
    assert (section.name, section.slug) == ("Commerce", "trade")
    assert counter() > before


@pytest.mark.parametrize("values", [{"slug": "a b"}, {"slug": "taken"}, {"position": "-1"}, {"position": "99999999"}])
def test_a_section_that_cannot_be_is_refused(chief, values):
    make_section(slug="taken")
    answer = chief.post(reverse("admin:articles_section_add"), {"name": "New", "slug": "new", "position": 1} | values)
    assert answer.context["adminform"].form.errors.keys() == values.keys()
    assert Section.objects.count() == 1


def test_a_section_with_articles_cannot_go(chief):
    article = make_article(section=make_section())
    chief.post(reverse("admin:articles_section_delete", args=[article.section.pk]), {"post": "yes"})
    assert Section.objects.filter(pk=article.section.pk).exists()


def test_several_authors_deleted_at_once_drop_pages(chief):
    chosen = [make_author().pk, make_author().pk]
    before = counter()
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    chief.post(reverse("admin:articles_author_changelist"), form)
    assert not Author.objects.exists()
    assert counter() > before


class TestWordsOfPictures:
    """What an author writes is read when an editor says so; that goes for captions too."""

    WORDS = {"alt": "Changed", "caption": "Changed", "credit": "", "licence": ""}

    @pytest.mark.parametrize(
        ("state", "may"),
        [
            ({"published_at": None}, True),
            ({}, False),
            ({"published_at": timezone.now() + timedelta(days=1)}, False),
            ({"withdrawn_at": timezone.now()}, False),
        ],
    )
    def test_an_author_changes_them_until_readers_see_them(self, client, db, state, may):
        picture = make_picture()
        make_article(picture=picture, **state)
        client.force_login(make_user("author"))
        assert client.get(change(picture)).status_code == 200
        assert client.post(change(picture), self.WORDS).status_code == (302 if may else 403)
        picture.refresh_from_db()
        assert (picture.alt == "Changed") is may

    def test_an_editor_changes_them_always(self, client, db):
        picture = make_picture()
        make_article(picture=picture)
        client.force_login(make_user("editor"))
        client.post(change(picture), self.WORDS)
        picture.refresh_from_db()
        assert picture.alt == "Changed"


def test_a_disk_that_takes_no_picture_is_named_and_the_words_are_kept(chief, settings, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    settings.MEDIA_ROOT = in_the_way
    page = chief.post(ADD_PICTURE, {"file": picture_file(), "alt": "Cranes over a quay"}).content.decode()
    assert "The picture could not be stored (Not a directory)." in page
    assert "Cranes over a quay" in page
    assert not Picture.objects.exists()
