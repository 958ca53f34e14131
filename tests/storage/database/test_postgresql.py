"""What holds on PostgreSQL as on SQLite, and what only PostgreSQL is asked for: many processes on one store."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import threading
import uuid
from collections import Counter, defaultdict
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import create_engine, text

from bot.channels.base import Polled
from bot.demo import settle
from bot.inbound.intake import Intake
from bot.inbound.polling import Poller
from bot.jobs.tick import Ticker
from bot.ops.lease import Lease
from bot.transcript import parse
from programme.domain.effects.people import Enrol
from programme.domain.model import Member, Post
from programme.domain.programme import NOTICE
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import outbox
from storage.people import accounts, units
from storage.transfer import store_rows
from tests.bot.channels.test_telegram_end_to_end import SECRET, TOKEN, emulated, free_port, message
from tests.handlers.test_conversations import FILES, play, steady
from tests.support.stores import _admin, _named

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
steady = steady


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture(scope="module")
def settled(postgresql_url, programme):
    """The address of a PostgreSQL with the demo cast, and its rows by table: to begin anew is faster than to copy."""
    name = f"settled_{uuid.uuid4().hex[:8]}"
    _admin(postgresql_url, f"CREATE DATABASE {name}")
    url = _named(postgresql_url, name)
    store = open_store(url)
    settle(store, programme, NOW)
    kept = store.read(
        lambda conn: {table.name: list(store_rows.read(conn, table)) for table in store_rows.tables(conn)}
    )
    store.close()
    yield url, kept
    _admin(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url(settled):
    """The address of the settled store as it was at first."""
    url, kept = settled
    begin_anew(url, kept)
    return url


def begin_anew(url: str, kept: dict[str, list]) -> None:
    engine = create_engine(url)
    with engine.begin() as conn:
        tables = store_rows.tables(conn)
        conn.execute(text(f"TRUNCATE {', '.join(table.name for table in tables)}, leases RESTART IDENTITY"))
        for table in tables:
            for _ in store_rows.write(conn, table, [row[:] for row in kept.get(table.name, [])]):
                pass
        store_rows.count_on(conn)
    engine.dispose()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_transcripts(file, programme, url, tmp_path):
    said = list(parse(file.read_text("utf-8")))
    for line, answer in zip(said, play(said, programme, url, tmp_path), strict=True):
        assert [reply.rstrip("\n") for reply in answer] == [reply.rstrip("\n") for reply in line.replies], line.line


# --- one at a time ----------------------------------------------------------------------------------------------------


class Gateway:
    """Counts who polls at once."""

    name, polls = "telegram", True

    def __init__(self):
        self.now, self.most, self.by = 0, 0, Counter()

    async def poll(self, who, mark):
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        self.by[who] += 1
        return Polled((), mark)


class Wire:
    name = "telegram"

    def __init__(self, gateway, who):
        self.gateway, self.who = gateway, who

    async def poll(self, mark):
        return await self.gateway.poll(self.who, mark)


async def test_one_process_polls_and_another_goes_on(url):
    """Four pollers on one lease; whoever holds it is stopped without a word, again and again."""
    gateway, stores = Gateway(), [open_store(url) for _ in range(4)]
    intake = Intake(lambda inbound: None, lambda *args: None)

    async def nap(seconds):
        await asyncio.sleep(min(seconds, 0.02))

    tasks = {}
    for who, store in enumerate(stores):
        lease = Lease(store, "serve:telegram", str(who), lambda: datetime.now(UTC), seconds=0.6)
        tasks[who] = asyncio.create_task(Poller(Wire(gateway, who), intake, holds=lease.holds, sleep=nap).run())
    order = []
    async with asyncio.timeout(180):
        while tasks:
            before = gateway.by.copy()
            while not (working := [who for who in tasks if gateway.by[who] > before[who]]):
                await asyncio.sleep(0.01)
            order += working
            tasks.pop(working[0]).cancel()
    assert gateway.most == 1 and sorted(order) == [0, 1, 2, 3]
    for store in stores:
        store.close()


# --- a tick in all queues once ----------------------------------------------------------------------------------------


def test_a_tick_in_four_processes_queues_once(url, settled, programme):
    """The same messages as of one tick alone, each once."""
    now = datetime(2026, 6, 2, 1, 30, tzinfo=UTC)
    alone = open_store(url)
    Ticker(alone, programme).tick(now)
    wanted = queued(alone, now)
    alone.close()
    begin_anew(*settled)
    stores = [open_store(url) for _ in range(4)]
    faults = []

    def tick(store):
        try:
            Ticker(store, programme).tick(now)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=tick, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [] and wanted and queued(stores[0], now) == wanted
    for store in stores:
        store.close()


def queued(store, now) -> list[tuple[str, str]]:
    return sorted((row.key, row.address) for row in store.read(lambda conn: list(outbox.rows(conn, now))))


# --- four processes, 500 people ---------------------------------------------------------------------------------------

PEOPLE, SAID = 500, ("/baocao", "menu")
UNTIL_THE_TEST_ENDS = ClientTimeout(total=None)
"""A message waits for one of the session's 100 connections behind those of 400 others, which a busy machine may take
longer to answer than the session's own five minutes; the test has a limit of its own for all together."""


def enrol_all(store, programme) -> None:
    codes = sorted(unit.code for unit in programme.units if unit.code.startswith("x2025-"))

    def work(conn) -> None:
        units.bring_up(conn, programme.units, NOW)
        for n in range(PEOPLE):
            post, where = Post(codes[n % len(codes)], "member"), ("telegram", str(1000 + n))
            member = Member(f"p{n}", f"Người {n}", (post,), (where,), consented_at=NOW, consent=NOTICE)
            accounts.enrol(conn, Enrol(member, ""), *where, NOW)

    store.transact(work).result(60)


async def test_four_processes_and_500_people(url, programme):
    """Webhooks go to any of four processes, as behind a balancer; two of them are killed on the way. Every message is
    answered once, in order per person, and answers are sent by one process at a time."""
    begin_anew(url, {})  # nobody of the demo
    store = open_store(url)
    enrol_all(store, programme)
    async with emulated() as emulator, AsyncExitStack() as stack:
        ports = [free_port() for _ in range(4)]
        processes = [await started(url, emulator.url, port, stack) for port in ports]
        session = await stack.enter_async_context(ClientSession(timeout=UNTIL_THE_TEST_ENDS))
        await asyncio.gather(*(up(session, port) for port in ports))
        alive, posted = set(range(4)), 0

        async def talk(person: int) -> None:
            nonlocal posted
            for n, said in enumerate(SAID, 1):
                update = {"update_id": person * 10 + n, **message(1000 + person, n, text=said)}
                while not await post(session, ports[random.choice(sorted(alive))], update):
                    await asyncio.sleep(0.02)
                posted += 1
                for victim, when in ((0, 250), (1, 700)):
                    if victim in alive and posted >= when:
                        alive.discard(victim)
                        processes[victim].kill()

        async with asyncio.timeout(400):
            await asyncio.gather(*(talk(person) for person in range(PEOPLE)))
            while any(row.state in ("waiting", "sending") for row in outbox_lines(store)):
                await asyncio.sleep(0.2)
    lines = outbox_lines(store)
    answered = Counter(line.key.split("#")[0] for line in lines)
    assert set(answered) == {f"m:{1000 + p}:{n}" for p in range(PEOPLE) for n in range(1, len(SAID) + 1)}
    assert len({line.key for line in lines}) == len(lines)
    assert {line.state for line in lines} <= {"sent", "replaced"}
    with store._engines[1].connect() as conn:
        sent = "SELECT address, text FROM outbox WHERE state = 'sent' AND key LIKE 'm:%' ORDER BY id"
        told = conn.execute(text(sent)).all()
    wanted, came = defaultdict(list), defaultdict(list)
    for address, words in told:
        wanted[address].append(words)
    for method, fields in emulator.said:
        if method == "sendMessage" and fields["text"] in wanted[fields["chat_id"]]:
            came[fields["chat_id"]].append(fields["text"])
    twice = sum(map(len, came.values())) - len(told)
    for address, words in wanted.items():
        rest = iter(came[address])
        assert all(word in rest for word in words), address
    assert twice <= 60  # 30 in flight at each death may come again
    store.close()


def outbox_lines(store) -> list:
    """The answers. What a day brings unasked (reminders, an officer's digest on Mondays) is not counted; some of it
    waits for phones that no process here serves."""
    now = datetime.now(UTC)
    lines = store.read(lambda conn: list(outbox.rows(conn, now)))
    return [line for line in lines if line.key.startswith("m:")]


async def started(url: str, api: str, port: int, stack: AsyncExitStack):
    environ = {
        "BAOCAO_DATABASE_URL": url,
        "BAOCAO_PROGRAMME": "quang-ninh",
        "BAOCAO_PORT": str(port),
        "BAOCAO_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "BAOCAO_DEMO": "0",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "QUICK_LEASES": "5",
    }
    from tests.bot import test_crashes

    running = await asyncio.create_subprocess_exec(
        *(sys.executable, test_crashes.__file__, "", ""),
        cwd=test_crashes.ROOT,
        env=os.environ | environ | {"PYTHONPATH": str(test_crashes.ROOT)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )

    async def end() -> None:
        if running.returncode is None:
            running.kill()
        await running.wait()

    stack.push_async_callback(end)
    return running


async def up(session: ClientSession, port: int) -> None:
    async with asyncio.timeout(180):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
                    if response.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.1)


async def post(session: ClientSession, port: int, update: dict) -> bool:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    try:
        async with session.post(f"http://127.0.0.1:{port}/telegram", json=update, headers=headers) as response:
            return response.status == 200
    except ClientError:
        return False
