"""Who sees what SMS cost: the command line, the coordinator who asks, and unasked at the ceiling."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.channels.base import Closed, Sent
from bot.outbound.sms_budget import Ledger
from programme.domain.effects.people import Enrol
from programme.domain.messages import REMINDER, Inbound, Outbound
from programme.domain.model import Member, Post
from programme.domain.sms_segments import segments
from storage.messages import deliveries, outbox
from storage.people import accounts
from tests.handlers.people.test_invite_by_sms import Office, programme  # noqa: F401

NOW = datetime(2026, 6, 15, 5, tzinfo=UTC)
LAN, UNIT, WARD = "+84901234567", "hl.ha-tu", "x2025-6652"


@pytest.fixture
def stage(tmp_path, programme):  # noqa: F811
    from storage.database.session import open_store

    store = open_store(f"sqlite:///{tmp_path}/store.db")
    office = Office(store, programme)
    office.ledger = Ledger(store, programme, lambda: NOW, 10, ("telegram", "kannel"))
    for id, post, where in (
        ("lan", Post(UNIT, "member"), ("kannel", LAN)),
        ("hoa", Post(WARD, "coordinator"), ("telegram", "hoa")),
        ("thu", Post("qn", "coordinator"), ("telegram", "thu")),
    ):
        new = Member(id, id.title(), (post,), (), consented_at=NOW, consent=programme.notice)
        store.transact(lambda conn, new=new, where=where: accounts.enrol(conn, Enrol(new, ""), *where, NOW)).result()
    yield office
    store.close()


def sent(stage, n: int, size: int) -> None:
    out = Outbound("kannel", LAN, "x", key=f"k{n}")
    work = stage.store.transact(lambda conn: stage.ledger.sent(conn, out, Sent(f"ref{n}", size), NOW))
    work.result()


def told(stage, who: str) -> list[str]:
    rows = stage.store.read(lambda conn: list(outbox.rows(conn, NOW)))
    found = [stage.store.read(lambda conn, key=row.key: outbox.outbound(conn, key)) for row in rows]
    return [out.text for out in found if out and out.address == who and out.key.startswith("ceiling:")]


def test_at_the_ceiling_the_nearest_coordinator_hears_it_once(stage):
    for n in range(3):
        sent(stage, n, 3)
    assert told(stage, "hoa") == []
    sent(stage, 3, 1)
    sent(stage, 4, 5)
    (text,) = told(stage, "hoa")
    assert text.startswith("Đội CTXHTN Hà Tu đã dùng hết trần 10 tin SMS của tháng 6") and told(stage, "thu") == []


def test_over_it_reminders_rest_and_answers_are_one_sms(stage):
    sent(stage, 0, 10)
    reminder = Outbound("kannel", LAN, "Nhắc", key="r", priority=REMINDER)
    assert isinstance(asyncio.run(stage.ledger.thrift(reminder)), Closed)
    answer = asyncio.run(stage.ledger.thrift(Outbound("kannel", LAN, "CHƯA NHẬN. " + "dài " * 99, key="a")))
    assert segments(answer.text) == 1 and answer.text.startswith("CHUA NHAN.")


def test_a_coordinator_asks_and_sees_their_own_units(stage):
    object.__setattr__(stage.receiver, "tariff", (350, 10))
    sent(stage, 0, 12)
    stage.store.transact(
        lambda conn: deliveries.sent(conn, "kannel", "other", "k", "cp.cua-ong", "2026-06", 7, NOW)
    ).result()
    said = stage.say("SMS", who="hoa")
    assert "tháng 6/2026: 12 tin, khoảng 4.200 đồng" in said and "Cửa Ông" not in said
    assert "Đội CTXHTN Hà Tu: 12 tin – đã đến trần" in said and "Trần mỗi đơn vị: 10 tin" in said
    assert "19 tin" in stage.say("chi phí SMS", who="thu")
    assert "SMS ĐÃ GỬI" not in stage.say("SMS", who="leader")


def test_by_sms_it_is_one_sms(stage):
    sent(stage, 0, 12)
    stage.store.transact(
        lambda conn: accounts.enrol(conn, Enrol(Member("hoa", "Hoa"), ""), "kannel", "+84938000111", NOW)
    ).result()
    inbound = Inbound("kannel", "+84938000111", "k1", NOW, text="CHI PHI SMS")
    turn = stage.store.transact(lambda conn: stage.receiver.turn(conn, inbound, "f" * 32)).result()
    assert segments(turn.replies[0].text) == 1 and "12 tin" in turn.replies[0].text
