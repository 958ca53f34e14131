"""Who holds which post, who may come in, who is in charge when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from programme.domain.effects.people import Decide, MakeInvite, Propose, SetPosts, SetStanding
from programme.domain.messages import ANSWER, Outbound
from programme.domain.model import Invite
from programme.domain.proposals import Proposal
from storage.database.dialects import insert_new
from storage.database.store_faults import Stale
from storage.messages import outbox
from storage.people import accounts
from storage.schema import tables as t

a, o, n, q = t.addresses.c, t.outbox.c, t.links.c, t.proposals.c
_PROPOSE = insert_new(t.proposals)


def set_posts(conn: Connection, effect: SetPosts) -> None:
    """Stale if the member's posts have changed since they were read."""
    held = select(t.members.c.id).where(t.members.c.id == effect.member).with_for_update()
    known = accounts.member(conn, effect.member) if conn.scalar(held) else None
    if known is None or known.posts != effect.before:
        raise Stale(f"the posts of {effect.member} have changed meanwhile")
    conn.execute(delete(t.posts).where(t.posts.c.member == effect.member))
    rows = [
        {"member": effect.member, "n": number, "unit": p.unit, "role": p.role, "since": p.since, "until": p.until}
        for number, p in enumerate(effect.after)
    ]
    if rows:
        conn.execute(insert(t.posts), rows)


def set_standing(conn: Connection, effect: SetStanding) -> None:
    """Stale for who is not there, or was erased."""
    m = t.members.c
    found = (
        update(t.members).where(m.id == effect.member, m.state.in_(("active", "disabled"))).values(state=effect.state)
    )
    if not conn.execute(found).rowcount:
        raise Stale(f"there is no member {effect.member} now")
    if effect.state == "disabled":
        _silenced(conn, effect.member, "disabled")


def restrict(conn: Connection, member: str) -> None:
    """Stale for who is not there, or was erased."""
    m = t.members.c
    mine = update(t.members).where(m.id == member, m.state.in_(("active", "disabled")))
    if not conn.execute(mine.values(state="restricted")).rowcount:
        raise Stale(f"there is no member {member} now")
    _silenced(conn, member, "restricted")


def lift_restriction(conn: Connection, member: str) -> None:
    m = t.members.c
    conn.execute(update(t.members).where(m.id == member, m.state == "restricted").values(state="active"))


def _silenced(conn: Connection, member: str, why: str) -> None:
    """Invites and codes of theirs work no more, and what waits for them but answers is never sent."""
    i = t.invites.c
    conn.execute(update(t.invites).where(i.by == member).values(revoked=True))
    conn.execute(delete(t.links).where(n.member == member))
    for channel, address in accounts.member(conn, member).addresses:
        there = _waiting(channel, address) & (o.priority > ANSWER)
        conn.execute(update(t.outbox).where(there).values(state="dead", error=why))


# --- invites ---------------------------------------------------------------------------------------------------------


def invites_for(conn: Connection, units: Collection[str] | None, today: date) -> list[tuple[Invite, str]]:
    """The invites into these units (None: all) that work today, the newest first, each with who made it."""
    i = t.invites.c
    query = select(t.invites).where(~i.revoked, i.uses > 0, or_(i.expires.is_(None), i.expires >= today))
    if units is not None:
        query = query.where(i.unit.in_(units))
    rows = conn.execute(query.order_by(i.at.desc(), i.code))
    return [(Invite(r.code, r.unit, r.role, r.uses, r.expires, r.revoked), r.by) for r in rows]


def make_invite(conn: Connection, effect: MakeInvite, at: datetime) -> None:
    """Stale if the code was given meanwhile."""
    new = effect.invite
    if not accounts.make_invite(conn, new, effect.by, at):
        raise Stale("the code was given to another meanwhile")


def revoke_invite(conn: Connection, code: str) -> bool:
    """False for a code that there is not, or that was revoked before."""
    i = t.invites.c
    return conn.execute(update(t.invites).where(i.code == code, ~i.revoked).values(revoked=True)).rowcount == 1


# --- a new phone -----------------------------------------------------------------------------------------------------


def cut_off(conn: Connection, member: str, at: datetime, keep: tuple[str, str] | None = None) -> list[str]:
    """All addresses of the member but `keep` are theirs no more; what waits for these is never sent, nor do codes work
    that were made from there. What was meant for them and not asked for goes to `keep`, where there is one. The
    channels of those that were cut off."""
    known, cut = accounts.member(conn, member), []
    if known is None:
        return cut
    for where in known.addresses:
        if where == keep:
            continue
        if keep:
            _carry(conn, where, keep, at)
        conn.execute(update(t.outbox).where(_waiting(*where)).values(state="dead", error="another phone"))
        conn.execute(delete(t.addresses).where(a.channel == where[0], a.address == where[1], a.member == member))
        owner = f"a:{where[0]}:{where[1]}"
        conn.execute(delete(t.conversations).where(t.conversations.c.owner == owner))
        cut.append(where[0])
    conn.execute(delete(t.links).where(n.member == member, n.cut == ""))
    return cut


def _waiting(channel: str, address: str):
    return (o.channel == channel) & (o.address == address) & (o.state == "waiting")


def _carry(conn: Connection, old: tuple[str, str], new: tuple[str, str], at: datetime) -> None:
    """News and reminders that wait for the old address go to the new one; answers and questions were for whoever held
    the old phone."""
    waits = _waiting(*old) & ~o.prompt & (o.priority > ANSWER) & (o.via == "")
    for key in conn.scalars(select(o.key).where(waits).order_by(o.id)).all():
        out = outbox.outbound(conn, key)
        again = f"{key.partition('~')[0]}~{new[0]}"  # the old key stays known, so that nothing is said twice
        if out:
            again += "~" if again == key else ""
            outbox.queue(conn, [_readdressed(out, new, again)], at)


def _readdressed(out: Outbound, where: tuple[str, str], key: str) -> Outbound:
    return replace(out, channel=where[0], address=where[1], key=key, edits="")


# --- proposals -------------------------------------------------------------------------------------------------------

_FIELDS = tuple(Proposal.__dataclass_fields__)


def propose(conn: Connection, effect: Propose, at: datetime) -> None:
    new = effect.proposal
    row = asdict(new) | {"successors": list(new.successors), "at": at, "decided_at": at if new.decided_by else None}
    if not _PROPOSE(conn, row).rowcount:
        raise Stale("this was proposed before")


def decide(conn: Connection, effect: Decide, at: datetime) -> None:
    """Stale where it was decided meanwhile."""
    values = {"state": effect.state, "decided_by": effect.by, "decided_at": at}
    if not conn.execute(update(t.proposals).where(q.id == effect.proposal, q.state == "open").values(values)).rowcount:
        raise Stale("this was decided meanwhile")


def proposal(conn: Connection, id: str) -> Proposal | None:
    return next(_proposals(conn, q.id == id), None)


def proposals(conn: Connection, units: Collection[str] | None = None, state: str = "open") -> list[Proposal]:
    """Those about these units (None: all), oldest first."""
    here = [] if units is None else [q.unit.in_(units)]
    return list(_proposals(conn, q.state == state, *here))


def ends(conn: Connection) -> list[Proposal]:
    """The units whose end was agreed, in the order that it was."""
    return list(_proposals(conn, q.kind == "end", q.state == "agreed"))


def _proposals(conn: Connection, *where: Any) -> Iterable[Proposal]:
    query = select(*(q[name] for name in _FIELDS)).where(*where).order_by(q.at, q.id)
    for row in conn.execute(query):
        yield Proposal(**dict(row._mapping) | {"successors": tuple(row.successors)})
