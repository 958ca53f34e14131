"""Made messages: the same for a seed, all kinds and intents, and scored right where they are read as they are meant."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random

import pytest

from handlers.understand.reader.reading import INTENTS, Activity, Reading, Span, Value
from programme.domain.model import KINDS
from programme.language.vietnamese import nfc
from tests.understanding import numbers_said
from tests.understanding.cases import Case
from tests.understanding.generator import messages
from tests.understanding.noise import telex
from tests.understanding.perfect import perfect
from tests.understanding.reader_under_test import known_of, pack
from tests.understanding.report import report
from tests.understanding.tally import measured


@pytest.fixture(scope="module")
def made() -> list[Case]:
    return list(islice(messages(pack(), 7), 3000))


def test_a_seed_makes_the_same_messages(made):
    assert list(islice(messages(pack(), 7), 50)) == made[:50]
    assert list(islice(messages(pack(), 8), 50)) != made[:50]


def test_every_kind_and_every_intent_is_made(made):
    assert {a["kind"] for case in made for a in case.expected["activities"]} == set(KINDS)
    assert {case.expected["intent"] for case in made} == set(INTENTS)
    assert {case.channel for case in made} == {"sms", "zalo", "telegram"}
    assert len({case.text for case in made}) > 2700


def test_figures_are_those_of_their_kind(made):
    wrong = [
        (a["kind"], name)
        for case in made
        if not case.context
        for a in case.expected["activities"]
        for name in a["figures"]
        if name not in KINDS[a["kind"]]
    ]
    assert wrong == []


def test_what_must_not_be_kept_stands_in_the_text(made):
    secrets = [(case, words) for case in made for words in case.expected["must_not_store"]]
    assert secrets and [case.text for case, words in secrets if words not in nfc(case.text)] == []


def test_read_as_it_is_meant_it_is_right(made):
    tally = measured(made, perfect, known_of(pack()))
    assert Counter(tally.messages) == Counter({"right": tally.messages["right"],
                                               "rightly asked": tally.messages["rightly asked"]})  # fmt: skip
    assert (tally.invented, tally.stolen, tally.missed, tally.faults) == (0, 0, 0, 0)


def test_a_careless_reader_is_found_out(made):
    def careless(case: Case) -> Reading:
        figures = {"participants": Value(18)}
        return Reading(
            "report", (Activity("communication", figures=figures),), spans=(Span(0, 1, "figure:participants"),)
        )

    tally = measured(made, careless, known_of(pack()))
    assert tally.good < 0.1 and tally.invented > 2500 and tally.stolen > 500


def test_the_report_shows_no_row_that_is_held_aside(made):
    def blind(case: Case) -> Reading:
        return Reading("unclear")

    rows = [Case(f"bc {n}", "hl.ha-tu", made[0].today, made[0].expected, name=f"r{n}") for n in range(40)]
    aside = [case for case in rows if case.held_aside]
    assert aside
    lines = "\n".join(report({"all": measured(rows, blind, known_of(pack()))}, 5, 40))
    assert [case.text for case in aside if f": {case.text}\n" in lines] == []
    assert [case.text for case in rows if not case.held_aside and f": {case.text}\n" not in lines] == []


@pytest.mark.parametrize("n, words", [(5, "năm"), (15, "mười lăm"), (21, "hai mươi mốt"), (105, "một trăm linh năm"),
                                      (1200, "một nghìn hai trăm"), (50, "năm mươi")])  # fmt: skip
def test_numbers_in_words(n, words):
    assert numbers_said.words(n) == words


def test_numbers_as_they_are_said():
    said = {text for _, text in numbers_said.ways(150)} | {text for _, text in numbers_said.ways(1200)}
    assert {"trăm rưởi", "một trăm rưởi", "1k2"} <= said
    assert {numbers_said.money(2_500_000, Random(n))[1] for n in range(40)} >= {"2tr5", "2,5 triệu", "2.500.000 đồng"}


def test_telex_leftovers():
    assert [telex(word) for word in ("truyền", "đường", "tối")] == ["truyeenf", "dduwowngf", "toois"]
