"""Danger in a message, read on the text without the names of units and places; what denies it and counted work are
none."""

from __future__ import annotations

from handlers.understand.emergency import is_danger
from handlers.understand.reader.told import Told

_NAMES = ("place", "code")
_PEOPLE = ("person", "student", "female", "member")
_TIPS = ("tip", "item", "case", "document")


def in_danger(told: Told) -> bool:
    """Whether a message tells of someone in danger, or of a crime."""
    page = told.page
    hidden = [taken in _NAMES for taken in page.taken]
    cries = bool(page.tells("cry", hidden=hidden))
    if page.tells("dying"):
        return True
    if page.tells("no_danger") and not cries:
        return False
    danger = is_danger(_without_names(told)) or (cries and is_danger(page.text)) or bool(page.tells("fire"))
    counted = any(set(a.figures) for a in told.activities)
    if not danger and page.tells("tip") and told.page.find("topic") and not (counted or _counts(told, _TIPS)):
        return True
    work = counted and any(s.strong for s in told.segments)
    told_of_many = _counts(told, _PEOPLE, 3) and bool(told.days)
    shaped = told_of_many and bool(told.activities or page.find("kind:weak"))
    handled = _counts(told, _TIPS) and bool(told.page.find("kind:strong", ("tip_handling",)))
    return danger and (cries or not (work or shaped or handled))


def _counts(told: Told, heads: tuple[str, ...], least: int = 1) -> bool:
    return any((amount.value or 0) >= least and amount.head in heads for amount in told.amounts)


def _without_names(told: Told) -> str:
    """The text with letters that say nothing where a unit or a place is named."""
    letters = list(told.page.text)
    for token, taken in zip(told.page.tokens, told.page.taken, strict=True):
        if taken in _NAMES:
            letters[token.start : token.end] = "x" * (token.end - token.start)
    return "".join(letters)
