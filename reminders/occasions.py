"""What falls due on which day, whoever it is for: campaigns' phases, deadlines, the steps of reports that are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from programme.domain.agenda import Deadline
from programme.domain.campaigns import Season, phase_days
from programme.domain.seasons import kinds_of
from reminders.ladder import step_days
from reminders.working_days import DAY, WorkingDays

if TYPE_CHECKING:
    from programme.domain.programme import Programme

CAMPAIGN, DEADLINE, NUDGE = "campaign", "deadline", "nudge"
STILL_USEFUL = timedelta(days=10)
"""After the day a report was due, its reminders say that it is overdue; later the next period speaks."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to say from `day` on, worth saying until `until`. Of one `group` only the latest is said to a member
    about a unit. `key` is its own for ever. `to` is silent, open or all (programme.agenda.Phase); `step` whose turn
    it is; `kinds` the types of unit it is for (empty: all), `within` the unit whose subtree it is for ("" for all).
    `before` are a moved season's days as they were."""

    kind: str
    name: str
    phase: str
    day: date
    until: date
    group: str
    key: str
    to: str = "silent"
    step: str = "member"
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    within: str = ""
    due: date | None = None
    period: str = ""
    season: Season | None = None
    before: Season | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A season that got other days or was withdrawn (`gone`), and when that was known; `old` None for one that was
    added."""

    old: Season | None
    new: Season
    at: datetime
    gone: bool = False


def occasions(
    programme: Programme,
    seasons: Iterable[Season],
    working: WorkingDays,
    first: date,
    last: date,
    moves: Iterable[Move] = (),
) -> list[Occasion]:
    """All whose day lies in these days, the earliest first."""
    seasons = list(seasons)
    found = [
        *_campaigns(programme, seasons, working),
        *_moved(programme, moves),
        *_deadlines(programme, seasons, working, first, last),
        *_reports(programme, working, first, last),
    ]
    return sorted((o for o in found if first <= o.day <= last), key=lambda o: o.day)


def _campaigns(programme: Programme, seasons: list[Season], working: WorkingDays) -> Iterator[Occasion]:
    agenda = programme.agenda
    joined = {deadline.joined: deadline for deadline in agenda.deadlines if deadline.joined}
    for season in seasons:
        name, run, words = season.campaign.name, season.run, agenda.wording(season.campaign.name)
        kinds = kinds_of(programme, season.campaign)
        for day, phase in phase_days(season, agenda.phases_of(name)):
            results = phase.name.startswith("results")
            until = run.end
            if phase.name.startswith("before"):
                until = run.start - DAY
            elif phase.name.startswith("peak"):
                until = day
            elif results:
                day, until = working.at_or_before(day), season.results
            told = f"{phase.name}.{day:%m%d}" if phase.every else phase.name
            yield Occasion(
                CAMPAIGN,
                name,
                phase.name,
                day,
                until,
                season.name + (":results" if results else ""),
                f"{season.key}:{told}",
                phase.to,
                kinds=kinds,
                roles=words.roles,
                within=season.campaign.within,
                due=season.results if results else None,
                season=season,
                deadline=joined.get(name) if results else None,
            )


def _moved(programme: Programme, moves: Iterable[Move]) -> Iterator[Occasion]:
    """One correction for those who may have heard the old days, at the first hour of reminders after the move; what was
    added is told then too, for the phases before it may have passed."""
    zone, hour = ZoneInfo(programme.zone), programme.agenda.hour
    for move in moves:
        local, name, new = move.at.astimezone(zone), move.new.campaign.name, move.new
        day = local.date() if (local.hour, local.minute) < hour else local.date() + DAY
        about = {
            "kinds": kinds_of(programme, new.campaign),
            "roles": programme.agenda.wording(name).roles,
            "within": new.campaign.within,
            "season": new,
        }
        if move.old is None:
            if day <= new.run.end:
                phase, until = ("before-added", new.run.start - DAY) if day < new.run.start else ("start-added", day)
                yield Occasion(CAMPAIGN, name, phase, day, until, new.name, f"{new.key}:added", **about)
            continue
        heard = [d for d, _ in phase_days(move.old, programme.agenda.phases_of(name)) if d < day]
        if heard or new.campaign.only is not None:
            phase = "gone" if move.gone else "moved"
            until = max(new.run.end, move.old.run.end)
            group, key = f"{new.name}:{phase}", f"{new.key}:{phase}"
            yield Occasion(CAMPAIGN, name, phase, day, until, group, key, "all", before=move.old, **about)


def _deadlines(
    programme: Programme, seasons: list[Season], working: WorkingDays, first: date, last: date
) -> Iterator[Occasion]:
    for deadline in programme.agenda.deadlines:
        if deadline.joined and any(season.campaign.name == deadline.joined for season in seasons):
            continue  # asked with the campaign's results
        for due, period in _due_days(deadline, first, last + timedelta(days=max(deadline.before) + 30)):
            for days in sorted(deadline.before, reverse=True):
                yield Occasion(
                    DEADLINE,
                    deadline.name,
                    f"before-{days}",
                    working.at_or_before(due - timedelta(days=days)),
                    due,
                    f"{deadline.name}.{period}",
                    f"{deadline.name}.{period}:before-{days}",
                    kinds=deadline.unit_kinds,
                    due=due,
                    period=period,
                    deadline=deadline,
                )


def _due_days(deadline: Deadline, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The days it falls due, with the year or month it is for."""
    for year in range(first.year, last.year + 1):
        if deadline.day is None:
            for month in range(1, 13):
                following = date(year + month // 12, month % 12 + 1, 1)
                yield following - DAY, f"{year}-{month:02}"
        else:
            month, day = deadline.day
            try:
                yield date(year, month, day), str(year)
            except ValueError:  # 29 February
                yield date(year, 2, 28), str(year)


def _reports(programme: Programme, working: WorkingDays, first: date, last: date) -> Iterator[Occasion]:
    """The steps of every period that falls due around these days, for the types of unit that owe it alike."""
    alike: dict[tuple[str, int], list[str]] = defaultdict(list)
    for kind in programme.unit_kinds.values():
        if kind.reports:
            alike[kind.cadence, kind.due_days].append(kind.name)
    regime = programme.regime
    for (cadence, due_days), kinds in alike.items():
        steps = programme.agenda.ladder[cadence]
        room = timedelta(days=max(map(abs, steps.values()), default=0) + 20)  # a step may move over Tết
        period = regime.period_of(first - room - timedelta(days=due_days), cadence)
        while (due := regime.due(period, due_days)) <= last + room:
            for step, day in step_days(due, steps, working).items():
                yield Occasion(
                    DEADLINE if step == "member" else NUDGE,
                    "report",
                    step,
                    day,
                    max(due, day) + STILL_USEFUL if cadence != "weekly" else max(due, day) + 4 * DAY,
                    f"report.{period}" if step in ("member", "leader") else f"report.{period}:{step}",
                    f"report.{period}:{step}",
                    step=step,
                    kinds=tuple(kinds),
                    due=due,
                    period=period,
                )
            period = regime.after(period)
