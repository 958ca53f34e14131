"""Turns of phrase that hold gaps: the lines of the lexicon's [said] tables, matched on folded words with their marks.

In a line `…` is up to three words of one sentence, `‥` up to three without a comma, `.*` up to 80 letters, `#` a
number, `<name>` another table; parentheses, `|`, `?`, `^` and `$` are those of regular expressions, but a `?` or `.`
that stands alone is that sign. A word with other marks than the line's does not fit, one without marks does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from handlers.understand.opening_words import NUMBER, Openers
from handlers.understand.reader.tokens import Token, marked
from programme.language.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"(?<![^ (|])[?.](?=[ )|]|$)")
_PART = re.compile(r"<(\w+)>")
_NEAR = r"(?: [^ .!?;:,()\n]+){0,3}?"
_GAP, _FAR, _NUMBER, _END = r"(?: [^ .!?;:\n]+){0,3}?", ".{0,80}?", r"[0-9][^ ]*", r"(?![^ ])"


class Patterns(Mapping[str, Openers]):
    """The tables by name, over what `line_of` gives. One is made when it is first asked for."""

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


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a message for patterns. Of each token: what may begin there, and its first letter."""

    said: str
    begins: list[str]
    starts: list[int]

    def token(self, letter: int) -> int:
        return bisect_right(self.starts, letter) - 1


def line_of(tokens: Sequence[Token], hidden: Sequence[bool] = ()) -> Line:
    """The words of a message for patterns, a hidden one as "_"."""
    said = [
        "_" if hidden and hidden[i] else f"{t.key}={t.mark}" if t.mark and t.word else t.key
        for i, t in enumerate(tokens)
    ]
    begins = ["_" if hidden and hidden[i] else NUMBER if t.digits else t.key for i, t in enumerate(tokens)]
    return Line(" ".join(said), begins, list(accumulate((len(word) + 1 for word in said[:-1]), initial=0)))


def found(patterns: Openers, line: Line) -> Iterator[tuple[int, int]]:
    """The tokens of every match from left to right, none inside another, as (start, end)."""
    end = 0
    for at in patterns.beginnings(line.begins):
        start = line.starts[at]
        if start < end:
            continue
        for pattern in patterns.beginning(line.begins[at]):
            if (m := pattern.match(line.said, start)) and m.end() > start:
                end = m.end()
                yield at, line.token(end - 1) + 1
                break
