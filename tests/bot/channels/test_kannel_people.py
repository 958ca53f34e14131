"""What people meet by SMS, on real parts: an invitation by a phone number, a sender that nobody can answer, diacritics
on request, another channel that shut."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from programme.domain.effects.messages import Tell
from programme.domain.effects.people import Enrol
from programme.domain.messages import REMINDER, Outbound
from programme.domain.model import Member, Post
from programme.domain.sms_segments import segments
from storage import effects
from storage.messages import deliveries, outbox
from storage.people import accounts
from tests.bot.channels.test_kannel_real import BA, CODE, LAN, UNIT, Stage, hurried, join, read_once, talk  # noqa: F401
from tests.support.fake_telegram import TOKEN, fake_api, refusal
from tests.support.real_kannel import BOXES

pytestmark = pytest.mark.skipif(not all(BOXES.values()), reason="Debian's kannel and kannel-extras are absent")

CHI, NUMBER = "+84938765432", "0203 3825 555"
LONGEST = "Phó Chủ nhiệm Nguyễn Thị Hồng Minh Nguyệt Ánh"


class Peopled(Stage):
    def enrol(self, role: str, *addresses: tuple[str, str], name: str = "Nguyễn Thị Lan") -> None:
        notice = read_once("quang-ninh").notice
        now = self.now() - timedelta(days=1)
        new = Member(f"m-{role}", name, (Post(UNIT, role),), addresses, consented_at=now, consent=notice)
        self.store.transact(lambda conn: accounts.enrol(conn, Enrol(new, ""), *addresses[0], now)).result()

    def queue(self, *messages: Outbound) -> None:
        earlier = self.now() - timedelta(days=1)
        self.store.transact(lambda conn: outbox.queue(conn, messages, earlier)).result()

    def segments(self) -> int:
        month = f"{self.now():%Y-%m}"
        return sum(use.segments for use in self.store.read(lambda conn: deliveries.used(conn, month)))

    def tell(self, told: Tell) -> None:
        now = self.now() - timedelta(days=1)
        self.store.transact(lambda conn: effects.apply(conn, [told], "phone", "x", now)).result()


@pytest.fixture
def stage(tmp_path):
    made = Peopled(tmp_path)
    yield made
    made.store.close()


async def test_an_invitation_by_number_its_yes_and_its_nham(stage):
    stage.enrol("leader", ("kannel", LAN), name=LONGEST)
    async with stage.gateway.running(), stage.gateway.handset(LAN) as net:
        app = await stage.started()
        try:
            assert "so may ban" in await talk(stage, net, "MOI 02033825555")
            assert "so dich vu" in await talk(stage, net, "MOI 8079")
            both = await heard(stage, net, f"MOI {BA}")
            told, invitation = sorted(both, key=lambda text: "NHAM" in text and "DK" in text)
            assert "Da gui tin moi den 0912345678" in told
            assert invitation.startswith("UBND tinh Quang Ninh: ") and "moi vao Doi Ha Tu" in invitation
            assert "nhan DK " in invitation and "NHAM" in invitation and "http" not in invitation
            assert segments(invitation) == 1 and net.codings[-1] == "text"

            net.number = BA  # the fake centre has one line for all: now the invited one writes on it
            assert "moi vao Doi Ha Tu" in await talk(stage, net, "Alo, ai day?")
            assert "Ho ten" in await talk(stage, net, "1")
            assert "Da tham gia" in await talk(stage, net, "Trần Văn Ba")

            net.number = LAN
            assert "da tham gia" in await talk(stage, net, f"MOI {BA}")
            await heard(stage, net, f"MOI {CHI}")
            before = len(stage.rows())
            net.number = CHI
            await net.say("NHAM")
            assert await net.silent(0.4) and len(stage.rows()) == before
            net.number = LAN
            assert "bao nham" in await talk(stage, net, "MOI 0938765432")
            assert len([row for row in stage.rows() if row.address == CHI]) == 1  # the first invitation, and no more
        finally:
            await app.stop()
    assert stage.use().unit == UNIT  # who invites bears what it costs


async def heard(stage, net, said: str) -> list[str]:
    """Two messages that one leads to, once its number is proved: the answer, and the invitation."""
    code = re.search(r"nhan lai ma (\d{6})", await talk(stage, net, said))
    await net.say(code[1])
    return [await net.hear(), await net.hear()]


async def test_where_the_sender_is_a_name_every_text_says_whom_to_answer(tmp_path):
    stage = Peopled(tmp_path, KANNEL_SENDER="BAOCAO", KANNEL_REPLY_TO=NUMBER)
    try:
        async with stage.gateway.running(), stage.gateway.handset(LAN, "BAOCAO") as phone:
            app = await stage.started()
            try:
                said = ("alo", f"DK {CODE}", "1", "Nguyễn Thị Lan", "MENU", "BC TT MT", "BC TT MT HN 45 KHU 4", "XEM",
                        "CAI DAT", "GIUP", "xyz")  # fmt: skip
                answers = [await talk(stage, phone, text) for text in said]
                member = stage.store.read(lambda conn: accounts.member_at(conn, "kannel", LAN))
                stage.tell(Tell(member.id, "Báo cáo K7P2 được trả lại. " * 5 + "Xem: XEM K7P2", "k1"))
                answers.append(await phone.hear())
                stage.queue(Outbound("kannel", LAN, "Hạn 05/7. Có: nhắn BC TT MT", key="r", priority=REMINDER))
                answers.append(await phone.hear())
            finally:
                await app.stop()
        for text in answers:
            assert "Gui 0203 3825 555" in text and segments(text) == 1, text
    finally:
        stage.store.close()


async def test_diacritics_for_who_asks_and_what_they_cost(stage):
    async with stage.gateway.running(), stage.running(), stage.gateway.handset(LAN) as phone:
        await join(stage, phone)
        before = stage.segments()
        told = await talk(stage, phone, "CO DAU")
        assert told.startswith("Từ nay tin trả lời CÓ DẤU") and phone.codings[-1] != "text"
        assert f"là {segments(told)} tin thay vì 1" in told and segments(told) > 1
        receipt = await talk(stage, phone, "BC TT MT HN 45 Nhà văn hóa khu 4")
        assert "ĐÃ NHẬN" in receipt
        assert stage.segments() - before == segments(told) + segments(receipt)
        assert (await talk(stage, phone, "KHONG DAU")).startswith("Tu nay tin SMS tra loi KHONG DAU")
        assert (await talk(stage, phone, "XEM")).isascii()


async def test_who_blocked_telegram_is_reached_by_sms(tmp_path):
    """Telegram answers 403: what waited goes by SMS at once, and what is told next goes there first."""
    async with fake_api() as telegram:
        settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "TELEGRAM_MODE": "polling"}
        stage = Peopled(tmp_path, **settings)
        try:
            stage.enrol("member", ("telegram", "700100200"), ("kannel", LAN))
            telegram.script["sendMessage"].append(refusal(403, "Forbidden: bot was blocked by the user"))
            async with stage.gateway.running(), stage.gateway.handset(LAN) as phone:
                app = await stage.started()
                try:
                    stage.queue(Outbound("telegram", "700100200", "Nhắc: hạn 05/7", key="r:1", priority=REMINDER))
                    assert await phone.hear() == "Nhac: han 05/7"
                    stage.tell(Tell("m-member", "Báo cáo K7P2 đã được đồng ý", "k1"))
                    assert await phone.hear() == "Bao cao K7P2 da duoc dong y"
                    assert "Doi Ha Tu" in await talk(stage, phone, "MENU")
                finally:
                    await app.stop()
            assert [method for method, _ in telegram.sent] == ["sendMessage"]
            assert stage.states() == {"dead": 1, "sent": 3}
        finally:
            stage.store.close()
