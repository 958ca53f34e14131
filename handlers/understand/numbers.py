"""A count as people type it: digits, words, roughly. What is not certain is handed back as unclear, with a guess to ask
about, and never taken silently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from handlers.understand.number_words import SCALES, is_literal, read_words
from handlers.understand.reader.lexicon import lexicon
from programme.domain.model import Bound
from programme.language.vietnamese import fold, nfc
from programme.language.words import meanings, words_for

Reason = Literal[
    "empty", "words", "range", "several", "ratio", "vague", "decimal", "separator", "letters", "ambiguous", "negative",
    "too_big",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A count; `mended` says that letters stood for digits ("4O"), so the answer should say what was understood."""

    value: int
    bound: Bound | None = None
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why no count could be taken; `guess` is what may be asked about."""

    reason: Reason
    guess: int | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """n of m, as typed: "43/44", "43 trên 44"."""

    n: int
    m: int


_LONGEST = 200
_SIGNS: dict[str, Bound] = {
    ">=": "min", ">": "min", "≥": "min", "<=": "max", "<": "max", "≤": "max", "~": "about", "≈": "about",
}  # fmt: skip
_LEADING, _TRAILING = frozenset(words_for("number.leading")), frozenset(words_for("number.trailing"))
_VAGUE, _BESIDE_NONE = frozenset(words_for("number.vague")), words_for("number.beside_none")
_RANGE = frozenset(("-", "~", *words_for("number.range")))
_AND = frozenset((";", ",", "&", *words_for("number.join")))
_OF = (*(tuple(link.split()) for link in words_for("number.of")), ("/",))
_OF_WORDS = frozenset(link[0] for link in _OF)

_ATTACHED = re.compile(rf"(?<![\d.,])(\d{{1,4}})({'|'.join(SCALES)})(\d{{1,3}})(?!\w)")
_TOKEN = re.compile(
    r"(?=[oli|]*\d)[0-9oli|]++(?:[.,'][0-9oli|]++)*+(?![a-z])|\d++(?:[.,']\d++)*+|[a-z]+|>=|<=|[^\sa-z0-9]"
)


@cache
def _bounds() -> tuple[dict[str, Bound], dict[str, Bound], dict[str, Bound]]:
    """The words of bounds: those before a number and those behind it, folded; and those before it that mean a bound
    only with their marks, being other words without them ("độ")."""
    before, after, marked = dict(_SIGNS), {"+": "min"}, {}
    words = lexicon()
    unsure, numbers = words.sets["unsure_bound"], words.sets["unsure_number"]
    for bound in get_args(Bound):
        folded = {phrase: fold(phrase) for phrase in words.bounds[bound]}
        before |= {key: bound for key in folded.values() if key not in unsure}
        marked |= {phrase: bound for phrase, key in folded.items() if key in unsure | numbers}
        after |= {fold(phrase): bound for phrase in words.bounds[f"{bound}_after"]}
    return before | meanings("bound.before"), after, marked


def _tokens(text: str) -> list[str]:
    folded = fold(text.replace("–", "-").replace("—", "-").replace("−", "-"))
    if len(folded) > _LONGEST:
        return []
    words = _TOKEN.findall(_ATTACHED.sub(r"\1'\3 \2", folded))
    while words and words[-1] in ".,;!?:)":
        words.pop()
    return [w for w in words if w not in '.:!?"()*_']


def _span(table: dict[str, Bound], words: list[str], i: int) -> tuple[Bound | None, int]:
    """The longest phrase of the table that begins at `i`."""
    for size in (3, 2, 1):
        bound = table.get(" ".join(words[i : i + size])) if i + size <= len(words) else None
        if bound:
            return bound, i + size
    return None, i


def read_number(text: str, *, zero_word: bool = False) -> Number | Unclear:
    """The one count in `text`, with its bound ("trên 900" is min, "gần 3.500" max, "khoảng 60" about), or why there is
    none. With `zero_word` a bare "không" is 0."""
    words = _tokens(text)
    if not words:
        return Unclear("words" if text.strip() else "empty")
    if zero_word and [w for w in words if w not in _BESIDE_NONE] == ["khong"]:
        return Number(0)
    accents = nfc(text).lower()
    marked = next(((w, b) for w, b in _bounds()[2].items() if re.search(rf"(?<!\w){w}(?!\w)", accents)), None)
    first = _read(words, *((fold(marked[0]), marked[1]) if marked else ("", None)))
    if isinstance(first, Unclear) and first.reason in ("words", "several", "ambiguous") and read_ratio(text):
        return Unclear("ratio")
    return first


def _read(words: list[str], marked: str, accented: Bound | None) -> Number | Unclear:
    i, bound = 0, None
    while i < len(words):
        found, end = (accented, i + 1) if words[i] == marked else _span(_bounds()[0], words, i)
        # "tam" is tám (8) as long as that makes a number: "tam muoi" is 80, "tam 60" about 60.
        if found and words[i] == "tam" and not accented and _is_eight(words, i):
            break
        if found:
            bound, i = bound if bound == "about" else found, end
        elif words[i] in _LEADING:
            i += 1
        else:
            break
    if i < len(words) and words[i] == "-":
        after = read_words(words, i + 1)
        return Unclear("negative" if after and after.end == len(words) else "words")
    spread = i < len(words) and words[i] == "tu" and i + 1 < len(words) and read_words(words, i + 1) is not None
    number = read_words(words, i + spread)
    if number is None:
        return _without(words)
    return _finish(words, number.end, number.value, number.flaw, bound, number.mended, bool(spread))


def _is_eight(words: list[str], i: int) -> bool:
    number = read_words(words, i)
    if number is None or number.flaw is not None:
        return False
    return number.end == len(words) or (words[number.end] != "tram" and read_words(words, number.end) is None)


def _finish(
    words: list[str], i: int, value: int | None, flaw: str | None, bound: Bound | None, mended: bool, spread: bool
) -> Number | Unclear:
    """Judge what stands after the number."""
    reason = flaw
    while i < len(words) and reason in (None, "letters", "vague"):
        found, end = _span(_bounds()[1], words, i)
        if found and not (words[i] == "hon" and i + 1 < len(words) and words[i + 1] == "kem"):
            bound, i, spread = bound or found, end, False
        elif words[i] in _RANGE and read_words(words, i + 1):
            return Unclear("range")
        elif words[i] in _AND and read_words(words, i + 1):
            return Unclear("several")
        elif words[i] in _TRAILING:
            i += 1
        elif read_words(words, i):
            joined = re.fullmatch(r"\d{1,3}(?: \d{3})+", " ".join(words))
            return Unclear("several", int("".join(words)) if joined else None)
        elif words[i] in (",", ";", "-"):
            i += 1
        else:
            reason = "words"
            value = value if words[i].isalpha() and len(words[i]) > 1 else None
    if reason is None and spread:
        reason = "range"
    if reason is None and value is not None:
        return Number(value, bound, mended)
    return Unclear(reason or "words", None if reason == "range" else value)  # type: ignore[arg-type]


def _without(words: list[str]) -> Unclear:
    """No number where one was looked for: say whether one stands elsewhere."""
    found = [i for i, w in enumerate(words) if is_literal(w)]
    if any(w in _VAGUE for w in words):
        return Unclear("vague")
    return Unclear("several" if len(found) > 1 else "words")


def read_ratio(text: str) -> Ratio | None:
    """n of m: "44/44", "44 trên 44", "44 trong tổng số 46 cơ sở". None for all else, dates with a year among them."""
    words = _tokens(text)
    while words and words[0] in _LEADING:
        words = words[1:]
    left = read_words(words)
    if left is None or left.flaw:
        return None
    i = left.end
    while i < len(words) and words[i] in _TRAILING and words[i] not in _OF_WORDS:
        i += 1
    for link in _OF:
        if tuple(words[i : i + len(link)]) == link:
            right = read_words(words, i + len(link))
            if right is None or right.flaw or left.value is None or right.value is None:
                return None
            rest = words[right.end :]
            return Ratio(left.value, right.value) if all(w in _TRAILING for w in rest) else None
    return None
