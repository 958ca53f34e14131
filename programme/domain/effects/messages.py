"""Effects on messages: something said to another, an invitation by SMS, a file to fetch or to forget, words kept
unanswered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from programme.domain.effects import Effect
from programme.domain.messages import Choice


@dataclass(frozen=True, slots=True)
class Tell(Effect):
    """Say something to another member, on the first way to them. `key` is unique for ever among what is told them.
    Where that way has no buttons to press, `brief` is said instead, if there is one, with what to type in it."""

    member: str
    text: str
    key: str
    choices: tuple[Choice, ...] = ()
    not_before: datetime | None = None
    brief: str = ""


@dataclass(frozen=True, slots=True)
class SendInvitation(Effect):
    """Send the words of an invite to a mobile number (E.164) on a channel of SMS: once for its code, and not to who
    said that they are another."""

    code: str
    unit: str
    by: str
    channel: str
    number: str
    text: str
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchMedium(Effect):
    """Durable work: fetch `ref` from `channel`, take its EXIF off, keep it under `name`."""

    name: str
    channel: str
    ref: str
    mime: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class ForgetMedium(Effect):
    """A file that was sent for a report and goes into none: it is fetched no more, and its bytes go at night."""

    name: str
    by: str


@dataclass(frozen=True, slots=True)
class KeepWords(Effect):
    """A message of the member's that is not answered now is kept whole, for as long as what could not be read. `words`
    are a line of JSON with the address it came from."""

    member: str
    channel: str
    key: str
    words: str
    why: str
