"""Inviting by a phone number: which numbers, how often, by whom; what the store keeps; who hears that it failed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.inbound.receive import Receiver
from handlers.people.invite_by_sms import MOST, _mobile
from programme.domain.effects.messages import SendInvitation
from programme.domain.effects.people import Enrol
from programme.domain.messages import Inbound
from programme.domain.model import Member, Post
from programme.domain.phones import spellings
from programme.packs.pack import load_programme
from storage import effects
from storage.database.session import open_store
from storage.database.store_faults import Stale
from storage.messages import conversations, outbox
from storage.people import accounts, sms_invitations, units
from tests.bot.channels.test_zalo_android import Stage, android_settings, hurried, until  # noqa: F401
from tests.support import fake_android

NOW = datetime(2026, 6, 15, 5, tzinfo=UTC)  # noon there
UNIT, BA = "hl.ha-tu", "+84912345678"


@pytest.mark.parametrize(
    ("typed", "number", "why"),
    [
        ("0912345678", BA, ""),
        ("0912 345 678", BA, ""),
        ("0912.345.678", BA, ""),
        ("+84 912 345 678", BA, ""),
        ("84912345678", BA, ""),
        ("0084912345678", BA, ""),
        ("02033825555", "", "landline"),
        ("+84 203 382 5555", "", "landline"),
        ("8079", "", "short"),
        ("113", "", "short"),
        ("19001234", "", "short"),
        ("18001567", "", "short"),
        ("0912", "", "wrong"),
        ("091234567", "", "wrong"),
        ("09123456789", "", "wrong"),
        ("0112345678", "", "wrong"),
        ("+4915112345678", "", "wrong"),  # abroad: another price
        ("+12025550123", "", "wrong"),
        ("1111111111", "", "wrong"),
    ],
)
def test_only_mobile_numbers_of_this_country(typed, number, why):
    assert _mobile(typed) == (number, why)


def test_a_number_is_the_same_however_it_is_kept():
    assert set(spellings(BA)) == set(spellings("0912345678")) == {BA, "0912345678"}
    assert spellings("+4915112345678") == ("+4915112345678",) and spellings("lan") == ("lan",)


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


class Office:
    """A leader on Telegram, and strangers' telephones."""

    def __init__(self, store, programme, sms="kannel"):
        self.store, self.n = store, count(1)
        self.receiver = Receiver(store, programme, sms=sms)
        store.transact(lambda conn: units.bring_up(conn, programme.units, NOW)).result()
        for role, unit in (("leader", UNIT), ("viewer", UNIT)):
            new = Member(role, "Ba", (Post(unit, role),), (), consented_at=NOW, consent=programme.notice)
            store.transact(lambda conn, new=new: accounts.enrol(conn, Enrol(new, ""), "telegram", new.id, NOW)).result()

    def say(self, text, who="leader", channel="telegram", at=NOW) -> str:
        key = f"k{next(self.n)}"
        asyncio.run(self.receiver(Inbound(channel, who, key, at, text=text)))
        rows = self.store.read(lambda conn: list(outbox.rows(conn, at)))
        found = [self.store.read(lambda conn, k=row.key: outbox.outbound(conn, k)) for row in rows]
        return "\n".join(out.text for out in found if out and out.key.startswith(f"{key}#"))

    def sent_to(self, number) -> list:
        rows = self.store.read(lambda conn: list(outbox.rows(conn, NOW)))
        return [row for row in rows if row.address == number]


@pytest.fixture
def office(tmp_path, programme):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield Office(store, programme)
    store.close()


def test_no_more_than_so_many_a_day(office):
    for n in range(MOST):
        assert "Đã gửi tin mời" in office.say(f"MOI 09123450{n:02}", at=NOW + timedelta(minutes=10 * n))
    assert f"đủ {MOST} số" in office.say("MOI 0912345099", at=NOW + timedelta(hours=9))
    assert "Đã gửi tin mời" in office.say("MOI 0912345099", at=NOW + timedelta(days=1))


def test_who_does_not_answer_is_asked_again_after_a_week_and_not_sooner(office):
    office.say("MOI 0912345678")
    for days, said in ((0, "Đã mời"), (6, "Đã mời"), (7, "Đã gửi tin mời")):
        assert said in office.say("MOI 0912345678", at=NOW + timedelta(days=days))
    assert len(office.sent_to(BA)) == 2


def test_at_night_it_waits_for_the_morning(office):
    assert "07:30" in office.say("MOI 0912345678", at=NOW + timedelta(hours=10))
    (row,) = office.sent_to(BA)
    assert row.not_before == datetime(2026, 6, 16, 0, 30, tzinfo=UTC)


def test_without_a_gateway_the_code_is_handed_over(tmp_path, programme):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    office = Office(store, programme, sms="")
    said = office.say("MOI 0912345678")
    code = next(word for word in said.replace(",", " ").split() if len(word) == 6 and word.isupper())
    assert "chưa nối cổng" in said and store.read(lambda conn: accounts.invite(conn, code)).unit == UNIT
    assert office.sent_to(BA) == []
    store.close()


def test_who_leads_nobody_invites_nobody(office):
    assert "không thuộc quyền" in office.say("MOI 0912345678", who="viewer")
    assert office.sent_to(BA) == []


def test_a_refusal_holds_on_every_channel_of_sms_and_for_who_left(office):
    office.say("MOI 0912345678")
    assert office.say("NHẦM", who=BA, channel="kannel") == ""
    assert "báo nhầm số" in office.say("MOI 0912 345 678", at=NOW + timedelta(days=30))
    assert office.say("ai đó?", who=BA, channel="kannel") == ""
    office.store.transact(lambda conn: conversations.save(conn, f"a:kannel:{BA}", "", NOW)).result()
    assert (
        office.say("alo", who=BA, channel="kannel", at=NOW + timedelta(days=99)) == ""
    )  # its state is forgotten by then
    known = office.store.read(lambda conn: sms_invitations.standing(conn, "0912345678"))
    assert known == "refused" and len(office.sent_to(BA)) == 1
    office.store.transact(
        lambda conn: effects.apply(
            conn, [SendInvitation("X2", UNIT, "leader", "kannel", BA, "x")], "telegram", "1", NOW
        )
    ).result()
    assert office.sent_to(BA)[-1].state == "dead"  # should anything be queued all the same


@pytest.mark.parametrize("word", ["NGUNG", "từ chối", "khong phai toi", "STOP"])
def test_other_words_that_refuse(office, word):
    office.say("MOI 0912345678")
    assert office.say(word, who=BA, channel="kannel") == ""
    assert office.store.read(lambda conn: accounts.blocked(conn, "kannel", BA))


def test_an_invitation_that_is_over_leads_nowhere(office):
    office.say("MOI 0912345678")
    late = NOW + timedelta(days=16)
    assert "chua dang ky" in office.say("dong y", who=BA, channel="kannel", at=late)
    assert office.store.read(lambda conn: conversations.load(conn, f"a:kannel:{BA}")).count("enrol_") == 0


def test_a_code_is_sent_once(office):
    effect = SendInvitation("K7P2AB", UNIT, "leader", "kannel", BA, "x")
    do = lambda: office.store.transact(lambda conn: effects.apply(conn, [effect], "telegram", "1", NOW)).result()  # noqa: E731
    do()
    with pytest.raises(Stale):
        do()
    assert office.store.read(lambda conn: sms_invitations.sent_by(conn, "invite:K7P2AB")) == ("leader", BA)
    assert office.store.read(lambda conn: sms_invitations.unit_of(conn, "kannel", BA)) == UNIT


async def test_who_invited_hears_that_it_did_not_arrive(tmp_path):
    """By the telephone's own word: its network does not know the number."""
    async with fake_android.fake_android() as phone:
        stage = Stage(tmp_path, **android_settings(phone))
        try:
            stage.member(("android_sms", "+84901234567"))
            async with stage.running() as app:
                phone.webhook = f"{app.address}/sms/android"
                effect = SendInvitation("K7P2AB", UNIT, "lan", "android_sms", BA, "moi")
                now = datetime.now(UTC)
                stage.write(lambda conn: effects.apply(conn, [effect], "telegram", "1", now))
                await until(lambda: len(phone.asked) == 1 and stage.states() == {"sent": 1})
                assert await phone.tell(phone.event("sms:failed", messageId=phone.asked[0]["id"], reason="x")) == 200
                await until(lambda: stage.states() == {"sent": 2})
            assert phone.asked[1]["phoneNumbers"] == ["+84901234567"]
            assert "khong den duoc 0912345678" in phone.asked[1]["textMessage"]["text"]
        finally:
            stage.store.close()
