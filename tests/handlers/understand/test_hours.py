"""Hours of a day as people write them."""

from datetime import time

import pytest

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
