"""What there is to say to one member today, and what of it is said: all in one message, the newest of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reminders.facts import Person
from reminders.occasions import CAMPAIGN, NUDGE, Occasion
from reminders.roster import Roster
from reminders.working_days import DAY

Fate = Literal["late", "skipped", "superseded", "unreachable"]


@dataclass(frozen=True, slots=True)
class Item:
    """An occasion for one unit. `units` are the silent ones in a coordinator's list; `by` the post in whose name a
    unit is reminded by hand."""

    occasion: Occasion
    unit: str
    units: tuple[str, ...] = ()
    by: str = ""

    @property
    def key(self) -> str:
        return f"{self.occasion.key}:{self.unit}"


class Days:
    """The occasions of some days, sorted by whom they are for."""

    def __init__(self, occasions: Iterable[Occasion]):
        occasions = list(occasions)
        self.own = [o for o in occasions if o.step in ("member", "leader")]
        self.lists = [o for o in occasions if o.step not in ("member", "leader")]
        self._by_kind: dict[tuple[str, bool], list[Occasion]] = {}

    def of_kind(self, kind: str, reports: bool) -> list[Occasion]:
        if (kind, reports) not in self._by_kind:
            mine = [o for o in self.own if (kind in o.kinds if o.kinds else reports)]
            self._by_kind[kind, reports] = mine
        return self._by_kind[kind, reports]


def items(person: Person, days: Days, first: date, roster: Roster) -> list[Item]:
    """Everything that fell due for the member from `first` to today and is still open."""
    found: dict[str, Item] = {}
    programme, facts, today = roster.programme, roster.facts, roster.today
    for post in person.posts:
        unit = programme.units.get(post.unit)
        if unit is None or not unit.exists_on(today) or not _holds(post, today):
            continue
        kind = programme.unit_kinds[unit.kind]
        for o in days.of_kind(kind.name, kind.reports):
            heard = o.day >= first and roster.hears(o, unit.code, post.role)
            if heard and roster.concerns(o, unit.code) and roster.open(o, unit.code):
                _add(found, Item(o, unit.code))
        if post.role == "coordinator":
            for o in days.lists:
                if o.day >= first and (silent := roster.silent_below(o, unit.code)):
                    _add(found, Item(o, unit.code, silent))
        if unit.code in facts.nudged and post.role in roster.reporters(unit.code):
            _add(found, _by_hand(roster, unit.code))
    for occasion, unit in _again(person, roster):
        _add(found, Item(occasion, unit))
    return list(found.values())


def _add(found: dict[str, Item], item: Item | None) -> None:
    if item is not None:
        found.setdefault(item.key, item)


def _holds(post, day: date) -> bool:
    return (post.since is None or post.since <= day) and (post.until is None or day <= post.until)


def _by_hand(roster: Roster, unit: str) -> Item | None:
    """Somebody reminds this unit today, while it is silent."""
    if not roster.programme.kind_of(unit).reports:
        return None
    period, due = roster.open_period(unit)
    if unit in roster.facts.reported.get(period, ()):
        return None
    key = f"report.{period}"
    asked = Occasion(
        NUDGE, "report", "by-hand", roster.today, roster.today, key, f"{key}:by-hand", due=due, period=period
    )
    return Item(asked, unit, by=roster.facts.nudged[unit])


def _again(person: Person, roster: Roster) -> list[tuple[Occasion, str]]:
    """What the member asked to hear of again today, while their unit is below the goal."""
    found = []
    for season, unit in roster.facts.again.get(person.id, ()):
        run = season.run
        until = run.start - DAY if roster.today < run.start else run.end
        asked = Occasion(
            CAMPAIGN,
            season.campaign.name,
            "before" if roster.today < run.start else "start" if roster.today == run.start else "weekly",
            roster.today,
            max(until, roster.today),
            season.name,
            f"{season.key}:again.{roster.today:%m%d}",
            season=season,
        )
        if unit in roster.programme.units and roster.open(asked, unit):
            found.append((asked, unit))
    return found


# --- folding --------------------------------------------------------------------------------------------------------

ORDER = {"peak": 0, "moved": 1, "gone": 1, "results": 2, "member": 3, "leader": 3, "by-hand": 3, "start": 4}
"""What comes first in a message; the rest follows by its day."""


def fold(found: Sequence[Item], today: date) -> tuple[list[Item], list[tuple[Item, Fate]]]:
    """What is said now, the weightiest first, and what became of what fell on an earlier day: of one group only the
    latest that is still worth saying is said."""
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in found:
        groups[item.occasion.group, item.unit].append(item)
    said: list[Item] = []
    fates: list[tuple[Item, Fate]] = []
    for group in groups.values():
        alive = [item for item in group if item.occasion.until >= today]
        fates += [(item, "skipped") for item in group if item.occasion.until < today]
        if not alive:
            continue
        latest = max(range(len(alive)), key=lambda n: (alive[n].occasion.day, n))
        said.append(alive[latest])
        if alive[latest].occasion.day < today:
            fates.append((alive[latest], "late"))
        fates += [(i, "superseded") for n, i in enumerate(alive) if n != latest and i.occasion.day < today]
    said.sort(key=lambda item: (ORDER.get(item.occasion.phase, 5), item.occasion.due or item.occasion.until, item.key))
    return said, fates
