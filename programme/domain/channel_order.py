"""In which order a person's channels are tried."""

from __future__ import annotations

from programme.domain.messages import CHANNELS
from programme.domain.model import Member


def ways(member: Member) -> tuple[tuple[str, str], ...]:
    """The member's (channel, address) pairs, the best first: those they prefer (several by comma, in their order), then
    those that cost nobody anything, SMS last."""
    return in_order(member.addresses, member.preferred)


def in_order(addresses: tuple[tuple[str, str], ...], preferred: str) -> tuple[tuple[str, str], ...]:
    """The same for (channel, address) pairs and the channels that are preferred, by comma."""
    wished = [name.strip() for name in preferred.split(",")]
    order = [*dict.fromkeys(name for name in wished if name in CHANNELS)]
    order += [name for name in CHANNELS if name not in order]
    return tuple(sorted(addresses, key=lambda where: order.index(where[0])))
