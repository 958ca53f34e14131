"""What a turn does to the store: frozen values, by subject in the modules beside. `storage/effects/` carries them
out."""

from __future__ import annotations

from typing import ClassVar


class Effect:
    """One thing that a turn does, in the turn's transaction. The properties say what else follows from it."""

    __slots__ = ()

    answered_in_pause: ClassVar[bool] = False
    """It takes a report or a decision further, so its replies are sent even in the pause after too many messages."""
    changes_campaigns: ClassVar[bool] = False
    """The days of campaigns are read anew."""
    changes_units: ClassVar[bool] = False
    """Units may end by it: the tree is read anew."""
    erases_member: ClassVar[bool] = False
    """What is said in this turn is the last that the member hears."""
    takes_address: ClassVar[bool] = False
    """The address that the message came from is a member's from now on: what a stranger said there is forgotten."""
    leaves_address: ClassVar[bool] = False
    """The address that the message came from is a stranger's from now on, whose number it was by mistake."""

    @property
    def enrols(self) -> str:
        """The id of the member that a stranger becomes, "" for none."""
        return ""

    @property
    def closes_address(self) -> tuple[str, str] | None:
        """The channel and address where nothing is delivered any more; what waits there may go another way."""
        return None
