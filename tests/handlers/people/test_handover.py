"""Handing over, standing in, a team that ends: who is asked, who is told, what the trail keeps; with the real receiver
and outbox."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from bot.demo import settle
from bot.inbound.receive import Receiver
from bot.jobs import unit_closures
from bot.jobs.tick import Ticker
from programme.domain.messages import Inbound
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.messages import outbox
from storage.people import accounts, post_changes
from storage.privacy import audit

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
NIGHT = datetime(2026, 6, 15, 16, tzinfo=UTC)  # 23:00 there


@pytest.fixture
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def store(sqlite_template, tmp_path, programme):
    import shutil

    store = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    settle(store, programme, NOW)
    yield store
    store.close()


@pytest.fixture
def say(store, programme):
    keys = count()

    def say(who, said, at=NOW):
        inbound = Inbound("phone", who, f"k{next(keys)}", at, **{"choice" if said[1:2] == ":" else "text": said})
        receiver = Receiver(store, programme)
        turn = store.transact(lambda conn: receiver.turn(conn, inbound, f"{next(keys):032x}")).result(20)
        unit_closures.bring(store, programme)
        return turn

    return say


@pytest.fixture
def told(store):
    """What waits to be told to somebody who did not ask, newest last."""

    def told(who):
        with_key = store.read(lambda conn: [row.key for row in outbox.rows(conn, NOW) if row.key.startswith("tell:")])
        rows = [store.read(lambda conn, key=key: outbox.outbound(conn, key)) for key in with_key]
        return [row for row in rows if row.address == who]

    return told


def lend(say, days="1/7-14/7", at=NOW):
    say("ba", "p:lend:demo-lan:l:hl.ha-tu", at)
    return say("ba", days, at)


def test_the_ward_is_asked_and_both_hear_what_came_of_it(say, told, store):
    lend(say)
    [asked] = told("hoa")
    assert "Ba (mẫu) đề nghị: từ 1/7/2026 đến 14/7/2026 Lan (mẫu)" in asked.text
    assert [c.label for c in asked.choices] == ["Đồng ý", "Không đồng ý"]
    assert not told("thu")
    say("hoa", asked.choices[0].value)
    assert "Đã được duyệt" in told("lan")[-1].text and "Cán bộ đã đồng ý" in told("ba")[-1].text
    july = date(2026, 7, 3)
    lan, ba = (store.read(lambda conn, id=id: accounts.member(conn, id)) for id in ("demo-lan", "demo-ba"))
    assert {p.role for p in lan.posts_on(july)} == {"member", "leader"} and {p.role for p in ba.posts_on(july)} == {
        "member"
    }
    noted = [(e.who, e.what) for e in store.read(lambda conn: list(audit.entries(conn))) if e.who]
    assert ("demo-ba", "propose stand_in") in noted and ("demo-hoa", "agreed") in noted
    assert noted.count(("demo-hoa", "stand_in")) == 2


def test_a_no_changes_nothing_and_is_told(say, told, store):
    lend(say)
    say("hoa", told("hoa")[0].choices[1].value)
    assert "không đồng ý" in told("ba")[-1].text and not told("lan")
    assert len(store.read(lambda conn: accounts.member(conn, "demo-lan")).posts) == 1
    assert "được quyết định rồi" in say("hoa", told("hoa")[0].choices[0].value).replies[0].text


def test_what_no_longer_fits_is_not_carried_out(say, told, store):
    lend(say)
    say("hoa", "p:off:demo-lan")
    turn = say("hoa", told("hoa")[0].choices[0].value)
    assert "không còn phù hợp" in turn.replies[0].text
    assert len(store.read(lambda conn: accounts.member(conn, "demo-ba")).posts) == 1


def test_agreed_late_it_begins_that_day(say, told, store):
    lend(say)
    say("hoa", told("hoa")[0].choices[0].value, NOW + timedelta(days=20))  # 5 July
    lan = store.read(lambda conn: accounts.member(conn, "demo-lan"))
    assert [(str(p.since), str(p.until)) for p in lan.posts if p.role == "leader"] == [("2026-07-05", "2026-07-14")]


def test_nobody_is_woken_by_it(say, told):
    lend(say, at=NIGHT)
    assert told("hoa")[0].not_before == datetime(2026, 6, 16, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("days", ["1/7", "14/7-1/7", "hom qua", "1/7/2020-2/7/2020", "31/2-3/3", "1/7-1/7/2031", "7"])
def test_days_that_make_no_sense_are_asked_again(say, told, days):
    turn = lend(say, days)
    assert "Chưa hiểu" in turn.replies[0].text and not turn.effects and not told("hoa")
    assert "1/7" in say("ba", "1-14/7").replies[0].text and told("hoa")


def test_whoever_does_something_else_has_let_go_of_the_question(say, told):
    say("ba", "p:lend:demo-lan:l:hl.ha-tu")
    say("ba", "menu")
    say("ba", "1/7-14/7")
    assert not told("hoa")


def test_a_team_ends_its_members_hear_of_it_and_other_processes_too(say, told, store, programme):
    say("thu", "p:over:hl.ha-tu")
    say("thu", "30/6/2026 QĐ 123/QĐ-UBND")
    turn = say("thu", "p:heir:hl.ha-tu:hl.ha-khau")
    assert "Đã áp dụng" in turn.replies[0].text
    for who in ("lan", "ba"):
        assert "Đơn vị kế tục: Đội CTXHTN Hà Khẩu" in told(who)[-1].text
    assert [p.unit for p in store.read(post_changes.ends)] == ["hl.ha-tu"]
    elsewhere = load_programme("quang-ninh")
    Ticker(store, elsewhere).tick(NOW)
    assert elsewhere.units["hl.ha-tu"].valid_to == date(2026, 6, 30)
    assert "có ngày kết thúc rồi" in say("thu", "p:over:hl.ha-tu").replies[0].text


def test_whoever_is_left_in_an_ended_team_can_be_moved(say, store):
    say("thu", "p:over:hl.ha-tu")
    say("thu", "30/6/2026 QĐ 123/QĐ-UBND")
    say("thu", "p:heir:hl.ha-tu:-")
    july = NOW + timedelta(days=17)
    labels = [c.label for c in say("hoa", "don vi, thanh vien", july).replies[0].choices]
    assert "→ Đội CTXHTN Hà Tu (đã kết thúc)" in labels
    card = say("hoa", "p:see:demo-lan", july).replies[0]
    assert "Chuyển đơn vị" in [c.label for c in card.choices]
    say("hoa", "p:move:demo-lan", july)
    [where, _] = say("hoa", "Phường Hà Tu", july).replies[0].choices
    say("hoa", where.value, july)
    lan = store.read(lambda conn: accounts.member(conn, "demo-lan"))
    assert [p.unit for p in lan.posts_on(july.date())] == ["x2025-6652"]


@pytest.mark.parametrize("said", ["30/6/2026", "31/6/2026 QĐ 1/QĐ", "1/1/2020 QĐ 1/QĐ", "1/1/2030 QĐ 1/QĐ", "QĐ 1/QĐ"])
def test_an_end_needs_a_day_that_makes_sense_and_a_decision(say, store, said):
    say("thu", "p:over:hl.ha-tu")
    assert "Chưa hiểu" in say("thu", said).replies[0].text
    assert not store.read(post_changes.ends) and not say("thu", "p:heir:hl.ha-tu:-").effects
