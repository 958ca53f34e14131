"""Reports kept, mended, counted and looked up, on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.reports import FileReport, ReviseReport, WithdrawReport
from programme.domain.model import COUNTED, Activity, Figure, StoredMedium
from programme.domain.query_rows import ActivityRow
from storage import effects
from storage.database.session import Stale
from storage.messages import media
from storage.privacy import audit
from storage.queries import Queries
from storage.reports import activity_rows, reports
from storage.schema import tables
from tests.support import sample_reports as some
from tests.support.sample_reports import NOW, UNITS, report, session

JUNE = (date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def do(write):
    return lambda *them, at=NOW: write(effects.apply, them, "telegram", "5", at)


@pytest.fixture
def file(do):
    return lambda *them: do(*map(FileReport, them))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(given_report=some.reports)
def test_a_report_is_read_as_it_was_filed(store, given_report):
    def there_and_back(conn):
        for table in tables.metadata.tables.values():
            conn.execute(delete(table))
        reports.file(conn, given_report)
        return reports.get(conn, given_report.code)

    assert store.transact(there_and_back).result(20) == given_report


def test_a_mended_report_keeps_what_it_was(file, do, read):
    first = report("K7P2", session(120))
    second = replace(first, activities=(session(130),), answers={"n": 130}, revision=2)
    third = replace(second, activities=(), answers={}, revision=3)
    file(first)
    do(ReviseReport(second, "m1", "gõ nhầm"))
    do(ReviseReport(third, "m2", ""), at=NOW + timedelta(hours=1))
    kept = read(reports.get, "K7P2")
    assert (kept.activities, kept.answers, kept.revision) == ((), {}, 3)
    assert [(r.number, r.by, r.why, r.answers, r.activities) for r in kept.revisions] == [
        (1, "m1", "gõ nhầm", first.answers, first.activities),
        (2, "m2", "", second.answers, second.activities),
    ]
    assert read(activity_rows.activities, None, *JUNE) == []


def test_a_report_mended_by_two_at_once_is_mended_by_one(file, do):
    first = report("K7P2", session(120))
    file(first)
    do(ReviseReport(replace(first, revision=2), "m1"))
    with pytest.raises(Stale):
        do(ReviseReport(replace(first, revision=2), "m2"))


def test_a_code_is_filed_once(file):
    file(report("K7P2", session(1)))
    with pytest.raises(Exception, match="store refused"):
        file(report("K7P2", session(2)))


def test_a_withdrawn_report_counts_no_more_and_is_still_there(file, do, read):
    file(report("K7P2", session(120)), report("M3N4"))
    do(WithdrawReport("K7P2", "m1", "trùng"), WithdrawReport("M3N4", "m1"))
    assert read(reports.get, "K7P2").state == "withdrawn"
    assert read(activity_rows.activities, None, *JUNE) == []
    assert read(activity_rows.highest, UNITS[0], "communication", "participants") is None
    assert read(reports.nil, UNITS[0], "2026-06") is None
    with pytest.raises(Stale):
        do(WithdrawReport("K7P2", "m1"))
    with pytest.raises(Stale):
        do(WithdrawReport("none", "m1"))


@pytest.mark.parametrize("state", ["filed", "late", "returned", "approved", "merged", "withdrawn"])
def test_only_reports_that_count_are_counted(state, file, read):
    file(report("K7P2", session(120), state=state), report("M3N4", session(1), merged_into="K7P2"))
    assert [row.report for row in read(activity_rows.activities, None, *JUNE)] == ["K7P2"] * (state in COUNTED)
    highest = read(activity_rows.highest, UNITS[0], "communication", "participants")
    assert highest == (120 if state in COUNTED else None)


def test_a_late_report_counts_once_it_is_approved(file, write, read):
    file(report("K7P2", session(120), state="late"))
    assert [r.code for r in read(reports.waiting, None)] == ["K7P2"]
    assert read(reports.waiting, [UNITS[1]]) == []
    write(reports.standing, "K7P2", "approved")
    assert len(read(activity_rows.activities, None, *JUNE)) == 1
    assert read(reports.waiting, None) == []


def test_an_activity_counts_on_its_last_day(file, read):
    over_months = session(1, date(2026, 6, 30), date_to=date(2026, 7, 1))
    file(report("K7P2", over_months))
    assert read(activity_rows.activities, None, *JUNE) == []
    assert len(read(activity_rows.activities, None, date(2026, 7, 1), date(2026, 7, 1))) == 1


def test_a_joint_activity_is_found_by_each_unit_and_counted_once(file, read):
    file(report("K7P2", session(120), joint_units=UNITS[1:]))
    for units in ([UNITS[0]], [UNITS[2]], UNITS, None):
        (row,) = read(activity_rows.activities, units, *JUNE)
        assert (row.report, row.joint_units) == ("K7P2", UNITS[1:])
    assert read(activity_rows.activities, ["elsewhere"], *JUNE) == []
    assert read(activity_rows.activities, [], *JUNE) == []
    assert [r.code for r in read(reports.of_unit, UNITS[1], *JUNE)] == ["K7P2"]


def test_a_row_holds_what_a_digest_needs(file, read):
    period = Activity(
        "visual",
        ("hiv", "drug"),
        JUNE[0],
        {"banners": Figure(0), "posters": Figure(900, "min")},
        "period",
        JUNE[1],
        "x",
        ward="hl.ha-tu",
    )
    file(report("K7P2", session(5), period, state="approved"))
    first, second = read(activity_rows.activities, [UNITS[0]], *JUNE)
    assert (first.kind, second.kind) == ("communication", "visual")
    assert second == ActivityRow(
        report="K7P2",
        unit=UNITS[0],
        joint_units=(),
        kind="visual",
        scope="period",
        topics=("hiv", "drug"),
        date=JUNE[0],
        date_to=JUNE[1],
        place="x",
        ward="hl.ha-tu",
        figures={"banners": Figure(0), "posters": Figure(900, "min")},
        form="activity",
        filed_at=NOW,
        state="approved",
    )


def test_the_highest_is_of_single_events_with_one_session(file, read):
    file(
        report("A222", session(100)),
        report("B222", session(999, sessions=2)),
        report("C222", session(999, scope="period", date_to=date(2026, 6, 30))),
        report("D222", session(999), unit=UNITS[1]),
        report("E222", Activity("counselling", (), NOW.date(), {"persons": Figure(7)})),
    )
    assert read(activity_rows.highest, UNITS[0], "communication", "participants") == 100
    assert read(activity_rows.highest, UNITS[0], "communication", "leaflets") is None
    assert read(activity_rows.highest, UNITS[0], "counselling", "persons") == 7


def test_recent_places_are_the_latest_each_once(file, read):
    places = ["Chợ", "Nhà văn hóa", "", "Chợ", "Trường"]
    file(
        *(report(f"A22{n}", session(1, date(2026, 6, n), place=place)) for n, place in enumerate(places, 1)),
        report("B222", session(1, place="Nơi khác"), unit=UNITS[1]),
    )
    assert read(activity_rows.recent_places, UNITS[0]) == ["Trường", "Chợ", "Nhà văn hóa"]
    assert read(activity_rows.recent_places, UNITS[0], 1) == ["Trường"]


def test_nil_reports_are_found_by_unit_and_period(file, read):
    file(report("A222"), report("B222", session(1), period="2026-07"), report("C222", unit=UNITS[1], period="2026-07"))
    assert read(reports.nil, UNITS[0], "2026-06") == "A222"
    assert read(reports.nil, UNITS[0], "2026-07") is None
    assert [r.code for r in read(reports.of_unit, UNITS[0], *JUNE)] == ["A222", "B222"]
    assert read(reports.of_unit, UNITS[1], *JUNE) == []


def test_units_that_reported_are_known_joint_ones_and_nil_ones_too(file, read):
    file(
        report("A222", session(1), joint_units=(UNITS[1],)),
        report("B222", unit="nil.unit"),
        report("C222", session(1), unit="withdrawn.unit", state="withdrawn", joint_units=("w2",)),
        report("D222", session(1), unit="late.unit", period="2026-07"),
    )
    assert read(reports.reported, "2026-06") == {UNITS[0], UNITS[1], "nil.unit"}


def test_what_a_member_sent_is_shown_newest_first_page_by_page(file, read):
    file(*(report(f"A22{n}", session(1), filed_at=NOW + timedelta(hours=n)) for n in range(2, 9)))
    file(report("B222", session(1), member="m2"))
    page = read(reports.of_member, "m1", 3)
    assert [r.code for r in page] == ["A228", "A227", "A226"]
    assert [r.code for r in read(reports.of_member, "m1", 3, page[-1].filed_at)] == ["A225", "A224", "A223"]


def test_similar_reports_of_others_are_found(file, read):
    day = date(2026, 6, 15)
    file(
        report("A222", session(1), member="m2"),
        report("B222", session(1), member="m1"),
        report("C222", session(1, date(2026, 6, 14), date_to=day), member="m2", unit=UNITS[1], joint_units=UNITS[:1]),
        report("D222", session(1, date(2026, 6, 16)), member="m2"),
        report("E222", Activity("visual", (), day, {"banners": Figure(1)}), member="m2"),
        report("F222", session(1), member="m2", unit=UNITS[2]),
        report("G222", session(1), member="m2", state="withdrawn"),
    )
    assert [r.code for r in read(activity_rows.similar, UNITS[:1], "communication", day, "m1")] == ["A222", "C222"]


def test_fetched_media_show_in_the_reports_that_name_them(do, write, read):
    do(FileReport(report("K7P2", session(1), media=(StoredMedium("p1"),))), FetchMedium("p1", "telegram", "ref"))
    assert read(reports.get, "K7P2").media == (StoredMedium("p1"),)
    write(media.fetched, "p1", "ab" * 32, "image/png", 9)
    assert read(reports.get, "K7P2").media == (StoredMedium("p1", "image/png", "ab" * 32),)


def test_fresh_codes_never_repeat_even_after_imported_ones(write, file):
    first = write(reports.fresh_code)
    ahead = write(lambda conn: [reports.fresh_code(conn) for _ in range(5)])
    assert len({first, *ahead}) == 6
    write(lambda conn: conn.execute(delete(tables.codes).where(tables.codes.c.id > 3)))
    file(*(report(code) for code in (first, *ahead)))
    assert write(reports.fresh_code) not in {first, *ahead}


def test_a_look_up_offers_what_handlers_ask_for(file, store):
    from handlers import queries as protocols

    def lacking(conn):
        offered = Queries(conn)
        subjects = protocols.Queries.__annotations__.items()
        asked = [(s, name) for s, kind in subjects for name in vars(getattr(protocols, kind)) if name[0] != "_"]
        assert len(asked) > 30
        return [f"{s}.{name}" for s, name in asked if not callable(getattr(getattr(offered, s), name, None))]

    assert store.read(lacking) == []


def test_every_effect_leaves_its_mark_without_words(do, file, read):
    file(first := report("K7P2", session(1, note="secret words")))
    do(ReviseReport(replace(first, revision=2), "m2", "nhầm"), WithdrawReport("K7P2", "m3", "trùng"))
    entries = list(read(lambda conn: list(audit.entries(conn, "K7P2"))))
    assert [(e.who, e.what, e.why) for e in entries] == [
        ("m1", "file", ""),
        ("m2", "revise", "nhầm"),
        ("m3", "withdraw", "trùng"),
    ]
    assert all(e.at == NOW for e in entries)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(some.reports, max_size=6, unique_by=lambda r: r.code), some.days, st.integers(0, 4000))
def test_figures_by_sql_are_those_by_hand(store, them, since, length):
    until = since + timedelta(days=length)

    def fill(conn):
        for table in tables.metadata.tables.values():
            conn.execute(delete(table))
        for each in them:
            reports.file(conn, each)

    store.transact(fill).result(20)
    for units in (None, [UNITS[0]], UNITS[:2]):
        by_hand = {
            (r.code, a.kind, a.date, a.place)
            for r in them
            if r.state in COUNTED and r.merged_into is None
            if units is None or {r.unit, *r.joint_units} & set(units)
            for a in r.activities
            if since <= a.day <= until
        }
        rows = store.read(lambda conn, units=units: activity_rows.activities(conn, units, since, until))
        assert {(row.report, row.kind, row.date, row.place) for row in rows} == by_hand


def test_look_ups_use_their_indices(store, database):
    """No look-up of a turn walks a whole table, so a million reports cost it nothing."""
    if database != "sqlite":
        pytest.skip("the planner of PostgreSQL walks small tables whole")
    from sqlalchemy import event

    plans: list[str] = []
    engine = store._engines[1]

    @event.listens_for(engine, "before_cursor_execute", retval=False)
    def explain(conn, cursor, statement, parameters, context, many):
        if statement.startswith("SELECT"):
            found = conn.connection.dbapi_connection.execute("EXPLAIN QUERY PLAN " + statement, parameters)
            plans.extend(f"{row[3]} -- {statement[:80]}" for row in found)

    look_ups = (
        lambda c: Queries(c).figures.highest("u", "k", "f"),
        lambda c: Queries(c).figures.recent_places("u"),
        lambda c: Queries(c).reports.nil_report("u", "p"),
        lambda c: Queries(c).reports.sent_by("m"),
        lambda c: Queries(c).reports.get("K7P2"),
        lambda c: Queries(c).figures.activities(["u"], *JUNE),
        lambda c: Queries(c).reports.of_unit("u", *JUNE),
        lambda c: activity_rows.similar(c, ["u"], "k", JUNE[0]),
        lambda c: Queries(c).reports.reported("2026-06"),
        lambda c: Queries(c).reports.waiting(None),
        lambda c: Queries(c).people.get("m"),
    )
    for look in look_ups:
        store.read(look)
    whole = "codes|reports|activities|figures|joints|pictures|revisions|members|posts|addresses|media"
    walks = [plan for plan in plans if re.match(rf"SCAN ({whole})\b(?! USING INDEX ix_reports_late)", plan)]
    assert plans and walks == []
