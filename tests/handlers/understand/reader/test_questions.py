"""What people ask: what it is about, and for which period, topics, unit and cut; be it typed with marks or without."""

import tomllib
from pathlib import Path

import pytest

from handlers.understand.reader.reading import ABOUT, Reading
from programme.language.vietnamese import fold
from tests.handlers.understand.reader.support import reading

QUESTIONS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))
ROWS = [(about, text, wanted) for about, table in QUESTIONS.items() for text, wanted in table.items()]


def told(read: Reading) -> str:
    """ "2026-05 drug by:unit": what is asked, as the table says it."""
    days = [f"{read.date}..{read.date_to}" if read.date_to else str(read.date)] if read.date else []
    asked = read.asked
    cut = [f"by:{asked.by}"] * bool(asked.by) + [f"at:{asked.at}"] * bool(asked.at) + ["on"] * asked.goes_on
    return " ".join([*([read.period] if read.period else days), *asked.topics, *cut])


@pytest.mark.parametrize("typed", [str, fold], ids=["with marks", "without"])
@pytest.mark.parametrize("about, text, wanted", ROWS, ids=[text for _, text, _ in ROWS])
def test_a_question_says_what_is_asked(about, text, wanted, typed):
    read = reading(typed(text))
    wanted = " ".join(typed(part) if typed is fold and not part.startswith("by:") else part for part in wanted.split())
    got = told(read)
    assert (read.intent, read.about, fold(got) if typed is fold else got) == ("question", about, wanted)


def test_everything_that_may_be_asked_is_in_the_table():
    assert set(QUESTIONS) == set(ABOUT)
    assert len(ROWS) >= 60
