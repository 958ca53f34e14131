"""What a correction says of the last report: the figures with their new values, a day, a place, topics, a kind."""

from __future__ import annotations

import re

from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.reading import Activity, Change, Value
from handlers.understand.reader.told import Told
from programme.domain.model import TOPICS

_NOT = re.compile(r"\b(?:chu )?khong phai(?: la)?\b|\bthay vi\b|\bchu (?:dau|co) phai\b")


def changes_of(told: Told, last: Activity | None) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The new values that a correction says, and what it leaves open."""
    last = last or Activity()
    wrong = [told.page.where(*m.span()) for m in _NOT.finditer(told.key)]
    changes: list[Change] = []
    numbers = [a for a in told.amounts if not _denied(told, wrong, a.start, a.end) and a.head not in ("none",)]
    new_days = [d for d in told.days if d.date and not _denied(told, wrong, d.start, d.end)]
    topics = _new_topics(told, wrong, last)
    asks: list[str] = []
    meant = _day_meant(told, numbers)
    kind, period = _new_kind(told, wrong), _new_period(told, wrong)
    if kind:
        changes.append(Change(kind=kind))
    elif period and not new_days:
        changes.append(Change(period=period))
    elif (
        meant and new_days and not (topics and not re.search(r"\bngay (?:la|dung|moi|thanh)\b|\bdoi ngay\b", told.key))
    ):
        changes.append(Change(date=new_days[-1].date))
    elif topics:
        changes.append(Change(topics=topics))
    else:
        for amount in _final(told, numbers, last):
            figure, value = _figure(told, amount, last)
            if value is None:
                continue
            if figure:
                told.page.span(amount.start, amount.end, f"figure:{figure}")
                changes.append(Change(figure, value))
            else:
                asks.append("figure")
        if not changes and not asks and new_days:
            changes.append(Change(date=new_days[-1].date))
    spots = [s for s in told.spots if not s.alone and not _denied(told, wrong, s.start, s.end)]
    if not changes and not asks and spots:
        changes.append(Change(place=told.page.typed(spots[-1].start, spots[-1].end)))
    if not changes and not asks:
        asks.append("figure")
    return tuple(changes), tuple(dict.fromkeys(asks))


def _new_kind(told: Told, wrong: list[tuple[int, int]]) -> str:
    """Another kind: "là tư vấn chứ không phải truyền thông"."""
    hits = told.page.find("kind.strong")
    right = [h for h in hits if not _denied(told, wrong, h.start, h.end)]
    denied = [h for h in hits if h not in right]
    return right[0].name if right and denied and right[0].name != denied[0].name else ""


def _new_period(told: Told, wrong: list[tuple[int, int]]) -> str:
    found = [d for d in told.days if d.period and not _denied(told, wrong, d.start, d.end)]
    last = [d for d in told.days if d.period and d not in found]
    return found[-1].period if found and last else ""


def _day_meant(told: Told, numbers: list[Amount]) -> bool:
    """Whether the day is what is changed."""
    if re.search(r"\b(?:doi|sua|nham|sai|ghi nham) (?:lai )?ngay\b|\bngay (?:la|dung|moi)\b", told.key):
        return True
    return not numbers and bool(told.days)


def _denied(told: Told, wrong: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether "không phải" stands right before it, or "mà là" behind."""
    return any(
        0 <= start - w_end <= 4 and not any(told.page.key(i) in (",", "la", "ma") for i in range(w_end, start))
        for _, w_end in wrong
    )


def _final(told: Told, numbers: list[Amount], last: Activity) -> list[Amount]:
    """The amounts that are new values: behind "thành", "là", "vị chi" where there is one, never the old ones."""
    old = {v.value for v in last.figures.values()}
    for word in ("thanh", "vi chi"):
        behind = [
            a for a in numbers if any(told.page.key(i) == word.split()[-1] for i in range(max(0, a.start - 3), a.start))
        ]
        if behind:
            return behind
    fresh = [a for a in numbers if a.value not in old] or numbers
    return [a for a in fresh if a.value is not None]


def _figure(told: Told, amount: Amount, last: Activity) -> tuple[str, Value | None]:
    """Which figure of the last report an amount changes; "" where it may be several."""
    if amount.value is None:
        return "", None
    words = told.page.words.kinds.get(last.kind)
    value = Value(amount.value, amount.bound)
    if words is None:
        return "", value
    figure = words.figures.get(amount.head, "") if amount.head not in ("", "piece") else ""
    if not figure and amount.head in ("", "piece"):
        figure = _named_before(told, amount, words.figures) or _open_figure(told, last, words.main, words.event)
    if figure and _added(told, amount) and figure in last.figures:
        value = Value(last.figures[figure].value + amount.value, last.figures[figure].bound)
    return figure, value


def _named_before(told: Told, amount: Amount, figures: dict) -> str:  # type: ignore[type-arg]
    """The figure whose noun stands before in the same clause: "tiền phạt thành 12,5 triệu"."""
    for i in range(amount.start, max(0, amount.start - 8), -1):
        hit = told.page.ending(i, "head")
        if hit is not None and figures.get(hit.name):
            return str(figures[hit.name])
        if told.page.key(i - 1) in (",", ".", "\n"):
            break
    return ""


def _open_figure(told: Told, last: Activity, main: str, event: str) -> str:
    """The figure that a bare number means: the only one there is beside the count of events."""
    others = [name for name in last.figures if name != event]
    if len(others) == 1:
        return others[0]
    return main if not others or re.search(r"\bmoi dung\b|\bnguoi\b", told.key) else ""


def _added(told: Told, amount: Amount) -> bool:
    """ "thêm 12 cơ sở", where no new total is said."""
    before = [told.page.key(i) for i in range(max(0, amount.start - 4), amount.start)]
    return "them" in before and not amount.total and "thanh" not in before


def _new_topics(told: Told, wrong: list[tuple[int, int]], last: Activity) -> tuple[str, ...]:
    hits = [h for h in told.page.find("topic") if not _denied(told, wrong, h.start, h.end)]
    found = {h.name for h in hits}
    if found and re.search(r"\b(?:ca|them|long ghep|nua|lan|thieu)\b", told.key) and not wrong:
        found |= set(last.topics)
    return tuple(t for t in TOPICS if t in found)
