"""Turns of phrase that hold gaps: the lines of the lexicon's [said] tables, matched on folded words with their marks.

In a line `…` is up to three words of one sentence, `‥` up to three without a comma, `.*` up to 80 letters, `#` a
number, `<name>` another table; parentheses, `|`, `?`, `^` and `$` are those of regular expressions, but a `?` or `.`
that stands alone is that sign. A word with other marks than the line's does not fit, one without marks does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from handlers.understand.opening_words import NUMBER, Line, Openers
from handlers.understand.reader.tokens import Token, marked
from programme.language.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"(?<![^ (|])[?.](?=[ )|]|$)")
_PART = re.compile(r"<(\w+)>")
_NEAR = r"(?: [^ .!?;:,()\n]+){0,3}?"
_GAP, _FAR, _NUMBER, _END = r"(?: [^ .!?;:\n]+){0,3}?", ".{0,80}?", r"[0-9][^ ]*", r"(?![^ ])"


class Patterns(Mapping[str, Openers]):
    """The tables by name, to be found in a `WordLine`. One is made when it is first asked for."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._tables, self._made = tables, dict[str, Openers]()

    def __getitem__(self, name: str) -> Openers:
        if name not in self._made:
            lines = [_SIGN.sub(r"\\\g<0>", nfc(_whole(line, self._tables))) for line in self._tables[name]]
            self._made[name] = Openers(lines, _compiled)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def words_of(line: str) -> list[str]:
    """The words that stand in a line."""
    return _WORD.findall(_PART.sub(" ", nfc(line)))


def _whole(line: str, tables: Mapping[str, Sequence[str]]) -> str:
    """A line with the tables that it names put in."""
    while part := _PART.search(line):
        line = f"{line[: part.start()]}(?:{'|'.join(tables[part[1]])}){line[part.end() :]}"
    return line


def _compiled(line: str) -> re.Pattern[str]:
    line = _WORD.sub(lambda m: _word(m[0]), line)
    line = line.replace(" …", _GAP).replace(" ‥", _NEAR).replace("#", _NUMBER).replace(".*", _FAR)
    return re.compile(f"(?:{line})(?:(?<= )|{_END})")


def _word(word: str) -> str:
    return rf"{fold(word)}(?:={marked(word)})?{_END}"


class WordLine:
    """The words of a message for patterns, a hidden one as "_"."""

    def __init__(self, tokens: Sequence[Token], hidden: Sequence[bool] = ()) -> None:
        said = [f"{t.key}={t.mark}" if t.mark and t.word else t.key for t in tokens]
        begins = [NUMBER if t.digits else t.key for t in tokens]
        if hidden:
            said = ["_" if hidden[i] else word for i, word in enumerate(said)]
            begins = ["_" if hidden[i] else word for i, word in enumerate(begins)]
        self._starts = list(accumulate((len(word) + 1 for word in said[:-1]), initial=0))
        self._line = Line(" ".join(said), zip(begins, self._starts, strict=False))

    def find(self, patterns: Openers) -> Iterator[tuple[int, int]]:
        """The tokens of every match from left to right, none inside another, as (start, end)."""
        for start, end in patterns.find(self._line):
            yield bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1)
