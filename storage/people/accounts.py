"""Members, their posts and addresses, and the invites that bring them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, exists, func, select, update

from programme.domain.effects.people import Enrol, Prefer
from programme.domain.messages import NUMBERED
from programme.domain.model import Invite, Member, Post
from programme.domain.phones import spellings
from storage.database.dialects import insert_new, insert_or_set
from storage.database.prepared import Prepared
from storage.database.store_faults import Stale
from storage.schema import tables as t

m, p, a = t.members.c, t.posts.c, t.addresses.c
_WHOLE = (
    select(
        *(m.id, m.name, m.language, m.state, m.consented_at, m.consent, m.preferred, m.accents),
        *(p.n, p.unit, p.role, p.since, p.until),
        *(a.channel, a.address),
    )
    .select_from(t.members.outerjoin(t.posts, p.member == m.id).outerjoin(t.addresses, a.member == m.id))
    .order_by(m.id, a.at, a.channel, a.address, p.n)
)
_whose = t.addresses.alias("whose")
_AT = Prepared(
    _WHOLE.where(
        m.id
        == select(_whose.c.member)
        .where(_whose.c.channel == bindparam("at_channel"), _whose.c.address == bindparam("at_address"))
        .scalar_subquery()
    )
)
_ID_AT = Prepared(select(a.member).where(a.channel == bindparam("channel"), a.address == bindparam("address")))
_ONE = _WHOLE.where(m.id == bindparam("member"))
_INVITE = select(t.invites).where(t.invites.c.code == bindparam("code"))
_USE = (
    update(t.invites)
    .where(t.invites.c.code == bindparam("used"), t.invites.c.uses > 0, ~t.invites.c.revoked)
    .values(uses=t.invites.c.uses - 1)
)
_NEW_MEMBER = insert_new(t.members)
_ADDRESS = insert_or_set(t.addresses, "member", "at")
_BLOCK = insert_new(t.blocked)


def member_at(conn: Connection, channel: str, address: str) -> Member | None:
    """Who writes from there."""
    return next(_members(_AT.rows(conn, {"at_channel": channel, "at_address": address})), None)


def with_number(conn: Connection, number: str) -> Member | None:
    """Whose telephone number it is, on whichever channel that has numbers."""
    at = select(a.member).where(a.channel.in_(NUMBERED), a.address.in_(spellings(number))).order_by(a.at.desc())
    found = conn.scalar(at.limit(1)) if number else None
    return member(conn, found) if found else None


def id_at(conn: Connection, channel: str, address: str) -> str:
    """The id of who writes from there, "" for a stranger."""
    return _ID_AT.value(conn, {"channel": channel, "address": address}) or ""


def wants_accents(conn: Connection, channel: str, address: str) -> bool:
    """Whether SMS to that address come with diacritics."""
    query = select(m.accents).select_from(t.addresses.join(t.members, m.id == a.member))
    return bool(conn.scalar(query.where(a.channel == channel, a.address == address)))


def member(conn: Connection, id: str) -> Member | None:
    return next(_members(conn.execute(_ONE, {"member": id})), None)


def withheld(member: Member) -> Member:
    """The member as others may know them: without name and addresses where they restricted the use of these."""
    return replace(member, name="", addresses=()) if member.state == "restricted" else member


def members(conn: Connection, units: Collection[str] | None = None) -> list[Member]:
    """All members, or those with a post (of any time) in one of the units, by id."""
    query = _WHOLE
    if units is not None:
        mine = t.posts.alias("mine")
        query = query.where(exists().where(mine.c.member == m.id, mine.c.unit.in_(units)))
    return list(_members(conn.execute(query)))


def _members(rows: Iterable[Row[Any]]) -> Iterable[Member]:
    """A member for each run of rows of one id: their posts times their addresses."""
    one: Row[Any] | None = None
    posts: dict[int, Post] = {}
    addresses: dict[tuple[str, str], None] = {}
    for row in rows:
        if one is not None and row.id != one.id:
            yield _member(one, posts, addresses)
            posts, addresses = {}, {}
        one = row
        if row.n is not None:
            posts[row.n] = Post(row.unit, row.role, row.since, row.until)
        if row.channel is not None:
            addresses[row.channel, row.address] = None
    if one is not None:
        yield _member(one, posts, addresses)


def _member(row: Row[Any], posts: dict[int, Post], addresses: dict[tuple[str, str], None]) -> Member:
    return Member(
        row.id,
        row.name,
        tuple(posts[n] for n in sorted(posts)),
        tuple(addresses),
        row.language,
        row.state,
        row.consented_at,
        row.consent,
        row.preferred,
        row.accents,
    )


def invite(conn: Connection, code: str) -> Invite | None:
    row = conn.execute(_INVITE, {"code": code}).first()
    return row and _invite(row)


def invites(conn: Connection) -> list[Invite]:
    """All of them, used up and revoked ones too, oldest first."""
    return [_invite(row) for row in conn.execute(select(t.invites).order_by(t.invites.c.at, t.invites.c.code))]


def _invite(row: Row[Any]) -> Invite:
    return Invite(row.code, row.unit, row.role, row.uses, row.expires, row.revoked)


def make_invite(conn: Connection, invite: Invite, by: str, at: datetime) -> bool:
    """False if its code is taken already."""
    row = {name: getattr(invite, name) for name in ("code", "unit", "role", "uses", "expires", "revoked")}
    return insert_new(t.invites)(conn, row | {"by": by, "at": at}).rowcount == 1


def enrol(conn: Connection, effect: Enrol, channel: str, address: str, at: datetime) -> None:
    """Make the member, or add what is new to the one of that id; the address is theirs from now on. An empty invite
    uses none; Stale if the invite has been used up meanwhile."""
    if effect.invite and not conn.execute(_USE, {"used": effect.invite}).rowcount:
        raise Stale("the invite has been used up meanwhile")
    new = effect.member
    row = {name: getattr(new, name) for name in ("id", "name", "language", "state", "consented_at", "consent")}
    if (
        not _NEW_MEMBER(conn, row | {"preferred": new.preferred, "accents": new.accents, "at": at}).rowcount
        and new.consented_at
    ):
        consent = {"consented_at": new.consented_at, "consent": new.consent}
        conn.execute(update(t.members).where(m.id == new.id).values(consent))
    known = member(conn, new.id) or replace(new, posts=())
    for n, post in enumerate((q for q in new.posts if q not in known.posts), len(known.posts)):
        row = {"member": new.id, "n": n, "unit": post.unit, "role": post.role, "since": post.since, "until": post.until}
        conn.execute(t.posts.insert(), row)
    for where in dict.fromkeys((*new.addresses, (channel, address))):
        if where not in known.addresses:
            _ADDRESS(conn, {"channel": where[0], "address": where[1], "member": new.id, "at": at})


def prefer(conn: Connection, effect: Prefer) -> None:
    """Set the member's language, channel or SMS with diacritics; None leaves as it is."""
    wishes = {"language": effect.language, "preferred": effect.channel, "accents": effect.accents}
    values = {name: value for name, value in wishes.items() if value is not None}
    if values:
        conn.execute(update(t.members).where(m.id == effect.member).values(values))


def agree(conn: Connection, member: str, notice: str, at: datetime) -> None:
    """They agreed to this version of the notice."""
    conn.execute(update(t.members).where(m.id == member).values(consent=notice, consented_at=at))


def rename(conn: Connection, member: str, name: str) -> None:
    conn.execute(update(t.members).where(m.id == member).values(name=name))


def close_address(conn: Connection, channel: str, address: str, at: datetime) -> None:
    """Nothing is delivered there any more: what waits for it is given up."""
    _BLOCK(conn, {"channel": channel, "address": address, "at": at})
    o = t.outbox.c
    waiting = and_(o.channel == channel, o.address == address, o.state == "waiting", o.via == "")
    conn.execute(update(t.outbox).where(waiting).values(state="dead", error="blocked"))


def open_address(conn: Connection, channel: str, address: str) -> None:
    """It is there, or back."""
    b = t.blocked.c
    conn.execute(delete(t.blocked).where(b.channel == channel, b.address == address))


def blocked(conn: Connection, channel: str, address: str) -> bool:
    """Whether that address has blocked us (it may have written again since)."""
    b = t.blocked.c
    found = select(func.count()).select_from(t.blocked).where(b.channel == channel, b.address == address)
    return bool(conn.scalar(found))
