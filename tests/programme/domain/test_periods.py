from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.domain.periods import CADENCES, REGIMES, Regime, cadence_of, name, parse

DAY = timedelta(days=1)
days = st.dates(min_value=date(1901, 1, 1), max_value=date(2198, 12, 31))
regimes = st.sampled_from(REGIMES).map(Regime)
cadences = st.sampled_from(CADENCES)

CALENDAR, DECREE = Regime("calendar"), Regime("decree-09-2019")


@pytest.mark.parametrize(
    ("regime", "day", "cadence", "period"),
    [
        (CALENDAR, date(2026, 6, 15), "weekly", "2026-W25"),
        (CALENDAR, date(2026, 6, 15), "monthly", "2026-06"),
        (CALENDAR, date(2026, 6, 15), "quarterly", "2026-Q2"),
        (CALENDAR, date(2026, 6, 15), "half-yearly", "2026-H1"),
        (CALENDAR, date(2026, 6, 15), "yearly", "2026"),
        (CALENDAR, date(2026, 12, 31), "weekly", "2026-W53"),
        (CALENDAR, date(2027, 1, 1), "weekly", "2026-W53"),
        (DECREE, date(2026, 6, 14), "monthly", "2026-06"),
        (DECREE, date(2026, 6, 15), "monthly", "2026-07"),
        (DECREE, date(2026, 6, 15), "weekly", "2026-W25"),
        (DECREE, date(2026, 3, 14), "quarterly", "2026-Q1"),
        (DECREE, date(2026, 3, 15), "quarterly", "2026-Q2"),
        (DECREE, date(2026, 6, 14), "half-yearly", "2026-H1"),
        (DECREE, date(2026, 6, 15), "half-yearly", "2026-H2"),
        (DECREE, date(2026, 12, 14), "yearly", "2026"),
        (DECREE, date(2026, 12, 15), "yearly", "2027"),
        (DECREE, date(2026, 12, 15), "monthly", "2027-01"),
    ],
)
def test_the_period_of_a_day(regime, day, cadence, period):
    assert regime.period_of(day, cadence) == period


@pytest.mark.parametrize(
    ("regime", "period", "first", "last"),
    [
        (CALENDAR, "2026-W25", date(2026, 6, 15), date(2026, 6, 21)),
        (CALENDAR, "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (CALENDAR, "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (CALENDAR, "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        (CALENDAR, "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (DECREE, "2026-01", date(2025, 12, 15), date(2026, 1, 14)),
        (DECREE, "2026-07", date(2026, 6, 15), date(2026, 7, 14)),
        (DECREE, "2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        (DECREE, "2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        (DECREE, "2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
        (DECREE, "2026", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_the_days_of_a_period(regime, period, first, last):
    assert regime.span(period) == (first, last)


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ("2026-06", "2025-06"),
        ("2026-W25", "2025-W25"),
        ("2026-W53", "2025-W52"),
        ("2026-Q1", "2025-Q1"),
        ("2026-H2", "2025-H2"),
        ("2026", "2025"),
    ],
)
def test_the_same_period_of_last_year(period, earlier):
    assert CALENDAR.same_last_year(period) == earlier


@pytest.mark.parametrize(
    ("period", "due_days", "due"),
    [("2026-06", 5, date(2026, 7, 5)), ("2026-12", 5, date(2027, 1, 5)), ("2026", -22, date(2026, 12, 9))],
)
def test_due(period, due_days, due):
    assert CALENDAR.due(period, due_days) == due


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "2026-",
        "2026-13",
        "2026-00",
        "2026-6",
        "2026-Q5",
        "2026-H3",
        "2025-W53",
        "2026-W00",
        "26-06",
        "2026-06-15",
        "T6",
        "0001-01",
        "9999",
        "2026-06\n",
        "２０２６",
        " 2026",
    ],
)
def test_what_is_no_period(bad):
    with pytest.raises(ValueError, match="is no period"):
        CALENDAR.span(bad)


def test_unknown_regime_and_cadence():
    with pytest.raises(ValueError, match="no regime"):
        Regime("lunar")
    with pytest.raises(ValueError, match="no cadence"):
        CALENDAR.period_of(date(2026, 1, 1), "daily")


@given(regimes, cadences, days)
def test_every_day_is_in_its_period_and_in_no_neighbour(regime, cadence, day):
    period = regime.period_of(day, cadence)
    first, last = regime.span(period)
    assert first <= day <= last
    assert {regime.period_of(first, cadence), regime.period_of(last, cadence)} == {period}
    assert not regime.span(regime.before(period))[1] >= day
    assert not regime.span(regime.after(period))[0] <= day


@given(regimes, cadences, days)
def test_neighbours_touch_and_lead_back(regime, cadence, day):
    period = regime.period_of(day, cadence)
    assert regime.before(regime.after(period)) == period == regime.after(regime.before(period))
    assert regime.span(regime.after(period))[0] == regime.span(period)[1] + DAY
    assert cadence_of(period) == cadence


@given(regimes, cadences, days)
def test_names_read_back(regime, cadence, day):
    period = regime.period_of(day, cadence)
    assert name(*parse(period)) == period


@given(regimes, days, st.sampled_from(["quarterly", "half-yearly", "yearly"]))
def test_longer_periods_are_made_of_whole_months(regime, day, cadence):
    first, last = regime.span(regime.period_of(day, cadence))
    month_first, month_last = regime.span(regime.period_of(day, "monthly"))
    assert first <= month_first and month_last <= last
