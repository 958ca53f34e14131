"""What a submission says was done: the convention by which a form's answers become activities.

A group named by a kind of activity (`nouns.KINDS`) holds that kind's figures; topics, date, place and note stand at the
root. Companions beside a question hold what a chat understood beyond the standard's types: `<q>_bound` how a number is
approximate, `<q>_ward` which unit a place names, `<q>_to` the last day of a range, `<q>_scope` whether it stands for a
whole period, `<q>_less` what of it was already reported (`communication.sessions=3 communication.participants=145`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from programme.domain.model import KINDS, Activity, Bound, Figure

KIND = "/data/kind"
"""Where a form that tells of activities asks which kind."""
DAY = "/data/date"
"""Where a form that tells of activities asks for their day."""
TIMES = "/data/times"
"""Where it asks how many occasions a figure is of."""


def figure_of(path: str) -> tuple[str, str] | None:
    """(`communication`, `participants`) for the path of a question that is a figure of a kind."""
    steps = path.split("/")
    if len(steps) == 4 and steps[2] in KINDS and steps[3] in KINDS[steps[2]]:
        return steps[2], steps[3]
    return None


def read_less(text: str) -> dict[str, int]:
    """`"a.b=3 a.c=145"` as a mapping."""
    return {name: int(value) for name, _, value in (part.partition("=") for part in text.split()) if value.isdigit()}


def write_less(less: Mapping[str, int]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(less.items()))


def activities(record: Mapping[str, Any]) -> tuple[Activity, ...]:
    """The activities of a nested submission record (`Instance.record()`), the form's order kept.

    A record without a date has none; a figure that was already reported in part is what is left of it, never below 0.
    """
    day, last = _day(record.get("date")), _day(record.get("date_to"))
    if day is None:
        return ()
    less = read_less(_words(record.get("date_less")))
    topics = record.get("topics")
    topics = topics if isinstance(topics, list) else _words(topics).split()
    found = []
    for kind, group in record.items():
        if kind not in KINDS or not isinstance(group, Mapping):
            continue
        figures = {
            name: Figure(max(0, int(group[name]) - less.get(f"{kind}.{name}", 0)), _bound(group.get(f"{name}_bound")))
            for name in KINDS[kind]
            if str(group.get(name)).isascii() and str(group.get(name)).isdigit()
        }
        if figures:
            found.append(
                Activity(
                    kind=kind,
                    topics=tuple(topics),
                    date=day,
                    date_to=last,
                    scope="period" if record.get("date_scope") == "period" else "event",
                    place=_words(record.get("place")),
                    note=_words(record.get("note")),
                    ward=_words(record.get("place_ward")),
                    figures=figures,
                )
            )
    return tuple(found)


def joint_units(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the units that the activity was organised together with."""
    return tuple(_words(record.get("joint_units")).split())


def photos(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the photos that the submission carries."""
    rows = record.get("photos")
    rows = rows if isinstance(rows, list) else ()
    return tuple(row["photo"] for row in rows if isinstance(row, Mapping) and row.get("photo"))


def _day(value: Any) -> date | None:
    """A form that knows nothing of the convention may call anything `date`."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _bound(value: Any) -> Any:
    return value if value in get_args(Bound) else None


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""
