"""A photo as we keep it: a plain JPEG of modest size, upright, without anything its camera wrote into it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


class NoPicture(Exception):
    """It is not kept; `why` is one of: too big, too many pixels, not an image."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def develop(raw: bytes) -> bytes:
    """The photo turned upright and re-encoded as JPEG of at most 2560 pixels a side, without EXIF or other metadata.
    Raises NoPicture."""
    if len(raw) > LARGEST_BYTES:
        raise NoPicture("too big")
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            if image.width * image.height > LARGEST_PIXELS:  # known from the head: nothing is unpacked yet
                raise NoPicture("too many pixels")
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG alone: unpacks at half or a quarter
            return _plain(image)
    except NoPicture:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise NoPicture("too many pixels") from None
    except Exception:  # a decoder may stumble in any way over what a stranger sends
        raise NoPicture("not an image") from None


def _plain(image: Image.Image) -> bytes:
    orientation = image.getexif().get(0x0112)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = ImageOps.exif_transpose(image) if orientation else image
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
    else:
        paper = image.convert("RGB")
    bare = Image.new("RGB", paper.size)  # a fresh image carries no info dictionary, so nothing can be written out
    bare.paste(paper)
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()
