"""Several activities told one after the other in one shape: "1 buổi ma túy cho 72 em và 1 buổi HIV cho 70 em", "sáng ở
chợ 85 người, tối ở sân bóng 120". Of all ways to cut a sentence into such parts the one is taken that makes most of
them whole: each has its own place, day or topic, and one number of people."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Protocol, TypeVar

from handlers.understand.reader.days.days import Said
from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot

_KEYS = ("place", "day", "topic")
_ENDS = frozenset((".", "!", "?"))
_BULLETS = frozenset(("-", "–", "+", "*", "•"))
SIGNS = frozenset((",", ";", ":", "\n", "&", "+", "(", ")", "-", "–"))
_WHERE = frozenset(("noi", "diem", "cho", "dia"))
_STRONG = frozenset((";", "\n", "•"))
_NEAR = 3  # tokens from one name of a part to the next of the same
_LOW = 3  # a number without a noun that is no more may count anything


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Row:
    """Parts of one shape: part n begins at token `starts[n]`, the last ends at `end`; `key` says what tells them apart,
    and `numbers` are how many came to each, in order; `dropped` are numbers that only sum them up."""

    key: str
    starts: tuple[int, ...]
    end: int
    numbers: tuple[Amount, ...]
    dropped: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """Tokens `start` to `end` tell a part apart, as `value`, or count its people, where `amount` is."""

    start: int
    end: int
    value: object = None
    amount: Amount | None = None


@dataclass(slots=True)
class _Part:
    names: list[_Mark] = field(default_factory=list)
    people: list[_Mark] = field(default_factory=list)


def rows_of(
    page: Page, topics: Sequence[Hit], days: Sequence[Said], spots: Sequence[Spot], amounts: Sequence[Amount]
) -> list[Row]:
    """The rows of a message, in order, none over another."""
    marks = {
        "place": _places(spots),
        "day": [_Mark(d.start, d.end, (d.date, d.date_to, d.period)) for d in days if d.sort in ("day", "period")],
        "topic": [_Mark(h.start, h.end, h.name) for h in topics if not page.taken[h.start]],
    }
    found = []
    sentences = sentences_of(page)
    told = {name: by_sentence(sentences, each) for name, each in marks.items()}
    for n, inside in enumerate(by_sentence(sentences, amounts)):
        people = _counted(page, inside)
        if len(people) > 1:
            ways = (_row(page, key, leads, told[key][n], people, inside) for key in _KEYS for leads in (True, False))
            best = max((row for row in ways if row), key=lambda row: len(row.starts), default=None)
            found += [best] if best else []
    return found


def _places(spots: Sequence[Spot]) -> list[_Mark]:
    named = [s for s in spots if not s.alone]
    return [_Mark(s.start, s.end, (s.start, s.end)) for s in (named if len(named) > 1 else spots)]


def sentences_of(page: Page) -> list[int]:
    """Where sentences begin, at stops; the items of a list go on with the line before."""
    starts = [0]
    for i, token in enumerate(page.tokens):
        glued = i + 1 < len(page.tokens) and page.tokens[i + 1].glued
        item = token.key == "\n" and (page.key(i + 1) in _BULLETS or page.taken[i + 1 : i + 2] == ["item"])
        if not page.taken[i] and ((token.key in _ENDS and not glued) or (token.key == "\n" and not item)):
            starts.append(i + 1)
    return starts


def by_sentence(starts: Sequence[int], things: Sequence[T]) -> list[list[T]]:
    """What stands in each sentence, of the sentences that begin at these tokens."""
    found: list[list[T]] = [[] for _ in starts]
    for thing in things:
        found[bisect_right(starts, thing.start) - 1].append(thing)
    return found


def _counted(page: Page, amounts: Sequence[Amount]) -> list[_Mark]:
    """The numbers that say how many came, else how many of one thing there are to be seen: "3 băng rôn ở khu 1, 2 băng
    rôn ở khu 2"."""
    people = [a for a in amounts if counts_people(page, a)]
    seen = [a for a in amounts if a.head in page.words.sets["seen"] and a.value is not None and not (a.per or a.total)]
    return _apart(page, people if people or len({a.head for a in seen}) > 1 else seen)


def _apart(page: Page, amounts: Sequence[Amount]) -> list[_Mark]:
    """Numbers, one of each that are named together ("64 học sinh và 35 thầy cô")."""
    found: list[_Mark] = []
    for amount in amounts:
        if amount.value is not None:
            between = range(found[-1].end, amount.start) if found else ()
            joined = all(page.key(i) in page.words.sets["joins"] | {"cung"} for i in between)
            some = bool(found) and page.key(amount.start - 1) == "co" and amount.value < (found[-1].amount.value or 0)  # type: ignore[union-attr]
            some = some and not {"place", "date"} & set(page.taken[found[-1].end : amount.start])
            if not found or not (joined or some):  # "45 người nghe, có 20 chị em"
                found.append(_Mark(amount.start, _noun_end(page, amount), amount=amount))
    return found


def _noun_end(page: Page, amount: Amount) -> int:
    noun = page.longest(amount.end, "head") if amount.after else None
    return noun.end if noun is not None else amount.end


def counts_people(page: Page, amount: Amount) -> bool:
    """Whether a number says how many came, and no part of them."""
    if amount.value is None or amount.per or amount.part or amount.total or amount.of is not None or amount.times:
        return False
    if amount.head in ("teacher", "male", "victim", "after", "owner") or (amount.head == "female" and not amount.after):
        return False
    return amount.head in page.words.people or (amount.head == "" and amount.value > _LOW)


def _row(
    page: Page, key: str, leads: bool, names: Sequence[_Mark], people: Sequence[_Mark], amounts: Sequence[Amount]
) -> Row | None:
    """The row of a sentence whose parts begin with their names, or end with them."""
    before, parts = _parts(sorted([*names, *people], key=lambda m: m.start), leads)
    if len(parts) < 2 or any(len(p.people) != 1 or not p.names for p in parts):
        return None
    values = [frozenset(m.value for m in p.names) if key == "topic" else _said(page, key, p) for p in parts]
    close = all(b.start - a.end <= _NEAR for a, b in pairwise(parts[0].names))
    if not close or len(set(values)) < len(values) or not any(p.people[0].amount.head for p in parts):  # type: ignore[union-attr]
        return None
    starts = tuple(_begins(page, one, other, leads) for one, other in pairwise(parts))
    end = max(parts[-1].names[-1].end, parts[-1].people[-1].end)
    first = min(parts[0].names[0].start, parts[0].people[0].start)
    if key == "topic" and any(page.key(i) == "\n" for i in range(first, end)):
        return None  # the lines of a list are told apart by themselves
    numbers = tuple(p.people[0].amount for p in parts)
    dropped = _sums(key, [m.amount for m in before], amounts, numbers, first)  # type: ignore[misc]
    met = _meetings(page, key, amounts, len(parts), first, (*starts, end))
    if dropped is None or met is None:
        return None
    return Row(key, (first, *starts), end, _alike(numbers), (*dropped, *met))  # type: ignore[arg-type]


def _said(page: Page, key: str, part: _Part) -> object:
    if key == "place":
        return " ".join(page.key(i) for m in part.names for i in range(m.start, m.end))
    return tuple(m.value for m in part.names)


def _parts(marks: Sequence[_Mark], leads: bool) -> tuple[list[_Mark], list[_Part]]:
    """Marks in parts, and the numbers that stand before the first of them."""
    before: list[_Mark] = []
    parts: list[_Part] = []
    for mark in marks:
        counts = mark.amount is not None
        if leads and counts and not parts:
            before.append(mark)
            continue
        if counts and not leads and parts and parts[-1].people and not parts[-1].names and len(parts) == 1:
            before += parts.pop().people  # "6 lượt: 4 lượt về ma túy, 2 lượt về HIV"
        full = bool(parts) and (parts[-1].people if leads else parts[-1].names)
        if not parts or (full and counts is not leads):
            parts.append(_Part())
        (parts[-1].people if counts else parts[-1].names).append(mark)
    return before, parts


def _begins(page: Page, one: _Part, other: _Part, leads: bool) -> int:
    """Where the second of two parts begins: at the break before its name, else right behind what the first one ends
    with."""
    behind = one.people[-1].end if leads else one.names[-1].end
    at = other.names[0].start if leads else other.people[0].start
    free = [i for i in range(at - 1, behind - 1, -1) if not page.taken[i]]
    joins = page.words.sets["joins"] - {"voi"}
    breaks = ((i for i in free if page.key(i) in signs) for signs in (_STRONG, SIGNS - {"("}, joins))
    return next((i for some in breaks for i in some), behind)


def _sums(
    key: str, before: list[Amount], amounts: Sequence[Amount], numbers: Sequence[Amount], first: int
) -> tuple[Amount, ...] | None:
    """The numbers that only sum up those of the parts; None where some of them do not."""
    whole = sum(a.value or 0 for a in numbers)
    totals = [a for a in amounts if a.total and a.head in (*{n.head for n in numbers}, "", "turn", "person")]
    met = any(a.head in ("session", "place", "commune", "time") and a.start < first for a in amounts)
    if any(a.value != whole for a in (*before, *totals)) or (before and not (met or key == "topic")):
        return None
    return (*before, *totals)


def _meetings(
    page: Page, key: str, amounts: Sequence[Amount], count: int, first: int, ends: Sequence[int]
) -> tuple[Amount, ...] | None:
    """The counts of sessions or places before a row that only sum it up; None where those that are said do not fit."""
    sessions = [a for a in amounts if a.head in ("session", "term", "time") and not a.per and not a.part]
    spots = tuple(a for a in amounts if a.start < first and a.value == count and page.key(a.end) in _WHERE)
    if len(sessions) == count + 1 and sessions[0].start < first:
        return (sessions[0], *spots) if sessions[0].value == sum(a.value or 0 for a in sessions[1:]) else None
    heading = [a.value for a in sessions if a.start < first]
    own = [sum(first <= a.start and low <= a.start < high for a in sessions)
           for low, high in zip((first, *ends), ends, strict=False)]  # fmt: skip
    fits = max(own) == 1 if any(own) else heading in ([], [count]) or (key == "topic" and heading == [1])
    return spots if fits else None


def _alike(numbers: Sequence[Amount | None]) -> tuple[Amount, ...]:
    """The numbers as those of a row: the noun of the first is that of one without."""
    told = [a for a in numbers if a is not None]
    head = next((a.head for a in told if a.head), "")
    return tuple(replace(a, head=a.head or head, plus=False, inside=False, share="") for a in told)
