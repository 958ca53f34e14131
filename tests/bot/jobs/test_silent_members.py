"""Silent for two years: one notice, sixty days to answer, then forgotten; who is heard of stays."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.commands.chat import Terminal
from bot.demo import settle
from bot.jobs import silent_members
from bot.jobs.retention import Keeper
from programme.domain.effects.people import Enrol
from programme.domain.effects.privacy import Restrict
from programme.domain.handling import Handling
from programme.domain.model import Member, Post
from programme.domain.retention import Keep
from programme.packs.pack import load_programme
from storage import effects
from storage.people import accounts
from storage.privacy import audit
from storage.schema import tables as t

JOINED = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SILENT = JOINED + 731 * DAY + timedelta(hours=20)
HERE = Handling(("phone",))


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def settled(store, programme):
    settle(store, programme, JOINED)
    return store


def night(store, programme, now, handling=HERE):
    return store.transact(lambda conn: silent_members.turn(conn, programme, handling, now)).result()


def notices(store):
    o = t.outbox.c
    return store.read(lambda conn: [tuple(row) for row in conn.execute(
        select(o.address, o.text, o.not_before).where(o.key.like("silent:%")).order_by(o.id))])  # fmt: skip


def state(store, id="demo-lan"):
    return store.read(lambda conn: accounts.member(conn, id)).state


def test_nobody_before_two_years_and_nobody_where_it_is_never(settled, programme):
    assert night(settled, programme, JOINED + 729 * DAY) == {}
    assert night(settled, programme, SILENT, Handling(keep=Keep(silent=0))) == {}
    assert notices(settled) == []


def test_one_notice_then_forgotten(settled, programme, tmp_path):
    assert night(settled, programme, SILENT)["told"] > 3
    lan = next(row for row in notices(settled) if row[0] == "lan")
    assert "Ngày 3/3/2028" in lan[1] and "từ 1/1/2026" in lan[1]
    assert lan[2].astimezone(UTC).hour == 1  # eight in the morning, not in the night
    assert night(settled, programme, SILENT + 59 * DAY) == {} and state(settled) == "active"
    talk = Terminal(settled, programme, tmp_path, "phone", "ba", SILENT + 59 * DAY)
    talk.say("menu")
    assert "forgotten" in night(settled, programme, SILENT + 60 * DAY)
    assert (state(settled), state(settled, "demo-ba")) == ("erased", "active")
    erased = [e for e in settled.read(lambda conn: list(audit.entries(conn))) if e.what == "erase"]
    assert {(e.subject, e.why) for e in erased} == {("", "silent for long")}, "that it happened, not who"
    assert sum(row[0] == "lan" for row in notices(settled)) == 0, "what was said to them went with them"


def test_any_message_is_an_answer_though_it_changes_nothing(settled, programme, tmp_path):
    talk = Terminal(settled, programme, tmp_path, "phone", "lan", SILENT - 800 * DAY)
    talk.say("menu")
    night(settled, programme, SILENT)
    talk.now = SILENT + 10 * DAY
    talk.say("menu")
    night(settled, programme, SILENT + 61 * DAY)
    assert state(settled) == "active"


def test_who_restricted_the_use_is_forgotten_without_a_word(settled, programme):
    settled.transact(lambda conn: effects.apply(conn, [Restrict("demo-lan")], "phone", "lan", JOINED)).result()
    night(settled, programme, SILENT)
    assert state(settled) == "erased" and "lan" not in [row[0] for row in notices(settled)]


def test_by_sms_it_is_one_message(settled, programme):
    who = Member("x1", "Trần Văn Xá", (Post("hl.ha-tu", "member"),), (("kannel", "+84912000999"),), consented_at=JOINED)
    settled.transact(lambda conn: accounts.enrol(conn, Enrol(who, ""), "kannel", "+84912000999", JOINED)).result()
    night(settled, programme, SILENT)
    text = next(row[1] for row in notices(settled) if row[0] == "+84912000999")
    assert len(text) <= 160 and text.isascii()


def test_a_clock_that_jumps_forgets_nobody(settled, programme, tmp_path):
    """The keeper does nothing in the first night after a jump."""
    clock = [JOINED + DAY]
    keeper = Keeper(settled, Keep(), tmp_path, zone=programme.zone, clock=lambda: clock[0],
                    besides=lambda conn, now: silent_members.turn(conn, programme, HERE, now))  # fmt: skip
    assert asyncio.run(keeper.turn()) == {}
    clock[0] = SILENT
    assert asyncio.run(keeper.turn()) == {} and notices(settled) == []
    clock[0] += DAY
    assert asyncio.run(keeper.turn())["told"] > 3


def test_the_officer_has_a_list_and_a_volunteer_none(settled, programme, tmp_path):
    night(settled, programme, SILENT)

    def shown(who):
        talk = Terminal(settled, programme, tmp_path, "phone", who, SILENT)
        talk.ever["x"] = "p:quiet:hl.ha-tu"
        return talk.say("@press x")[0].text

    assert "Lan (mẫu): lần cuối 1/1/2026; đã báo, xóa ngày 3/3/2028" in shown("hoa")
    assert "Lan" not in shown("lan")
    seen = settled.read(lambda conn: [(e.who, e.what) for e in audit.entries(conn, "hl.ha-tu")])
    assert [who for who, what in seen if what == "see silent"] == ["demo-hoa"]
