"""What SMS cost: each is counted for a unit and month; over the month's ceiling fewer and shorter ones are sent.

Nobody who writes is left without an answer: what is left out are reminders and digests, which go another way of the
person's where there is one, and the answers shrink to one segment each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.base import Closed, Delivery, Sent
from programme.messages import ANSWER, CHANNELS, Outbound
from programme.sms import fitted
from programme.vietnamese import plain
from storage import deliveries, invitations, outbox, people, ways
from storage.session import Store

SMS = ("kannel", "android_sms")
"""Channels where each message costs."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of SMS: months are of the pack's `zone`; `ceiling` is segments a unit may use in a month, 0 for any
    number. `served` are the channels that a message which was not delivered may fall back on."""

    store: Store
    zone: str
    clock: Callable[[], datetime]
    ceiling: int = 0
    served: Collection[str] = ()
    queued: Callable[[str], None] = lambda channel: None

    def month(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone)):%Y-%m}"

    def bearer(self, conn, out: Outbound, at: datetime) -> str:
        """The unit that bears the cost: the member's first of that day, of who was invited the one that invited them,
        "" for other strangers."""
        member = people.member_at(conn, out.channel, out.address)
        if member is None:
            return invitations.unit_of(conn, out.channel, out.address)
        posts = member.posts_on(at.astimezone(ZoneInfo(self.zone)).date())
        return posts[0].unit if posts else ""

    def sent(self, conn, out: Outbound, result: Sent, at: datetime) -> str:
        """Books a message; the channel it was queued on anew, where the gateway told already that it failed."""
        if not result.segments:
            return ""
        unit = self.bearer(conn, out, at)
        state = deliveries.sent(conn, out.channel, result.ref, out.key, unit, self.month(at), result.segments, at)
        return ways.fall_back(conn, out, self.served, at) if state == "failed" else ""

    async def told(self, channel: str, told: Delivery) -> None:
        """Keeps what a gateway tells; what failed goes another way."""
        at = self.clock()

        def note(conn) -> str:
            row = deliveries.told(conn, channel, told.ref, told.state, at)
            out = outbox.outbound(conn, row) if row and told.state == "failed" else None
            return ways.fall_back(conn, out, self.served, at) if out else ""

        if moved := await self._do(note):
            self.queued(moved)

    async def thrift(self, out: Outbound) -> Outbound | Closed:
        """The message as it may be sent: whole (with diacritics for who wants them), shortened, or not by SMS at
        all."""
        at = self.clock()

        def known(conn) -> tuple[bool, int]:
            accents = people.wants_accents(conn, out.channel, out.address)
            if not self.ceiling:
                return accents, -1
            found = deliveries.used(conn, self.month(at), self.bearer(conn, out, at))
            return accents, found[0].segments if found else 0

        accents, used = await asyncio.to_thread(self.store.read, known)
        if used < self.ceiling or not self.ceiling:
            return replace(out, accents=True) if accents else out
        if out.priority != ANSWER:
            return Closed("the month's ceiling of SMS is reached")
        text = plain(out.text) if CHANNELS[out.channel].plain else out.text
        choices = tuple(replace(choice, label=plain(choice.label)) for choice in out.choices)
        return replace(out, text=fitted(text, choices, 1), choices=())

    async def _do(self, work):
        return await asyncio.wrap_future(self.store.transact(work))
