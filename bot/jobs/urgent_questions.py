"""Urgent questions on their way: to whom, and what the store has already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.jobs.reminder_planning import Diary, people, units_did
from programme.domain.messages import ANSWER, Outbound, traits_of
from programme.domain.query_rows import UrgentQuestion
from programme.language.texts import load_texts
from reminders.facts import Facts, Progress
from reminders.quiet import next_moment
from reminders.roster import Roster
from reminders.urgent import urgent
from storage.database.session import Store
from storage.messages import outbox
from storage.people import accounts as kept_people
from storage.schedule import reminders, urgent_questions


def tell(
    store: Store,
    diary: Diary,
    now: datetime,
    via: str,
    told: Callable[[dict[str, object]], None] | None,
    wake: Callable[[str], None],
) -> int:
    """Sends the questions that were asked since the last tick; how many messages were queued. One whose time is over
    before anybody may be disturbed is not sent."""
    count = 0
    for ask in store.read(urgent_questions.untold):
        for out in store.transact(lambda conn, ask=ask: _tell(conn, diary, ask, now, via)).result():
            wake(out.channel)
            count += 1
            if told is None:
                continue
            told(
                {
                    "at": (out.not_before or now).isoformat(),
                    "kind": "urgent",
                    "campaign": "",
                    "phase": ask.id,
                    "member": out.key.rpartition(":")[2],
                    "unit": "",
                    "channel": out.channel,
                    "key": out.key,
                    "text": out.text,
                    "items": [],
                }
            )
    return count


def _tell(conn, diary: Diary, ask: UrgentQuestion, now: datetime, via: str) -> list[Outbound]:
    programme, zone = diary.programme, ZoneInfo(diary.programme.zone)
    today = now.astimezone(zone).date()
    roster = Roster(programme, Facts(staffed=reminders.staffed(conn, today)), today)
    done = units_did(conn, ask.since, today, ask.topic)
    asker = kept_people.member(conn, ask.member)
    members = kept_people.members(conn, ask.units)
    rows: dict[str, Outbound] = {}
    for person in people(conn, limit=len(members) + 1, only=[m.id for m in members]):
        posts = [p for p in person.posts if p.unit in ask.units and p.holds(today)]
        about = next((p.unit for p in posts if p.role in roster.reporters(p.unit)), None)
        if about is None or not person.ways:
            continue
        at = next_moment(now, 0, person.quiet, zone)
        if at >= ask.until:
            continue
        channel, address = person.ways[0]
        texts = load_texts(person.language, programme.texts.get(person.language))
        plain = traits_of(channel, address).plain
        text, choices = urgent(
            roster, texts, ask, about, done.get(about, Progress()), asker.name if asker else "", plain
        )
        key = f"ask:{ask.id}:{person.id}"
        rows[key] = Outbound(
            channel, address, text, choices, key=key, not_before=at if at > now else None, priority=ANSWER
        )
    known = reminders.known(conn, list(rows))
    fresh = [row for key, row in rows.items() if key not in known]
    outbox.queue(conn, fresh, now, via=via)
    urgent_questions.told(conn, ask.id)
    return fresh
