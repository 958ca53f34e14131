"""The digits of a text however they are written: 0912, O9l2, ０９１２, "không chín một hai", "0 chín 1 hai", and
whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.understand.reader.tokens import marked
from programme.language.vietnamese import fold
from programme.language.words import meanings, words_for

_PIECE = re.compile(r"\d|[a-z]+|\n|\s+|.", re.DOTALL)
_SPOKEN = meanings("marked.guard.digit")
_WORDS = {fold(word): digit for word, digit in _SPOKEN.items()}
_MARKS = frozenset(map(marked, _SPOKEN))
_TEN = words_for("guard.ten")[0]
_FILLERS = frozenset(words_for("guard.between"))
LEAST = 6
_LOOKALIKE = {"o": "0", "l": "1", "i": "1"}
_WORD = rf"(?<![a-z])(?:{'|'.join(sorted((*_WORDS, _TEN), key=len, reverse=True))}|[oli]{{1,3}})(?![a-z])"
_FILLER = rf"(?:\b(?:{'|'.join(sorted(_FILLERS))})\b[\s,]{{0,3}}){{0,3}}"
_ENOUGH = re.compile(rf"(?:(?:\d|{_WORD})(?:[^\w\n]|_){{0,6}}{_FILLER}){{{LEAST},}}")
"""Where so many digits stand together that they may be a person's number."""
_GAP = re.compile(r"[^\w\n]{0,3}|_")


@dataclass(slots=True)
class Run:
    """Digits that follow each other: `spots` is where each is written, `gaps` what stands before each."""

    digits: str = ""
    spots: list[tuple[int, int]] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    worded: list[bool] = field(default_factory=list)

    def add(self, digit: str, spot: tuple[int, int], gap: str, worded: bool) -> None:
        self.digits += digit
        self.spots.append(spot)
        self.gaps.append(gap)
        self.worded.append(worded)

    def part(self, first: int, last: int) -> Run:
        return Run(
            self.digits[first:last], self.spots[first:last], ["", *self.gaps[first + 1 : last]], self.worded[first:last]
        )

    @property
    def start(self) -> int:
        return self.spots[0][0]

    @property
    def end(self) -> int:
        return self.spots[-1][1]

    @property
    def groups(self) -> list[str]:
        """The digits as they are written together."""
        found: list[str] = []
        for digit, gap in zip(self.digits, self.gaps, strict=True):
            if gap or not found:
                found.append(digit)
            else:
                found[-1] += digit
        return found

    def begins(self, i: int) -> bool:
        """Whether a group begins at digit `i`."""
        return i == 0 or bool(self.gaps[i])

    def closes(self, i: int) -> bool:
        """Whether a group ends before digit `i`."""
        return i == len(self.digits) or bool(self.gaps[i])


def digit_runs(flat: str, typed: str) -> Iterator[Run]:
    """The runs of digits of a folded text, from left to right; `typed` is the text letter by letter."""
    for m in _ENOUGH.finditer(flat):
        yield from _runs_in(flat, typed, m.start(), m.end())


def _runs_in(flat: str, typed: str, first: int, last: int) -> Iterator[Run]:
    run, gap, filled = Run(), "", 0
    found = _PIECE.finditer(flat, first, last)
    pieces = [(_heard(m[0], typed[m.start() : m.end()]), m.start(), m.end()) for m in found]
    for i, (piece, start, end) in enumerate(pieces):
        digits = _digits(pieces, i, bool(run.digits) and not gap)
        if digits:
            worded = piece in _WORDS or piece == _TEN
            if run.digits and not _goes_on(run, gap, worded, filled):
                yield run
                run = Run()
            for n, digit in enumerate(digits):
                spot = (start, end) if worded else (start + n, start + n + 1)
                before = (gap or " " * worded) + "…" * bool(filled) if n == 0 and run.digits else ""
                run.add(digit, spot, before, worded)
            gap, filled = "", 0
        elif piece in _FILLERS and len(run.digits) >= 3 and filled < 3:
            filled += 1
        elif run.digits and piece == _TEN:
            gap += " "  # "hai mươi lăm" is 2 and 5
        elif run.digits and piece != "\n" and _GAP.fullmatch(gap + piece):
            gap += piece
        elif run.digits:
            yield run
            run, gap, filled = Run(), "", 0
    if run.digits:
        yield run


def _heard(piece: str, typed: str) -> str:
    """A word as it is compared: "từ" is no "tư" where it bears its marks."""
    return "?" if piece in _WORDS and typed.lower() != piece and marked(typed) not in _MARKS else piece


def _digits(pieces: list[tuple[str, int, int]], i: int, inside: bool) -> str:
    """The digits that a piece says, "" for none. A letter is one only where it touches digits."""
    piece = pieces[i][0]
    if piece.isdigit():
        return piece
    if piece in _WORDS:
        return _WORDS[piece]
    if piece == _TEN and not (i > 1 and pieces[i - 2][0] in _WORDS):
        return "1" if i + 2 < len(pieces) and pieces[i + 2][0] in _WORDS else "10"  # "mười chín", "mười"
    if set(piece) <= _LOOKALIKE.keys() and len(piece) <= 3:
        after = pieces[i + 1][0] if i + 1 < len(pieces) else ""
        if inside or after.isdigit():
            return "".join(map(_LOOKALIKE.__getitem__, piece))
    return ""


def _goes_on(run: Run, gap: str, worded: bool, filled: int) -> bool:
    """Whether digits behind a gap belong to the run: figures of a list stand apart by a comma and a space."""
    if filled or worded or run.worded[-1]:
        return True
    return not ("," in gap and len(gap.strip()) < len(gap))
