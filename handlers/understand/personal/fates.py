"""What befell somebody who is helped: HIV, drugs, prostitution, trafficking, a rehabilitation centre, prison. Said of
one person or of a house it may not be kept; as the subject of a talk, or as a count, it is the work itself."""

from __future__ import annotations

import re

from handlers.understand.personal.marks import marked_words, words_fit
from programme.language.words import at_words, compiled

_FATE, _SUBJECT = at_words("pattern.guard.fate"), compiled("pattern.guard.subject")
_STORY, _SAYING = compiled("pattern.guard.story"), compiled("pattern.guard.saying")
_QUOTED = r"[\"“][^\"”\n]*[\"”]"
_MADE_UP = re.compile(rf"(?:{_STORY.pattern})[^\n,.;]*(?:{_QUOTED})?|(?:{_SAYING.pattern})[^\n\"“,.;]{{0,20}}{_QUOTED}")
_COUNT, _ONE = compiled("pattern.guard.counted"), compiled("pattern.guard.one_person")
_WORDS = marked_words("marked.guard.fate_words")
_STOPS = (". ", "; ", "\n", ";")
NEAR = 120


def fates(flat: str, typed: str) -> list[tuple[int, int]]:
    """Where a folded text says what befell somebody, as (start, end); the subject of a talk, and what is counted, are
    left out. `typed` is the text letter by letter as it stands."""
    found, stories = [], stories_in(flat)
    for m in _FATE.finditer(flat):
        before = flat[sentence(flat, *m.span())[0] : m.start()]
        work = _SUBJECT.search(before[-40:]) or _COUNT.search(before)
        made_up = any(start <= m.start() < end for start, end in stories)
        if not work and not made_up and words_fit(typed, m.start(), m.end(), _WORDS):
            found.append(m.span())
    return found


def stories_in(flat: str) -> list[tuple[int, int]]:
    """Where a folded text tells a story, to the end of the clause, or quotes a saying, as (start, end): its persons are
    made up."""
    return [m.span() for m in _MADE_UP.finditer(flat)]


def sentence(flat: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around letters `start` to `end`, at most `NEAR` letters on each side."""
    first, last = max(0, start - NEAR), min(len(flat), end + NEAR)
    first = max(first, *(flat.rfind(sign, first, start) + 1 for sign in _STOPS))
    return first, min([e for sign in _STOPS if (e := flat.find(sign, end, last)) >= 0], default=last)


def of_one_person(flat: str, start: int, end: int) -> bool:
    """Whether the words around say that it is one person ("vợ anh ấy", "hàng xóm")."""
    return _ONE.search(flat, *sentence(flat, start, end)) is not None
