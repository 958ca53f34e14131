"""SMS on real parts: Debian's Kannel with its fake centre, or an SMPP centre, and the whole bot behind it."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.app import build
from bot.channels.kannel.channel import Kannel
from bot.outbound.sms_budget import SMS
from bot.settings import load
from programme.domain.messages import Outbound
from programme.domain.model import Invite
from programme.domain.query_rows import SmsUse
from programme.domain.sms_segments import parts, segments
from programme.language.vietnamese import plain
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import deliveries, outbox
from storage.people import accounts
from storage.reports import reports
from tests.support.real_kannel import BOXES, KEY, SMPP, SMPP_CENTRE, Gateway, free_port, smpp_centre

pytestmark = pytest.mark.skipif(not all(BOXES.values()), reason="Debian's kannel and kannel-extras are absent")

UNIT, CODE, LAN, BA = "hl.ha-tu", "THU234", "+84901234567", "+84912345678"
NOON = datetime(2026, 6, 17, 5, tzinfo=UTC)
"""What the bot's clock says when a test begins: a Wednesday at noon, far from nights, deadlines and ends of months."""


read_once = cache(load_programme)
"""The pack is read from its files in other tests often enough."""


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """A message a second to a person is kept elsewhere; here nobody waits for it."""
    monkeypatch.setattr(Kannel, "rate_each", 10_000)
    monkeypatch.setattr(Kannel, "rate", 10_000)
    monkeypatch.setattr("bot.outbound.send.LONGEST_REST", 0.5)
    monkeypatch.setattr("bot.outbound.send.IDLE", 0.1)
    monkeypatch.setattr("bot.app.load_programme", read_once)


class Stage:
    """A store with an invite, a gateway, and the bot's settings over both."""

    def __init__(self, folder: Path, centre: str = "", **settings: str):
        self.gateway = Gateway(folder / "kannel", free_port(), centre)
        url = f"sqlite:///{folder}/store.db"
        self.environ = {
            "BAOCAO_DATABASE_URL": url,
            "BAOCAO_MEDIA": str(folder / "media"),
            "BAOCAO_PROGRAMME": "quang-ninh",
            "BAOCAO_PORT": str(self.gateway.bot),
            **self.gateway.settings,
            **settings,
        }
        self.settings = load(self.environ, folder)
        self.ahead = NOON - datetime.now(UTC)
        self.store = open_store(url)
        invite = Invite(CODE, UNIT, "member", uses=9)
        self.store.transact(lambda conn: accounts.make_invite(conn, invite, "", self.now())).result()

    @asynccontextmanager
    async def running(self):
        app = await self.started()
        try:
            yield app
        finally:
            await app.stop()

    async def started(self):
        app = await asyncio.to_thread(build, self.settings)
        app.clock.ahead = self.ahead
        await app.start()
        return app

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def rows(self) -> list:
        return self.store.read(lambda conn: list(outbox.rows(conn, self.now())))

    def states(self) -> Counter:
        return Counter(row.state for row in self.rows())

    def told(self) -> list[str]:
        """What the gateway told of our messages."""
        from sqlalchemy import text

        return self.store.read(lambda conn: conn.execute(text("SELECT state FROM deliveries")).scalars().all())

    def use(self) -> SmsUse:
        month = f"{self.now():%Y-%m}"
        return self.store.read(lambda conn: deliveries.used(conn, month))[0]

    def queue(self, *messages: Outbound) -> None:
        self.store.transact(lambda conn: outbox.queue(conn, messages, self.now())).result()


@pytest.fixture
def stage(tmp_path):
    made = Stage(tmp_path)
    yield made
    made.store.close()


async def until(done, seconds: float = 180.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.02)


async def talk(stage, phone, said: str) -> str:
    """Says it, and gives all that is answered."""
    before = {row.key for row in stage.rows()}

    def answered() -> list:
        new = [row for row in stage.rows() if row.key not in before]
        return new if new and all(row.state in ("sent", "replaced") for row in new) else []

    await phone.say(said)
    await until(answered)
    return "\n\n".join([await phone.hear() for row in answered() if row.state == "sent"])


async def join(stage, phone) -> None:
    for said in (f"DK {CODE}", "1", "Nguyễn Thị Lan"):  # the last as UCS-2
        await talk(stage, phone, said)
    member = stage.store.read(lambda conn: accounts.member_at(conn, "kannel", phone.number))
    assert member.name == "Nguyễn Thị Lan"


async def test_from_invite_to_report(stage):
    async with stage.gateway.running(), stage.running(), stage.gateway.handset(LAN) as phone:
        await join(stage, phone)
        assert "45" in await talk(stage, phone, "BC TT MT HN 45 Nhà văn hóa khu 4")
        await until(lambda: set(stage.told()) == {"delivered"})
        await phone.silent(0.2)
    report = stage.store.read(lambda conn: list(reports.between(conn, None, None, None)))[0]
    assert (report.unit, report.channel) == (UNIT, "kannel")
    assert report.activities[0].figures["participants"].value == 45
    assert report.activities[0].place == "Nhà văn hóa khu 4"  # diacritics came through UCS-2
    assert "ucs-2" not in phone.codings  # ours go without, at the price of one
    sent = [row for row in stage.rows() if row.state == "sent"]
    assert {row.address for row in sent} == {LAN} and len(stage.told()) == len(sent)
    assert {row.channel for row in sent} <= set(SMS)


async def test_what_the_handset_gets_is_what_was_queued(stage):
    texts = ["Số: 45 + 50% (a/b) @ 5$", "“Ngoặc” — … €5 [x] {y} ~ ^ | \\", "dòng một\ndòng hai", "?" * 160, "x" * 161,
             "Đội Hà Tu " * 60]  # fmt: skip
    async with stage.gateway.running(), stage.running(), stage.gateway.handset(LAN) as phone:
        stage.queue(*(Outbound("kannel", LAN, text, key=f"t{n}") for n, text in enumerate(texts)))
        for text in texts:
            assert await phone.hear() == plain(text).strip()
        await until(lambda: set(stage.told()) == {"delivered"})
    assert stage.use().segments == sum(segments(plain(text).strip()) for text in texts)
    assert stage.use().messages == len(texts)


async def test_a_bot_that_is_down_for_a_while_loses_nothing_and_does_nothing_twice(stage):
    async with stage.gateway.running(), stage.gateway.handset(LAN) as phone:
        async with stage.running():
            await join(stage, phone)
        before = len(stage.rows())
        await phone.say("/vidu")
        await asyncio.sleep(1.1)  # smsbox finds nobody, and tries again
        async with stage.running():
            assert await phone.hear()
            await phone.silent(0.2)
        assert len(stage.rows()) - before <= 2


async def test_the_gateway_s_id_is_the_key(stage):
    query = {"key": KEY, "id": "5f0e", "from": LAN, "to": "8079", "ts": "1", "coding": "0", "charset": "UTF-8"}
    async with stage.gateway.running(), stage.running() as app, stage.gateway.handset(LAN) as phone:
        await talk(stage, phone, "xin chao")
        async with ClientSession() as client:
            for _ in range(3):
                async with client.post(f"{app.address}/sms/kannel", params=query, data=f"DK {CODE}") as response:
                    assert response.status == 202
        assert await phone.hear()
        assert await phone.silent(0.3)
    assert len([row for row in stage.rows() if row.key.startswith("k:5f0e#")]) == 1
    assert stage.states() == {"sent": 2}


@pytest.mark.parametrize("boxes", [("smsbox",), ("smsbox", "bearerbox")], ids=["smsbox", "both"])
async def test_a_gateway_killed_and_started_again(stage, boxes):
    """Down for an hour: the outbox waits and goes on in order; a question that a newer one replaced is not asked."""
    async with stage.gateway.running(), stage.running() as app:
        await stage.gateway.stop(*boxes, kill=True)
        for n in range(4):
            stage.queue(Outbound("kannel", LAN, f"so {n}", key=f"n{n}"))
        stage.queue(Outbound("kannel", LAN, "cau cu", key="q1", prompt=True))
        await until(lambda: any(row.attempts for row in stage.rows()))
        app.clock.forward(timedelta(hours=1))
        stage.queue(Outbound("kannel", LAN, "cau moi", key="q2", prompt=True))
        assert stage.states()["sent"] == 0
        await stage.gateway.start()
        async with stage.gateway.handset(LAN) as phone:
            assert [await phone.hear() for _ in range(5)] == ["so 0", "so 1", "so 2", "so 3", "cau moi"]
            assert await phone.silent(0.3)
    assert stage.states() == {"sent": 5, "replaced": 1}


async def test_everyone_gets_their_own(stage):
    async with stage.gateway.running(), stage.running(), stage.gateway.handset(LAN) as net:
        await talk(stage, net, f"DK {CODE}")
        net.number = BA  # the fake centre has one line for all
        await talk(stage, net, "DK SAI999")
    assert [row.address for row in stage.rows()] == [LAN, BA]


async def test_a_brandname_is_no_person(stage):
    async with stage.gateway.running(), stage.running():
        for sender in ("VNPT", "199"):
            async with stage.gateway.handset(sender) as phone:
                await phone.say("Khuyen mai 50% gia tri the nap")
                assert await phone.silent(0.5)
    assert stage.rows() == []


async def test_an_end_and_a_beginning_of_two_robots(stage):
    """A telephone that answers every message by itself is not answered for ever."""
    async with stage.gateway.running(), stage.running(), stage.gateway.handset(LAN) as robot:
        await join(stage, robot)
        answered = 0
        await robot.say("Toi dang lai xe, se goi lai sau")
        try:
            while answered < 30:
                await robot.hear(1.0)
                answered += 1
                await robot.say("Toi dang lai xe, se goi lai sau")
        except TimeoutError:
            pass
        assert 1 <= answered <= 10
        assert await talk(stage, robot, "/baocao")  # something else is answered


@pytest.mark.skipif(not SMPP, reason="the npm package smpp is absent (BAOCAO_TEST_SMPP)")
async def test_long_messages_through_an_smpp_centre(tmp_path):
    async with smpp_centre() as centre:
        await centre.told("listening")
        stage = Stage(tmp_path, SMPP_CENTRE.format(port=centre.port))
        try:
            async with stage.gateway.running(), stage.running():
                await centre.told("bound")
                await long_in(stage, centre)
                await long_out(stage, centre)
        finally:
            stage.store.close()


async def long_in(stage, centre) -> None:
    """Three parts, out of order: one message, answered once."""
    words = f"DK {CODE} " + "Nguyễn Thị Lan " * 9
    cut = [words[:60], words[60:120], words[120:]]
    brought = [{"text": cut[n - 1], "udh": f"0500034d03{n:02x}"} for n in (3, 1, 2)]
    await centre.bring(sender=LAN, coding=8, parts=brought)
    answer = await whole(centre)
    assert answer["to"] == LAN.lstrip("+") and answer["coding"] == 0
    await until(lambda: stage.told() == ["delivered"])
    assert len(stage.rows()) == 1


async def whole(centre) -> dict:
    """The last part of the next message that the centre is given."""
    while True:
        told = await centre.told("submitted")
        if not told["udh"] or told["udh"][0][6:8] == told["udh"][0][8:10]:  # …, how many, which
            return told


async def long_out(stage, centre) -> None:
    """What we count is what is sent: part for part."""
    text = "Da nhan: 45 luot (khu 4). " * 13
    stage.queue(Outbound("kannel", BA, text, key="long"))
    for n, part in enumerate(parts(text.strip()), 1):
        told = await centre.told("submitted")
        assert (told["text"].rstrip(), told["udh"][0][-2:]) == (part.rstrip(), f"{n:02x}")
    assert n == segments(text.strip()) == 3
    await until(lambda: set(stage.told()) == {"delivered"})


def test_nothing_is_skipped_where_everything_is_there():
    """`.ci/run` says so: then a part that is absent is a fault of ours."""
    if os.environ.get("BAOCAO_TEST_ALL"):
        assert all(BOXES.values()) and SMPP
