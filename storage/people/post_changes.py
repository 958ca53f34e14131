"""Who holds which post, who may come in, who is in charge when: what effects about people and units do to the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from programme.domain.messages import ANSWER, Outbound
from programme.domain.model import Invite, Post
from programme.domain.staffing import (
    CutOff,
    Decide,
    MakeInvite,
    Noted,
    Proposal,
    Propose,
    RevokeInvite,
    SetPosts,
    SetStanding,
)
from storage.database.dialects import insert_new
from storage.database.faults import Stale
from storage.messages import outbox
from storage.people import accounts
from storage.privacy import audit
from storage.schema import tables as t

o, n, q = t.outbox.c, t.links.c, t.proposals.c
_PROPOSE = insert_new(t.proposals)


def set_posts(conn: Connection, effect: SetPosts, at: datetime) -> None:
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
    audit.note(
        conn, at, effect.by, effect.what, effect.member, "; ".join(filter(None, (_difference(effect), effect.why)))
    )


def _difference(effect: SetPosts) -> str:
    """`-leader hl.ha-tu, +leader hl.ha-tu ..2026-06-30`."""
    gone = [f"-{_said(p)}" for p in effect.before if p not in effect.after]
    return ", ".join(gone + [f"+{_said(p)}" for p in effect.after if p not in effect.before])


def _said(post: Post) -> str:
    days = f"{post.since or ''}..{post.until or ''}" if post.since or post.until else ""
    return " ".join(filter(None, (post.role, post.unit, days)))


def set_standing(conn: Connection, effect: SetStanding, at: datetime) -> None:
    """Stale for who is not there, or was erased."""
    m = t.members.c
    found = (
        update(t.members).where(m.id == effect.member, m.state.in_(("active", "disabled"))).values(state=effect.state)
    )
    if not conn.execute(found).rowcount:
        raise Stale(f"there is no member {effect.member} now")
    if effect.state == "disabled":
        i = t.invites.c
        conn.execute(update(t.invites).where(i.by == effect.member).values(revoked=True))
        conn.execute(delete(t.links).where(n.member == effect.member))
        for channel, address in accounts.member(conn, effect.member).addresses:
            there = _waiting(channel, address) & (o.priority > ANSWER)
            conn.execute(update(t.outbox).where(there).values(state="dead", error="disabled"))
    audit.note(conn, at, effect.by, {"active": "enable"}.get(effect.state, "disable"), effect.member, effect.why)


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
    until = f" until {new.expires}" if new.expires else ""
    audit.note(conn, at, effect.by, "invite", new.code, f"{new.role} {new.unit} x{new.uses}{until}")


def revoke_invite(conn: Connection, effect: RevokeInvite, at: datetime) -> bool:
    """False for a code that there is not, or that was revoked before."""
    i = t.invites.c
    done = conn.execute(update(t.invites).where(i.code == effect.code, ~i.revoked).values(revoked=True)).rowcount == 1
    if done:
        audit.note(conn, at, effect.by, "revoke invite", effect.code, effect.why)
    return done


# --- a new phone -----------------------------------------------------------------------------------------------------


def cut_off(
    conn: Connection, member: str, at: datetime, by: str, why: str = "", keep: tuple[str, str] | None = None
) -> None:
    """All addresses of the member but `keep` are theirs no more; what waits for these is never sent, nor do codes work
    that were made from there. What was meant for them and not asked for goes to `keep`, where there is one."""
    known = accounts.member(conn, member)
    if known is None:
        return
    c = t.addresses.c
    for where in known.addresses:
        if where == keep:
            continue
        if keep:
            _carry(conn, where, keep, at)
        conn.execute(update(t.outbox).where(_waiting(*where)).values(state="dead", error="another phone"))
        conn.execute(delete(t.addresses).where(c.channel == where[0], c.address == where[1], c.member == member))
        owner = f"a:{where[0]}:{where[1]}"
        conn.execute(delete(t.conversations).where(t.conversations.c.owner == owner))
        audit.note(conn, at, by or member, "cut off", member, " ".join(filter(None, (where[0], why))))
    conn.execute(delete(t.links).where(n.member == member, n.cut == ""))


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
    what = f"propose {new.kind}" if new.state == "open" else new.kind
    audit.note(conn, at, new.by, what, new.unit, " ".join(filter(None, (new.id, new.to, new.decision))))


def decide(conn: Connection, effect: Decide, at: datetime) -> None:
    """Stale where it was decided meanwhile."""
    values = {"state": effect.state, "decided_by": effect.by, "decided_at": at}
    if not conn.execute(update(t.proposals).where(q.id == effect.proposal, q.state == "open").values(values)).rowcount:
        raise Stale("this was decided meanwhile")
    audit.note(conn, at, effect.by, effect.state, effect.proposal, effect.why)


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


# --- effects ----------------------------------------------------------------------------------------------------------


def _cut(conn: Connection, effect: CutOff, at: datetime) -> None:
    cut_off(conn, effect.member, at, effect.by, effect.why)


def _noted(conn: Connection, effect: Noted, at: datetime) -> None:
    audit.note(conn, at, effect.by, effect.what, effect.subject, effect.why)


DOERS: dict[type, Callable[[Connection, Any, datetime], Any]] = {
    SetPosts: set_posts,
    SetStanding: set_standing,
    MakeInvite: make_invite,
    RevokeInvite: revoke_invite,
    CutOff: _cut,
    Propose: propose,
    Decide: decide,
    Noted: _noted,
}
