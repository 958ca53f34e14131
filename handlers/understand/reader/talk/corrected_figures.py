"""The figures that a correction changes: new values, more, less, none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.reading import Activity, Change, Value
from handlers.understand.reader.told import Told

_MORE, _LESS = ("them", "thieu", "sot", "quen"), ("bot", "tru", "giam", "rut", "thua")
_NEW = ("thanh", "chi", "la")
_BREAKS = (",", ".", "\n", ";")


def figures_changed(
    told: Told, last: Activity, numbers: Sequence[Amount], old: Sequence[Amount]
) -> tuple[list[Change], list[str]]:
    """The changes, and "figure" where it is not clear which one a number means. `old` are values said to be wrong."""
    words = told.page.words.kinds.get(last.kind)
    changes: list[Change] = []
    asks: list[str] = []
    new, before = _new_ones(told, numbers, last)
    for amount in new:
        if amount.value is None:
            continue
        figure = _figure(told, amount, last, words, [*old, *before]) if words else ""
        if not figure:
            asks.append("figure")
            continue
        told.page.span(amount.start, amount.end, f"figure:{figure}")
        if figure not in [c.figure for c in changes]:
            changes.append(Change(figure, _value(told, amount, last, figure)))
    if not changes:
        changes += _taken_out(told, words)
    return changes, asks if not changes or len(changes) < len(new) else []


def _new_ones(told: Told, numbers: Sequence[Amount], last: Activity) -> tuple[list[Amount], list[Amount]]:
    """The amounts that are new values, and those that are old ones: "sửa 45 thành 54", "thêm 5, vị chi 50"."""
    for word in ("thanh", "vi chi"):
        behind = [a for a in numbers if _before(told, a, (word.split()[-1],), 3)]
        if behind:
            return behind, [a for a in numbers if a not in behind]
    totals = [a for a in numbers if a.total and not _before(told, a, _MORE, 3)]
    if totals and len(totals) < len(numbers):
        return totals, [a for a in numbers if a not in totals]
    known = {v.value for v in last.figures.values()}
    fresh = [a for a in numbers if a.value not in known]
    return (fresh or list(numbers)), [a for a in numbers if fresh and a not in fresh]


def _before(told: Told, amount: Amount, keys: Sequence[str], reach: int) -> bool:
    """Whether one of these words stands shortly before an amount, in the same clause."""
    for i in range(amount.start - 1, max(-1, amount.start - 1 - reach), -1):
        if told.page.key(i) in keys:
            return True
        if told.page.key(i) in _BREAKS:
            return False
    return False


def _value(told: Told, amount: Amount, last: Activity, figure: str) -> Value:
    """The new value; a number that is added or taken away is counted with the old one."""
    value, known = amount.value or 0, last.figures.get(figure)
    if known is None:
        return Value(value, amount.bound)
    if _before(told, amount, _LESS, 3):
        return Value(max(0, known.value - value), known.bound)
    more = _before(told, amount, _MORE, 4) or (told.page.key(amount.end) == "nua" and not amount.total)
    if more and not _before(told, amount, ("thanh", "tong"), 4):
        return Value(known.value + value, known.bound)
    return Value(value, amount.bound)


def _figure(told: Told, amount: Amount, last: Activity, words: KindWords, old: Sequence[Amount]) -> str:
    """Which figure of the last report an amount changes; "" where it may be several."""
    if amount.head not in ("", "piece"):
        return str(words.figures.get(amount.head, ""))
    gone = {a.value for a in old}
    meant = [name for name, value in last.figures.items() if value.value in gone]
    if len(meant) == 1:
        return meant[0]
    beside = [words.figures.get(a.head, "") for a in old if a.head]
    return _named_before(told, amount, words) or "".join(beside[:1]) or _open_figure(told, last, words)


def _named_before(told: Told, amount: Amount, words: KindWords) -> str:
    """The figure whose noun stands before in the same clause: "tiền phạt thành 12,5 triệu"."""
    for i in range(amount.start, max(0, amount.start - 8), -1):
        hit = told.page.ending(i, "head")
        if hit is not None and words.figures.get(hit.name):
            return str(words.figures[hit.name])
        if told.page.key(i - 1) in _BREAKS:
            break
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
