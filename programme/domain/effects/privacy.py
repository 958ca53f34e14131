"""Effects on what is kept of a member, on their word, and what has to be on the trail."""

from __future__ import annotations

from dataclasses import dataclass

from programme.domain.effects import Effect


@dataclass(frozen=True, slots=True)
class Agree(Effect):
    """The member agreed to this version of the notice."""

    member: str
    notice: str


@dataclass(frozen=True, slots=True)
class Rename(Effect):
    """The member is called so from now on."""

    member: str
    name: str


@dataclass(frozen=True, slots=True)
class Erase(Effect):
    """The member is forgotten: name, addresses and all that leads to them. Their reports stay, as figures, and without
    `photos` their photos too. `by` is a member's id or "cli"; `meanwhile` is the last word where it takes longer until
    nothing of them is in any file."""

    member: str
    by: str
    why: str = ""
    photos: bool = False
    meanwhile: str = ""

    answered_in_pause = True
    erases_member = True


@dataclass(frozen=True, slots=True)
class Restrict(Effect):
    """What is kept of the member is used no more and nothing is sent to them; figures stay. Only they can lift it."""

    member: str

    answered_in_pause = True


@dataclass(frozen=True, slots=True)
class LiftRestriction(Effect):
    """The member takes part again, in the posts that they still have."""

    member: str


@dataclass(frozen=True, slots=True)
class Noted(Effect):
    """Something that was seen and has to be on the trail: a phone number, a list."""

    by: str
    what: str
    subject: str
    why: str = ""
