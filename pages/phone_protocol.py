"""The line between the simulator's page and the bot: what the page may ask, and a message as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from programme.domain.messages import Attachment, Choice

MOST_PHOTO = 10 * 1024 * 1024
"""Bytes of a photo that are kept; of a bigger one only its size is passed on."""


class NotTaken(Exception):
    """The message could not be stored now; the person may send it again."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person sent: its `size` in bytes, and its `data` unless that is more than MOST_PHOTO."""

    data: bytes
    size: int
    mime: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on the screen. `ref` names it on this phone for ever; `mine` is what the person sent; `rows` are the
    buttons under it; `photo` the ref of an uploaded photo; `changed` grows with every change of the transcript."""

    ref: str
    at: datetime
    changed: int
    text: str = ""
    mine: bool = False
    rows: tuple[tuple[Choice, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    photo: str = ""


class Line(Protocol):
    """The bot, as a phone reaches it. An address is a person's, or `person/looks` (nouns.LOOKS)."""

    epoch: str
    """A new one whenever the bot starts: what `changed` counts from then on."""

    async def hear(
        self,
        address: str,
        *,
        text: str = "",
        choice: str = "",
        message: str = "",
        photo: Upload | None = None,
        id: str = "",
    ) -> None:
        """Returns when the bot has stored the message; the same `id` again changes nothing. Raises NotTaken."""

    def transcript(self, address: str) -> Sequence[Shown]:
        """What is on the screen, oldest first."""

    async def changed(self, address: str, since: int, timeout: float) -> int:
        """Waits until something changed after `since`, at most `timeout` seconds; the count of changes then."""

    async def photo(self, ref: str) -> bytes | None:
        """An uploaded photo, while it is kept."""

    async def attachment(self, file: Attachment) -> bytes | None:
        """A file that the bot sent, while it is there."""


Reads = Callable[[str, str, date, str], str]
"""How a text of a member of a unit is read on a day, in words of a language."""


class Clock(Protocol):
    """The bot's clock, in UTC."""

    def now(self) -> datetime: ...
    def forward(self, by: timedelta) -> None: ...
