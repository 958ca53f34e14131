"""How a number is bounded: "trên 200", "gần 3.500", "khoảng 60", "100 trở lên", "60 mấy"."""

from __future__ import annotations

from handlers.understand.reader.page import Page

_BOUNDS = ("min", "max", "about")


def bound_before(page: Page, i: int) -> tuple[int, str]:
    """Where the number with its bound begins, and the bound."""
    hit = page.ending(i, "bound", _BOUNDS) or (
        page.ending(i - 1, "bound", _BOUNDS) if page.key(i - 1) in ("co", "duoc", "la", "den", "tu", "co") else None
    )
    if hit is not None and not page.free(hit.start, hit.start + 1):
        hit = page.longest(i - 1, "bound", _BOUNDS)  # "chợ Hà Tu | trên 900"
    if hit is not None and page.free(hit.start, hit.end) and not _unlikely(page, hit.start, hit.end):
        outer = page.ending(hit.start, "bound", ("about",))
        return (outer or hit).start, hit.name
    if page.key(i - 1) == "=" and page.key(i - 2) in ("<", ">"):
        return i - 2, {"<": "max", ">": "min"}[page.key(i - 2)]
    signs = {">": "min", "≥": "min", "<": "max", "≤": "max", "~": "about", "≈": "about"}
    if page.key(i - 1) in signs:
        return i - 1, signs[page.key(i - 1)]
    return i, ""


def _unlikely(page: Page, start: int, end: int) -> bool:
    """Words that without marks are more often something else: "có", "đó", "quá"."""
    if end - start > 1 or page.tokens[start].mark:
        return False
    key, sets = page.key(start), page.words.sets
    if key == "tam" and page.key(start - 1) == "trung":
        return True
    return key in sets["unsure_bound"] or (key == "do" and page.key(start - 1) in sets["not_about"])


def bound_after(page: Page, value: int | None, end: int, bound: str) -> tuple[int | None, int, str]:
    goes_on = end + 1 < len(page.tokens) and (page.tokens[end + 1].digits or page.tokens[end + 1].glued)
    if page.key(end) == "+" and page.tokens[end].glued and not goes_on:
        return value, end + 1, "min"
    if page.longest(end, "bound", ("vague_after",)):
        return None, end + 1, bound
    noun = page.longest(end, "head")
    for at in (end, *([noun.end] if noun is not None else [])):
        hit = page.longest(at, "bound", ("min_after", "max_after", "about_after"))
        other = page.longest(at, "bound")  # "138 hội viên, ước tính 40 nữ"
        if hit and other and other.end == hit.end and not (hit.end < len(page.tokens) and page.tokens[hit.end].digits):
            return value, hit.end if at == end else end, bound or hit.name.removesuffix("_after")
    return value, end, bound
