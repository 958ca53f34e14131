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


def test_no_figure_is_invented(tally):
    shown = [(case.text, found.invented) for kind, all_of in tally.examples.items() for case, found in all_of
             if found.invented]  # fmt: skip
    assert tally.invented == 0, shown[:5]


def test_what_was_reached_stays(tally):
    assert tally.faults == 0
    assert tally.good >= REACHED["messages"]
    lost = {slot: share for slot, share in every_slot(tally).items() if share < REACHED["slots"][slot]}
    assert lost == {}
