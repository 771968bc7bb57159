"""Pictures as a browser chooses, places and pays for them."""

import pytest
from django.utils import timezone

from articles import front, renditions
from articles.models import Article, Entry, Picture
from articles.tests.factories import make_picture
from members.tests.factories import make_user
from portal.tests import demonstration

# Of a picture chosen by width, naturalWidth is what the `sizes` attribute said, in CSS pixels.
SAID_AND_SHOWN = """async () => Promise.all([...document.querySelectorAll("main picture img")]
  .filter(image => image.clientWidth).map(async image => {
    image.loading = "eager";
    await image.decode();
    return [image.closest(".box, .body").parentElement.className, image.naturalWidth, image.clientWidth];
  }))"""
SHIFTS = """() => new Promise(done => new PerformanceObserver(list => done(
  list.getEntries().filter(entry => !entry.hadRecentInput).reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""


@pytest.fixture
def article(page, live_server):
    """The demonstration content shown by its pictures alone, one inside a text too: its newest article."""
    demonstration.load()
    Entry.objects.update(drawing=None)
    article = Article.objects.published().filter(picture__isnull=False).latest("published_at")
    wide = other_than(article)
    article.body += f'<figure><img src="{wide.url}" alt="A map of a route" width="{wide.width}"></figure>'
    article.save()
    return article


def other_than(article):
    return Picture.objects.exclude(pk=article.picture_id).first()


@pytest.fixture
def sized(article):
    """In all sizes, as is its picture everywhere else: to make those of each picture would take a minute."""
    Entry.objects.filter(picture__isnull=False).update(picture=article.picture)
    renditions.make(article.picture)
    renditions.make(other_than(article))
    return article


@pytest.mark.parametrize("width", [360])
def test_a_phone_pays_little_and_each_place_says_how_wide_it_is(page, live_server, sized):
    """One test: making all sizes takes longest."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(live_server.url + sized.get_absolute_url(), wait_until="networkidle")
    bytes_of_pictures = sum(len(answer.body()) for answer in answers if "/media/" in answer.url)
    assert len(answers) <= 10, [answer.url for answer in answers]
    assert any(answer.url.endswith(".avif") for answer in answers)
    assert bytes_of_pictures <= 30_000
    faces = page.evaluate("[...document.fonts].map(face => `${face.family} ${face.style} ${face.status}`)")
    assert "STIX Two Text normal loaded" in faces, faces  # it was loaded before it was asked for

    paths = ["/", sized.get_absolute_url(), sized.section.get_absolute_url()]
    for width in (360, 700, 768, 1000, 1100, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(live_server.url + path)
            found = page.evaluate(SAID_AND_SHOWN)
            assert found
            wrong = [place for place in found if not 0.9 <= place[1] / place[2] <= 1.25]
            assert wrong == [], (width, path)


def test_nothing_moves_when_pictures_come(page, live_server, article):
    for path in ("/", article.get_absolute_url()):
        page.goto(live_server.url + path, wait_until="networkidle")
        assert page.evaluate(SHIFTS) <= 0.003, path


def test_an_editor_presses_the_place_to_keep(page, live_server, sign_in, axe):
    picture = make_picture(size=(600, 400))
    sign_in(make_user("editor"))
    page.goto(f"{live_server.url}/admin/articles/picture/{picture.pk}/change/")
    image = page.locator("img[data-focus]")
    box = image.bounding_box()
    image.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.9})
    axe()
    page.get_by_role("button", name="Save", exact=True).click()
    picture.refresh_from_db()
    assert abs(picture.focus_x - 20) <= 1 and abs(picture.focus_y - 90) <= 1


def test_a_crop_keeps_the_focus(page, live_server, article):
    lead = front.front(front.live(), at=timezone.now()).lead
    Picture.objects.filter(pk=lead.picture_id).update(focus_x=0, focus_y=100)
    page.goto(live_server.url)
    shown = page.locator(".card-lead picture img").evaluate("image => getComputedStyle(image).objectPosition")
    assert shown == "0% 100%"


LETTERS = """() => [...document.querySelectorAll("main .drawn svg text")]
  .filter(text => text.getBoundingClientRect().width)
  .map(text => {
    const sheet = text.ownerSVGElement, shown = sheet.getBoundingClientRect().width;
    return parseFloat(getComputedStyle(text).fontSize) * shown / sheet.viewBox.baseVal.width;
  })"""


def test_no_letter_of_a_drawing_is_under_twelve_pixels(page, live_server):
    demonstration.load()
    drawn = Entry.objects.published().filter(drawing__isnull=False).latest("published_at")
    for width in (320, 360, 430, 480, 560, 700, 768, 1000, 1100, 1300, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/", drawn.get_absolute_url()):
            page.goto(live_server.url + path)
            sizes = page.evaluate(LETTERS)
            assert sizes and min(sizes) >= 11.9, (width, path, min(sizes))
