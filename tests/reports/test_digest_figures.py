"""Digests against figures summed independently, over many reports, on both databases."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.domain.model import COUNTED, KINDS, Activity, Figure, Report
from programme.packs.pack import load_programme
from reports.scope import as_now, as_then
from reports.summary import plain, summarise
from reports.totals import totals
from storage.database.session import open_store
from storage.queries import Queries
from storage.reports import reports as kept

QN = load_programme("quang-ninh")
UNITS = ("hl.ha-tu", "hl.cao-xanh", "hl.viet-hung", "hl.viet-hung.clb", "x2025-6661", "x2024-6655", "x2024-6661", "hl")
UNITS = tuple(code for code in UNITS if code in QN.units)
AS_OF = datetime(2026, 8, 1, tzinfo=UTC)
DAYS = st.dates(date(2025, 1, 1), date(2026, 7, 31))


@st.composite
def activities(draw):
    kind = draw(st.sampled_from(["communication", "clean_unit", "commitment", "visual"]))
    names = draw(st.lists(st.sampled_from(KINDS[kind]), min_size=1, max_size=3, unique=True))
    bounds = st.sampled_from([None, None, "min", "max", "about"])
    figures = {name: Figure(draw(st.integers(0, 900)), draw(bounds)) for name in names}
    day = draw(DAYS)
    last = draw(st.none() | st.integers(0, 40).map(lambda n: day + timedelta(days=n)))
    topics = tuple(draw(st.lists(st.sampled_from(["drug", "hiv", "trafficking"]), min_size=1, max_size=2, unique=True)))
    place = draw(st.sampled_from(["", "", "Khu 4"]))
    return Activity(kind, topics, day, figures, date_to=last, place=place)


@st.composite
def filed(draw):
    found = []
    for n in range(draw(st.integers(0, 14))):
        unit = draw(st.sampled_from(UNITS))
        joint = draw(st.lists(st.sampled_from([u for u in UNITS if u != unit]), max_size=2, unique=True))
        found.append(
            Report(
                code=f"T{n:03}",
                form="activity",
                version="1",
                unit=unit,
                member="m",
                entered_by="m",
                channel="phone",
                period=draw(st.sampled_from(["2026-05", "2026-06", "2026-07"])),
                filed_at=datetime(2026, 6, 10, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 80))),
                activities=tuple(draw(st.lists(activities(), max_size=3))),
                joint_units=tuple(joint),
                state=draw(st.sampled_from(["filed", "filed", "approved", "late", "withdrawn"])),
            )
        )
    return found


def summed(reports, units, first, last, topic="", on=None):
    """The plain way: each activity of the units once, by its last day; of how things stand each unit's last word, which
    gives way to that of the unit it was merged into."""
    value, parts, bounds = Counter(), Counter(), defaultdict(set)
    words, spoken = {}, defaultdict(list)

    def add(key, figure):
        value[key] += figure.value
        if figure.bound:
            parts[key] += 1
            bounds[key].add(figure.bound)

    for report in reports:
        if report.state in COUNTED and not {report.unit, *report.joint_units}.isdisjoint(units):
            for n, activity in enumerate(report.activities):
                day = activity.date_to or activity.date
                if first <= day <= last:
                    for name, figure in activity.figures.items():
                        key, when = f"{activity.kind}.{name}", (day, report.filed_at, report.code, n)
                        if activity.kind in ("commitment", "clean_unit"):
                            spoken[report.unit, key].append(when)
                            place = activity.place if activity.kind != "clean_unit" else ""
                            about = (report.unit, place, key)
                            if topic in ("", *activity.topics) and (about not in words or words[about][0] < when):
                                words[about] = when, figure
                        elif topic in ("", *activity.topics):
                            add(key, figure)
    for (unit, _, key), (when, figure) in words.items():
        heirs = QN.units.heirs(unit, on or last)
        if heirs == (unit,) or len(heirs) != 1 or max([when, *spoken[heirs[0], key]]) == when:
            add(key, figure)
    return {
        key: {"value": value[key]}
        | (
            {"bound": "about" if len(bounds[key]) > 1 else min(bounds[key]), "approximate": parts[key]}
            if parts[key]
            else {}
        )
        for key in value
    }


@pytest.mark.parametrize("unit", ["qn", "x2025-6661", "hl.ha-tu"])
@given(reports=filed(), period=st.sampled_from(["2026-06", "2026-W25", "2026-Q2", "2026-H1", "2026", "2025-07"]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_sum_is_the_one_made_by_hand(sqlite_template, tmp_path_factory, unit, reports, period):
    check(sqlite_template, tmp_path_factory, unit, reports, period)


def check(template, folders, unit, reports, period):
    import shutil

    store = open_store(f"sqlite:///{shutil.copy(template, folders.mktemp('sums') / 'store.db')}")
    try:
        store.transact(lambda conn: [kept.file(conn, report) for report in reports]).result()
        summary = store.read(lambda conn: summarise(QN, Queries(conn), unit, period, AS_OF))
    finally:
        store.close()
    agrees(summary, reports, unit, period)


def agrees(summary, reports, unit, period):
    regime = QN.regime
    first, last = regime.span(period)
    mine = as_now(QN.units, unit, last)
    said = summary.to_json()
    assert said["totals"] == summed(reports, mine, first, last)
    assert said["before"] == summed(reports, mine, *regime.span(regime.before(period)), on=last)
    assert said["same_period_last_year"] == summed(reports, mine, *regime.span(regime.same_last_year(period)), on=last)
    year = regime.span(regime.period_of(last, "yearly"))[0]
    assert said["year_to_date"] == summed(reports, mine, year, last)
    for topic in ("drug", "hiv", "trafficking"):
        assert said["by_topic"].get(topic, {}) == summed(reports, mine, first, last, topic)
    assert (
        said["expected"] == said["reported"] + len(said["missing"])
        and said["reported"] == said["on_time"] + said["late"]
    )
    assert (said["from"], said["to"]) == (first.isoformat(), last.isoformat())


def test_the_same_on_each_database(write, read):
    """A joint activity once in the ward that holds both, a withdrawn one nowhere, both organisers active."""

    def report(code, unit, joint=(), state="filed", topics=("drug",), period="2026-06", **figures):
        done = Activity("communication", topics, date(2026, 6, 15), {n: f for n, f in figures.items()})
        at = datetime(2026, 6, 20, tzinfo=UTC)
        base = ("activity", "1", unit, "m", "m", "phone", period, at, (done,))
        return Report(code, *base, joint_units=joint, state=state)

    reports = [
        report("A", "hl.viet-hung", ("hl.viet-hung.clb",), sessions=Figure(2), participants=Figure(45)),
        report("B", "hl.viet-hung.clb", topics=("drug", "hiv"), sessions=Figure(1), participants=Figure(900, "min")),
        report("C", "hl.viet-hung", state="withdrawn", sessions=Figure(7)),
        report("D", "hl.viet-hung", state="late", sessions=Figure(5)),
        report("E", "hl.ha-tu", ("hl.viet-hung",), sessions=Figure(1)),
    ]
    write(lambda conn: [kept.file(conn, each) for each in reports])
    summary = read(lambda conn: summarise(QN, Queries(conn), "x2025-6661", "2026-06", AS_OF))
    assert plain(summary.totals) == {
        "communication.sessions": {"value": 4},
        "communication.participants": {"value": 945, "bound": "min", "approximate": 1},
    }
    assert plain(summary.by_topic["hiv"])["communication.sessions"] == {"value": 1}
    assert set(summary.completeness.on_time) == {"hl.viet-hung", "hl.viet-hung.clb"}
    assert [m.report for m in summary.matters] == ["D"] and summary.to_decide == 1
    assert summary.mixed["communication.sessions"].value == 1
    agrees(summary, reports, "x2025-6661", "2026-06")
    for unit in ("qn", "hl.ha-tu"):
        agrees(read(lambda conn, u=unit: summarise(QN, Queries(conn), u, "2026-06", AS_OF)), reports, unit, "2026-06")


# --- reorganised units ------------------------------------------------------------------------------------------------


def test_a_merged_units_past_is_its_successors_a_split_ones_stays():
    day = date(2026, 6, 30)
    gone = [u for u in QN.units if u.valid_to and u.valid_to < day and u.kind == "commune"]
    merged = next(u for u in gone if len(u.successors) == 1 and QN.units[u.successors[0]].exists_on(day))
    split = next(u for u in gone if len(u.successors) == 2)
    assert merged.code in as_now(QN.units, merged.successors[0], day)
    for half in split.successors:
        assert split.code not in as_now(QN.units, half, day)
    assert split.code in as_now(QN.units, "qn", day) and split.code in as_now(QN.units, split.code, day)
    assert as_now(QN.units, "qn", day) == {u.code for u in QN.units}  # the province loses nothing


def test_the_past_as_then_follows_the_tree_of_each_day():
    cuts = as_then(QN.units, "qn", date(2025, 6, 1), date(2025, 7, 31))
    assert (cuts[0][0], cuts[-1][1]) == (date(2025, 6, 1), date(2025, 7, 31))
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in pairwise(cuts))
    before, after = cuts[0][2], cuts[-1][2]
    assert "x2024-6655" in before and "x2024-6655" not in after and "x2025-6661" in after


def test_totals_as_then_and_as_now(write, read):
    """Hà Tu's team reports in May 2025; the old ward it stood under is gone in July."""
    team = QN.units["hl.ha-tu"]
    old, new = team.parent_on(date(2025, 5, 1)), team.parent_on(date(2025, 8, 1))
    done = Activity("communication", ("drug",), date(2025, 5, 20), {"sessions": Figure(3)})
    report = Report("A", "activity", "1", "hl.ha-tu", "m", "m", "phone", "2025-05", AS_OF, (done,))
    write(lambda conn: kept.file(conn, report))

    def sessions(unit, period, then):
        found = read(lambda conn: summarise(QN, Queries(conn), unit, period, AS_OF, then=then))
        return found.year_to_date.get("communication.sessions")

    assert sessions(new, "2025-08", False).value == 3
    assert sessions(new, "2025-08", True) is None
    assert sessions(old, "2025-06", True).value == 3


# --- how things stand -------------------------------------------------------------------------------------------------


def stood(code, unit, day, clean, total=22, at=AS_OF, kind="clean_unit", place="", topics=("prostitution",)):
    names = ("clean", "total") if kind == "clean_unit" else ("signed", "total")
    figures = dict(zip(names, (Figure(clean), Figure(total)), strict=True))
    done = Activity(kind, topics, day, figures, place=place)
    return Report(code, "activity", "1", unit, "m", "m", "phone", f"{day:%Y-%m}", at, (done,))


def stands(read, unit, period, then=False, kind="clean_unit", topic=""):
    summary = read(lambda conn: summarise(QN, Queries(conn), unit, period, AS_OF, then=then))
    sums = summary.by_topic[topic] if topic else summary.totals
    return tuple(total.value for name, total in sums.items() if name.startswith(kind))


def test_a_state_counts_once_a_unit_however_often_it_is_reported(write, read):
    """A commune that says every month that 20 of 22 places are clean has 20 clean places in the year."""
    months = [stood(f"A{m}", "x2025-6661", date(2026, m, 28), 20) for m in range(1, 7)]
    other = stood("B", "x2025-6652", date(2026, 2, 3), 5, 6)
    write(lambda conn: [kept.file(conn, each) for each in (*months, other)])
    assert stands(read, "qn", "2026") == (25, 28)
    assert stands(read, "x2025-6661", "2026-03") == (20, 22) == stands(read, "qn", "2026-Q2")


def test_the_last_word_is_by_the_day_then_by_the_report(write, read):
    day, early = date(2026, 6, 10), AS_OF - timedelta(days=20)
    reports = (
        stood("A", "x2025-6661", day, 22, at=AS_OF),
        stood("B", "x2025-6661", day, 21, at=early),
        stood("C", "x2025-6661", date(2026, 6, 2), 1, at=AS_OF),
        replace(stood("D", "x2025-6661", date(2026, 6, 20), 2), state="withdrawn"),
    )
    write(lambda conn: [kept.file(conn, each) for each in reports])
    assert stands(read, "x2025-6661", "2026-06") == (22, 22)
    assert stands(read, "x2025-6661", "2026-06", topic="prostitution") == (22, 22)
    write(lambda conn: kept.withdraw(conn, "A"))
    assert stands(read, "x2025-6661", "2026-06") == (21, 22)


def test_commitments_of_several_places_add_up_and_of_one_place_do_not(write, read):
    days = [(date(2026, 6, 3), "Khu 4", 5, 5), (date(2026, 6, 9), "Khu 5", 3, 7), (date(2026, 6, 20), "Khu 5", 7, 7)]
    reports = [
        stood(f"A{n}", "hl.ha-tu", day, signed, total, kind="commitment", place=place)
        for n, (day, place, signed, total) in enumerate(days)
    ]
    write(lambda conn: [kept.file(conn, each) for each in reports])
    assert stands(read, "qn", "2026-06", kind="commitment") == (12, 12)
    receipt = totals(activity for report in reports for activity in report.activities)
    assert receipt["commitment.signed"].value == 12


def test_a_communes_own_state_counts_once_wherever_it_was_told_of(write, read):
    days = [(date(2026, 6, 3), "", 20), (date(2026, 6, 9), "ubnd phường", 21)]
    reports = [stood(f"A{n}", "x2025-6661", day, clean, place=place) for n, (day, place, clean) in enumerate(days)]
    write(lambda conn: [kept.file(conn, each) for each in reports])
    assert stands(read, "x2025-6661", "2026-06") == (21, 22) == stands(read, "qn", "2026-06")
    assert totals(each for report in reports for each in report.activities)["clean_unit.clean"].value == 21


def test_a_merged_communes_state_gives_way_to_its_successors(write, read):
    day = date(2026, 6, 30)
    gone = [u for u in QN.units if u.valid_to and u.valid_to < day and u.kind == "commune"]
    old = next(u for u in gone if len(u.successors) == 1 and QN.units[u.successors[0]].exists_on(day))
    new = old.successors[0]
    write(lambda conn: kept.file(conn, stood("A", old.code, date(2025, 5, 1), 5, 5)))
    assert stands(read, new, "2025") == (5, 5)
    write(lambda conn: kept.file(conn, stood("B", new, date(2025, 9, 1), 9, 9)))
    assert stands(read, new, "2025") == (9, 9) == stands(read, "qn", "2025")
    assert stands(read, new, "2025", then=True) == (9, 9)


def test_the_past_of_a_new_commune_as_now_is_that_of_its_old_ones(write, read):
    """Asked today about a month before the reorganisation: as now the new commune has what its old ones did, as then
    nothing; a commune that is gone keeps its own."""
    day = date(2026, 6, 30)
    gone = [u for u in QN.units if u.valid_to and u.valid_to < day and u.kind == "commune"]
    old = next(u for u in gone if len(u.successors) == 1 and QN.units[u.successors[0]].exists_on(day))
    new = old.successors[0]
    done = Activity("communication", ("drug",), date(2025, 5, 20), {"sessions": Figure(3)})
    report = Report("A", "activity", "1", old.code, "m", "m", "phone", "2025-05", AS_OF, (done,))
    write(lambda conn: kept.file(conn, report))

    def sessions(unit, then):
        summary = read(lambda conn: summarise(QN, Queries(conn), unit, "2025-05", AS_OF, then=then))
        return sum(total.value for total in summary.totals.values())

    assert [sessions(new, then) for then in (False, True)] == [3, 0]
    assert [sessions(old.code, then) for then in (False, True)] == [3, 3]
