"""The whole bot on Zalo and on a telephone with a SIM, as far as the interfaces are known: against fakes of them, which
are tried with clients that others wrote."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from aiohttp import ClientSession
from PIL import Image

from bot.app import build
from bot.channels.android_sms.channel import AndroidSms
from bot.channels.http_calls import allowed, download, public
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.token_store import StoredTokens
from bot.channels.zalo_oa.tokens import Tokens
from bot.jobs.tick import Ticker
from bot.settings import load
from programme.domain.effects.people import Enrol
from programme.domain.messages import REMINDER, Outbound
from programme.domain.model import Invite, Member, Post
from programme.domain.programme import NOTICE
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import channel_tokens, outbox
from storage.people import accounts
from storage.reports import reports
from tests.support import fake_android, fake_zalo
from tests.support.fake_android import PASSWORD, SIGNING, USER
from tests.support.fake_zalo import APP, APP_SECRET, KILLED, OA_ID, OA_SECRET, TOKEN
from tests.support.real_kannel import free_port

UNIT, CODE, LAN = "hl.ha-tu", "THU234", "+84901234567"
CHAT = "6ede9afa66b88fe6d6a9"


read_once = cache(load_programme)
"""The pack is read from its files in other tests often enough."""


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """The pace is kept elsewhere, and so is what a day brings unasked; here nobody waits for either."""
    monkeypatch.setattr(Ticker, "tick", lambda *_: 0)
    for channel in (ZaloBot, ZaloOa, AndroidSms):
        monkeypatch.setattr(channel, "rate", 10_000)
        monkeypatch.setattr(channel, "rate_each", 10_000)
    monkeypatch.setattr("bot.outbound.send.LONGEST_REST", 0.3)
    monkeypatch.setattr("bot.outbound.send.IDLE", 0.1)
    monkeypatch.setattr("bot.app.load_programme", read_once)


class Stage:
    """A store with an invite, and the bot's settings."""

    def __init__(self, folder: Path, **environ: str):
        self.port, self.folder = free_port(), folder
        self.environ = {
            "BAOCAO_DATABASE_URL": f"sqlite:///{folder}/store.db",
            "BAOCAO_MEDIA": str(folder / "media"),
            "BAOCAO_PROGRAMME": "quang-ninh",
            "BAOCAO_PORT": str(self.port),
            "BAOCAO_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            **environ,
        }
        self.store = open_store(self.environ["BAOCAO_DATABASE_URL"])
        invite = Invite(CODE, UNIT, "member", uses=9)
        self.write(accounts.make_invite, invite, "", datetime.now(UTC))

    def write(self, work, *args):
        return self.store.transact(lambda conn: work(conn, *args)).result()

    @asynccontextmanager
    async def running(self):
        app = await asyncio.to_thread(build, load(self.environ, self.folder))
        await app.start()
        try:
            yield app
        finally:
            await app.stop()

    def member(self, *addresses: tuple[str, str]) -> None:
        now = datetime.now(UTC)
        new = Member("lan", "Nguyễn Thị Lan", (Post(UNIT, "member"),), addresses, consented_at=now, consent=NOTICE)
        self.write(accounts.enrol, Enrol(new, ""), *addresses[0], now)

    def queue(self, *messages: Outbound) -> None:
        self.write(outbox.queue, messages, datetime.now(UTC))

    def rows(self) -> list:
        return self.store.read(lambda conn: list(outbox.rows(conn, datetime.now(UTC))))

    def states(self) -> Counter:
        return Counter(row.state for row in self.rows())

    def reports(self) -> list:
        return self.store.read(lambda conn: list(reports.between(conn, None, None, None)))


@asynccontextmanager
async def staged(folder, **environ):
    stage = Stage(folder, **environ)
    try:
        yield stage
    finally:
        stage.store.close()


async def until(done, seconds: float = 180.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.02)


async def answered(stage, say) -> None:
    """Says something, and waits until all that it led to is sent."""
    before = len(stage.rows())
    assert await say() in (200, None)
    await until(lambda: len(stage.rows()) > before and set(stage.states()) <= {"sent", "replaced", "dead"})


SAID = ("/baocao", "Truyền thông", "Ma túy", "Hôm nay", "45", "Không đếm riêng", "Nhà văn hóa khu 4", "Không")


# --- the Zalo bot platform --------------------------------------------------------------------------------------------


def bot_update(n: int, kind: str = "text", **what):
    chat = {"chat_type": "PRIVATE", "id": CHAT}
    message = {"date": 1789033572455, "chat": chat, "message_id": f"z{n}", **what,
               "from": {"id": CHAT, "is_bot": False, "display_name": "An"}}  # fmt: skip
    return {"event_name": f"message.{kind}.received", "message": message}


def bot_settings(zalo, mode: str) -> dict[str, str]:
    return {"ZALO_BOT_TOKEN": TOKEN, "ZALO_BOT_API_URL": zalo.url, "ZALO_BOT_MODE": mode,
            "ZALO_BOT_WEBHOOK_SECRET": "bot-secret-1"}  # fmt: skip


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_a_report_by_the_zalo_bot(tmp_path, mode):
    async with fake_zalo.fake_zalo() as zalo, staged(tmp_path, **bot_settings(zalo, mode)) as stage:
        picture = io.BytesIO()
        Image.new("RGB", (300, 200), "red").save(picture, "JPEG")
        zalo.files["p.jpg"] = picture.getvalue()
        async with stage.running():

            async def say(n, text):
                update = bot_update(n, text=text)
                if mode == "polling":
                    return zalo.updates.append(update)
                return await zalo.bring(update if n % 2 else {"ok": True, "result": update})

            for n, text in enumerate((f"DK {CODE}", "1", "Nguyễn Thị Lan", *SAID)):
                await answered(stage, lambda n=n, text=text: say(n, text))
            last = zalo.sent("sendMessage")[-1]["text"]
            assert "45" in last and "1. Gửi báo cáo" in last  # choices are lines: there are no buttons
            photo = bot_update(90, "image", photo_url=f"{zalo.url}/files/p.jpg", caption="")
            if mode == "webhook":
                await answered(stage, lambda: zalo.bring(photo))
            else:
                await answered(stage, lambda: asyncio.sleep(0, zalo.updates.append(photo)))
            await answered(stage, lambda: say(91, "Gửi báo cáo"))
            await until(lambda: stage.reports()[0].media[0].sha256)
            if mode == "webhook":
                count = len(stage.rows())
                assert await zalo.bring(bot_update(91, text="Gửi báo cáo")) == 200  # brought again
                assert await zalo.bring(bot_update(92, text="x"), secret="another-1") == 403
                assert len(stage.rows()) == count
    report = stage.reports()
    assert len(report) == 1 and (report[0].channel, report[0].unit) == ("zalo_bot", UNIT)
    assert report[0].activities[0].figures["participants"].value == 45
    assert bool(zalo.webhook) == (mode == "webhook")
    assert {fields["chat_id"] for fields in zalo.sent("sendMessage")} == {CHAT}


@pytest.mark.parametrize("trouble", [KILLED, (502, "<html>"), {"ok": False, "error_code": 500, "description": "x"}])
async def test_the_zalo_bot_in_trouble_waits_and_goes_on_in_order(tmp_path, trouble):
    async with fake_zalo.fake_zalo() as zalo, staged(tmp_path, **bot_settings(zalo, "webhook")) as stage:
        async with stage.running():
            zalo.script["sendMessage"].extend([trouble] * 2)
            stage.queue(*(Outbound("zalo_bot", CHAT, f"số {n}", key=f"n{n}") for n in range(3)))
            await until(lambda: stage.states() == {"sent": 3})
        assert list(dict.fromkeys(each["text"] for each in zalo.sent("sendMessage"))) == ["số 0", "số 1", "số 2"]


async def test_the_fake_bot_platform_by_a_client_that_others_wrote():
    zalo_bot = pytest.importorskip("zalo_bot")
    async with fake_zalo.fake_zalo() as zalo:
        zalo.updates.append(bot_update(1, text="chào"))
        async with zalo_bot.Bot(TOKEN, base_url=zalo.url) as bot:
            assert (await bot.get_me()).account_name == "Báo Cáo"
            update = await bot.get_update(timeout=1)
            assert (update.message.text, update.message.chat.id) == ("chào", CHAT)
            sent = await bot.send_message(CHAT, "Đã nhận")
            assert sent.message_id == "b1"
        assert zalo.sent("sendMessage") == [{"chat_id": CHAT, "text": "Đã nhận"}]


# --- the official account ---------------------------------------------------------------------------------------------


def oa_settings(zalo) -> dict[str, str]:
    return {"ZALO_OA_APP_ID": APP, "ZALO_OA_APP_SECRET": APP_SECRET, "ZALO_OA_ID": OA_ID,
            "ZALO_OA_WEBHOOK_SECRET": OA_SECRET, "ZALO_OA_REFRESH_TOKEN": "refresh-1",
            "ZALO_OA_API_URL": zalo.url, "ZALO_OA_OAUTH_URL": zalo.url}  # fmt: skip


def oa_event(n: int, text: str = "", name: str = "user_send_text", **what):
    now = str(int(time.time() * 1000))
    return {"app_id": APP, "sender": {"id": CHAT}, "recipient": {"id": OA_ID}, "event_name": name, "timestamp": now,
            "message": {"msg_id": f"oa{n}", "text": text}, **what}  # fmt: skip


async def test_a_report_by_the_official_account_with_its_buttons(tmp_path):
    async with fake_zalo.fake_zalo() as zalo, staged(tmp_path, **oa_settings(zalo)) as stage:
        async with stage.running() as app:
            url = f"{app.address}/zalo/oa"

            async def say(n, text):
                """Presses the button of this title where there is one, else writes."""
                message = next((m for m in reversed(zalo.sent("/v3.0/oa/message/cs")) if "text" in m["message"]), None)
                attachment = message["message"].get("attachment", {}) if message else {}
                buttons = {b["title"]: b["payload"] for b in attachment.get("payload", {}).get("buttons", [])}
                pressed.append(text in buttons)
                return await zalo.tell(url, oa_event(n, buttons.get(text, text)))

            pressed: list[bool] = []
            for n, text in enumerate((f"DK {CODE}", "Đồng ý", "Nguyễn Thị Lan", *SAID, "Gửi báo cáo")):
                await answered(stage, lambda n=n, text=text: say(n, text))
            assert sum(pressed) >= 2  # where there are six choices they are lines, as Zalo takes five buttons
            count = len(stage.rows())
            again = oa_event(0, f"DK {CODE}")
            assert await zalo.tell(url, again) == 200  # brought again: nothing
            assert await zalo.tell(url, again, signature="mac=" + "0" * 64) == 403
            old = oa_event(99, "x", timestamp=str(int((time.time() - 86400) * 1000)))
            assert await zalo.tell(url, old) == 403
            async with ClientSession() as client:
                for raw, status in ((b"", 200), (b"{", 403), (b"x" * (1024 * 1024 + 1), 413)):
                    async with client.post(url, data=raw) as answer:
                        assert answer.status == status
            assert len(stage.rows()) == count
        assert zalo.renewals == 1
        async with stage.running():  # a new start uses the pair that was kept
            stage.queue(Outbound("zalo_oa", CHAT, "nhắc", key="n1"))
            await until(lambda: stage.rows()[-1].state == "sent")
        assert zalo.renewals == 1
    report = stage.reports()
    assert len(report) == 1 and report[0].channel == "zalo_oa"
    assert report[0].activities[0].figures["participants"].value == 45


async def test_an_account_that_is_left_and_found_again(tmp_path):
    async with fake_zalo.fake_zalo() as zalo, staged(tmp_path, **oa_settings(zalo)) as stage, stage.running() as app:
        url = f"{app.address}/zalo/oa"
        follower = {"follower": {"id": CHAT}, "oa_id": OA_ID}
        assert await zalo.tell(url, oa_event(1, name="unfollow", **follower)) == 200
        assert stage.store.read(lambda conn: accounts.blocked(conn, "zalo_oa", CHAT))
        await answered(stage, lambda: zalo.tell(url, oa_event(2, name="follow", **follower)))
        assert not stage.store.read(lambda conn: accounts.blocked(conn, "zalo_oa", CHAT))
        assert "Để tham gia" in zalo.sent("/v3.0/oa/message/cs")[-1]["message"]["text"]


def tokens_over(store, zalo, calls, owner, first="refresh-1", clock=lambda: datetime.now(UTC)):
    keeper = StoredTokens(store, "zalo_oa", owner, clock)
    return Tokens(calls, keeper, oauth_url=zalo.url, app_id=APP, app_secret=APP_SECRET, first=first, clock=clock)


@asynccontextmanager
async def token_stage(tmp_path):
    from bot.channels.http_calls import Calls

    store, calls = open_store(f"sqlite:///{tmp_path}/store.db"), Calls()
    async with fake_zalo.fake_zalo() as zalo:
        try:
            yield store, zalo, calls
        finally:
            await calls.close()
            store.close()


async def test_one_refresher_at_a_time(tmp_path):
    async with token_stage(tmp_path) as (store, zalo, calls):
        many = [tokens_over(store, zalo, calls, f"p{n}") for n in range(6)]
        found = await asyncio.gather(*(each.access() for each in many for _ in range(3)))
        assert zalo.renewals == 1 and "access-2" in found
        assert {each if isinstance(each, str) else each.scope for each in found} <= {"access-2", "everyone"}
        assert [await each.access() for each in many] == ["access-2"] * 6
        assert await many[0].access(refused="access-2") == "access-3"  # the one that Zalo did not take
        assert await many[1].access(refused="access-2") == "access-3" and zalo.renewals == 2


async def test_the_new_pair_is_committed_before_it_is_used(tmp_path):
    async with token_stage(tmp_path) as (store, zalo, calls):
        assert await tokens_over(store, zalo, calls, "p1").access() == "access-2"
        kept = store.read(lambda conn: channel_tokens.load(conn, "zalo_oa"))
        assert (kept.access, kept.refresh) == ("access-2", "refresh-2")
        assert "access-2" not in repr(kept) and "refresh-2" not in repr(kept)
        later = datetime.now(UTC) + timedelta(hours=25)
        assert await tokens_over(store, zalo, calls, "p2", clock=lambda: later).access() == "access-3"


async def test_a_pair_that_can_not_be_kept_is_not_used(tmp_path, monkeypatch):
    async with token_stage(tmp_path) as (store, zalo, calls):
        over = tokens_over(store, zalo, calls, "p1")

        async def full(pair):
            raise OSError

        monkeypatch.setattr(over._keeper, "save", full)
        with pytest.raises(OSError):
            await over.access()
        assert not zalo.sent("/v3.0/oa/message/cs")


async def test_a_lost_pair_says_what_to_do_and_a_new_setting_mends_it(tmp_path, caplog):
    async with token_stage(tmp_path) as (store, zalo, calls):
        zalo.refresh = "somebody-used-it"
        over = tokens_over(store, zalo, calls, "p1")
        lost = await over.access()
        assert "ZALO_OA_REFRESH_TOKEN" in lost.why and lost.scope == "everyone" and lost.seconds >= 60
        assert "ZALO_OA_REFRESH_TOKEN" in caplog.text and "refresh-1" not in caplog.text
        assert "ZALO_OA_REFRESH_TOKEN" in (await over.access()).why
        assert len(zalo.sent("/v4/oa/access_token")) == 1  # Zalo is not asked again and again
        mended = tokens_over(store, zalo, calls, "p2", first="somebody-used-it")
        assert await mended.access() == "access-2"


async def test_a_renewal_without_an_answer_is_tried_again(tmp_path):
    async with token_stage(tmp_path) as (store, zalo, calls):
        zalo.script["/v4/oa/access_token"].extend([KILLED, (503, "busy")])
        over = tokens_over(store, zalo, calls, "p1")
        assert [(await over.access()).scope for _ in range(2)] == ["everyone"] * 2
        assert await over.access() == "access-2"


# --- a telephone with a SIM -------------------------------------------------------------------------------------------


def android_settings(phone) -> dict[str, str]:
    return {"ANDROID_SMS_URL": phone.url, "ANDROID_SMS_USERNAME": USER, "ANDROID_SMS_PASSWORD": PASSWORD,
            "ANDROID_SMS_SIGNING_KEY": SIGNING}  # fmt: skip


async def test_a_report_by_a_telephone(tmp_path):
    async with (
        fake_android.fake_android() as phone,
        staged(tmp_path, **android_settings(phone)) as stage,
        stage.running() as app,
    ):
        phone.webhook = f"{app.address}/sms/android"
        said = (f"DK {CODE}", "1", "Nguyễn Thị Lan", *SAID, "1")
        for n, text in enumerate(said):
            at = f"2026-06-27T14:{n:02}:00.000+07:00"
            await answered(stage, lambda text=text, at=at: phone.tell(phone.received(LAN, text, at)))
        count = len(stage.rows())
        assert await phone.tell(phone.received(LAN, said[0], "2026-06-27T14:00:00.000+07:00")) == 200
        assert await phone.tell(phone.received(LAN, "x"), key="another") == 403
        assert await phone.tell(phone.received(LAN, "x"), at=int(time.time()) - 400) == 403
        assert len(stage.rows()) == count
        id = phone.asked[0]["id"]
        for event in ("sms:sent", "sms:delivered", "sms:delivered"):  # one for each part
            assert await phone.tell(phone.event(event, messageId=id)) == 200
    assert [report.channel for report in stage.reports()] == ["android_sms"]
    assert all(message["textMessage"]["text"].isascii() for message in phone.asked)
    assert told(stage)[id] == "delivered" and set(told(stage).values()) == {"sent", "delivered"}


def told(stage) -> dict[str, str]:
    from sqlalchemy import text

    return dict(stage.store.read(lambda conn: conn.execute(text("SELECT ref, state FROM deliveries")).all()))


async def test_a_telephone_that_answers_late_is_asked_with_the_same_id(tmp_path):
    async with (
        fake_android.fake_android() as phone,
        staged(tmp_path, **android_settings(phone)) as stage,
        stage.running(),
    ):
        stage.queue(Outbound("android_sms", LAN, "một", key="n1"))
        phone.script.extend([KILLED, 500])
        await until(lambda: stage.states() == {"sent": 1})
        assert len({message["id"] for message in phone.asked}) == 1 and len(phone.messages) == 1


async def test_the_fake_telephone_by_a_client_that_others_wrote():
    client = pytest.importorskip("android_sms_gateway.client")
    from android_sms_gateway.domain import Message, TextMessage

    said = Message(phone_numbers=[LAN], text_message=TextMessage(text="Da nhan"), id="abc")
    async with fake_android.fake_android() as phone:
        async with client.AsyncAPIClient(USER, PASSWORD, base_url=f"{phone.url}/3rdparty/v1") as api:
            sent = await api.send(said)
            assert (sent.id, sent.state.name) == ("abc", "Pending")
            assert (await api.get_state("abc")).recipients[0].phone_number == LAN
            with pytest.raises(Exception, match=r"409|duplicate|Conflict"):
                await api.send(said)
        assert phone.asked[0]["phoneNumbers"] == [LAN] and phone.asked[0]["textMessage"] == {"text": "Da nhan"}


# --- from one channel to another --------------------------------------------------------------------------------------


@asynccontextmanager
async def both(tmp_path, **more):
    """An official account and a telephone, and a member who has both."""
    async with (
        fake_zalo.fake_zalo() as zalo,
        fake_android.fake_android() as phone,
        staged(tmp_path, **oa_settings(zalo), **android_settings(phone), **more) as stage,
    ):
        stage.member(("zalo_oa", CHAT), ("android_sms", LAN))
        async with stage.running():
            yield stage, zalo, phone


def reminder(key: str, **more) -> Outbound:
    return Outbound("zalo_oa", CHAT, "UBND phường Hà Tu: hạn 30/6", key=key, priority=REMINDER, **more)


async def test_a_closed_window_leads_to_the_next_channel(tmp_path):
    async with both(tmp_path) as (stage, zalo, phone):
        zalo.last_said[CHAT] = time.time() - 8 * 86400
        stage.queue(reminder("r:1"), Outbound("zalo_oa", CHAT, "Câu 2?", key="q:1", prompt=True))
        await until(lambda: len(stage.rows()) == 3 and stage.rows()[-1].state == "sent")
        await until(lambda: stage.states()["dead"] == 2)
    assert [(row.key, row.channel, row.state) for row in stage.rows()] == [
        ("r:1", "zalo_oa", "dead"), ("q:1", "zalo_oa", "dead"), ("r:1~android_sms", "android_sms", "sent"),
    ]  # fmt: skip
    assert [message["textMessage"]["text"] for message in phone.asked] == ["UBND phuong Ha Tu: han 30/6"]


@pytest.mark.parametrize(
    ("days", "template", "refused", "by"),
    [
        (1, "", None, "cs"),  # free
        (3, "", None, "cs"),  # after 48 hours out of the account's package
        (8, "9001", None, "template"),
        (8, "9001", {"error": -114, "message": "can't receive"}, "android_sms"),
        (8, "", None, "android_sms"),
    ],
)
async def test_windows_of_the_official_account(tmp_path, days, template, refused, by):
    """A reminder to who wrote so many days ago, by the whole bot."""
    async with both(tmp_path, ZALO_OA_TEMPLATE_ID=template) as (stage, zalo, phone):
        zalo.last_said[CHAT] = time.time() - days * 86400
        if refused:
            zalo.script["/v3.0/oa/message/template"].append(refused)
        stage.queue(reminder("r:1"))
        await until(lambda: "sent" in stage.states() and "waiting" not in stage.states())
        templates = zalo.sent("/v3.0/oa/message/template")
    assert bool(phone.asked) == (by == "android_sms")
    assert stage.rows()[-1].channel == ("android_sms" if by == "android_sms" else "zalo_oa")
    assert bool(templates) == bool(template)
    if by == "template":
        assert templates[0]["template_id"] == "9001"
        assert templates[0]["template_data"]["noi_dung"] == "UBND phường Hà Tu: hạn 30/6"


async def test_who_left_is_reached_another_way_with_all_that_waited(tmp_path):
    async with both(tmp_path) as (stage, zalo, phone):
        zalo.script["/v3.0/oa/message/cs"].append({"error": -213, "message": "not following"})
        stage.queue(reminder("r:1"), reminder("r:2"))
        await until(lambda: stage.states() == {"dead": 2, "sent": 2})
    assert [message["phoneNumbers"] for message in phone.asked] == [[LAN]] * 2
    assert stage.store.read(lambda conn: accounts.blocked(conn, "zalo_oa", CHAT))


async def test_an_sms_that_was_not_delivered_goes_the_other_way(tmp_path):
    async with both(tmp_path) as (stage, zalo, phone):
        phone.webhook = f"http://127.0.0.1:{stage.port}/sms/android"
        stage.queue(Outbound("android_sms", LAN, "Báo cáo K7P2 bị trả lại", key="r:1"))
        await until(lambda: len(phone.asked) == 1 and stage.states() == {"sent": 1})
        failed = phone.event("sms:failed", messageId=phone.asked[0]["id"], reason="no service")
        for n in range(2):  # the app signs its second try anew
            assert await phone.tell(failed, at=int(time.time()) + n) == 200
        await until(lambda: stage.states() == {"sent": 2})
        assert await phone.tell(phone.event("sms:delivered", messageId=phone.asked[0]["id"])) == 200
    assert zalo.sent("/v3.0/oa/message/cs")[0]["message"]["text"] == "Báo cáo K7P2 bị trả lại"
    assert list(told(stage).values()) == ["failed"]


async def test_nothing_goes_round_in_circles(tmp_path):
    async with both(tmp_path) as (stage, zalo, phone):
        phone.webhook = f"http://127.0.0.1:{stage.port}/sms/android"
        zalo.last_said[CHAT] = time.time() - 8 * 86400
        stage.queue(reminder("r:1"))
        await until(lambda: stage.states() == {"dead": 1, "sent": 1})
        assert await phone.tell(phone.event("sms:failed", messageId=phone.asked[0]["id"])) == 200
        await asyncio.sleep(0.2)
        assert len(stage.rows()) == 2


async def test_over_the_ceiling_fewer_and_shorter(tmp_path):
    """Reminders go another way or not at all; an answer is always given, in one SMS."""
    async with both(tmp_path, BAOCAO_SMS_CEILING="3") as (stage, zalo, phone):
        stage.queue(Outbound("android_sms", LAN, "dài " * 100, key="a1"))
        await until(lambda: stage.states() == {"sent": 1})
        assert len(phone.asked[0]["textMessage"]["text"]) > 300
        stage.queue(
            Outbound("android_sms", LAN, "nhắc hạn 30/6", key="r:1", priority=REMINDER),
            Outbound("android_sms", LAN, "CHƯA NHẬN. Ngày 31/6 không có. " + "dài " * 100, key="a2"),
        )
        await until(lambda: stage.states() == {"sent": 3, "dead": 1})
    assert len(phone.asked) == 2 and zalo.sent("/v3.0/oa/message/cs")[0]["message"]["text"] == "nhắc hạn 30/6"
    short = phone.asked[1]["textMessage"]["text"]
    assert short.startswith("CHUA NHAN. Ngay 31/6 khong co.") and len(short) <= 160


# --- photos from addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://f.zdn.vn/a.jpg", True),
        ("http://f.zdn.vn/a.jpg", False),
        ("https://127.0.0.1/a", False),
        ("https://10.0.0.7/a", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://[::1]/a", False),
        ("https://[::ffff:127.0.0.1]/a", False),
        ("https://100.64.0.1/a", False),
        ("https://8.8.8.8/a", True),
        ("https://user@f.zdn.vn/a", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
        ("https://x:99999999/", False),
        ("", False),
        ("http://127.0.0.1:9/a", True),  # the operator's own
        ("http://127.0.0.1:8/a", False),
    ],
)
def test_where_a_file_may_be_fetched(url, fine):
    assert allowed(url, "http://127.0.0.1:9") is fine


@pytest.mark.parametrize("name", ["localhost", "2130706433", "0x7f.1", "127.1"])
async def test_a_name_of_this_machine_is_not_fetched(name):
    async with fake_zalo.fake_zalo() as zalo:
        zalo.files["a"] = b"secret"
        port = zalo.url.rpartition(":")[2]
        found = await download(f"https://{name}:{port}/files/a", 100)
        assert not isinstance(found, bytes) and "127" not in found.why


async def test_a_file_is_fetched_within_its_size():
    async with fake_zalo.fake_zalo() as zalo:
        zalo.files["a"] = b"x" * 100
        assert await download(f"{zalo.url}/files/a", 100, zalo.url) == b"x" * 100
        assert (await download(f"{zalo.url}/files/a", 99, zalo.url)).why == "too big"
        assert "404" in (await download(f"{zalo.url}/files/b", 99, zalo.url)).why


def test_what_is_public():
    assert public("8.8.8.8") and not public("192.168.1.1") and not public("::1") and not public("224.0.0.1")
    assert json.dumps(OA_SECRET)
