"""The gate: 2,000 made messages are read as well as was reached before, and no figure is invented."""

from __future__ import annotations

import tomllib
from itertools import islice
from pathlib import Path

import pytest

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
