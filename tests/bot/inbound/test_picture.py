"""Photos as strangers send them, and what is kept."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from bot.inbound.picture import LARGEST_BYTES, LONGEST_SIDE, NoPicture, develop


def photo(size=(400, 200), mode="RGB", kind="JPEG", colour=None, **more) -> bytes:
    image = Image.new(mode, size, colour if colour is not None else 0)
    kept = BytesIO()
    image.save(kept, kind, **more)
    return kept.getvalue()


def seen(raw: bytes) -> Image.Image:
    image = Image.open(BytesIO(raw))
    image.load()
    return image


def exif(orientation=1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "SECRETPHONE"
    tags.get_ifd(0x8825)[2] = (20.0, 57.0, 3.0)
    return tags


def test_no_metadata_is_kept():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    raw = photo(exif=exif(), icc_profile=profile, comment=b"SECRETCOMMENT", xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>")
    assert all(word in raw for word in (b"SECRETPHONE", b"SECRETCOMMENT", b"SECRETXMP", b"ICC_PROFILE"))
    kept = develop(raw)
    assert b"SECRET" not in kept and b"Exif" not in kept and b"ICC_PROFILE" not in kept
    assert not seen(kept).getexif()

    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRETNAME")
    assert b"SECRET" not in develop(photo(kind="PNG", pnginfo=words))


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (400, 200), (10, 10)), (3, (400, 200), (390, 190)), (6, (200, 400), (190, 10)), (8, (200, 400), (10, 390))],
)
def test_upright(orientation, size, corner):
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (0, 0, 40, 40))
    raw = BytesIO()
    image.save(raw, "JPEG", exif=exif(orientation), quality=95)
    kept = seen(develop(raw.getvalue()))
    assert kept.size == size
    red, green, _ = kept.getpixel(corner)
    assert red > 200 and green < 80


@pytest.mark.parametrize("orientation", [1, 6])
def test_large_ones_are_made_smaller(orientation):
    kept = seen(develop(photo((6000, 3000), exif=exif(orientation))))
    assert sorted(kept.size) == [LONGEST_SIDE // 2, LONGEST_SIDE]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"),
     ("P", "GIF"), ("RGB", "BMP")],
)  # fmt: skip
def test_every_mode(mode, kind):
    kept = seen(develop(photo(mode=mode, kind=kind)))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (400, 200))


def test_what_is_clear_becomes_white():
    assert min(seen(develop(photo(mode="RGBA", kind="PNG", colour=(0, 0, 0, 0)))).getpixel((5, 5))) > 250


def png_of(width: int, height: int) -> bytes:
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not an image"),
        (b"%PDF-1.7 hello", "not an image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not an image"),
        (photo()[:300], "not an image"),
        (photo(kind="TIFF"), "not an image"),
        (png_of(100, 100), "not an image"),
        (png_of(20000, 20000), "too many pixels"),
        (png_of(8000, 8000), "too many pixels"),
        (b"\xff\xd8" + b"\0" * LARGEST_BYTES, "too big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused(raw, why):
    with pytest.raises(NoPicture) as caught:
        develop(raw)
    assert caught.value.why == why
