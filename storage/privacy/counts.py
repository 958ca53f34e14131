"""How much personal data there is: counts for the papers, never names."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, and_, func, or_, select

from storage.schema import tables as t

m, a, p, tr = t.members.c, t.addresses.c, t.posts.c, t.trail.c


def members(conn: Connection) -> tuple[int, int]:
    """(members, how many of them want their data used no more)."""
    found = dict(conn.execute(select(m.state, func.count()).where(m.state != "erased").group_by(m.state)).all())
    return sum(found.values()), found.get("restricted", 0)


def reports(conn: Connection) -> int:
    return conn.scalar(select(func.count()).select_from(t.reports)) or 0


def photos(conn: Connection) -> int:
    """Photos that are there."""
    x = t.media.c
    return conn.scalar(select(func.count(x.sha256.distinct())).where(x.state == "fetched", x.sha256 != "")) or 0


def roles(conn: Connection, today: date) -> dict[str, int]:
    """Members by role of today."""
    held = and_(or_(p.since.is_(None), p.since <= today), or_(p.until.is_(None), p.until >= today))
    query = select(p.role, func.count(p.member.distinct())).where(held).group_by(p.role)
    return {role: count for role, count in conn.execute(query)}


def channels(conn: Connection) -> list[tuple[str, str]]:
    """(channel, member) of all addresses."""
    return [(channel, member) for channel, member in conn.execute(select(a.channel, a.member).distinct())]


def done(conn: Connection, since: datetime) -> dict[str, int]:
    """How often each thing was done since then, by the trail."""
    query = select(tr.what, func.count()).where(tr.at >= since).group_by(tr.what)
    return {what: count for what, count in conn.execute(query)}
