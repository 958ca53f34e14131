"""Effects on what is due: campaigns, reminders, urgent questions, calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programme.domain.effects import Effect


@dataclass(frozen=True, slots=True)
class MoveCampaign(Effect):
    """A campaign in a year gets these days, by a document, or is withdrawn (`gone`); `vi`, `topic`, `within`,
    `unit_kinds` and `goal` are those of a new one."""

    campaign: str
    year: int
    revision: int
    days: tuple[date, date, date, date]
    source: str
    member: str
    vi: str = ""
    topic: str = ""
    within: str = ""
    unit_kinds: tuple[str, ...] = ()
    goal: int = 0
    gone: bool = False

    answered_in_pause = True
    changes_campaigns = True


@dataclass(frozen=True, slots=True)
class Settle(Effect):
    """A unit says of a campaign's year or a deadline that it is complete (`enough`) or that there is `none`."""

    unit: str
    name: str
    answer: str
    member: str


@dataclass(frozen=True, slots=True)
class RemindAgain(Effect):
    """The member wants to hear of a campaign's year for their unit again on that day."""

    member: str
    season: str
    unit: str
    day: date


@dataclass(frozen=True, slots=True)
class Nudge(Effect):
    """Remind these silent units on that day, in the name of a unit's post: each is reminded by hand once a day."""

    units: tuple[str, ...]
    by: str
    post: str
    day: date


@dataclass(frozen=True, slots=True)
class AskUrgently(Effect):
    """Ask units, before `until`, what they did on a topic ("" for all) since a day."""

    id: str
    member: str
    post: str
    topic: str
    since: date
    units: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class AnswerUrgent(Effect):
    """A unit's answer: yes, unsure, or mend with the numbers it said."""

    ask: str
    unit: str
    answer: str
    said: str
    member: str

    answered_in_pause = True


@dataclass(frozen=True, slots=True)
class Subscribe(Effect):
    """The member's calendar opens by this token from now on, and by no older one; by none where it is empty."""

    member: str
    token: str
