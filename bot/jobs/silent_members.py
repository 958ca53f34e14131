"""Members of whom nothing was heard for long: each has one notice, and who does not answer it is forgotten when its
time is over. Whoever is heard again stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from handlers.context import Acting
from handlers.privacy.my_data import leaving
from programme.domain.handling import Handling
from programme.domain.messages import CHANNELS, DIGEST, Outbound, traits_of
from programme.domain.model import Member
from programme.domain.programme import Programme
from programme.domain.query_rows import SilentMember
from programme.domain.retention import NOTICE
from programme.domain.sms_segments import fitted
from programme.language.texts import load_texts
from programme.language.vietnamese import plain
from storage import effects
from storage.database.session import Connection
from storage.messages import fallback, outbox
from storage.people import accounts, silences
from storage.queries import Queries

MOST = 200
"""Notices in a night: the others have theirs the next."""


def turn(conn: Connection, programme: Programme, handling: Handling, now: datetime) -> dict[str, int]:
    """What was done in a night, by what: `told`, `forgotten`. Nothing where nobody is ever to be forgotten."""
    if not handling.keep.silent:
        return {}
    found = silences.silent(conn, now - timedelta(days=handling.keep.silent))
    silences.answered(conn, [one.id for one in found])
    over = [one for one in found if silences.over(one, now, now - timedelta(days=NOTICE))]
    for one in over:
        _forget(conn, programme, handling, one, now)
    new = [one for one in found if one not in over and (one.told is None or one.told < one.heard)]
    new = [one for one in new if one.state != "restricted"][:MOST]
    for one in new:
        _tell(conn, programme, one, now)
    return {name: len(some) for name, some in (("told", new), ("forgotten", over)) if some}


def _forget(conn: Connection, programme: Programme, handling: Handling, one: SilentMember, now: datetime) -> None:
    member = accounts.member(conn, one.id)
    if member is None:
        return
    s = Acting(
        programme=programme,
        texts=load_texts(member.language, programme.texts.get(member.language)),
        now=now,
        today=now.astimezone(ZoneInfo(programme.zone)).date(),
        member=member,
        queries=Queries(conn),
        fresh=uuid4().hex,
        handling=handling,
    )
    effects.apply(conn, leaving(s, "", "silent for long"), "", "", now)


def _tell(conn: Connection, programme: Programme, one: SilentMember, now: datetime) -> None:
    """The notice, by day, on the first way to them; who can't be reached has its time too, and is on the list."""
    zone, until = ZoneInfo(programme.zone), now + timedelta(days=NOTICE)
    silences.tell(conn, one.id, now, until)
    member = accounts.member(conn, one.id)
    way = fallback.way_to(conn, member, CHANNELS) if member else None
    if member is None or way is None:
        return
    text = _words(programme, member, way, one.heard.astimezone(zone), until.astimezone(zone))
    morning = now.astimezone(zone).replace(hour=8, minute=0, second=0, microsecond=0)
    not_before = max(now, morning)
    key = f"silent:{one.id}:{now.astimezone(zone).date()}"
    outbox.queue(conn, [Outbound(*way, text, key=key, not_before=not_before, priority=DIGEST)], now)


def _words(programme: Programme, member: Member, way: tuple[str, str], heard: datetime, until: datetime) -> str:
    brief = traits_of(*way).plain
    t = load_texts(member.language, programme.texts.get(member.language), brief)
    days = {name: f"{day.day}/{day.month}/{day.year}" for name, day in (("heard", heard), ("until", until))}
    said = t("silence.notice", issuer=programme.issuer, **days)
    return fitted(said if member.accents else plain(said), (), 3 if member.accents else 1) if brief else said
