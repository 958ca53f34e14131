"""The place of one line: the words that nothing else took."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from handlers.one_line.line_tokens import Tokens
from handlers.understand.number_words import ONES, SCALES
from programme.domain.model import Bound
from programme.language.words import words_for

_LEADING, _NOISE = frozenset(words_for("line.leading")), frozenset(words_for("line.noise"))
_TRAILING = frozenset(words_for("line.trailing"))
_TRAILING_FREE = _TRAILING | frozenset(words_for("line.trailing_free"))
_POINTING = words_for("line.pointing")
_VAGUE = ("vai", "dam", "nhieu")
_NUMBER_WORDS = frozenset((*ONES, *SCALES, *_VAGUE, "muoi", "tram", "chuc"))
_NO_PEOPLE = frozenset(("none", "place", "commune", "household", "piece", "item", "model"))
"""What is counted in free words and names a place as often."""
_OF_NUMBERS = {("number", name) for name in ("per", "sub", "made_of", "total")}
_OF_NUMBERS |= {("bound", f"{bound}_after") for bound in get_args(Bound)}


def place(tokens: Tokens, whole: bool) -> tuple[str, bool]:
    """The words left over, as they were typed, and whether they are a place beyond doubt; in free words (not `whole`)
    only what "ở", "tại" point at. Words of a number that could not be read, or of people, are none."""
    runs = [run for words in _runs(tokens) if (run := _trimmed(tokens, words, whole)) and not _said(tokens, run)]
    sure = all(_is_place(tokens, run) for run in runs)
    return ", ".join(_typed(tokens, run) for run in runs).strip(), sure


def unread(tokens: Tokens) -> list[str]:
    """Words of a number that is none ("vài chục"), which are taken."""
    found = []
    for run in _runs(tokens):
        words = _trimmed(tokens, run, whole=True)
        if words and _said(tokens, words) and _NUMBER_WORDS & {tokens.all[i].text for i in words}:
            found.append(_typed(tokens, words))
            tokens.take(words[0], words[-1] + 1)
    return found


def _runs(tokens: Tokens) -> list[list[int]]:
    """Words side by side that nothing else took."""
    runs: list[list[int]] = []
    for i, token in enumerate(tokens.all):
        if tokens.taken[i] or not (token.is_word or token.is_number) or "hour" in tokens.claimed(i):
            continue
        if runs and runs[-1][-1] == i - 1 and not _parted(tokens, i):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _parted(tokens: Tokens, i: int) -> bool:
    """Whether a sign parts our token from the one before; the dot in "P. HA TU" does not."""
    if "." in tokens.between(i) and _is_place(tokens, (i - 1, i)):
        return False
    return re.search(r"[,;.!\n]", tokens.between(i)) is not None


def _trimmed(tokens: Tokens, run: list[int], whole: bool) -> list[int]:
    said = [tokens.all[i].text for i in run]
    if not whole:
        cut = next((k for k, w in enumerate(said) if w in _POINTING), None)
        if cut is None:
            return []
        run = run[cut:]
    if all(tokens.all[i].text in _NOISE for i in run):
        return []
    while run and tokens.all[run[0]].text in _LEADING:
        run = run[1:]
    while run and tokens.all[run[-1]].text in (_TRAILING if whole else _TRAILING_FREE):
        run = run[:-1]
    return run


def _is_place(tokens: Tokens, run: Sequence[int]) -> bool:
    """Whether the reader has every word for part of a place."""
    return all(tokens.claimed(i) == {"place"} for i in run)


def _said(tokens: Tokens, run: Sequence[int]) -> bool:
    """Whether the words only say how many, or that people are counted ("ng", "tram nguoi", "nhieu lam")."""
    return tokens.all[run[0]].text in _VAGUE or all(tokens.all[i].text in _NOISE or _counts(tokens, i) for i in run)


def _counts(tokens: Tokens, i: int) -> bool:
    if "place" in tokens.claimed(i):
        return False
    means = tokens.means(i)
    heads = {name for group, name in means if group == "head"}
    counted = bool(heads - _NO_PEOPLE) and ("place", "noun") not in means
    return tokens.all[i].text in _NUMBER_WORDS or counted or bool(means & _OF_NUMBERS)


def _typed(tokens: Tokens, run: Sequence[int]) -> str:
    return tokens.original(tokens.all[run[0]].start, tokens.all[run[-1]].end)
