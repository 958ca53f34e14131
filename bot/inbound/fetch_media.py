"""Fetching: photos that people sent are brought from their channel, developed and kept, however often it takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from bot.channels.base import Channel, Dead, Later
from bot.inbound import photo_loss
from bot.inbound.form_intake import made_of, take
from bot.inbound.polling import always
from bot.outbound.send import pause
from bot.workshop import jobs
from bot.workshop.parent import HERE, Bench, Failed
from programme.domain.programme import Programme
from programme.xlsform import Form, FormFaults
from storage.database.session import Store
from storage.messages import media
from storage.messages.media import Due
from storage.reports import forms
from storage.reports.forms import Asked

log = logging.getLogger(__name__)

TOGETHER = 4
LARGEST_FILE = 20_000_000  # bytes
LONGEST_FETCH = 120.0
TRIES = 300
SPOILED = 3
"""Photos that can't be developed, by a fault of the work and not of the picture, are given up after so many tries."""


class Fetcher:
    """Works off the media that the store wants, for all channels; forms among them are checked for the `programme`, and
    `queued` is told where an answer waits. What is done to them is done at the `bench`. Set `wake` when something was
    asked for."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        store: Store,
        folder: Path,
        *,
        wake: asyncio.Event,
        clock: Callable[[], datetime],
        holds: Callable[[], Awaitable[bool]] = always,
        idle: float = 5.0,
        programme: Programme | None = None,
        queued: Callable[[str], None] = lambda channel: None,
        bench: Bench = HERE,
    ):
        self._bench = bench
        self._programme, self._queued = programme, queued
        self._channels, self._store, self._folder = channels, store, folder
        self._wake, self._clock, self._holds, self._idle = wake, clock, holds, idle

    async def run(self) -> None:
        """Until cancelled. No fault of the network or the store ends it."""
        while True:
            self._wake.clear()
            try:
                if await self._holds() and await self.turn():
                    continue
            except Exception as fault:
                log.error("media can't be fetched: %s", type(fault).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._idle):  # wait_for of Python 3.11 may swallow a cancellation
                    await self._wake.wait()

    async def turn(self) -> int:
        """Fetches some of what is due; how many were tried."""
        now = self._clock()
        found = await asyncio.to_thread(self._store.read, lambda conn: media.due(conn, now, TOGETHER))
        await asyncio.gather(*(self._fetch(medium) for medium in found))
        return len(found)

    async def _fetch(self, due: Due) -> None:
        raw = await self._bring(due)
        asked = await asyncio.to_thread(self._store.read, lambda conn: forms.ask(conn, due.name))
        if isinstance(raw, bytes) and asked and self._programme:
            return await self._form(due, asked, raw)
        if isinstance(raw, bytes) and not due.mime.startswith("image/"):
            raw = await self._plain(due, raw)
            if raw is None:
                return
        elif isinstance(raw, bytes):
            picture = await asyncio.to_thread(self._bench.do, jobs.develop_photo, raw, seconds=jobs.PHOTO)
            if isinstance(picture, bytes):
                digest = await asyncio.to_thread(media.keep, self._folder, picture)
                return await self._do(lambda conn: media.fetched(conn, due.name, digest, "image/jpeg", len(picture)))
            raw = self._undeveloped(due, picture)
        if isinstance(raw, Later) and due.attempts + 1 < TRIES:
            seconds = pause(due.attempts + 1) if raw.seconds is None else raw.seconds
            at = self._clock() + timedelta(seconds=seconds)
        else:
            at = None
            log.warning("%s: a medium is given up: %s", due.channel, raw.why)
        if at is None and not asked and self._programme:
            return await self._lost(due, raw.why)
        await self._do(lambda conn: media.failed(conn, due.name, at, raw.why))
        if at is None and asked and self._programme:
            await self._told(asked, None, b"")

    def _undeveloped(self, due: Due, why: str | Failed) -> Dead | Later:
        """What is no photo is given up at once; where the work failed, it is tried again, but not for ever: it may be
        the photo's own fault."""
        if isinstance(why, str):
            return Dead(why)
        return Later(f"developing: {why.why}") if due.attempts + 1 < SPOILED else Dead(f"developing: {why.why}")

    async def _plain(self, due: Due, raw: bytes) -> Dead | None:
        """A recording, a film, a file: kept as it is."""
        if len(raw) > LARGEST_FILE:
            return Dead("too big")
        digest = await asyncio.to_thread(media.keep, self._folder, raw)
        await self._do(lambda conn: media.fetched(conn, due.name, digest, due.mime, len(raw)))
        return None

    async def _form(self, due: Due, asked: Asked, raw: bytes) -> None:
        """A form from a coordinator: checked aside, for it may take a while."""
        made = await asyncio.to_thread(made_of, self._programme, asked.file, raw, self._bench)
        await self._told(asked, made, raw)
        await self._do(lambda conn: media.fetched(conn, due.name, sha256(raw).hexdigest(), due.mime, len(raw)))

    async def _told(self, asked: Asked, made: Form | FormFaults | None, raw: bytes) -> None:
        now = self._clock()
        await self._do(lambda conn: take(conn, self._programme, asked, made, raw, now))
        self._queued(asked.channel)

    async def _lost(self, due: Due, why: str) -> None:
        """It is given up, and who sent it is told so."""
        now = self._clock()

        def give_up(conn) -> None:
            media.failed(conn, due.name, None, why)
            photo_loss.tell(conn, self._programme, due, why, now)

        await self._do(give_up)
        self._queued(due.channel)

    async def _bring(self, due: Due) -> bytes | Later | Dead:
        channel = self._channels.get(due.channel)
        if channel is None:
            return Later("the channel is not set up", 3600)
        try:
            async with asyncio.timeout(LONGEST_FETCH):
                return await channel.fetch(due.ref)
        except TimeoutError:
            return Later("no answer in time")
        except Exception as fault:
            return Later(f"the channel failed: {type(fault).__name__}")

    async def _do(self, work) -> None:
        await asyncio.wrap_future(self._store.transact(work))
