"""Danger in a message: the one rule, sentence by sentence, over what units and places have left of the words."""

from __future__ import annotations

from handlers.understand.danger_words import calls, cries, is_of_office, is_work, pleads, sentences, tells
from handlers.understand.reader.told import Told


def in_danger(told: Told) -> bool:
    """Whether a message tells of someone in danger, or of a crime. A cry is, whatever else is said; a plea is, unless
    it is about reports and the device; what is told of others is, unless it is work and nobody is called."""
    said = list(sentences(_without_names(told)))
    if any(cries(each) for each in said):
        return True
    plea = next((n for n, each in enumerate(said) if pleads(each)), None)
    if plea is not None and not any(is_of_office(each) for each in said[plea:]):
        return True
    return any(tells(each) and (calls(each) or not is_work(each)) for each in said)


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
