"""How mails are built, cast in numbers, and put into words."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import mail
from portal.lib.mould import Mould

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)
GAPS = {"email": "zq-email-gap", "address": "zq-address@gap.invalid"}


def mould(body, html):
    message = EmailMultiAlternatives("Žluť: a subject", body, "Portal <portal@example.org>", [GAPS["address"]])
    message.attach_alternative(html, "text/html")
    return Mould(message, gaps=GAPS)


class TestMould:
    @given(before=WORDS, after=WORDS, email=WORDS)
    def test_what_is_cast_reads_as_if_it_had_been_written_so(self, before, after, email):
        body = f"{before}{GAPS['email']}{after}\n.\n"
        cast = mould(body, f"<p>{GAPS['email']}</p>").cast(address="ann@example.org", email=email)
        message = message_from_bytes(cast, policy=policy.default)
        text = message.get_body(("plain",)).get_content()
        assert text.replace("\r\n", "\n").rstrip("\n") == body.replace(GAPS["email"], email).rstrip("\n")
        assert message["To"] == "ann@example.org"
        assert message["Subject"] == "Žluť: a subject"

    def test_words_are_escaped_in_html_only(self):
        cast = mould(GAPS["email"], f"<p>{GAPS['email']}</p>").cast(address="a@b.org", email="o'<b>@example.org")
        message = message_from_bytes(cast, policy=policy.default)
        assert "o'<b>@example.org" in message.get_body(("plain",)).get_content()
        assert "<p>o&#x27;&lt;b&gt;@example.org</p>" in message.get_body(("html",)).get_content()

    def test_lines_are_short_ascii_and_end_in_crlf(self):
        cast = mould("丝路 " * 900 + GAPS["email"], "<p>" + "x" * 5000).cast(address="a@b.org", email="é" * 90)
        assert cast.isascii()
        assert all(len(line) <= 78 for line in cast.split(b"\r\n"))
        assert b"\n" not in cast.replace(b"\r\n", b"")

    def test_nothing_breaks_out_of_a_header(self):
        with pytest.raises(ValueError, match="not one line"):
            mould("", "").cast(address="a@b.org\r\nBcc: c@d.org", email="")


class TestPlain:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>Good morning.</p><p>Two &amp; three.</p>", "Good morning.\n\nTwo & three."),
            (
                '<p>See <a href="https://a.example/x?y=1&amp;z=2">the list</a>.</p>',
                "See the list (https://a.example/x?y=1&z=2).",
            ),
            ("<ul><li><p>One</p></li><li><p>Two</p></li></ul><p>End</p>", "- One\n\n- Two\n\nEnd"),
            ("<p>A<br>B</p>", "A\nB"),
            ("", ""),
        ],
    )
    def test_reads_as_people_write(self, html, text):
        assert mail.plain(html) == text

    def test_wraps_but_never_an_address(self):
        address = "https://example.org/" + "long-" * 30
        text = mail.plain(f'<p>{"word " * 40}<a href="{address}">here</a></p>')
        assert f"({address})" in text
        assert all(len(line) <= 72 for line in text.split("\n") if address not in line)
