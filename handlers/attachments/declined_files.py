"""Files that are no photos: what is wrong with one, and what to do instead."""

from __future__ import annotations

from mimetypes import guess_type

from handlers.draft.media_answers import LARGEST_PHOTO
from programme.domain.messages import Media
from programme.language.texts import Texts

READ = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp")
"""The kinds of picture that a photo is made of."""
ANY = ("", "application/octet-stream")
"""Types that say nothing: the end of the name does."""
KINDS = {"heic": "HEIC", "heif": "HEIC", "tiff": "TIFF", "svg+xml": "SVG", "avif": "AVIF"}


def fault(t: Texts, medium: Media) -> str:
    """Why a file is not taken as a photo and what to do instead, in a sentence; "" where it may be one."""
    if medium.size == 0:
        return t("photo.empty")
    kind = _type(medium)
    if medium.kind != "photo" and not kind.startswith("image/"):
        return t("odd.document")
    if kind.startswith("image/") and kind not in READ:
        end = kind.removeprefix("image/")
        return t("photo.kind", kind=KINDS.get(end, end.upper()[:8]))
    return t("error.photo_big") if medium.size and medium.size > LARGEST_PHOTO else ""


def _type(medium: Media) -> str:
    """What it is, by its type, else by the end of its name."""
    if medium.mime.lower() in ANY:
        end = medium.name.rpartition(".")[2].lower()
        return "image/heic" if end in ("heic", "heif") else guess_type(medium.name)[0] or ""
    return "image/jpeg" if medium.mime.lower() == "image/jpg" else medium.mime.lower()
