"""`baocao chat`: talk to the bot in the terminal, on any channel's terms. Its replies never leave the terminal."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.commands.chat_lines import Hand, Said
from bot.inbound import photo_loss
from bot.inbound.form_intake import made_of, take
from bot.inbound.receive import SETTLES, Receiver
from bot.jobs import unit_closures
from bot.opened_store import served
from bot.transcript import Recorder
from programme.domain.handling import Handling
from programme.domain.messages import CHANNELS, Choice, Outbound
from programme.domain.numbered_choices import numbered
from programme.domain.programme import Programme
from programme.packs.pack import load_programme
from storage.database.session import Store
from storage.messages import media, outbox
from storage.privacy.erasure_completion import Completion
from storage.reports import forms

VIA = "terminal"


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "chat",
        help="talk to the bot in the terminal",
        description="A line in, the replies out. @photo PATH, @document PATH, @audio PATH, @video PATH, @location LAT "
        "LON [NAME] and @contact PHONE stand for those messages, @photo A @photo B WORDS for photos chosen together, "
        "@press LABEL for a button of an older message, @forwarded WORDS @forwarded WORDS for forwarded messages, "
        "@sticker, @voice, @edited and @group for what is no plain message; a choice is answered by its words or its "
        "number.",
    )
    parser.add_argument("--channel", required=True, choices=list(CHANNELS), help="whose terms to talk on")
    parser.add_argument("--address", required=True, help="the channel's own id of the person, e.g. a phone number")
    parser.add_argument("--now", metavar="TIME", help="RFC 3339; without an offset in the pack's zone")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write a transcript that the tests replay")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = args.settings
    programme = load_programme(settings.programme)
    try:
        now = instant(args.now, programme.zone) if args.now else None
    except ValueError:
        print(f"baocao: {args.now!r} is no time; write it as 2026-06-15T19:30", file=sys.stderr)
        return 2
    try:
        recorder = Recorder(args.record, args.channel, args.address, now) if args.record else None
    except OSError as fault:
        print(f"baocao: {args.record} can't be written: {fault.strerror}", file=sys.stderr)
        return 2
    store = opened(settings, programme)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    sms = "kannel" if settings.kannel_send_url else "android_sms" if settings.android_sms_url else ""
    talk = Terminal(
        store, programme, settings.media, args.channel, args.address, now, sms, settings.public_url, settings.journals
    )
    talk.handling = settings.handling
    try:
        for line in lines(sys.stdin):
            replies = talk.say(line)
            if recorder:
                recorder.add(line, replies)
            if args.json:
                shown = {"in": line, "replies": [as_json(r) for r in replies]}
                print(json.dumps(shown, ensure_ascii=False), flush=True)
            else:
                for reply in replies:
                    print(numbered(reply.text, reply.choices), end="\n\n", flush=True)
    finally:
        store.close()
        if recorder:
            recorder.close()
    return 0


def opened(settings, programme: Programme) -> Store:
    """The store, with the demo's people in it where this is the demo. StoreFault where it is the other kind."""
    from bot import demo

    store = served(settings)
    unit_closures.bring(store, programme)
    try:
        if settings.demo:
            settled = demo.settle(store, programme, datetime.now(UTC))
            if sys.stderr.isatty():
                print("demo: " + ", ".join(demo.codes(settled)), file=sys.stderr)
        else:
            demo.refuse(store, programme)
    except BaseException:
        store.close()
        raise
    return store


def lines(stream):
    """Lines as they are typed, with a prompt where somebody types."""
    asking = stream.isatty()
    while True:
        if asking:
            print("> ", end="", file=sys.stderr, flush=True)
        line = stream.readline()
        if not line:
            return
        yield line.rstrip("\n")


def instant(text: str, zone: str) -> datetime:
    """A time in UTC. Raises ValueError."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def as_json(reply: Outbound) -> dict:
    return {
        "text": reply.text,
        "choices": [c.label for c in reply.choices],
        "attachments": [a.name for a in reply.attachments],
    }


@dataclass
class Terminal:
    """One person at one address, over the same receive and outbox as every channel."""

    store: Store
    programme: Programme
    folder: Path
    channel: str
    address: str
    now: datetime | None = None
    sms: str = "kannel"
    public_url: str = ""
    handling: Handling = field(default_factory=lambda: Handling(("phone",)))
    journals: tuple[Path, ...] = ()
    shown: tuple[Choice, ...] = ()
    ever: dict[str, str] = field(default_factory=dict)

    def say(self, line: str) -> list[Outbound]:
        """Takes one line in and gives what was queued in answer."""
        when = self.now or datetime.now(UTC)
        receiver = Receiver(self.store, self.programme, via=VIA, sms=self.sms, public_url=self.public_url)
        receiver = replace(receiver, handling=self.handling)
        hand = Hand(self.channel, self.address, self.shown, self.ever, fresh=uuid4)
        for said in hand.messages(line, when):
            self.store.transact(partial(self._take, receiver, said, when)).result()
        unit_closures.bring(self.store, self.programme)
        complete = Completion(self.store, self.folder, self.journals)
        complete()
        replies = self.taken()
        complete()  # the last word had an address
        self.saw(replies)
        return replies

    def _take(self, receiver: Receiver, said: Said, when: datetime, conn) -> None:
        """One message, and the file that came with it: here it is brought at once."""
        receiver.turn(conn, said.inbound, uuid4().hex)
        content = said.content
        for due in media.due(conn, when, 100) if said.inbound.media else ():
            if due.ref != said.inbound.media[0].ref:
                continue
            if said.why:
                media.failed(conn, due.name, None, said.why)
                photo_loss.tell(conn, self.programme, due, said.why, when, VIA)
            elif asked := forms.ask(conn, due.name):
                media.fetched(conn, due.name, sha256(content).hexdigest(), due.mime, len(content))
                take(conn, self.programme, asked, made_of(self.programme, asked.file, content), content, when, VIA)
            else:
                media.fetched(conn, due.name, media.keep(self.folder, content), due.mime, len(content))

    def saw(self, replies: Iterable[Outbound]) -> None:
        """The buttons that the person has before them now, and all that they ever had."""
        for reply in replies:
            self.shown = reply.choices or self.shown
            self.ever |= {c.label: c.value for c in reply.choices}

    def taken(self) -> list[Outbound]:
        """What waits for this terminal, in order, marked as sent."""
        when = self.now or datetime.now(UTC)
        until = when + SETTLES  # nobody waits here for what may come together
        taken: list[Outbound] = []

        def take(conn) -> list[Outbound]:
            claimed = outbox.claim(conn, self.channel, until, 50, 0, VIA, via=VIA)  # others' rows are let go of at once
            mine = [row for row in claimed if row.outbound.address == self.address]
            for row in mine:
                outbox.sent(conn, row.id, "", when)
            return [row.outbound for row in mine]

        while found := self.store.transact(take).result():
            taken += found
        return taken
