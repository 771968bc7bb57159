"""Draw the pictures of the demonstration content again.

    python -m demo.make.draw --geo ../shared/data/geo-natural-earth/countries-50m.json \
        --fonts FOLDER [--only NAME ...] [--chromium /usr/bin/chromium]

The README one folder up says where the outlines and the two typefaces come from.
"""

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from demo.make.charts import CHARTS
from demo.make.diagrams import DIAGRAMS
from demo.make.ink import HEIGHT, WIDTH
from demo.make.maps import MAPS

IMAGES = Path(__file__).resolve().parent.parent / "images"
FACES = (
    ("Archivo", "archivo-latin-wght-normal.woff2", "normal"),
    ("Archivo", "archivo-latin-ext-wght-normal.woff2", "normal"),
    ("STIX Two Text", "stix-two-text-latin-wght-normal.woff2", "normal"),
    ("STIX Two Text", "stix-two-text-latin-wght-italic.woff2", "italic"),
)
# What the latin-ext files hold; without it the browser would ask them for every letter.
EXTENDED = "unicode-range:U+0100-02FF,U+1E00-1EFF;"


def main() -> None:
    options = _options()
    drawings = dict(_drawings(options.geo, options.only))
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=options.chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync"],
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(options.fonts.resolve().as_uri())
        for name, svg in drawings.items():
            target = IMAGES / f"{name}.png"
            _save(_photographed(page, svg, options.fonts.resolve()), target)
            sys.stdout.write(f"{target.name} {target.stat().st_size // 1024} kB\n")
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Draw the demonstration pictures.")
    parser.add_argument("--geo", type=Path, required=True, help="countries-50m.json of world-atlas")
    parser.add_argument("--fonts", type=Path, required=True, help="folder with the four .woff2 files")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures; all when left out")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    return parser.parse_args()


def _drawings(geo: Path, only: list[str]) -> Iterator[tuple[str, str]]:
    for name, draw_map in MAPS.items():
        if not only or name in only:
            yield name, draw_map(geo)
    for name, draw_chart in (CHARTS | DIAGRAMS).items():
        if not only or name in only:
            yield name, draw_chart()


def _photographed(page: Page, svg: str, fonts: Path) -> bytes:
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-style:{style};font-weight:100 900;"
        f"src:url('{(fonts / file).as_uri()}');{EXTENDED if 'latin-ext' in file else ''}}}"
        for family, file, style in FACES
    )
    page.set_content(f"<style>{faces}body{{margin:0}}svg{{display:block}}</style>{svg}")
    page.evaluate("document.fonts.ready")
    return page.screenshot()


def _save(png: bytes, target: Path) -> None:
    """As a PNG of at most 256 colours, which flat drawings keep without loss to the eye."""
    target.parent.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
