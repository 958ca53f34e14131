"""Hours of a day as people write them."""

from datetime import date, time

import pytest

from handlers.understand import typed_answer
from handlers.understand.expected_answer import Wanted
from handlers.understand.hours import hours


@pytest.mark.parametrize(
    "text, meant",
    [
        ("16h30", ["16:30"]),
        ("16:30", ["16:30"]),
        ("16.30", ["16:30"]),
        ("16 giờ 30", ["16:30"]),
        ("16h", ["16:00"]),
        ("16", ["16:00"]),
        ("4 giờ chiều", ["16:00"]),
        ("4h chiều", ["16:00"]),
        ("4 gio ruoi chieu", ["16:30"]),
        ("5 rưỡi chiều nay", ["17:30"]),
        ("trước 17h nhé", ["17:00"]),
        ("4pm", ["16:00"]),
        ("11h trưa", ["11:00"]),
        ("10 giờ đêm", ["22:00"]),
        ("2 giờ đêm", ["02:00"]),
        ("12 giờ đêm", ["00:00"]),
        ("12h30 am", ["00:30"]),
        ("12 giờ trưa", ["12:00"]),
        ("1 giờ trưa", ["13:00"]),
        ("8 giờ sáng", ["08:00"]),
        ("8h", ["08:00"]),
        ("4 giờ", ["04:00", "16:00"]),
        ("lúc nào cũng được", []),
        ("25h", []),
        ("16h75", []),
        ("31/6", []),
        ("", []),
    ],
)
def test_an_hour(text, meant):
    assert [f"{hour:%H:%M}" for hour in hours(text)] == meant


def test_it_is_a_time_of_the_day():
    assert all(isinstance(hour, time) for hour in hours("4 giờ"))


@pytest.mark.parametrize(("text", "kept"), [("4 giờ chiều", "16:00"), ("7g30", "07:30"), ("12 giờ đêm", "00:00")])
def test_a_form_s_question_of_the_hour_reads_the_same_words(text, kept):
    found = typed_answer.read(Wanted(type="time", today=date(2026, 6, 15)), text)
    assert found.value == kept
