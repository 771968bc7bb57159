"""The front page as an editor arranges it: what readers see, what falls back, and what staff may do."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from articles import arranging, publishing
from articles.models import ArrangedBlock, Arrangement, Entry
from articles.tests.factories import make_article, make_picture, make_section
from feedback.tests.factories import make_answer
from members.tests.factories import make_user
from portal.lib import pages
from portal.lib.models import PagesMoment

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_arrangement_add")
LIST = reverse("admin:articles_arrangement_changelist")
AUTOMATIC = reverse("admin:articles_arrangement_automatic")


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


def counter():
    return pages.standing(at=timezone.now()).counter


def arranged(lead=None, *blocks, **values):
    """A draft; each block is a section and what is pinned in it."""
    made = Arrangement.objects.create(lead=lead, made_at=timezone.now(), made_by=make_user("editor"), **values)
    for position, (section, *pinned) in enumerate(blocks, start=1):
        block = ArrangedBlock.objects.create(arrangement=made, section=section, position=position)
        block.pinned.set(pinned)
    return made


def put_live(*args, **values):
    made = arranged(*args, **values)
    assert arranging.put_live(made, by=made.made_by, at=timezone.now())
    return made


def home(client):
    return client.get("/").context


def rows(*blocks):
    """The inline's part of the form."""
    form = {"blocks-TOTAL_FORMS": len(blocks), "blocks-INITIAL_FORMS": 0}
    for place, (position, section, *pinned) in enumerate(blocks):
        form |= {f"blocks-{place}-position": position, f"blocks-{place}-section": section.pk}
        form |= {f"blocks-{place}-pinned": [entry.pk for entry in pinned]}
    return form


def verb(name, arrangement):
    return reverse(f"admin:articles_arrangement_{name}", args=[arrangement.pk])


class TestLead:
    def test_stands_first_in_place_of_the_newest(self, client):
        old = make_article(published_at=timezone.now() - timedelta(days=90))
        newest = make_article(picture=make_picture())
        put_live(old)
        page = home(client)
        assert page["lead"].pk == old.pk
        assert newest.pk in [entry.pk for entry in [*page["latest"], *page["side"]]]

    def test_is_told_once(self, client):
        section = make_section()
        articles = [make_article(section=section, picture=make_picture()) for _ in range(12)]
        put_live(articles[5], (section, articles[5], articles[2]))
        page = home(client)
        shown = [*page["latest"], *page["side"], *page["under"], *page["blocks"][0].entries]
        assert page["lead"].pk == articles[5].pk
        assert articles[5].pk not in [entry.pk for entry in shown]

    def test_that_is_withdrawn_gives_way_and_comes_back(self, client):
        old, newest = make_article(published_at=timezone.now() - timedelta(days=9)), make_article()
        put_live(old)
        before = counter()
        publishing.withdraw(Entry.objects.get(pk=old.pk), reason="Wrong.", by=None, at=timezone.now())
        assert counter() > before
        assert home(client)["lead"].pk == newest.pk
        publishing.restore(Entry.objects.get(pk=old.pk), by=None, at=timezone.now())
        assert home(client)["lead"].pk == old.pk

    def test_that_is_deleted_gives_way(self, client):
        old, newest = make_article(), make_article()
        put_live(old)
        old.delete()
        assert home(client)["lead"].pk == newest.pk

    def test_leads_until_its_moment_which_stored_pages_know(self, client):
        old, newest = make_article(published_at=timezone.now() - timedelta(days=9)), make_article()
        ends_at = timezone.now() + timedelta(hours=2)
        made = put_live(old, lead_ends_at=ends_at)
        assert home(client)["lead"].pk == old.pk
        assert PagesMoment.objects.filter(at=ends_at).exists()
        Arrangement.objects.filter(pk=made.pk).update(lead_ends_at=timezone.now())
        assert home(client)["lead"].pk == newest.pk


class TestBlocks:
    def test_stand_in_the_order_that_was_given_and_no_others(self, client):
        sections = [make_section(position=position) for position in range(3)]
        for section in [*sections, *sections, make_section()]:
            make_article(section=section)
        put_live(None, (sections[2],), (sections[0],))
        assert [block.section.pk for block in home(client)["blocks"]] == [sections[2].pk, sections[0].pk]

    def test_a_section_out_of_the_masthead_can_have_one(self, client):
        section = make_section(in_masthead=False)
        make_article(section=section), make_article()
        assert section.pk not in [block.section.pk for block in home(client)["blocks"]]
        put_live(None, (section,))
        assert [block.section.pk for block in home(client)["blocks"]] == [section.pk]

    def test_what_is_pinned_stands_before_what_is_new(self, client):
        section = make_section()
        old = make_article(section=section, published_at=timezone.now() - timedelta(days=400))
        for _ in range(30):
            make_article(section=section)
        put_live(None, (section, old))
        entries = home(client)["blocks"][0].entries
        assert entries[0].pk == old.pk and len(entries) == 4

    def test_what_is_pinned_and_withdrawn_or_moved_leaves(self, client):
        section = make_section()
        pinned = [make_article(section=section, published_at=timezone.now() - timedelta(days=40 + n)) for n in range(2)]
        for _ in range(30):
            make_article(section=section)
        put_live(None, (section, *pinned))
        publishing.withdraw(Entry.objects.get(pk=pinned[0].pk), reason="Wrong.", by=None, at=timezone.now())
        Entry.objects.filter(pk=pinned[1].pk).update(section=make_section())
        assert not {entry.pk for entry in home(client)["blocks"][0].entries} & {entry.pk for entry in pinned}


def test_costs_the_same_whatever_is_arranged(client, django_assert_num_queries):
    sections = [make_section(position=position) for position in range(6)]
    articles = [make_article(section=sections[n % 6], picture=make_picture()) for n in range(60)]
    with django_assert_num_queries(6):
        client.get("/")
    put_live(articles[55], *[(section, *articles[n:60:6][:4]) for n, section in enumerate(sections)])
    with django_assert_num_queries(6):
        client.get("/")


class TestOneLive:
    def test_a_later_one_ends_the_earlier_and_the_history_stays(self, client):
        first, second = put_live(make_article()), put_live(make_article())
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.state, second.state) == ("ended", "live")
        assert first.ended_by == second.live_by and first.ended_at == second.live_at
        assert not arranging.put_live(first, by=second.live_by, at=timezone.now())
        assert Arrangement.objects.live().get() == second

    def test_back_to_automatic(self, client):
        old, newest = make_article(published_at=timezone.now() - timedelta(days=9)), make_article()
        put_live(old)
        before, chief = counter(), make_user("chief")
        assert arranging.automatic(by=chief, at=timezone.now())
        assert counter() > before
        assert home(client)["lead"].pk == newest.pk
        assert not arranging.automatic(by=chief, at=timezone.now())


class TestInTheAdmin:
    def test_an_editor_arranges_previews_and_puts_live(self, editor, client):
        section = make_section()
        lead, pinned = make_article(), make_article(section=section, published_at=timezone.now() - timedelta(days=40))
        newest = make_article(section=section, picture=make_picture())
        form = {"lead": lead.pk, "_preview": "1"} | rows((3, section, pinned))
        answer = editor.post(ADD, form)
        made = Arrangement.objects.get()
        assert answer.url == verb("preview", made)
        page = editor.get(answer.url)
        assert (page.context["lead"].pk, page.context["blocks"][0].entries[0].pk) == (lead.pk, pinned.pk)
        assert "Only the newsroom sees it." in page.content.decode()
        assert page.headers["Cache-Control"] == "private, no-store"
        assert home(client)["lead"].pk == newest.pk  # nothing is live by being looked at
        before = counter()
        editor.post(verb("live", made))
        assert counter() > before
        assert home(client)["lead"].pk == lead.pk
        assert LogEntry.objects.filter(change_message="Put live").count() == 1
        assert "Preview" not in client.get("/").content.decode()

    def test_what_was_live_is_arranged_anew_and_not_changed(self, editor):
        section = make_section()
        lead, pinned = make_article(), make_article(section=section)
        made = put_live(lead, (section, pinned))
        address = reverse("admin:articles_arrangement_change", args=[made.pk])
        assert editor.get(address).status_code == 200
        assert editor.post(address, {"lead": ""} | rows()).status_code == 403
        assert (
            editor.post(reverse("admin:articles_arrangement_delete", args=[made.pk]), {"post": "y"}).status_code == 403
        )
        for start in (ADD, f"{ADD}?from={made.pk}"):
            page = editor.get(start)
            assert page.context["adminform"].form.initial["lead"] == lead.pk
            first = page.context["inline_admin_formsets"][0].formset.forms[0]
            assert (first.initial["section"], first.initial["pinned"]) == (section.pk, [pinned.pk])

    def test_one_press_leads_back_to_automatic(self, editor, client):
        old, newest = make_article(published_at=timezone.now() - timedelta(days=9)), make_article()
        put_live(old)
        assert AUTOMATIC in editor.get(LIST).content.decode()
        assert editor.post(AUTOMATIC).url == LIST
        assert home(client)["lead"].pk == newest.pk
        assert AUTOMATIC not in editor.get(LIST).content.decode()

    @pytest.mark.parametrize("value", ["0", "-1", "x", "99999999999999999999", "\0", "<script>"])
    def test_what_is_no_article_cannot_lead(self, editor, value):
        answer = editor.post(ADD, {"lead": value} | rows())
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["lead"]
        assert editor.get(f"{ADD}?from={value}&lead={value}").status_code == 200
        assert not Arrangement.objects.exists()

    def test_what_readers_cannot_open_cannot_lead_or_be_pinned(self, editor):
        section = make_section()
        draft = make_article(section=section, published_at=None)
        answer = editor.post(ADD, {"lead": draft.pk} | rows((1, section, draft)))
        assert "Readers cannot open this article." in answer.content.decode()
        assert not Arrangement.objects.exists()

    def test_a_block_takes_four_of_its_own_section_once(self, editor):
        section, other = make_section(), make_article()
        many = [make_article(section=section) for _ in range(5)]
        for form, words in [
            (rows((1, section, *many)), "room for four"),
            (rows((1, section, other)), "Only articles of this section"),
            (rows((1, section), (2, section)), "duplicate"),
        ]:
            assert words in editor.post(ADD, {"lead": ""} | form).content.decode()
        assert not Arrangement.objects.exists()

    def test_a_moment_that_passed_is_refused(self, editor):
        when = {"lead_ends_at_0": "2020-01-01", "lead_ends_at_1": "10:00"}
        assert "That moment has passed" in editor.post(ADD, {"lead": ""} | when | rows()).content.decode()

    def test_rows_without_a_position_stand_as_they_were_typed(self, editor):
        sections = [make_section() for _ in range(3)]
        editor.post(ADD, {"lead": ""} | rows(*[("", section) for section in sections]))
        assert [block.section for block in Arrangement.objects.get().blocks.all()] == sections

    def test_an_author_is_kept_out(self, client):
        made = arranged(make_article())
        client.force_login(make_user("author"))
        for address in (ADD, LIST, verb("preview", made)):
            assert client.get(address).status_code == 403
        for address in (verb("live", made), AUTOMATIC):
            assert client.post(address).status_code == 403
        assert not Arrangement.objects.live().exists()

    def test_nobody_else_sees_a_preview(self, client):
        made = arranged(make_article())
        assert client.get(verb("preview", made)).status_code == 302
        assert client.post(verb("live", made)).status_code == 302
        assert not Arrangement.objects.live().exists()

    @pytest.mark.parametrize("role", ["editor", "chief", "administrator"])
    def test_others_may(self, client, role):
        made = arranged(make_article())
        client.force_login(make_user(role))
        assert client.get(verb("preview", made)).status_code == 200
        client.post(verb("live", made))
        assert Arrangement.objects.live().get() == made


class urls_with_reports:
    """As they will be once reports have pages."""

    reports = ([path("reports/<int:number>/<str:slug>/", lambda request: None, name="report")], "reports")
    urlpatterns = [path("", include(reports)), path("", include("portal.urls"))]


def test_reports_have_a_place_once_there_are_some(client):
    make_article(), make_answer()
    assert "Research reports" not in client.get("/").content.decode()
    values = {"section": make_section(), "abstract": "Five corridors compared.", "changed_at": timezone.now()}
    report = Entry.objects.create(kind="report", title="Five corridors", published_at=timezone.now(), **values)
    Entry.objects.create(kind="report", title="Not yet", **values)
    with override_settings(ROOT_URLCONF=urls_with_reports):
        page = client.get("/")
    assert [entry.pk for entry in page.context["reports"]] == [report.pk]
    assert "Research reports" in page.content.decode() and "Not yet" not in page.content.decode()
