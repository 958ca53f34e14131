"""Whether two ways to write a place mean the same: folded, abbreviations written out, a word more or less."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from programme.language.vietnamese import fold

ABBREVIATIONS = {
    "nvh": "nha van hoa",
    "nhavanhoa": "nha van hoa",
    "trg": "truong",
    "vd": "van dong",
    "nvhk": "nha van hoa khu",
    "k": "khu",
    "kp": "khu pho",
    "kdc": "khu dan cu",
    "p": "phuong",
    "x": "xa",
    "tx": "thi xa",
    "tp": "thanh pho",
    "tt": "thi tran",
    "ht": "hoi truong",
    "tyt": "tram y te",
    "yt": "y te",
    "bv": "benh vien",
    "cty": "cong ty",
    "ct": "cong ty",
    "px": "phan xuong",
    "ks": "khach san",
    "th": "tieu hoc",
    "tdp": "to dan pho",
    "tdtt": "the duc the thao",
    "sbd": "san bong da",
    "ql": "quoc lo",
    "ub": "ubnd",
    "dk": "dac khu",
    "ca": "cong an",
    "tg": "trung gian",
}
NUMBERS = {
    "mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
EMPTY = frozenset("o tai cua cac va voi trong ngoai tren duoi den tu khu pho phuong xa thi tran truong nha".split())
"""Words that alone tell no two places apart."""
TOKEN = re.compile(r"[^\W\d_]+|\d+")


def tokens(place: str, without: str = "") -> list[str]:
    """The words of a place, abbreviations written out and number words after "khu", "thon" … as digits."""
    words: list[str] = []
    for word in TOKEN.findall(fold(place)):
        words += ABBREVIATIONS.get(word, word).split()
    heads = ("khu", "thon", "to", "doi", "xom", "ban")
    words = [NUMBERS.get(w, w) if i and words[i - 1] in heads else w for i, w in enumerate(words)]
    gone = TOKEN.findall(fold(without))
    for i in range(len(words) - len(gone) + 1):
        if gone and words[i : i + len(gone)] == gone:
            cut = i - 1 if i and words[i - 1] in ("phuong", "xa") else i
            return words[:cut] + words[i + len(gone) :]
    return words


def same_place(said: str, read: str, ward: str = "") -> bool:
    """Whether `read` is the place `said`; the name of the ward may stand in either."""
    if fold(said) == fold(read):
        return True
    for gone in {ward, ""}:
        one, other = tokens(said, gone), tokens(read, gone)
        if one and other and _alike(one, other):
            return True
    return False


def _alike(one: list[str], other: list[str]) -> bool:
    """The same numbers, and three quarters of the words of the shorter one in the longer one, half of all of both."""
    if sorted(set(filter(str.isdigit, one))) != sorted(set(filter(str.isdigit, other))):
        return False
    short, long = sorted((one, other), key=len)
    left, met = list(long), []
    for word in short:
        twin = next((w for w in left if _near(word, w)), None)
        if twin is not None:
            left.remove(twin)
            met.append(word)
    telling = [w for w in met if w not in EMPTY]
    return bool(telling or len(met) == len(long)) and len(met) >= 0.75 * len(short) and 2 * len(met) >= len(long)


def _near(one: str, other: str) -> bool:
    """The same word, but for a letter that is wrong."""
    if one == other:
        return True
    return min(len(one), len(other)) >= 4 and Levenshtein.distance(one, other, score_cutoff=1) <= 1
