"""The phone simulator's channel: a transcript for each address in memory, uploaded photos in a folder.

Only demo mode has it. The page (pages/phone.py) speaks through a PhoneLine; sending and receiving are as everywhere.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.channels.base import Channel, Dead, Later, Sending, Sent, Surroundings, Unreadable, sound
from bot.channels.pieces import rows
from bot.inbound.intake import Arrival, Intake, NotStored
from pages.phone_protocol import NotTaken, Shown, Upload
from programme.domain.messages import Attachment, Inbound, Media, Outbound, traits_of
from programme.domain.numbered_choices import numbered
from programme.language.vietnamese import plain

log = logging.getLogger(__name__)

MOST_SHOWN = 300
"""Messages a phone remembers; older ones scroll away for good."""
MOST_PHONES = 500
KEPT_SECONDS = 7 * 24 * 3600
"""A photo waits in the folder so long at most: fetching may fail for days, and a failed store must find it again."""
REF = re.compile(r"[0-9a-f]{32}")
ID = re.compile(r"[0-9A-Za-z-]{16,64}")


class Phone(Channel):
    """`folder` is where uploaded photos wait to be fetched; `open_attachment` gives the bytes of a file that was sent
    and is called off the event loop."""

    name = "phone"
    rate = rate_each = 1000

    @classmethod
    def configured(cls, around: Surroundings) -> Phone:
        return cls(around.settings.media / "incoming", around.open_attachment, around.clock)

    def __init__(
        self,
        folder: Path,
        open_attachment: Callable[[Attachment], bytes],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self.epoch = uuid4().hex[:12]
        self._folder, self._open_attachment, self._clock = folder, open_attachment, clock
        self._screens: dict[str, dict[str, Shown]] = {}
        self._changes = 0
        self._news = asyncio.Event()

    def line(self, intake: Intake) -> PhoneLine:
        """What the page speaks through; messages go into `intake`."""
        return PhoneLine(self, intake)

    async def open(self) -> None:
        await asyncio.to_thread(self._sweep)

    def parse(self, raw: bytes) -> list[Inbound]:
        raise Unreadable(raw)  # no gateway posts here

    # --- in

    def say(
        self,
        address: str,
        *,
        text: str = "",
        choice: str = "",
        message: str = "",
        photo: Upload | None = None,
        photo_ref: str = "",
        id: str = "",
        at: datetime | None = None,
    ) -> Inbound:
        """What a person sends: words, the press of a button under `message`, or a photo kept under `photo_ref`.
        `id` makes the key, so that what is sent twice is heard once."""
        media = ()
        if photo:
            kind = "photo" if photo.mime.startswith("image/") else "document"
            media = (Media(kind, photo_ref, sound(photo.name), photo.mime, photo.size),)
        return Inbound(
            channel=self.name,
            address=address,
            key=f"p:{id if ID.fullmatch(id) else uuid4()}",
            at=at or self._clock(),
            text=sound(text),
            choice=sound(choice),
            message=sound(message),
            media=media,
        )

    async def keep(self, photo: Upload) -> str:
        """Keeps an uploaded photo until it is fetched; its ref, "" for one that is too big to be kept."""
        if not photo.data or photo.size != len(photo.data):
            return ""
        ref = uuid4().hex
        await asyncio.to_thread(self._write, ref, photo.data)
        return ref

    def _write(self, ref: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{ref}"
        draft.write_bytes(data)
        draft.replace(self._folder / ref)

    async def fetch(self, ref: str) -> bytes | Later | Dead:
        if not REF.fullmatch(ref):
            return Dead("no photo of this phone")
        try:
            return await asyncio.to_thread((self._folder / ref).read_bytes)
        except FileNotFoundError:
            return Dead("the photo is gone")
        except OSError as fault:
            return Later(f"the photo can't be read: {type(fault).__name__}")

    def _sweep(self) -> None:
        with suppress(FileNotFoundError):
            for file in self._folder.iterdir():
                if file.is_file() and file.stat().st_mtime < time.time() - KEPT_SECONDS:
                    file.unlink(missing_ok=True)

    # --- out

    async def send(self, out: Outbound) -> Sending:
        if not (out.text.strip() or out.attachments or out.choices):
            return Dead("nothing to send")
        traits = traits_of(self.name, out.address)
        text = out.text if traits.buttons else numbered(out.text, out.choices)
        # An edited message keeps its ref even where this process never saw it: a page that shows it will change it.
        ref = out.edits if out.edits and traits.buttons else uuid4().hex
        shown = Shown(
            ref=ref,
            at=self._clock(),
            changed=0,
            text=(plain(text) if traits.plain else sound(text)).strip(),
            rows=tuple(tuple(row) for row in rows(out.choices)) if traits.buttons else (),
            attachments=out.attachments,
        )
        self.show(out.address, shown)
        return Sent(ref)

    def opened(self, file: Attachment) -> bytes:
        """The bytes of a file that was sent. Raises OSError where it is gone."""
        return self._open_attachment(file)

    # --- the screens

    def show(self, address: str, shown: Shown) -> None:
        """Puts a message on the screen, in the place of the one with its ref where there is one."""
        screen = self._screens.pop(address, {})
        self._screens[address] = screen
        self._changes += 1
        before = screen.get(shown.ref)
        screen[shown.ref] = replace(shown, changed=self._changes, at=before.at if before else shown.at)
        while len(screen) > MOST_SHOWN:
            del screen[next(iter(screen))]
        while len(self._screens) > MOST_PHONES:
            del self._screens[next(iter(self._screens))]
        self._tell()

    def hide(self, address: str, ref: str) -> None:
        """Takes back a message that was not stored."""
        self._screens.get(address, {}).pop(ref, None)
        self._tell()

    def screen(self, address: str) -> tuple[Shown, ...]:
        return tuple(self._screens.get(address, {}).values())

    def has(self, address: str, ref: str) -> bool:
        return ref in self._screens.get(address, {})

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def changed(self, address: str, since: int, timeout: float) -> int:
        """See pages.line.Line."""
        end = asyncio.get_running_loop().time() + timeout
        while True:
            latest = max((shown.changed for shown in self.screen(address)), default=0)
            if latest > since:
                return latest
            try:
                async with asyncio.timeout_at(end):
                    await self._news.wait()
            except TimeoutError:
                return since


class PhoneLine:
    """The bot's end of pages.line.Line: what is said takes the way in that every channel's messages take."""

    def __init__(self, phone: Phone, intake: Intake):
        self._phone, self._intake = phone, intake

    @property
    def epoch(self) -> str:
        return self._phone.epoch

    async def hear(
        self,
        address: str,
        *,
        text: str = "",
        choice: str = "",
        message: str = "",
        photo: Upload | None = None,
        id: str = "",
    ) -> None:
        phone = self._phone
        try:
            ref = await phone.keep(photo) if photo else ""
        except OSError as fault:
            log.error("phone: a photo can't be kept: %s", type(fault).__name__)
            raise NotTaken from fault
        said = phone.say(address, text=text, choice=choice, message=message, photo=photo, photo_ref=ref, id=id)
        fresh = not choice and not phone.has(address, said.key)
        if fresh:  # before the answer can come
            name = photo.name if photo and not said.text else said.text
            phone.show(address, Shown(said.key, said.at, 0, text=name, mine=True, photo=ref))
        raw = json.dumps({"key": said.key, "address": address, "text": said.text, "choice": said.choice}).encode()
        try:
            await self._intake.take(phone, Arrival(raw, (said,)))
        except NotStored as fault:
            if fresh:
                phone.hide(address, said.key)
            raise NotTaken from fault

    def transcript(self, address: str) -> tuple[Shown, ...]:
        return self._phone.screen(address)

    async def changed(self, address: str, since: int, timeout: float) -> int:
        return await self._phone.changed(address, since, timeout)

    async def photo(self, ref: str) -> bytes | None:
        found = await self._phone.fetch(ref)
        return found if isinstance(found, bytes) else None

    async def attachment(self, file: Attachment) -> bytes | None:
        try:
            return await asyncio.to_thread(self._phone.opened, file)
        except OSError:
            return None


CHANNEL = Phone
