"""Effects on what is kept of a member, on their word; `storage/privacy/consent.py` carries them out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agree:
    """The member agreed to this version of the notice."""

    member: str
    notice: str


@dataclass(frozen=True, slots=True)
class Rename:
    """The member is called so from now on."""

    member: str
    name: str


@dataclass(frozen=True, slots=True)
class Erase:
    """The member is forgotten: name, addresses and all that leads to them. Their reports stay, as figures. `by` is a
    member's id or "cli"."""

    member: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeepWords:
    """A message of the member's that is not answered now is kept whole, for as long as what could not be read. `words`
    are a line of JSON with the address it came from."""

    member: str
    channel: str
    key: str
    words: str
    why: str


Decision = Agree | Rename | Erase | KeepWords
