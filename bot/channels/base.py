"""What a channel is: it reads what its gateway brings and sends what we say. It knows no store and no server.

A new channel is a folder with one module, its settings, its traits, and captured payloads in the tests.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from bot.settings import Settings
from programme.domain.messages import CHANNELS, Attachment, Inbound, Outbound, Traits
from programme.domain.programme import Programme
from storage.database.session import Store


class ChannelFault(Exception):
    """The channel can't start as it is set up. The message is one line for the operator and holds no secret."""


class Refused(Exception):
    """A webhook call that proves no right to be heard: `why` in a word or two of ours, for the log, and `status` the
    HTTP status to answer it with."""

    def __init__(self, why: str = "without the right secret", status: int = 403):
        super().__init__(f"refused with {status}: {why}")
        self.why, self.status = why, status


class Unreadable(Exception):
    """What came can't be understood and never will be: `raw` is to be put aside whole."""

    def __init__(self, raw: bytes):
        super().__init__(f"{len(raw)} bytes that can't be read")
        self.raw = raw


@dataclass(frozen=True, slots=True)
class Sent:
    """It went out; `ref` is the channel's id of the (last) message, `segments` how many SMS it took."""

    ref: str = ""
    segments: int = 0


@dataclass(frozen=True, slots=True)
class Later:
    """To be tried again: after `seconds` where the channel said so, else when the sender thinks fit. `scope` says who
    waits: this message, its address, or everyone (the network, a limit over all)."""

    why: str
    seconds: float | None = None
    scope: Literal["message", "address", "everyone"] = "message"


@dataclass(frozen=True, slots=True)
class Dead:
    """It can never be sent as it is."""

    why: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person wants, or can get, nothing from us at this address until they come back."""

    why: str


@dataclass(frozen=True, slots=True)
class Closed:
    """This way to the person is shut for now, though they may be reached by another: a window that ended, a quota."""

    why: str


Sending = Sent | Later | Dead | Blocked | Closed


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a gateway tells of a message that it took: `ref` as it was in Sent; failed for good, or on its way."""

    ref: str
    state: Literal["accepted", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class Polled:
    """Updates as they came, oldest first, and the mark to poll with once all of them are stored."""

    updates: tuple[bytes, ...] = ()
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may be made from. `open_attachment` gives the bytes of a file to send, and is called off the event
    loop."""

    settings: Settings
    programme: Programme
    store: Store
    clock: Callable[[], datetime]
    open_attachment: Callable[[Attachment], bytes]


class Channel(ABC):
    """One way to people. `name` is a key of messages.CHANNELS, `path` where its gateway posts, `report_path` where it
    tells by GET what became of a message, `polls` whether it is asked for updates instead; `rate` and `rate_each` are
    messages a second over all and to one address."""

    name: str
    path: str = ""
    report_path: str = ""
    accepted: int = 200
    polls: bool = False
    rate: float = 30
    rate_each: float = 1

    @classmethod
    def configured(cls, around: Surroundings) -> Self:
        """The channel as the settings want it, not opened. Raises ChannelFault."""
        raise NotImplementedError(f"{cls.name} has no settings")

    @property
    def traits(self) -> Traits:
        return CHANNELS[self.name]

    async def open(self) -> None:  # noqa: B027 - most channels have nothing to open
        """Called once before anything else; raises ChannelFault when the set-up can't work."""

    async def close(self) -> None:  # noqa: B027
        """Called once at the end."""

    def read(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[Inbound | Delivery]:
        """What a webhook call brings. Raises Refused, and Unreadable for what is to be put aside."""
        self.admit(headers, query, body)
        return self.parse(self.whole(query, body))

    def whole(self, query: Mapping[str, str], body: bytes) -> bytes:
        """The update, as `parse` takes it and as it is put aside: the body, unless the address holds a part of it."""
        return body

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        """Raises Refused unless the call shows the secret; compares the raw bytes in constant time."""
        raise Refused

    def taken(self, headers: Mapping[str, str]) -> None:  # noqa: B027
        """Called once what a call brought is stored, before it is answered: where each try of a gateway is signed
        anew, the same signature is a replay from now on."""

    @abstractmethod
    def parse(self, raw: bytes) -> list[Inbound | Delivery]:
        """The messages in one update, and what it tells of ours; none where nothing is for us. Raises Unreadable."""

    def reported(self, query: Mapping[str, str]) -> list[Delivery]:
        """What a call to `report_path`, which `admit` has let in, tells; none where it is not understood."""
        return []

    async def poll(self, mark: int | None) -> Polled | Later:
        """Waits for updates; `mark` tells the gateway that everything before it is stored."""
        raise NotImplementedError(f"{self.name} does not poll")

    @abstractmethod
    async def send(self, out: Outbound) -> Sending:
        """Sends one message, keeping to the channel's own limits. Never raises for what the gateway says."""

    async def fetch(self, ref: str) -> bytes | Later | Dead:
        """The bytes of a medium that a person sent, by its Media.ref."""
        return Dead(f"{self.name} has no media")

    async def acknowledge(self, inbound: Inbound) -> None:  # noqa: B027
        """Tells the person's device that the message was taken, after it was stored; best effort."""


def sound(text: str) -> str:
    """Text without lone surrogates, which JSON can carry and no file or database takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
