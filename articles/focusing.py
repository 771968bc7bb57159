"""The point of a picture that every crop keeps: here in per cent, as ninjs tells it in pixels or, with us, in words."""

from typing import Any


def in_pixels(focus: list[int], *, width: int, height: int) -> dict[str, int]:
    across, down = focus
    return {"x": round(width * across / 100), "y": round(height * down / 100)}


def of_pixels(rendition: dict[str, Any]) -> list[int] | None:
    """Of the point of interest; None where there is none."""
    match rendition:
        case {"poi": {"x": int(x), "y": int(y)}, "width": int(width), "height": int(height)} if width and height:
            return [round(100 * x / width), round(100 * y / height)]
    return None


def in_words(focus: list[int]) -> str:
    return " ".join(map(str, focus))


def of_words(words: str) -> list[int] | None:
    parts = words.split()
    is_told = len(parts) == 2 and all(part.isascii() and part.isdecimal() and len(part) <= 3 for part in parts)
    return [int(part) for part in parts] if is_told else None
