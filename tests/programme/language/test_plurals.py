"""Counts in words: `1 person`, `2 people`. `plurals.txt` has every English text that takes a count, for 1 and for 2, to
be read by a person; `--rewrite` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from programme.language.texts import LANGUAGES, PLURALS, Texts, load_texts
from reports.sums_in_words import figure_words, sums_words
from reports.totals import Total
from tests.support.text_uses import placeholders

TABLE = Path(__file__).parent / "plurals.txt"
EN = load_texts("en")
COUNTS = frozenset("count n of left goal reports sessions people".split())
"""Placeholders that are counts; any other that chooses a word is one too."""
SAME = {"SMS", "has", "is", "was", "less"}
"""Words in -s behind a 1 that are no plurals."""


def counts(text: str) -> frozenset[str]:
    return placeholders(text) & COUNTS | frozenset(re.findall(r"\{(\w+)\|", text))


def said(key: str, count: int) -> str:
    """The text with this count everywhere; whatever else it names is in capitals."""
    text = EN.messages[key]
    values = {name: name.upper() for name in placeholders(text)}
    return EN(key, **values | dict.fromkeys(counts(text), count)).replace("\n", " / ")


def table() -> str:
    keys = sorted(key for key, text in EN.messages.items() if counts(text))
    head = "# Every English text that takes a count, with 1 and with 2. In capitals stands what else it names.\n\n"
    return head + "\n".join(f"{key}\n  {said(key, 1)}\n  {said(key, 2)}" for key in keys) + "\n"


def ones_with_plurals(text: str) -> list[str]:
    """Words in -s that a 1 counts: "1 sessions", "1 other units"."""
    found = re.findall(r"(?<![\d/.,])1 (?:(?:more|other|silent|approximate) )?([a-z]+s)\b", text)
    return [word for word in found if word not in SAME]


def test_counts_in_english_read_as_the_table_says(request):
    if request.config.getoption("--rewrite"):
        TABLE.write_text(table(), "utf-8")
    assert table().splitlines() == TABLE.read_text("utf-8").splitlines()
    assert table().count("\n  ") > 250


@pytest.mark.parametrize("key", [key for key, text in EN.messages.items() if counts(text)])
def test_one_is_never_many(key):
    assert ones_with_plurals(said(key, 1)) == []


def test_the_check_sees_a_plural_behind_a_one():
    assert ones_with_plurals("1 sessions, 1 other units, 1 SMS, 11 units, 1/1 units, 1 has") == ["sessions", "units"]


@pytest.mark.parametrize(
    "count, word",
    [
        (1, "person"), (2, "people"), (0, "people"), (21, "people"), ("1", "person"), ("1.000", "people"),
        ("over 1", "person"), ("over 900", "people"), ("<5", "people"), ("none", "people"),
    ],
)  # fmt: skip
def test_the_word_that_fits_a_count(count, word):
    t = Texts("en", {"x": "{n|person|people}", "language.plural": "one"})
    assert t("x", n=count) == word


def test_a_language_without_plurals_says_the_first_and_too_few_forms_do():
    vi, en = (Texts("x", {"x": "{n|một|nhiều} {n|a}", "language.plural": rule}) for rule in ("none", "one"))
    assert (vi("x", n=5), en("x", n=5)) == ("một a", "nhiều a")


def test_a_bar_that_chooses_nothing_stays():
    assert Texts("en", {"x": "a|b {n}"})("x", n=2) == "a|b 2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_a_rule_and_keeps_to_it(language):
    t = load_texts(language)
    forms = {len(word.split("|")) - 1 for text in t.messages.values() for word in re.findall(r"\{\w+\|[^{}]*\}", text)}
    assert t.messages["language.plural"] in PLURALS
    assert forms == ({2} if t.messages["language.plural"] == "one" else set())


def test_figures_in_words():
    one = {"communication.sessions": Total(1), "communication.participants": Total(1, "min")}
    two = {"communication.sessions": Total(2), "communication.participants": Total(1254)}
    assert sums_words(EN, one) == "1 session, over 1 participant"
    assert sums_words(EN, two) == "2 sessions, 1.254 participants"
    assert figure_words(EN, "training.sessions", Total(1)) == "1 course"
    assert figure_words(load_texts("en", plain=True), "counselling.persons", Total(1)) == "1 person"
    ratio = {"commitment.signed": Total(1), "commitment.total": Total(1)}
    assert sums_words(EN, ratio) == "1 of 1 establishment signed"
