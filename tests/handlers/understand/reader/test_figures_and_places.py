"""Which figure each number is, and where it was, in many wordings of the same; a row is the activities of a text, each
with its figures and, behind "@", its place."""

import tomllib
from pathlib import Path

import pytest

from handlers.understand.reader.reading import Activity
from programme.language.vietnamese import fold
from tests.handlers.understand.reader.support import reading

TABLES = tomllib.loads(Path(__file__).with_name("figures_and_places.toml").read_text("utf-8"))
ROWS = [(text, told) for table in TABLES.values() for text, told in table.items()]


def line(activity: Activity, *, place: bool) -> str:
    """The activity as the tables write it."""
    figures = [f"{name}={v.value}{v.bound}" for name, v in sorted(activity.figures.items())]
    where = [f"@{fold(activity.place)}"] if place else []
    return " ".join([activity.kind, "+".join(activity.topics) or "?", *figures, *where])


@pytest.mark.parametrize("text, told", ROWS, ids=[text for text, _ in ROWS])
def test_what_is_told(text, told):
    read = reading(text)
    assert read.intent == "report"
    assert [line(a, place="@" in row) for a, row in zip(read.activities, told, strict=True)] == told
