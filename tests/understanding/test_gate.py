"""The gate: 2,000 made messages, and those written by hand, are read as well as was reached before; no figure is
invented in a made one."""

from __future__ import annotations

import tomllib
from itertools import islice
from pathlib import Path

import pytest

from tests.understanding.cases import cases_of
from tests.understanding.generator import messages
from tests.understanding.reader_under_test import known_of, pack, reader_of
from tests.understanding.tally import Tally, every_slot, measured

REACHED = tomllib.loads((Path(__file__).parent / "reached.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return measured(islice(messages(pack()), 2000), reader_of(pack()), known_of(pack()))


def test_no_more_figures_are_invented(tally):
    found = (pair for pairs in tally.examples.values() for pair in pairs)
    shown = [(case.text, score.invented) for case, score in found if score.invented]
    assert tally.invented <= REACHED["invented"], shown[:5]


def test_what_was_reached_stays(tally):
    assert tally.faults == 0
    assert tally.good >= REACHED["messages"]
    lost = {slot: share for slot, share in every_slot(tally).items() if share < REACHED["slots"][slot]}
    assert lost == {}


@pytest.mark.parametrize("part", ["open", "held_aside"])
def test_what_was_reached_by_hand_stays(part):
    """Of the rows held aside only the share is looked at, never a message."""
    rows = [case for file in sorted((Path(__file__).parent / "hands").glob("*.jsonl")) for case in cases_of(file)]
    rows = [case for case in rows if case.held_aside == (part == "held_aside")]
    found = measured(rows, reader_of(pack()), known_of(pack()))
    assert found.faults == 0
    assert found.good >= REACHED["hands"][part]
    assert found.invented <= REACHED["hands"][f"{part}_invented"]
