"""Totals of figures: each activity once in a total, under each of its topics in the breakdown.

Amounts add up. Of a figure that tells how things stand (LATEST of programme/domain/model.py)
each unit's last word on a place
counts, and only that: a commune that says every month that it is clean is one clean commune.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from programme.domain.model import KINDS, TOPICS, Bound, Figure, stands, stands_for

ORDER = {f"{kind}.{name}": n for n, (kind, name) in enumerate((k, f) for k in KINDS for f in KINDS[k])}
"""Figures in the order of the field's table."""


class Counted(Protocol):
    """What a total needs of an activity, stored or not; a stored one has its `unit` too."""

    kind: str
    topics: tuple[str, ...]
    figures: Mapping[str, Figure]
    place: str

    @property
    def day(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Total:
    """A sum; `approximate` of its parts were not counted exactly and `bound` says which way they lean. Of a `hidden`
    one the value is only a bound that its reader may know (reports/readers.py)."""

    value: int = 0
    bound: Bound | None = None
    approximate: int = 0
    hidden: bool = False

    def plus(self, figure: Figure) -> Total:
        if figure.bound is None:
            return Total(self.value + figure.value, self.bound, self.approximate)
        return self.add(figure.value, figure.bound, 1)

    def add(self, value: int, bound: Bound | None, parts: int) -> Total:
        """With `parts` more figures of one bound, which make `value` together."""
        if bound is None:
            return Total(self.value + value, self.bound, self.approximate)
        leans = bound if self.bound in (None, bound) else "about"
        return Total(self.value + value, leans, self.approximate + parts)


def written(total: Total) -> str:
    """`<5`, `>43`: a hidden total."""
    return f"{'<' if total.bound == 'max' else '>'}{total.value}"


def as_json(total: Total) -> dict[str, Any]:
    """Of a hidden total what its reader may know: its bound, and how that is written."""
    if total.hidden:
        return {"value": total.value, "bound": total.bound, "shown": written(total)}
    more = {"bound": total.bound, "approximate": total.approximate} if total.approximate else {}
    return {"value": total.value} | more


def totals(rows: Iterable[Counted]) -> dict[str, Total]:
    """`{"communication.sessions": Total(…)}` over the rows; of two of one day the later in order is the last word."""
    sums: dict[str, Total] = {}
    last: dict[tuple[str, ...], tuple[date, str, Figure]] = {}
    for row in rows:
        for name, figure in row.figures.items():
            key = f"{row.kind}.{name}"
            if stands(row.kind, name):
                about = (getattr(row, "unit", ""), stands_for(row.kind, row.place), key)
                if about not in last or last[about][0] <= row.day:
                    last[about] = row.day, key, figure
            else:
                sums[key] = sums.get(key, Total()).plus(figure)
    for _, key, figure in last.values():
        sums[key] = sums.get(key, Total()).plus(figure)
    return {key: sums[key] for key in sorted(sums, key=_place)}


class Summed(Protocol):
    """What a total needs of a sum that the store has made of many figures alike."""

    kind: str
    name: str
    topics: tuple[str, ...]
    bound: Bound | None
    value: int
    parts: int
    unit: str
    place: str
    said: tuple[date, datetime, str, int] | None


S = TypeVar("S", bound=Any)


def last_words(groups: Iterable[S]) -> Iterator[S]:
    """The sums, and of what tells how things stand each unit's last word on a place."""
    last: dict[tuple[str, ...], S] = {}
    for group in groups:
        if group.said is None:
            yield group
        else:
            about = (group.unit, group.place, group.kind, group.name)
            if about not in last or last[about].said <= group.said:
                last[about] = group
    yield from last.values()


def totals_of(groups: Iterable[Summed]) -> dict[str, Total]:
    """The totals of sums already made."""
    sums: dict[str, Total] = {}
    for group in last_words(groups):
        key = f"{group.kind}.{group.name}"
        sums[key] = sums.get(key, Total()).add(group.value, group.bound, group.parts)
    return {key: sums[key] for key in sorted(sums, key=_place)}


def topics_of(groups: Iterable[Summed]) -> dict[str, dict[str, Total]]:
    """The same for each topic, in the order of the field."""
    groups = list(groups)
    found = {topic for group in groups for topic in group.topics}
    known = [topic for topic in TOPICS if topic in found]
    return {topic: totals_of(g for g in groups if topic in g.topics) for topic in (*known, *sorted(found - {*TOPICS}))}


def _place(key: str) -> int:
    return ORDER.get(key, len(ORDER))


def by_topic(rows: Iterable[Counted]) -> dict[str, dict[str, Total]]:
    """The same, for each topic: an activity of two topics stands under both."""
    rows = list(rows)
    topics = dict.fromkeys(topic for row in rows for topic in row.topics)
    return {topic: totals(row for row in rows if topic in row.topics) for topic in topics}
