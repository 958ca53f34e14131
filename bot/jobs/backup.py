"""A backup every night, and the oldest ones thrown away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.inbound.polling import always
from storage.database.store_faults import StoreFault
from storage.transfer import backup_file
from storage.transfer.archive_seal import ENDING

log = logging.getLogger(__name__)

AT = time(2, 30)
"""From this hour on, in the pack's zone."""
AGAIN = timedelta(minutes=15)
NAME = "baocao-{}.tar"
NAMES = NAME.format("????-??-??") + "*"
"""Open ones, and sealed ones with an ending more."""


def whole(folder: Path) -> list[Path]:
    """The archives of a night that are done."""
    return [path for path in folder.glob(NAMES) if path.name[len(NAME.format("????-??-??")) :] in ("", ENDING)]


def outlived(folders: Iterable[Path], keep: int, now: datetime) -> list[Path]:
    """Archives that were made before an upgrade and are older than as many nights as backups are kept for."""
    before = (now - timedelta(days=keep)).timestamp()
    found = {path for folder in folders for path in folder.glob(f"{backup_file.BEFORE}*.tar*")}
    return sorted(path for path in found if path.stat().st_mtime < before)


class Broken(Exception):
    """The process ends in the middle of a backup."""


class Nightly:
    """One backup a day into `folder`, sealed for the `recipients` if there are any; the newest `keep` stay. A night
    that was missed is made up for."""

    def __init__(
        self,
        url: str,
        media: Path,
        folder: Path,
        keep: int,
        *,
        zone: str,
        clock: Callable[[], datetime],
        holds: Callable[[], Awaitable[bool]] = always,
        idle: float = 30.0,
        recipients: Sequence[str] = (),
    ):
        self._recipients = recipients
        self._url, self._media, self._folder, self._keep = url, media, folder, keep
        self._zone, self._clock, self._holds, self._idle = ZoneInfo(zone), clock, holds, idle
        self._not_before: datetime | None = None
        self._ending = False

    async def run(self) -> None:
        """Until cancelled. No fault of the disk or the store ends it."""
        try:
            while True:
                try:
                    await self.turn()
                except Exception as fault:
                    self._not_before = self._clock() + AGAIN
                    why = str(fault) if isinstance(fault, StoreFault) else type(fault).__name__
                    log.error("no backup could be made: %s", why)
                await asyncio.sleep(self._idle)
        finally:
            self._ending = True

    async def turn(self) -> Path | None:
        """Makes the night's backup where it is due; its file."""
        now = self._clock()
        day = self.due(now)
        if day is None or not await self._holds() or (self._not_before and now < self._not_before):
            return None
        return await asyncio.to_thread(self._make, day)

    def due(self, now: datetime) -> date | None:
        """The day whose backup is to be made now."""
        local = now.astimezone(self._zone)
        day = local.date() if local.time() >= AT else local.date() - timedelta(days=1)
        newest = max((path.name for path in whole(self._folder)), default="")
        return day if newest < NAME.format(day) else None

    def age(self, now: datetime) -> float | None:
        """Seconds since the newest was made; None where there is none."""
        made = max((path.stat().st_mtime for path in whole(self._folder)), default=None)
        return None if made is None else max(0.0, now.timestamp() - made)

    def _make(self, day: date) -> Path:
        for half in self._folder.glob(NAMES + backup_file.PARTIAL):
            half.unlink()  # of a process that was killed
        file = self._folder / (NAME.format(day) + (ENDING if self._recipients else ""))
        backup_file.backup(self._url, self._media, file, self._progress, self._recipients)
        for old in sorted(whole(self._folder))[: -self._keep]:
            old.unlink()
        log.info("backup %s made, %d bytes", file.name, file.stat().st_size)
        return file

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._ending:
            raise Broken
