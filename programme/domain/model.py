"""The nouns that every room shares: frozen values, no behaviour that needs a clock, a file or a database.

Times are aware and in UTC; dates are the pack's local dates; codes are our own and never reused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

KINDS: Mapping[str, tuple[str, ...]] = {
    "communication": ("sessions", "participants", "participants_female", "participants_students", "leaflets"),
    "visual": ("banners", "slogans", "panels", "posters", "leaflets", "visual_mixed"),
    "broadcast": ("items", "minutes"),
    "media_item": ("items",),
    "counselling": ("persons",),
    "referral": ("persons",),
    "rehab_mobilisation": ("persons_approached", "persons_agreed", "persons"),
    "club_meeting": ("sessions", "participants"),
    "post_rehab": ("persons",),
    "vocational_training": ("persons",),
    "job_referral": ("persons", "persons_in_need"),
    "job_placement": ("persons",),
    "loan": ("persons", "amount_vnd"),
    "victim_support": ("persons", "persons_identified"),
    "harm_reduction": ("persons", "condoms", "needles"),
    "commitment": ("signed", "total"),
    "labour_registration": ("signed", "total"),
    "inspection": ("establishments", "total", "violations", "handled", "fine_vnd"),
    "tip_handling": ("received", "handled"),
    "training": ("sessions", "participants"),
    "study_visit": ("sessions", "participants"),
    "model_launch": ("new", "active"),
    "clean_unit": ("clean", "total"),
    "plan": ("issued",),
}
"""Kinds of activity and the names of their figures (the field's facts, table "Kinds of activity").
`nil` is no kind of activity: a nil report is a report without activities."""

LATEST: Mapping[str, tuple[str, ...]] = {
    "commitment": ("signed", "total"),
    "labour_registration": ("signed", "total"),
    "inspection": ("total",),
    "model_launch": ("active",),
    "clean_unit": ("clean", "total"),
}
"""Figures that tell how things stand, by kind: of these a unit's last word on a place counts within a period, once. All
the others are amounts and add up."""

OF_THE_UNIT = ("clean_unit",)
"""Kinds whose figures tell of the unit as a whole, wherever they were told of."""


def stands(kind: str, name: str) -> bool:
    """Whether the figure tells how things stand, and is no amount."""
    return name in LATEST.get(kind, ())


def stands_for(kind: str, place: str) -> str:
    """The place that such a figure is a word on; "" where it is one on the whole unit."""
    return "" if kind in OF_THE_UNIT else place


SENSITIVE = (
    "counselling.persons",
    "referral.persons",
    "rehab_mobilisation.persons_approached",
    "rehab_mobilisation.persons_agreed",
    "rehab_mobilisation.persons",
    "post_rehab.persons",
    "vocational_training.persons",
    "job_referral.persons",
    "job_referral.persons_in_need",
    "job_placement.persons",
    "loan.persons",
    "victim_support.persons",
    "victim_support.persons_identified",
    "harm_reduction.persons",
)
"""Figures that count persons who are helped, where a pack does not name its own; an audience is none of them."""

PART_OF: Mapping[str, str] = {
    "rehab_mobilisation.persons_agreed": "rehab_mobilisation.persons_approached",
    "job_referral.persons": "job_referral.persons_in_need",
    "victim_support.persons": "victim_support.persons_identified",
}
"""Figures that are a share of another: both together tell how many are left."""

TOPICS = ("drug", "prostitution", "trafficking", "hiv")
ROLES = ("member", "leader", "coordinator", "admin", "viewer")

Bound = Literal["min", "max", "about"]


# --- people and units -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parent:
    """Whose child a unit is from `since` to `until`, both inclusive, None for open."""

    code: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An org unit, dated. `kind` is one of the pack's unit kinds; `located` is False where the documents do not name
    its ward; `joint` parents never occur: on one day a unit has at most one parent."""

    code: str
    name: str
    kind: str
    parents: tuple[Parent, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    located: bool = True
    source: str = ""

    def parent_on(self, day: date) -> str | None:
        for p in self.parents:
            if (p.since is None or p.since <= day) and (p.until is None or day <= p.until):
                return p.code
        return None

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Post:
    """A member's place: which unit, in which role, from when to when (inclusive, None for open)."""

    unit: str
    role: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Member:
    """One person, many addresses. `id` is opaque. `state` is active, disabled, restricted (they want what is
    kept of them used no more) or erased; `preferred` are channels in the order they are to be tried, by comma;
    `accents` whether SMS come with diacritics."""

    id: str
    name: str
    posts: tuple[Post, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    language: str = "vi"
    state: str = "active"
    consented_at: datetime | None = None
    consent: str = ""
    preferred: str = ""
    accents: bool = False

    def posts_on(self, day: date) -> tuple[Post, ...]:
        return tuple(p for p in self.posts if p.holds(day))


@dataclass(frozen=True, slots=True)
class Invite:
    """`uses` is how often it may still be used; `expires` the last local day it works."""

    code: str
    unit: str
    role: str
    uses: int = 1
    expires: date | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """What a member reports by on a borrowed phone: `code` is their name code, `hash` what their PIN is checked by;
    after too many `wrong` tries in a row nothing is taken until `until`."""

    member: str
    code: str
    hash: str
    wrong: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A code that joins another address to its member, good until `until`. `cut` is the id of whoever gave it to them
    for a new phone, or "cli": then all older addresses are theirs no more."""

    code: str
    member: str
    until: datetime
    cut: str = ""


# --- reports --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A count; `bound` says how it is approximate: min ("trên"), max ("gần", "dưới"), about, or None for counted."""

    value: int
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """`scope` is event, or period where one figure stands for a whole period (date and date_to are the period's);
    `place` is where, in the sender's words, `ward` the code of the unit that they name, "" where they name none."""

    kind: str
    topics: tuple[str, ...]
    date: date
    figures: Mapping[str, Figure]
    scope: Literal["event", "period"] = "event"
    date_to: date | None = None
    place: str = ""
    note: str = ""
    ward: str = ""

    @property
    def day(self) -> date:
        """The day that decides the period it counts in."""
        return self.date_to or self.date


@dataclass(frozen=True, slots=True)
class StoredMedium:
    """A photo of a report: `name` is what the answers call it, `sha256` is empty until it has been fetched."""

    name: str
    type: str = "image/jpeg"
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a report was before it was mended: `answers` and `activities` as JSON, kept for ever."""

    number: int
    at: datetime
    by: str
    why: str
    answers: Mapping[str, Any]
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A filed report. `state`: filed, late (a supplementary report that waits
    for a coordinator), returned, approved, merged, withdrawn."""

    code: str
    form: str
    version: str
    unit: str
    member: str
    entered_by: str
    channel: str
    period: str
    filed_at: datetime
    activities: tuple[Activity, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    joint_units: tuple[str, ...] = ()
    state: str = "filed"
    merged_into: str | None = None
    revision: int = 1
    revisions: tuple[Revision, ...] = ()
    media: tuple[StoredMedium, ...] = ()

    @property
    def nil(self) -> bool:
        """Whether it says that there was nothing to report; another form's answers without activities do not."""
        return not self.activities and (self.form in ("", "nil", "activity") or not self.answers)


COUNTED = ("filed", "returned", "approved")
"""States whose figures count. A late one counts when a coordinator has approved it."""
