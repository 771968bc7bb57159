"""How a page is looked at: once loaded, at every width, in light and in dark."""

import pytest

LOOKS = [(width, scheme) for width in (360, 768, 1440) for scheme in ("dark", "light")]
FEW = [(360, "dark"), (768, "light"), (1440, "light")]
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MAIN = "document.querySelector('main') || document"


@pytest.fixture
def look(page, axe, complaints, live_server):
    """Asks for the path once and holds it to each of the looks.

    A page is looked at whole first; after that masthead, sidebar and footer only where none of the test's pages
    has shown them like this, and between light and dark only the colours: nothing else changes. `few` looks are
    enough for what is built of the same parts as other pages.
    """
    framed = set()

    def look(path, status=200, *, few=False):
        if status != 200:
            complaints.expect(str(status))
        answer = page.goto(live_server.url + path)
        assert answer.status == status, path
        assert page.locator("h1").count() == 1, path
        last = None
        for width, scheme in FEW if few else LOOKS:
            if width != last:
                page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour in between
            assert page.evaluate(WIDE) <= 0, f"{path} scrolls sideways at {width}"
            whole = last is None or (width, scheme) not in framed
            axe("document" if whole else MAIN, colours_only=width == last)
            framed.add((width, scheme))
            last = width

    return look
