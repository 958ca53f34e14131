"""What each channel's door answers to bad calls, over HTTP: forged, stale, replayed, too large, broken, unknown, empty;
and to the honest one that comes twice."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession

from bot.inbound.intake import Intake
from bot.inbound.webhooks import make_app, serve
from tests.bot.channels.test_channels import HERE, MADE, NOW, android_sign, forged, zalo_mac

SAID = {"telegram": "text", "zalo_bot": "text", "zalo_oa": "text", "kannel": "text", "android_sms": "received"}
UNKNOWN = {
    "telegram": {"update_id": 9, "quantum_entanglement": {"id": "1"}},
    "zalo_bot": {"event_name": "message.dreamt.received", "message": {"from": {"id": "1"}, "chat": {"id": "1"}}},
    "zalo_oa": {"event_name": "oa_dreamt", "timestamp": str(int(NOW.timestamp() * 1000)), "sender": {"id": "1"}},
    "android_sms": {"event": "sms:dreamt", "payload": {}},
}
BROKEN = b'{"update_id": 1, "Xin ch\xe0o": '
PRIVATE = ("Báo cáo", "901234567", "2512523625412515", "Xin ch", "dreamt")


def signed(name: str, raw: bytes, at: datetime = NOW) -> tuple[dict, dict]:
    """(headers, query) of a gateway that knows the secret."""
    if name == "telegram":
        return {"X-Telegram-Bot-Api-Secret-Token": "tg-secret-1"}, {}
    if name == "zalo_bot":
        return {"X-Bot-Api-Secret-Token": "bot-secret-1"}, {}
    if name == "zalo_oa":
        try:
            return {"X-ZEvent-Signature": zalo_mac(raw, at)}, {}
        except (ValueError, KeyError):
            return {"X-ZEvent-Signature": "mac=" + "0" * 64}, {}
    if name == "kannel":
        query = json.loads((HERE / "kannel" / "text.json").read_text())["query"]
        return {}, {"key": "in-key-1"} | query
    return android_sign(raw, str(int(at.timestamp()))), {}


def said(name: str) -> bytes:
    case = json.loads((HERE / name / f"{SAID[name]}.json").read_text("utf-8"))
    if "raw" in case:
        return case["raw"].encode()
    return json.dumps(case.get("body", case.get("update")), ensure_ascii=False).encode()


class Door:
    def __init__(self, name: str):
        self.name, self.channel = name, MADE[name]("http://127.0.0.1:1", {})
        self.got, self.aside, self.failures = [], [], 0

    async def receive(self, inbound):
        if self.failures:
            self.failures -= 1
            raise RuntimeError
        self.got.append(inbound.key)

    async def put_aside(self, channel, raw, why):
        self.aside.append(raw)

    async def note(self, channel, told):
        self.got.append(told.ref)

    @asynccontextmanager
    async def open(self):
        intake = Intake(self.receive, self.put_aside, self.note)
        runner = await serve(make_app([self.channel], intake), "127.0.0.1", 0)
        try:
            async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as self.client:
                yield self
        finally:
            await runner.cleanup()
            await self.channel.close()

    async def post(self, raw: bytes, headers: dict | None = None, query: dict | None = None) -> int:
        if headers is None:
            headers, query = signed(self.name, raw)
        async with self.client.post(self.channel.path, data=raw, headers=headers, params=query or {}) as answer:
            return answer.status


@pytest.fixture(params=MADE)
async def door(request, monkeypatch):
    made = Door(request.param)
    if request.param == "telegram":
        monkeypatch.setattr(made.channel, "acknowledge", lambda inbound: _nothing())
    async with made.open():
        yield made


async def _nothing():
    pass


def sendable(headers: dict) -> bool:
    """A client can't put every character into a header; those that it can't are tried without HTTP."""
    return all(value.isascii() for value in headers.values())


async def test_a_forged_call_is_403_and_its_content_in_no_log(door, caplog):
    for headers, query, raw in forged(door.name):
        if sendable(headers) and sendable(query):
            assert await door.post(raw, headers, query) == 403
    assert await door.post(said(door.name), {"X-Nothing": "1"}, {}) == 403
    assert door.got == door.aside == []
    assert caplog.text.count("refused") >= 2 and not any(word in caplog.text for word in PRIVATE)


@pytest.mark.parametrize("name", ["zalo_oa", "android_sms"])
async def test_a_stale_call_is_403_however_well_it_is_signed(name, caplog):
    async with Door(name).open() as door:
        stale = NOW.replace(day=26)
        raw = said(name).replace(str(int(NOW.timestamp() * 1000)).encode(), str(int(stale.timestamp() * 1000)).encode())
        assert await door.post(raw, *signed(name, raw, stale)) == 403
        assert door.got == [] and "stale" in caplog.text


async def test_what_comes_twice(door, caplog):
    """A gateway that missed our answer brings the same again, and has to hear that we have it, or it would bring it for
    days (Kannel) or take us for dead (Zalo, Telegram). Only the telephone signs each try anew: there the same bytes
    with the same signature are a replay."""
    raw, ok = said(door.name), door.channel.accepted
    assert [await door.post(raw) for _ in range(3)] == ([ok, 403, 403] if door.name == "android_sms" else [ok] * 3)
    assert len(set(door.got)) == 1  # the key, by which the store takes it once
    if door.name == "android_sms":
        later = NOW.replace(second=10)
        assert await door.post(raw, *signed(door.name, raw, later)) == ok  # its honest next try
        assert "replayed" in caplog.text and not any(word in caplog.text for word in PRIVATE)


async def test_a_call_that_was_not_stored_is_no_replay():
    async with Door("android_sms").open() as door:
        door.failures = 1
        raw = said("android_sms")
        assert [await door.post(raw) for _ in range(3)] == [503, 200, 403]


async def test_more_than_a_megabyte_is_413(door, caplog):
    assert await door.post(b"x" * (1024 * 1024 + 1), {"X-Nothing": "1"}, {}) == 413
    assert door.got == door.aside == []


async def test_what_is_broken_is_put_aside_and_answered(door):
    raw = b"\xff\x00\xfe" if door.name == "kannel" else BROKEN
    status = await door.post(raw)
    if door.name == "zalo_oa":  # its signature is over a time within the body: what can't be read proves nothing
        assert status == 403 and door.aside == []
    else:
        assert status == door.channel.accepted and len(door.aside) == 1
    assert door.got == []


async def test_an_unknown_event_is_answered_and_nothing_else(door):
    if door.name == "kannel":  # it has no events: what has no id is none of its messages
        assert await door.post(b"BC 0", {}, {"key": "in-key-1", "dreamt": "1"}) == 202
        assert door.got == [] and len(door.aside) == 1
        return
    raw = json.dumps(UNKNOWN[door.name]).encode()
    assert await door.post(raw) == door.channel.accepted
    assert door.got == door.aside == []


async def test_an_empty_probe_is_answered(door):
    """Zalo looks whether an address is there before it knows a secret; all others show theirs."""
    probe = await door.post(b"", {"X-Nothing": "1"}, {})
    assert probe == (200 if door.name.startswith("zalo") else 403)
    assert await door.post(b"") == door.channel.accepted
    assert len(door.got) <= (door.name == "kannel")  # an SMS without words is one


async def test_reports_of_delivery_need_the_key():
    async with Door("kannel").open() as door:
        for query, status in (
            ({"key": "in-key-1", "mid": "ab", "type": "1"}, 202),
            ({"key": "in-key-2", "mid": "ab", "type": "1"}, 403),
            ({"mid": "ab", "type": "1"}, 403),
            ({"key": "in-key-1", "mid": "ab", "type": "dreamt"}, 202),
            ({"key": "in-key-1"}, 202),
        ):
            async with door.client.get("/sms/kannel/dlr", params=query) as answer:
                assert answer.status == status
        assert door.got == ["ab"]


def test_every_channel_is_tried():
    assert set(SAID) == set(MADE) and NOW.tzinfo is UTC
