"""From the store to what a plan of reminders is made from, and the plan of a span ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from programme.domain.agenda import Year
from programme.domain.campaigns import Season, season
from programme.domain.channel_order import in_order
from programme.domain.programme import Programme
from programme.domain.query_rows import CampaignRevision
from programme.domain.seasons import campaigns_of, edition_of, seasons_of
from reminders.digest import Digest
from reminders.facts import Facts, Person, Progress
from reminders.occasions import Move, Occasion, occasions
from reminders.plan import Planner, Reminder
from reminders.quiet import QUIET, Quiet, at
from reminders.roster import Roster
from reminders.spread import digests_of
from reminders.working_days import WorkingDays
from reports.totals import Total
from storage.database.session import Store
from storage.reports import reports
from storage.schedule import campaign_days, reminders
from storage.schedule.campaign_days import PACK

BATCH = 1000
"""Members planned for at once: the room a plan takes, and how long a commit keeps answers waiting."""
YEARS_BACK = 1


class Diary:
    """A programme's campaigns as they are to be around a day, with what was moved, and its working days."""

    def __init__(self, programme: Programme, stored: Iterable[CampaignRevision], today: date):
        self.programme, self.today = programme, today
        self.working = WorkingDays(programme.agenda.works)
        stored = list(stored)
        self._pack = {(year.campaign, year.year): year for year in programme.agenda.years}
        self._results = {c.name: programme.agenda.wording(c.name).results for c in programme.campaigns}
        self._stored: dict[tuple[str, int], list[CampaignRevision]] = defaultdict(list)
        for edition in stored:
            self._stored[edition.year.campaign, edition.year.year].append(edition)
        self.campaigns = campaigns_of(programme, stored)
        self.seasons: list[Season] = seasons_of(programme, stored, years(today))

    def moves(self) -> list[Move]:
        """The last time each season got other days, was withdrawn or added, if it ever was."""
        by_name = {campaign.name: campaign for campaign in self.campaigns}
        found = []
        for (name, year), each in self._stored.items():
            if name not in by_name or year not in years(self.today):
                continue
            about = self._results.get(name)
            said = (edition_of(self.programme, e.year) for e in each[-2:])
            *before, new = (season(by_name[name], year, edition, about) for edition in said)
            if not before:
                found += [Move(None, new, each[0].at)] if each[0].added else []
            elif (before[0].run, before[0].results) != (new.run, new.results) or each[-1].gone != each[-2].gone:
                found.append(Move(before[0], new, each[-1].at, each[-1].gone))
        return found

    def unkept(self, now: datetime) -> list[CampaignRevision]:
        """What the pack says now and did not say before, as the next revision."""
        found = []
        for campaign in self.programme.campaigns:
            for year in years(self.today):
                usual = season(campaign, year, self._pack.get((campaign.name, year)), self._results[campaign.name])
                run, each = usual.run, self._stored.get((campaign.name, year), [])
                last = next((e for e in reversed(each) if e.origin == PACK), None)
                days = (run.start, run.peak, run.end, usual.results)
                if (last is None and each) or (last is not None and last.days == days):
                    continue
                said = Year(campaign.name, year, len(each) + 1, *days, source=usual.edition.source)
                found.append(CampaignRevision(said, PACK, now))
        return found

    def occasions(self, first: date, last: date) -> list[Occasion]:
        return occasions(self.programme, self.seasons, self.working, first, last, self.moves())


def years(today: date) -> range:
    return range(today.year - YEARS_BACK, today.year + 2)


def read_diary(conn, programme: Programme, today: date) -> Diary:
    near = years(today)
    return Diary(programme, campaign_days.editions(conn, near[0], near[-1]), today)


def facts(conn, diary: Diary, wanted: Collection[Occasion], today: date) -> Facts:
    """What these occasions ask about."""
    again = reminders.again(conn, today)
    by_name = {season.name: season for season in diary.seasons}
    asked = {name for pairs in again.values() for name, _ in pairs}
    used = {o.season.name: o.season for o in wanted if o.season} | {n: by_name[n] for n in asked if n in by_name}
    nudged = reminders.nudged(conn, today)
    periods = {o.period for o in wanted if o.name == "report"}
    if nudged:
        regime = diary.programme.regime
        for cadence in {kind.cadence for kind in diary.programme.unit_kinds.values() if kind.reports}:
            now = regime.period_of(today, cadence)
            periods |= {now, regime.before(now)}
    progress = {
        name: units_did(conn, s.run.start, max(s.run.end, s.results), s.campaign.topic) for name, s in used.items()
    }
    for year in {o.season.results.year for o in wanted if o.season and o.deadline}:
        progress[str(year)] = units_did(conn, date(year, 1, 1), date(year, 12, 31))
    return Facts(
        staffed=reminders.staffed(conn, today),
        reported={period: reports.reported(conn, period) for period in periods},
        progress=progress,
        done={f"{o.name}.{o.period}": _done(conn, o) for o in wanted if o.deadline and o.season is None},
        settled=reminders.settled(conn),
        again={
            member: [(by_name[name], unit) for name, unit in pairs if name in by_name]
            for member, pairs in again.items()
        },
        nudged=nudged,
    )


def units_did(conn, since: date, until: date, topic: str = "") -> dict[str, Progress]:
    counts, sums = reminders.progress(conn, since, until, topic)
    by_unit: dict[str, dict[str, Total]] = defaultdict(dict)
    for unit, figure, value, bound, approximate in sums:
        by_unit[unit][figure] = Total(value, bound, approximate)
    return {unit: Progress(counts.get(unit, 0), by_unit.get(unit, {})) for unit in {*counts, *by_unit}}


def _done(conn, o: Occasion) -> set[str]:
    if not o.deadline or not o.deadline.done_by or o.due is None:
        return set()
    first = o.due.replace(day=1) if o.deadline.day is None else date(int(o.period), 1, 1)
    return reminders.did(conn, o.deadline.done_by, first, o.due)


def people(conn, after: str = "", limit: int = BATCH, only: Collection[str] | None = None) -> list[Person]:
    """The next members, by id, as a plan wants them."""
    return [
        Person(
            r.id,
            r.posts,
            r.addresses if len(r.addresses) < 2 else in_order(r.addresses, r.preferred),
            r.language,
            Quiet(*r.quiet) if r.quiet else QUIET,
            r.stopped,
            r.since,
        )
        for r in reminders.people(conn, after, limit, only)
    ]


def everyone(store: Store) -> Iterator[list[Person]]:
    """All members, batch by batch: no more of them at once."""
    last = ""
    while batch := store.read(lambda conn, after=last: people(conn, after)):
        yield batch
        last = batch[-1].id


def ahead(store: Store, programme: Programme, first: date, last: date) -> Iterator[dict[str, object]]:
    """What will be sent in these days, as things stand: a reminder or digest each, day by day."""
    zone = ZoneInfo(programme.zone)
    hour = programme.agenda.hour
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        diary = store.read(lambda conn, day=day: read_diary(conn, programme, day))
        wanted = diary.occasions(day, day)
        roster = Roster(programme, store.read(lambda conn, d=diary, w=wanted, on=day: facts(conn, d, w, on)), day)
        morning = at(day, hour[0] * 60 + hour[1], zone)
        planner = Planner(morning, wanted, roster)
        night = at(day, 0, zone) + timedelta(days=1) - timedelta(microseconds=1)
        for batch in everyone(store):
            ways = {p.id: p.ways[0][0] for p in batch if p.ways}
            falling = digests_of(programme, batch, at(day, 0, zone), night, diary.working.at_or_after)
            digests = {digest.member: digest for digest in falling}
            for person in batch:
                planned = planner.one(person, day)
                reminder = planned.reminder if planned else None
                if digest := digests.get(person.id):
                    yield shown_digest(digest, ways[person.id], reminder)
                elif reminder:
                    yield shown(reminder)
            planner.forget()


def shown(reminder: Reminder) -> dict[str, object]:
    """As CONTRACT has it, with the keys of all that was folded into it."""
    names = ("kind", "campaign", "phase", "member", "unit", "channel", "key", "text")
    return (
        {"at": reminder.at.isoformat()}
        | {name: getattr(reminder, name) for name in names}
        | {"items": list(reminder.items)}
    )


def shown_digest(digest: Digest, channel: str, reminder: Reminder | None = None) -> dict[str, object]:
    """A digest is put into words only when it is sent: its text here is what else is said in it."""
    return {
        "at": digest.at.isoformat(),
        "kind": "digest",
        "campaign": "",
        "phase": digest.period,
        "member": digest.member,
        "unit": digest.unit,
        "channel": channel,
        "key": digest.key,
        "text": reminder.text if reminder else "",
        "items": list(reminder.items) if reminder else [],
    }
