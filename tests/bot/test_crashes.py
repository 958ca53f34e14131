"""Processes that are killed, at every point where it could matter: what was acknowledged is stored, what is stored is
answered, every report is there once, and nothing overtakes.

Run as a program it is `baocao run` that ends itself by SIGKILL at a named point once a file says so.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
import os
import random
import signal
import sqlite3
import sys
from collections import defaultdict
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from programme.domain.effects.people import Enrol
from programme.domain.model import Member, Post
from programme.domain.programme import NOTICE
from programme.packs.pack import load_programme
from storage import migrations
from storage.database.session import open_store
from storage.people import accounts
from storage.transfer import backup_file, restoration
from tests.bot.channels.test_app_telegram import ROOT, fill, staged
from tests.bot.channels.test_telegram_end_to_end import message, person, until

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

POINTS = {
    "before the commit": ("storage.messages.message_keys", "outcome", "after"),
    "between the commit and the acknowledgement": ("bot.inbound.receive", "Receiver.__call__", "after"),
    "between the claim and the send": ("bot.channels.telegram.channel", "Telegram.send", "before"),
    "between the send and the mark": ("bot.outbound.send", "StoredQueue.sent", "before"),
    "after the mark": ("bot.outbound.send", "StoredQueue.sent", "after"),
}
"""Named points: the function that stands there, and on which side of it the process dies."""
GUARD = 180.0
"""Seconds after which what does not come is lost. Nothing here waits for a time: each wait ends with a line that the
process prints, its end, or a row in the store, however slow the machine is."""


@asynccontextmanager
async def process(stage, point: str = "", armed: Path | None = None):
    """A real process that serves the stage, once it says so; killed at the end if it has not died by itself."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, __file__, point, str(armed or "")),
        cwd=ROOT,
        env=os.environ | stage.environ | {"BAOCAO_DEMO": "0", "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(GUARD):
            assert b"serves telegram" in await running.stdout.readline(), "it did not start"
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def test_killed_at_every_point_of_a_report(tmp_path):
    """At each point the process dies while somebody's report is sent."""
    armed = tmp_path / "armed"
    async with staged(tmp_path, "polling") as stage:
        for n, point in enumerate(POINTS):
            stage.leases_run_out()
            async with process(stage, point, armed) as running:
                lan = stage.person(101 + n)
                lan.numbers = itertools.count(10_000 + 100 * n)
                enrolled(stage.store, lan.chat)
                await fill(lan)
                armed.touch()
                number, payload = lan.button("Gửi báo cáo")
                press = {"id": f"9{n}", "from": person(lan.chat), "chat_instance": "1", "data": payload,
                         "message": {**message(lan.chat, number)["message"], "text": "?"}}  # fmt: skip
                await lan.send({"callback_query": press})
                async with asyncio.timeout(GUARD):
                    assert await running.wait() == -signal.SIGKILL, point
                armed.unlink()
        stage.leases_run_out()
        async with process(stage):
            for n in range(len(POINTS)):
                await stage.person(101 + n).answered(f"c:9{n}")
        assert sorted(r.member for r in stage.reports()) == [f"p{101 + n}" for n in range(len(POINTS))]
        for n, point in enumerate(POINTS):
            lan = stage.person(101 + n)
            shown = [m.text.split("mã ")[1].split()[0] for m in lan.messages.values() if "ĐÃ NHẬN" in m.text]
            assert set(shown) == {r.code for r in stage.reports() if r.member == f"p{101 + n}"}, point
            assert len(lan.rows(f"c:9{n}")) == len({row.key for row in lan.rows(f"c:9{n}")}) >= 1


SAID = (
    *("/baocao", "Truyền thông", "Ma túy", "hôm nay", "45", "Không đếm riêng", "Nhà văn hóa khu 4"),
    *("Không", "Gửi báo cáo", "menu"),
)
PEOPLE, KILLS = 20, 6


async def test_two_hundred_messages_over_six_random_kills(tmp_path):
    """20 people say all they have to say at once, 429 and 500 and lost answers in between: every message is answered,
    every report there once, in order."""
    chance = random.Random(6)
    async with staged(tmp_path, "polling") as stage:
        for chat in range(101, 101 + PEOPLE):
            enrolled(stage.store, chat)
            for n, text in enumerate(SAID):
                await stage.person(chat).send(message(chat, n + 1, text=text))
        trouble = {"sendMessage": (429, 500, "after"), "getUpdates": (500, "before"), "editMessageText": (500,)}

        def troubled(method):
            return chance.choice(trouble[method]) if method in trouble and chance.random() < 0.05 else None

        stage.emulator.trouble = troubled
        total = PEOPLE * len(SAID)
        for kill in range(KILLS):
            stage.leases_run_out()
            enough = total * (kill + chance.random()) / KILLS
            async with process(stage):
                await until(lambda enough=enough: taken(stage) >= enough, stage.emulator, GUARD)
        stage.leases_run_out()
        stage.emulator.trouble = lambda method: None
        async with process(stage):
            await until(lambda: taken(stage) == total and not waiting(stage), stage.emulator, GUARD)
        rows = [row for row in outbox_rows(stage) if row[0].startswith("m:")]
        answered = {key.split("#")[0] for key, *_ in rows}
        unasked = {text for key, _, _, text in outbox_rows(stage) if not key.startswith("m:")}  # the day's reminders
        assert answered == {f"m:{chat}:{n + 1}" for chat in range(101, 101 + PEOPLE) for n in range(len(SAID))}
        assert sorted(r.member for r in stage.reports()) == sorted(f"p{c}" for c in range(101, 101 + PEOPLE))
        wanted, queued, came = defaultdict(list), defaultdict(list), defaultdict(list)
        for key, chat, state, text in rows:
            assert state in ("sent", "replaced"), key
            queued[chat].append(text)
            if state == "sent":
                wanted[chat].append(text)
        for method, fields in stage.emulator.said:
            if method == "sendMessage" and fields["text"] not in unasked:
                came[fields["chat_id"]].append(fields["text"])
        for chat, texts in came.items():
            assert within(wanted[chat], texts) and within(once(texts), queued[chat]), chat


def once(texts: list[str]) -> list[str]:
    """Without what came twice in a row: an answer that was lost is sent again."""
    return [text for n, text in enumerate(texts) if n == 0 or texts[n - 1] != text]


def within(some: list[str], all_: list[str]) -> bool:
    """Whether some are among all, in the same order."""
    rest = iter(all_)
    return all(text in rest for text in some)


def enrolled(store, chat: int) -> None:
    """A member with a unit to themselves: nobody is asked whether it is another's report."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    units = sorted(unit.code for unit in load_programme("quang-ninh").units if unit.code.startswith("x2025-"))
    member = Member(f"p{chat}", f"Người {chat}", (Post(units[chat - 101], "member"),), (("telegram", str(chat)),),
                    consented_at=now, consent=NOTICE)  # fmt: skip
    store.transact(lambda conn: accounts.enrol(conn, Enrol(member, ""), "telegram", str(chat), now)).result()


def outbox_rows(stage) -> list[tuple]:
    with sqlite3.connect(stage.url.removeprefix("sqlite:///")) as conn:
        return list(conn.execute("SELECT key, address, state, text FROM outbox ORDER BY id"))


def waiting(stage) -> int:
    return sum(state == "waiting" for _, _, state, _ in outbox_rows(stage))


def taken(stage) -> int:
    with sqlite3.connect(stage.url.removeprefix("sqlite:///")) as conn:
        return conn.execute("SELECT count(*) FROM inbox").fetchone()[0]


# --- a migration, a backup --------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from storage import migrations
from storage.transfer import backup_file
from storage.database.session import open_store
what, url, file, after = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if what == "migration":
    whole = migrations.upgrade
    def upgrade(conn, to="head"):
        whole(conn, to)
        die()
    migrations.upgrade = upgrade
    open_store(url)
else:
    add, count = backup_file._add, iter(range(int(after)))
    backup_file._add = lambda *args: add(*args) if next(count, None) is not None else die()
    backup_file.backup(url, None, Path(file))
"""


def killed(*args: str) -> None:
    import subprocess

    run = subprocess.run([sys.executable, "-c", KILLED, *args], env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert run.returncode == -signal.SIGKILL


def test_killed_in_a_migration_nothing_of_it_is_there(bare_url):
    killed("migration", bare_url, "", "0")
    from sqlalchemy import create_engine

    engine = create_engine(bare_url)
    with engine.connect() as conn:
        assert migrations.version(conn) is None
    engine.dispose()
    open_store(bare_url).close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("after", ["0", "5", "manifest"])
def test_killed_in_a_backup_there_is_none_and_the_store_is_well(store_url, tmp_path, after):
    file = tmp_path / "b.tar"
    parts = len(backup_file.backup(store_url, None, tmp_path / "whole.tar").parts)
    killed("backup", store_url, str(file), str(parts) if after == "manifest" else after)
    assert not file.exists()
    backup_file.backup(store_url, None, file)
    assert restoration.check(file).tables


# --- the process ------------------------------------------------------------------------------------------------------


def arm(point: str, armed: Path) -> None:
    """The process dies at the point as soon as the file is there."""
    module, path, side = POINTS[point]
    owner = __import__(module, fromlist=["_"])
    *between, name = path.split(".")
    for part in between:
        owner = getattr(owner, part)
    whole = getattr(owner, name)

    def die() -> None:
        if armed.exists():
            os.kill(os.getpid(), signal.SIGKILL)

    async def slow(*args, **more):
        if side == "before":
            die()
        result = await whole(*args, **more)
        die()
        return result

    def quick(*args, **more):
        if side == "before":
            die()
        result = whole(*args, **more)
        die()
        return result

    setattr(owner, name, slow if inspect.iscoroutinefunction(whole) else quick)


def serve(point: str, armed: str) -> int:
    import bot.outbound.send
    from bot.__main__ import main
    from bot.channels.telegram.channel import Telegram
    from bot.ops.lease import Lease

    Telegram.rate = Telegram.rate_each = 10_000
    if seconds := float(os.environ.get("QUICK_LEASES", 0)):  # what a dead process held is free again after a moment
        bot.outbound.send.LEASE = seconds
        Lease.__init__.__defaults__ = (seconds,)
    if point:
        arm(point, Path(armed))
    return main(["run"])


if __name__ == "__main__":
    sys.exit(serve(*sys.argv[1:]))
