"""What SMS cost: each is counted for a unit and month; over the month's ceiling fewer and shorter ones are sent.

Nobody who writes is left without an answer: what is left out are reminders and digests, which go another way of the
person's where there is one, and the answers shrink to one segment each.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.channels.base import Closed, Delivery, Sent
from bot.outbound.sms_ceiling import tell
from programme.domain.messages import ANSWER, CHANNELS, DIGEST, Outbound
from programme.domain.numbered_choices import numbered
from programme.domain.phones import spellings
from programme.domain.programme import Programme
from programme.domain.sms_segments import fitted, segments
from programme.language.texts import LANGUAGES, TAIL, load_texts
from programme.language.vietnamese import plain
from storage.database.session import Store
from storage.messages import deliveries, fallback, outbox
from storage.people import accounts, sms_invitations

SMS = ("kannel", "android_sms")
"""Channels where each message costs."""


def answered_at(programme: Programme, number: str) -> Programme:
    """The programme whose reminders and digests by SMS name the number to answer to, "" for none."""
    if not number:
        return programme
    own = {
        language: {**programme.texts.get(language, {}), TAIL: f" {texts('word.answer_to', number=number)}"}
        for language, texts in ((language, load_texts(language)) for language in LANGUAGES)
    }
    return replace(programme, texts=own)


def _digits(text: str) -> str:
    """Numbers without what people set between their digits."""
    return re.sub(r"[ .()-]", "", text)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of SMS: months are of the pack's zone; `ceiling` is segments a unit may use in a month, 0 for any
    number. `served` are the channels that a message which was not delivered may fall back on, `reply_to` by channel the
    number to answer to where the sender is a name."""

    store: Store
    programme: Programme
    clock: Callable[[], datetime]
    ceiling: int = 0
    served: Collection[str] = ()
    queued: Callable[[str], None] = lambda channel: None
    reply_to: Mapping[str, str] = field(default_factory=dict)

    def day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.programme.zone)).date()

    def month(self, at: datetime) -> str:
        return f"{self.day(at):%Y-%m}"

    def bearer(self, conn, out: Outbound, at: datetime) -> str:
        """The unit that bears the cost: the member's first of that day, of who was invited the one that invited them,
        "" for other strangers."""
        member = accounts.member_at(conn, out.channel, out.address)
        if member is None:
            return sms_invitations.unit_of(conn, out.channel, out.address)
        posts = member.posts_on(self.day(at))
        return posts[0].unit if posts else ""

    def sent(self, conn, out: Outbound, result: Sent, at: datetime) -> str:
        """Books a message; the channel it was queued on anew, where the gateway told already that it failed."""
        if not result.segments:
            return ""
        unit = self.bearer(conn, out, at)
        month = self.month(at)
        state = deliveries.sent(conn, out.channel, result.ref, out.key, unit, month, result.segments, at)
        used = self.used(conn, unit, at) if self.ceiling and unit else 0
        if used - result.segments < self.ceiling <= used:
            today, ceiling = self.day(at), self.ceiling
            return tell(conn, self.programme, unit, month, ceiling, self.served, today, at)
        return fallback.fall_back(conn, out, self.served, at) if state == "failed" else ""

    def used(self, conn, unit: str, at: datetime) -> int:
        """Segments that a unit has used in the month so far."""
        found = deliveries.used(conn, self.month(at), unit)
        return found[0].segments if found else 0

    async def told(self, channel: str, told: Delivery) -> None:
        """Keeps what a gateway tells; what failed goes another way."""
        at = self.clock()

        def note(conn) -> str:
            row = deliveries.told(conn, channel, told.ref, told.state, at)
            out = outbox.outbound(conn, row) if row and told.state == "failed" else None
            return (fallback.fall_back(conn, out, self.served, at) or self.lost(conn, out.key)) if out else ""

        if moved := await self._do(note):
            self.queued(moved)

    def lost(self, conn, key: str) -> str:
        """A message of this key reaches nobody. Whoever invited by it is told; the channel that they are told on."""
        who = sms_invitations.sent_by(conn, key)
        member = accounts.member(conn, who[0]) if who else None
        way = fallback.way_to(conn, member, self.served) if member else None
        if way is None:
            return ""
        texts = load_texts(member.language, self.programme.texts.get(member.language))
        text = texts("invite.failed", number=spellings(who[1])[-1], code=key.partition(":")[2])
        outbox.queue(conn, [Outbound(*way, text, key=f"{key}:failed", priority=DIGEST)], self.clock())
        return way[0]

    async def thrift(self, out: Outbound) -> Outbound | Closed:
        """The message as it may be sent: whole (with diacritics for who wants them), shortened, or not by SMS at
        all."""
        at = self.clock()

        def known(conn) -> tuple[bool, int]:
            accents = accounts.wants_accents(conn, out.channel, out.address)
            if not self.ceiling:
                return accents, -1
            return accents, self.used(conn, self.bearer(conn, out, at), at)

        accents, used = await asyncio.to_thread(self.store.read, known)
        if used < self.ceiling or not self.ceiling:
            return self._named(replace(out, accents=True) if accents else out)
        if out.priority != ANSWER:
            return Closed("the month's ceiling of SMS is reached")
        text = plain(out.text) if CHANNELS[out.channel].plain else out.text
        choices = tuple(replace(choice, label=plain(choice.label)) for choice in out.choices)
        return self._named(replace(out, text=fitted(text, choices, 1), choices=()))

    def _named(self, out: Outbound) -> Outbound:
        """The message with the number to answer to, where it names none: what is long gives way to it."""
        number = self.reply_to.get(out.channel, "")
        whole = numbered(out.text, out.choices)
        if not number or _digits(number) in _digits(whole):
            return out
        tail = f" {load_texts(LANGUAGES[0])('word.answer_to', number=number)}"
        one = segments(plain(whole + tail)) > 1 and segments(plain(whole)) == 1
        while one and segments(plain(whole + tail)) > 1:
            whole = whole[: whole.rfind(" ")].rstrip() if " " in whole.strip() else whole[:-1]
        return replace(out, text=whole + tail, choices=())

    async def _do(self, work):
        return await asyncio.wrap_future(self.store.transact(work))
