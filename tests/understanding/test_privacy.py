"""The guard finds at least what it has found before, and is no more often wrong; the figures stand in reached.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from handlers.understand.personal.personal import find_personal
from tests.understanding.privacy_measured import PrivateText, measured, private_texts

HERE = Path(__file__).parent
REACHED = tomllib.loads((HERE / "reached.toml").read_text("utf-8"))["privacy"]


@pytest.mark.parametrize("part", ["open", "held_aside"])
def test_what_was_reached_stays(part):
    """Of the rows held aside only the share is looked at, never a text."""
    rows = [row for file in sorted((HERE / "privacy").glob("*.jsonl")) for row in private_texts(file)]
    found = measured([row for row in rows if row.held_aside == (part == "held_aside")], find_personal)
    assert found.texts["all"] > 50 and found.kept["all"] > 50
    assert found.recall >= REACHED[part], found.missed if part == "open" else ""
    assert found.false_alarms <= REACHED[f"{part}_false_alarms"], found.wrong if part == "open" else ""


def test_the_measure_can_fail():
    rows = [PrivateText("a", True, ("name",), "note"), PrivateText("b", False, (), "place")]
    all_found, none = measured(rows, lambda text: [text]), measured(rows, lambda text: [])
    assert (all_found.recall, all_found.false_alarms, all_found.wrong) == (1.0, 1.0, ["b"])
    assert (none.recall, none.false_alarms, none.missed) == (0.0, 0.0, ["a"])
