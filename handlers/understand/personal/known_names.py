"""Names that streets, schools, bodies and units bear: never a person's."""

from __future__ import annotations

from functools import lru_cache

from handlers.understand.personal.marks import marked_phrases
from handlers.understand.personal.name_words import NameText
from programme.language.words import words_for

FAMOUS = frozenset(words_for("name.famous"))
BODIES = frozenset(words_for("name.bodies"))
MARKED_BODIES = marked_phrases("marked.name.bodies")
"""Those that share their letters with the beginning of a name: only their marks tell them apart."""


def is_known(page: NameText, i: int, end: int) -> bool:
    """Whether the words begin a name that streets, bodies or places bear."""
    return bool(known_at(page, i)) or " ".join(w.key for w in page.words[i:end]) in _beginnings(page.known)


def known_at(page: NameText, i: int) -> int:
    """How many words of a name that streets, bodies or places bear begin here."""
    said = [page.key(n) for n in range(i, i + 5)]
    for length in range(5, 1, -1):
        phrase = " ".join(said[:length])
        if phrase in FAMOUS or phrase in BODIES or phrase in page.known or _is_marked_body(page, i, phrase):
            return length
    return 0


def _is_marked_body(page: NameText, i: int, phrase: str) -> bool:
    """Whether the words are such a body's, their marks too where they have any."""
    marks = MARKED_BODIES.get(phrase, ())
    said = [word.mark for word in page.words[i : i + len(phrase.split())]]
    return any(all(one in ("", other) for one, other in zip(said, each, strict=True)) for each in marks)


@lru_cache(maxsize=8)
def _beginnings(known: frozenset[str]) -> frozenset[str]:
    """The first words of known names."""
    return frozenset(" ".join(name.split()[:n]) for name in known for n in range(1, name.count(" ") + 1))
