"""One person, one draft, one report: the same answers on every channel, and one conversation over three of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.inbound.bot_loops import Robots
from bot.inbound.receive import Receiver
from bot.transcript import parse
from programme.domain.channel_order import ways
from programme.domain.effects.people import Enrol
from programme.domain.messages import CHANNELS, Inbound, Outbound
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import deliveries, outbox
from storage.messages import fallback as other_ways
from storage.people import accounts, units
from storage.reports import reports

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
UNIT = "hl.ha-tu"
TRANSCRIPT = Path(__file__).parents[1] / "conversations" / "03-usual-session.txt"
SAID = tuple(said.line for said in parse(TRANSCRIPT.read_text("utf-8")))
SAID = SAID[: SAID.index("Gửi báo cáo") + 1]
"""The first report of the transcript, as it was typed: what is a button's words in one place is typed in another."""
REAL = [name for name in CHANNELS if name != "phone"]
WHERE = {name: "+84901234567" if "sms" in name or name == "kannel" else f"lan-{name}" for name in REAL}


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


class Talk:
    def __init__(self, store, programme):
        self.receiver, self.store, self.n = Receiver(store, programme, robots=Robots()), store, count(1)
        now = NOW
        store.transact(lambda conn: units.bring_up(conn, programme.units, now)).result()
        new = Member("lan", "Nguyễn Thị Lan", (Post(UNIT, "member"),), tuple(WHERE.items()), consented_at=NOW,
                     consent=programme.notice)  # fmt: skip
        store.transact(lambda conn: accounts.enrol(conn, Enrol(new, ""), *next(iter(WHERE.items())), NOW)).result()

    def say(self, channel, text, address="", at=NOW):
        where = address or WHERE[channel]
        asyncio.run(self.receiver(Inbound(channel, where, f"k{next(self.n)}", at, text=text)))

    def answers(self):
        return len(self.store.read(lambda conn: list(outbox.rows(conn, NOW + timedelta(days=1)))))

    def reports(self):
        return self.store.read(lambda conn: list(reports.between(conn, None, None, None)))


@pytest.fixture
def talk(tmp_path, programme):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield Talk(store, programme)
    store.close()


@pytest.fixture(scope="module")
def by_telegram(tmp_path_factory, programme):
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('t')}/store.db")
    found = Talk(store, programme)
    for text in SAID:
        found.say("telegram", text)
    yield found.reports()[0]
    store.close()


@pytest.mark.parametrize("channel", REAL)
def test_the_same_answers_give_the_same_report(talk, by_telegram, channel):
    for text in SAID:
        talk.say(channel, text)
    (report,) = talk.reports()
    assert report.channel == channel
    same = {"code": by_telegram.code, "channel": "telegram", "version": by_telegram.version}
    assert replace(report, **same) == by_telegram


def test_begun_by_sms_gone_on_in_zalo_ended_in_telegram(talk, by_telegram):
    for channel, said in (("kannel", SAID[:3]), ("zalo_oa", SAID[3:6]), ("telegram", SAID[6:])):
        for text in said:
            talk.say(channel, text)
    (report,) = talk.reports()
    assert report.activities == by_telegram.activities


@pytest.mark.parametrize("who", ["member", "stranger"])
@pytest.mark.parametrize("channel", REAL)
def test_two_robots_that_answer_each_other_stop_by_themselves(talk, channel, who):
    """Each of our answers is answered by a machine, a few seconds later; after a few there are no more of ours."""
    address = WHERE[channel] if who == "member" else {"kannel": "+84938111222"}.get(channel, "+84938111333")
    said, at = 0, NOW
    while said < 100:
        before, at = talk.answers(), at + timedelta(seconds=4)
        talk.say(channel, "Tôi đang lái xe, sẽ gọi lại sau", address, at)
        said += 1
        if talk.answers() == before:
            break
    assert 1 <= said <= (25 if channel == "telegram" else 12), "it goes on for ever"  # there no machine answers a bot
    talk.say(channel, "BC TT MT 15/6 45 KHU 4", at=at + timedelta(seconds=5))  # but a report is answered at once
    assert talk.answers() > before


def test_the_order_of_ways():
    lan = Member("lan", "Lan", addresses=(("kannel", "1"), ("zalo_oa", "2"), ("telegram", "3")))
    assert [channel for channel, _ in ways(lan)] == ["telegram", "zalo_oa", "kannel"]
    assert [channel for channel, _ in ways(replace(lan, preferred="zalo_oa"))] == ["zalo_oa", "telegram", "kannel"]
    both = replace(lan, preferred="kannel, telegram")
    assert [channel for channel, _ in ways(both)] == ["kannel", "telegram", "zalo_oa"]
    assert [channel for channel, _ in ways(replace(lan, preferred="fax"))] == ["telegram", "zalo_oa", "kannel"]


def message(key: str, channel: str = "telegram", **more) -> Outbound:
    return Outbound(channel, WHERE[channel], "Nhắc", key=key, priority=2, **more)


@pytest.fixture
def known(write):
    new = Member("lan", "Lan", (Post(UNIT, "member"),), tuple(WHERE.items()), consented_at=NOW)
    write(accounts.enrol, Enrol(new, ""), *next(iter(WHERE.items())), NOW)


def test_each_way_is_tried_once(write, read, known):
    channel, key, tried = "telegram", "r:1", []
    write(outbox.queue, [message("r:1")], NOW)
    while True:
        out = read(outbox.outbound, key)
        tried.append(out.channel)
        channel = write(other_ways.fall_back, out, REAL, NOW)
        if not channel:
            break
        key = f"r:1~{channel}"
    assert tried == REAL


def test_a_way_that_is_not_served_or_left_is_not_taken(write, read, known):
    write(accounts.close_address, "zalo_bot", WHERE["zalo_bot"], NOW)
    write(outbox.queue, [message("r:1")], NOW)
    assert write(other_ways.fall_back, message("r:1"), ["telegram", "zalo_bot", "kannel"], NOW) == "kannel"
    assert write(other_ways.fall_back, message("r:2"), ["telegram"], NOW) == ""
    assert write(other_ways.fall_back, message("r:3", prompt=True), REAL, NOW) == ""
    stranger = replace(message("r:4"), address="nobody")
    assert write(other_ways.fall_back, stranger, REAL, NOW) == ""


def test_reports_of_delivery_in_any_order(write, read):
    assert write(deliveries.told, "kannel", "r1", "delivered", NOW) == ""  # before we know that it was sent
    assert write(deliveries.sent, "kannel", "r1", "k1", UNIT, "2026-06", 2, NOW) == "delivered"
    assert write(deliveries.told, "kannel", "r1", "accepted", NOW) == ""
    assert write(deliveries.sent, "kannel", "r2", "k2", UNIT, "2026-06", 1, NOW) == "sent"
    assert write(deliveries.told, "kannel", "r2", "accepted", NOW) == "k2"
    assert write(deliveries.told, "kannel", "r2", "failed", NOW) == "k2"
    assert write(deliveries.told, "kannel", "r2", "failed", NOW) == ""
    assert write(deliveries.sent, "kannel", "r3", "k3", "", "2026-06", 1, NOW) == "sent"
    found = read(deliveries.used, "2026-06")
    assert [(use.unit, use.messages, use.segments) for use in found] == [("", 1, 1), (UNIT, 2, 3)]
    assert [use.segments for use in read(deliveries.used, "2026-06", UNIT)] == [3]
    assert read(deliveries.used, "2026-07") == []
