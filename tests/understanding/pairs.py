"""Which activity of a reading stands for which of the right one, and what a draft is after an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def pairs(right: Sequence[Row], got: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Each with the one most like it; with None what is missing or too much."""
    likes = sorted(
        ((likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(right) for j, b in enumerate(got)), reverse=True
    )
    met_right: dict[int, int] = {}
    for _, _, i, j in likes:
        if i not in met_right and j not in met_right.values():
            met_right[i] = j
    for i, activity in enumerate(right):
        yield activity, got[met_right[i]] if i in met_right else None
    yield from ((None, activity) for j, activity in enumerate(got) if j not in met_right.values())


def likeness(one: Row, other: Row) -> int:
    """The kind counts most, then each figure with its value, then topics, day and place."""
    figures, others = one["figures"] or {}, other["figures"] or {}
    same = sum(3 for name, figure in figures.items() if name in others and number(others[name]) == number(figure))
    kind = 8 if one["kind"] == other["kind"] else 0
    return kind + same + sum(1 for slot in ("topics", "date", "place") if one.get(slot) == other.get(slot))


def number(figure: Any) -> int:
    return figure["value"] if isinstance(figure, Mapping) else figure


def draft_after(draft: Row, *answers: Row) -> Row:
    """The draft with what the message adds to it."""
    made = {"kind": "", "topics": [], "place": "", "ward": "", "date": None, "date_to": None, "period": "", **draft}
    made["figures"] = dict(draft.get("figures") or {})
    for answer in answers:
        made["figures"] |= answer["figures"] or {}
        made |= {slot: answer[slot] for slot in ("kind", "topics", "place", "ward") if answer.get(slot)}
        if answer.get("date") or answer.get("period"):
            made |= {slot: answer.get(slot) for slot in ("date", "date_to", "period")}
    return made
