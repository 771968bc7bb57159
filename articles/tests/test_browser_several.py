"""Files dropped on the page, or sent without script."""

import pytest
from django.urls import reverse
from PIL import Image

from articles.models import Picture
from articles.tests.factories import make_picture
from articles.tests.pictures_made import noise, saved
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
DROP = """async files => {
  const data = new DataTransfer();
  for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def quay(seed):
    return saved(noise(12, 8, seed).resize((300, 200), Image.Resampling.BICUBIC))


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")], ids=["wide", "narrow-dark"])
def test_many_are_dropped_and_each_has_its_result(page, live_server, sign_in, axe, width, scheme):
    sign_in(make_user("author"))
    page.goto(live_server.url + reverse("admin:articles_picture_several"))
    axe()
    page.get_by_label("Credit").fill("Ann Lee")
    smaller = saved(noise(12, 8, 1).resize((240, 160), Image.Resampling.BICUBIC))
    files = [("one.jpg", quay(1)), ("two.jpg", b"no picture"), ("three.jpg", smaller)]
    page.evaluate(DROP, [[name, list(data)] for name, data in files])
    page.get_by_text("All files were sent.").wait_for()
    assert page.locator(".results > li b").all_inner_texts() == ["one.jpg", "two.jpg", "three.jpg"]
    assert page.locator(".results .was-refused").inner_text().count("This is not a picture")
    assert page.locator(".results > li").last.get_by_text("It looks like:").is_visible()
    assert set(Picture.objects.values_list("credit", flat=True)) == {"Ann Lee"}
    axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(live_server.url + reverse("admin:articles_picture_replace", args=[make_picture().pk]))
    axe()


@pytest.mark.parametrize("javascript", [False])
def test_many_are_sent_in_one_form(page, live_server, sign_in):
    sign_in(make_user("author"))
    page.goto(live_server.url + reverse("admin:articles_picture_several"))
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": quay(n)} for n in range(3)]
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Add these pictures").click()
    assert page.locator(".results > li").count() == 3 == Picture.objects.count()
