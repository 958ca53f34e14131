"""Who owes a report within a digest's period, and what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.packs.pack import load_programme
from reports.completeness import (
    LOOK_BACK,
    Filing,
    Silence,
    completeness,
    due_between,
    due_within,
    next_due,
    silence,
)

QN = load_programme("quang-ninh")
TEAM, CLUB, CENTRE, WARD = "hl.ha-tu", "hl.viet-hung.clb", "qn.cai-nghien", "x2025-6652"


def at(text: str) -> datetime:
    """A time in the pack's zone."""
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("unit", "period", "periods"),
    [
        (TEAM, "2026-W25", []),  # June's report is due on 5 July
        (TEAM, "2026-W27", ["2026-06"]),  # 29 June to 5 July
        (TEAM, "2026-W28", []),
        (TEAM, "2026-06", ["2026-06"]),
        (TEAM, "2026-Q2", ["2026-04", "2026-05", "2026-06"]),
        (TEAM, "2026", [f"2026-{month:02}" for month in range(1, 13)]),
        (CENTRE, "2026-W50", ["2026"]),  # before 10 December
        (CENTRE, "2026-12", ["2026"]),
        (CENTRE, "2026-11", []),
        (CENTRE, "2026", ["2026"]),
        (WARD, "2025-06", []),  # it exists from 1 July 2025
        (WARD, "2025-07", ["2025-07"]),
        ("hl", "2025", []),  # districts ended on 30 June 2025
        ("hl", "2024", ["2024"]),
        ("qn", "2026", []),  # no report is expected of the province
    ],
)
def test_what_falls_due_within_a_period(unit, period, periods):
    assert [due.period for due in due_within(QN, unit, period)] == periods


def test_on_time_late_nil_and_missing_are_told_apart():
    filings = [
        Filing(TEAM, "2026-06", at("2026-07-05T23:59"), False),
        Filing(CLUB, "2026-06", at("2026-07-06T00:01"), True),
        Filing(WARD, "2026-06", at("2026-07-07T08:00"), False),  # after the instant asked about
        Filing("cp.cua-ong", "2026-05", at("2026-06-02T08:00"), False),  # another period
    ]
    units = [TEAM, CLUB, WARD, "cp.cua-ong", CENTRE, "qn"]
    found = completeness(QN, units, "2026-06", filings, at("2026-07-06T07:00"))
    assert found.expected == (TEAM, CLUB, WARD, "cp.cua-ong")
    assert (found.on_time, found.late, found.nil, found.missing) == ((TEAM,), (CLUB,), (CLUB,), (WARD, "cp.cua-ong"))
    assert found.reported == (TEAM, CLUB)
    assert found.lacking == {WARD: ("2026-06",), "cp.cua-ong": ("2026-06",)}
    assert found.not_due == {CENTRE: date(2026, 12, 9)}


def test_a_report_beside_a_nil_is_no_nil_and_the_first_of_them_decides_the_day():
    filings = [
        Filing(TEAM, "2026-06", at("2026-07-20T08:00"), False),
        Filing(TEAM, "2026-06", at("2026-07-01T08:00"), True),
    ]
    found = completeness(QN, [TEAM], "2026-06", filings, at("2026-08-01T00:00"))
    assert (found.on_time, found.late, found.nil) == ((TEAM,), (), ())


def test_of_several_periods_those_that_are_due_have_to_be_there():
    filings = [Filing(TEAM, f"2026-{m:02}", at(f"2026-{m:02}-28T08:00"), False) for m in (4, 5)]
    assert completeness(QN, [TEAM], "2026-Q2", filings, at("2026-06-30T08:00")).reported == (TEAM,)
    after = completeness(QN, [TEAM], "2026-Q2", filings, at("2026-07-06T08:00"))
    assert after.missing == (TEAM,) and after.lacking == {TEAM: ("2026-06",)}


def test_what_is_owed_next():
    assert next_due(QN, TEAM, date(2026, 7, 5)).period == "2026-06"
    assert next_due(QN, TEAM, date(2026, 7, 6)).period == "2026-07"
    assert next_due(QN, "qn", date(2026, 7, 6)) is None
    assert next_due(QN, "hl", date(2026, 7, 6)) is None  # gone


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ({"2026-06"}, Silence(0, False, True)),
        ({"2026-05"}, Silence(1, False, True)),
        ({"2026-02"}, Silence(4, False, True)),
        (set(), Silence(LOOK_BACK, True, False)),
    ],
)
def test_how_long_a_unit_has_been_silent(reported, expected):
    assert silence(QN, TEAM, "2026-06", reported) == expected


def test_a_young_unit_is_silent_only_for_as_long_as_it_exists():
    assert silence(QN, WARD, "2025-09", set()) == Silence(3, False, False)


@given(
    st.sampled_from([TEAM, CLUB, CENTRE, WARD, "hl"]),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_due_dates_of_neighbouring_spans_are_those_of_both_together(unit, start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second + 1)
    whole = due_between(QN, unit, start, end)
    assert whole == due_between(QN, unit, start, middle) + due_between(QN, unit, middle + timedelta(days=1), end)


@given(
    st.lists(st.tuples(st.sampled_from([TEAM, CLUB, WARD]), st.integers(1, 40), st.booleans())),
    st.sampled_from(["2026-06", "2026-W27", "2026-Q2", "2026"]),
    st.integers(-10, 60),
)
def test_every_expected_unit_is_on_time_late_or_missing(came, period, day):
    filings = [Filing(u, "2026-06", at("2026-06-20T08:00") + timedelta(days=n), nil) for u, n, nil in came]
    found = completeness(QN, [TEAM, CLUB, WARD, "qn"], period, filings, at("2026-06-30T08:00") + timedelta(days=day))
    assert sorted(found.expected) == sorted((*found.on_time, *found.late, *found.missing))
    assert set(found.nil) <= set(found.reported) and set(found.lacking) == set(found.missing)
