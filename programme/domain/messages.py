"""What comes in and what goes out, on any channel: frozen values. Times are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Traits:
    """What a channel can show: `buttons` (else choices are numbered lines), `plain` (GSM-7 without diacritics is
    preferred), `limit` characters a message, `files` whether documents can be sent, `pictures` whether pictures can;
    `forgeable` whether somebody else can write in a person's name; `unmarked` whether a forwarded message looks as if
    it had been typed, and photos chosen together come without saying so."""

    name: str
    buttons: bool
    plain: bool = False
    limit: int = 4096
    files: bool = False
    pictures: bool = False
    forgeable: bool = False
    unmarked: bool = False


CHANNELS: Mapping[str, Traits] = {
    t.name: t
    for t in (
        Traits("telegram", buttons=True, limit=4096, files=True, pictures=True),
        Traits("zalo_bot", buttons=False, limit=2000, unmarked=True),
        Traits("zalo_oa", buttons=True, limit=2000, pictures=True, unmarked=True),
        Traits("kannel", buttons=False, plain=True, limit=918, forgeable=True),
        Traits("android_sms", buttons=False, plain=True, limit=918, forgeable=True),
        Traits("phone", buttons=True, limit=4096, files=True, pictures=True),
    )
}

NUMBERED = tuple(name for name, traits in CHANNELS.items() if traits.plain)
"""Channels whose addresses are telephone numbers."""

LOOKS: Mapping[str, Traits] = {
    "telegram": CHANNELS["phone"],
    "zalo": Traits("phone", buttons=False, limit=2000, unmarked=True),
    "sms": Traits("phone", buttons=False, plain=True, limit=918, forgeable=True),
}
"""What the simulator may look like. A person has an address there for each: `lan`, `lan/zalo`, `lan/sms`."""


def phone_address(person: str, looks: str) -> str:
    """The address on the simulator of a person (no slash in it) who holds a phone of these looks."""
    return person if looks == "telegram" else f"{person}/{looks}"


def looks_of(address: str) -> str:
    """The looks that an address on the simulator asks for; telegram where it names none of ours."""
    looks = address.rpartition("/")[2] if "/" in address else ""
    return looks if looks in LOOKS else "telegram"


def traits_of(channel: str, address: str) -> Traits:
    """What can be shown at an address: the channel's traits; on the simulator those of the looks it has there."""
    return LOOKS[looks_of(address)] if channel == "phone" else CHANNELS[channel]


@dataclass(frozen=True, slots=True)
class Media:
    """A file a person sent: `ref` is the channel's own handle to fetch it by, `size` in bytes where known."""

    kind: Literal["photo", "document", "audio", "video"]
    ref: str
    name: str = ""
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a person. `key` is unique within its channel for ever (a message or press id, not an update id);
    `choice` is the payload of a pressed button and `message` the channel's id of the message that carried it;
    `oddity` names what is no plain message: group, edited, forwarded, sticker, voice, other, blocked, unblocked.
    `album` is the channel's id of the photos that were chosen together, `place` what a place on a map is called where
    the message says it, `written` when a forwarded message was first written."""

    channel: str
    address: str
    key: str
    at: datetime
    text: str = ""
    choice: str = ""
    media: tuple[Media, ...] = ()
    location: tuple[float, float] | None = None
    contact: str = ""
    message: str = ""
    oddity: str = ""
    album: str = ""
    place: str = ""
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or a numbered line. `value` is at most 64 bytes and means the same whenever it is pressed."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send: `ref` is the sha256 of a stored medium, or `path:…` of a file in the media folder; `caption` is
    said under it where the channel can."""

    ref: str
    name: str
    mime: str
    caption: str = ""


ANSWER, DIGEST, REMINDER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to a person. `key` is unique for ever: queued twice, it is sent once. `edits` is the channel's id of
    a message to change in place where the channel can; `prompt` marks a question that a newer one replaces;
    `accents` that its reader wants diacritics where there would be none, as is known only when it is sent; `fleeting`
    that its text is blanked once it has gone out (a code, words that may name a person)."""

    channel: str
    address: str
    text: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    key: str = ""
    not_before: datetime | None = None
    priority: int = ANSWER
    edits: str = ""
    prompt: bool = False
    accents: bool = False
    fleeting: bool = False
