"""The leaf helpers that need no database."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import client, csp, http, links, sanitise

CONFIRM = links.Purpose("test.confirm", within=timedelta(days=7))
LEAVE = links.Purpose("test.leave")


class TestLinks:
    def test_a_token_gives_back_what_was_signed(self):
        assert CONFIRM.read(CONFIRM.token(12)) == 12

    def test_a_token_is_good_for_its_own_purpose_only(self):
        with pytest.raises(links.BrokenLink):
            LEAVE.read(CONFIRM.token(12))

    def test_a_changed_token_is_refused(self):
        token = LEAVE.token(12)
        with pytest.raises(links.BrokenLink):
            LEAVE.read(token[:-1] + ("A" if token[-1] != "A" else "B"))

    def test_a_token_ends_with_its_time(self):
        with time_machine.travel("2026-01-01", tick=False):
            token = CONFIRM.token(12)
        with time_machine.travel("2026-01-07", tick=False):
            assert CONFIRM.read(token) == 12
        with time_machine.travel("2026-01-09", tick=False), pytest.raises(links.BrokenLink):
            CONFIRM.read(token)

    @given(st.text())
    def test_nothing_typed_opens_anything(self, typed):
        with pytest.raises(links.BrokenLink):
            LEAVE.read(typed)


class TestClient:
    def request(self, forwarded="", peer="10.0.0.1"):
        return RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded} if forwarded else {})

    def test_without_proxies_the_header_is_not_believed(self, settings):
        settings.TRUSTED_PROXY_COUNT = 0
        assert client.address(self.request("203.0.113.9")) == "10.0.0.1"

    def test_one_proxy_is_believed_for_one_entry(self, settings):
        settings.TRUSTED_PROXY_COUNT = 1
        assert client.address(self.request("1.1.1.1, 203.0.113.9")) == "203.0.113.9"

    def test_two_proxies_are_believed_for_two(self, settings):
        settings.TRUSTED_PROXY_COUNT = 2
        assert client.address(self.request("6.6.6.6, 203.0.113.9, 10.0.0.2")) == "203.0.113.9"

    def test_fewer_entries_than_proxies_leaves_the_peer(self, settings):
        settings.TRUSTED_PROXY_COUNT = 2
        assert client.address(self.request("203.0.113.9")) == "10.0.0.1"

    def test_nonsense_becomes_no_address(self, settings):
        settings.TRUSTED_PROXY_COUNT = 1
        assert client.address(self.request("<script>")) == "0.0.0.0"

    def test_a_household_on_ipv6_is_one_network(self, settings):
        settings.TRUSTED_PROXY_COUNT = 0
        assert client.network(self.request(peer="2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::/64"

    def test_ipv4_on_a_socket_of_ipv6_is_not_all_one_network(self, settings):
        settings.TRUSTED_PROXY_COUNT = 0
        assert client.network(self.request(peer="::ffff:203.0.113.9")) == "203.0.113.9"


class TestPolicy:
    def test_a_nonce_stands_only_where_one_was_asked_for(self):
        policy = {"default-src": [csp.NONE], "script-src": [csp.SELF, csp.NONCE]}
        assert csp.header(policy, nonce=None) == "default-src 'none'; script-src 'self'"
        assert csp.header(policy, nonce="abc") == "default-src 'none'; script-src 'self' 'nonce-abc'"

    def test_every_answer_carries_the_policy(self, settings):
        response = http.policy_headers(lambda request: HttpResponse())(RequestFactory().get("/"))
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy

    def test_an_answer_under_a_session_is_kept_by_nobody(self, settings):
        request = RequestFactory().get("/")
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "abc"
        response = http.policy_headers(lambda request: HttpResponse())(request)
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_an_answer_that_sets_a_cookie_is_kept_by_nobody(self):
        def answer(request):
            response = HttpResponse(headers={"Cache-Control": "public"})
            response.set_cookie("a", "b")
            return response

        response = http.policy_headers(answer)(RequestFactory().get("/"))
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_a_file_named_by_its_content_is_kept_under_a_session_too(self, settings):
        request = RequestFactory().get("/")
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "abc"
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        response = http.policy_headers(lambda request: HttpResponse(headers=kept))(request)
        assert response.headers["Cache-Control"] == kept["Cache-Control"]


class TestPublicPost:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 200),
            ({"Origin": "http://testserver"}, 200),
            ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 200),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Origin": "https://elsewhere.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": "http://["}, 403),
        ],
    )
    def test_only_our_own_pages_post(self, headers, status, rf, db):
        view = http.public_post(lambda request: HttpResponse("taken"))
        request = rf.post("/", headers=headers)
        request.reader = None
        assert view(request).status_code == status

    def test_it_needs_no_token(self):
        assert http.public_post(lambda request: HttpResponse()).csrf_exempt


class TestSanitiser:
    @pytest.mark.parametrize(
        ("dirty", "clean"),
        [
            ("<p>One <b>bold</b> word</p>", "<p>One <strong>bold</strong> word</p>"),
            ("<h1>Head</h1>", "<h2>Head</h2>"),
            ("<p onclick='x()'>a</p>", "<p>a</p>"),
            ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
            ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
            ('<p style="color:red">a</p>', "<p>a</p>"),
            ("<iframe src='https://x.example'></iframe>", ""),
            ("<p></p><p>a</p><p>&nbsp;</p>", "<p>a</p>"),
            ("a\x00b", "ab"),
            ('<img src="https://tracker.example/a.gif" alt="">', ""),
            ('<img src="//tracker.example/a.gif" alt="">', ""),
            ("<figcaption>A quay</figcaption><p>a</p>", "<p>A quay</p><p>a</p>"),
            ("<figcaption>A <p>quay</p></figcaption>", "<p>A </p><p>quay</p>"),
            (
                '<p><img src="/media/pictures/a.jpg" alt="A quay"></p>',
                '<p><img src="/media/pictures/a.jpg" alt="A quay"></p>',
            ),
            (
                '<table><tr><td colspan="2">1</td></tr></table>',
                '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
            ),
        ],
    )
    def test_body(self, dirty, clean):
        assert sanitise.body(dirty) == clean

    def test_a_caption_stays_in_its_figure(self):
        figure = '<figure><img src="/media/a.jpg" alt="A quay"><figcaption>At night</figcaption></figure>'
        assert sanitise.body(figure) == figure

    @given(st.lists(st.sampled_from(["<figure>", "</figure>", "<figcaption>", "</figcaption>", "<p>", "a"])))
    def test_captions_are_put_right_once(self, parts):
        once = sanitise.body("".join(parts))
        assert sanitise.body(once) == once

    def test_of_a_pile_of_blocks_the_words_are_kept(self):
        assert sanitise.body("<div><ul><li>" * 20_000 + "a box") == "a box"

    def test_an_honest_list_in_lists_is_kept(self):
        nested = "<ul><li>a" * 40 + "</li></ul>" * 40
        assert sanitise.body(nested) == nested

    def test_unbalanced_ends_hide_no_pile(self):
        assert sanitise.is_too_deep("</div>" * 5000 + "<div>" * 501)

    @given(st.text(alphabet=st.sampled_from("<>/&;=\"' abimgscriptonerrorsrc:\n\t\x00"), max_size=200))
    def test_cleaning_twice_changes_nothing(self, dirty):
        once = sanitise.body(dirty)
        assert sanitise.body(once) == once

    def test_text_keeps_words_apart(self):
        assert sanitise.text("<p>One</p><p>two &amp; three</p><ul><li>four</li></ul>") == "One two & three four"

    @given(st.text())
    def test_printable_fits_a_database(self, typed):
        assert "\x00" not in sanitise.printable(typed)
        sanitise.printable(typed).encode()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("One.\r\n \r\nTwo <em>so</em>\nstill two.", "<p>One.</p>\n<p>Two <em>so</em>\nstill two.</p>"),
        ("<p>One.</p>\n\nTwo.\n\n<ul>\n\n<li>a</li>\n\n</ul>", "<p>One.</p>\n<p>Two.</p>\n<ul>\n<li>a</li>\n</ul>"),
        ("<p>One.</p><p>Two.</p>", "<p>One.</p><p>Two.</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("\n\n", ""),
    ],
)
def test_blank_lines_part_paragraphs_where_no_editor_did(typed, text):
    assert sanitise.paragraphs(typed) == text
    assert sanitise.paragraphs(text) == text
