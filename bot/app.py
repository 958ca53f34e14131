"""The process wired together: settings → store → channels → loops and doors, and their end in reverse."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from aiohttp import web

from bot import demo, secret_key
from bot.channels.base import Channel
from bot.channels.configured import served
from bot.inbound.bot_loops import Robots
from bot.inbound.fetch_media import Fetcher
from bot.inbound.intake import Intake, aside_into
from bot.inbound.polling import Poller
from bot.inbound.receive import Receiver
from bot.inbound.webhooks import make_app, serve
from bot.jobs import silent_members, unit_closures
from bot.jobs.backup import Nightly, outlived
from bot.jobs.erasures import Completing
from bot.jobs.retention import Keeper
from bot.jobs.tick import Ticker
from bot.opened_store import served as brought_up
from bot.ops.health import Health, Pulse
from bot.ops.lease import Lease, bury, this_process
from bot.ops.metrics import Metrics, route
from bot.outbound import own_copy
from bot.outbound.render import FOLDER, Renderer
from bot.outbound.send import Sender, StoredQueue
from bot.outbound.sms_budget import SMS, Ledger, answered_at
from bot.settings import Settings
from bot.workshop.forms import compiled_at
from bot.workshop.parent import Workshop
from handlers.understand.reader.lexicon import lexicon
from pages import calendar, signed_links
from programme.domain.programme import Programme
from programme.packs.pack import load_programme
from reminders.clock import Ticking
from storage.database.session import Store
from storage.people import units
from storage.privacy.erasure_completion import Completion

log = logging.getLogger(__name__)


@dataclass
class Clock:
    """The time, which the simulator may put forward."""

    ahead: timedelta = field(default_factory=timedelta)
    heard: list[Callable[[], None]] = field(default_factory=list)
    """What is called when it was put forward."""

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    now = __call__

    def forward(self, by: timedelta) -> None:
        self.ahead += by
        for hear in self.heard:
            hear()


@dataclass
class App:
    """What runs. `address` is where the pages are, once `start` is done."""

    settings: Settings
    programme: Programme
    store: Store
    channels: tuple[Channel, ...]
    clock: Clock
    workshop: Workshop = field(default_factory=Workshop)
    address: str = ""
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Everything up; raises what stops the start, with all that was begun ended again."""
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def _start(self) -> None:
        self._stack.callback(self.workshop.close)
        self._stack.enter_context(compiled_at(self.workshop))
        owner = this_process()
        await asyncio.to_thread(bury, self.store)
        wakes = {channel.name: asyncio.Event() for channel in self.channels}
        fetch_wake = asyncio.Event()
        loop = asyncio.get_running_loop()

        def queued(channel: str) -> None:
            for event in (wakes.get(channel), fetch_wake):
                if event:
                    loop.call_soon_threadsafe(event.set)

        names = tuple(wakes)
        reply_to = {"kannel": self.settings.kannel_reply_to} if self.settings.kannel_reply_to else {}
        receiver = Receiver(
            *(self.store, self.programme),
            queued=queued,
            robots=Robots(),
            served=names,
            reply_to=reply_to,
            sms=next((name for name in SMS if name in names), ""),
            tariff=(self.settings.sms_price, self.settings.sms_ceiling),
            public_url=self.settings.public_url,
            handling=self.settings.handling,
            completion=self._completing(),
        )

        metrics, pulse = Metrics(), Pulse()
        secret = next(iter(secret_key.found(self.settings).secrets), "")

        async def receive(inbound):
            began, result = loop.time(), "failed"
            try:
                await receiver(_now(inbound, self.clock))
                result = "done"
            finally:
                metrics.turn(inbound.channel, result, loop.time() - began)

        ledger = Ledger(*(self.store, self.programme, self.clock, self.settings.sms_ceiling, names, queued, reply_to))
        intake = Intake(receive, aside_into(self.store, self.clock), ledger.told)
        for channel in self.channels:
            await channel.open()
            self._stack.push_async_callback(channel.close)
        renderer = Renderer(
            *(self.store, self.programme, self.settings.media, self.clock),
            secret=secret,
            public_url=self.settings.public_url,
            handling=self.settings.handling,
            bench=self.workshop,
        )
        self._stack.callback(renderer.close)
        for channel in self.channels:
            lease = Lease(self.store, f"serve:{channel.name}", owner, self.clock)
            self._stack.push_async_callback(_quietly, lease.release)
            costs = channel.name in SMS
            queue = StoredQueue(
                self.store, channel.name, owner, served=names, queued=queued, ledger=ledger if costs else None
            )
            sender = Sender(
                *(channel, queue),
                wake=wakes[channel.name],
                clock=self.clock,
                holds=pulse.watch(f"send:{channel.name}", lease.holds),
                render=renderer,
                thrift=ledger.thrift if costs else None,
                counted=partial(metrics.send, channel.name),
            )
            self._loop(sender.run(), f"send:{channel.name}")
            if channel.polls:
                holds = pulse.watch(f"poll:{channel.name}", lease.holds)
                self._loop(Poller(channel, intake, holds=holds).run(), f"poll:{channel.name}")
        lease = Lease(self.store, "fetch", owner, self.clock)
        self._stack.push_async_callback(_quietly, lease.release)
        by_name = {channel.name: channel for channel in self.channels}
        holds = pulse.watch("fetch", lease.holds)
        fetcher = Fetcher(
            by_name,
            self.store,
            self.settings.media,
            wake=fetch_wake,
            clock=self.clock,
            holds=holds,
            programme=self.programme,
            queued=queued,
            bench=self.workshop,
        )
        self._loop(fetcher.run(), "fetch")
        await self._ticking(owner, queued, pulse)
        nightly = self._nightly(owner)
        self._keeping(owner, metrics)
        health = Health(self.store, owner, self.clock, pulse)
        self._stack.push_async_callback(_quietly, health.ended)
        figures = route(metrics, self.store, self.clock, nightly.age if nightly else lambda now: None)
        routes = [figures, *_pages(self, intake)]
        routes += calendar.routes(self.store, self.programme, self.clock)
        if secret:
            routes += signed_links.routes(
                secret,
                self.settings.media / FOLDER,
                self.clock,
                made=partial(own_copy.made, self.store, self.programme, self.settings.handling),
            )
        site = make_app(self.channels, intake, health=health, extra_routes=routes)
        runner = await serve(site, self.settings.host, self.settings.port)
        self._stack.push_async_callback(runner.cleanup)
        host, port = runner.addresses[0][:2]
        self._loop(asyncio.to_thread(lexicon), "lexicon")
        self.address = f"http://{'[' + host + ']' if ':' in host else host}:{port}"

    async def _ticking(self, owner: str, queued: Callable[[str], None], pulse: Pulse) -> None:
        """What nobody asked for falls due by the minute, and at once when the simulator's clock is put forward."""
        lease = Lease(self.store, "tick", owner, self.clock)
        self._stack.push_async_callback(_quietly, lease.release)
        holds = pulse.watch("tick", lease.holds)
        ticker = Ticker(self.store, self.programme, queued=queued)

        async def tick() -> None:
            if await holds():
                await asyncio.to_thread(ticker.tick, self.clock())

        ticking = Ticking(tick)
        self._stack.push_async_callback(ticking.stop)
        ticking.start()
        self.clock.heard.append(ticking.soon)

    def _loop(self, work: Awaitable[object], name: str) -> None:
        task = asyncio.ensure_future(work)
        task.set_name(name)

        async def end() -> None:
            task.cancel()
            await asyncio.wait([task])

        self._stack.push_async_callback(end)

    def _completing(self) -> Completion:
        """What erasures leave in files goes, at once and again until it is gone."""
        completion = Completion(self.store, self.settings.media, self.settings.journals)
        self._loop(Completing(completion, zone=self.programme.zone, clock=self.clock).run(), "erasures")
        return completion

    def _nightly(self, owner: str) -> Nightly | None:
        """Backups every night, where the settings name a folder for them."""
        s = self.settings
        if s.backup_dir is None:
            return None
        lease = Lease(self.store, "backup", owner, self.clock)
        self._stack.push_async_callback(_quietly, lease.release)
        zone = self.programme.zone
        nightly = Nightly(
            *(s.database_url, s.media, s.backup_dir, s.backup_keep),
            zone=zone,
            clock=self.clock,
            holds=lease.holds,
            recipients=s.backup_recipients,
        )
        self._loop(nightly.run(), "backup")
        return nightly

    def _keeping(self, owner: str, metrics: Metrics) -> None:
        """What has been kept long enough is forgotten every night."""
        lease = Lease(self.store, "retention", owner, self.clock)
        self._stack.push_async_callback(_quietly, lease.release)
        keeper = Keeper(
            *(self.store, self.settings.keep, self.settings.media),
            zone=self.programme.zone,
            clock=self.clock,
            holds=lease.holds,
            counted=metrics.forgot,
            besides=lambda conn, now: silent_members.turn(conn, self.programme, self.settings.handling, now),
            archives=partial(outlived, self.settings.upgrade_folders, self.settings.backup_keep),
        )
        self._loop(keeper.run(), "retention")

    async def stop(self) -> None:
        """Doors shut first, what is going out let finish, the store last."""
        await self._stack.aclose()
        await asyncio.to_thread(self.store.close)


def _now(inbound, clock: Callable[[], datetime]):
    """The message as received now by our own clock: a gateway's clock decides nothing."""
    from dataclasses import replace

    return replace(inbound, at=clock())


async def _quietly(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception as fault:
        log.warning("at the end: %s", type(fault).__name__)


def build(settings: Settings) -> App:
    """The app as the settings want it. Raises PackFaults, StoreFault, ChannelFault."""
    workshop = Workshop()
    try:
        with compiled_at(workshop):
            programme = answered_at(load_programme(settings.programme), settings.kannel_reply_to)
        return _built(settings, programme, workshop)
    except BaseException:
        workshop.close()
        raise


def _built(settings: Settings, programme: Programme, workshop: Workshop) -> App:
    store = brought_up(settings)
    clock = Clock()
    try:
        unit_closures.bring(store, programme)
        if settings.demo:
            programme = demo.settle(store, programme, clock())
        else:
            demo.refuse(store, programme)
            store.transact(lambda conn: units.bring_up(conn, programme.units, clock())).result()
        channels = tuple(served(settings, programme, store, clock))
    except BaseException:
        store.close()
        raise
    return App(settings, programme, store, channels, clock, workshop)


async def _to_the_phone(_: web.Request) -> web.StreamResponse:
    return web.HTTPFound("/phone")


def _pages(app: App, intake: Intake):
    """The routes of what is seen in a browser."""
    if app.settings.demo:
        from handlers.wording.reading_words import read_in_words
        from pages import phone as page

        line = next(channel for channel in app.channels if channel.name == "phone")
        home = web.get("/", _to_the_phone)
        reads = partial(read_in_words, app.programme)
        return (home, *page.routes(line.line(intake), app.programme, app.clock, reads))
    return ()
