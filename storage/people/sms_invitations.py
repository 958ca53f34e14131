"""Phone numbers that were invited by SMS: by whom, when, and who wants to hear no more of us."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from programme.domain.effects.messages import SendInvitation
from programme.domain.messages import DIGEST, NUMBERED, Outbound
from programme.domain.phones import spellings
from storage.database.dialects import insert_new
from storage.database.store_faults import Stale
from storage.messages import outbox
from storage.schema import tables as t

i = t.invitations.c
LASTS = timedelta(days=15)
"""For so long the first answer of an invited number is an answer to its invitation."""
_NOTE = insert_new(t.invitations)


def key_of(code: str) -> str:
    """The key of an invitation in the outbox."""
    return f"invite:{code}"


def send(conn: Connection, effect: SendInvitation, at: datetime) -> None:
    """Queue it and keep that it was sent. Stale if the code was sent already."""
    there = {
        "code": effect.code,
        "channel": effect.channel,
        "address": effect.number,
        "unit": effect.unit,
        "by": effect.by,
    }
    if not _NOTE(conn, there | {"at": at}).rowcount:
        raise Stale("the invitation was sent already")
    where, more = (effect.channel, effect.number), {"not_before": effect.not_before, "priority": DIGEST}
    outbox.queue(conn, [Outbound(*where, effect.text, key=key_of(effect.code), **more)], at)


def invited(conn: Connection, number: str, now: datetime) -> tuple[str, datetime] | None:
    """(code, when) of the newest invitation of a number that may still be answered."""
    query = select(i.code, i.at).where(i.address.in_(spellings(number)), i.at > now - LASTS)
    row = conn.execute(query.order_by(i.at.desc(), i.code).limit(1)).first()
    return (row.code, row.at) if row else None


def count_by(conn: Connection, member: str, since: datetime) -> int:
    """How many invitations the member has sent since then."""
    return conn.scalar(select(func.count()).where(i.by == member, i.at >= since)) or 0


def standing(conn: Connection, number: str) -> str:
    """`member` of whom a number is, `refused` where its holder wants to hear nothing of us, or wants what is kept of
    them used no more; "" for any other."""
    a, b, m = t.addresses.c, t.blocked.c, t.members.c
    said = spellings(number)
    shut = select(b.address).where(b.channel.in_(NUMBERED), b.address.in_(said))
    if conn.execute(shut.limit(1)).first():
        return "refused"
    mine = t.addresses.join(t.members, m.id == a.member)
    known = select(m.state).select_from(mine).where(a.channel.in_(NUMBERED), a.address.in_(said))
    states = set(conn.scalars(known))
    return "refused" if "restricted" in states else "member" if "active" in states else ""


def sent_by(conn: Connection, key: str) -> tuple[str, str] | None:
    """(member, number) of the invitation that went out under this key of the outbox."""
    row = conn.execute(select(i.by, i.address).where(i.code == key.removeprefix("invite:"))).first()
    return (row.by, row.address) if row and key.startswith("invite:") else None


def unit_of(conn: Connection, channel: str, address: str) -> str:
    """The unit that bears what an SMS to a stranger costs: the one they were invited into last, "" for none."""
    query = select(i.unit).where(i.channel == channel, i.address == address).order_by(i.at.desc(), i.code)
    return conn.scalar(query.limit(1)) or ""
