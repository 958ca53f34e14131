"""The letters of a word: with its tone at the end, so that two ways of typing it are the same, and whether it can be a
Vietnamese syllable at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from programme.language.vietnamese import fold

_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "3", "\u0323": "4"}  # hỏi and ngã are often mixed up
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|gh|gi|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uye|oai|oay|oeo|uay|uya|uyu|ieu|yeu|uoi|uou|ia|ie|ya|ye|ua|uo|uu|ui|ue|uy|oa|oe|oi|ai|ao|au|ay|eo|eu|iu|[aeiouy])"
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


def folded(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, folded; signs are words of their own."""
    return tuple(re.findall(r"\d+|[^\W\d_]+|[^\w\s]", fold(phrase)))


def with_marks(phrase: str) -> tuple[str, ...]:
    """The words of a phrase with their marks, as many as `folded` finds."""
    return tuple(marked(each) for each in re.findall(r"\d+|[^\W\d_]+|[^\w\s]", unicodedata.normalize("NFC", phrase)))
