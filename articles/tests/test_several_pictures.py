"""Many pictures at once, doubles by content and by look, and the pictures of phones."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageEnhance

from articles import jobs, looks, pictures
from articles.models import Picture
from articles.tests.pictures_made import noise, saved, scene
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:articles_picture_several")


@pytest.fixture
def author(client):
    client.force_login(user := make_user("author"))
    client.user = user
    return client


def file(name, data):
    return SimpleUploadedFile(name, data)


def test_each_file_is_taken_or_refused_for_itself_and_by_its_name(author):
    sent = [
        file("corners.jpg", saved(scene())),
        file("notes <b>.txt", b"no picture"),
        file("corners again.jpg", saved(scene())),
        file("noise.png", saved(noise(300, 200), "PNG")),
        file("empty.jpg", b""),
    ]
    answer = author.post(PAGE, {"files": sent, "credit": "Ann Lee", "licence": "CC BY 4.0"})
    results = answer.context["results"]
    assert [(each.name, bool(each.picture), each.is_new) for each in results] == [
        ("corners.jpg", True, True),
        ("notes <b>.txt", False, False),
        ("corners again.jpg", True, False),
        ("noise.png", True, True),
        ("empty.jpg", False, False),
    ]
    page = answer.content.decode()
    assert "notes &lt;b&gt;.txt" in page and "This is not a picture" in page and "The file is empty." in page
    assert "The library had this file already." in page
    picture = Picture.objects.get(pk=results[0].picture.pk)
    assert (picture.credit, picture.licence, picture.alt, picture.added_by) == ("Ann Lee", "CC BY 4.0", "", author.user)
    listed = author.get(reverse("admin:articles_picture_changelist"), {"lacks": "alt"})
    assert len(listed.context["cl"].result_list) == 2


def test_nothing_and_too_much_are_refused_and_the_words_stay(author):
    for files in ([], [file(f"{number}.jpg", b"x") for number in range(51)]):
        answer = author.post(PAGE, {"files": files, "credit": "Ann Lee"})
        assert answer.context["form"].errors.keys() == {"files"} and "Ann Lee" in answer.content.decode()
    assert not Picture.objects.exists()


def test_nobody_without_the_right_to_add_comes_in(client):
    assert client.post(PAGE, {"files": [file("a.jpg", saved(scene()))]}).status_code == 302
    assert not Picture.objects.exists()


def added(data, **words):
    return pictures.add(BytesIO(data), alt=words.pop("alt", "Corners"), at=timezone.now(), **words)


def test_the_same_picture_in_another_size_kind_and_light_looks_like_it(author):
    quay = noise(12, 8).resize((900, 600), Image.Resampling.BICUBIC)
    first = added(saved(quay))
    brighter = ImageEnhance.Brightness(quay.resize((500, 333))).enhance(1.1)
    answer = author.post(
        PAGE, {"files": [file("small.png", saved(brighter, "PNG")), file("noise.png", saved(noise()))]}
    )
    small, other = answer.context["results"]
    assert str(first.pk) in small.alike and other.alike is None
    page = author.get(reverse("admin:articles_picture_change", args=[first.pk])).content.decode()
    assert f"/picture/{small.picture.pk}/change/" in page
    again = {"file": file("again.webp", saved(quay.resize((700, 467)), "WEBP")), "alt": "Again"}
    said = author.post(reverse("admin:articles_picture_add"), again, follow=True).content.decode()
    assert "look like this one" in said


def test_a_file_whose_words_are_wrong_is_to_be_chosen_once_more_and_that_is_said(author):
    sent = {"file": file("quay.jpg", saved(noise())), "alt": "", "caption": "A quay in October."}
    form = author.post(reverse("admin:articles_picture_add"), sent).context["adminform"].form
    assert set(form.errors) == {"alt", "file"} and "once more" in form.errors["file"][0]
    assert not Picture.objects.exists()
    form = author.post(reverse("admin:articles_picture_add"), {"alt": ""}).context["adminform"].form
    assert "once more" not in form.errors["file"][0]


def test_what_says_too_little_is_like_nothing(db):
    plain = added(saved(Image.new("RGB", (300, 200), "teal")))
    added(saved(Image.new("RGB", (320, 200), "navy")))
    assert plain.look == 0 and not Picture.objects.looking_like(plain.look).exists()


def test_a_look_is_64_bits_that_postgresql_holds(db):
    for seed in range(30):
        look = looks.of(noise(90, 80, seed))
        picture = added(saved(noise(90, 80, seed), "PNG"))
        assert -(2**63) <= look < 2**63
        assert Picture.objects.looking_like(look).first() == picture


def test_pictures_of_before_are_looked_at_later(db):
    seen, lost = added(saved(scene())), added(saved(noise()))
    look = seen.look
    Picture.objects.update(look=None)
    Picture.objects.filter(pk=lost.pk).update(name="pictures/aa/none.jpg")
    assert jobs.look_at_pictures() == 2
    assert Picture.objects.get(pk=seen.pk).look == look
    assert Picture.objects.get(pk=lost.pk).look == 0
    assert jobs.look_at_pictures() == 0


def heic(image, **options):
    return saved(image, "HEIF", quality=90, **options)


class TestPhones:
    """HEIC goes the way of every picture: read whole, turned upright, without what came with it."""

    def test_it_is_taken_as_it_is_seen(self, db):
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "A phone"
        picture = added(heic(scene(600, 400), exif=exif.tobytes()))
        assert picture.name.endswith(".jpg") and (picture.width, picture.height) == (400, 600)
        with Image.open(picture_file(picture)) as stored:
            red, green, blue = stored.convert("RGB").getpixel((390, 10))
            assert red > 180 and green < 90 and blue < 90, "What lay at the top left stands at the top right."
            assert not stored.getexif() and "icc_profile" not in stored.info

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (lambda: heic(noise(400, 300))[:9000], "damaged"),
            (lambda: heic(scene())[:40], "not a picture|damaged"),
            (lambda: b"\0\0\0\x18ftyphevc\0\0\0\0heic" + heic(scene())[24:], "Moving pictures|not a picture|damaged"),
            (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "not a picture|damaged"),
        ],
    )
    def test_what_is_cut_off_moves_or_lies_is_refused(self, db, data, why):
        with pytest.raises(pictures.Refused, match=why):
            added(data())
        assert not Picture.objects.exists()

    def test_the_limits_are_the_same(self, db, settings):
        settings.PICTURE_MAX_PIXELS = 100_000
        with pytest.raises(pictures.Refused, match="million pixels"):
            added(heic(scene(600, 400)))
        settings.PICTURE_MAX_BYTES = 1000
        with pytest.raises(pictures.Refused, match="larger than"):
            added(heic(scene(60, 40)) + b"\0" * 2000)

    def test_transparency_and_grey_and_a_second_view_are_kept_or_passed_over(self, db):
        glass = scene(300, 200).convert("RGBA")
        glass.putalpha(Image.linear_gradient("L").resize((300, 200)))
        assert added(heic(glass)).name.endswith(".webp")
        assert added(heic(noise(200, 150).convert("L"))).name.endswith(".jpg")
        two = heic(scene(320, 200), save_all=True, append_images=[noise(320, 200)])
        assert added(two).look == looks.of(scene(320, 200))


def picture_file(picture):
    return default_storage.open(picture.name)


def test_one_file_goes_into_a_text_or_is_refused_in_words(author):
    take = reverse("admin:articles_picture_take")
    told = author.post(take, {"file": file("corners.jpg", saved(scene()))}).json()
    picture = Picture.objects.get()
    assert told == {"src": picture.url, "alt": "", "caption": ""}
    Picture.objects.update(alt="Corners", caption="In spring.", credit="Ours")
    assert author.post(take, {"file": file("again.jpg", saved(scene()))}).json()["caption"] == "In spring. Ours"
    for sent in ({"file": file("notes.txt", b"no picture")}, {}):
        refused = author.post(take, sent)
        assert refused.status_code == 400 and refused.json()["why"]
    author.force_login(make_user())
    assert author.post(take, {"file": file("corners.jpg", saved(scene()))}).status_code in (302, 403)
    assert Picture.objects.count() == 1
