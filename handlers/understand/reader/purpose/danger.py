"""Danger in a message: the one rule, sentence by sentence, over what units and places have left of the words."""

from __future__ import annotations

import re

from handlers.understand.danger_words import (
    calls,
    cries,
    has_a_word_of_it,
    is_of_office,
    is_work,
    pleads,
    sentence_places,
    sentences,
    tells,
)
from handlers.understand.reader.told import Told

_DIGIT = re.compile(r"\d")


def in_danger(told: Told) -> bool:
    """Whether a message tells of someone in danger, or of a crime. A cry is, whatever else is said; a plea is, unless
    it is about reports and the device; what is told of others is, unless it is work and nobody is called."""
    if not has_a_word_of_it(told.page.text):
        return False
    text = _without_names(told)
    said = list(sentences(text))
    if any(cries(each) for each in said):
        return True
    plea = next((n for n, each in enumerate(said) if pleads(each)), None)
    if plea is not None and not any(is_of_office(each) for each in said[plea:]):
        return True
    works = _works(told, text)
    return any(
        tells(each) and (calls(each) or not (is_work(each) or work)) for each, work in zip(said, works, strict=True)
    )


def _works(told: Told, text: str) -> list[bool]:
    """Which sentences name the kind of an activity that is counted somewhere in the message: those of a report. A
    number word without its marks may be another word ("bon" is four, or a gang), and counts nothing here."""
    spans = told.page.spans
    figures = [(s.start, s.end) for s in spans if s.what.startswith("figure:")]
    tokens = told.page.tokens
    numbers = [(tokens[a.start].start, tokens[a.end - 1].end) for a in told.amounts]
    numbers = [
        (one, other) for one, other in numbers if not text[one:other].isascii() or _DIGIT.search(text, one, other)
    ]
    counted = any(one < last and first < other for first, last in figures for one, other in numbers)
    kinds = [s.start for s in spans if s.what == "kind"] if counted else []
    return [any(first <= start < last for start in kinds) for first, last in sentence_places(text)]


def _without_names(told: Told) -> str:
    """The text with letters that say nothing where a unit or a place is named."""
    letters = list(told.page.text)
    for token, is_name in zip(told.page.tokens, _names(told), strict=True):
        if is_name:
            letters[token.start : token.end] = "x" * (token.end - token.start)
    return "".join(letters)


def _names(told: Told) -> list[bool]:
    """Which tokens are the name of a unit, or of a place that is written as a name."""
    page = told.page
    found = [taken == "place" and page.is_name(i) for i, taken in enumerate(page.taken)]
    for i, token in enumerate(page.tokens):
        for words, marks, _ in told.names.by_words.get((token.key, page.key(i + 1)), ()):
            fits = [page.key(i + n) == word and page.tokens[i + n].fits(marks[n]) for n, word in enumerate(words)]
            if all(fits):
                found[i : i + len(words)] = [True] * len(words)
                break
    return found
