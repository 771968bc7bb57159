"""The outbox as staff read it."""

import pytest
from django.contrib.auth.models import Group
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from members.models import User
from portal.lib import mail, showing
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db
LIST = "admin:lib_mail_changelist"


@pytest.fixture
def as_role(client):
    def as_role(name):
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)

    return as_role


def write(recipient="ann@example.org", subject="A subject", html="<p>Hello</p>"):
    message = EmailMultiAlternatives(subject, "Text & <words>.\n", "portal@example.org", [recipient])
    message.attach_alternative(html, "text/html")
    message.send()
    return Mail.objects.latest("pk")


class TestReading:
    def test_the_list_says_states_in_words(self, client, as_role):
        as_role("administrator")
        now = timezone.now()
        Mail.objects.filter(pk=write("a@example.org").pk).update(handing_at=now, sent_at=now)
        Mail.objects.filter(pk=write("b@example.org").pk).update(refused_at=now, reply="550 no such user")
        Mail.objects.filter(pk=write("c@example.org").pk).update(handing_at=now, uncertain_at=now)
        write("d@example.org")
        page = client.get(reverse(LIST)).content.decode()
        for words in (">Sent<", ">Refused<", ">Uncertain<", ">Waiting<", "550 no such user"):
            assert words in page
        failed = client.get(reverse(LIST), {"state": "failed"}).context["cl"].result_list
        assert sorted(row.recipient for row in failed) == ["b@example.org", "c@example.org"]
        assert client.get(reverse(LIST), {"q": "d@example"}).context["cl"].result_count == 1

    def test_a_mail_is_read_as_text_and_as_it_arrives(self, client, as_role):
        as_role("administrator")
        row = write()
        page = client.get(reverse("admin:lib_mail_change", args=[row.pk])).content.decode()
        assert "Text &amp; &lt;words&gt;." in page
        assert reverse("admin:lib_mail_html", args=[row.pk]) in page
        frame = client.get(reverse("admin:lib_mail_html", args=[row.pk]))
        assert "<p>Hello</p>" in frame.content.decode()
        assert "sandbox" in frame.headers["Content-Security-Policy"]

    def test_nobody_adds_changes_or_deletes_one(self, client, as_role):
        as_role("administrator")
        row = write()
        assert client.get(reverse("admin:lib_mail_add")).status_code == 403
        assert client.post(reverse("admin:lib_mail_change", args=[row.pk]), {"subject": "x"}).status_code == 403
        assert client.post(reverse("admin:lib_mail_delete", args=[row.pk]), {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("role", ["author", "editor", "chief"])
    def test_whoever_looks_after_no_accounts_reads_nobodys_mail(self, client, as_role, role):
        as_role(role)
        row = write()
        page_of = reverse("admin:lib_mail_change", args=[row.pk])
        for page in (reverse(LIST), page_of, reverse("admin:lib_mail_html", args=[row.pk])):
            assert client.get(page).status_code == 403

    def test_the_list_costs_the_same_however_long(self, client, as_role, django_assert_max_num_queries):
        as_role("administrator")
        for number in range(30):
            write(f"r{number}@example.org")
        with django_assert_max_num_queries(12):
            client.get(reverse(LIST))


class TestDeciding:
    @pytest.fixture
    def uncertain(self):
        row = write()
        now = timezone.now()
        Mail.objects.filter(pk=row.pk).update(handing_at=now, uncertain_at=now)
        return row

    def test_an_administrator_sends_again_after_being_asked(self, client, as_role, uncertain):
        as_role("administrator")
        page = client.get(reverse("admin:lib_mail_change", args=[uncertain.pk])).content.decode()
        assert "Send again" in page
        asked = client.post(reverse(LIST), {"action": "send_again", "_selected_action": [uncertain.pk]})
        assert "gets it twice" in asked.content.decode()
        fields = {"action": "send_again", "_selected_action": [uncertain.pk], "confirmed": "yes"}
        client.post(reverse(LIST), fields)
        assert Mail.objects.get().state == "waiting"

    def test_a_sent_one_is_never_sent_again(self, client, as_role, uncertain):
        as_role("administrator")
        Mail.objects.update(uncertain_at=None, sent_at=timezone.now())
        fields = {"action": "send_again", "_selected_action": [uncertain.pk], "confirmed": "yes"}
        client.post(reverse(LIST), fields)
        assert Mail.objects.get().state == "sent"

    def test_a_chief_decides_nothing(self, client, as_role, uncertain):
        as_role("chief")
        fields = {"action": "send_again", "_selected_action": [uncertain.pk], "confirmed": "yes"}
        client.post(reverse(LIST), fields)
        assert Mail.objects.get().state == "uncertain"


class TestShowing:
    def test_style_attributes_become_rules_under_the_nonce(self):
        html = mail._inliner.inline(
            "<html><head><style>p{color:red}</style></head><body><p>x</p><p>y</p></body></html>"
        )
        words = showing.response(html).content.decode()
        assert " style=" not in words
        assert words.count('data-style="s0"') == 2
        assert "[data-style=s0][data-style=s0][data-style=s0]{color: red;}" in words

    def test_words_that_look_like_styles_stay(self):
        words = showing.response('<p title="a > b">write style="x" here</p>').content.decode()
        assert 'write style="x" here' in words

    def test_words_of_another_attribute_that_look_like_styles_stay_in_it(self):
        html = """<p title="a style='color:red' onclick='x' <style>b">write</p>"""
        assert html in showing.response(html).content.decode()

    def test_a_style_cannot_break_out_of_the_sheet(self):
        words = showing.response('<p style="color:red}</style><script>alert(1)</script>">x</p>').content.decode()
        assert "</style><script>" not in words
