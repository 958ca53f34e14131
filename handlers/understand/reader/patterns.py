"""Turns of phrase that hold gaps: the lines of the lexicon's [said] tables, matched on folded words with their marks.

In a line `…` is up to three words of one sentence, `‥` up to three without a comma, `.*` up to 80 letters, `#` a
number, `<name>` another table; parentheses, `|`, `?`, `^` and `$` are those of regular expressions, but a `?` or `.`
that stands alone is that sign. A word with other marks than the line's does not fit, one without marks does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from handlers.understand.reader.tokens import Token, marked
from programme.language.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"(?<![^ (|])[?.](?=[ )|]|$)")
_PART = re.compile(r"<(\w+)>")
_NEAR = r"(?: [^ .!?;:,()\n]+){0,3}?"
_GAP, _FAR, _NUMBER, _END = r"(?: [^ .!?;:\n]+){0,3}?", ".{0,80}?", r"[0-9][^ ]*", r"(?![^ ])"


class Patterns(Mapping[str, re.Pattern[str]]):
    """The tables by name, each as one pattern over what `line_of` gives. One is made when it is first asked for: all
    together take most of a second."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._tables, self._made = tables, dict[str, re.Pattern[str]]()

    def __getitem__(self, name: str) -> re.Pattern[str]:
        if name not in self._made:
            lines = "|".join(_compiled(line, self._tables) for line in self._tables[name])
            self._made[name] = re.compile(f"(?<![^ ])(?:{lines})(?:(?<= )|{_END})")
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


def _compiled(line: str, tables: Mapping[str, Sequence[str]]) -> str:
    while part := _PART.search(line):
        line = f"{line[: part.start()]}(?:{'|'.join(tables[part[1]])}){line[part.end() :]}"
    line = _WORD.sub(lambda m: _word(m[0]), _SIGN.sub(r"\\\g<0>", nfc(line)))
    return line.replace(" …", _GAP).replace(" ‥", _NEAR).replace("#", _NUMBER).replace(".*", _FAR)


def _word(word: str) -> str:
    return rf"{fold(word)}(?:={marked(word)})?{_END}"


def line_of(tokens: Sequence[Token], hidden: Sequence[bool] = ()) -> tuple[str, list[int]]:
    """The words of a message for patterns, a hidden one as "_", and the token of each letter."""
    said = [
        "_" if hidden and hidden[i] else f"{t.key}={t.mark}" if t.mark and t.word else t.key
        for i, t in enumerate(tokens)
    ]
    return " ".join(said), [i for i, word in enumerate(said) for _ in range(len(word) + 1)]


def found(pattern: re.Pattern[str], line: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The tokens of every match, as (start, end)."""
    for m in pattern.finditer(line):
        if m.start() < m.end():
            yield places[m.start()], places[m.end() - 1] + 1
