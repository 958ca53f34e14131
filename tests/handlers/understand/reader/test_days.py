"""Days and periods in a message. Today is Tuesday, 16 June 2026."""

import pytest

from tests.handlers.understand.reader.support import reading

AROUND = "{} tuyên truyền ma túy ở khu 2, 40 người"


@pytest.mark.parametrize(
    "said, expected",
    [
        ("hôm nay", "2026-06-16"),
        ("hqua", "2026-06-15"),
        ("hôm kia", "2026-06-14"),
        ("tối qua", "2026-06-15"),
        ("sáng thứ bảy", "2026-06-13"),
        ("t6 vừa rồi", "2026-06-12"),
        ("thứ tư tuần trước", "2026-06-10"),
        ("CN vừa r", "2026-06-14"),
        ("ngày 12/6", "2026-06-12"),
        ("ngày 8.6", "2026-06-08"),
        ("ngày 14/6/2026", "2026-06-14"),
        ("ngày 13 tháng 6 năm 2026", "2026-06-13"),
        ("hôm 20 tháng trước", "2026-05-20"),
        ("ngày 10 tháng này", "2026-06-10"),
        ("hai bữa trước", "2026-06-14"),
        ("từ 10 đến 12/6", "2026-06-10..2026-06-12"),
        ("ngày 5-7/6", "2026-06-05..2026-06-07"),
        ("28/5 và 29/5", "2026-05-28..2026-05-29"),
        ("tháng 5", "2026-05"),
        ("trong tháng Năm", "2026-05"),
        ("T12", "2025-12"),
        ("quý I", "2026-Q1"),
        ("6 tháng đầu năm", "2026-H1"),
        ("tuần trước", "2026-W24"),
        ("tháng trước", "2026-05"),
        ("từ đầu năm đến nay", "2026-01-01..2026-06-16"),
        ("từ đầu tháng tới h", "2026-06-01..2026-06-16"),
        ("10 tới 12/6", "2026-06-10..2026-06-12"),
    ],
)
def test_days_and_periods(said, expected):
    (activity,) = reading(AROUND.format(said)).activities
    days = "..".join(str(d) for d in (activity.date, activity.date_to) if d) or activity.period
    assert days == expected
    assert activity.figures["participants"].value == 40


@pytest.mark.parametrize("said", ["mùng 5", "mùng 10 vừa rồi", "hôm trước", "đầu tháng", "ngày 31/6", "t6", "25/6"])
def test_a_day_that_is_not_certain_is_asked(said):
    found = reading(AROUND.format(said))
    assert "date" in found.asks
    assert all(activity.date is None for activity in found.activities)


@pytest.mark.parametrize(
    "said, day",
    [
        ("hôm rằm", "2026-05-31"),
        ("rằm tháng giêng", "2026-03-03"),
        ("ngày 10/3 âm lịch", "2026-04-26"),
        ("mùng 10 tháng giêng âm", "2026-02-26"),
        ("hôm 23 tháng chạp", "2026-02-10"),
        ("30 Tết", "2026-02-16"),
        ("mùng 3 Tết", "2026-02-19"),
    ],
)
def test_a_day_of_the_moon_is_proposed_and_to_be_confirmed(said, day):
    found = reading(AROUND.format(said))
    (activity,) = found.activities
    assert str(activity.date) == day and "date" in found.asks
    assert activity.figures["participants"].value == 40
