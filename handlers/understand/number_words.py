"""Numbers as they are said and written in Vietnamese, on folded words: "hai tram le ba", "1 trieu ruoi", "3.500"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from programme.language.words import meanings, words_for

Flaw = Literal["vague", "range", "ambiguous", "decimal", "separator", "letters", "too_big", "words"]

ONES = {word: int(digit) for word, digit in meanings("number.ones").items()}
SCALES = {word: 10 ** int(zeros) for word, zeros in meanings("number.zeros").items()}
_LONE_SCALES = words_for("number.lone_scale")  # said without a number before them: "trieu ruoi", "nghin hai"
_ZERO_LINK = words_for("number.zero_link")
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Read:
    """What a run of words says; `flaw` is why it can't be taken as it is, `mended` that letters stood for digits."""

    value: int | None
    end: int
    flaw: Flaw | None = None
    mended: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part below the next scale word: in thousandths (so that "2,5 trieu" stays whole)."""

    milli: int
    end: int
    shape: Literal["literal", "digit", "word", "link"]
    flaw: Flaw | None = None
    mended: bool = False


_LITERAL = re.compile(r"[0-9oli|]*[0-9][0-9oli|]*(?:[.,'][0-9oli|]+)*$")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,0+)?$|\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$|\d{1,3}(?:,\d{3})+\.0+$")
_DECIMAL = re.compile(r"(\d+)[.,'](\d{1,3})$")
_LOOKALIKE = str.maketrans("oli|", "0111")


def is_literal(word: str) -> bool:
    """Whether the word is written with digits (O, l and I may stand among them)."""
    return _LITERAL.match(word) is not None


def _literal(word: str, end: int) -> _Part:
    text = word.translate(_LOOKALIKE)
    mended = text != word
    flaw: Flaw | None = "letters" if word[-1] in "li|" else None  # "45l" is 45 lượt or 451
    if sum(c.isdigit() for c in text) > 15:
        return _Part(0, end, "literal", "too_big", mended)
    if text.isdigit():
        return _Part(int(text) * 1000, end, "literal", flaw, mended)
    if _GROUPED.match(text):
        mark = min((text.find(c), c) for c in ".," if c in text)[1]
        whole = text.replace(mark, "")
        return _Part(int(re.split("[.,]", whole)[0]) * 1000, end, "literal", flaw, mended)
    if found := _DECIMAL.match(text):
        whole, part = found.groups()
        if flaw is None and len(part) == 3 and "," in text:
            flaw = "separator"  # "1,254": thousands the English way, or a decimal
            return _Part(int(whole + part) * 1000, end, "literal", flaw, mended)
        return _Part(int(whole) * 1000 + int(part.ljust(3, "0")), end, "literal", flaw, mended)
    return _Part(0, end, "literal", "words", mended)


def _tens(words: Sequence[str], i: int) -> _Part | None:
    """0 to 99 in words, "2 chuc" and "2 ta" among them."""
    word = words[i]
    after = words[i + 1] if i + 1 < len(words) else ""
    if word == "muoi":
        one = ONES.get(after)
        return _Part((10 + (one or 0)) * 1000, i + 1 + (one is not None), "word")
    if word in ("ham", "bam") and after in ONES:
        return _Part(((20 if word == "ham" else 30) + ONES[after]) * 1000, i + 2, "word")
    if word == "chuc":
        return _Part(10_000, i + 1, "word", "vague")
    if word not in ONES:
        return None
    digit = ONES[word]
    if after == "muoi" or after == "chuc":
        last = words[i + 2] if i + 2 < len(words) else ""
        if last == "ruoi" and after == "chuc":
            return _Part(digit * 10_000 + 5000, i + 3, "word")
        one = ONES.get(last)
        # "hai muoi lam nghin": the digit is ours; "hai muoi ba tram" is not well formed, the caller sees what is left.
        return _Part((digit * 10 + (one or 0)) * 1000, i + 2 + (one is not None), "word")
    if after == "ta":
        return _Part(digit * 12_000, i + 2, "word")
    if after in ("lam", "nham", "tu", "mot") and word not in ("tu", "lam", "nham"):
        return _Part((digit * 10 + ONES[after]) * 1000, i + 2, "word")  # "bon lam" is 45, "hai mot" 21
    if after in ONES:
        near = ONES[after] == digit + 1
        return _Part((digit * 10 + ONES[after]) * 1000, i + 2, "word", "range" if near else "ambiguous")
    return _Part(digit * 1000, i + 1, "digit")


def _part(words: Sequence[str], i: int) -> _Part | None:
    """0 to 999 in words, or a number in digits of any size."""
    if i >= len(words):
        return None
    if is_literal(words[i]):
        part = _literal(words[i], i + 1)
        after = words[i + 1] if i + 1 < len(words) else ""
        for name, size in (("tram", 100), ("chuc", 10), ("ta", 12)):
            if after == name:
                return _more_hundreds(words, _Part(part.milli * size, i + 2, "word", part.flaw, part.mended), name)
        return part
    if words[i] in _ZERO_LINK:
        part = _tens(words, i + 1) if i + 1 < len(words) else None
        if part is None and i + 1 < len(words) and is_literal(words[i + 1]):
            part = _literal(words[i + 1], i + 2)
        return _Part(part.milli, part.end, "link", part.flaw) if part else None
    if words[i] in ONES or words[i] == "khong":
        digit = ONES.get(words[i], 0)
        after = words[i + 1] if i + 1 < len(words) else ""
        if after == "tram":
            return _more_hundreds(words, _Part(digit * 100_000, i + 2, "word"), "tram")
        if words[i] == "khong":
            return _Part(0, i + 1, "digit") if after in SCALES else None
    if words[i] == "tram":
        part = _more_hundreds(words, _Part(100_000, i + 1, "word"), "tram")
        return part if part.end > i + 1 else _Part(part.milli, part.end, "word", "vague")
    return _tens(words, i)


def _more_hundreds(words: Sequence[str], part: _Part, name: str) -> _Part:
    """What follows "hai tram": "ruoi", "le ba", "hai" (colloquially 220), "muoi lam"."""
    after = words[part.end] if part.end < len(words) else ""
    if after == "ruoi":
        half = {"tram": 50, "chuc": 5, "ta": 6}[name]
        return _Part(part.milli + half * 1000, part.end + 1, "word", part.flaw, part.mended)
    if name != "tram" or not after:
        return part
    if after in _ZERO_LINK:
        rest = _part(words, part.end)
    elif is_literal(after):
        rest = _literal(after, part.end + 1)
        if not 1000 <= rest.milli < 10_000 or rest.milli % 1000:
            return part
        rest = _Part(rest.milli * 10, rest.end, "word", rest.flaw, rest.mended)
    else:
        rest = _tens(words, part.end)
        if rest and rest.shape == "digit":
            rest = _Part(rest.milli * 10, rest.end, "word", rest.flaw)
    if rest is None or rest.milli >= 100_000:
        return part
    return _Part(part.milli + rest.milli, rest.end, "word", part.flaw or rest.flaw, part.mended or rest.mended)


def read_words(words: Sequence[str], start: int = 0) -> Read | None:
    """The longest number that begins at `start`; None where none begins."""
    i, milli, scale, flaw, mended = start, 0, 0, None, False
    while i < len(words):
        part = _part(words, i)
        if part is None and words[i] in _LONE_SCALES and not scale:
            after = words[i + 1] if i + 1 < len(words) else ""
            part = _Part(1000, i, "digit", None if after == "ruoi" or after in ONES else "vague")
        if part is None:
            break
        size = SCALES.get(words[part.end], 0) if part.end < len(words) else 0
        if size:
            if scale and size >= scale:
                flaw = flaw or "ambiguous"
            milli, scale, i = milli + part.milli * size, size, part.end + 1
        elif scale:
            grown, why = _below(part, scale)
            milli, i, scale = milli + grown, part.end, 1
            flaw = flaw or why
        else:
            milli, i, scale = part.milli, part.end, 1
        flaw, mended = flaw or part.flaw, mended or part.mended
        if scale == 1:
            break
        if i < len(words) and words[i] == "ruoi":
            milli, i = milli + scale * 500, i + 1
            break
    if i == start:
        return None
    if milli % 1000 or flaw == "too_big":
        return Read(None, i, flaw or "decimal", mended)
    if milli // 1000 > _LARGEST or flaw == "words":
        return Read(None, i, flaw or "too_big", mended)
    return Read(milli // 1000, i, flaw, mended)


def _below(part: _Part, scale: int) -> tuple[int, Flaw | None]:
    """What a last part without a scale word adds: "1 trieu 2" is 1.200.000, "mot nghin linh hai" 1.002."""
    if part.shape == "link":
        return part.milli, None
    if part.shape == "digit" or (part.shape == "literal" and 1000 <= part.milli < 10_000):
        return part.milli * scale // 10, None
    if scale == 10**3:
        # "3 nghin 25" may mean 3.250; in words it is 3.025.
        return part.milli, "ambiguous" if part.shape == "literal" and part.milli < 100_000 else None
    if part.shape == "literal" and 100_000 <= part.milli < 10**6:
        return part.milli * (scale // 1000), None
    return part.milli * (scale // 1000), "ambiguous"
