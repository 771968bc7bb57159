"""The browser's own tests: each of its complaints is heard, so silence means something."""

import pytest
from django.contrib.auth.models import Group

from portal.lib.csp import header
from portal.roles import ROLES


@pytest.fixture
def healthy(page, live_server, settings):
    """An empty page under the portal's own policy."""
    policy = {"Content-Security-Policy": header(settings.SECURE_CSP, nonce=None), "Content-Type": "text/html"}
    page.route("**/empty", lambda route: route.fulfill(body="<link rel=icon href='data:,'><body>", headers=policy))
    page.goto(f"{live_server.url}/empty")
    return page


def heard(complaints):
    complaints.settle()
    words = "\n".join(complaints)
    complaints.clear()
    return words


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("document.body.setAttribute('style', 'color: red')", "inline style"),
        ("document.body.appendChild(document.createElement('script')).textContent = '1'", "inline script"),
        ("document.body.innerHTML = '<b onclick=1>x</b>'; document.querySelector('b').click()", "inline event handler"),
        ("fetch('http://192.0.2.1/').catch(() => 0)", "192.0.2.1"),
        ("document.body.innerHTML = '<img src=\"http://192.0.2.1/\">'", "192.0.2.1"),
        ("console.error('broken')", "broken"),
        ("await new Promise(done => setTimeout(() => { done(); throw Error('uncaught') }))", "uncaught"),
        ("await fetch('/no-such-page')", "no-such-page"),
    ],
)
def test_a_complaint_is_heard(healthy, complaints, script, words):
    healthy.evaluate(f"async () => {{ {script} }}")
    assert words in heard(complaints)


def test_what_belongs_to_the_story_passes(healthy, complaints):
    complaints.expect("broken")
    healthy.evaluate("console.error('broken')")
    complaints.settle()
    assert not complaints


def test_axe_finds_a_picture_without_words(healthy, axe):
    healthy.evaluate("document.body.innerHTML = '<img src=\"data:,\">'")
    with pytest.raises(AssertionError, match="image-alt"):
        axe("'img'")


@pytest.mark.parametrize("javascript", [True, False])
def test_javascript_can_be_off(page, live_server, javascript):
    page.set_content("<p>off</p><script>document.querySelector('p').textContent = 'on'</script>")
    assert page.locator("p").text_content() == ("on" if javascript else "off")


def test_roles_stand_again_after_a_flush(page):
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
