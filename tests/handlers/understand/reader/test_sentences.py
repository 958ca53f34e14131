"""What people write, by intent: none may be stolen by another's phrase, be it typed with marks or without."""

import tomllib
from pathlib import Path

import pytest

from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.told import told_of
from programme.language.vietnamese import fold
from tests.handlers.understand.reader.support import TODAY, reading, units

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
ROWS = [
    (intent, about, text) for intent, table in SENTENCES.items() for about, texts in table.items() for text in texts
]


def thieves(text: str, intent: str) -> list[str]:
    """The phrases of an intent that stand in a text."""
    page = told_of(text, lexicon(), units(), TODAY).page
    turns = page.tells(intent) if intent in lexicon().patterns else []
    return [page.typed(h.start, h.end) for h in page.find("intent", (intent,))] + [page.typed(*turn) for turn in turns]


@pytest.mark.parametrize("typed", [str, fold], ids=["with marks", "without"])
@pytest.mark.parametrize("intent, about, text", ROWS, ids=[text for _, _, text in ROWS])
def test_no_intent_steals_a_sentence(intent, about, text, typed):
    read = reading(typed(text))
    assert read.intent == intent, thieves(typed(text), read.intent)
    assert read.about == about or not about


def test_every_turn_of_phrase_is_a_pattern():
    """They are made when first asked for, so a wrong one would be found late."""
    patterns = lexicon().patterns
    assert len(patterns) > 100 and all(line.search("") is None for each in patterns.values() for line in each)
