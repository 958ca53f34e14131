"""How what is kept of members is handled where the bot runs: by which channels, how long, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from programme.domain.retention import Keep

Carrier = Literal["telegram", "zalo", "sms", "here"]

CARRIERS: Mapping[str, Carrier] = {
    "telegram": "telegram",
    "zalo_bot": "zalo",
    "zalo_oa": "zalo",
    "kannel": "sms",
    "android_sms": "sms",
    "phone": "here",
}
"""Channel → who carries its messages."""
ABROAD: tuple[Carrier, ...] = ("telegram",)
"""Carriers that are not in Vietnam: what goes by them leaves the country."""


@dataclass(frozen=True, slots=True)
class Handling:
    """`channels` are those that are set up, `contact` whom to ask beside the officers ("" for nobody), `links` whether
    a file can be had behind a link where a channel carries none."""

    channels: tuple[str, ...] = ()
    keep: Keep = field(default_factory=Keep)
    contact: str = ""
    links: bool = False

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return tuple(dict.fromkeys(CARRIERS[name] for name in self.channels))

    @property
    def abroad(self) -> bool:
        return any(carrier in ABROAD for carrier in self.carriers)
