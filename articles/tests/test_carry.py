"""An article on its way to a phone: the code is drawn, read back, and still leads there after a rename."""

import io
import re

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image

from articles import publishing
from articles.models import Entry
from articles.tests.factories import make_article
from members.tests.factories import make_user
from portal.lib import qr
from portal.lib.models import Code, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base(settings):
    settings.BASE_URL = "https://portal.example"


def read(picture):
    codes = zxingcpp.read_barcodes(picture)
    assert len(codes) == 1
    return codes[0].text


def code_of(client, article):
    """The address of the code as the article's page shows it."""
    page = client.get(article.get_absolute_url()).content.decode()
    return re.search(r'<img src="(/p/[^"]+)"', page)[1]


def test_png_is_read_back_and_leads_there_after_a_rename(client):
    article = make_article()
    png = client.get(f"/p/{article.pk}/qr.png")
    address = read(Image.open(io.BytesIO(png.content)))
    assert address == f"https://portal.example/p/{article.pk}"

    article.title = "Another title altogether"
    article.save()
    response = client.get(address.removeprefix("https://portal.example"))
    assert response.status_code == 302
    assert response.headers["Location"] == f"/articles/{article.pk}/another-title-altogether/"
    assert client.get(f"/p/{article.pk}.html").headers["Location"] == article.get_absolute_url()


def test_svg_is_read_back_as_a_browser_draws_it(client, chromium):
    article = make_article()
    svg = client.get(code_of(client, article))
    assert svg.headers["Content-Type"] == "image/svg+xml"
    page = chromium.new_page(viewport={"width": 300, "height": 300})
    page.set_content(svg.content.decode().replace("<svg ", '<svg width="136" height="136" '))
    drawn = page.screenshot()
    page.close()
    assert read(Image.open(io.BytesIO(drawn))) == f"https://portal.example/p/{article.pk}"


def test_each_scan_counts_once_without_cookie_or_address(client):
    article = make_article()
    for _ in range(3):
        response = client.get(article.short_path)
        assert response.headers["Cache-Control"] == "no-store" and not response.cookies
    client.head(article.short_path)  # a look before the visit is no visit
    row = Tally.objects.get()
    assert (row.what, row.about, row.count, row.day_on) == ("scan", article.pk, 3, timezone.now().date())
    assert {field.name for field in Tally._meta.fields} == {"id", "day_on", "what", "about", "count"}


def test_code_is_kept_for_ever_under_the_address_the_page_shows(client, settings):
    article = make_article()
    shown = code_of(client, article)
    assert client.get(shown).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"/p/{article.pk}/qr.svg").headers["Cache-Control"] == "no-cache"
    settings.BASE_URL = "https://another.example"
    assert code_of(client, article) != shown
    assert client.get(shown).headers["Cache-Control"] == "no-cache"  # it shows another address than it was asked for


def test_code_is_drawn_once(client):
    article = make_article()
    for _ in range(2):
        client.get(f"/p/{article.pk}/qr.svg")
        client.get(f"/p/{article.pk}/qr.png")
    assert Code.objects.count() == 1


def test_numbers_that_are_nothing_fill_no_table(client):
    draft = make_article(published_at=None)
    for number in (draft.pk, draft.pk + 1, 10**30):
        for path in (f"/p/{number}", f"/p/{number}/qr.svg", f"/p/{number}/qr.png"):
            assert client.get(path).status_code == 404, path
    assert not Code.objects.exists() and not Tally.objects.exists()


def test_staff_can_print_the_code_before_the_day(client):
    draft = make_article(published_at=None)
    client.force_login(make_user("author"))
    answer = client.get(f"/p/{draft.pk}/qr.svg?v={qr.version()}")
    assert answer.status_code == 200
    assert "public" not in answer.headers["Cache-Control"]  # others are told that there is none yet


def test_code_of_a_withdrawn_article_leads_to_the_reason(client):
    article = make_article()
    publishing.withdraw(Entry.objects.get(pk=article.pk), reason="A source withdrew.", by=None, at=timezone.now())
    response = client.get(article.short_path, follow=True)
    assert response.status_code == 410 and b"A source withdrew." in response.content
