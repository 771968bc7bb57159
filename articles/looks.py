"""How a picture looks, in 64 bits: two whose bits hardly differ show the same, whatever their size and kind."""

from PIL import Image

SAYS_TOO_LITTLE = 6  # bits: an even surface, a bare diagram; half the library would look like it
_WIDTH, _HEIGHT = 9, 8
_NOISE = 2  # a step in brightness that compression makes by itself


def of(image: Image.Image) -> int:
    """Of each two neighbours in a small grey copy, whether the first is brighter; signed, as PostgreSQL holds it.

    0 for a picture that says too little to be compared.
    """
    grey = image.convert("L").resize((_WIDTH, _HEIGHT), Image.Resampling.BOX).tobytes()
    pairs = (at for at in range(len(grey)) if (at + 1) % _WIDTH)
    bits = 0
    for at in pairs:
        bits = bits << 1 | (grey[at] > grey[at + 1] + _NOISE)
    if not SAYS_TOO_LITTLE <= bits.bit_count() <= 64 - SAYS_TOO_LITTLE:
        return 0
    return bits - 2**64 if bits >= 2**63 else bits
