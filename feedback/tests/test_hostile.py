"""Wrong, huge, repeated, concurrent and hostile values: a clear answer, never a 500, and nothing is lost."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from captcha.models import CaptchaStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from feedback.models import Question
from feedback.tests.asker import Asker
from portal.lib.models import Mail


@pytest.mark.parametrize("address", ["/ask/", "/ask/box/"])
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_post_from_another_site_is_refused(client, db, address, headers):
    asker = Asker(client, address)
    assert asker.send(client_options={"headers": headers}).status_code == 403
    assert not Question.objects.exists()


def test_markup_is_shown_as_text(asker, letters, link_in):
    asker.send(text="<script>alert(1)</script> & <b>bold</b>", name="<i>Lena</i>")
    page = asker.client.get(link_in(letters("lena@example.org")[0])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold" in page
    assert "<script>alert" not in page


def test_template_language_is_text(asker):
    asker.send(text="{{ settings.SECRET_KEY }}{% now %}", email="x")
    assert "{{ settings.SECRET_KEY }}{% now %}</textarea>" in asker.html


def test_control_characters_are_dropped_and_lines_kept(asker):
    assert asker.send(text="One\x00\x08 line\r\nTwo\rThree", name="L\x00ena").status_code == 302
    question = Question.objects.get()
    assert (question.text, question.name) == ("One line\nTwo\nThree", "Lena")


@pytest.mark.parametrize(
    "email",
    ["a@example.org\r\nBcc: all@example.org", "a@example.org\nX: y", "a@example.org,b@example.org", "<a@example.org>",
     "a b@example.org", "a@@example.org", "a@example.org\x00b", "a@" + "x" * 260 + ".org", "@", "\x00",
     "a@" + "ü" * 60 + ".org", "\N{KELVIN SIGN}@example.org"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(asker, email):
    asker.send(email=email)
    assert asker.page.status_code == 200
    assert 'href="#ask_email"' in asker.html
    assert not Question.objects.exists()
    assert not Mail.objects.exists()


def test_a_question_too_long_comes_back_whole(asker):
    asker.send(text="wörd " * 1000)
    assert "Shorten your question to 4000 characters; it has 4999." in asker.html
    assert asker.html.count("wörd") == 1000


def test_a_megabyte_gets_a_clear_answer_soon(asker):
    began = time.monotonic()
    asker.send(text="x" * 1_000_000)
    assert time.monotonic() - began < 2
    assert "Shorten your question to 4000 characters" in asker.html


def test_what_is_larger_than_any_form_is_refused(asker):
    began = time.monotonic()
    assert asker.send(text="x" * 3_000_000).status_code == 413
    assert time.monotonic() - began < 2


def test_a_file_of_any_size_is_refused_unread(asker):
    file = SimpleUploadedFile("x.bin", b"x" * 3_000_000)
    answer = asker.client.post("/ask/", asker.typed | {"file": file})
    assert answer.status_code == 413
    assert not answer.wsgi_request._read_started


@pytest.mark.parametrize("left_out", [("code_0",), ("code_1",), ("code_0", "code_1")])
def test_a_form_without_its_captcha_is_not_taken(asker, left_out):
    data = asker.typed | {"code_0": asker.key, "code_1": asker.read_picture()}
    answer = asker.client.post("/ask/", {name: value for name, value in data.items() if name not in left_out})
    assert answer.status_code == 200
    assert "four characters in the new picture" in answer.content.decode()
    assert not Question.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 5000, "\x00", "' OR 1=1", "é"])
@pytest.mark.parametrize("code", ["abcd", "\x00", "x" * 5000])
def test_a_forged_captcha_is_a_wrong_code(asker, key, code):
    answer = asker.client.post("/ask/", asker.typed | {"code_0": key, "code_1": code})
    assert answer.status_code == 200
    assert "four characters in the new picture" in answer.content.decode()


def test_a_code_opens_once(asker):
    key, code = asker.key, asker.read_picture()
    asker.send()
    again = asker.client.post("/ask/", asker.typed | {"text": "Another question", "code_0": key, "code_1": code})
    assert "That was not the code" in again.content.decode()
    assert Question.objects.count() == 1


def test_a_wrong_attempt_spends_the_code(asker):
    key, code = asker.key, asker.read_picture()
    asker.send(code="nope")
    again = asker.client.post("/ask/", asker.typed | {"code_0": key, "code_1": code})
    assert "That was not the code" in again.content.decode()
    assert not CaptchaStore.objects.filter(hashkey=key).exists()


def test_the_same_sent_again_is_stored_once(asker, letters):
    key, code = asker.key, asker.read_picture()
    first = asker.send()
    again = asker.client.post("/ask/", asker.typed | {"code_0": key, "code_1": code})
    assert again.status_code == 302
    for answer in (first, again):
        assert f"Q-{Question.objects.get().pk}" in asker.client.get(answer.url).content.decode()
    assert len(letters("lena@example.org")) == 1


def at_once(works):
    """Do all of `works` at the same moment, each on a connection of its own."""

    def run(work):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_many_times_stores_one():
    asker = Asker(Client())
    data = asker.typed | {"code_0": asker.key, "code_1": asker.read_picture()}

    answers = at_once([lambda: Client().post("/ask/", data)] * 8)

    assert [answer.status_code for answer in answers] == [302] * 8
    assert Question.objects.count() == 1
    assert Mail.objects.filter(recipient="lena@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_from_two_windows_stores_one():
    askers = [Asker(Client()) for _ in range(6)]
    answers = at_once([asker.send for asker in askers])
    assert [answer.status_code for answer in answers] == [302] * 6
    assert Question.objects.count() == 1
    assert Mail.objects.filter(recipient="lena@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_code_does_not_let_many_questions_in():
    asker = Asker(Client())
    code = {"code_0": asker.key, "code_1": asker.read_picture()}

    at_once([lambda n=n: Client().post("/ask/", asker.typed | code | {"text": f"Question {n}"}) for n in range(8)])

    assert Question.objects.count() == 1


def test_a_network_that_asks_too_much_is_told_and_keeps_its_words(asker):
    for number in range(10):
        assert asker.open().send(text=f"Question {number}", email=f"a{number}@example.org").status_code == 302
    asker.open().send(text="The eleventh", may_publish="on")
    assert asker.page.status_code == 429
    assert asker.page.headers["Retry-After"] == "3600"
    for kept in (
        "The eleventh</textarea>",
        'value="lena@example.org"',
        "checked",
        "mailto:",
        "Too many questions in one hour",
    ):
        assert kept in asker.html
    assert "<title>Error: Ask Us A Question" in asker.html
    assert Question.objects.count() == 10
    other = Asker(Client(REMOTE_ADDR="198.51.100.7"))
    assert other.send(text="From elsewhere").status_code == 302


def test_one_mailbox_cannot_be_filled_from_many_networks(db):
    for number in range(5):
        asker = Asker(Client(REMOTE_ADDR=f"198.51.100.{number}"))
        assert asker.send(text=f"Question {number}", email="Victim@example.org").status_code == 302
    asker = Asker(Client(REMOTE_ADDR="198.51.100.99"))
    assert asker.send(text="One more", email="victim@example.org").status_code == 429


def test_whoever_guesses_codes_is_stopped(asker):
    for _ in range(60):
        assert asker.send(code="nope").status_code == 200
    assert asker.send(code="nope").status_code == 429
    assert asker.send().status_code == 429  # the right one too, for this hour
    assert not Question.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_named_as_wrong(client, db, method):
    for address in ("/ask/", "/ask/box/", "/ask/status/x/"):
        assert getattr(client, method)(address).status_code == 405
    assert client.post("/ask/received/").status_code == 405
    assert client.post("/questions/").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/ask/status/%00/",
        "/ask/status/" + "x" * 5000 + "/",
        "/ask/received/?question=%00",
        "/questions/?after=x",
        "/questions/?after=%00",
        "/questions/99999999999999999999/x/",
    ],
)
def test_an_address_that_leads_nowhere_says_so(client, db, address):
    assert client.get(address).status_code == 404
