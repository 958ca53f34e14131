"""What a plan is made from: the people, and what their units have done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from programme.domain.model import Post
from reminders.quiet import QUIET, Quiet
from reports.totals import Total


class Person(NamedTuple):
    """A member as a reminder sees them: `ways` are the (channel, address) where they can be reached, the one they
    prefer first. `stopped` since they sent NGUNG. `since` is the first day of which they have not been told, where
    that is not the same as for all."""

    id: str
    posts: tuple[Post, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    language: str = "vi"
    quiet: Quiet = QUIET
    stopped: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a unit has done: `count` activities (a period's figure counts its sessions), and its `sums` by figure
    (sessions, participants, leaflets …), whatever the kind."""

    count: int = 0
    sums: Mapping[str, Total] = field(default_factory=dict)


NOTHING_DONE = Progress()


@dataclass(frozen=True)
class Facts:
    """`staffed`: the roles of those who have a post in a unit today · `reported`: period → units with a report or a
    nil report · `progress`: a season's or year's name → unit → what it has done · `done`: a deadline's name and
    period → units that have done it · `settled`: (unit, name) of what a unit said is complete, or that it has nothing
    to tell of · `again`: member → (season's name, unit) of which they asked to be reminded today · `nudged`: unit →
    the post in whose name it is reminded today."""

    staffed: Mapping[str, Collection[str]] = field(default_factory=dict)
    reported: Mapping[str, Collection[str]] = field(default_factory=dict)
    progress: Mapping[str, Mapping[str, Progress]] = field(default_factory=dict)
    done: Mapping[str, Collection[str]] = field(default_factory=dict)
    settled: Collection[tuple[str, str]] = ()
    again: Mapping[str, Collection[tuple[str, str]]] = field(default_factory=dict)
    nudged: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str, unit: str) -> Progress:
        return self.progress.get(name, {}).get(unit, NOTHING_DONE)
