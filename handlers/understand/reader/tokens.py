"""A text as tokens: each with its place, its folded form and, where it has them, its marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.understand.reader.letters import marked
from programme.language.vietnamese import fold

_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\n|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """Letters `start` to `end` of the text in NFC. `key` is the folded word (or the number, or the sign), `mark` the
    word with its marks, "" where the writer left marks out; `glued` that no space stands before it, `upper` that it is in capitals."""

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
        key = typed if typed == "\n" else fold(typed)
        if key:
            mark = marked(typed) if typed[0].isalpha() and fold(typed) != typed.lower() else ""
            glued = bool(found) and found[-1].end == piece.start()
            upper = cased and len(typed) > 1 and typed.isupper()
            found.append(Token(piece.start(), piece.end(), key, mark, glued, upper))
    return found


def well_marked(tokens: Sequence[Token]) -> bool:
    """Whether the writer sets marks, so that a word without them is meant so. Half of all words have some."""
    words = [token for token in tokens if token.word and len(token.key) > 1]
    return len(words) > 2 and sum(bool(token.mark) for token in words) * 100 >= 45 * len(words)
