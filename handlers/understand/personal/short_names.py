"""Names that are not written out: initials ("N.V.A", "Ng. Văn Quyền"), nicknames, and names run together
("TrầnThịHoa", "phamthutrang")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.understand.personal.known_names import FAMOUS
from handlers.understand.personal.name_words import (
    FIRM,
    FLAT_PLACES,
    GIVEN,
    MIDDLES,
    RARE,
    SHORT_PLACES,
    SURE_FAMILIES,
    TITLES,
)
from handlers.understand.reader.tokens import is_syllable
from programme.language.vietnamese import fold
from programme.language.words import compiled

FAMOUS_JOINED = frozenset(name.replace(" ", "") for name in FAMOUS)
_NICKNAME, _GLUED = compiled("pattern.name.nickname"), compiled("pattern.name.glued")
_LONG_WORD = re.compile(r"(?<![a-z@/.])[a-z]{9,}")
_INITIALS = re.compile(
    r"(?<![\w.])[a-zđ]\.[a-zđ]\. ?[^\W\d_]{2,}"
    r"|(?<![\w.])(?:[A-ZĐ]\.[ ]?){1,3}[A-ZĐ](?!\w)\.?|(?<!\w)[A-ZĐ][^\W\d_]{1,7} (?:[A-ZĐ]\.[ ]?){1,3}(?:[A-ZĐ]\w*)?"
    r"|(?<![\w.])(?:[A-ZĐ]\.[ ]?){2}[A-ZĐ][^\W\d_]+"
)
_SHORT_FAMILY = re.compile(r"(?<!\w)(?:Ng|Ngn|Tr|Ph|Ng~)\.? ?(?=(?:Văn|Thị|Đình|Đức|Hữu|Van|Thi|V\.|T\.|[A-ZĐ]\.))")
_ABBREVIATED_BODIES = re.compile(r"(?:T\.?P|U\.?B|H\.?I\.?V|T\.X|T\.T|P\.?X|H\.?Đ|Q\.N|K\.?K|T\.?M|K\.?T)\.?")


def initials(text: str) -> Iterator[tuple[int, int]]:
    """ "N.V.A", "Nguyễn V. A."; a single letter only after a title."""
    for found in _INITIALS.finditer(text):
        before = re.findall(r"\w+", fold(text[max(0, found.start() - 12) : found.start()]))
        last = before[-1] if before else ""
        dots = found[0].count(".")
        if last in SHORT_PLACES | FLAT_PLACES or _ABBREVIATED_BODIES.fullmatch(found[0].replace(" ", "")):
            continue
        if dots == 1 and re.search(r" [PXQH]\.$| [PXQH]\. ?\w", found[0]):
            continue  # "đường Lê Lai, P. Yết Kiêu"
        family = fold(found[0].split()[0]) in FIRM.keys() | RARE.keys()
        if (dots >= 2 and "." in found[0].split()[0]) or family or last in TITLES:
            yield found.start(), found.end()
    for found in _SHORT_FAMILY.finditer(text):
        rest = re.match(r"(?:\w+\.? ?){1,3}", text[found.end() :])
        yield found.start(), found.end() + (rest.end() if rest else 0)


def nicknames(flat: str) -> Iterator[tuple[int, int]]:
    """Where a folded text has a nickname, or a name written as one word ("TrầnThịHoa"), as (start, end)."""
    for m in _GLUED.finditer(flat):
        if is_syllable(m[1]) or len(m[1]) > 5:
            yield m.span()
    for m in _LONG_WORD.finditer(flat):
        if _run_together(m[0]) and m[0] not in FAMOUS_JOINED:
            yield m.span()
    for m in _NICKNAME.finditer(flat):
        yield m.span()


def _run_together(word: str) -> bool:
    """Whether a folded word is a family name with two or three names behind it: "phamthutrang"."""
    for family in SURE_FAMILIES:
        if word.startswith(family) and len(word) >= len(family) + 4:
            return any(_syllables(word[len(family) :], count) for count in (2, 3))
    return False


def _syllables(letters: str, count: int) -> bool:
    if count == 1:
        return letters in GIVEN or letters in MIDDLES
    heads = (n for n in range(2, min(7, len(letters) - 1)) if letters[:n] in MIDDLES or letters[:n] in GIVEN)
    return any(_syllables(letters[n:], count - 1) for n in heads)
