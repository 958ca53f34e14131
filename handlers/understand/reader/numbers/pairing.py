"""Which noun each number counts: the one behind it or the one before it, chosen for all numbers of a message together,
so that no noun is counted twice ("72 nữ, tờ rơi 28"; "nam 20 nữ 15")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.heads import (
    counted_next,
    explained_after,
    handed_out,
    head_after,
    heads_at,
    linked_before,
    state,
    thing_before,
    unsure_fine,
)
from handlers.understand.reader.page import Page

_NONE, _LABELLED, _NUMBERED, _SHORTER, _BOTH = 1.5, 1.3, 0.7, 0.3, -0.5


@dataclass(frozen=True, slots=True)
class _Choice:
    """One way to read a number's noun: tokens `start` to `end` are the noun where it is behind, `begins` where one
    before it begins; the less `cost` the likelier."""

    amount: Amount
    cost: float
    end: int = -1
    begins: int = 10**9


def paired(page: Page, amounts: Sequence[Amount]) -> list[Amount]:
    """The numbers with their nouns."""
    rows: list[list[tuple[float, int, _Choice]]] = []  # cost so far, choice of the number before, choice
    for amount in amounts:
        row = []
        for choice in _choices(page, amount):
            ways = [
                (cost, n) for n, (cost, _, before) in enumerate(rows[-1]) if choice.begins >= before.end
            ] if rows else [(0.0, -1)]  # fmt: skip
            if ways:
                cost, at = min(ways)
                row.append((cost + choice.cost, at, choice))
        rows.append(row)
    out: list[Amount] = []
    at = min(range(len(rows[-1])), key=lambda n: rows[-1][n][0]) if rows else -1
    for row in reversed(rows):
        out.append(row[at][2].amount)
        at = row[at][1]
    return out[::-1]


def _choices(page: Page, amount: Amount) -> Iterator[_Choice]:
    sets, end = page.words.sets, amount.end
    if amount.head:
        yield _Choice(amount, 0)
        return
    hit = head_after(page, end)
    if page.key(end) in sets["money"] and (hit is None or hit.end == end + 1):
        yield _Choice(replace(amount, end=end + 1, head="money", after=True), 0)
        return
    if amount.large and (hit is None or hit.name in ("none", *page.words.people)):
        yield _Choice(replace(amount, head="money", after=True), 0)
        return
    before, cost = linked_before(page, amount.start)
    fined = hit is not None and hit.name in ("place", "case", "household")
    if before is not None and before.name == "handled" and unsure_fine(page, before) and not fined:
        before = None
    labelled = _LABELLED if page.key(amount.start - 1) == ":" and before is None else _NONE
    yield _Choice(amount, labelled if page.taken[amount.start - 1 : amount.start] != ["place"] else _NUMBERED)
    if (
        before is not None
        and hit is not None
        and hit.name in page.words.people
        and before.name not in page.words.people
        and not counted_next(page, hit.end)
    ):
        cost += 1  # "buổi truyền thông: 320 người"
    if before is not None:
        cost += hit is not None and before.name == "commune"  # "Cổng phường: 3 bài"
        yield _Choice(replace(amount, head=before.name), cost, begins=before.start)
    elif handed_out(page, amount.start):
        shown = page.longest(end, "kind:strong", page.words.verbs)  # "phát 250 decal"
        yield _Choice(replace(amount, head="leaflet" if explained_after(page, end) and not shown else "none"), 0.6)
    if hit is None:
        return
    behind = 0.0
    if before is not None and cost < 0.2 and before.name != hit.name:
        behind = 0.2 if before.name not in ("session", "time") or hit.name not in page.words.people else 0.0
    if before is not None and cost < 0.2 and hit.name == "none":
        behind = 0.5
    yield from _behind(page, amount, hit, before, behind)
    for shorter in heads_at(page, end):
        if shorter.end < hit.end and page.free(shorter.end, shorter.end + 1):
            yield from _behind(page, amount, shorter, before, behind + _SHORTER)


def _behind(page: Page, amount: Amount, hit: Hit, before: Hit | None, cost: float) -> Iterator[_Choice]:
    """The noun behind, as what stands before it says: "nữ là 41 người", "phạt 2 cơ sở"."""
    known = state(page, amount.start)
    named = before.name if before is not None else ""
    sheet = hit.name == "leaflet" and page.key(hit.start) in page.words.sets["alone_noun"] and hit.end == hit.start + 1
    thing = thing_before(page, amount.start) if sheet or hit.name == "piece" else ""
    if hit.name == "piece" or (hit.name == "model" and known) or (sheet and thing == "poster"):
        theirs = sheet or (thing and named in page.words.people | {"place"})  # "mỗi chị 5 cái"
        yield _Choice(replace(amount, head=known or ("" if theirs else named) or thing or hit.name), cost, hit.end)
        return
    refined = {"female": ("person", "turn"), "student": ("person", "turn"), "handled": ("place", "case", "person",
               "household", "tip", "item", "violation"), "violation": ("place", "case", "household"),
               "identified": ("person", "victim", "case"), "agreed": ("person", "case"),
               "call": ("session",)}  # fmt: skip
    part = page.key(amount.start - 1) in page.words.sets["part_of_day"]  # "chiu" is also a way to write "chiều"
    if before is not None and hit.name in refined.get(named, ()) and not part:
        yield _Choice(replace(amount, head=named, after=True), cost + _BOTH, hit.end, before.start)
    yield _Choice(replace(amount, head=hit.name, after=True), cost, hit.end)
