"""Digests rendered when they are sent: from (unit, period) to text and files, one at a time and off the event loop."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.jobs.digest import write
from bot.outbound import own_copy
from bot.workshop.parent import HERE, Bench
from pages.signed_links import TYPES, link
from programme.domain.handling import Handling
from programme.domain.messages import Attachment, Outbound, traits_of
from programme.domain.programme import Programme
from programme.language.texts import Texts, load_texts
from reminders.digest import meant
from reminders.digest_sms import compose_sms
from reminders.digest_words import compose
from reports.readers import Reader, reader_of
from reports.shown_summary import shown_to
from reports.summary import Summary, summarise
from storage.database.session import Connection, Store
from storage.people import accounts
from storage.queries import Queries

FOLDER = "digests"
KEPT = timedelta(days=7)
"""How long a link opens, and a rendered file stays."""


@dataclass
class Renderer:
    """Fills in digests that are about to be sent; every other message stays as it is. Without a secret or a public
    address there are no links. Charts and workbooks are made at the `bench`."""

    store: Store
    programme: Programme
    media: Path
    clock: Callable[[], datetime]
    secret: str = ""
    public_url: str = ""
    handling: Handling = field(default_factory=Handling)
    bench: Bench = HERE
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "render"))
    _going: dict[tuple[str, str], asyncio.Future] = field(default_factory=dict)

    async def __call__(self, out: Outbound) -> Outbound:
        """May be cancelled: what was begun goes on, and the next call for the same message finds it."""
        digest = meant(out.key)
        if digest is None:
            return own_copy.linked(self, out) if out.attachments else out
        place = (out.channel, out.key)
        if place not in self._going:
            loop = asyncio.get_running_loop()
            self._going[place] = loop.run_in_executor(self._worker, partial(self.render, out, *digest))
        try:
            made = await asyncio.shield(self._going[place])
            # What a row says already is what else the member is to hear that day.
            return replace(made, text=f"{made.text}\n\n{out.text}") if out.text else made
        finally:
            if place in self._going and self._going[place].done():
                del self._going[place]

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)

    def render(self, out: Outbound, unit: str, period: str, member_id: str) -> Outbound:
        """The message whole. A unit that is no longer in the pack gives a digest of nothing."""
        now = self.clock()
        member = self.store.read(lambda conn: accounts.member(conn, member_id))
        t = load_texts(
            member.language if member else "vi", self.programme.texts.get(member.language if member else "vi")
        )
        if unit not in self.programme.units:
            return replace(out, text=t("digest.gone"))
        today = now.astimezone(ZoneInfo(self.programme.zone)).date()
        posts = [post for post in member.posts_on(today) if post.unit == unit] if member else []
        viewer = member is not None and {p.role for p in posts} <= {"viewer"}  # so sees who has lost the post since

        def read(conn: Connection) -> tuple[Reader, Summary]:
            looks = reader_of(self.programme, Queries(conn).figures, unit, posts, today)
            return looks, shown_to(looks, summarise(self.programme, Queries(conn), unit, period, now))

        looks, summary = self.store.read(read)
        traits = traits_of(out.channel, out.address)
        if traits.plain:
            return replace(out, text=compose_sms(self.programme, t, summary))
        said = compose(self.programme, t, summary, viewer=viewer)
        if said.choices and not traits.buttons:  # a number in answer would not be known for the digest's
            said = replace(said, text=f"{said.text}\n\n{t('digest.sms.keys')}", choices=())
        if not (summary.completeness.expected or summary.totals):
            return replace(out, text=said.text, choices=said.choices)  # one line needs no chart
        files, broken = self._files(t, summary, looks, viewer, now)
        text = f"{said.text}\n\n{t('digest.broken')}" if broken else said.text
        if traits.files:
            return replace(out, text=text, choices=said.choices, attachments=files)
        links = self._links(t, files, now)
        return replace(out, text="\n\n".join([text, *links]), choices=said.choices)

    def _files(
        self, t: Texts, summary: Summary, looks: Reader, viewer: bool, now: datetime
    ) -> tuple[tuple[Attachment, ...], bool]:
        folder = self.media / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._sweep(folder)
        # The name tells nothing and is never the same for those who may not see the same.
        mark = sha256(f"{summary.unit}:{summary.period}:{viewer}:{t.language}:{now.isoformat()}".encode()).hexdigest()
        png, xlsx = folder / f"{mark[:24]}.png", folder / f"{mark[:24]}.xlsx"
        written = write(self.store, self.programme, t, summary, looks, png, xlsx, viewer=viewer, bench=self.bench)
        name = re.sub(r"[^a-z0-9.-]", "-", f"bao-cao-{summary.unit}-{summary.period}".lower())
        files = (
            Attachment(f"path:{FOLDER}/{path.name}", f"{name}{path.suffix}", TYPES[path.suffix])
            for path in written.made
        )
        return tuple(files), bool(written.failed)

    def _links(self, t: Texts, files: tuple[Attachment, ...], now: datetime) -> list[str]:
        if not (self.secret and self.public_url):
            return []
        until = now + KEPT
        day = until.astimezone(ZoneInfo(self.programme.zone))
        return [
            t(
                "digest.link",
                name=file.name,
                until=f"{day.day}/{day.month}",
                url=link(self.public_url, self.secret, file.ref.rpartition("/")[2], file.name, until),
            )
            for file in files
        ]

    def _sweep(self, folder: Path) -> None:
        """Files older than any link to them, by the disk's own clock: a demo's goes years ahead of it."""
        oldest = time.time() - (KEPT + timedelta(days=1)).total_seconds()
        for file in folder.iterdir():
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)
