"""One inbound message, one transaction: its key, the person, the answer, what it does, the replies in the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.inbound.bot_loops import Robots
from bot.inbound.commit_signal import Landing
from bot.jobs import unit_closures
from handlers.context import Context, Reply, Turn
from handlers.free_words.message_reading import read_ahead, worth_reading_ahead
from handlers.pipeline import flood
from handlers.pipeline.routes import STATES
from handlers.pipeline.stages import answer
from handlers.state import EMPTY, State, UnreadableState
from handlers.understand.reader.lexicon import is_read, lexicon
from handlers.understand.reader.told import Told
from programme.domain.buttons.menu import OpenMenu
from programme.domain.buttons.reporting import ResumeDraft
from programme.domain.effects.privacy import Erase
from programme.domain.handling import Handling
from programme.domain.messages import Inbound, Outbound, traits_of
from programme.domain.programme import Programme
from programme.language.texts import load_texts
from storage import effects
from storage.database.session import Connection, Store
from storage.database.store_faults import is_of_store
from storage.messages import conversations, fallback, message_keys, outbox
from storage.people import accounts
from storage.privacy import erasure_journal
from storage.privacy.erasure_completion import Completion
from storage.queries import Queries
from storage.schedule.campaign_days import Shelf

log = logging.getLogger(__name__)
DOORS = 64  # messages of one person go through one of these, so that a long one is not overtaken while it is read

HEARD = timedelta(days=30)
"""How old what is remembered of a person may be before that they were heard again is noted, though nothing changed."""
SETTLES = timedelta(seconds=2)
"""How long the answer to one of several messages that come together waits for those to the others, which replace it."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Takes messages into the store. `queued` is called, on any thread, when replies may wait to be sent; `via` marks
    replies that a terminal takes instead of the channel's own sender. `robots` keeps two machines from talking for
    ever; `served` are the channels that what waits for a person who left one may go by; `reply_to` names by channel
    the number to answer to, where the sender is a name; `sms` is the channel of SMS to who is no member, `public_url`
    where our pages are, "" for nowhere; `handling` says how personal data are handled here; `completion` overwrites
    what an erasure leaves in files."""

    store: Store
    programme: Programme
    queued: Callable[[str], None] = lambda channel: None
    via: str = ""
    robots: Robots | None = None
    served: Collection[str] = ()
    reply_to: Mapping[str, str] = field(default_factory=dict)
    sms: str = ""
    tariff: tuple[int, int] = (0, 0)
    public_url: str = ""
    handling: Handling = field(default_factory=Handling)
    completion: Completion | None = None
    shelf: Shelf = field(default_factory=Shelf)
    landing: Landing = field(default_factory=Landing)
    doors: tuple[asyncio.Lock, ...] = field(default_factory=lambda: tuple(asyncio.Lock() for _ in range(DOORS)))

    async def __call__(self, inbound: Inbound) -> None:
        """Returns once everything is committed; a key that was seen before changes nothing."""
        fresh = uuid4().hex
        lane = f"{inbound.channel}:{inbound.address}"
        async with self.doors[crc32(lane.encode()) % len(self.doors)]:
            told = await self._read(inbound)
            work = self.store.transact(lambda conn: self.turn(conn, inbound, fresh, told), lane=lane)
        turn = await self.landing.wait(work)
        if turn and _erasure(turn):
            await asyncio.to_thread(self.completion or Completion(self.store))
        if turn and self.robots:
            self.robots.note(inbound.channel, inbound.address, [reply.text for reply in turn.replies], inbound.at)
        if turn and unit_closures.decided(turn.effects):
            await asyncio.to_thread(unit_closures.bring, self.store, self.programme)
        self.queued(inbound.channel)

    async def _read(self, inbound: Inbound) -> Told | None:
        """The words of a message, read on a thread that is not the writer's, as the words of the language are before
        the first; a fault shows in the turn."""
        if inbound.choice or not worth_reading_ahead(inbound.text):
            return None if is_read() else await asyncio.to_thread(_language_read)
        try:
            return await asyncio.to_thread(read_ahead, self.programme, inbound.text, self._day(inbound))
        except Exception:
            return None

    def _day(self, inbound: Inbound) -> date:
        return min(inbound.written or inbound.at, inbound.at).astimezone(ZoneInfo(self.programme.zone)).date()

    def turn(self, conn: Connection, inbound: Inbound, fresh: str, told: Told | None = None) -> Turn | None:
        """What happens within the transaction; None for a message that was taken before."""
        if not message_keys.claim(conn, inbound.channel, inbound.key, inbound.at):
            return None
        turn, changed = self._answered(conn, inbound, fresh, told)
        for effect in turn.effects:
            if closed := effect.closes_address:
                fallback.leave(conn, *closed, self.served, inbound.at)
        if any(effect.changes_campaigns for effect in turn.effects):
            self.shelf.clear()  # before it is done: where it turns out stale, the next try reads anew
        effects.apply(conn, turn.effects, inbound.channel, inbound.address, inbound.at)
        texts = [reply.text for reply in turn.replies]
        if self.robots and self.robots.silent(inbound.channel, inbound.address, texts, inbound.at):
            message_keys.outcome(conn, inbound.channel, inbound.key, "loop")
            return turn
        rows = self._outbounds(inbound, turn, changed)
        if erasure := _erasure(turn):
            self._hold_last(conn, inbound, erasure, rows, fresh)
        else:
            outbox.queue(conn, rows, inbound.at, via=self.via)
        if turn.effects:
            message_keys.outcome(conn, inbound.channel, inbound.key, "+".join(type(d).__name__ for d in turn.effects))
        return turn

    def _hold_last(self, conn: Connection, inbound: Inbound, erasure: Erase, rows: list[Outbound], fresh: str) -> None:
        """The last word waits until nothing of the person is in any file (`completion`)."""
        erasure_journal.answered(conn, erasure.member, fresh)
        meanwhile = Outbound(inbound.channel, inbound.address, erasure.meanwhile)
        outbox.hold_last(conn, fresh, rows, meanwhile, inbound.at, self.via)

    def _answered(self, conn: Connection, inbound: Inbound, fresh: str, told: Told | None) -> tuple[Turn, bool]:
        """The turn, and whether it changed what is remembered of the person."""
        member = accounts.member_at(conn, inbound.channel, inbound.address)
        owner = f"m:{member.id}" if member else f"a:{inbound.channel}:{inbound.address}"
        language = member.language if member else "vi"
        traits = traits_of(inbound.channel, inbound.address)
        state, saved, unreadable = self._state(conn, inbound, owner)
        texts = load_texts(language, self.programme.texts.get(language), traits.plain)
        situation = Context(
            programme=self.programme,
            texts=texts,
            now=inbound.at,
            today=self._day(inbound),
            member=member,
            state=state,
            queries=Queries(conn, self.shelf),
            traits=traits,
            fresh=fresh,
            reply_to=self.reply_to.get(inbound.channel, ""),
            sms=self.sms,
            sms_reply_to=self.reply_to.get(self.sms, ""),
            tariff=self.tariff,
            public_url=self.public_url,
            handling=self.handling,
            told=told,
        )
        try:
            turn = answer(inbound, situation)
        except Exception as fault:
            if is_of_store(fault) or not _is_broken(inbound, situation):
                raise
            self._aside(conn, inbound, owner, type(fault).__name__)
            situation, unreadable = replace(situation, state=EMPTY), True
        if unreadable:  # a button of what is gone leads to the menu
            turn = answer(replace(inbound, choice=OpenMenu().pack()) if inbound.choice else inbound, situation)
            turn = replace(turn, replies=(Reply(texts("conversation.lost")), *turn.replies))
        if any(effect.takes_address for effect in turn.effects):  # the member's own state stays, the stranger's goes
            conversations.save(conn, owner, "", inbound.at)
            return turn, True
        if any(effect.leaves_address for effect in turn.effects):  # who holds that number now hears no more of us
            stranger = STATES.to_json(State(mistaken=True))
            conversations.save(conn, f"a:{inbound.channel}:{inbound.address}", stranger, inbound.at)
        joined = _joined(turn) if member is None else ""
        if joined:  # what a stranger's address remembered goes with the member it became
            conversations.save(conn, owner, "", inbound.at)
            owner = f"m:{joined}"
        stale = saved is not None and inbound.at - saved > HEARD
        if turn.state != situation.state or joined or unreadable or stale:
            conversations.save(conn, owner, STATES.to_json(turn.state), inbound.at)
        return turn, inbound.choice.startswith("q:") and flood.changed(situation.state, turn.state)

    def _state(self, conn: Connection, inbound: Inbound, owner: str) -> tuple[State, datetime | None, bool]:
        """What is remembered of the person, and when that was saved. One that can't be read is put aside whole, and
        they start at the menu."""
        text, saved = conversations.load_dated(conn, owner)
        try:
            return STATES.from_json(text), saved, False
        except UnreadableState as fault:
            self._aside(conn, inbound, owner, str(fault))
            return EMPTY, saved, True

    def _aside(self, conn: Connection, inbound: Inbound, owner: str, fault: str) -> None:
        log.error("a state could not be read (%s): it is put aside and begun anew", fault)
        text = conversations.load(conn, owner)
        message_keys.put_aside(conn, inbound.channel, f"state:{owner}", text, inbound.at, f"state: {fault}")

    def _outbounds(self, inbound: Inbound, turn: Turn, changed: bool) -> list[Outbound]:
        rows = [
            Outbound(
                channel=inbound.channel,
                address=inbound.address,
                text=reply.text,
                choices=reply.choices,
                attachments=reply.attachments,
                key=f"{inbound.key}#{place}",
                not_before=inbound.at + SETTLES if turn.settles else None,
                prompt=reply.prompt,
                fleeting=reply.fleeting,
            )
            for place, reply in enumerate(turn.replies)
        ]
        answered = inbound.choice.startswith("q:") and (changed or any(reply.prompt for reply in turn.replies))
        if inbound.message and answered and rows:  # a receipt or a menu stays; a question that was answered gives way
            rows[0] = replace(rows[0], edits=inbound.message)
        return rows


def _is_broken(inbound: Inbound, situation: Context) -> bool:
    """Whether not even the open question can be shown again: the fault is in the state, not in what was sent."""
    if situation.state == EMPTY:
        return False
    try:
        answer(replace(inbound, choice=ResumeDraft().pack(), media=(), oddity=""), situation)
    except Exception as fault:
        return not is_of_store(fault)
    return False


def _language_read() -> None:
    lexicon()


def _erasure(turn: Turn) -> Erase | None:
    return next((effect for effect in turn.effects if isinstance(effect, Erase)), None)


def _joined(turn: Turn) -> str:
    """The id of the member that a stranger became in this turn, "" where none."""
    return next((effect.enrols for effect in turn.effects if effect.enrols), "")
