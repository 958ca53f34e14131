"""Effects about people and their units: posts, invites, a new phone, who stands in, a team that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programme.domain.model import Invite, Post


@dataclass(frozen=True, slots=True)
class SetPosts:
    """The member's posts become `after`, if they still are `before`; `what` names it in the trail."""

    member: str
    before: tuple[Post, ...]
    after: tuple[Post, ...]
    by: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetStanding:
    """The member is active or disabled from now on. Of a disabled one nothing waits and no invite works."""

    member: str
    state: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class MakeInvite:
    invite: Invite
    by: str


@dataclass(frozen=True, slots=True)
class RevokeInvite:
    code: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The member's addresses are theirs no more: what waits for them is not sent."""

    member: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for somebody's yes, or was agreed. `kind`: handover (`member` gives the `role` in the unit to `to`
    from `first`), stand_in (to `last` only), end (the unit's last day is `last`, `successors` take over). `decision`
    is the document's number, `state` open, agreed or refused."""

    id: str
    kind: str
    unit: str
    by: str
    first: date | None = None
    last: date | None = None
    role: str = ""
    member: str = ""
    to: str = ""
    successors: tuple[str, ...] = ()
    decision: str = ""
    state: str = "open"
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Propose:
    """Keep it, open or already agreed."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Decide:
    """An open proposal is agreed or refused. What comes of it are effects of their own."""

    proposal: str
    state: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was seen and has to be on the trail: a phone number, a list."""

    by: str
    what: str
    subject: str
    why: str = ""


Staffing = SetPosts | SetStanding | MakeInvite | RevokeInvite | CutOff | Propose | Decide | Noted
