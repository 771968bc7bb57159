"""An editor answers in the admin; the asker is mailed and reads; with consent everybody does."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing as entries
from articles.models import Searchable
from feedback import answering, publishing
from feedback.models import Answer, Question
from feedback.tests.factories import make_answer, make_question, make_staff
from portal.lib import pages

SEEN = re.compile(r'name="seen" value="(\w+)"')


class Editor:
    """Somebody of the newsroom before a question."""

    def __init__(self, question, *, role="editor"):
        self.user = make_staff(role)
        self.client = Client()
        self.client.force_login(self.user)
        self.address = reverse("admin:feedback_question_change", args=[question.pk])
        self.open()

    def open(self):
        self.html = self.client.get(self.address).content.decode()
        return self

    def press(self, verb, **typed):
        seen = SEEN.search(self.html)
        shown = {"answer": "<p>It does.</p>", "seen": seen[1]} if seen else {}
        data = shown | typed | {verb: "x"}
        page = self.client.post(self.address, data, follow=True)
        self.html = page.content.decode()
        return self.html


@pytest.fixture
def question(db):
    return make_question(text="Does <b>it</b> expire?\nOurs is a year old. Lena", email="lena@example.org", name="Lena")


@pytest.fixture
def editor(question):
    return Editor(question)


def test_editor_answers_and_the_asker_reads(question, editor, letters, link_in, client):
    assert "Does &lt;b&gt;it&lt;/b&gt; expire?" in editor.html
    assert "<b>it</b>" not in editor.html

    said = editor.press("_answer", answer="<p>It <strong>does</strong>.</p><script>alert(1)</script>")

    assert "Answered. A mail with a link to the answer is on its way to the asker." in said
    question.refresh_from_db()
    assert question.answer == "<p>It <strong>does</strong>.</p>"
    assert (question.answered_by, question.state) == (editor.user, "answered")
    [letter] = letters("lena@example.org")
    page = client.get(link_in(letter)).content.decode()
    assert "Your question is answered" in page
    assert "<p>It <strong>does</strong>.</p>" in page
    assert not Answer.objects.exists()
    assert str(LogEntry.objects.get().get_change_message()) == "Answer"


def test_editor_answers_and_publishes_without_the_name(question, editor, client):
    standing = pages.standing(at=timezone.now()).counter
    editor.press(
        "_answer_publish",
        answer="<p>Twelve months.</p>",
        title="Does a certificate expire?",
        asked="Ours is a year old.",
        keywords=["Origin", "Free zones"],
    )

    answer = Answer.objects.get()
    assert pages.standing(at=timezone.now()).counter > standing
    assert answer.section.slug == "faq"
    assert sorted(keyword.name for keyword in answer.keywords.all()) == ["Free zones", "Origin"]
    assert Searchable.objects.filter(pk=answer.pk).exists()
    page = client.get(answer.get_absolute_url()).content.decode()
    for seen in ("Does a certificate expire?", "Ours is a year old.", "Twelve months."):
        assert seen in page
    assert "Lena" not in page
    assert "lena@example.org" not in page
    for address in ("/questions/", "/"):
        assert "Does a certificate expire?" in client.get(address).content.decode()
    assert answer.get_absolute_url() in client.get("/search/?q=certificate").content.decode()


def test_without_consent_it_is_never_published(question, editor, letters):
    Question.objects.update(may_publish=False)
    assert "Answer and publish" not in editor.open().html
    editor.press("_answer_publish", title="Does it expire?")
    question.refresh_from_db()
    assert not Answer.objects.exists()
    with pytest.raises(publishing.NotAgreed):
        publishing.publish(question, publishing.Wording("x"), by=editor.user, at=timezone.now())


def test_consent_taken_back_while_the_editor_writes(question, editor):
    assert "Answer and publish" in editor.html
    answering.keep_private(question)
    said = editor.press("_answer_publish", title="Does it expire?", asked="")
    assert "Not published: the asker has taken the consent back." in said
    assert Question.objects.get().answered_at
    assert not Answer.objects.exists()


def test_what_was_answered_can_be_published_later(question, editor):
    editor.press("_answer")
    editor.open()
    assert 'name="answer"' not in editor.html
    editor.press("_publish", answer="<p>Other words</p>", title="Does it expire?", asked="")
    assert not Answer.objects.exists()
    editor.open().press("_publish", title="Does it expire?", asked="")
    assert Answer.objects.get().body == "<p>It does.</p>"


def test_a_draft_is_kept_and_nobody_told(question, editor, letters):
    assert "Draft kept" in editor.press("_continue", answer="<p>Half an answer</p>")
    assert "Half an answer" in editor.open().html
    assert not letters()
    assert Question.objects.get().state == "waiting"


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p> &nbsp; </p>", "<script>x</script>"])
def test_an_answer_without_words_is_not_sent(question, editor, letters, empty):
    assert "Write the answer first." in editor.press("_answer", answer=empty)
    assert not letters()


def test_spam_is_closed_and_nobody_mailed(question, editor, letters):
    assert "Closed without an answer." in editor.press("_close", answer="")
    assert not letters()
    assert Question.objects.get().state == "closed"
    editor.open().press("_reopen")
    assert Question.objects.get().state == "waiting"


def test_many_are_closed_from_the_list(question, editor):
    other = make_question()
    chosen = {"action": "close_without_answer", "_selected_action": [question.pk, other.pk]}
    page = editor.client.post(reverse("admin:feedback_question_changelist"), chosen, follow=True)
    assert "2 questions closed." in page.content.decode()


def test_whoever_comes_second_keeps_the_words_and_sends_none(question, editor, letters):
    second = Editor(question)
    editor.press("_answer", answer="<p>First</p>")
    html = second.press("_answer", answer="<p>Second words</p>")
    assert "Somebody answered or closed this meanwhile" in html
    assert "Second words" in html
    assert Question.objects.get().answer == "<p>First</p>"
    assert len(letters("lena@example.org")) == 1


def test_a_draft_of_somebody_else_is_not_written_over_unawares(question, editor):
    second = Editor(question)
    editor.press("_continue", answer="<p>First</p>")
    assert "Somebody changed the answer meanwhile." in second.press("_continue", answer="<p>Second</p>")
    assert Question.objects.get().answer == "<p>First</p>"
    second.press("_continue", answer="<p>Second</p>")
    assert Question.objects.get().answer == "<p>Second</p>"


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_give_one_answer(letters):
    question = make_question(email="lena@example.org")
    editors = [Editor(question) for _ in range(4)]

    def press(number):
        try:
            return editors[number].press("_answer", answer=f"<p>Answer {number}</p>")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(press, range(4)))

    assert sum("Answered. A mail" in page for page in pages) == 1
    assert len(letters("lena@example.org")) == 1
    kept = Question.objects.get().answer
    assert all(f"Answer {number}" in page for number, page in enumerate(pages) if f"Answer {number}" not in kept)


def test_a_question_is_answered_once_whoever_holds_a_stale_one(question, letters):
    stale = Question.objects.get()
    question.answer, stale.answer = "<p>First</p>", "<p>Second</p>"
    editor, at = make_staff(), timezone.now()
    assert answering.answer(question, by=editor, at=at)
    assert not answering.answer(stale, by=editor, at=at)
    assert not answering.close(stale, at=at)
    assert not answering.save_draft(stale)
    assert Question.objects.get().answer == "<p>First</p>"
    assert len(letters("lena@example.org")) == 1


def test_an_author_may_not_answer(question):
    author = Editor(question, role="author")
    assert author.client.get(author.address).status_code == 403
    assert author.client.post(author.address, {"_answer": "x", "answer": "<p>x</p>"}).status_code == 403


def test_questions_come_from_visitors_only(editor):
    assert editor.client.get(reverse("admin:feedback_question_add")).status_code == 403


def test_the_list_opens_on_what_waits_longest(db, django_assert_max_num_queries):
    now = timezone.now()
    done = make_question(text="Done one", answer="<p>x</p>", answered_at=now, asked_at=now)
    later = make_question(text="Later one", asked_at=now)
    sooner = make_question(text="Sooner one", asked_at=now - timezone.timedelta(days=2))
    editor = Editor(done)
    with django_assert_max_num_queries(14):
        html = editor.client.get(reverse("admin:feedback_question_changelist")).content.decode()
    assert html.index("Sooner one") < html.index("Later one") < html.index("Done one")
    assert sooner.state == later.state == "waiting"
    for state in Question.State:
        page = editor.client.get(reverse("admin:feedback_question_changelist"), {"state": state.value}).content.decode()
        assert ("Done one" in page) == (state == "answered")


def test_editor_corrects_a_published_answer(db, client):
    answer = make_answer()
    editor = Editor(make_question())
    editor.address = reverse("admin:feedback_answer_change", args=[answer.pk])
    typed = {"title": "New title", "asked": "", "abstract": "New", "body": "<p>New body</p>", "keywords": ["Origin"]}
    editor.open().press("_save", **typed, revision="1")
    assert "New body" in client.get(f"/questions/{answer.pk}/new-title/").content.decode()
    assert "new-title" in client.get("/search/?q=new+title").content.decode()
    assert "Somebody saved a newer version meanwhile." in editor.press(
        "_save", **typed | {"title": "Stale"}, revision="1"
    )
    assert "Write the correction" in editor.press("_correct", **typed, revision="2", correction=" ")
    assert "Press “Correct”" in editor.press("_save", **typed, revision="2", correction="It was said otherwise.")
    editor.press("_correct", **typed, revision="2", correction="It was said to expire after nine months.")
    assert "expire after nine months" in client.get(f"/questions/{answer.pk}/new-title/").content.decode()
    typed["revision"] = "3"
    assert "Say why" in editor.press("_withdraw", **typed)
    editor.press("_withdraw", **typed, reason="The rule has changed.")
    assert client.get(f"/questions/{answer.pk}/new-title/").status_code == 410
    editor.press("_restore", **typed | {"revision": "4"})
    assert client.get(f"/questions/{answer.pk}/new-title/").status_code == 200


def test_consent_taken_back_holds_against_restoring(question, editor, client, letters, link_in):
    editor.press("_answer_publish", title="Does it expire?", asked="")
    answer, link = Answer.objects.get(), link_in(letters("lena@example.org")[0])
    assert "To have it taken away, write to" in client.post(link, follow=True).content.decode()
    assert Question.objects.get().may_publish
    entries.withdraw(answer, reason="The asker wants it so.", by=editor.user, at=timezone.now())

    assert "It will not be published." in client.post(link, follow=True).content.decode()

    editor.address = reverse("admin:feedback_answer_change", args=[answer.pk])
    typed = {"title": "Does it expire?", "abstract": "x", "body": "<p>x</p>", "revision": "1"}
    assert "Not restored: the asker has taken the consent back." in editor.open().press("_restore", **typed)
    assert client.get(answer.get_absolute_url()).status_code == 410


def test_only_what_was_withdrawn_is_deleted_and_stored_pages_go_with_it(db, client):
    client.force_login(make_staff("chief"))
    answer = make_answer()
    address = reverse("admin:feedback_answer_delete", args=[answer.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    entries.withdraw(answer, reason="The asker wants it gone.", by=None, at=timezone.now())
    before = pages.standing(at=timezone.now()).counter
    client.post(address, {"post": "yes"})
    assert not Answer.objects.exists()
    assert pages.standing(at=timezone.now()).counter > before


@pytest.mark.django_db
def test_a_form_that_lacks_the_answer_clears_no_draft(client):
    client.force_login(make_staff())
    question = make_question(answer="<p>Half a draft.</p>")
    client.post(reverse("admin:feedback_question_change", args=[question.pk]), {})
    question.refresh_from_db()
    assert question.answer == "<p>Half a draft.</p>"


def test_an_answers_correction_is_amended_and_taken_back(db, client):
    answer, editor = make_answer(), Editor(make_question()).client
    entries.correct(answer, words="It was seven.", by=None, at=timezone.now())
    form = reverse("admin:feedback_answer_change", args=[answer.pk])
    known = [answer.pk, answer.corrections.get().pk]
    amend, back = (reverse(f"admin:feedback_answer_{name}", args=known) for name in ("correction", "take_back"))
    assert amend in editor.get(form).text and back in editor.get(form).text

    seen = {"seen": editor.get(amend).context["form"]["seen"].value()}
    assert editor.post(amend, seen | {"words": "It was nine."}).headers["Location"] == form
    assert "It was nine." in client.get(answer.get_absolute_url()).text
    seen = {"seen": editor.get(back).context["form"]["seen"].value()}
    assert f'<a href="{form}" class="closelink">Cancel</a>' in editor.get(back).text
    editor.post(back, seen | {"why": "Another answer."})
    page = client.get(answer.get_absolute_url()).text
    assert "It was nine." not in page and 'id="correction"' not in page
    history = editor.get(reverse("admin:feedback_answer_history", args=[answer.pk])).text
    assert "which said: It was seven." in history and "which said: It was nine. The reason: Another answer." in history
