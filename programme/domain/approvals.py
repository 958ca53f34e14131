"""What waits for somebody's decision, and how two activities are found alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from programme.domain.model import KINDS, Activity
from programme.language.vietnamese import fold

ALIKE, UNUSUAL, CORRECTION, LATE = "alike", "unusual", "correction", "late"
MATTERS = (ALIKE, UNUSUAL, CORRECTION, LATE)
"""Two reports that may tell of one event · a figure far above all before · a correction asked for after the period was
closed · a supplementary report."""

AFTER_CLOSE = "after close"
"""What the reason of a revision begins with that was made when its period was closed."""
SHORT_PLACES = {"nvh": "nha van hoa", "nha vh": "nha van hoa", "ubnd": "uy ban nhan dan"}


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to decide. `place` is the lowest unit above all that it is about: who coordinates it, or above it,
    decides. `about` is the figure (`communication.participants`) or the numbers of the questions, by a space; `old` and
    `new` are in words, for a figure the highest before and what was reported; `changes` what a correction puts into the
    report's answers, by ref. `state`: open, returned (asked back), agreed, refused, replaced (by a newer one), gone."""

    id: str
    kind: str
    report: str
    unit: str
    place: str
    at: datetime
    by: str = ""
    other: str = ""
    about: str = ""
    old: str = ""
    new: str = ""
    why: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    state: str = "open"
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


def matter_id(*of: str) -> str:
    """The same for the same thing: so it is raised once, however often it is found."""
    return blake2b("/".join(of).encode(), digest_size=5).hexdigest()


def late_id(code: str) -> str:
    return matter_id(LATE, code)


# --- alike ------------------------------------------------------------------------------------------------------------


def counted(activity: Activity) -> str:
    """The name of the figure that an event is known by: how many came, else the first of its kind; "" where none."""
    names = ("participants", "persons", *KINDS.get(activity.kind, ()))
    return next((name for name in names if name in activity.figures), "")


def likeness(activity: Activity) -> int | None:
    """A number that two events share when they have the same kind, day and count; None for what is no such event."""
    name = counted(activity)
    if activity.scope != "event" or not name:
        return None
    return _number(activity.kind, activity.day.isoformat(), name, str(activity.figures[name].value))


def spot(activity: Activity) -> int | None:
    """The same for two of the same place too, whosever they are; None where no place was told."""
    alike, place = likeness(activity), place_key(activity.place)
    return None if alike is None or not place else _number(str(alike), place)


def place_key(place: str) -> str:
    """A place as it is compared: `Nhà VH khu 4` is `NVH Khu 4`."""
    words = " ".join(re.findall(r"\w+", fold(place)))
    for short, long in SHORT_PLACES.items():
        words = re.sub(rf"\b{short}\b", long, words)
    return words


def _number(*of: str) -> int:
    return int.from_bytes(blake2b("|".join(of).encode(), digest_size=8).digest(), "big", signed=True)
