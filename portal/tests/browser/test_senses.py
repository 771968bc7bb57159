"""The pages most read, for those who have no mouse, zoom in, choose their own colours or want nothing to move."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Entry
from articles.tests.factories import make_article, make_drawing, make_keyword, make_section
from portal.tests import demonstration

TABBABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true})).length"""
# What holds the focus: whether it is shown by a line, lies in the window, and is covered by nothing.
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body || !one) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2)];
  const over = [...one.getClientRects()].map(part => document.elementFromPoint(
    part.left + part.width / 2, part.top + part.height / 2));
  return {
    what: one.outerHTML.slice(0, 120), place: [...document.querySelectorAll('*')].indexOf(one),
    line: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    clear: over.some(top => top && (one.contains(top) || top.contains(one))),
  };
}"""
# WCAG 1.4.12, put in as the policy allows.
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
    'p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = [sheet]; }"""
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (style.webkitLineClamp !== 'none') return false; // an excerpt, cut on purpose
  return box.width > 1 && one.innerText?.trim() && style.overflow !== 'visible' && !style.overflow.includes('auto') &&
    (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('button, .button, input, select, textarea')].filter(one => {
  const box = one.getBoundingClientRect();
  const other = one.matches('[type=checkbox], [type=radio], .link-button, .away');
  return one.checkVisibility() && !other && box.height < 44;
}).map(one => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => ['', '::before', '::after'].some(part => {
  const style = getComputedStyle(one, part || null);
  const longest = `${style.transitionDuration}, ${style.animationDuration}`.split(', ').map(parseFloat);
  return Math.max(...longest) > 0.02;
})).map(one => one.outerHTML.slice(0, 120))"""
# In forced colours a ground alone marks nothing: what can be pressed needs an edge or a line.
UNMARKED = """() => [...document.querySelectorAll('.button, button, input, select, textarea')].filter(one => {
  const style = getComputedStyle(one);
  return one.checkVisibility() && !one.matches('.link-button, .square') &&
    (style.borderTopStyle === 'none' || style.borderTopWidth === '0px');
}).map(one => one.outerHTML.slice(0, 120))"""

# Words in Latin letters that are said to be in another script's language: a screen reader would spell them.
MISSAID = """() => { const found = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    const words = all.currentNode.data, one = all.currentNode.parentElement;
    const said = one.closest('[lang]').lang;
    if (/[A-Za-z]/.test(words) && one.checkVisibility() && said === 'ar') found.push(words.trim());
  }
  return found; }"""
# Where the first and the last letter of an element stand, from the left.
ENDS = """one => { const range = document.createRange(), words = one.firstChild;
  return [[0, 1], [words.length - 1, words.length]].map(([from, to]) => {
    range.setStart(words, from); range.setEnd(words, to); return range.getBoundingClientRect().left; }); }"""


@pytest.fixture
def most_read(page, live_server):
    """Addresses of the front page, an article, a list, the search and the question form."""
    demonstration.load()
    article = Entry.objects.published().filter(kind="article", picture__isnull=False).latest("published_at")
    paths = ["/", article.get_absolute_url(), article.section.get_absolute_url(), "/search/?q=gauge", "/ask/"]
    return [live_server.url + path for path in paths]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_keyboard_reaches_everything_in_order(page, most_read, width):
    for address in most_read:
        page.goto(address)
        wanted = page.evaluate(TABBABLE)
        places = []
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            held = page.evaluate(FOCUS)
            if held is None or held["place"] in places:  # past the last one
                break
            assert held["line"] and held["seen"] and held["clear"], (address, held)
            places.append(held["place"])
        assert places == sorted(places) and len(set(places)) == wanted, (address, len(places), wanted)


def test_skip_link_leads_past_the_masthead(page, most_read):
    for address in most_read:
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), address


@pytest.mark.parametrize("width", [320])
def test_four_hundred_per_cent_scrolls_one_way(page, most_read, width):
    page.set_viewport_size({"width": 320, "height": 256})
    for address in most_read:
        page.goto(address)
        assert page.evaluate(SIDEWAYS) <= 0, address
        page.evaluate(SPACED)
        assert page.evaluate(SIDEWAYS) <= 0 and page.evaluate(CUT_OFF) == [], address


@pytest.mark.parametrize("width", [360])
def test_what_is_pressed_is_large_enough_for_a_thumb(page, most_read, width):
    for address in most_read:
        page.goto(address)
        assert page.evaluate(SMALL) == [], address


def test_nothing_moves_where_that_is_asked(page, most_read):
    page.goto(most_read[0])
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING)  # there is something to be held still
    page.emulate_media(reduced_motion="reduce")
    for address in most_read:
        page.goto(address)
        assert page.evaluate(MOVING) == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_every_edge(page, axe, most_read, scheme):
    page.emulate_media(forced_colors="active")
    for address in most_read:
        page.goto(address)
        assert page.evaluate(UNMARKED) == [], address
        page.locator("main a").first.focus()
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)["line"], address
        axe()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_from_right_to_left_is_a_mirror(page, axe, live_server, transactional_db, width):
    article = make_article(
        title="ميناء أكتاو يفتح رصيفا ثانيا",
        body="<p>وصلت أول سفينة.</p>" * 4,
        language="ar",
        keywords=[make_keyword()],
    )
    page.goto(live_server.url + article.get_absolute_url())
    assert page.evaluate("[document.dir, document.documentElement.lang]") == ["rtl", "ar"]
    spoken = "one => one.closest('[lang]').lang"
    parts = {"h1": "ar", ".body p": "ar", ".masthead a": "en", ".footer h2": "en", ".aside h2": "en"}
    for part, language in parts.items():
        assert page.locator(part).first.evaluate(spoken) == language, part
    assert page.evaluate(SIDEWAYS) <= 0
    title = page.locator("h1").bounding_box()
    text = page.evaluate("""() => { const range = document.createRange();
      range.selectNodeContents(document.querySelector('h1')); return range.getBoundingClientRect().right; }""")
    assert abs(title["x"] + title["width"] - text) < 2  # it begins at the right edge
    axe()


@pytest.mark.parametrize("width", [1440])
def test_each_part_is_said_and_set_in_its_own_language(page, live_server, transactional_db, width):
    section = make_section(name="Trade")
    make_article(title="Hai Phong sells halves", section=section, published_at=timezone.now() - timedelta(hours=1))
    article = make_article(
        title="ميناء أكتاو يفتح رصيفا ثانيا",
        abstract="وصلت أول سفينة.",
        kicker="ممرات",
        body="<h2>الرصيف</h2><p>وصلت أول سفينة.</p>" * 6,
        language="ar",
        section=section,
        drawing=make_drawing(title="بحر قزوين", data="sea: أكتاو 43N 51E, باكو 40N 50E"),
        access="members",
    )
    publishing.correct(Entry.objects.get(pk=article.pk), words="كان الرقم خطأ.", by=None, at=timezone.now())
    make_article(title="Gdańsk sorts its wagons", section=section)
    for path in (article.get_absolute_url(), f"{article.get_absolute_url()}plain/", section.get_absolute_url(), "/"):
        page.goto(live_server.url + path)
        assert page.evaluate(MISSAID) == [], path
    page.goto(live_server.url + section.get_absolute_url())
    summary = page.locator(".summary:lang(ar)")
    first, last = summary.evaluate(ENDS)
    assert last < first, "Its full stop stands before its first word."
    assert abs(summary.bounding_box()["x"] - last) < 4, "It begins where the others do not."
