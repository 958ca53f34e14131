"""Effects on the addresses of one person: another phone, a borrowed one, one that was lost or blocks the bot."""

from __future__ import annotations

from dataclasses import dataclass

from programme.domain.effects import Effect
from programme.domain.model import Link, Pin


@dataclass(frozen=True, slots=True)
class Reach(Effect):
    """An address blocked the bot (`ok` False: nothing is sent there) or came back."""

    channel: str
    address: str
    ok: bool

    @property
    def closes_address(self) -> tuple[str, str] | None:
        return None if self.ok else (self.channel, self.address)


@dataclass(frozen=True, slots=True)
class KeepPin(Effect):
    """The member's new name code and PIN (`new`); or those they have, with the tries counted."""

    pin: Pin
    new: bool = False


@dataclass(frozen=True, slots=True)
class MakeLink(Effect):
    link: Link


@dataclass(frozen=True, slots=True)
class Join(Effect):
    """The address that the message came from is the member's from now on; the link is used up."""

    member: str
    link: str

    takes_address = True


@dataclass(frozen=True, slots=True)
class Leave(Effect):
    """The address that the message came from is the member's no more."""

    member: str

    leaves_address = True


@dataclass(frozen=True, slots=True)
class CutOff(Effect):
    """The member's addresses are theirs no more: what waits for them is not sent."""

    member: str
    by: str
    why: str = ""
