"""Activities and figures as JSON, the shape of exports and of kept revisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from programme.domain.model import KINDS, Activity, Figure


def activity_to(activity: Activity) -> dict[str, Any]:
    return {
        "kind": activity.kind,
        "scope": activity.scope,
        "topics": list(activity.topics),
        "date": activity.date.isoformat(),
        "date_to": activity.date_to and activity.date_to.isoformat(),
        "place": activity.place,
        **({"ward": activity.ward} if activity.ward else {}),
        "figures": {name: _figure_to(activity.figures[name]) for name in in_order(activity.kind, activity.figures)},
        "note": activity.note,
    }


def activity_from(data: Mapping[str, Any]) -> Activity:
    return Activity(
        data["kind"],
        tuple(data["topics"]),
        date.fromisoformat(data["date"]),
        {name: Figure(figure["value"], figure.get("bound")) for name, figure in data["figures"].items()},
        data["scope"],
        date.fromisoformat(data["date_to"]) if data["date_to"] else None,
        data["place"],
        data["note"],
        data.get("ward", ""),
    )


def _figure_to(figure: Figure) -> dict[str, Any]:
    return {"value": figure.value} | ({"bound": figure.bound} if figure.bound else {})


def in_order(kind: str, names: Mapping[str, Any]) -> list[str]:
    """Names of figures in the order of the field's table; unknown ones after them by name."""
    order = KINDS.get(kind, ())
    return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
