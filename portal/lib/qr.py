"""QR codes: made once for an address, kept, and served as one path or one small picture."""

import hashlib
import io

import qrcode
from django.conf import settings
from qrcode.image.pil import PilImage

from portal.lib.models import Code

QUIET_ZONE = 4  # modules of white around the code; ISO/IEC 18004 asks for four


def code(address: str) -> Code:
    """The stored code of `address`, made where it is asked for the first time."""
    found = Code.objects.filter(pk=address).first()
    if found:
        return found
    drawn = _draw(address)
    return Code.objects.get_or_create(pk=address, defaults={"svg": svg(drawn), "png": png(drawn)})[0]


def version() -> str:
    """Part of a code's own address, so that it can be kept for ever and still follows BASE_URL."""
    return hashlib.sha256(settings.BASE_URL.encode()).hexdigest()[:8]


def _draw(address: str) -> qrcode.QRCode:
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=QUIET_ZONE)
    drawn.add_data(address)
    drawn.make(fit=True)
    return drawn


def svg(drawn: qrcode.QRCode) -> str:
    """One <path>, a run of dark modules a stroke; on white, so that it reads on a dark page too."""
    matrix = drawn.get_matrix()
    runs = "".join(_runs(y, row) for y, row in enumerate(matrix))
    size = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path stroke="#000" d="{runs}"/></svg>'
    )


def _runs(y: int, row: list[bool]) -> str:
    strokes, start = "", None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            strokes += f"M{start} {y}.5h{x - start}"
            start = None
    return strokes


def png(drawn: qrcode.QRCode) -> bytes:
    out = io.BytesIO()
    drawn.make_image(image_factory=PilImage).get_image().convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()
