"""What befell somebody who is helped: HIV, drugs, prostitution, trafficking, a rehabilitation centre, prison. Said of
one person or of a house it may not be kept; as the subject of a talk, or as a count, it is the work itself."""

from __future__ import annotations

import re

from programme.language.words import at_words, compiled

_FATE, _SUBJECT = at_words("pattern.guard.fate"), compiled("pattern.guard.subject")
_TOLD, _SPELLED = compiled("pattern.guard.told"), compiled("pattern.guard.spelled")
_LETTERS = re.compile(r"(?<![a-z])(?:[a-z][^\w\s]){2,}[a-z]\w*")
"""A word with its letters apart: "n.g.h.i.e.n"."""
_TITLE = re.compile(rf"(?:{_TOLD.pattern})[^\n\"“]{{0,12}}(?:[\"“][^\"”\n]*[\"”]|[^\n,.;]{{0,25}})")
_COUNT, _ONE = compiled("pattern.guard.counted"), compiled("pattern.guard.one_person")
NEAR = 120


def fates(flat: str) -> list[tuple[int, int]]:
    """Where a folded text says what befell somebody, as (start, end); the subject of a talk is left out."""
    if _TOLD.search(flat):
        return []
    found = [m.span() for m in _LETTERS.finditer(flat) if _SPELLED.match(re.sub(r"\W", "", m[0]))]
    for m in _FATE.finditer(flat):
        before = flat[max(0, m.start() - 40) : m.start()]
        if not _SUBJECT.search(before) and not _COUNT.search(before):
            found.append(m.span())
    return found


def stories_in(flat: str) -> list[tuple[int, int]]:
    """Where a folded text names a play, a film or a book, as (start, end): its persons are made up."""
    return [m.span() for m in _TITLE.finditer(flat)] if _TOLD.search(flat) else []


def sentence(flat: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around letters `start` to `end`, at most `NEAR` letters on each side."""
    first, last = max(0, start - NEAR), min(len(flat), end + NEAR)
    first = max(first, *(flat.rfind(c, first, start) + 1 for c in ".;\n"))
    return first, min([e for c in ".;\n" if (e := flat.find(c, end, last)) >= 0], default=last)


def of_one_person(flat: str, start: int, end: int) -> bool:
    """Whether the words around say that it is one person ("vợ anh ấy", "hàng xóm")."""
    return _ONE.search(flat, *sentence(flat, start, end)) is not None
