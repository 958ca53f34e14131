"""What a plan of reminders needs, in few statements for very many members; and the marks of how far it has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, Text, and_, case, delete, func, literal, or_, select, type_coerce, union_all, update

from programme.domain.messages import REMINDER
from programme.domain.model import Post
from programme.domain.query_rows import MissedReminder
from storage.database.dialects import Upsert, among, insert_new, insert_or_set
from storage.schema import tables as t

m, p, a, o = t.members.c, t.posts.c, t.addresses.c, t.outbox.c
act, f, j = t.activities.c, t.figures.c, t.joints.c


class Reached(NamedTuple):
    """A member with what decides how a reminder reaches them: `addresses` are those that have not blocked us, `quiet`
    minutes of the day (None: as usual), `since` the first day they have still to hear of."""

    id: str
    posts: tuple[Post, ...]
    addresses: tuple[tuple[str, str], ...]
    language: str
    preferred: str
    quiet: tuple[int, int] | None
    stopped: bool
    since: date | None


def people(conn: Connection, after: str, limit: int, only: Collection[str] | None = None) -> list[Reached]:
    """Up to `limit` active members whose ids come after `after`, by id (`only` these, where given)."""
    chosen = select(m.id, m.language, m.preferred).where(m.id > after, m.state == "active")
    chosen = chosen if only is None else chosen.where(among(conn, m.id, only))
    rows = conn.execute(chosen.order_by(m.id).limit(limit)).all()
    if not rows:
        return []
    # What belongs to them lies between the first and the last: each table is read once, from there to there.
    w, d, b = t.wishes.c, t.deferred.c, t.blocked.c

    def theirs(member):
        return member.between(rows[0].id, rows[-1].id) if only is None else among(conn, member, only)

    posts: dict[str, tuple[Post, ...]] = {}
    held_posts = select(p.member, p.unit, p.role, p.since, p.until).where(theirs(p.member))
    for member, unit, role, since, until in conn.execute(held_posts.order_by(p.member, p.n)).all():
        posts[member] = (*posts.get(member, ()), _post(unit, role, since, until))
    there = t.blocked.join(t.addresses, and_(b.channel == a.channel, b.address == a.address))
    shut = select(b.channel, b.address).select_from(there).where(theirs(a.member))
    closed = {(channel, address) for channel, address in conn.execute(shut)}
    ways: dict[str, tuple[tuple[str, str], ...]] = {}
    known = select(a.member, a.channel, a.address).where(theirs(a.member))
    for member, channel, address in conn.execute(known.order_by(a.member, a.at, a.channel, a.address)).all():
        if (channel, address) not in closed:
            ways[member] = (*ways.get(member, ()), (channel, address))
    wished = select(w.member, w.quiet_since, w.quiet_until, w.stopped).where(theirs(w.member))
    wishes = {member: ((since, until), bool(stopped)) for member, since, until, stopped in conn.execute(wished)}
    held = dict(conn.execute(select(d.member, d.since).where(theirs(d.member))).all())
    return [
        Reached(id, posts.get(id, ()), ways.get(id, ()), language, preferred, *wishes.get(id, ASKED), held.get(id))
        for id, language, preferred in rows
    ]


ASKED = (None, False)
"""Quiet hours as usual, and reminders not stopped."""


@lru_cache(20_000)
def _post(unit: str, role: str, since: date | None, until: date | None) -> Post:
    return Post(unit, role, since, until)  # many members have posts that are alike


# --- what units have done --------------------------------------------------------------------------------------------


def staffed(conn: Connection, day: date) -> dict[str, set[str]]:
    """Unit → the roles that somebody has there that day."""
    valid = and_(or_(p.since.is_(None), p.since <= day), or_(p.until.is_(None), p.until >= day))
    query = select(p.unit, p.role).distinct().join(t.members, m.id == p.member).where(m.state == "active", valid)
    found: dict[str, set[str]] = defaultdict(set)
    for unit, role in conn.execute(query):
        found[unit].add(role)
    return dict(found)


def progress(
    conn: Connection, since: date, until: date, topic: str = ""
) -> tuple[dict[str, int], list[tuple[str, str, int, str | None, int]]]:
    """What each unit did in these days (of that topic): (unit → how many activities, a joint one for each organiser),
    and (unit, figure, sum, bound, how many approximate) of its own."""
    did = [act.counts, act.day.between(since, until)]
    if topic:
        did.append(type_coerce(act.topics, Text).like(f'%"{topic}"%'))
    sessions = t.figures.alias("sessions")
    s = sessions.c
    on = and_(s.report == act.report, s.n == act.n, s.name == "sessions")
    own = select(act.unit.label("unit"), func.coalesce(s.value, 1).label("n")).select_from(
        t.activities.outerjoin(sessions, on)
    )
    joint = select(j.unit.label("unit"), literal(1).label("n")).select_from(
        t.activities.join(t.joints, j.report == act.report)
    )
    both = union_all(own.where(*did), joint.where(*did)).subquery()
    counts = {unit: int(n) for unit, n in conn.execute(select(both.c.unit, func.sum(both.c.n)).group_by(both.c.unit))}
    bound = case((func.min(f.bound) == func.max(f.bound), func.min(f.bound)), else_=literal("about"))
    bound = case((func.count(f.bound) == 0, None), else_=bound)
    sums = (
        select(act.unit, f.name, func.sum(f.value), bound, func.count(f.bound))
        .select_from(t.activities.join(t.figures, and_(f.report == act.report, f.n == act.n)))
        .where(*did)
        .group_by(act.unit, f.name)
    )
    return counts, [(unit, name, int(n), b, k) for unit, name, n, b, k in conn.execute(sums)]


def did(conn: Connection, kind: str, since: date, until: date) -> set[str]:
    """The units with an activity of that kind in these days."""
    query = select(act.unit).distinct().where(act.counts, act.kind == kind, act.day.between(since, until))
    return set(conn.scalars(query))


# --- what units and members said of reminders ------------------------------------------------------------------------

_SETTLE = insert_or_set(t.settled, "answer", "member", "at")
_AGAIN = insert_or_set(t.again, "day")
_NUDGE = insert_new(t.nudges)
_WISH = insert_or_set(t.wishes, "quiet_since", "quiet_until", "stopped", "at")


def settled(conn: Connection) -> set[tuple[str, str]]:
    return {(unit, name) for unit, name in conn.execute(select(t.settled.c.unit, t.settled.c.name))}


def settle(conn: Connection, unit: str, name: str, answer: str, member: str, at: datetime) -> None:
    _SETTLE(conn, {"unit": unit, "name": name, "answer": answer, "member": member, "at": at})


def again(conn: Connection, day: date) -> dict[str, list[tuple[str, str]]]:
    """Member → (season's name, unit) of which they asked to hear on that day."""
    c, found = t.again.c, defaultdict(list)
    for member, season, unit in conn.execute(select(c.member, c.season, c.unit).where(c.day == day)):
        found[member].append((season, unit))
    return dict(found)


def ask_again(conn: Connection, member: str, season: str, unit: str, day: date) -> None:
    _AGAIN(conn, {"member": member, "season": season, "unit": unit, "day": day})


def nudged(conn: Connection, day: date) -> dict[str, str]:
    """Unit → the post in whose name it is reminded that day."""
    c = t.nudges.c
    return dict(conn.execute(select(c.unit, c.post).where(c.day == day)).all())


def nudge(conn: Connection, units: Iterable[str], day: date, post: str, member: str, at: datetime) -> list[str]:
    """Note that these units are to be reminded today, and defer their members to now; those not reminded yet today."""
    row = {"day": day, "post": post, "member": member, "at": at}
    fresh = [unit for unit in units if _NUDGE(conn, row | {"unit": unit}).rowcount]
    for start in range(0, len(fresh), 500):
        part = fresh[start : start + 500]
        members = conn.scalars(select(p.member).distinct().where(p.unit.in_(part))).all()
        defer(conn, [(member, day, at) for member in members])
    return fresh


def wish(conn: Connection, member: str, quiet: tuple[int, int] | None, stopped: bool | None, at: datetime) -> None:
    """Set the quiet hours, or whether reminders stop; None leaves as it is."""
    c = t.wishes.c
    known = conn.execute(select(c.quiet_since, c.quiet_until, c.stopped).where(c.member == member)).first()
    old = known or (21 * 60, 7 * 60, False)
    since, until = quiet or (old[0], old[1])
    row = {"member": member, "quiet_since": since, "quiet_until": until, "at": at}
    _WISH(conn, row | {"stopped": bool(old[2]) if stopped is None else stopped})


def wishes(conn: Connection, member: str) -> tuple[tuple[int, int] | None, bool]:
    """(quiet hours, None as usual; whether reminders stopped)."""
    c = t.wishes.c
    row = conn.execute(select(c.quiet_since, c.quiet_until, c.stopped).where(c.member == member)).first()
    return (None, False) if row is None else ((row[0], row[1]), bool(row[2]))


# --- how far it has come ---------------------------------------------------------------------------------------------

_MARK = insert_or_set(t.marks, "day", "at")
_DEFER = Upsert(
    t.deferred,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[t.deferred.c.member],
        set_={
            "since": case(
                (t.deferred.c.since < insert.excluded.since, t.deferred.c.since), else_=insert.excluded.since
            ),
            "due": insert.excluded.due,
        },
    ),
)
_MISSED = insert_new(t.missed)
QUEUED = select(o.key)
_ALONE = select(func.pg_advisory_xact_lock(730_0630))


def mark(conn: Connection, name: str) -> tuple[date, datetime] | None:
    return conn.execute(select(t.marks.c.day, t.marks.c.at).where(t.marks.c.name == name)).first()


def set_mark(conn: Connection, name: str, day: date, at: datetime) -> None:
    _MARK(conn, {"name": name, "day": day, "at": at})


def defer(conn: Connection, rows: Iterable[tuple[str, date, datetime]]) -> None:
    """(member, since, due): tell them of the days from `since` at `due`; the earliest day stays."""
    if found := [{"member": member, "since": since, "due": due} for member, since, due in rows]:
        _DEFER(conn, found)


def deferred(conn: Connection, now: datetime, limit: int) -> list[str]:
    c = t.deferred.c
    return list(conn.scalars(select(c.member).where(c.due <= now).order_by(c.due, c.member).limit(limit)))


def undefer(conn: Connection, members: Collection[str]) -> None:
    if members:
        conn.execute(delete(t.deferred).where(t.deferred.c.member.in_(members)))


def known(conn: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys that were queued before. On PostgreSQL other ticks wait until this transaction ends, so that
    each message is told of by the one that queued it; SQLite has one writer."""
    if keys and conn.dialect.name == "postgresql":
        conn.execute(_ALONE)
    return set(conn.scalars(QUEUED.where(among(conn, o.key, keys)))) if keys else set()


def withdraw(
    conn: Connection, before: str, why: str, channels: Collection[str] | None = None
) -> list[tuple[str, date]]:
    """Take back the reminders that wait (on these channels) and whose key comes before that; the members and days
    they were for."""
    waiting = and_(o.state == "waiting", o.owner.is_(None), o.priority == REMINDER, o.key >= "r:", o.key < before)
    if channels is not None:
        waiting = and_(waiting, o.channel.in_(channels))
    gone = update(t.outbox).where(waiting).values(state="replaced", error=why).returning(o.key)
    keys = [key.split(":", 2) for key in conn.scalars(gone)]
    return [(member.partition("~")[0], date.fromisoformat(day)) for _, day, member in keys]


def served(conn: Connection, now: datetime) -> list[str]:
    """The channels that some process sends on now."""
    c = t.leases.c
    names = conn.scalars(select(c.name).where(c.name.like("serve:%"), c.until > now))
    return [name.partition(":")[2] for name in names]


def miss(conn: Connection, rows: Iterable[dict[str, object]]) -> None:
    """Note what became of reminders; each once."""
    if found := list(rows):
        _MISSED(conn, found)


def missed(conn: Connection, units: Collection[str] | None, since: date, limit: int = 1000) -> list[MissedReminder]:
    """What was noticed from that day on for these units (None: all), the latest first."""
    c = t.missed.c
    query = select(*(c[name] for name in MissedReminder.__slots__)).where(c.noticed >= since)
    query = query if units is None else query.where(c.unit.in_(units))
    return [MissedReminder(*row) for row in conn.execute(query.order_by(c.day.desc(), c.item, c.fate).limit(limit))]


def first_deferred(conn: Connection) -> date | None:
    """The first day that somebody has still to hear of."""
    return conn.scalar(select(func.min(t.deferred.c.since)))
