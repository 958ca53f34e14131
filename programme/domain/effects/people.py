"""Effects on members and their posts: who comes in, who holds which post, what was proposed and decided."""

from __future__ import annotations

from dataclasses import dataclass

from programme.domain.effects import Effect
from programme.domain.model import Invite, Member, Post
from programme.domain.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Enrol(Effect):
    """Make `member` (new id) or add a post and an address to the one it names; use the invite once."""

    member: Member
    invite: str

    @property
    def enrols(self) -> str:
        return self.member.id


@dataclass(frozen=True, slots=True)
class Prefer(Effect):
    """What a member set for themselves; None leaves as it is."""

    member: str
    language: str | None = None
    channel: str | None = None
    stopped: bool | None = None
    quiet: tuple[int, int] | None = None
    """Minutes of the day between which nothing is sent that was not asked for."""
    accents: bool | None = None
    """Whether SMS come with diacritics."""


@dataclass(frozen=True, slots=True)
class SetPosts(Effect):
    """The member's posts become `after`, if they still are `before`; `what` names it in the trail."""

    member: str
    before: tuple[Post, ...]
    after: tuple[Post, ...]
    by: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetStanding(Effect):
    """The member is active or disabled from now on. Of a disabled one nothing waits and no invite works."""

    member: str
    state: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class MakeInvite(Effect):
    invite: Invite
    by: str


@dataclass(frozen=True, slots=True)
class RevokeInvite(Effect):
    code: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Propose(Effect):
    """Keep it, open or already agreed."""

    proposal: Proposal

    changes_units = True


@dataclass(frozen=True, slots=True)
class Decide(Effect):
    """An open proposal is agreed or refused. What comes of it are effects of their own."""

    proposal: str
    state: str
    by: str
    why: str = ""

    changes_units = True
