"""A text as it reads, and once more with what hides its words undone: letters set apart ("T r ị n h"), joined by signs
("Vũ-Đình-Phong", "n.g.h.i.ệ.n"), written as one ("TrầnThịHoa"), or with signs for letters ("Tr@n", "nghi3n")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handlers.understand.reader.tokens import is_syllable
from programme.language.vietnamese import fold, nfc

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_APART = re.compile(r"(?<!\S)(?:\S {1,2}){4,}\S(?!\S)")
_JOINED = re.compile(r"(?<![\w.-])(?:[^\W\d_]{2,}(?:[-.][^\W\d_]+){2,3}|[^\W\d_](?:[^\w\s][^\W\d_]){2,}\w*)(?![\w.-])")
_CAMEL = re.compile(r"(?<!\w)(?:[A-ZĐ][a-zà-ỹđ]+){3,}")
_SIGNED = re.compile(r"(?<![\w.@])[^\W\d_]{1,4}[013456@$!][^\W\d_]{0,3}(?![\w@])")
_LETTERS = str.maketrans("0134567@$!", "oieasgtasi")


@dataclass(frozen=True, slots=True)
class Version:
    """A text in NFC: `starts` and `ends` hold where each of its letters stands in the text as it came, `undone`
    whether it was hidden there."""

    text: str
    starts: list[int]
    ends: list[int]
    undone: list[bool]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where letters `start` to `end` stand in the text as it came."""
        return self.starts[start], self.ends[end - 1]


def versions(text: str) -> Iterator[Version]:
    """The text as it stands and, where something in it is hidden, as it reads without that."""
    plain = _in_nfc(text)
    yield plain
    bare = plain
    for pattern, undo in ((_APART, _together), (_JOINED, _spaced), (_CAMEL, _split), (_SIGNED, _lettered)):
        bare = _undone(bare, pattern, undo)
    if bare is not plain:
        yield bare


def _in_nfc(text: str) -> Version:
    if nfc(text) == text:
        places = list(range(len(text) + 1))
        return Version(text, places[:-1], places[1:], [False] * len(text))
    letters, starts, ends = "", [], []
    for cluster in _CLUSTER.finditer(text):
        for letter in nfc(cluster[0]):
            letters += letter
            starts.append(cluster.start())
            ends.append(cluster.end())
    return Version(letters, starts, ends, [False] * len(letters))


def _undone(version: Version, pattern: re.Pattern[str], undo: Callable[[str], list[tuple[str, int]] | None]) -> Version:
    """The version with what fits a pattern rewritten: `undo` gives its letters, each with its place in what fits."""
    pieces: list[tuple[str, int, bool]] = []
    last = 0
    for m in pattern.finditer(version.text):
        if (read := undo(m[0])) is not None:
            pieces += [(version.text[i], i, version.undone[i]) for i in range(last, m.start())]
            pieces += [(letter, m.start() + i, True) for letter, i in read]
            last = m.end()
    if not last:
        return version
    pieces += [(version.text[i], i, version.undone[i]) for i in range(last, len(version.text))]
    return Version(
        "".join(letter for letter, _, _ in pieces),
        [version.starts[i] for _, i, _ in pieces],
        [version.ends[i] for _, i, _ in pieces],
        [undone for _, _, undone in pieces],
    )


def _together(typed: str) -> list[tuple[str, int]] | None:
    """ "T r ị n h  V ă n": one space parts letters, two part words."""
    if not any(map(str.isalpha, typed)):
        return None
    return [(m[0][0], m.start()) for m in re.finditer(r"\S| {2}", typed)]


def _spaced(typed: str) -> list[tuple[str, int]] | None:
    """ "Vũ-Đình-Phong" with spaces, "n.g.h.i.ệ.n" as one word."""
    apart = len(re.split(r"\W", typed)[0]) > 1
    return [(" " if not c.isalnum() else c, i) for i, c in enumerate(typed) if apart or c.isalnum()]


def _split(typed: str) -> list[tuple[str, int]] | None:
    """ "TrầnThịHoa" with spaces."""
    read: list[tuple[str, int]] = []
    for i, letter in enumerate(typed):
        read += [(" ", i)] if i and letter.isupper() else []
        read.append((letter, i))
    return read


def _lettered(typed: str) -> list[tuple[str, int]] | None:
    """ "Tr@n", "nghi3n"; "K1" stays."""
    plain = typed.translate(_LETTERS)
    is_code = typed[-1].isdigit() and (typed.isupper() or typed.islower() or len(typed) < 3)
    return None if is_code or not is_syllable(fold(plain)) else list(zip(plain, range(len(typed)), strict=True))
