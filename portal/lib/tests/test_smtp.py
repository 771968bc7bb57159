"""The connection itself: TLS, login, several commands at once, and the addresses that EMAIL_URL may hold."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.lib.mailserver import Server
from portal.lib.smtp import Connection, Refused, Unreachable
from portal.lib.tests.listener import Listener

MAIL = {"sender": "portal@example.org", "recipient": "ann@example.org", "message": b"Subject: x\r\n\r\nWords.\r\n"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """One that a server on this machine shows, and that nobody trusts by itself."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def deliver(url, **changes):
    connection = Connection(Server.from_url(url))
    try:
        connection.offer(**MAIL | changes)
        return connection.finish()
    finally:
        connection.quit()


class TestTls:
    def test_from_the_start(self, tls, trusted):
        with Listener(tls=tls) as listener:
            assert deliver(f"smtp+ssl://localhost:{listener.port}") == "250 taken"

    def test_by_starttls(self, tls, trusted):
        with Listener(starttls=tls) as listener:
            assert deliver(f"smtp+tls://localhost:{listener.port}") == "250 taken"

    @pytest.mark.parametrize(("scheme", "kind"), [("smtp+ssl", "tls"), ("smtp+tls", "starttls")])
    def test_a_certificate_that_nobody_vouches_for_gets_no_mail(self, tls, scheme, kind):
        with Listener(**{kind: tls}) as listener:
            with pytest.raises(Unreachable, match="certificate verify failed"):
                deliver(f"{scheme}://localhost:{listener.port}")
            assert not listener.taken

    def test_a_server_without_tls_gets_no_mail_where_tls_was_asked_for(self):
        with Listener() as listener:
            with pytest.raises(Unreachable, match="STARTTLS"):
                deliver(f"smtp+tls://localhost:{listener.port}")
            assert not listener.taken


class TestLogin:
    @pytest.fixture
    def listener(self, tls, trusted):
        def is_known(server, session, envelope, mechanism, auth):
            return AuthResult(success=auth.login == b"us" and auth.password == b"p@ss/word", handled=False)

        with Listener(starttls=tls, authenticator=is_known) as listener:
            yield listener

    def test_with_the_right_password(self, listener):
        assert deliver(f"smtp+tls://us:p%40ss%2Fword@localhost:{listener.port}") == "250 taken"

    def test_with_a_wrong_one_no_mail_is_refused(self, listener):
        with pytest.raises(Unreachable, match="535"):
            deliver(f"smtp+tls://us:wrong@localhost:{listener.port}")

    def test_without_one_no_mail_is_refused(self, listener):
        with pytest.raises(Unreachable, match="530"):
            deliver(f"smtp+tls://localhost:{listener.port}")


class TestSeveralCommandsAtOnce:
    @pytest.fixture
    def listener(self):
        with Listener(pipelining=True) as listener:
            yield listener

    def test_are_taken(self, listener):
        assert deliver(listener.url) == "250 taken"
        assert len(listener.taken) == 1

    def test_a_refusal_is_the_first_one_and_the_next_mail_goes_on(self, listener):
        listener.replies["ann@example.org"] = ["550 no such user"]
        connection = Connection(Server.from_url(listener.url))
        with pytest.raises(Refused, match="550 no such user"):
            connection.offer(**MAIL)
        connection.offer(**MAIL)
        assert connection.finish() == "250 taken"
        connection.quit()
        assert len(listener.taken) == 1


class TestEmailUrl:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://mail.example.org", Server("mail.example.org", 25)),
            ("smtp://mail.example.org:2525", Server("mail.example.org", 2525)),
            ("smtp+tls://us:a%3Ab@mail.example.org", Server("mail.example.org", 587, "us", "a:b", starttls=True)),
            ("smtps://us:p@mail.example.org:587", Server("mail.example.org", 587, "us", "p", starttls=True)),
            ("smtp+ssl://us:p@mail.example.org", Server("mail.example.org", 465, "us", "p", implicit_tls=True)),
        ],
    )
    def test_says_where_and_how(self, url, expected):
        assert Server.from_url(url) == expected

    @pytest.mark.parametrize("url", ["smtp://", "consolemail://", "http://mail.example.org", "mail.example.org:25"])
    def test_that_names_no_mail_server_is_refused(self, url):
        with pytest.raises(ValueError):
            Server.from_url(url)
