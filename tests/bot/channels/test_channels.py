"""Every channel by one table: what its gateway brings and what we make of it; what we say and the exact requests.

A case is a file of tests/channels/<name>: `out-….json` are ours going out, all others what came in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import base
from bot.channels.android_sms.channel import AndroidSms
from bot.channels.base import ChannelFault, Delivery, Later, Refused, Unreadable
from bot.channels.configured import served
from bot.channels.http_calls import PATIENCE, Turns
from bot.channels.kannel.channel import Kannel
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_oa.channel import ZaloOa
from bot.settings import load
from programme.domain.messages import CHANNELS, Attachment, Choice, Inbound, Media, Outbound
from storage.messages.channel_tokens import Pair

NOW = datetime(2026, 6, 27, 7, tzinfo=UTC)
HERE = Path(__file__).parents[2] / "channels"
FILES = {"png": b"\x89PNG", "pdf": b"%PDF"}


class Kept:
    """A pair of tokens in memory."""

    pair = staticmethod(Pair)

    def __init__(self):
        self.now = Pair("access-1", "refresh-1", NOW + timedelta(hours=20), seed=SEED)

    async def load(self):
        return self.now

    async def save(self, pair):
        self.now = pair

    async def hold(self):
        return True

    async def release(self):
        pass


SEED = hashlib.sha256(b"first").hexdigest()[:16]


def opened(file):
    try:
        return FILES[file.ref]
    except KeyError:
        raise FileNotFoundError from None


def clock():
    return NOW


def zalo_bot(url, case):
    hook = {"webhook_url": "https://example.org/zalo/bot", "webhook_secret": "bot-secret-1"}
    return ZaloBot("7770001:ZaBsynthetic-token-for-tests", api_url=url, clock=clock, turns=quick(), **hook)


def zalo_oa(url, case):
    return ZaloOa("360001", "app-secret-1", webhook_secret="oa-secret-1", refresh_token="first", keeper=Kept(),
                  open_attachment=opened, clock=clock, oa_id="57900001", template=case.get("template", ""),
                  api_url=url, oauth_url=url, turns=quick())  # fmt: skip


def kannel(url, case):
    return Kannel(f"{url}/cgi-bin/sendsms", "bot", "botpw", key="in-key-1", sender="8079", clock=clock, turns=quick(),
                  report_url="http://127.0.0.1:8080/sms/kannel/dlr", accents=case.get("accents", False))  # fmt: skip


def android_sms(url, case):
    return AndroidSms(url, "sms", "pw-1", signing_key="sign-1", clock=clock, turns=quick(),
                      accents=case.get("accents", False))  # fmt: skip


def telegram(url, case):
    made = Telegram("5550001:AAGsynthetic-token-for-tests", open_attachment=opened, clock=clock, api_url=url,
                    webhook_url="https://example.org/telegram", webhook_secret="tg-secret-1")  # fmt: skip
    made._username = "baocaobot"
    return made


def quick():
    return Turns(10_000, 10_000)


MADE = {make.__name__: make for make in (telegram, zalo_bot, zalo_oa, kannel, android_sms)}
USUAL = {
    "zalo_bot": [200, {"ok": True, "result": {"message_id": "b1", "date": 1}}],
    "zalo_oa": [200, {"error": 0, "message": "Success", "data": {"message_id": "o1"}}],
    "kannel": [202, "0: Accepted for delivery"],
    "android_sms": [202, {"id": "x", "state": "Pending"}],
}


def cases(ours: bool) -> list:
    found = [file for name in MADE for file in sorted((HERE / name).glob("*.json"))]
    return [pytest.param(f.parent.name, f, id=f"{f.parent.name}/{f.stem}") for f in found
            if f.stem.startswith("out-") is ours]  # fmt: skip


def body(case: dict) -> bytes:
    if "raw" in case:
        return case["raw"].encode()
    if "bytes" in case:
        return bytes.fromhex(case["bytes"])
    return json.dumps(case.get("body", case.get("update")), ensure_ascii=False).encode()


def came(told: dict) -> Inbound | Delivery:
    if "state" in told:
        return Delivery(**told)
    media = tuple(Media(**medium) for medium in told.pop("media", ()))
    place = told.pop("location", None)
    at, written = datetime.fromisoformat(told.pop("at")), told.pop("written", None)
    written = datetime.fromisoformat(written) if written else None
    return Inbound(**told, at=at, media=media, location=tuple(place) if place else None, written=written)


class TestEveryChannel:
    @pytest.mark.parametrize(("name", "file"), cases(ours=False))
    def test_what_came(self, name, file):
        case = json.loads(file.read_text("utf-8"))
        channel, query = MADE[name]("http://127.0.0.1:1", case), case.get("query", {})
        raw = channel.whole(query, body(case))
        if case["inbound"] == "unreadable":
            with pytest.raises(Unreadable) as caught:
                channel.parse(raw)
            assert caught.value.raw == raw
        else:
            assert channel.parse(raw) == [came(told) for told in case["inbound"]]
            for inbound in channel.parse(raw):
                assert not isinstance(inbound, Inbound) or inbound.channel == name

    @pytest.mark.parametrize(("name", "file"), cases(ours=True))
    async def test_what_we_say(self, name, file):
        case = json.loads(file.read_text("utf-8"))
        told = dict(case["outbound"])
        choices = tuple(Choice(*choice) for choice in told.pop("choices", ()))
        files = tuple(Attachment(*each) for each in told.pop("attachments", ()))
        async with recorder(case.get("answers", []), USUAL[name]) as (url, asked):
            channel = MADE[name](url, case)
            result = await channel.send(Outbound(name, **told, choices=choices, attachments=files, key="k"))
            await channel.close()
        assert [without_more(seen, wanted) for seen, wanted in zip(asked, case["requests"], strict=True)] == (
            case["requests"]
        )
        kind, fields = case["result"]
        assert type(result) is getattr(base, kind), result
        assert {field: getattr(result, field) for field in fields} == fields

    @pytest.mark.parametrize("name", [name for name in MADE if name != "telegram"])
    async def test_a_gateway_that_is_not_there_stops_all_and_loses_nothing(self, name):
        channel = MADE[name]("http://127.0.0.1:1", {})
        result = await channel.send(Outbound(name, "+84901234567", "x", key="k"))
        await channel.close()
        assert isinstance(result, Later) and result.scope == "everyone" and "127" not in result.why

    @pytest.mark.parametrize("name", [name for name in MADE if name != "telegram"])  # see test_telegram_reading
    @settings(max_examples=60)
    @given(data=st.data())
    def test_whatever_comes_is_read_or_unreadable(self, name, data):
        value = data.draw(JSON)
        channel = READERS.setdefault(name, MADE[name]("http://127.0.0.1:1", {}))
        raw = json.dumps(value).encode()
        with suppress(Unreadable):
            assert all(isinstance(found, Inbound | Delivery) for found in channel.parse(raw))
        with suppress(Refused, Unreadable):
            channel.read({}, {}, data.draw(st.binary(max_size=20)))

    @pytest.mark.parametrize("name", MADE)
    def test_without_the_secret_nothing_is_heard(self, name):
        channel = MADE[name]("http://127.0.0.1:1", {})
        for headers, query, raw in forged(name):
            with pytest.raises(Refused) as caught:
                channel.read(headers, query, raw)
            assert caught.value.status == 403

    def test_every_channel_has_its_cases(self):
        assert set(MADE) == set(CHANNELS) - {"phone"}
        for name in MADE:
            assert len(list((HERE / name).glob("*.json"))) > 10


READERS: dict = {}
NAMES = ("message", "event_name", "event", "payload", "sender", "from", "chat", "id", "text", "message_id", "msg_id",
         "attachments", "timestamp", "result", "type", "url", "follower", "info", "body", "receivedAt")  # fmt: skip
WORDS = st.sampled_from(
    ["user_send_text", "user_send_image", "user_send_location", "follow", "sms:received", "sms:delivered",
     "message.text.received", "message.image.received", "+84901234567", "x"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


def forged(name: str):
    text = json.dumps({"timestamp": str(int(NOW.timestamp() * 1000)), "event_name": "user_send_text"}).encode()
    stamp = str(int(NOW.timestamp()))
    if name == "telegram":
        header = "X-Telegram-Bot-Api-Secret-Token"
        yield from (({}, {}, text), ({header: "tg-secret-2"}, {}, text), ({header: "\udcff"}, {}, text))
    elif name == "zalo_bot":
        header = "X-Bot-Api-Secret-Token"
        yield from (({}, {}, text), ({header: "bot-secret-2"}, {}, text), ({header: "bí mật \udcff"}, {}, text))
    elif name == "zalo_oa":
        header = "X-ZEvent-Signature"
        yield from (({}, {}, text), ({header: "mac="}, {}, text), ({header: "mac=" + "0" * 64}, {}, text))
        yield {header: zalo_mac(text, NOW)}, {}, text + b" "  # the raw bytes, not what they mean
        yield {header: zalo_mac(text, NOW)}, {}, b"{broken"
        old = text.replace(str(int(NOW.timestamp() * 1000)).encode(), b"1782540000000"[:13].replace(b"1782", b"1781"))
        yield {header: zalo_mac(old, NOW)}, {}, old  # signed, and eleven days old
    elif name == "kannel":
        yield from (({}, {}, b"x"), ({}, {"key": "in-key-2"}, b"x"), ({}, {"key": "\udcff"}, b"x"))
    elif name == "android_sms":
        yield from (({}, {}, text), (android_sign(text, stamp, "sign-2"), {}, text))
        yield android_sign(text, stamp), {}, text + b" "
        yield {**android_sign(text, stamp), "X-Timestamp": str(int(stamp) + 1)}, {}, text
        for drift in (-301, 301):
            yield android_sign(text, str(int(stamp) + drift)), {}, text
        yield android_sign(text, "now"), {}, text
        yield android_sign(text, "9" * 400), {}, text


def zalo_mac(raw: bytes, at: datetime) -> str:
    stamp = json.loads(raw)["timestamp"]
    return "mac=" + hashlib.sha256(b"360001" + raw + stamp.encode() + b"oa-secret-1").hexdigest()


def android_sign(raw: bytes, stamp: str, key: str = "sign-1") -> dict[str, str]:
    sign = hmac.new(key.encode(), raw + stamp.encode(), hashlib.sha256).hexdigest()
    return {"X-Signature": sign, "X-Timestamp": stamp}


def test_with_the_secret_it_is_heard():
    raw = (HERE / "zalo_oa" / "text.json").read_text()
    raw = json.dumps(json.loads(raw)["body"], ensure_ascii=False).encode()
    assert zalo_oa("http://x", {}).read({"X-ZEvent-Signature": zalo_mac(raw, NOW)}, {}, raw)[0].text == "Báo cáo"
    raw = json.dumps(json.loads((HERE / "android_sms" / "received.json").read_text())["body"]).encode()
    for drift in (-300, 0, 300):
        headers = android_sign(raw, str(int(NOW.timestamp()) + drift))
        assert android_sms("http://x", {}).read(headers, {}, raw)[0].text == "Báo cáo 45"
    query = {"key": "in-key-1", "id": "1", "from": "+84901234567"}
    assert kannel("http://x", {}).read({}, query, b"BC 0")[0].text == "BC 0"
    raw = json.dumps(json.loads((HERE / "zalo_bot" / "text.json").read_text())["body"]).encode()
    assert zalo_bot("http://x", {}).read({"X-Bot-Api-Secret-Token": "bot-secret-1"}, {}, raw)[0].text == "Báo cáo"


@pytest.mark.parametrize("make", [zalo_bot, zalo_oa])
def test_an_empty_probe_is_answered_and_nothing_read(make):
    assert make("http://x", {}).read({}, {}, b"") == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"mid": "ab", "type": "1"}, [Delivery("ab", "delivered")]),
        ({"mid": "ab", "type": "8"}, [Delivery("ab", "accepted")]),
        ({"mid": "ab", "type": "2"}, [Delivery("ab", "failed")]),
        ({"mid": "ab", "type": "16"}, [Delivery("ab", "failed")]),
        ({"mid": "ab", "type": "99"}, []),
        ({"type": "1"}, []),
        ({}, []),
    ],
)
def test_delivery_reports_of_kannel(query, told):
    assert kannel("http://x", {}).reported(query) == told


async def test_a_message_waits_for_its_turn_and_not_for_long():
    time = SimpleNamespace(now=0.0)

    async def sleep(seconds):
        time.now += seconds

    turns = Turns(10, 0.5, lambda: time.now, sleep)
    assert await turns.wait("a") is None and await turns.wait("a") is None
    assert time.now == 2.0
    slow = Turns(10, 0.1, lambda: time.now, sleep)
    assert await slow.wait("a") is None
    later = await slow.wait("a")
    assert later.scope == "address" and later.seconds > PATIENCE


SET_UP = {
    "ZALO_BOT_TOKEN": "7770001:ZaBsynthetic-token-for-tests", "ZALO_BOT_WEBHOOK_SECRET": "bot-secret-1",
    "ZALO_OA_APP_ID": "360001", "ZALO_OA_APP_SECRET": "s", "ZALO_OA_WEBHOOK_SECRET": "oa-secret-1",
    "KANNEL_SEND_URL": "http://127.0.0.1:13013/cgi-bin/sendsms", "KANNEL_INBOUND_KEY": "in-key-1",
    "ANDROID_SMS_URL": "http://192.0.2.7:8080", "ANDROID_SMS_SIGNING_KEY": "sign-1",
    "TELEGRAM_TOKEN": "5550001:AAGsynthetic-token-for-tests", "BAOCAO_PUBLIC_URL": "https://example.org",
}  # fmt: skip


def made(folder, **more):
    programme = SimpleNamespace(zone="Asia/Ho_Chi_Minh", texts={})
    return tuple(served(load({**SET_UP, **more}, folder), programme, None, clock))


def test_the_settings_bring_every_channel(tmp_path):
    assert [channel.name for channel in made(tmp_path)] == list(MADE)
    paths = {"/telegram", "/zalo/bot", "/zalo/oa", "/sms/kannel", "/sms/android"}
    assert {channel.path for channel in made(tmp_path)} == paths
    assert [channel.report_path for channel in made(tmp_path) if channel.report_path] == ["/sms/kannel/dlr"]


@pytest.mark.parametrize(
    "missing", ["ZALO_BOT_WEBHOOK_SECRET", "ZALO_OA_WEBHOOK_SECRET", "KANNEL_INBOUND_KEY", "ANDROID_SMS_SIGNING_KEY"]
)
def test_without_its_secret_a_channel_does_not_start(tmp_path, missing):
    with pytest.raises(ChannelFault, match=missing) as fault:
        made(tmp_path, **{missing: ""})
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("name", ["KANNEL_SEND_URL", "ANDROID_SMS_URL"])
def test_an_address_that_is_none(tmp_path, name):
    with pytest.raises(ChannelFault, match=name):
        made(tmp_path, **{name: "localhost:13013"})


def test_secrets_do_not_show(tmp_path):
    found = load({**SET_UP, "ZALO_OA_REFRESH_TOKEN": "refresh-x", "KANNEL_PASSWORD": "kpw"}, tmp_path)
    for secret in ("ZaBsynthetic", "bot-secret-1", "oa-secret-1", "in-key-1", "sign-1", "refresh-x", "kpw"):
        assert secret not in repr(found) and any(secret in hidden for hidden in found.secrets)


# --- a gateway that writes down what it is asked --------------------------------------------------------------------


@asynccontextmanager
async def recorder(answers, usual):
    asked, waiting = [], list(answers)

    async def handle(request: web.Request) -> web.Response:
        seen = {"method": request.method, "path": request.path, "headers": dict(request.headers)}
        if request.query_string:
            seen["query"] = dict(request.query)
        if request.content_type == "application/json":
            seen["json"] = await request.json()
        elif request.method == "POST":
            form = await request.post()
            seen["form"] = {
                name: [part.filename, len(part.file.read())] if isinstance(part, web.FileField) else part
                for name, part in form.items()
            }
        asked.append(seen)
        status, told = waiting.pop(0) if waiting else usual
        text = told if isinstance(told, str) else json.dumps(told)
        return web.Response(status=status, text=text, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


def without_more(seen: dict, wanted: dict) -> dict:
    """What was asked, of its headers only those that the case names."""
    named = {name: seen["headers"].get(name) for name in wanted.get("headers", {})}
    rest = {name: value for name, value in seen.items() if name != "headers"}
    return rest | ({"headers": named} if named else {})
