"""What comes in is stored before its gateway hears of it: over HTTP and by polling."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from bot.channels.base import Channel, Later, Polled, Refused, Unreadable
from bot.inbound.intake import Intake
from bot.inbound.polling import Poller
from bot.inbound.webhooks import make_app, serve
from programme.domain.messages import Inbound

NOW = datetime(2026, 6, 27, 7, tzinfo=UTC)


class Wire(Channel):
    """Lines `address text`; secret `s`; polls what a test lays out."""

    name = "telegram"
    path = "/telegram"

    def __init__(self, batches=(), polls=False):
        self.polls, self.batches, self.marks, self.acknowledged = polls, list(batches), [], []

    def admit(self, headers, query, body):
        if headers.get("X-Secret") != "s":
            raise Refused

    def parse(self, raw):
        if raw == b"bad":
            raise Unreadable(raw)
        address, _, text = raw.decode().partition(" ")
        return [Inbound("telegram", address, f"m:{address}:{text}", NOW, text=text)] if text else []

    async def poll(self, mark):
        self.marks.append(mark)
        if not self.batches:
            await asyncio.Event().wait()
        found = self.batches[0]
        if isinstance(found, (Later, Exception)):
            self.batches.pop(0)
            if isinstance(found, Exception):
                raise found
            return found
        if mark == found.mark or not found.updates:
            self.batches.pop(0)
            return await self.poll(mark) if found.updates else found
        return found

    async def acknowledge(self, inbound):
        self.acknowledged.append(inbound.text)

    async def send(self, out):
        raise NotImplementedError


class Desk:
    """A receiver that fails as it is told."""

    def __init__(self, failures=None):
        self.got, self.aside, self.failures = [], [], failures or {}

    async def receive(self, inbound):
        await asyncio.sleep(0)
        if self.failures.get(inbound.text, 0) > 0:
            self.failures[inbound.text] -= 1
            raise RuntimeError(f"Xin chào {inbound.text}")
        self.got.append((inbound.address, inbound.text))

    async def put_aside(self, channel, raw, why):
        if self.failures.get("aside", 0) > 0:
            self.failures["aside"] -= 1
            raise RuntimeError
        self.aside.append(raw)

    @property
    def intake(self):
        return Intake(self.receive, self.put_aside)


@asynccontextmanager
async def door(desk, channel=None, **more):
    channel = channel or Wire()
    runner = await serve(make_app([channel], desk.intake, **more), "127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
            yield client
    finally:
        await runner.cleanup()


async def post(client, body, secret="s", path="/telegram"):
    async with client.post(path, data=body, headers={"X-Secret": secret}) as response:
        return response.status


async def test_a_webhook_call():
    desk, channel = Desk(), Wire()
    async with door(desk, channel) as client:
        assert await post(client, b"7 chao") == 200
        assert await post(client, b"7") == 200
        await asyncio.sleep(0)
    assert desk.got == [("7", "chao")] and channel.acknowledged == ["chao"]


async def test_a_wrong_secret_is_refused_and_its_content_not_logged(caplog):
    desk = Desk()
    async with door(desk) as client:
        assert await post(client, b"7 kin", secret="t") == 403
        assert await post(client, b"bad", secret="t") == 403
    assert desk.got == desk.aside == []
    assert "refused" in caplog.text and "kin" not in caplog.text


async def test_the_unreadable_is_put_aside_and_accepted_or_it_would_come_for_ever():
    desk = Desk({"aside": 1})
    async with door(desk) as client:
        assert [await post(client, b"bad") for _ in range(2)] == [503, 200]
    assert desk.aside == [b"bad"]


async def test_what_can_not_be_stored_is_to_come_again(caplog):
    desk, channel = Desk({"chao": 2}), Wire()
    async with door(desk, channel) as client:
        assert [await post(client, b"7 chao") for _ in range(3)] == [503, 503, 200]
    assert desk.got == [("7", "chao")] and channel.acknowledged == ["chao"]
    assert "chao" not in caplog.text


async def test_what_always_fails_is_put_aside_after_five_tries():
    desk = Desk({"chao": 99})
    async with door(desk) as client:
        assert [await post(client, b"7 chao") for _ in range(5)] == [503] * 4 + [200]
        assert await post(client, b"7 khac") == 200
    assert desk.aside == [b"7 chao"] and desk.got == [("7", "khac")]


async def chunks(size):
    for _ in range(size // 65536 + 1):
        yield b"x" * 65536


@pytest.mark.parametrize("body", [lambda: b"x" * (1024 * 1024 + 1), lambda: chunks(1024 * 1024)])
async def test_too_large_a_body(body):
    desk = Desk()
    async with door(desk) as client:
        assert await post(client, body()) == 413
        assert await post(client, b"7 " + b"x" * (1024 * 1024 - 2)) == 200
    assert len(desk.got) == 1


async def test_routes():
    async def page(request):
        return web.Response(text="hello")

    states = {"store": True}

    async def health():
        if states["store"] is None:
            raise RuntimeError
        return states

    extra = [web.get("/phone", page)]
    async with door(Desk(), Wire(polls=True), extra_routes=extra, health=health) as client:
        assert await post(client, b"7 chao") == 404
        for state, status in ((True, 200), (False, 503), (None, 503)):
            states["store"] = state
            async with client.get("/healthz") as response:
                assert (response.status, (await response.json())["ok"]) == (status, status == 200)
        async with client.get("/phone") as response:
            assert await response.text() == "hello"


async def polled(channel, desk, enough, holds=None):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        await asyncio.sleep(0)

    poller = Poller(channel, desk.intake, sleep=sleep, **({"holds": holds} if holds else {}))
    task = asyncio.create_task(poller.run())
    for _ in range(2000):
        if enough():
            break
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return slept


def batch(mark, *lines):
    return Polled(tuple(line.encode() for line in lines), mark)


async def test_the_mark_moves_when_all_is_stored():
    channel, desk = Wire([batch(4, "7 a", "8 b", "bad", "7 c"), batch(6, "7 d")]), Desk()
    await polled(channel, desk, lambda: len(desk.got) == 4)
    assert channel.marks == [None, 4, 4, 6, 6][: len(channel.marks)] and channel.marks[-1] == 6
    assert [text for who, text in desk.got if who == "7"] == ["a", "c", "d"] and ("8", "b") in desk.got
    assert desk.aside == [b"bad"]


async def test_a_failure_brings_all_again_and_nothing_of_that_address_overtakes_it():
    channel, desk = Wire([batch(4, "7 a", "7 b", "8 c")]), Desk({"a": 2})
    slept = await polled(channel, desk, lambda: ("7", "b") in desk.got)
    assert channel.marks[:4] == [None, None, None, 4]
    assert [text for who, text in desk.got if who == "7"] == ["a", "b"]
    assert desk.got.count(("8", "c")) == 3  # known by its key to the real store
    assert slept[:2] == [1, 2]


async def test_one_that_always_fails_does_not_stop_the_rest():
    channel, desk = Wire([batch(4, "7 a", "7 b")]), Desk({"a": 99})
    await polled(channel, desk, lambda: ("7", "b") in desk.got)
    assert desk.aside == [b"7 a"] and desk.got == [("7", "b")]


async def test_faults_of_the_network_are_waited_out(caplog):
    faults = [Later("NetworkError"), Later("429", 9), ValueError("Xin chào"), Later("NetworkError")]
    channel, desk = Wire([*faults, batch(2, "7 a")]), Desk()
    slept = await polled(channel, desk, lambda: desk.got)
    assert slept == [1, 9, 4, 8] and desk.got == [("7", "a")]
    assert "Xin" not in caplog.text


async def test_empty_answers_at_once_are_no_storm():
    channel, desk = Wire([Polled(), Polled(), batch(2, "7 a")]), Desk()
    assert await polled(channel, desk, lambda: desk.got) == [0.5, 0.5]


async def test_only_who_holds_the_lease_polls():
    held = [False, False, True, True, True]

    async def holds():
        return held.pop(0) if held else True

    channel, desk = Wire([batch(2, "7 a")]), Desk()
    slept = await polled(channel, desk, lambda: desk.got, holds)
    assert slept[:2] == [5, 5] and desk.got == [("7", "a")]
