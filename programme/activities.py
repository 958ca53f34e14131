"""What a submission says was done: the convention by which a form's answers become activities.

A group named by a kind of activity (`nouns.KINDS`) holds that kind's figures; topics, date, place and note stand at the
root. Companions beside a question hold what a chat understood beyond the standard's types: `<q>_bound` how a number is
approximate, `<q>_to` the last day of a range, `<q>_scope` whether it stands for a whole period, `<q>_less` what of it
was already reported (`communication.sessions=3 communication.participants=145`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from programme.nouns import KINDS, Activity, Figure


def read_less(text: str) -> dict[str, int]:
    """`"a.b=3 a.c=145"` as a mapping."""
    return {name: int(value) for name, _, value in (part.partition("=") for part in text.split()) if value.isdigit()}


def write_less(less: Mapping[str, int]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(less.items()))


def activities(record: Mapping[str, Any]) -> tuple[Activity, ...]:
    """The activities of a nested submission record (`Instance.record()`), the form's order kept.

    A record without a date has none; a figure that was already reported in part is what is left of it, never below 0.
    """
    if not record.get("date"):
        return ()
    day = date.fromisoformat(record["date"])
    last = date.fromisoformat(record["date_to"]) if record.get("date_to") else None
    less = read_less(record.get("date_less") or "")
    topics = record.get("topics") or ()
    found = []
    for kind, group in record.items():
        if kind not in KINDS or not isinstance(group, Mapping):
            continue
        figures = {
            name: Figure(max(0, int(group[name]) - less.get(f"{kind}.{name}", 0)), group.get(f"{name}_bound") or None)
            for name in KINDS[kind]
            if group.get(name) not in (None, "")
        }
        if figures:
            found.append(
                Activity(
                    kind=kind,
                    topics=tuple(topics),
                    date=day,
                    date_to=last,
                    scope="period" if record.get("date_scope") == "period" else "event",
                    place=record.get("place") or "",
                    note=record.get("note") or "",
                    figures=figures,
                )
            )
    return tuple(found)


def joint_units(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the units that the activity was organised together with."""
    return tuple((record.get("joint_units") or "").split())


def photos(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the photos that the submission carries."""
    return tuple(row["photo"] for row in record.get("photos") or () if row.get("photo"))
