"""Authors, pictures and maps chosen by typing, as the article's form takes them where no script looks them up."""

import html

import pytest

from articles import writing
from articles.models import Article, Writing
from articles.tests.factories import make_article, make_author, make_drawing, make_picture
from articles.tests.test_newsroom import ADD, page_of, typed, typed_again
from members.tests.factories import make_user
from portal.lib.typed_rows import line_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(make_user("author"))
    return client


def errors(answer):
    return answer.context["adminform"].form.errors


def test_names_words_and_numbers_choose_rows(author):
    ann, bo, sun = make_author("Ann Lee"), make_author("Bo Ek"), make_author("Sun Wei")
    picture, drawing = make_picture(alt="A crane at Khorgos"), make_drawing(title="By ferry")
    make_author("Ann Leeson")
    lines = {"authors_typed": f" ann  lee, {bo.pk},, ", "picture_typed": "khorgos crane", "drawing_typed": "By ferry"}
    assert author.post(ADD, typed(authors=[sun.pk], picture="", **lines)).status_code == 302
    article = Article.objects.get()
    assert set(article.authors.all()) == {ann, bo, sun}
    assert (article.picture, article.drawing) == (picture, drawing)


def test_a_name_with_commas_is_typed_between_quotation_marks(author):
    sons, ann, said = make_author("Lee, Ek and Sons"), make_author("Ann Lee"), make_author('"Ek", so to say')
    line = '“Lee, Ek and Sons”,Ann Lee, “"Ek", so to say”, "Not, here"'
    answer = author.post(ADD, typed(authors_typed=line, picture_typed='Nothing, "here"'))
    assert len(errors(answer)["authors"]) == 1 and "“Not, here”" in errors(answer)["authors"][0]
    shown = html.unescape(answer.text)
    assert 'value=""Lee, Ek and Sons", Ann Lee, “"Ek", so to say”, "Not, here""' in shown
    assert 'value="Nothing, "here""' in shown, "Where one is taken, everything is of its words."
    assert author.post(ADD, typed(authors_typed=line.removesuffix(', "Not, here"'))).status_code == 302
    assert set(Article.objects.get().authors.all()) == {sons, ann, said}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        (" , ,", []),
        ("12, tea", ["12", "tea"]),
        ('"Tea, tiles", 3', ["Tea, tiles", "3"]),
        ('"Tea" is back, 3', ['"Tea" is back', "3"]),
        ('"never closed, 3', ['"never closed', "3"]),
        ('"' * 5000, ['"' * 5000]),
    ],
)
def test_words_between_commas(line, words):
    assert words_of(line) == words == words_of(line_of(words))


def test_what_is_typed_takes_the_place_of_what_was_chosen(author):
    old, new = make_picture(alt="A ship"), make_picture(alt="A crane")
    article = make_article(published_at=None, picture=old)
    author.post(page_of(article), typed_again(article, picture=old.pk, picture_typed=str(new.pk)))
    article.refresh_from_db()
    assert article.picture == new


def test_who_is_meant_is_asked_and_nothing_typed_is_lost(author):
    one, two = make_picture(alt="A crane by day"), make_picture(alt="A crane by night")
    lines = {"authors_typed": "Nobody, Ann \0Lee", "picture_typed": "crane", "drawing_typed": "x" * 400}
    answer = author.post(ADD, typed(**lines))
    assert len(errors(answer)["authors"]) == 2 and "“Nobody”" in errors(answer)["authors"][0]
    assert f"No. {one.pk}, A crane by day" in errors(answer)["picture"][0]
    assert f"No. {two.pk}, A crane by night" in errors(answer)["picture"][0]
    assert "Nothing here is called" in errors(answer)["drawing"][0]
    assert '<span class="visually-hidden">Authors: </span>' in answer.text
    assert 'value="Nobody, Ann' in answer.text and 'value="crane"' in answer.text
    assert not Article.objects.exists()


@pytest.mark.parametrize("line", ["," * 5, "9" * 30, "0", "-1", "'\"<%", "a," * 40])
def test_nonsense_is_refused_in_words(author, line):
    assert author.post(ADD, typed(authors_typed=line, picture_typed=line)).status_code in (200, 302)


def test_lines_that_were_typed_and_not_saved_are_offered_again(author):
    ann = make_author("Ann Lee")
    key = "8d1f3a4e-6a39-4f0c-9a53-0b6f3c5f6a11"
    lines = {"authors": [ann.pk], "authors_typed": "Bo Ek", "picture_typed": "crane", "keywords_typed": "A, B"}
    author.post(ADD, typed(writing=key, section=None, title="", **lines) | {"section": ""})
    words = writing.initial(Writing.objects.get().form)
    assert (words["authors"], words["picture"], words["keywords"]) == ([str(ann.pk), "Bo Ek"], "crane", ["A", "B"])
    page = author.get(ADD, {"writing": key}).text
    assert 'value="Bo Ek"' in page and 'value="crane"' in page


def test_draft_changes_show_whom_a_typed_name_means(client):
    client.force_login(make_user("editor"))
    article, ann = make_article(title="Berth 19 reopens"), make_author("Ann Lee")
    lines = {"authors_typed": "ann lee", "keywords_typed": "Ports", "_put_by": "Keep as draft changes"}
    answer = client.post(page_of(article), typed_again(article, **lines), follow=True)
    differences = {one.name: one for one in answer.context["changes"]}
    assert "Ann Lee" in "".join(piece.words for piece in differences["authors"].pieces)
    assert "Ports" in "".join(piece.words for piece in differences["keywords"].pieces)
    assert "Ann Lee" in client.get(f"/preview/draft/{article.pk}/page/").text
    assert not article.authors.exists() and "Nothing here is called" not in answer.text

    lines |= {"authors": [ann.pk], "authors_typed": "Nobody"}
    answer = client.post(page_of(article), typed_again(article, **lines), follow=True)
    assert "Nothing here is called “Nobody”" in answer.text and 'value="Nobody"' in answer.text
