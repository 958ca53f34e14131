"""Several activities in one sentence: where one ends and the next begins, and what is said once for all of them. A row
with "?" has to be asked about."""

import tomllib
from pathlib import Path

import pytest

from tests.handlers.understand.reader.support import line, reading

ROWS = tomllib.loads(Path(__file__).with_name("rows.toml").read_text("utf-8"))["row"]
OPEN = {"topics", "date", "place"}


def told(text: str) -> list[str]:
    return [line(a) + (f" @{a.place}" if a.place else "") for a in reading(text).activities]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_each_activity_is_told_apart(row):
    assert told(row["text"]) == row["read"]
    assert sorted(set(reading(row["text"]).asks) - OPEN) == sorted(row.get("asks", []))


SAID_ONCE = [
    "hôm qua 50 người dự ở khu 5, gồm khu 1 20 người, khu 2 30 người, nói về ma túy",
    "tháng 5 quản lý sau cai 12 người (khu 1 5 người, khu 6 7 người)",
    "hôm qua nói chuyện ma túy ở khu 4, sáng 40 người, chiều 35 người",
]


@pytest.mark.parametrize("text", SAID_ONCE)
def test_parts_of_one_activity_are_no_row(text):
    assert len(reading(text).activities) == 1
