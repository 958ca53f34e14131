"""A text as tokens: each with its place, its folded form and, where it has them, its marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from programme.language.vietnamese import fold, nfc

_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "3", "\u0323": "4"}  # hỏi and ngã are often mixed up
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|gh|gi|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uye|oai|oay|oeo|uay|uya|uyu|ieu|yeu|uoi|uou|ia|ie|ya|ye|ua|uo|uu|ui|ue|uy|oa|oe|oi|ai|ao|au|ay|eo|eu|iu"
    r"|[aeiouy])"
    r"(?:ng|nh|ch|[cmnptgk])?"
)


@lru_cache(maxsize=20_000)
def marked(word: str) -> str:
    """The word in small letters with its tone as a digit at its end: "hoà" and "hòa" are both "hoa1"."""
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


key_of = lru_cache(maxsize=20_000)(fold)
"""A word folded."""


@lru_cache(maxsize=20_000)
def is_syllable(key: str) -> bool:
    """Whether a folded word can be one Vietnamese syllable."""
    return _SYLLABLE.fullmatch(key) is not None


@lru_cache(maxsize=20_000)
def sound(key: str) -> str:
    """The folded word as it sounds where letters are mixed up: x and s, ch and tr, d, gi, r and z, l and n, i and y."""
    key = re.sub(r"^(?:tr|ch)", "c", key)
    key = re.sub(r"^(?:gi|d|r|z)(?=[aeiouy])", "d", key)
    key = re.sub(r"^(?:ph|f)", "f", key)
    key = re.sub(r"^(?:k|q)(?=[aeiouy])", "c", key)
    key = re.sub(r"^(?:n|l)(?=[aeiouy])", "n", key)
    key = re.sub(r"^s", "x", key)
    key = re.sub(r"^(?:ngh)", "ng", re.sub(r"^gh", "g", key))
    key = re.sub(r"^w", "qu", key)
    return key.replace("y", "i")


def untyped(key: str) -> list[str]:
    """What a word may be whose Telex letters were left standing: "nguowif" is "nguoi"."""
    plain = re.sub(r"([aeo])\1", r"\1", key).replace("dd", "d")
    plain = re.sub(r"(?<=[uoa])w", "", plain)
    found = [plain]
    found += [plain[:i] + plain[i + 1 :] for i in range(1, len(plain)) if plain[i] in "sfrxj"]
    return [each for each in found if each != key and is_syllable(each)]


_PARTS = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")


def folded(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, folded; signs are words of their own."""
    return tuple(map(key_of, _PARTS.findall(nfc(phrase))))


def with_marks(phrase: str) -> tuple[str, ...]:
    """The words of a phrase with their marks, as many as `folded` finds."""
    return tuple(map(marked, _PARTS.findall(nfc(phrase))))


_PIECE = re.compile(r"(?<=/)\d+(?:\.\d{3})*(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+|\n|[^\w\s]|_")


class Token(NamedTuple):
    """Letters `start` to `end` of the text in NFC. `key` is the folded word (or the number, or the sign), `mark` the
    word with its marks, "" where the writer left marks out; `glued` that no space stands before it, `upper` that it is
    in capitals."""

    start: int
    end: int
    key: str
    mark: str = ""
    glued: bool = False
    upper: bool = False

    def fits(self, mark: str) -> bool:
        """Whether the token can be this word, as far as its marks say."""
        return not self.mark or self.mark == mark

    @property
    def digits(self) -> bool:
        return self.key[:1].isdigit()

    @property
    def word(self) -> bool:
        return self.key[:1].isalpha()


def tokens_of(text: str) -> list[Token]:
    """The pieces of a text in NFC, as they are typed."""
    found: list[Token] = []
    cased = text != text.upper()
    for piece in _PIECE.finditer(text):
        typed = piece[0]
        key = typed if typed == "\n" else key_of(typed)
        if key:
            mark = marked(typed) if typed[0].isalpha() and key != typed.lower() else ""
            glued = bool(found) and found[-1].end == piece.start()
            upper = cased and len(typed) > 1 and typed.isupper()
            found.append(Token(piece.start(), piece.end(), key, mark, glued, upper))
    return found


def well_marked(tokens: Sequence[Token]) -> bool:
    """Whether the writer sets marks, so that a word without them is meant so. Half of all words have some."""
    words = [token for token in tokens if token.word and len(token.key) > 1]
    return len(words) > 2 and sum(bool(token.mark) for token in words) * 100 >= 45 * len(words)
