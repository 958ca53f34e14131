"""What we say, and the exact requests it becomes; what Telegram refuses, and the value that says what to do."""

import asyncio
import json
import logging
from contextlib import asynccontextmanager

import pytest

from bot.channels.base import Blocked, ChannelFault, Dead, Later, Sent
from bot.channels.telegram.channel import Telegram
from programme.domain.messages import Attachment, Choice, Outbound
from tests.support.fake_telegram import KILLED, TOKEN, fake_api, refusal, too_many

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's, of its own attribute

FILES = {"a": b"%PDF", "b": b"\x89PNG"}


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds
        await asyncio.sleep(0)


def opened(file):
    try:
        return FILES[file.ref]
    except KeyError:
        raise FileNotFoundError from None


@asynccontextmanager
async def telegram(**settings):
    async with fake_api() as api:
        time = Time()
        settings = {"open_attachment": opened, "monotonic": time, "sleep": time.sleep} | settings
        channel = Telegram(TOKEN, api_url=api.url, **settings)
        await channel.open()
        api.time = time
        try:
            yield channel, api
        finally:
            await channel.close()


def out(text="Chào", **kw):
    return Outbound("telegram", "77", text, **{"key": "k"} | kw)


def keyboard(*rows):
    return json.dumps({"inline_keyboard": [[{"callback_data": v, "text": t} for v, t in row] for row in rows]})


def same(asked, expected):
    def plain(fields):
        return {k: json.loads(v) if k == "reply_markup" else v for k, v in fields.items()}

    return [(m, plain(f)) for m, f in asked] == [(m, plain(f)) for m, f in expected]


YES_NO = (Choice("d1:yes", "Có"), Choice("d1:no", "Không"))

TABLE = {
    "text": (out(), [("sendMessage", {"chat_id": "77", "text": "Chào"})]),
    "markup stays plain": (out("<b>*x*_"), [("sendMessage", {"chat_id": "77", "text": "<b>*x*_"})]),
    "choices": (
        out("Đúng?", choices=YES_NO),
        [("sendMessage", {"chat_id": "77", "text": "Đúng?",
                          "reply_markup": keyboard([("d1:yes", "Có"), ("d1:no", "Không")])})],
    ),
    "a long label stands alone": (
        out("Loại?", choices=(Choice("a", "Tuyên truyền tại khu dân cư"), *YES_NO)),
        [("sendMessage", {"chat_id": "77", "text": "Loại?", "reply_markup": keyboard(
            [("a", "Tuyên truyền tại khu dân cư")], [("d1:yes", "Có"), ("d1:no", "Không")])})],
    ),
    "edits": (
        out("Rồi", edits="41", choices=YES_NO[:1]),
        [("editMessageText", {"chat_id": "77", "message_id": "41", "text": "Rồi",
                              "reply_markup": keyboard([("d1:yes", "Có")])})],
    ),
    "long text, buttons on its last part": (
        out("a" * 4000 + "\n\n" + "b" * 4000, choices=YES_NO[:1]),
        [("sendMessage", {"chat_id": "77", "text": "a" * 4000}),
         ("sendMessage", {"chat_id": "77", "text": "b" * 4000, "reply_markup": keyboard([("d1:yes", "Có")])})],
    ),
    "emoji count two": (
        out("😀" * 2049),
        [("sendMessage", {"chat_id": "77", "text": "😀" * 2048}), ("sendMessage", {"chat_id": "77", "text": "😀"})],
    ),
    "a document": (
        out("Báo cáo tuần", attachments=(Attachment("a", "tuần.pdf", "application/pdf"),)),
        [("sendMessage", {"chat_id": "77", "text": "Báo cáo tuần"}),
         ("sendDocument", {"chat_id": "77", "document": ("tuần.pdf", b"%PDF")})],
    ),
    "a photo alone carries the buttons": (
        out("", attachments=(Attachment("b", "chart.png", "image/png"),), choices=YES_NO[:1]),
        [("sendPhoto", {"chat_id": "77", "photo": ("chart.png", b"\x89PNG"),
                        "reply_markup": keyboard([("d1:yes", "Có")])})],
    ),
    "a lone surrogate": (out("a\ud800b"), [("sendMessage", {"chat_id": "77", "text": "a\ufffdb"})]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE, ids=str)
async def test_requests(case):
    message, expected = TABLE[case]
    async with telegram() as (channel, api):
        result = await channel.send(message)
        assert isinstance(result, Sent) and result.ref
    assert same(api.sent, expected)


async def test_what_can_not_be_sent_asks_nothing():
    async with telegram() as (channel, api):
        assert isinstance(await channel.send(out(" \n ")), Dead)
        assert isinstance(await channel.send(out(choices=(Choice("ơ" * 33, "Có"),))), Dead)
        assert await channel.send(out("", attachments=(Attachment("z", "z", "x/y"),))) == Dead("the attachment is gone")
        assert api.sent == []


FATES = {
    "blocked": (refusal(403, "Forbidden: bot was blocked by the user"), Blocked),
    "deactivated": (refusal(403, "Forbidden: user is deactivated"), Blocked),
    "no such chat": (refusal(400, "Bad Request: chat not found"), Dead),
    "server error": (refusal(500, "Internal Server Error"), Later),
    "gateway": ((502, {}), Later),
    "junk": (b"<html>", Later),
    "killed": (KILLED, Later),
    "token gone": (refusal(401, "Unauthorized"), Later),
    "too many": (too_many(7), Later),
}


@pytest.mark.parametrize("case", FATES, ids=str)
async def test_refusals(case):
    answer, fate = FATES[case]
    async with telegram() as (channel, api):
        api.script["sendMessage"].append(answer)
        result = await channel.send(out())
        assert type(result) is fate
        assert TOKEN not in result.why and "Chào" not in result.why
        if case == "too many":
            assert (result.seconds, result.scope) == (7, "address")
        elif fate is Later:
            assert result.scope == "everyone"
        assert len(api.sent) == 1


async def test_a_moved_group_is_followed():
    async with telegram() as (channel, api):
        moved = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009)
        api.script["sendMessage"].append(moved)
        assert await channel.send(out()) == Sent("1")
    assert [fields["chat_id"] for _, fields in api.sent] == ["77", "-1009"]


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_what_can_not_be_edited_is_sent_anew(why):
    async with telegram() as (channel, api):
        api.script["editMessageText"].append(refusal(400, f"Bad Request: {why}"))
        assert await channel.send(out(edits="41")) == Sent("1")
    assert [method for method, _ in api.sent] == ["editMessageText", "sendMessage"]


async def test_an_edit_that_changes_nothing_is_done():
    async with telegram() as (channel, api):
        api.script["editMessageText"].append(refusal(400, "Bad Request: message is not modified: specified new …"))
        assert await channel.send(out(edits="41")) == Sent("41")
        api.script["editMessageText"].append(refusal(502, "Bad Gateway"))
        assert isinstance(await channel.send(out(edits="41")), Later)
    assert [method for method, _ in api.sent] == ["editMessageText"] * 2


async def test_a_photo_with_odd_sides_goes_as_a_document():
    async with telegram() as (channel, api):
        api.script["sendPhoto"].append(refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
        assert isinstance(await channel.send(out("", attachments=(Attachment("b", "c.png", "image/png"),))), Sent)
    assert [method for method, _ in api.sent] == ["sendPhoto", "sendDocument"]
    assert api.sent[1][1]["document"] == ("c.png", b"\x89PNG")


async def test_parts_go_on_where_they_stopped():
    parts = out("\n\n".join(ch * 4000 for ch in "abc"))
    async with telegram() as (channel, api):
        api.script["sendMessage"] += [{"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}}, too_many(3)]
        assert isinstance(await channel.send(parts), Later)
        api.time.now += 3
        assert isinstance(await channel.send(parts), Sent)
    assert [fields["text"][0] for _, fields in api.sent] == ["a", "b", "b", "c"]


async def test_one_a_second_to_a_chat_and_thirty_over_all():
    async with telegram() as (channel, api):
        for _ in range(3):
            await channel.send(out())
        assert api.time.slept == [1.0, 1.0]
        api.time.now += 10
        for n in range(31):
            await channel.send(Outbound("telegram", str(1000 + n), "x"))
        assert api.time.slept[2:] == [1.0]


async def test_retry_after_silences_the_chat_and_a_second_one_everybody():
    async with telegram() as (channel, api):
        api.script["sendMessage"] += [too_many(30)]
        assert (await channel.send(out())).scope == "address"
        assert await channel.send(out()) == Later("held back", 30, "address")
        assert isinstance(await channel.send(Outbound("telegram", "88", "x")), Sent)
        api.time.now += 2
        api.script["sendMessage"] += [too_many(20)]
        assert await channel.send(Outbound("telegram", "99", "x")) == Later("429", 20, "everyone")
        assert isinstance(await channel.send(Outbound("telegram", "111", "x")), Later)
        assert len(api.sent) == 3
        api.time.now += 30
        assert isinstance(await channel.send(out()), Sent)


async def test_a_press_is_acknowledged_and_a_late_one_harms_nobody():
    async with telegram() as (channel, api):
        from tests.bot.channels.test_telegram_updates import NOW, Inbound

        await channel.acknowledge(Inbound("telegram", "77", "c:300", NOW, choice="x"))
        api.script["answerCallbackQuery"].append(refusal(400, "Bad Request: query is too old"))
        await channel.acknowledge(Inbound("telegram", "77", "c:301", NOW, choice="x"))
        await channel.acknowledge(Inbound("telegram", "77", "m:77:1", NOW, text="x"))
    assert [fields["callback_query_id"] for _, fields in api.sent] == ["300", "301"]


async def test_media():
    async with telegram() as (channel, api):
        api.files["f1"] = b"jpeg bytes"
        assert await channel.fetch("f1") == b"jpeg bytes"
        assert isinstance(await channel.fetch("gone"), Dead)
        api.files["f2"] = b"x" * 20_000_001
        assert await channel.fetch("f2") == Dead("too big")
        api.script["getFile"].append(KILLED)
        assert isinstance(await channel.fetch("f1"), Later)


MENU = {"vi": (("bao_cao", "Gửi báo cáo"),), "en": (("report", "File a report"),)}


async def test_opening_to_poll():
    async with telegram(commands=MENU) as (channel, api):
        assert channel.polls and channel.username == "baocaobot"
    assert [method for method, _ in api.asked] == ["getMe", "deleteWebhook"] + ["setMyCommands"] * 3
    menus = [(f.get("language_code"), json.loads(f["commands"])[0]["command"]) for _, f in api.asked[2:]]
    assert menus == [(None, "bao_cao"), ("vi", "bao_cao"), ("en", "report")]


async def test_opening_for_the_webhook():
    async with telegram(webhook_url="https://bot.example/telegram", webhook_secret="s3cret") as (channel, api):
        assert not channel.polls
    fields = dict(api.asked)["setWebhook"]
    assert (fields["url"], fields["secret_token"]) == ("https://bot.example/telegram", "s3cret")
    assert "my_chat_member" in json.loads(fields["allowed_updates"])


async def opening(token, **settings):
    channel = Telegram(token, open_attachment=opened, **settings)
    try:
        await channel.open()
    finally:
        await channel.close()


async def test_what_stops_the_start():
    async with fake_api() as api:
        for token in ("1:wrong", "nonsense"):
            with pytest.raises(ChannelFault, match="TELEGRAM_TOKEN") as caught:
                await opening(token, api_url=api.url)
            assert token not in str(caught.value) and "\n" not in str(caught.value)
        with pytest.raises(ChannelFault, match="TELEGRAM_TOKEN"):
            await opening("", api_url=api.url)
        with pytest.raises(ChannelFault, match="TELEGRAM_WEBHOOK_SECRET"):
            await opening(TOKEN, api_url=api.url, webhook_url="https://bot.example/telegram")
        with pytest.raises(ChannelFault, match="TELEGRAM_PROXY"):
            await opening(TOKEN, api_url=api.url, proxy="nonsense")
        api.script["setWebhook"].append(refusal(400, "Bad Request: bad webhook: HTTPS url must be provided"))
        with pytest.raises(ChannelFault, match="https url"):
            await opening(TOKEN, api_url=api.url, webhook_url="http://x/telegram", webhook_secret="s3cret")


async def test_a_network_that_fails_at_start_is_waited_for():
    async with fake_api() as api:
        time = Time()
        api.script["getMe"] += [KILLED, refusal(502, "Bad Gateway")]
        channel = Telegram(TOKEN, open_attachment=opened, api_url=api.url, sleep=time.sleep)
        await channel.open()
        await asyncio.wait_for(channel._introduction, 5)
        assert channel.username == "baocaobot" and time.slept == [1, 2]
        await channel.close()


async def test_the_proxy_is_used():
    from aiohttp import web

    seen = []

    async def proxy(request):
        seen.append(request.raw_path)
        return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "x", "username": "y"}})

    server = web.ServerRunner(web.Server(proxy))
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0).start()
    port = server.addresses[0][1]
    await opening(TOKEN, api_url="http://telegram.invalid", proxy=f"http://127.0.0.1:{port}")
    await server.cleanup()
    assert seen[0] == f"http://telegram.invalid/bot{TOKEN}/getMe"


async def test_no_log_tells_the_token_or_the_words(caplog):
    caplog.set_level(logging.DEBUG)
    async with telegram() as (channel, api):
        api.script["sendMessage"] += [b"<html>Mot bi mat</html>", KILLED, refusal(403, "Forbidden")]
        for _ in range(4):
            await channel.send(out("Mot bi mat"))
            api.time.now += 60
        api.script["getUpdates"].append(b'{"result": "Mot bi mat')
        await channel.poll(None)
    assert TOKEN not in caplog.text and "AAGsynthetic" not in caplog.text
    assert "bi mat" not in caplog.text
