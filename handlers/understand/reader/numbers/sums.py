"""Groups of people that came together, which are added up: "gồm 35 hội viên và 28 đoàn viên"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.heads import best_head
from handlers.understand.reader.page import Page

_NEAR, _FAR = 6, 9  # tokens between two of a list
_JOINTS = frozenset((",", "va", "voi", "cung", "+", "&"))
_WHOLE = frozenset(("nguoi", "luot", "luot nguoi", "dai bieu", "ba con", "nu", "nam"))


def goes_on(page: Page, last: Amount, amount: Amount) -> bool:
    """Whether a number goes on with a list of people."""
    people, between = page.words.people, [page.key(n) for n in range(last.end, amount.start)]
    joints, reach = (between.count(";"), _FAR) if ";" in between else (sum(word in _JOINTS for word in between), _NEAR)
    return {last.head, amount.head} <= people and len(between) < reach and joints == 1


def opens_sum(page: Page, amount: Amount, before: Sequence[Amount]) -> bool:
    """ "gồm 35 hội viên và 28 đoàn viên": those that come are the whole, where none is said before in the sentence."""
    if amount.head not in page.words.people or not _made_of(page, amount):
        return False
    at = before[-1].end if before else 0
    apart = any(page.key(n) in (".", ";", "\n") and not page.taken[n] for n in range(at, amount.start))
    return apart or not before or before[-1].head not in (*page.words.people, "household", "")


def _made_of(page: Page, amount: Amount) -> bool:
    return any(page.ending(n, "number", ("made_of",)) for n in range(amount.start, max(0, amount.start - 3), -1))


def adds_to_sum(page: Page, before: Sequence[Amount], amount: Amount) -> bool:
    """Whether a number goes on with a list of people that are the whole together."""
    last = before[-1] if before else None
    if last is None or last.part or last.total or not amount.after or not goes_on(page, last, amount):
        return False
    return last.plus or _made_of(page, last)


def sum_groups(page: Page, found: list[Amount]) -> None:
    """ "20 hội viên phụ nữ, 15 cụ cao tuổi và 12 đoàn viên" came together: each is added to the one before, and women
    among them are not all the women."""
    if not found[-1].plus or page.taken[found[-1].start - 1]:
        return
    at = len(found) - 1
    while at and _group_of(page, found[at]) and goes_on(page, found[at - 1], found[at]):
        at -= 1
    names = [_group_of(page, amount) for amount in found[at:]]
    if len(names) < 2 or "" in names or len(set(names)) < len(names) or _WHOLE & set(names):
        return
    for n in range(at, len(found)):
        head = "person" if found[n].head == "female" else found[n].head
        found[n] = replace(found[n], head=head, plus=n > at)


def _group_of(page: Page, amount: Amount) -> str:
    """The noun of people who are counted; "" where it is not one of groups side by side."""
    counted = amount.after and amount.head in page.words.people and not (amount.part or amount.total or amount.of)
    noun = best_head(page, amount.end) if counted else None
    return "" if noun is None else " ".join(page.key(n) for n in range(noun.start, noun.end))


def are_teachers(page: Page, amount: Amount) -> bool:
    """ "thầy cô dự cùng 25 người": who they are stands before, and nobody else is between."""
    noun = best_head(page, amount.end) if amount.after else None
    if noun is None or page.key(noun.start) != "nguoi" or noun.end > noun.start + 1:
        return False
    for n in range(amount.start - 1, max(-1, amount.start - 7), -1):
        if page.taken[n] or not page.tokens[n].word:
            return False
        hit = page.ending(n + 1, "head", page.words.people)
        if hit is not None and not page.longest(n, "number", ("attends",)):
            return hit.name == "teacher"
    return False
