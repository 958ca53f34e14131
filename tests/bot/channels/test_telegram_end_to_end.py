"""The whole way against an emulated Bot API, by polling and by webhook, over the real store: an update in, an echo out.

Nothing may be lost and nothing overtake in a chat, whatever the network does and whenever the process ends.
"""

import asyncio
import io
import os
import random
import socket
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator
from PIL import Image

from bot.channels.telegram.channel import Telegram
from bot.inbound.fetch_media import Fetcher
from bot.inbound.intake import Intake, aside_into
from bot.inbound.polling import Poller
from bot.inbound.webhooks import make_app, serve
from bot.ops.lease import Lease
from bot.outbound.send import Sender, StoredQueue
from programme.domain.effects.messages import FetchMedium
from programme.domain.messages import Choice, Outbound
from storage.database import health
from storage.database.session import open_store
from storage.messages import media, message_keys, outbox

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

TOKEN = "5550001:AAGsynthetic-token-for-tests"
SECRET = "s3cret_for-tests"
FASTER = 40
BEGAN = float(os.environ.get("TEST_BEGAN", time.time()))
"""Processes of one test share a clock that runs ahead."""
MODES = ("polling", "webhook")


class Emulator(LoBotApiEmulator):
    """With what 0.3.6 leaves out: the bot's username, and the words that were sent."""

    def __init__(self):
        super().__init__(allow_insecure_loopback_webhooks=True)
        self.said, self.trouble = [], lambda method: None

    def validate(self, method, fields, uploads):
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            return result | {"username": "baocaobot"}
        self.said.append((method, dict(fields)))
        return result

    def texts(self, chat):
        return [f["text"] for method, f in self.said if method == "sendMessage" and f["chat_id"] == str(chat)]

    async def handle(self, request):
        """`trouble(method)` gives a status to fail with, "before" or "after" for a connection that dies."""
        trouble = self.trouble(request.match_info["method"])
        if trouble == "before":
            request.transport.abort()
            return web.Response()
        if isinstance(trouble, int):
            body = {"ok": False, "error_code": trouble, "description": "Trouble"}
            more = {"parameters": {"retry_after": 1}} if trouble == 429 else {}
            return web.json_response(body | more, status=trouble)
        answer = await super().handle(request)
        if trouble == "after":
            request.transport.abort()
        return answer


@asynccontextmanager
async def emulated():
    emulator = Emulator()
    runner = web.AppRunner(emulator.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    emulator.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield emulator
    finally:
        await runner.cleanup()


def quick() -> float:
    return (time.time() - BEGAN) * FASTER


def clock() -> datetime:
    return datetime.fromtimestamp(BEGAN, UTC) + timedelta(seconds=quick())


async def nap(seconds: float) -> None:
    await asyncio.sleep(seconds / FASTER)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Bot:
    """A process that answers every message with its own words."""

    def __init__(self, emulator, store, folder, mode):
        self.port, self.store, self.mode, self.wake = free_port(), store, mode, asyncio.Event()
        hook = {"webhook_url": f"http://127.0.0.1:{self.port}/telegram", "webhook_secret": SECRET}
        self.channel = Telegram(
            TOKEN, open_attachment=lambda file: b"", clock=clock, api_url=emulator.url, poll_seconds=1,
            monotonic=quick, sleep=nap, **(hook if mode == "webhook" else {}),
        )  # fmt: skip
        self.intake = Intake(self.receive, aside_into(store, clock))
        self.lease = Lease(store, "telegram", "one", clock)
        queue = StoredQueue(store, "telegram", "one")
        self.sender = Sender(self.channel, queue, wake=self.wake, clock=clock, holds=self.lease.holds, idle=0.02)
        self.fetcher = Fetcher({"telegram": self.channel}, store, folder, wake=asyncio.Event(), clock=clock, idle=0.02)

    async def receive(self, inbound):
        def turn(conn):
            if not message_keys.claim(conn, "telegram", inbound.key, clock()):
                return
            for medium in inbound.media:
                media.wanted(conn, FetchMedium(inbound.key, "telegram", medium.ref), clock())
            words = inbound.text or inbound.choice or inbound.oddity or "?"
            reply = Outbound("telegram", inbound.address, words, (Choice("d1:x", "X"),), key=f"r:{inbound.key}",
                             edits=inbound.message)  # fmt: skip
            outbox.queue(conn, [reply], clock())

        await asyncio.wrap_future(self.store.transact(turn))
        self.wake.set()

    @asynccontextmanager
    async def running(self):
        await self.channel.open()
        runner = await serve(make_app([self.channel], self.intake), "127.0.0.1", self.port)
        work = [self.sender.run(), self.fetcher.run()]
        if self.channel.polls:
            work.append(Poller(self.channel, self.intake, holds=self.lease.holds, sleep=nap).run())
        tasks = [asyncio.create_task(each) for each in work]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
            await self.channel.close()


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield store
    store.close()


def person(number):
    return {"id": number, "is_bot": False, "first_name": "An"}


def message(chat, number, **what):
    place = {"id": chat, "type": "private", "first_name": "An"}
    return {"message": {"message_id": number, "from": person(chat), "chat": place, "date": 1782540000, **what}}


async def until(done, emulator, seconds=180.0):
    """Waits; meanwhile the emulator tries its webhook again, which it does not by itself."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came"
        await emulator.deliver_updates(token=TOKEN)
        await asyncio.sleep(0.03)


@pytest.mark.parametrize("mode", MODES)
async def test_a_conversation(store, tmp_path, mode):
    async with emulated() as emulator, Bot(emulator, store, tmp_path, mode).running():
        await emulator.enqueue_update(message(7, 1, text="/start K7P2"), token=TOKEN)
        await emulator.enqueue_update(message(7, 2, text="Đội Hạ Long 👍"), token=TOKEN)
        await until(lambda: len(emulator.texts(7)) == 2, emulator)
        press = {"id": "300", "from": person(7), "chat_instance": "1", "data": "d1:x",
                 "message": {**message(7, 9)["message"], "text": "?"}}  # fmt: skip
        await emulator.enqueue_update({"callback_query": press}, token=TOKEN)
        await emulator.enqueue_update({"callback_query": {**press}}, token=TOKEN)  # brought twice
        await emulator.enqueue_update(message(7, 2, text="Đội Hạ Long 👍"), token=TOKEN)
        await emulator.enqueue_update(message(7, 3, text="het"), token=TOKEN)
        await until(lambda: "het" in emulator.texts(7), emulator)
        await until(lambda: any(m == "answerCallbackQuery" for m, _ in emulator.said), emulator)
    assert emulator.texts(7) == ["/start K7P2", "Đội Hạ Long 👍", "het"]
    edits = [fields for method, fields in emulator.said if method == "editMessageText"]
    assert [(f["message_id"], f["text"]) for f in edits] == [("9", "d1:x")]
    assert {f["callback_query_id"] for m, f in emulator.said if m == "answerCallbackQuery"} == {"300"}


@pytest.mark.parametrize("mode", MODES)
async def test_one_that_can_not_be_read_does_not_stop_the_next(store, tmp_path, mode):
    async with emulated() as emulator, Bot(emulator, store, tmp_path, mode).running():
        broken = message(7, 1, text="x")
        broken["message"]["date"] = 10**30
        await emulator.enqueue_update(broken, token=TOKEN)
        await emulator.enqueue_update(message(7, 2, text="sau"), token=TOKEN)
        await until(lambda: emulator.texts(7) == ["sau"], emulator)
    assert store.read(health.put_aside) == 1


async def test_a_photo_is_fetched_and_kept_bare(store, tmp_path):
    tags = Image.Exif()
    tags[0x010F] = "SECRETPHONE"
    raw = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(raw, "JPEG", exif=tags)
    troubles = iter(["before", 500])
    async with emulated() as emulator, Bot(emulator, store, tmp_path, "polling").running():
        emulator.assets["f1"] = {"data": raw.getvalue()}
        emulator.trouble = lambda method: next(troubles, None) if method == "getFile" else None
        size = {"file_id": "f1", "file_unique_id": "u", "width": 300, "height": 200}
        await emulator.enqueue_update(message(7, 1, photo=[size]), token=TOKEN)
        await emulator.enqueue_update(message(7, 2, photo=[size | {"file_id": "gone"}]), token=TOKEN)
        await until(lambda: any(path.is_file() for path in tmp_path.glob("??/*")), emulator)
        await until(lambda: not store.read(lambda conn: media.due(conn, clock() + timedelta(9), 9)), emulator)
    kept = next(path for path in tmp_path.glob("??/*") if path.is_file()).read_bytes()
    assert kept[:2] == b"\xff\xd8" and b"SECRET" not in kept


@pytest.mark.parametrize("mode", MODES)
async def test_a_rough_network(store, tmp_path, mode):
    """Every third call fails somehow; answers that are lost on their way back may make a message come twice."""
    chance = random.Random(mode)

    def trouble(method):
        return chance.choice([429, 500, 502, "before", "after"]) if rough and chance.random() < 0.33 else None

    rough = True
    texts = {chat: [f"{n}" for n in range(12)] for chat in (7, 8, 9)}
    async with emulated() as emulator, Bot(emulator, store, tmp_path, mode).running():
        emulator.trouble = trouble
        for n in range(12):
            for chat in texts:
                await emulator.enqueue_update(message(chat, n + 1, text=f"{n}"), token=TOKEN)
        await until(lambda: sum(map(len, map(emulator.texts, texts))) >= 12, emulator)
        rough = False
        await until(lambda: all(set(emulator.texts(chat)) == set(texts[chat]) for chat in texts), emulator)
    for chat in texts:
        assert list(dict.fromkeys(emulator.texts(chat))) == texts[chat]
    assert Counter(line.state for line in store.read(lambda conn: list(outbox.rows(conn, clock())))) == {"sent": 36}


@pytest.mark.parametrize("mode", MODES)
async def test_processes_that_end_and_begin_again(store, tmp_path, mode):
    async with emulated() as emulator:
        for n in range(30):
            await emulator.enqueue_update(message(7 + n % 2, n + 1, text=f"{n}"), token=TOKEN)
        for life in (0.05, 0.1, 0.2, 0.1):
            async with Bot(emulator, store, tmp_path, mode).running():
                await asyncio.sleep(life)
        async with Bot(emulator, store, tmp_path, mode).running():
            await until(lambda: len(emulator.texts(7)) + len(emulator.texts(8)) >= 30, emulator)
    for chat in (7, 8):
        assert emulator.texts(chat) == [f"{n}" for n in range(30) if 7 + n % 2 == chat]


@pytest.mark.parametrize("mode", MODES)
async def test_processes_that_are_killed(tmp_path, mode):
    """SIGKILL in the midst: nothing lost, every message answered by one row, none overtaken. What was on its way out
    may come twice."""
    url = f"sqlite:///{tmp_path}/store.db"
    environment = os.environ | {"TEST_BEGAN": str(BEGAN), "PYTHONPATH": str(Path(__file__).parents[3])}
    total = 40
    async with emulated() as emulator:
        for n in range(total):
            await emulator.enqueue_update(message(7 + n % 2, n + 1, text=f"{n}"), token=TOKEN)

        def answered():
            return len(set(emulator.texts(7) + emulator.texts(8)))

        for enough in (5, 17, total):
            process = await asyncio.create_subprocess_exec(
                sys.executable, __file__, emulator.url, url, str(tmp_path), mode, env=environment
            )
            try:
                await until(lambda enough=enough: answered() >= enough, emulator)
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()
        for chat in (7, 8):
            assert list(dict.fromkeys(emulator.texts(chat))) == [f"{n}" for n in range(total) if 7 + n % 2 == chat]
    store = open_store(url)
    assert len(store.read(lambda conn: list(outbox.rows(conn, clock())))) == total
    store.close()


async def serve_for_ever(api: str, url: str, folder: str, mode: str) -> None:
    async with Bot(SimpleNamespace(url=api), open_store(url), Path(folder), mode).running():
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve_for_ever(*sys.argv[1:]))
