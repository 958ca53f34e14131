"""The figures that a correction changes: new values, more, less, none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.reading import Activity, Change, Value
from handlers.understand.reader.told import Told

_FINAL = frozenset(("thanh", "chi", "xuong", "len"))  # "thành 72", "vị chi 50"
_LINKS = frozenset(("la", "co", "chi", "duoc", ":", "thoi", "dung", "phai"))
_BREAKS = frozenset((",", ".", "\n", ";"))
_BESIDE = ("handled", "agreed", "identified", "female", "need", "violation", "file")
"""Nouns before a number that say more than the one behind it: "phạt 2 cơ sở", "nữ 22 người"."""


def figures_changed(
    told: Told, last: Activity, numbers: Sequence[Amount], old: Sequence[Amount]
) -> tuple[list[Change], list[str]]:
    """The changes, and "figure" where it is not clear which one a number means. `old` are values said to be wrong."""
    words = told.page.words.kinds.get(last.kind)
    said: dict[str, Amount] = {}
    asks: list[str] = []
    new = _new_ones(told, numbers, last, words)
    for amount in new:
        before = [a for a in numbers if a not in new and a.end <= amount.start and _one_clause(told, a, amount)]
        figure = _figure(told, amount, last, words, [*old, *before]) if words else ""
        if not figure:
            asks.append("figure")
        elif figure not in said or _rank(told, amount) > _rank(told, said[figure]):
            said[figure] = amount
    for figure, amount in said.items():
        told.page.span(amount.start, amount.end, f"figure:{figure}")
    alone = len(numbers) == 1
    changes = [Change(figure, _value(told, amount, last, figure, alone=alone)) for figure, amount in said.items()]
    return changes or _taken_out(told, words), asks


def _new_ones(told: Told, numbers: Sequence[Amount], last: Activity, words: KindWords | None) -> list[Amount]:
    """The amounts that are new values; not those that stand in the report already, nor what "thành" changes."""
    fresh = [a for a in numbers if a.value is not None and not _known(told, a, last, words)]
    bare = [a for a in fresh if not a.head and _rank(told, a) < 2]
    final = any(_rank(told, a) == 2 for a in fresh)
    new = [a for a in fresh if not (final and a in bare)]
    return new or [a for a in numbers if a.value is not None]


def _one_clause(told: Told, first: Amount, second: Amount) -> bool:
    return not any(told.page.key(i) in _BREAKS for i in range(first.end, second.start))


def _known(told: Told, amount: Amount, last: Activity, words: KindWords | None) -> bool:
    figure = words.figures.get(amount.head, "") if words else ""
    known = [v.value for name, v in last.figures.items() if name == figure or not figure]
    return amount.value in known and not tells_around(told, amount, "more", "less")


def _rank(told: Told, amount: Amount) -> int:
    """What is said in the end counts most: "thêm 7 em, thành 72"."""
    near = {told.page.key(i) for i in range(max(0, amount.start - 3), amount.start)}
    if _FINAL & near and not _BREAKS & near:
        return 2
    if tells_around(told, amount, "more", "less"):
        return 0
    return 2 if amount.total or told.page.key(amount.start - 1) == "con" else 1


def tells_around(told: Told, amount: Amount, *names: str) -> bool:
    """Whether such words stand around a number."""
    found = [span for name in names for span in told.page.tells(name)]
    return any(start < amount.end and amount.start < end for start, end in found)


def _value(told: Told, amount: Amount, last: Activity, figure: str, *, alone: bool) -> Value:
    """The new value; a number that is added or taken away is counted with the old one."""
    value, known = amount.value or 0, last.figures.get(figure)
    rank = 0 if alone and told.page.tells("adds") and known and value < known.value else _rank(told, amount)
    if known is None or rank:
        return Value(value, amount.bound)
    return Value(
        max(0, known.value - value) if tells_around(told, amount, "less") else known.value + value, known.bound
    )


def _figure(told: Told, amount: Amount, last: Activity, words: KindWords, old: Sequence[Amount]) -> str:
    """Which figure of the last report an amount changes; "" where it may be several."""
    beside = _beside(told, amount, words)
    if amount.head not in ("", "piece"):
        figure = str(words.figures.get(amount.head, ""))
        part = figure == "participants" and amount.head == "student"
        if part and (amount.part or "participants_students" in last.figures):
            return "participants_students"
        return beside if beside and figure == words.main else figure
    if beside:
        return beside
    gone = {a.value for a in old}
    meant = [name for name, value in last.figures.items() if value.value in gone]
    meant = meant if len(meant) == 1 else _misspelt(amount, last)
    if len(meant) == 1:
        return meant[0]
    known = [(words.figures.get(a.head, ""), a.value) for a in old if a.head]
    named = [name for name, value in known if name not in last.figures or last.figures[name].value == value]
    return _named_before(told, amount, words) or "".join(named[:1]) or _open_figure(told, last, words)


def _beside(told: Told, amount: Amount, words: KindWords) -> str:
    """The figure of the noun right before a number."""
    at = amount.start
    while at and told.page.key(at - 1) in _LINKS:
        at -= 1
    hit = told.page.ending(at, "head", _BESIDE)
    return str(words.figures.get(hit.name, "")) if hit else ""


def _misspelt(amount: Amount, last: Activity) -> list[str]:
    """The figures with the same digits in another order, or a nought more or less: 38 for 83, 300 for 30."""
    digits = sorted(str(amount.value).rstrip("0"))
    return [name for name, value in last.figures.items() if sorted(str(value.value).rstrip("0")) == digits and digits]


def _named_before(told: Told, amount: Amount, words: KindWords) -> str:
    """The figure whose noun stands before, in the same clause or alone in another: "nữ ghi thiếu, 27 mới đủ"."""
    for i in range(amount.start, 0, -1):
        hit = told.page.ending(i, "head")
        counted = hit is not None and "number" in told.page.taken[max(0, hit.start - 1) : hit.end + 2]
        pointed = told.page.key(i) in told.page.words.sets["pointing"]  # "buổi này 26 thôi"
        near = not pointed and (not counted or amount.start <= i + 2)
        if hit is not None and words.figures.get(hit.name) and near:
            return str(words.figures[hit.name])
    return ""


def _open_figure(told: Told, last: Activity, words: KindWords) -> str:
    """The figure that a bare number means: the only one there is beside the count of events."""
    if len(last.figures) == 1:
        return next(iter(last.figures))
    others = [name for name in last.figures if name != words.event]
    if len(others) == 1:
        return others[0]
    return words.main if not others or re.search(r"\bmoi dung\b|\bnguoi\b", told.key) else ""


def _taken_out(told: Told, words: KindWords | None) -> list[Change]:
    """ "bỏ cái tờ rơi đi", "không phát tờ rơi nào": none of that."""
    found = []
    for start, end in (*told.page.tells("takes_out"), *told.page.tells("none_of")):
        for hit in told.page.find("head"):
            figure = words.figures.get(hit.name, "") if words else ""
            if start <= hit.start < end and figure and figure not in [c.figure for c in found]:
                told.page.span(start, end, f"figure:{figure}")
                found.append(Change(figure, Value(0)))
    return found
