"""Days of the moon's calendar, held against the tables that are published for Vietnam."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_vn import solar_to_lunar

from handlers.understand.calendar_days import Problem
from handlers.understand.dates import read_date

# The first day of Tết and the month that comes twice (0: none), as in Hồ Ngọc Đức's table of the 21st century
# (https://www.informatik.uni-leipzig.de/~duc/amlich/) and the printed calendars.
YEARS = {
    2020: ("2020-01-25", 4), 2021: ("2021-02-12", 0), 2022: ("2022-02-01", 0), 2023: ("2023-01-22", 2),
    2024: ("2024-02-10", 0), 2025: ("2025-01-29", 6), 2026: ("2026-02-17", 0), 2027: ("2027-02-06", 0),
    2028: ("2028-01-26", 5), 2029: ("2029-02-13", 0), 2030: ("2030-02-02", 0), 2031: ("2031-01-23", 3),
    2032: ("2032-02-11", 0), 2033: ("2033-01-31", 11), 2034: ("2034-02-19", 0), 2035: ("2035-02-08", 0),
}  # fmt: skip
LAST_DAYS = {2019: 30, 2020: 30, 2021: 29, 2022: 30, 2023: 30, 2024: 29, 2025: 29, 2026: 29, 2027: 29, 2028: 29}
"""How many days the twelfth month of a year has."""


def days(text: str, today: date) -> list[str]:
    found = read_date(text, today)
    assert isinstance(found, Problem), found
    return [str(day) for day in found.options]


@pytest.mark.parametrize(("year", "tet"), [(year, date.fromisoformat(tet)) for year, (tet, _) in YEARS.items()])
def test_tet(year, tet):
    today = tet + timedelta(days=20)
    for way in ("mùng 1 Tết", "mung 1 tet", "mồng một tháng giêng", "1/1 âm lịch", f"1/1/{year} âm lịch"):
        assert days(way, today) == [str(tet)], way
    for way in ("30 Tết", "đêm giao thừa", f"30 tết năm {year}"):  # in some years the eve is the 29th
        assert days(way, today) == [str(tet - timedelta(days=1))], way
    if year - 1 in LAST_DAYS:
        assert days("23 tháng chạp", today) == [str(tet - timedelta(days=LAST_DAYS[year - 1] - 22))]
    assert days("rằm tháng giêng", today) == [str(tet + timedelta(days=14))]


@pytest.mark.parametrize(("year", "month"), [(year, month) for year, (_, month) in YEARS.items() if month])
def test_a_month_that_comes_twice_is_asked_about(year, month):
    today = date(year + 1, 2, 25)
    plain = days(f"rằm tháng {month} năm {year} âm lịch", today)
    leap = days(f"rằm tháng {month} nhuận năm {year}", today)
    assert len(plain) == 2 and plain[1:] == leap
    assert (date.fromisoformat(plain[1]) - date.fromisoformat(plain[0])).days in (29, 30)


@pytest.mark.parametrize("year", [year for year, (_, month) in YEARS.items() if not month])
def test_a_year_without_a_leap_month_has_none(year):
    today = date(year + 1, 2, 25)
    for month in range(1, 13):
        assert days(f"15/{month}/{year} nhuận", today) == []
        assert len(days(f"15/{month}/{year} âm lịch", today)) == 1


@pytest.mark.parametrize(
    ("text", "today", "kind", "options"),
    [
        ("rằm tháng 7", "2026-09-10", "lunar", ["2026-08-27"]),
        ("rằm tháng bảy", "2026-09-10", "lunar", ["2026-08-27"]),
        ("rằm tháng 7", "2026-06-15", "future", ["2025-09-06"]),
        ("mùng 10 tháng giêng âm", "2026-03-01", "lunar", ["2026-02-26"]),
        ("10/1 âm lịch", "2026-03-01", "lunar", ["2026-02-26"]),
        ("10/1 ÂL", "2026-03-01", "lunar", ["2026-02-26"]),
        ("ngày 10 tháng giêng", "2026-03-01", "lunar", ["2026-02-26"]),
        ("mùng 10", "2026-03-01", "lunar", ["2026-02-26", "2026-02-10"]),  # either calendar's: asked
        ("mùng 10 tháng trước", "2026-06-15", "lunar", ["2026-05-26", "2026-05-10"]),
        ("mùng 3/9", "2026-09-07", "lunar", ["2026-09-03"]),  # the moon's is still to come
        ("mùng 10 âm", "2026-06-15", "lunar", ["2026-05-26"]),
        ("rằm tháng trước", "2026-06-15", "lunar", ["2026-05-31"]),
        ("rằm vừa rồi", "2026-06-15", "lunar", ["2026-05-31"]),
        ("rằm tháng 6", "2025-08-20", "lunar", ["2025-07-09", "2025-08-08"]),  # it came twice
        ("rằm tháng sáu nhuận", "2025-08-20", "lunar", ["2025-08-08"]),
        ("rằm tháng 11", "2027-01-20", "lunar", ["2026-12-23"]),
        ("mùng 10 tháng giêng", "2027-01-20", "future", ["2026-02-26"]),
        ("30/2 âm lịch", "2025-06-01", "lunar", []),  # that month had 29 days
        ("mùng 35", "2026-06-15", "lunar", []),
        ("mùng 1/13 âm lịch", "2026-06-15", "lunar", []),
        ("rằm tháng 7/1850", "2026-06-15", "lunar", []),
    ],
)
def test_days_of_the_moon(text, today, kind, options):
    found = read_date(text, date.fromisoformat(today))
    assert isinstance(found, Problem)
    assert (found.kind, [str(day) for day in found.options]) == (kind, options)


def test_a_day_to_come_is_offered_where_it_is_asked_for():
    found = read_date("rằm tháng 7", date(2026, 6, 1), ahead=True)
    assert isinstance(found, Problem) and found.options == (date(2026, 8, 27),)


@given(st.dates(date(2004, 1, 1), date(2050, 12, 31)), st.integers(0, 150))
def test_every_day_of_the_moon_reads_back(day, after):
    moon = solar_to_lunar(day)
    said = f"{moon.day}/{moon.month}{' nhuận' if moon.leap else ''} âm lịch năm {moon.year}"
    assert str(day) in days(said, day + timedelta(days=after))
    assert str(day) in days(f"mùng {moon.day} âm", day)


@given(st.dates(), st.integers(0, 40), st.integers(0, 14))
def test_any_day_gets_an_answer(today, day, month):
    for text in (f"{day}/{month} âm lịch", f"mùng {day}", f"{day} tết", f"rằm tháng {month}"):
        found = read_date(text, today)
        assert isinstance(found, Problem) and all(each <= today for each in found.options)
