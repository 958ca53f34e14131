"""A tick: what is due now is planned and queued, each thing once, however late or often it ticks and in how many
processes. What was decided is written in small pieces; answers go on between two.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.jobs import unit_closures
from bot.jobs.reminder_planning import BATCH, Diary, everyone, facts, people, read_diary, shown, shown_digest
from bot.jobs.urgent_questions import tell
from programme.domain.messages import Outbound, traits_of
from programme.domain.programme import Programme
from reminders.digest import Digest, queued
from reminders.facts import Person
from reminders.items import Fate, Item
from reminders.plan import Planned, Planner, Reminder
from reminders.quiet import at, next_moment
from reminders.roster import Roster
from reminders.spread import digests_of, spread
from storage.database.session import Store
from storage.messages import outbox
from storage.schedule import campaign_days, reminders

log = logging.getLogger(__name__)

MARK, MOVED = "reminders", "moved"
LOOKED_BACK = timedelta(days=92)
"""The longest downtime that is made up for: nothing older is worth saying."""
DAY = timedelta(days=1)
PIECE = 250
"""Rows in one commit: on SQLite what an answer may have to wait for."""

Told = Callable[[dict[str, object]], None]
"""Hears of everything that was queued, as `baocao tick --json` prints it."""


@dataclass
class Ticker:
    """Ticks over one store. `via` marks rows that a terminal takes; `queued` is told which channels got something."""

    store: Store
    programme: Programme
    via: str = ""
    queued: Callable[[str], None] = lambda channel: None

    def tick(self, now: datetime, told: Told | None = None) -> int:
        """Everything that is due at `now`; how many messages were queued."""
        zone = ZoneInfo(self.programme.zone)
        local = now.astimezone(zone)
        today = local.date()
        unit_closures.bring(self.store, self.programme)  # another process may have ended a unit
        diary = self._diary(now, today)
        name, done = self.store.read(lambda conn: _done(conn, today))
        count = self._urgent(now, diary, told)
        if (local.hour, local.minute) >= self.programme.agenda.hour and done != today:
            with unsearched():
                count += self._day(now, today, done, diary, told)
            self.store.transact(lambda conn: reminders.set_mark(conn, name, today, now)).result()
            done = today
        if done is not None:
            count += self._deferred(now, today, min(done, today), diary, told)
        return count

    # --- campaigns that were moved

    def _diary(self, now: datetime, today: date) -> Diary:
        """The campaigns as they are to be; what the pack says anew is kept first, and what was queued for the old days
        of a campaign is taken back."""
        diary = self.store.read(lambda conn: read_diary(conn, self.programme, today))
        if fresh := diary.unkept(now):
            self.store.transact(lambda conn: campaign_days.put(conn, fresh)).result()
            diary = self.store.read(lambda conn: read_diary(conn, self.programme, today))
        latest = max((move.at for move in diary.moves()), default=None)
        if latest is not None:
            seen = self.store.read(lambda conn: reminders.mark(conn, MOVED))
            if seen is None or seen[1] < latest:
                self.store.transact(lambda conn: self._take_back(conn, now, latest)).result()
        return diary

    def _take_back(self, conn, now: datetime, latest: datetime) -> None:
        """What waits is planned anew at the next hour of reminders, without the old days."""
        zone, hour = ZoneInfo(self.programme.zone), self.programme.agenda.hour
        tomorrow = at(now.astimezone(zone).date() + DAY, hour[0] * 60 + hour[1], zone)
        gone = reminders.withdraw(conn, "r;", "the campaign was moved")
        reminders.defer(conn, [(member, day, tomorrow) for member, day in gone])
        reminders.set_mark(conn, MOVED, latest.astimezone(zone).date(), latest)

    # --- the day's reminders and digests

    def _day(self, now: datetime, today: date, done: date | None, diary: Diary, told: Told | None) -> int:
        """Everyone, once a day: what fell due since the last day that was done."""
        first = done + DAY if done is not None and done < today else today
        first = max(first, today - LOOKED_BACK)
        self.store.transact(lambda conn: self._stuck(conn, now, today)).result()
        earliest = self.store.read(lambda conn: _earliest(conn, first))
        planner = self._planner(now, today, max(earliest, today - LOOKED_BACK), today, diary)
        count = 0
        for batch in everyone(self.store):
            planned = [p for person in batch if (p := planner.one(person, first))]
            digests = self._digests(now, first, batch, diary)
            count += self._keep(now, first, planner, batch, planned, told, digests)
            planner.forget()
        return count

    def _stuck(self, conn, now: datetime, today: date) -> None:
        """What a channel at work could not send for a whole day is taken back: it is planned anew, for what is still
        open."""
        gone = reminders.withdraw(conn, f"r:{today}", "not sent on its day", reminders.served(conn, now))
        reminders.defer(conn, [(member, day, now) for member, day in gone])

    def _planner(self, now: datetime, today: date, first: date, last: date, diary: Diary) -> Planner:
        wanted = diary.occasions(first, last)
        known = self.store.read(lambda conn: facts(conn, diary, wanted, today))
        return Planner(now, wanted, Roster(self.programme, known, today))

    def _deferred(self, now: datetime, today: date, last: date, diary: Diary, told: Told | None) -> int:
        """Those who could not be told at the usual hour, and may be now."""
        count, seen = 0, set()
        while ids := self.store.read(lambda conn: reminders.deferred(conn, now, BATCH)):
            batch = self.store.read(lambda conn, ids=ids: people(conn, only=ids))
            first = min((p.since for p in batch if p.since), default=today)
            planner = self._planner(now, today, max(first, today - LOOKED_BACK), last, diary)
            planned = [p for person in batch if (p := planner.one(person, today))]
            count += self._keep(now, today, planner, batch, planned, told)
            lost = [id for id in ids if id in seen or id not in {p.id for p in batch}]
            self.store.transact(lambda conn, lost=lost: reminders.undefer(conn, lost)).result()
            seen |= set(ids)
        return count

    def _keep(
        self,
        now: datetime,
        first: date,
        planner: Planner,
        batch: list[Person],
        planned: list[Planned],
        told: Told | None,
        digests: Sequence[Digest] = (),
    ) -> int:
        """Queue what may be sent now, put off what may not, note what was missed; how many were queued. What is due to
        a member who gets a digest goes with it. It is written piece by piece, so that no answer waits long; who was put
        off before is settled with the last: after a crash they are told by the next tick, by the same keys once."""
        ways = {person.id: person.ways[0] for person in batch if person.ways}
        zone = ZoneInfo(self.programme.zone)
        readers = {d.member for d in digests if d.at.astimezone(zone).date() == planner.roster.today}
        found = [(p.person, p.reminder) for p in planned if p.reminder]
        # By SMS both do not go into one segment: what else is due is planned again for tomorrow.
        wait = {member for member in readers if traits_of(*ways[member]).plain}
        ready = [r for person, r in found if person.id not in wait and (r.at <= now or person.id in readers)]
        held = [each for each in found if each[0].id in wait or (each[1].at > now and each[0].id not in readers)]
        late = {person.id for person, _ in held}
        hour, minute = self.programme.agenda.hour
        tomorrow = at(planner.roster.today + DAY, hour * 60 + minute, zone)
        off = [(p.id, p.since or first, tomorrow if p.id in wait else r.at) for p, r in held]
        over = [person.id for person in batch if person.since and person.id not in late]
        on = planner.roster.today
        lost = [missed(item, fate, on) for p in planned if p.person.id not in late for item, fate in p.fates]
        aside = {reminder.member: reminder for reminder in ready if reminder.member in readers}
        entries: dict[str, Reminder | Outbound] = {r.key: r for r in ready if r.member not in readers}
        said: dict[str, tuple[Digest, Reminder | None]] = {}
        for digest in digests:
            row, besides = queued(digest, *ways[digest.member]), aside.pop(digest.member, None)
            entries[digest.key] = replace(row, text=besides.text) if besides else row
            said[digest.key] = digest, besides

        def settle(conn) -> None:
            reminders.defer(conn, off)
            reminders.undefer(conn, over)
            reminders.miss(conn, lost)

        rows, count = list(entries.values()), 0
        for start in range(0, len(rows), PIECE):
            piece = rows[start : start + PIECE]
            fresh = self.store.transact(lambda conn, piece=piece: self._queue(conn, piece, now)).result()
            count += len(fresh)
            for row in fresh if told else ():
                digest, besides = said.get(row.key, (None, None))
                told(shown_digest(digest, row.channel, besides) if digest else shown(row))
            self._wake({row.channel for row in fresh})
        if off or over or lost:
            self.store.transact(settle).result()
        return count

    def _queue(self, conn, rows: Sequence[Reminder | Outbound], now: datetime) -> list[Reminder | Outbound]:
        """Those of the rows that were not queued before."""
        known = reminders.known(conn, [row.key for row in rows])
        fresh = [row for row in rows if row.key not in known]
        outbox.pour(conn, fresh, now, via=self.via)
        return fresh

    def _digests(self, now: datetime, first: date, batch: list[Person], diary: Diary) -> list[Digest]:
        """The latest of each cadence that came due since `first`, one a day: the earlier ones are superseded."""
        zone, working = ZoneInfo(self.programme.zone), diary.working.at_or_after
        quiet = {person.id: person.quiet for person in batch}
        newest: dict[tuple[str, str, int], Digest] = {}
        for digest in digests_of(self.programme, batch, at(first, 0, zone), now, working):
            newest[digest.member, digest.unit, len(digest.period)] = digest
        hour, minute = self.programme.agenda.hour
        today, free, coming = now.astimezone(zone).date(), now, []
        if newest and (day := working(today)) != today:  # late, but not on a Sunday; unless a newer one comes then
            free = at(day, hour * 60 + minute, zone)
            coming = digests_of(self.programme, batch, at(day, 0, zone), free, working)
            for digest in coming:
                newest.pop((digest.member, digest.unit, len(digest.period)), None)
        held = (replace(d, at=next_moment(free, hour * 60 + minute, quiet[d.member], zone)) for d in newest.values())
        theirs = {digest.key for digest in coming}
        return [digest for digest in spread((*coming, *held), working, zone) if digest.key not in theirs]

    # --- urgent questions

    def _urgent(self, now: datetime, diary: Diary, told: Told | None) -> int:
        channels: set[str] = set()
        count = tell(self.store, diary, now, self.via, told, channels.add)
        self._wake(channels)
        return count

    def _wake(self, channels: Iterable[str]) -> None:
        for channel in set(channels):
            self.queued(channel)


@contextmanager
def unsearched() -> Iterator[None]:
    """Nothing is searched for garbage while very many short-lived things are made, none of which goes round in a
    circle: a third of a big tick's time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _done(conn, today: date) -> tuple[str, date | None]:
    """The mark that counts today and the last day that was done by it. Where the clock was set back there are days to
    do that lie before the furthest one: they have a mark of their own, and what was told then is not told again."""
    mark = reminders.mark(conn, MARK)
    if mark is None or mark[0] <= today:
        return MARK, mark[0] if mark else None
    name = f"{MARK} before {mark[0]}"
    back = reminders.mark(conn, name)
    return name, back[0] if back and back[0] <= today else None


def _earliest(conn, first: date) -> date:
    """The first day that anybody still has to hear of."""
    return min((day for day in (reminders.first_deferred(conn), first) if day), default=first)


def missed(item: Item, fate: Fate, noticed: date) -> dict[str, object]:
    o = item.occasion
    return {
        "item": item.key,
        "fate": fate,
        "unit": item.unit,
        "kind": o.kind,
        "name": o.name,
        "phase": o.phase,
        "day": o.day,
        "noticed": noticed,
    }
