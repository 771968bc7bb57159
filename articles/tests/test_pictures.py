from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import pictures, renditions
from articles.models import Picture
from articles.tests.pictures_made import (
    GPS,
    animation,
    bomb,
    noise,
    photograph,
    saved,
    scene,
    swapped_profile,
    upload,
)

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ALT = "Four coloured corners"
pytestmark = pytest.mark.django_db


def add(file, **words):
    return pictures.add(file, at=AT, **{"alt": ALT} | words)


def shown(picture, name=None):
    with default_storage.open(name or picture.name) as file:
        image = Image.open(file)
        image.load()
    return image


def is_near(colour, wanted, by=25):
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


class TestTaking:
    def test_photograph_is_kept_with_its_words(self):
        picture = add(BytesIO(photograph()), caption="At Khorgos", credit="Ann", licence="CC0-1.0")

        assert (picture.width, picture.height) == (900, 600)
        assert (picture.alt, picture.caption, picture.credit) == (ALT, "At Khorgos", "Ann")
        assert picture.added_at == AT
        assert picture.name.startswith("pictures/") and picture.name.endswith(".jpg")
        assert shown(picture).format == "JPEG"

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
    def test_every_still_kind_is_taken(self, kind):
        picture = add(upload(kind=kind))
        assert shown(picture).size == (900, 600)

    def test_extension_follows_the_content_not_the_name(self):
        picture = add(SimpleUploadedFile("chart.png", photograph(), content_type="image/png"))
        assert picture.name.endswith(".jpg")

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_it_stands_upright_however_the_camera_was_held(self, orientation):
        turned = add(BytesIO(photograph(orientation)))
        image = shown(turned)
        assert (image.width > image.height) == (orientation < 5)
        assert image.getexif().get(0x0112, 1) == 1
        red, green, blue, white = (220, 30, 30), (30, 200, 30), (30, 30, 220), (250, 250, 250)
        first = [red, green, white, blue, red, blue, white, green][orientation - 1]
        assert is_near(image.getpixel((20, 20)), first)

    def test_nothing_tells_where_or_by_whom_it_was_taken(self):
        sent = photograph()
        assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS)

        picture = add(BytesIO(sent))

        with default_storage.open(picture.name) as file:
            kept = file.read()
        assert b"Photographer" not in kept and b"Exif" not in kept and b"taken at home" not in kept
        assert not shown(picture).getexif()

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_colours_are_turned_into_srgb_by_the_pictures_own_profile(self, kind):
        """The profile says that what is stored as green is to be seen as red."""
        green = Image.new("RGB", (64, 64), (0, 255, 0))
        picture = add(BytesIO(saved(green, kind, icc_profile=swapped_profile())))
        image = shown(picture)
        assert is_near(image.convert("RGB").getpixel((30, 30)), (255, 0, 0))
        assert not image.info.get("icc_profile")

    def test_broken_profile_does_not_stand_in_the_way(self):
        picture = add(BytesIO(saved(scene(), icc_profile=b"no profile at all")))
        assert is_near(shown(picture).getpixel((20, 20)), (220, 30, 30))

    def test_print_colours_become_screen_colours(self):
        picture = add(BytesIO(saved(scene().convert("CMYK"))))
        assert shown(picture).mode == "RGB"
        assert is_near(shown(picture).getpixel((20, 20)), (220, 30, 30))

    def test_sixteen_bits_of_grey_keep_their_shades(self):
        grey = Image.new("I;16", (40, 40), 40_000)
        kept = shown(add(upload(grey, "PNG"))).convert("L")
        assert kept.getpixel((5, 5)) == pytest.approx(156, abs=2)

    def test_wide_picture_is_narrowed(self):
        picture = add(upload(scene(5000, 1000)))
        assert (picture.width, picture.height) == shown(picture).size == (2400, 480)

    def test_several_views_in_one_jpeg_are_a_photograph(self):
        """Telephones write previews and depth beside the picture (MPO); that does not move."""
        views = [scene(), scene(300, 200)]
        picture = add(BytesIO(saved(views[0], "MPO", save_all=True, append_images=views[1:])))
        assert (picture.width, picture.height) == (900, 600)

    def test_transparency_stays(self):
        image = scene().convert("RGBA")
        image.putalpha(Image.linear_gradient("L").resize(image.size))
        assert add(upload(image, "PNG")).name.endswith(".png")
        assert add(upload(image, "WEBP")).name.endswith(".webp")

    def test_chart_stays_sharp_and_photograph_gets_light(self):
        assert add(upload(scene(), "PNG")).name.endswith(".png")
        smooth = noise(300, 200).resize((1500, 1000), Image.Resampling.BICUBIC)
        assert add(upload(smooth, "PNG")).name.endswith(".jpg")


class TestRefusing:
    CASES = {
        "SVG": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "not a picture": b"<html><body>holiday.jpg</body></html>",
        "empty": b"",
        "Moving": animation("GIF"),
        "Moving pictures": animation("WEBP"),
        "Moving pictures are": animation("PNG"),
        "damaged": saved(noise())[:20_000],
        "cut off": saved(noise(), "PNG")[:20_000],
        "million pixels": bomb(),
        "more than 50 million": bomb(9_000, 9_000),
        "long and narrow": saved(Image.new("L", (2, 60_000), 9), "PNG"),
    }

    @pytest.mark.parametrize("reason", CASES)
    def test_it_says_why_and_stores_nothing(self, reason, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        with pytest.raises(pictures.Refused, match=reason):
            add(SimpleUploadedFile("holiday.jpg", self.CASES[reason], content_type="image/jpeg"))
        assert not Picture.objects.exists()
        assert list(tmp_path.iterdir()) == []

    def test_too_many_bytes(self, settings):
        settings.PICTURE_MAX_BYTES = 1_000_000
        with pytest.raises(pictures.Refused, match="larger than 1 MB"):
            add(BytesIO(photograph() + b"\0" * 1_000_000))

    def test_pixels_are_counted_before_they_are_decoded(self, settings):
        settings.PICTURE_MAX_PIXELS = 100_000
        for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
            with pytest.raises(pictures.Refused, match="pixels"):
                pictures.check(upload(kind=kind))


class TestSameFile:
    def test_sent_twice_is_one_picture_with_its_first_words(self):
        first = add(BytesIO(photograph()))
        second = add(BytesIO(photograph()), alt="Something else")
        assert first == second
        assert second.alt == ALT

    def test_same_pixels_with_other_metadata_are_one_picture(self):
        assert add(BytesIO(photograph(place=(51, 0)))) == add(BytesIO(photograph(place=(40, 3))))

    def test_lost_file_is_put_back(self):
        picture = add(BytesIO(photograph()))
        default_storage.delete(picture.name)
        assert add(BytesIO(photograph())) == picture
        assert default_storage.exists(picture.name)


class TestRenditions:
    def made(self, file):
        picture = add(file)
        assert picture.srcset_webp == ""
        renditions.make(picture)
        picture.refresh_from_db()
        return picture

    def test_no_wider_than_the_picture(self):
        assert renditions.widths_for(2400) == [400, 800, 1200, 1600]
        assert renditions.widths_for(1000) == [400, 800, 1000]
        assert renditions.widths_for(400) == [400]
        assert renditions.widths_for(90) == [90]

    def test_each_width_is_there_in_every_kind(self):
        picture = self.made(BytesIO(photograph()))
        assert picture.widths == [400, 800, 900]
        for width in picture.widths:
            for extension, kind in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
                image = shown(picture, picture.rendition_name(width, extension))
                assert (image.width, image.format) == (width, kind)
                assert f"{width}w" in picture.srcset(extension)

    def test_transparent_picture_lies_on_white_as_jpeg(self):
        clear = Image.new("RGBA", (900, 600), (10, 10, 10, 0))
        picture = self.made(upload(clear, "PNG"))
        assert is_near(shown(picture, picture.rendition_name(400, "jpg")).getpixel((9, 9)), (255, 255, 255))
        for extension in ("webp", "avif"):
            assert shown(picture, picture.rendition_name(400, extension)).mode == "RGBA"

    def test_phone_gets_thirty_kilobytes(self):
        picture = self.made(upload(noise(60, 40).resize((1500, 1000), Image.Resampling.BICUBIC)))
        assert default_storage.size(picture.rendition_name(400, "webp")) <= renditions.PHONE_BYTES
        assert default_storage.size(picture.rendition_name(400, "jpg")) <= renditions.PHONE_BYTES
        assert default_storage.size(picture.rendition_name(800, "avif")) <= renditions.PHONE_BYTES

    def test_made_again_is_the_same(self):
        picture = self.made(BytesIO(photograph()))
        renditions.make(picture)
        picture.refresh_from_db()
        assert picture.widths == [400, 800, 900]
