"""Several people of the newsroom at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Author, Correction, Entry, Keyword
from articles.tests.at_once import at_once
from articles.tests.factories import make_article, make_section
from members.tests.factories import make_user
from portal.lib.meanwhile import digest

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def all_at_once(role, address, forms):
    """Each form sent by a person of their own, all at the same moment; the answers' status codes."""
    return sorted(at_once([(address, form) for form in forms], role=role))


def typed(**values):
    section = values.pop("section", None) or make_section()
    form = {"title": "Berth 19 reopens", "abstract": "Early.", "body": "<p>It does.</p>", "section": section.pk}
    return form | {"language": "en", "access": "everyone"} | values


def test_of_many_who_save_one_version_one_wins_and_the_others_are_told():
    article = make_article(published_at=None)
    forms = [typed(section=article.section, revision=1, kicker=f"Number {n}") for n in range(MANY)]
    answers = all_at_once("author", reverse("admin:articles_article_change", args=[article.pk]), forms)
    assert answers == [200] * (MANY - 1) + [302]
    article.refresh_from_db()
    assert article.revision == 2


def test_saving_and_publishing_at_once_loses_neither():
    article = make_article(published_at=None)
    save = typed(section=article.section, revision=1, kicker="Ports")
    editor, author = Client(), Client()
    editor.force_login(make_user("editor"))
    author.force_login(make_user("editor"))
    start = Barrier(2)

    def send(client, name, form):
        try:
            start.wait()
            client.post(reverse(f"admin:articles_article_{name}", args=[article.pk]), form)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, [editor, author], ["publish", "change"], [{}, save]))
    article.refresh_from_db()
    assert (article.state, article.kicker) == ("published", "Ports")


@pytest.mark.parametrize("round", range(6))
def test_nobody_deletes_what_somebody_publishes_at_that_moment(round):
    article = make_article(published_at=None)
    answers = acted(article, ["delete", "publish", "publish", "publish"])
    assert set(answers) <= {302, 403, 404}
    log = LogEntry.objects.filter(object_id=str(article.pk)).values_list("action_flag", flat=True)
    if Article.objects.filter(pk=article.pk).exists():
        assert list(log) == [CHANGE]  # the first of the three that were left
    else:
        assert list(log) == [DELETION]


@pytest.mark.parametrize("round", range(3))
def test_a_correction_and_its_text_go_together_whoever_withdraws_at_that_moment(round):
    article = make_article()
    address = {name: reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in ("change", "withdraw")}
    form = typed(section=article.section, revision=1, body="<p>31.</p>", _correct="Correct", correction="It was 31.")
    sent = [(address["change"], form), (address["withdraw"], {"reason": "Wrong."}), (address["change"], form)]
    answers = at_once(sent, role="editor")
    is_changed = Article.objects.get().body == "<p>31.</p>"
    assert Correction.objects.count() == is_changed == [answers[0], answers[2]].count(302)
    assert LogEntry.objects.filter(change_message="Corrected").count() == is_changed


def acted(article, verbs):
    clients = [Client() for _ in verbs]
    for client in clients:
        client.force_login(make_user("editor"))
    start = Barrier(len(verbs))

    def send(client, verb):
        try:
            start.wait()
            return client.post(
                reverse(f"admin:articles_article_{verb}", args=[article.pk]), {"post": "yes"}
            ).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(send, clients, verbs))


def test_new_keywords_that_would_share_an_address_get_one_each():
    forms = [typed(title=f"Berth {n}", keywords=["C" + "+" * n]) for n in range(MANY)]
    assert all_at_once("author", reverse("admin:articles_article_add"), forms) == [302] * MANY
    assert sorted(Keyword.objects.values_list("slug", flat=True)) == ["c", *(f"c-{n}" for n in range(2, MANY + 1))]


def test_two_who_type_the_same_new_keywords_in_another_order_do_not_block_each_other():
    words = [f"Word {n}" for n in range(20)]
    forms = [typed(title=f"Berth {n}", keywords=words[:: 1 if n % 2 else -1]) for n in range(MANY)]
    assert all_at_once("author", reverse("admin:articles_article_add"), forms) == [302] * MANY
    assert Keyword.objects.count() == len(words)


def test_a_new_keyword_that_many_type_at_once_is_one():
    forms = [typed(title=f"Berth {n}", keywords=["Zeppelins"]) for n in range(MANY)]
    assert all_at_once("author", reverse("admin:articles_article_add"), forms) == [302] * MANY
    assert Keyword.objects.get().entries.count() == MANY
    assert Article.objects.count() == MANY


def test_keywords_whose_addresses_would_be_one_are_all_taken():
    forms = [{"name": "D" + "+" * n, "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0} for n in range(MANY)]
    assert all_at_once("editor", reverse("admin:articles_keyword_add"), forms) == [302] * MANY
    assert Keyword.objects.count() == MANY


@pytest.mark.parametrize(
    ("model", "extra"), [("author", {}), ("keyword", {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0})]
)
def test_one_name_given_by_many_at_once_is_given_once(model, extra):
    answers = all_at_once("editor", reverse(f"admin:articles_{model}_add"), [{"name": "Zeppelins"} | extra] * MANY)
    assert answers == [200] * (MANY - 1) + [302]
    assert (Author if model == "author" else Keyword).objects.count() == 1


def test_a_correction_amended_and_taken_back_at_once_is_gone_whole():
    article = make_article()
    publishing.correct(article, words="It was 13.", by=None, at=timezone.now())
    known = [article.pk, article.corrections.get().pk]
    amend, back = (reverse(f"admin:articles_article_{name}", args=known) for name in ("correction", "take_back"))
    seen = digest("It was 13.")
    sent = [(amend, {"words": "It was 31.", "seen": seen}), (back, {"why": "Another article.", "seen": seen})] * 3
    assert {*at_once(sent, role="editor")} <= {200, 302}
    left, entry = Correction.objects.count(), Entry.objects.get(pk=article.pk)
    assert (entry.corrected_at is None) == (left == 0)
    taken_back = LogEntry.objects.filter(change_message__startswith="Took back").count()
    assert taken_back == 1 - left
