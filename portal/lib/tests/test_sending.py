"""From a mail that is sent to a mail that the server has, over real connections."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from portal.lib import claiming, mailserver, sending
from portal.lib.mailserver import Server
from portal.lib.models import Mail
from portal.lib.smtp import Connection
from portal.lib.tests.listener import Listener

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def listener():
    with Listener() as listener:
        yield listener


def write(*recipients, body="Words.\n"):
    for recipient in recipients:
        EmailMultiAlternatives(f"To {recipient}", body, "Portal <portal@example.org>", [recipient]).send()
    Mail.objects.update(due_at=NOON, created_at=NOON)


def send(listener, *, at=NOON, **options):
    return sending.send_waiting(Server.from_url(listener.url), now=lambda: at, **options)


def mail_to(recipient):
    return Mail.objects.get(recipient=recipient)


@pytest.mark.django_db
class TestHandingOver:
    def test_every_mail_arrives_once_over_one_connection(self, listener):
        write("a@example.org", "b@example.org", "c@example.org")
        assert send(listener) == 3
        assert [to for to, _ in listener.taken] == ["a@example.org", "b@example.org", "c@example.org"]
        assert listener.connections == 1
        assert send(listener) == 0
        assert {mail.state for mail in Mail.objects.all()} == {"sent"}
        assert mail_to("a@example.org").reply == "250 taken"
        assert mail_to("a@example.org").handing_at == mail_to("a@example.org").sent_at == NOON

    def test_what_was_written_is_what_arrives(self, listener):
        body = ".a dot\n..two\n\n.\nžluťoučký 丝路\nend & <end>\n" + "long " * 500 + "\n"
        write("a@example.org", body=body)
        send(listener)
        (message,) = listener.messages("a@example.org")
        assert message.get_content().replace("\r\n", "\n") == body
        assert message["Subject"] == "To a@example.org"

    def test_line_breaks_that_smtp_does_not_know_are_put_right(self, listener):
        write("a@example.org", body="one\rtwo\nthree\r\nfour\n")
        send(listener)
        message = bytes(mail_to("a@example.org").message)
        assert message.replace(b"\r\n", b"").find(b"\r") == message.replace(b"\r\n", b"").find(b"\n") == -1
        assert listener.messages("a@example.org")[0].get_content().split() == ["one", "two", "three", "four"]

    def test_more_than_a_batch_goes_out_in_one_run(self, listener):
        write(*[f"r{number}@example.org" for number in range(sending.BATCH * 2 + 1)])
        assert send(listener) == sending.BATCH * 2 + 1
        assert not listener.doubled()

    def test_without_a_server_nothing_is_handed_and_all_stays_readable(self, settings):
        settings.EMAIL_URL = ""
        write("a@example.org")
        assert sending.send_waiting(mailserver.server(), now=lambda: NOON) == 0
        assert mail_to("a@example.org").state == "waiting"
        assert b"Words." in bytes(mail_to("a@example.org").message)

    def test_a_mail_that_is_not_due_waits(self, listener):
        write("a@example.org")
        assert send(listener, at=NOON - timedelta(seconds=1)) == 0

    def test_a_named_address_with_an_international_host(self, listener):
        write("Ann Müller <ann@bücher.example>")
        send(listener)
        assert [to for to, _ in listener.taken] == ["ann@xn--bcher-kva.example"]

    def test_stop_is_obeyed_between_two_mails_and_the_rest_goes_next(self, listener):
        write("a@example.org", "b@example.org", "c@example.org")
        assert send(listener, stop=lambda: len(listener.taken) == 1) == 1
        assert Mail.objects.waiting().count() == 2
        assert send(listener) == 2
        assert not listener.doubled()


@pytest.mark.django_db
class TestRefusals:
    def test_refused_for_good_says_so_and_the_others_go_on(self, listener):
        listener.replies["b@example.org"] = ["550 no such user"]
        write("a@example.org", "b@example.org", "c@example.org")
        assert send(listener) == 2
        refused = mail_to("b@example.org")
        assert (refused.state, refused.reply, refused.refused_at) == ("refused", "550 no such user", NOON)
        assert list(Mail.objects.failed()) == [refused]

    def test_refused_after_the_dot(self, listener):
        listener.data_replies["a@example.org"] = ["554 looks like spam"]
        write("a@example.org", "b@example.org")
        assert send(listener) == 1
        assert mail_to("a@example.org").state == "refused"
        assert mail_to("a@example.org").handing_at is None

    def test_refused_for_now_is_tried_after_1_5_15_60_minutes_then_hourly_for_48_hours(self, listener):
        write("a@example.org")
        listener.replies["a@example.org"] = ["451 come back"] * 100
        at, waits = NOON, []
        while (mail := mail_to("a@example.org")).state == "waiting":
            at = mail.due_at
            send(listener, at=at)
            waits.append(int((mail_to("a@example.org").due_at - at).total_seconds() / 60))
        assert waits == [1, 5, 15, 60] + [60] * 48 + [0]
        assert (mail.state, mail.attempts, mail.refused_at) == ("refused", 53, at)

    def test_later_is_later(self, listener):
        listener.replies["a@example.org"] = ["451 come back"]
        write("a@example.org")
        assert send(listener) == 0
        assert (mail_to("a@example.org").attempts, mail_to("a@example.org").reply) == (1, "451 come back")
        assert send(listener, at=NOON + timedelta(seconds=59)) == 0
        assert send(listener, at=NOON + timedelta(seconds=60)) == 1
        assert mail_to("a@example.org").attempts == 2

    def test_an_address_that_smtp_cannot_carry_is_refused_not_fatal(self, listener):
        write("a@example.org", "b@example.org")
        Mail.objects.filter(recipient="a@example.org").update(recipient="a b\r\nRCPT TO:<x@example.org>")
        assert send(listener) == 1
        assert Mail.objects.get(refused_at__isnull=False).reply.startswith("553 Not an address")
        assert [to for to, _ in listener.taken] == ["b@example.org"]

    def test_staff_send_it_again(self, listener):
        listener.replies["a@example.org"] = ["550 mailbox full"]
        write("a@example.org")
        send(listener)
        assert Mail.objects.send_again(at=NOON) == 1
        assert send(listener) == 1
        assert Mail.objects.send_again(at=NOON) == 0

    def test_staff_settle_it(self, listener):
        listener.replies["a@example.org"] = ["550 no such user"]
        write("a@example.org")
        send(listener)
        assert Mail.objects.all().settle(at=NOON) == 1
        assert not Mail.objects.failed()
        assert mail_to("a@example.org").state == "refused"


@pytest.mark.django_db
class TestBrokenConnections:
    def test_nobody_listens(self, listener):
        listener.close()
        write("a@example.org", "b@example.org")
        assert send(listener) == 0
        for mail in Mail.objects.all():
            assert (mail.state, mail.attempts, mail.claimed_by) == ("waiting", 0, None)
            assert str(listener.port) in mail.reply
            assert "refused" in mail.reply
        listener.open(listener.port)
        assert send(listener) == 2

    def test_cut_before_the_dot_is_tried_later(self, listener):
        listener.cut_before_dot = {"a@example.org"}
        write("a@example.org", body="More than any buffer holds.\n" * 220_000)
        write("b@example.org")
        assert send(listener) == 1
        mail = mail_to("a@example.org")
        assert (mail.state, mail.handing_at, mail.attempts) == ("waiting", None, 1)
        listener.cut_before_dot.clear()
        assert send(listener, at=mail.due_at) == 1
        assert not listener.doubled()

    def test_cut_after_the_dot_is_uncertain_and_stays_so(self, listener):
        listener.cut_after_dot = {"a@example.org"}
        write("a@example.org", "b@example.org")
        assert send(listener) == 1
        assert (mail_to("a@example.org").state, mail_to("a@example.org").uncertain_at) == ("uncertain", NOON)
        assert send(listener, at=NOON + timedelta(days=3)) == 0
        assert list(Mail.objects.failed()) == [mail_to("a@example.org")]

    def test_a_server_that_always_cuts_after_the_dot_makes_few_uncertain(self, listener):
        everybody = [f"r{number}@example.org" for number in range(20)]
        listener.cut_after_dot = set(everybody)
        write(*everybody)
        send(listener)
        assert Mail.objects.in_state("uncertain").count() == sending.DROPS

    def test_a_server_that_takes_few_mails_a_connection_gets_them_all(self, listener):
        listener.limit = 2
        write(*[f"r{number}@example.org" for number in range(7)])
        assert send(listener) == 7
        assert listener.connections == 4
        assert {mail.attempts for mail in Mail.objects.all()} == {1}

    def test_a_login_that_fails_refuses_no_mail(self, listener):
        write("a@example.org")
        url = listener.url.replace("//", "//user:wrong@")
        sending.send_waiting(Server.from_url(url), now=lambda: NOON)
        assert mail_to("a@example.org").state == "waiting"
        assert mail_to("a@example.org").reply

    def test_a_message_that_is_not_ours_any_more_is_not_finished(self, listener):
        write("a@example.org")
        with claiming.Sender() as sender:
            (pk,) = sender.claim(Mail, limit=1, at=NOON)
            smtp = Connection(Server.from_url(listener.url))
            smtp.offer(sender="p@example.org", recipient="a@example.org", message=b"x\r\n")
            Mail.objects.update(refused_at=NOON)
            assert not sender.hand(Mail, pk, at=NOON, after=None)
            smtp.quit()
        assert listener.taken == []


@pytest.mark.django_db(transaction=True)
class TestSeveralSenders:
    def test_two_at_once_never_double(self, listener):
        write(*[f"r{number}@example.org" for number in range(200)])

        def work():
            # Without the courtesy of leaving the work to the first.
            with claiming.Sender() as sender:
                server, now = Server.from_url(listener.url), lambda: NOON
                sending._Run(sender, server, sending.KINDS, now, lambda: False).all()
            connection.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(listener.taken) == 200
        assert not listener.doubled()
        assert Mail.objects.in_state("sent").count() == 200

    def test_the_second_leaves_the_work_to_the_first(self, listener):
        write("a@example.org")
        listener.answers.clear()
        first = threading.Thread(target=lambda: (send(listener), connection.close()))
        first.start()
        assert listener.arrived.acquire(timeout=10)
        write("b@example.org")
        assert send(listener) == 0
        assert claiming.recover(Mail, at=NOON) == 0  # the first is alive
        listener.answers.set()
        first.join()
        assert [to for to, _ in listener.taken] == ["a@example.org", "b@example.org"]

    def test_rows_of_a_dead_sender(self, listener):
        write("a@example.org", "b@example.org")

        def die():
            sender = claiming.Sender()
            for pk in sender.claim(Mail, limit=2, at=NOON):
                if pk == mail_to("a@example.org").pk:
                    assert sender.hand(Mail, pk, at=NOON, after=None)
            connection.close()

        dying = threading.Thread(target=die)
        dying.start()
        dying.join()
        while claiming.living():  # the server notices the end of a session in its own time
            threading.Event().wait(0.01)
        assert send(listener) == 1
        assert (mail_to("a@example.org").state, mail_to("b@example.org").state) == ("uncertain", "sent")
        assert send(listener) == 0
