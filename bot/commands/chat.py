"""`baocao chat`: talk to the bot in the terminal, on any channel's terms. Its replies never leave the terminal."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.inbound.form_intake import made_of, take
from bot.inbound.picture import NoPicture, develop
from bot.inbound.receive import Receiver
from bot.jobs import unit_closures
from bot.transcript import Recorder
from programme.domain.messages import CHANNELS, Choice, Inbound, Media, Outbound, traits_of
from programme.domain.numbered_choices import numbered
from programme.domain.programme import Programme
from programme.packs.pack import load_programme
from storage.database.session import Store, open_store
from storage.messages import media, outbox
from storage.reports import forms

VIA = "terminal"
FILES = ("@document", "@audio", "@video")
ODD = ("@sticker", "@voice", "@forwarded", "@edited", "@group", "@other")


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "chat",
        help="talk to the bot in the terminal",
        description="A line in, the replies out. @photo PATH, @document PATH, @audio PATH, @video PATH, @location LAT "
        "LON and @contact PHONE stand for those messages, @press LABEL for a button of an older message, @sticker, "
        "@voice, @forwarded, @edited and @group for what is no plain message; a choice is answered by its words or its "
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
    talk = Terminal(store, programme, settings.media, args.channel, args.address, now, sms, settings.public_url)
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

    store = open_store(settings.database_url)
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
    shown: tuple[Choice, ...] = ()
    ever: dict[str, str] = field(default_factory=dict)

    def say(self, line: str) -> list[Outbound]:
        """Takes one line in and gives what was queued in answer."""
        when = self.now or datetime.now(UTC)
        inbound, picture = self.read(line, when)
        receiver = Receiver(self.store, self.programme, via=VIA, sms=self.sms, public_url=self.public_url)

        def work(conn) -> None:
            receiver.turn(conn, inbound, uuid4().hex)
            for due in media.due(conn, when, 100) if picture else ():
                if due.ref == inbound.media[0].ref and (asked := forms.ask(conn, due.name)):
                    media.fetched(conn, due.name, sha256(picture).hexdigest(), due.mime, len(picture))
                    take(conn, self.programme, asked, made_of(self.programme, asked.file, picture), picture, when, VIA)
                elif due.ref == inbound.media[0].ref:
                    digest = media.keep(self.folder, picture)
                    media.fetched(conn, due.name, digest, due.mime, len(picture))

        self.store.transact(work).result()
        unit_closures.bring(self.store, self.programme)
        replies = self.taken()
        self.saw(replies)
        return replies

    def saw(self, replies: Iterable[Outbound]) -> None:
        """The buttons that the person has before them now, and all that they ever had."""
        for reply in replies:
            self.shown = reply.choices or self.shown
            self.ever |= {c.label: c.value for c in reply.choices}

    def taken(self) -> list[Outbound]:
        """What waits for this terminal, in order, marked as sent."""
        when = self.now or datetime.now(UTC)
        taken: list[Outbound] = []

        def take(conn) -> list[Outbound]:
            claimed = outbox.claim(conn, self.channel, when, 50, 0, VIA, via=VIA)  # others' rows are let go of at once
            mine = [row for row in claimed if row.outbound.address == self.address]
            for row in mine:
                outbox.sent(conn, row.id, "", when)
            return [row.outbound for row in mine]

        while found := self.store.transact(take).result():
            taken += found
        return taken

    def read(self, line: str, when: datetime) -> tuple[Inbound, bytes]:
        """The message that a line stands for, and the picture that comes with it."""
        word, _, rest = line.partition(" ")
        blank = {"channel": self.channel, "address": self.address, "key": f"t:{uuid4().hex}", "at": when}
        if word == "@photo":
            return self._photo(Path(rest.strip()), blank)
        if word in FILES:
            return self._file(word, Path(rest.strip()), blank)
        if word == "@location" and (pair := re.fullmatch(r"(-?\d+(?:\.\d+)?)[ ,]+(-?\d+(?:\.\d+)?)", rest.strip())):
            return Inbound(**blank, location=(float(pair[1]), float(pair[2]))), b""
        if word == "@contact":
            return Inbound(**blank, contact=rest.strip()), b""
        if word == "@press":
            return Inbound(**blank, choice=self.ever.get(rest, "?"), message="old"), b""
        if word in ODD:
            return Inbound(**blank, text=rest, oddity=word[1:]), b""
        if traits_of(self.channel, self.address).buttons:
            pressed = next((c.value for c in self.shown if c.label == line), "")
            return Inbound(**blank, text=line, choice=pressed), b""
        return Inbound(**blank, text=line), b""

    def _file(self, word: str, path: Path, blank: dict) -> tuple[Inbound, bytes]:
        """A document, a recording or a film on disk."""
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        mime = guess_type(path.name)[0] or ""
        medium = Media(word[1:], f"terminal:{blank['key']}", path.name, mime, len(content))
        return Inbound(**blank, media=(medium,)), content

    def _photo(self, path: Path, blank: dict) -> tuple[Inbound, bytes]:
        """A photo on disk. One that can't be read is what a channel calls a file that is no picture."""
        try:
            size = path.stat().st_size
            picture = develop(path.read_bytes()) if size <= 10 * 1024 * 1024 else b""
        except (OSError, NoPicture):
            return Inbound(**blank, media=(Media("document", str(path), path.name),)), b""
        return Inbound(
            **blank, media=(Media("photo", f"terminal:{blank['key']}", path.name, "image/jpeg", size),)
        ), picture
