"""The code can be heard where the machine can speak, and otherwise be passed by with a mail."""

import shutil

import pytest
from captcha.conf import settings as captcha

from feedback.emails import our_address
from feedback.tests.asker import Asker


@pytest.fixture
def spoken(monkeypatch):
    flite, sox = shutil.which("flite"), shutil.which("sox")
    if not (flite and sox):
        pytest.skip("flite and sox are not installed: the spoken code was not tried.")
    monkeypatch.setattr(captcha, "CAPTCHA_FLITE_PATH", flite)
    monkeypatch.setattr(captcha, "CAPTCHA_SOX_PATH", sox)


def test_without_a_voice_there_is_the_mail(asker):
    assert "Hear it" not in asker.html
    assert "Cannot read it?" in asker.html
    assert f'href="mailto:{our_address()}?' in asker.html


def test_the_code_is_spoken(spoken, client, db):
    asker = Asker(client)
    assert f'href="/captcha/audio/{asker.key}.wav"' in asker.html
    sound = b"".join(client.get(f"/captcha/audio/{asker.key}.wav").streaming_content)
    assert sound[:4] == b"RIFF"
    assert len(sound) > 10_000


def test_hear_it_plays_in_place(spoken, page, live_server, db):
    page.goto(f"{live_server.url}/ask/")
    page.get_by_label("Your question").fill("Kept while it plays")
    with page.expect_response("**/captcha/audio/*.wav") as heard:
        page.get_by_role("link", name="Hear it").click()
    assert heard.value.ok
    first = page.get_by_role("link", name="Hear it").get_attribute("href")
    page.get_by_role("button", name="Reload").click()
    page.wait_for_function(
        "first => document.querySelector('[data-captcha-audio]').getAttribute('href') !== first", arg=first
    )
    assert page.get_by_label("Your question").input_value() == "Kept while it plays"
