"""A visitor asks with JavaScript off."""

import pytest
from captcha.models import CaptchaStore
from django.urls import reverse

from articles.tests.factories import make_article
from feedback.models import Question
from feedback.tests.asker import Asker
from feedback.tests.factories import make_staff


def test_visitor_asks_and_is_told_what_happens_next(asker, letters, link_in):
    answer = asker.send(may_publish="on")
    assert answer.status_code == 302

    page = asker.client.get(answer.url).content.decode()

    question = Question.objects.get()
    assert (question.text, question.email, question.name) == tuple(asker.typed.values())
    assert question.may_publish
    assert f"Number <b>Q-{question.pk}</b>" in page
    assert "lena@example.org" in page
    assert "Others may read it too" in page
    [letter] = letters("lena@example.org")
    status = asker.client.get(link_in(letter)).content.decode()
    assert "Does the licence cover goods in transit?" in status
    assert "waiting for an editor" in status


def test_two_wrong_codes_lose_nothing(asker):
    first = asker.key
    for _ in range(2):
        asker.send(code="nope", may_publish="on")
        html = asker.html
        assert asker.page.status_code == 200
        assert "<title>Error: Ask Us A Question" in html
        assert html.index("One thing needs another look") < html.index("<h1")
        assert '<a href="#ask_code_1">That was not the code. Type the four characters in the new picture.' in html
        assert "Does the licence cover goods in transit?</textarea>" in html
        assert 'value="lena@example.org"' in html
        assert 'value="Lena"' in html
        assert 'name="may_publish"' in html
        assert "checked" in html
        assert 'name="code_1" value' not in html
        assert asker.key != first
    assert not Question.objects.exists()

    assert asker.send().status_code == 302

    assert Question.objects.count() == 1


def test_reload_without_script_keeps_everything_and_says_nothing(asker):
    first = asker.key
    asker.send(code="half", reload="1", email="not an address", may_publish="on")

    assert asker.key != first
    assert "summary-wrong" not in asker.html
    assert "<title>Ask Us A Question" in asker.html
    for kept in ("goods in transit?</textarea>", 'value="not an address"', 'value="Lena"', "checked"):
        assert kept in asker.html
    assert asker.send().status_code == 302


def test_capitals_do_not_matter(asker):
    assert asker.send(code=asker.read_picture().lower()).status_code == 302


def test_empty_form_names_each_field_and_its_remedy(asker):
    asker.send(text="", email="", name="", code="")

    assert "Three things need another look" in asker.html
    for field, words in [
        ("ask_text", "Type your question."),
        ("ask_email", "Enter your email address, so that we can answer."),
        ("ask_code_1", "Type the four characters in the new picture."),
    ]:
        assert f'<a href="#{field}">{words}</a>' in asker.html
        assert f'id="{field}"' in asker.html


def test_address_without_at_sign_is_explained(asker):
    asker.send(email="lena.w.example.org")
    assert "Enter your email address with an @, like name@example.org" in asker.html


def test_staff_who_may_answer_get_a_link_and_no_word_of_the_visitor(asker, letters):
    editor = make_staff("editor")
    make_staff("author")
    make_staff("chief", email="")
    make_staff("editor", is_active=False)

    asker.send(text="Tell <b>nobody</b> & answer")

    letter = next(letter for letter in letters(editor.email))
    assert {str(each["to"]) for each in letters()} == {editor.email, "lena@example.org"}
    text = letter.get_body(("plain",)).get_content()
    assert reverse("admin:feedback_question_change", args=[Question.objects.get().pk]) in text
    for part in letter.walk():
        assert "nobody" not in str(part.get_payload(decode=True))
    assert "Tell" not in letter["subject"]


def test_the_asker_s_mail_holds_nothing_that_was_typed(asker, letters):
    asker.send(text="Buy at spam.example", name="Spam.example")
    [letter] = letters("lena@example.org")
    assert b"spam" not in letter.as_bytes().lower()


def test_question_about_an_article_names_it(client, db):
    article = make_article()
    asker = Asker(client, f"/ask/?about={article.pk}")
    assert article.title in asker.html

    page = client.get(asker.send().url).content.decode()

    assert Question.objects.get().about.pk == article.pk
    assert article.get_absolute_url() in page


@pytest.mark.parametrize("about", ["0", "-1", "x", "9" * 18, "9" * 40, "²", "1\x00", ""])
def test_about_nothing_that_is_there_is_ignored(client, db, about):
    assert Asker(client, f"/ask/?about={about}").send().status_code == 302
    assert Question.objects.get().about is None


def test_about_a_draft_is_ignored(client, db):
    draft = make_article(published_at=None, title="A secret draft")
    asker = Asker(client, f"/ask/?about={draft.pk}")
    assert draft.title not in asker.html
    asker.send()
    assert Question.objects.get().about is None


def test_the_box_is_the_same_form_without_a_page(client, db):
    article = make_article()
    box = Asker(client, f"/ask/box/?about={article.pk}")
    assert "<html" not in box.html
    assert f'action="/ask/?about={article.pk}"' in box.html

    box.send(code="nope")
    assert "<html" not in box.html
    assert "That was not the code" in box.html

    assert box.send().url.startswith("/ask/received/")
    assert Question.objects.get().about.pk == article.pk


@pytest.mark.parametrize("address", ["/ask/", "/ask/box/"])
def test_a_page_with_a_captcha_is_kept_by_nobody(client, db, address):
    page = client.get(address)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert not page.cookies
    assert b"csrf" not in page.content


def test_received_without_its_link_leads_to_the_form(client, db):
    assert client.get("/ask/received/").url == "/ask/"
    assert client.get("/ask/received/?question=forged").status_code == 404


def test_status_is_for_whoever_has_the_link(asker, letters, link_in):
    received = asker.send().url
    link = link_in(letters("lena@example.org")[0])
    page = asker.client.get(link)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert b'<meta name="robots" content="noindex">' in page.content
    assert asker.client.get(link[:-2] + "x/").status_code == 404
    # A token made for one purpose opens nothing else.
    token = received.partition("question=")[2].replace("%3A", ":")
    assert asker.client.get(f"/ask/status/{token}/").status_code == 404


def test_only_a_press_takes_consent_back(asker, letters, link_in):
    asker.send(may_publish="on")
    link = link_in(letters("lena@example.org")[0])
    assert "Do not publish it" in asker.client.get(link).content.decode()
    assert Question.objects.get().may_publish

    page = asker.client.post(link, follow=True).content.decode()

    assert not Question.objects.get().may_publish
    assert "It will not be published." in page


def test_expired_codes_are_swept(asker):
    before = CaptchaStore.objects.count()
    for _ in range(3):
        asker.open()
    CaptchaStore.objects.exclude(hashkey=asker.key).update(expiration="2020-01-01T00:00Z")
    asker.send()
    assert CaptchaStore.objects.count() < before + 3
