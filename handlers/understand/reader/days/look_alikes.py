"""What is written as a day is and is none: n of m, the number of a document."""

from __future__ import annotations

from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.page import Page

LEADS = frozenset("hom ngay bua vao hoi luc tu den tinh het buoi sang trua chieu toi dem khuya som".split())
"""Words before the number of a day."""
NO_COUNTS = ("none", "group", "model", "commune")
"""Heads that may stand behind a date."""


def kinds_of(page: Page) -> list[KindWords]:
    """The kinds that a message names."""
    return [page.words.kinds[h.name] for group in ("kind:strong", "kind:weak") for h in page.find(group)]


def is_share(page: Page, first: int, end: int) -> bool:
    """Whether "3/5" is three of five: what is counted stands behind it."""
    if page.key(first - 1) in LEADS and not page.said_before(first, "da den"):  # "đã đến 6/6 quán"
        return False
    ratio = any(kind.ratio for kind in kinds_of(page))
    numbers = [page.key(i) for i in range(first, end) if page.tokens[i].digits]
    if len(numbers) > 2 or not all(n.isdigit() for n in numbers):
        return False
    small = len(numbers) == 2 and int(numbers[0]) <= int(numbers[1])
    head = page.longest(end, "head") if not page.said_at(end, "to chuc") else None
    before = page.ending(first, "head")
    handled = before is not None and before.name in ("handled", "place") and small
    if before is not None and page.key(before.start - 1)[:1].isdigit():
        handled = False  # "10/51 cơ sở 29/1"
    if not first and not ratio:
        return False  # a message begins with its day
    clean = head is not None and any(kind.ratio and head.name in kind.figures for kind in kinds_of(page))
    led = page.key(first - 1) in ("duoc", "dat", "du", "ca") and ratio
    counted = head is not None and head.name not in NO_COUNTS
    return small and (led or handled or clean or counted or (ratio and all_of(page, first)))


def all_of(page: Page, first: int) -> bool:
    """ "hỗ trợ: 02/02", "hỗ trợ 3/3": all of those that there are."""
    at = first - (page.key(first - 1) == ":")
    return page.said_before(at, "ho tro") and page.key(first).lstrip("0") == page.key(first + 2).lstrip("0")


def of_a_document(page: Page, i: int) -> bool:
    """Whether the number of a document stands right before, which is not what is reported."""
    first = i
    while first > 0 and page.taken[first - 1] == "code":
        first -= 1
    number = {"/", "so"} & {page.key(n) for n in range(first, i)}
    return bool(number) and not page.find("kind:strong", ("plan",))
