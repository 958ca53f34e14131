"""How a number is bounded: "trên 200", "gần 3.500", "khoảng 60", "100 trở lên", "60 mấy"."""

from __future__ import annotations

from handlers.understand.reader.page import Page

_BOUNDS = ("min", "max", "about")


def bound_before(page: Page, i: int) -> tuple[int, str]:
    """Where the number with its bound begins, and the bound."""
    hit = page.ending(i, "bound", _BOUNDS) or (
        page.ending(i - 1, "bound", _BOUNDS) if page.key(i - 1) in ("co", "duoc", "la", "den", "tu", "co") else None
    )
    if hit is not None and page.free(hit.start, hit.end) and not _unlikely(page, hit.start, hit.end):
        outer = page.ending(hit.start, "bound", ("about",))
        return (outer or hit).start, hit.name
    signs = {">": "min", "≥": "min", "<": "max", "≤": "max", "~": "about", "≈": "about"}
    if page.key(i - 1) in signs:
        return i - 1, signs[page.key(i - 1)]
    return i, ""


def _unlikely(page: Page, start: int, end: int) -> bool:
    """Words that without marks are more often something else: "có", "đó", "quá"."""
    if end - start > 1 or page.tokens[start].mark:
        return False
    key = page.key(start)
    sets = page.words.sets
    return key in sets["unsure_bound"] or (key == "do" and page.key(start - 1) in sets["not_about"])


def bound_after(page: Page, value: int | None, end: int, bound: str) -> tuple[int | None, int, str]:
    if (
        page.key(end) == "+"
        and not (end + 1 < len(page.tokens) and page.tokens[end + 1].digits)
        and page.tokens[end].glued
    ):
        return value, end + 1, "min"
    if page.longest(end, "bound", ("vague_after",)):
        return None, end + 1, bound
    noun = page.longest(end, "head")
    for at in (end, *([noun.end] if noun is not None else [])):
        hit = page.longest(at, "bound", ("min_after", "max_after", "about_after"))
        if hit:
            return value, hit.end if at == end else end, bound or hit.name.removesuffix("_after")
    return value, end, bound
