"""What waits for a decision: raised, counted, decided, gone; on each database, and from the chat to the digest."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.chat import Terminal, instant
from bot.demo import settle
from handlers.approvals.correction_request import told_apart
from programme.domain.approvals import (
    ALIKE,
    CORRECTION,
    LATE,
    UNUSUAL,
    Matter,
    late_id,
    likeness,
    matter_id,
    place_key,
    spot,
)
from programme.domain.effects.approvals import DecideMatter, RaiseMatter
from programme.domain.effects.reports import FileReport, MergeReport, ReviseReport, WithdrawReport
from programme.domain.messages import CHANNELS
from programme.domain.model import COUNTED, Figure
from programme.domain.sms_segments import segments
from programme.language.texts import load_texts
from programme.language.vietnamese import plain
from programme.packs.pack import load_programme
from reminders.digest_sms import compose_sms
from reminders.digest_words import compose
from reports.matters import line, scope
from reports.summary import summarise
from storage import effects
from storage.database.session import open_store
from storage.database.store_faults import Stale
from storage.privacy import audit
from storage.queries import Queries
from storage.reports import matters, reports
from storage.transfer import exchange
from tests.support.sample_reports import NOW, UNITS, report, session

QN = load_programme("quang-ninh")
VI, EN = load_texts("vi"), load_texts("en")
WARD, OTHER = "x2025-6652", "x2025-6661"
DAY = date(2026, 6, 15)


def pair(one: str, two: str, place: str = UNITS[0]) -> Matter:
    return Matter(matter_id(ALIKE, one, two), ALIKE, one, UNITS[0], place, NOW, "m1", other=two)


def correction(id: str, about: str = "5", new: str = "25", code: str = "K7P2") -> Matter:
    changes = {"/data/communication/participants": new}
    words = {"about": about, "old": "45", "new": new, "changes": changes}
    return Matter(id, CORRECTION, code, UNITS[0], UNITS[0], NOW, "m1", **words)


@pytest.fixture
def do(write):
    return lambda *some: write(effects.apply, some, "phone", "lan", NOW)


# --- the store --------------------------------------------------------------------------------------------------------


def test_a_late_report_waits_where_its_unit_is_until_it_is_agreed_to(do, read, write):
    late = report("K7P2", session(120), state="late")
    do(FileReport(late))
    assert [(m.id, m.kind, m.report) for m in read(matters.listed, None, 9)] == [(late_id("K7P2"), LATE, "K7P2")]
    assert read(matters.count, [UNITS[0]]) == 1 and read(matters.count, [UNITS[1]]) == 0 == read(matters.count, [])
    assert read(matters.count, None, [ALIKE]) == 0
    do(ReviseReport(replace(late, state="approved", revision=2), "hoa", "approved"))
    assert read(matters.count, None) == 0


def test_a_matter_is_raised_once_and_decided_once(do, read):
    do(FileReport(report("K7P2", session(45))), FileReport(report("K7P9", session(45))))
    do(RaiseMatter(pair("K7P2", "K7P9")), RaiseMatter(pair("K7P2", "K7P9")))
    assert read(matters.count, None) == 1
    decided = DecideMatter(pair("K7P2", "K7P9").id, "refused", "hoa", "both count")
    do(decided)
    with pytest.raises(Stale):
        do(decided)
    do(RaiseMatter(pair("K7P2", "K7P9")))  # what was decided is not asked again
    assert read(matters.count, None) == 0
    kept = read(matters.get, decided.id)
    assert (kept.state, kept.decided_by, kept.reason, kept.decided_at) == ("refused", "hoa", "both count", NOW)
    said = [(e.who, e.what, e.why) for e in read(lambda conn: list(audit.entries(conn, "K7P2")))]
    assert said[-1] == ("hoa", "refused alike", "both count")


def test_a_newer_request_for_the_same_answer_takes_the_place_of_the_older(do, read):
    do(FileReport(report("K7P2", session(45))))
    do(
        RaiseMatter(correction("a")),
        RaiseMatter(correction("b", "7", "khu 5")),
        RaiseMatter(correction("c", "5", "24")),
    )
    assert {m.id for m in read(matters.listed, None, 9)} == {"b", "c"}
    assert read(matters.get, "a").state == "replaced"
    do(RaiseMatter(correction("d", "5 7", "26")))
    assert [m.id for m in read(matters.listed, None, 9)] == ["d"]


def test_merging_counts_one_and_hands_its_likes_on(do, read):
    do(*(FileReport(report(code, session(45))) for code in ("K7P2", "K7P9", "K7Q1")))
    do(RaiseMatter(pair("K7P2", "K7P9")), RaiseMatter(pair("K7P9", "K7Q1")))
    do(DecideMatter(pair("K7P2", "K7P9").id, "agreed", "hoa"), MergeReport("K7P9", "K7P2", "hoa"))
    gone = read(reports.get, "K7P9")
    assert (gone.state, gone.merged_into) == ("merged", "K7P2")
    assert [{m.report, m.other} for m in read(matters.listed, None, 9)] == [{"K7P2", "K7Q1"}]
    with pytest.raises(Stale):
        do(MergeReport("K7P9", "K7P2", "hoa"))


def test_what_gives_no_more_reason_is_gone(do, read):
    one, two = report("K7P2", session(45)), report("K7P9", session(900))
    place = (UNITS[0], UNITS[0], NOW)
    figure = Matter("u", UNUSUAL, "K7P9", *place, about="communication.participants", old="120", new="900")
    do(FileReport(one), FileReport(replace(two, activities=(session(45),))), RaiseMatter(pair("K7P2", "K7P9")))
    do(ReviseReport(replace(two, revision=2), "m1"), RaiseMatter(figure), RaiseMatter(correction("c")))
    assert {m.id for m in read(matters.listed, None, 9)} == {"u", "c"}  # no longer alike
    do(ReviseReport(replace(two, revision=3, activities=(session(90),)), "m1"), WithdrawReport("K7P2", "m1"))
    assert read(matters.listed, None, 9) == []
    assert {read(matters.get, id).state for id in ("u", "c", pair("K7P2", "K7P9").id)} == {"gone"}


def test_the_like_are_found_in_the_commune_and_at_the_same_place(do, read):
    near, far = "hl.ha-tu.clb", "mc.tra-co"
    hall = session(45, place="Nhà VH khu 4")
    do(
        FileReport(report("A222", hall)),
        FileReport(report("B323", session(45), unit=near)),
        FileReport(report("C424", replace(hall, place="NVH Khu 4"), unit=far)),
        FileReport(report("D525", session(45), unit=far)),  # no place: nothing but the number says so
        FileReport(report("E626", replace(hall, date=DAY + timedelta(1)), unit=near)),
        FileReport(report("F727", replace(hall, figures={"participants": Figure(46)}), unit=near)),
        FileReport(report("G828", hall, state="withdrawn")),
    )

    def like(code, activity, *units):
        return [f.report for f in read(matters.alike, code, units, activity.day, likeness(activity), spot(activity))]

    assert like("X", hall, UNITS[0], near) == ["A222", "B323", "C424"]
    assert like("A222", hall, UNITS[0]) == ["C424"]
    assert like("X", session(45), near) == ["B323"]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Nhà VH khu 4", "NVH Khu 4", True),
        ("nha van hoa, khu 4", "NHÀ VĂN HÓA KHU 4.", True),
        ("khu 4", "khu 14", False),
        ("", "", True),
    ],
)
def test_places_are_compared_by_their_words(one, two, same):
    assert (place_key(one) == place_key(two)) is same
    assert spot(session(45, place="")) is None


def test_only_an_event_with_a_count_has_its_like():
    assert likeness(session(45)) == likeness(session(45, sessions=2)) != likeness(session(46))
    assert likeness(replace(session(45), scope="period")) is None
    assert likeness(replace(session(45), figures={})) is None


moves = st.lists(
    st.tuples(
        st.sampled_from("AB"), st.sampled_from(("mend", "withdraw", "merge", "approve")), st.sampled_from((45, 50))
    ),
    max_size=6,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(moves)
def test_whatever_is_done_what_waits_has_its_reason(moving, moves):
    class Undone(Exception):
        pass

    def play(conn):
        walk(conn, moves)
        raise Undone

    with pytest.raises(Undone):
        moving.transact(play).result()


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('moves') / 's.db'}")
    yield opened
    opened.close()


def walk(conn, moves) -> None:
    other = {"A": "B", "B": "A", "C": "A"}

    def do(*some):
        effects.apply(conn, some, "phone", "lan", NOW)

    for code in "ABC":
        do(FileReport(report(code, session(45), state="late" if code == "C" else "filed")))
    do(RaiseMatter(pair("A", "B")), RaiseMatter(correction("c", code="A")))
    for code, move, people in moves:
        now = reports.get(conn, code)
        fresh = replace(now, revision=now.revision + 1)
        if move == "mend":
            do(ReviseReport(replace(fresh, activities=(session(people),)), "m1"))
        elif move == "approve" and now.state == "late":
            do(ReviseReport(replace(fresh, state="approved"), "hoa"))
        elif now.state in ("withdrawn", "merged"):
            with pytest.raises(Stale):
                do(WithdrawReport(code, "m1"))
        elif move in ("withdraw", "merge"):
            do(WithdrawReport(code, "m1") if move == "withdraw" else MergeReport(code, other[code], "hoa"))
    found = {code: reports.get(conn, code) for code in "ABC"}
    for matter in matters.listed(conn, None, 99):
        about = [found[matter.report], *([found[matter.other]] if matter.other else [])]
        assert all(r.state == "late" if matter.kind == LATE else r.state in COUNTED for r in about), matter
    late = matters.count(conn, None, [LATE])
    assert late == [r.state for r in found.values()].count("late")


def test_the_list_and_the_search_read_no_table_from_end_to_end(store, request):
    if "sqlite" not in request.node.name:
        pytest.skip("the planner of PostgreSQL walks small tables whole")
    from sqlalchemy import event

    plans: list[str] = []

    @event.listens_for(store._engines[1], "before_cursor_execute", retval=False)
    def explain(conn, cursor, statement, parameters, context, many):
        if statement.startswith("SELECT"):
            found = conn.connection.dbapi_connection.execute("EXPLAIN QUERY PLAN " + statement, parameters)
            plans.extend(f"{row[3]} -- {statement[:80]}" for row in found)

    for look in (
        lambda queries: queries.approvals.count([WARD]),
        lambda queries: queries.approvals.count(None),
        lambda queries: queries.approvals.page([WARD], 8),
        lambda queries: queries.approvals.get("x"),
        lambda queries: queries.approvals.of_report("K7P2"),
        lambda queries: queries.approvals.alike("K7P2", ["a", "b"], DAY, 1, 2),
    ):
        store.read(lambda conn, look=look: look(Queries(conn)))
    walked = [p for p in plans if p.startswith(("SCAN matters", "SCAN activities")) and "ix_matters_open" not in p]
    assert plans and walked == [], walked
    assert any("ix_activities_unit (unit=? AND day>?" in plan for plan in plans)  # never all of a day


# --- from the chat to the digest --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    path = tmp_path_factory.mktemp("settled") / "demo.db"
    made = open_store(f"sqlite:///{path}")
    settle(made, QN, datetime(2026, 1, 1, tzinfo=UTC))
    made.close()
    return path


@pytest.fixture
def talk(settled, tmp_path):
    """talk(who, when, *lines) says them on the simulator and gives the last answer."""
    opened = open_store(f"sqlite:///{shutil.copy(settled, tmp_path / 's.db')}")
    talks: dict[str, Terminal] = {}

    def say(who: str, when: str, *lines: str) -> str:
        terminal = talks.setdefault(who, Terminal(opened, QN, tmp_path, "phone", who))
        terminal.now = instant(when, QN.zone)
        replies = [reply for line in lines for reply in terminal.say(line)]
        return "\n".join([replies[-1].text, *(c.label for c in replies[-1].choices)]) if replies else ""

    say.store = opened
    yield say
    opened.close()


def everything(talk) -> None:
    """One of each: reports alike, an unusual figure, a supplementary report, a correction."""
    talk("lan", "2026-05-20T19:00", "BC TT MT 20/5 100 khu 1")
    talk("lan", "2026-06-15T19:00", "BC TT MT 15/6 45 khu 4")
    talk("ba", "2026-06-15T20:00", "BC TT MT 15/6 45 khu 4", "2")
    talk("lan", "2026-06-16T08:00", "BC TT MT 16/6 900 khu 2", "Đúng 900")
    talk("lan", "2026-06-16T09:00", "BC TT MT 12/3 30 khu 3", "Gửi bổ sung")
    talk("lan/sms", "2026-06-16T10:00", "SUA A222 5 25")


def test_menu_list_digest_and_sms_count_the_same(talk):
    everything(talk)
    assert "Cần xử lý (4)" in talk("hoa", "2026-06-22T08:00", "menu")
    said = talk("hoa", "2026-06-22T08:00", "CAN XU LY").split("\n")
    as_of = datetime(2026, 6, 22, tzinfo=UTC)
    summary = talk.store.read(lambda conn: summarise(QN, Queries(conn), WARD, "2026-W25", as_of))
    digest = compose(QN, VI, summary)
    assert (
        said[0] == "CẦN XỬ LÝ: 4"
        and f"{said[0]}\n1. {said[1]}\n2. {said[2]}\n3. {said[3]}\n4. {said[4]}" in digest.text
    )
    assert "Can xu ly 4" in compose_sms(QN, VI, summary)
    assert any(c.label == "Cần xử lý (4)" for c in digest.choices)
    assert {m.kind for m in summary.matters} == {ALIKE, UNUSUAL, CORRECTION, LATE}
    assert summarise_count(talk, OTHER) == 0 and summarise_count(talk, "qn") == 4
    assert talk("hoa/sms", "2026-06-22T08:00", "CAN XU LY").startswith("CAN XU LY: 4")


def summarise_count(talk, unit: str) -> int:
    as_of = datetime(2026, 6, 22, tzinfo=UTC)
    return talk.store.read(lambda conn: summarise(QN, Queries(conn), unit, "2026-W25", as_of)).to_decide


def test_figures_of_the_closed_month_change_only_when_it_is_agreed_to(talk):
    everything(talk)
    may = ([(date(2026, 5, 1), date(2026, 5, 31))],)

    def people():
        groups = talk.store.read(lambda conn: Queries(conn).figures.groups([UNITS[0]], *may))
        return {g.name: g.value for g in groups}["participants"]

    assert people() == 100
    asked = [m for m in talk.store.read(lambda conn: matters.of_report(conn, "A222")) if m.kind == CORRECTION]
    assert [(m.about, m.old, m.new, m.by) for m in asked] == [("5", "100", "25", "demo-lan")]
    talk("hoa", "2026-06-22T08:00", "CAN XU LY", "Đề nghị sửa sau khi chốt: A222, 100 → 25", "Đồng ý sửa")
    assert people() == 25
    rows = talk.store.read(lambda conn: list(exchange.export(conn, [UNITS[0]])))
    mended = next(row for row in rows if row["code"] == "A222")
    assert mended["revision"] == 2 and mended["state"] == "filed"
    before = mended["revisions"][0]
    assert before["by"] == "demo-hoa" and before["why"].startswith("after close: 100 → 25; asked by demo-lan")
    assert before["activities"][0]["figures"]["participants"] == {"value": 100}


def test_who_asked_and_who_decides_are_told(talk):
    everything(talk)
    talk("hoa", "2026-06-22T08:00", "CAN XU LY", "Đề nghị sửa sau khi chốt: A222, 100 → 25", "Không đồng ý", "2")
    rows = told(talk)
    assert any("Lan" not in text and "đề nghị sửa A222" in text for who, text in rows if who == "hoa")
    assert any(
        "không được Hòa (mẫu) đồng ý. Lý do: Chưa có căn cứ để sửa" in text for who, text in rows if who == "lan"
    )


def told(talk) -> list[tuple[str, str]]:
    from storage.schema import tables as t

    rows = talk.store.read(
        lambda conn: conn.execute(t.outbox.select().where(t.outbox.c.key.like("tell:%") | (t.outbox.c.via == ""))).all()
    )
    return [(row.address, row.text) for row in rows]


@pytest.mark.parametrize("who", ["phu", "lan", "minh"])
def test_nobody_else_decides(talk, who):
    everything(talk)
    for matter in talk.store.read(lambda conn: matters.listed(conn, None, 9)):
        for verb in ("show", "yes", "no", "first", "both", "back", "as_noted"):
            said = press(talk, who, f"d:{matter.id}:{verb}")
            assert "không thuộc quyền" in said, (matter.kind, verb, said)
    assert talk.store.read(lambda conn: matters.count(conn, None)) == 4


def test_a_leader_decides_what_is_alike_in_the_team_and_nothing_else(talk):
    everything(talk)
    found = {m.kind: m for m in talk.store.read(lambda conn: matters.listed(conn, None, 9))}
    for kind in (UNUSUAL, CORRECTION, LATE):
        assert "không thuộc quyền" in press(talk, "ba", f"d:{found[kind].id}:yes")
    assert "CẦN XỬ LÝ: 1" in talk("ba", "2026-06-22T08:00", "CAN XU LY")
    assert "Đã giữ" in press(talk, "ba", f"d:{found[ALIKE].id}:first")


def test_a_press_for_what_is_done_changes_nothing_and_says_so(talk):
    everything(talk)
    for matter in talk.store.read(lambda conn: matters.listed(conn, None, 9)):
        verb = {ALIKE: "both", UNUSUAL: "yes", CORRECTION: "as_noted", LATE: "no"}[matter.kind]
        press(talk, "hoa", f"d:{matter.id}:{verb}")
        before = talk.store.read(lambda conn, m=matter: (matters.get(conn, m.id), reports.get(conn, m.report)))
        for again in ("yes", "no", "first", "both", "back", "as_noted", "right", "why", "?", ""):
            said = press(talk, "hoa", f"d:{matter.id}:{again}")
            assert "Không có gì thay đổi" in said or "không thuộc quyền" in said, (matter.kind, again, said)
        assert before == talk.store.read(lambda conn, m=matter: (matters.get(conn, m.id), reports.get(conn, m.report)))
    assert "cũ" in press(talk, "hoa", "d:none:yes") and "cũ" in press(talk, "hoa", "d:")


MINUTES = (timedelta(minutes=n) for n in count())


def press(talk, who: str, payload: str) -> str:
    from uuid import uuid4

    from bot.inbound.receive import Receiver
    from programme.domain.messages import Inbound

    at = instant("2026-06-22T09:00", QN.zone) + next(MINUTES)
    inbound = Inbound("phone", who, uuid4().hex, at, choice=payload)
    turn = talk.store.transact(lambda conn: Receiver(talk.store, QN).turn(conn, inbound, uuid4().hex)).result()
    return turn.replies[0].text


def test_a_long_list_goes_page_by_page(talk):
    for n in range(11):
        talk("lan", "2026-06-16T08:00", f"BC TT MT {n + 1}/3 {30 + n} khu {n}", "Gửi bổ sung")
    first = talk("hoa", "2026-06-22T08:00", "CAN XU LY").split("\n")
    assert first[0] == "CẦN XỬ LÝ: 11 (từ 1 đến 8)" and len(first) == 10 and first[-1] == "Trang sau →"
    second = talk("hoa", "2026-06-22T08:00", "Trang sau →").split("\n")
    assert second[0] == "CẦN XỬ LÝ: 11 (từ 9 đến 11)" and second[-1] == "← Trang trước"
    assert len({*first[1:9], *second[1:4]}) == 11


def test_an_officer_who_clears_the_list_is_not_too_fast(talk):
    for n in range(24):
        when = f"2026-06-16T{8 + n // 4:02}:{n % 4 * 15:02}"
        talk("lan", when, f"BC TT MT {n + 1}/3 {30 + n} khu {n}", "Gửi bổ sung")
    said = talk("hoa", "2026-06-22T08:00", "CAN XU LY")
    for left in range(23, -1, -1):
        assert "Báo bổ sung chờ duyệt" in talk("hoa", "2026-06-22T08:01", "1"), left
        said = talk("hoa", "2026-06-22T08:01", "Đồng ý, tính vào số liệu")
        assert (f"CẦN XỬ LÝ: {left}" if left else "Không có gì cần xử lý") in said


def test_a_question_sent_back_leaves_the_list_and_a_mended_figure_keeps_it_out(talk):
    everything(talk)
    found = next(m for m in talk.store.read(lambda conn: matters.listed(conn, None, 9)) if m.kind == UNUSUAL)
    press(talk, "hoa", f"d:{found.id}:back")
    assert talk.store.read(lambda conn: matters.count(conn, None)) == 3
    assert talk.store.read(lambda conn: reports.get(conn, found.report)).state == "returned"
    talk("lan/sms", "2026-06-22T10:00", f"SUA {found.report} 5 90")
    after = talk.store.read(lambda conn: (matters.get(conn, found.id), reports.get(conn, found.report)))
    assert after[0].state == "gone" and after[1].state == "filed"
    assert after[1].activities[0].figures["participants"] == Figure(90)


def test_a_code_of_another_unit_is_never_ones_own_report(talk):
    everything(talk)
    talk("phu", "2026-06-16T08:00", "BC TT MT 15/6 33 khu 9")
    for typed in ("SUA A222 5 30", "SUA K7P2 5 30"):
        assert "trong số báo cáo" in talk("phu", "2026-06-16T08:00", typed)


def test_photos_of_a_closed_report_are_asked_for_too(talk):
    """An answer within a repeat that is not there yet."""
    talk("lan", "2026-05-20T19:00", "BC TT MT 20/5 100 khu 1")
    changes = {"/data/photos[1]/photo": "banner.jpg"}
    from handlers.approvals.correction_request import applied
    from handlers.context import Context
    from handlers.state import State
    from programme.domain.model import Member

    with talk.store._engines[0].connect() as conn:
        kept = reports.get(conn, "A222")
        s = Context(
            programme=QN,
            texts=VI,
            now=NOW,
            today=DAY,
            member=Member("m", "M"),
            state=State(),
            queries=Queries(conn),
            traits=CHANNELS["telegram"],
            fresh="f" * 32,
        )
        assert applied(s, kept, changes).instance.record()["photos"] == [{"photo": "banner.jpg"}]
        assert applied(s, kept, {"/data/none": "1"}) is None
        assert applied(s, kept, {"/data/communication/participants": "many"}) is None


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "answer", "why"),
    [
        ("25 ly do dem nham", "25", "dem nham"),
        ("25 Lý do: đếm nhầm", "25", "đếm nhầm"),
        ("khu 5", "khu 5", ""),
        ("25", "25", ""),
        ("25 lý do", "25 lý do", ""),
    ],
)
def test_a_reason_comes_along_with_an_answer(said, answer, why):
    assert told_apart(said) == (answer, why)


@pytest.mark.parametrize("t", [VI, EN], ids=["vi", "en"])
def test_what_is_told_without_buttons_is_one_segment(t):
    figures = max((t(k, n="1.000.000") for k in t.messages if k.startswith("figure.")), key=len)
    longest = {
        "code": "K7P2Q9",
        "one": "K7P2Q9",
        "two": "K7P2Q8",
        "kept": "K7P2Q9",
        "gone": "K7P2Q8",
        "figure": t("matter.a_session", figure=figures),
        "old": "x" * 26,
        "new": "y" * 26,
        "reason": "z" * 42,
        "unit": "Đội CTXHTN Phường Hà Tu",
    }
    briefs = [key for key in t.messages if key.startswith("told.") and key.endswith("_brief")]
    assert len(briefs) >= 6
    for key in briefs:
        assert segments(plain(t(key, **longest))) == 1, (key, len(plain(t(key, **longest))))
    assert all(len(f"d:{'f' * 10}:{verb}".encode()) <= 64 for verb in ("no_ground", "second")) and CHANNELS


@pytest.mark.parametrize("t", [VI, EN], ids=["vi", "en"])
def test_a_line_says_what_it_is_about(t):
    place = ("hl.ha-tu", "hl.ha-tu", NOW)
    said = [
        line(QN, t, Matter("1", ALIKE, "K7P2", *place, other="K7P9")),
        line(QN, t, Matter("2", UNUSUAL, "K7R4", *place, about="counselling.persons", old="12", new="900")),
        line(QN, t, Matter("3", CORRECTION, "K6A1", *place, about="5", old="45", new="25")),
        line(QN, t, Matter("4", LATE, "K6B2", "gone", "gone", NOW)),
    ]
    for text, words in zip(
        said, (("K7P2", "K7P9"), ("K7R4", "900"), ("K6A1", "45", "25"), ("K6B2", "gone")), strict=True
    ):
        assert all(word in text for word in words), text


def test_a_place_is_below_its_coordinator_on_any_day():
    assert scope(QN, ["qn"], DAY) is None and UNITS[0] in scope(QN, [WARD], DAY)
    assert UNITS[0] not in scope(QN, [OTHER], DAY) and scope(QN, [], DAY) == frozenset()
    assert scope(QN, [WARD, OTHER], DAY) == scope(QN, [WARD], DAY) | scope(QN, [OTHER], DAY)
