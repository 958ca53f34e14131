"""Names that streets, schools, bodies and units bear: never a person's."""

from __future__ import annotations

from functools import lru_cache

from handlers.understand.personal.name_words import NameText
from programme.language.words import words_for

FAMOUS = frozenset(words_for("name.famous"))
BODIES = frozenset(words_for("name.bodies"))


def is_known(page: NameText, i: int, end: int) -> bool:
    """Whether the words begin a name that streets, bodies or places bear."""
    return bool(known_at(page, i)) or " ".join(w.key for w in page.words[i:end]) in _beginnings(page.known)


def known_at(page: NameText, i: int) -> int:
    """How many words of a name that streets, bodies or places bear begin here."""
    said = [page.key(n) for n in range(i, i + 5)]
    for length in range(5, 1, -1):
        phrase = " ".join(said[:length])
        if phrase in FAMOUS or phrase in BODIES or phrase in page.known:
            return length
    return 0


@lru_cache(maxsize=8)
def _beginnings(known: frozenset[str]) -> frozenset[str]:
    """The first words of known names."""
    return frozenset(" ".join(name.split()[:n]) for name in known for n in range(1, name.count(" ") + 1))
