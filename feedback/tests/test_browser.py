"""Asking and answering in a real browser, with its policy, its complaints and axe listening."""

import re

import pytest
from captcha.models import CaptchaStore
from django.urls import reverse
from playwright.sync_api import expect

from articles.tests.factories import make_article, make_section
from feedback.models import Answer, Question
from feedback.tests.factories import make_question, make_staff

QUESTION = "Does the licence cover goods that change owner while under transit?"
WINDOWS = [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]


@pytest.fixture
def article(db):
    return make_article(section=make_section(name="Trade"), title="Queues at Khorgos fall to 31 hours")


@pytest.fixture
def stands(page, axe):
    """Whether the page that is shown is fit to be seen: axe has nothing to say, and nothing runs out sideways."""

    def stands():
        page.wait_for_load_state("networkidle")
        axe()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"

    return stands


def read_picture(page):
    return CaptchaStore.objects.get(hashkey=page.input_value("[name=code_0]", strict=True)).challenge


def fill(page, *, code):
    page.get_by_label("Your question").fill(QUESTION)
    page.locator("#ask_email").fill("lena@example.org")
    page.get_by_label("You may publish").check()
    page.get_by_label("Identifying code").fill(code)


def kept(page):
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    expect(page.locator("#ask_email")).to_have_value("lena@example.org")
    expect(page.get_by_label("You may publish")).to_be_checked()
    expect(page.get_by_label("Identifying code")).to_have_value("")


def send(page):
    page.get_by_role("button", name="Send the question").click()


def test_reader_asks_from_the_box_on_an_article(page, live_server, article, stands):
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("link", name="Write your question").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    stands()

    fill(page, code="nope")
    send(page)
    expect(page.get_by_role("group", name="One thing needs another look")).to_be_focused()
    kept(page)
    assert page.url == live_server.url + article.get_absolute_url()
    stands()

    picture = page.locator(".captcha img").get_attribute("src")
    page.get_by_label("Identifying code").fill("half")
    page.get_by_role("button", name="Reload").click()
    expect(page.locator(".captcha img")).not_to_have_attribute("src", picture)
    expect(page.get_by_label("Identifying code")).to_be_focused()
    kept(page)

    page.get_by_label("Identifying code").fill(read_picture(page))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your question is with the editors")).to_be_visible()
    assert Question.objects.get().about.pk == article.pk
    stands()
    page.get_by_role("link", name="Back to the article").click()
    expect(page).to_have_url(live_server.url + article.get_absolute_url())


@pytest.mark.parametrize("javascript", [False])
def test_reader_asks_without_javascript(page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("link", name="Write your question").click()
    expect(page.get_by_role("main").get_by_role("link", name=article.title)).to_be_visible()

    fill(page, code="")
    picture = page.locator(".captcha img").get_attribute("src")
    page.get_by_role("button", name="Reload").click()
    expect(page.locator(".captcha img")).not_to_have_attribute("src", picture)
    kept(page)

    page.get_by_label("Identifying code").fill("nope")
    page.keyboard.press("Enter")  # sends; it does not press Reload
    expect(page).to_have_title(re.compile("^Error: Ask Us A Question"))
    expect(page.get_by_role("link", name="That was not the code.")).to_have_attribute("href", "#ask_code_1")
    kept(page)

    page.get_by_label("Identifying code").fill(read_picture(page))
    send(page)
    expect(page.get_by_role("heading", name="Your question is with the editors")).to_be_visible()
    assert Question.objects.get().text == QUESTION


def test_reload_that_fails_sends_the_form_instead(page, live_server, complaints, db):
    complaints.expect("Failed to load resource")
    page.goto(f"{live_server.url}/ask/")
    fill(page, code="")
    page.route("**/captcha/refresh/", lambda route: route.abort())
    picture = page.locator(".captcha img").get_attribute("src")
    page.get_by_role("button", name="Reload").click()
    expect(page.locator(".captcha img")).not_to_have_attribute("src", picture)
    kept(page)


def test_box_that_cannot_be_fetched_leads_to_the_page(page, live_server, article, complaints):
    complaints.expect("Failed to load resource")
    page.route("**/ask/box/**", lambda route: route.abort())
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("link", name="Write your question").click()
    expect(page).to_have_url(f"{live_server.url}/ask/?about={article.pk}")


def test_box_that_cannot_send_falls_back_to_the_page(page, live_server, article, complaints):
    complaints.expect("Failed to load resource")
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("link", name="Write your question").click()
    fill(page, code="nope")
    page.route("**/ask/box/**", lambda route: route.abort())
    send(page)
    expect(page).to_have_url(f"{live_server.url}/ask/?about={article.pk}")
    kept(page)


def test_limit_is_said_in_the_box_and_nothing_is_lost(page, live_server, article, complaints, monkeypatch):
    complaints.expect("429")
    monkeypatch.setattr("feedback.asking.TRIES", 0)
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("link", name="Write your question").click()
    fill(page, code="nope")
    send(page)
    expect(page.get_by_role("group", name="Too many questions in one hour")).to_be_focused()
    kept(page)


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_what_was_wrong_and_what_was_received_stands(page, live_server, article, stands):
    page.goto(f"{live_server.url}/ask/")
    send(page)
    expect(page.get_by_role("group", name="Three things need another look")).to_be_focused()
    stands()
    fill(page, code=read_picture(page))
    send(page)
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    stands()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_editor_answers_and_the_asker_reads(page, live_server, article, sign_in, stands, letters, link_in):
    question = make_question(email="lena@example.org", text="Does it expire?\nOurs is old.", about=article)
    sign_in(make_staff())
    page.goto(live_server.url + reverse("admin:feedback_question_changelist"))
    page.get_by_role("link", name=f"Q-{question.pk}").click()
    page.locator(".ProseMirror").click()
    page.keyboard.type("Twelve months from issue.")
    page.get_by_label("Question, in one line").fill("Does a certificate expire?")
    stands()
    page.get_by_role("button", name="Answer and publish").click()
    expect(page.get_by_text("A mail with a link to the answer is on its way")).to_be_visible()
    assert Answer.objects.get().body == "<p>Twelve months from issue.</p>"

    page.goto(live_server.url + link_in(letters("lena@example.org")[0]))
    expect(page.get_by_text("Twelve months from issue.")).to_be_visible()
    stands()
    page.get_by_role("link", name="Does a certificate expire?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Does a certificate expire?")
    stands()
