"""Which of the offered answers is meant: by number, name, label, alias, part of a label, or a label mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from programme.language.vietnamese import fold, nfc
from programme.language.words import alternatives, meanings, words_for

How = Literal["label", "number", "name", "alias", "part", "typo", "several", "near", "many", "none"]


@dataclass(frozen=True, slots=True)
class Item:
    """An answer on offer; `aliases` are other ways people say it."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The names of the items meant and how they were found. Only one certain name (or `many` of them) is an answer:
    `several` fit as well, `near` is to be asked about, `none` has no names. `unknown` holds pieces that fit nothing."""

    names: tuple[str, ...]
    how: How
    unknown: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        return self.how not in ("several", "near", "none") and not self.unknown


NONE = Match((), "none")
_LONGEST = 200
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_NUMBER = re.compile(r"\(?0*(\d{1,4})[.):]?|so 0*(\d{1,4})")
_POLITE, _SOFT = frozenset(words_for("answer.polite")), frozenset(words_for("answer.soft"))
_ALL = frozenset(words_for("answer.all"))
_ALL_COUNT = {word: int(count) for word, count in meanings("answer.all_of").items()}
_SURE, _NEAR = 0.88, 0.72


def _key(text: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", fold(text)).split())


def _unique(names: Iterable[str], how: How) -> Match:
    found = tuple(dict.fromkeys(names))
    if not found:
        return NONE
    return Match(found, how if len(found) == 1 else "several")


def match(text: str, items: Sequence[Item]) -> Match:
    """The one item that `text` means. An exact label wins over a number, a number over a name, all over a likeness."""
    said = fold(text)
    if not said or len(said) > _LONGEST:
        return NONE
    key = _key(said)
    exact = _exact(said, key, items)
    if exact.names or not key:
        return exact
    if said.isdigit():
        return NONE
    polite = " ".join(w for w in key.split() if w not in _POLITE)
    if polite and polite != key:
        exact = _exact(polite, polite, items)
        if exact.names:
            return exact
        key = polite
    part = _part(key, items)
    return part if part.names else _like(key, items)


def _exact(said: str, key: str, items: Sequence[Item]) -> Match:
    labelled = _unique((i.name for i in items if key and _key(i.label) == key), "label")
    if labelled.names:
        return labelled
    if (number := _NUMBER.fullmatch(said)) and 1 <= (n := int(number[1] or number[2])) <= len(items):
        return Match((items[n - 1].name,), "number")
    named = _unique((i.name for i in items if fold(i.name) == said), "name")
    if named.names or not key:
        return named
    return _unique((i.name for i in items if any(_key(a) == key for a in i.aliases)), "alias")


def _part(key: str, items: Sequence[Item]) -> Match:
    """By words: a label that begins with them, else one that holds them."""
    if len(key) < 2 or key.isdigit():
        return NONE
    begins = [i.name for i in items if any(w.startswith(key) for w in _ways(i))]
    if begins:
        return _unique(begins, "part")
    return _unique((i.name for i in items if any(f" {key} " in f" {w} " for w in _ways(i))), "part")


def _ways(item: Item) -> tuple[str, ...]:
    return tuple(_key(w) for w in (item.label, *item.aliases))


def _like(key: str, items: Sequence[Item]) -> Match:
    """By likeness, numbers being equal ("Móng Cái 1" is not "Móng Cái 2"): sure where one is close and no other is,
    else the nearest three to ask about."""
    if len(key) < 4:
        return NONE
    numbers = re.findall(r"\d+", key)
    scores: dict[str, float] = {}
    for item in items:
        for way in _ways(item):
            if re.findall(r"\d+", way) == numbers:
                score = OSA.normalized_similarity(key, way, score_cutoff=_NEAR)
                scores[item.name] = max(score, scores.get(item.name, 0.0))
    best = sorted(((s, n) for n, s in scores.items() if s >= _NEAR), key=lambda found: -found[0])[:3]
    if not best:
        return NONE
    # Short names one letter apart are other places (Ka Long, Hạ Long), so those are only asked about.
    if best[0][0] >= _SURE and len(key) >= 7 and (len(best) == 1 or best[0][0] - best[1][0] >= 0.1):
        return Match((best[0][1],), "typo")
    return Match(tuple(n for _, n in best), "near")


_PIECES = re.compile(rf"[,;+&\n]|\s{alternatives('answer.joins')}\s")
_NUMBERS = re.compile(r"\d+(?:[\s.]+\d+)+\.?")


def match_many(text: str, items: Sequence[Item]) -> Match:
    """The items that `text` means, in their own order: "1,3", "1 3", "ma tuy va hiv", "tất cả". Where a piece fits
    nothing it is in `unknown`, where it fits several or is only near its candidates are in `names`."""
    said = fold(text)
    if not said or len(said) > _LONGEST:
        return NONE
    whole = match(text, items)
    if whole.certain and whole.how in ("label", "number", "name", "alias"):
        return Match(whole.names, "many")
    key = " ".join(w for w in _key(said).split() if w not in _POLITE)
    if key in _ALL and _ALL_COUNT.get(key, len(items)) == len(items):
        return Match(tuple(i.name for i in items), "many")
    pieces = re.findall(r"\d+", said) if _NUMBERS.fullmatch(said) else _split(nfc(text))
    if len(pieces) == 1 and (words := _split_words(said, items)):
        return words
    chosen: set[str] = set()
    unknown: list[str] = []
    for piece in pieces:
        found = match(piece, items)
        if not found.names:
            unknown.append(piece)
        elif not found.certain:
            return Match(found.names, found.how, tuple(unknown))
        chosen.update(found.names)
    names = tuple(i.name for i in items if i.name in chosen)
    return Match(names, "many" if names else "none", tuple(unknown))


def _split(text: str) -> list[str]:
    """Pieces as they were typed: cut where their folded twin is cut."""
    flat = " ".join(text.replace("\n", ",").split())
    if len(fold(flat)) != len(flat):
        flat = fold(flat)
    folded, pieces, start = fold(flat), [], 0
    for cut in _PIECES.finditer(folded):
        pieces.append(flat[start : cut.start()])
        start = cut.end()
    return [p.strip(" .") for p in (*pieces, flat[start:]) if p.strip(" .")]


def _split_words(said: str, items: Sequence[Item]) -> Match | None:
    """Labels, aliases or numbers one after another without anything between: "ma tuy hiv"."""
    words, chosen, i = _key(said).split(), set(), 0
    while i < len(words):
        for end in range(min(len(words), i + 8), i, -1):
            piece = " ".join(words[i:end])
            found = _exact(piece, piece, items)
            if len(found.names) == 1:
                chosen.add(found.names[0])
                i = end
                break
        else:
            return None
    return Match(tuple(i.name for i in items if i.name in chosen), "many")


_YES, _NO = frozenset(words_for("answer.yes")), frozenset(words_for("answer.no"))
_NOT_YES = frozenset(words_for("marked.answer.not_yes"))


def agreement() -> dict[str, bool]:
    """Folded words that agree to a notice or refuse it, and nothing less."""
    return dict.fromkeys(words_for("answer.agree"), True) | dict.fromkeys(words_for("answer.disagree"), False)


def yes_no(text: str) -> bool | None:
    """Có or không, however it is said; 1 is có, 2 is không. "dung" is đúng unless its marks say dừng, đừng, dùng."""
    said = fold(text)
    if len(said) > 40:
        return None
    said = " ".join(re.sub(r"[.,!?:;()]", " ", said).split())
    words = said.split()
    for way in (said, *(" ".join(w for w in words if w not in left_out) for left_out in (_SOFT, _POLITE))):
        if way in _YES:
            return None if _NOT_YES.intersection(nfc(text).lower().split()) else True
        if way in _NO:
            return False
    return None
