"""One line of a report: `BC TT MT 15/6 45 NHA VH KHU 4`, its parts in any order and parted by anything.

What is read is never guessed: what the line does not say stays empty, what it says wrongly is a fault with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.one_line import line_parts, line_place
from handlers.one_line.count import Count
from handlers.one_line.line_counts import counts, unread
from handlers.one_line.line_days import Dated, Pair, days, pairs
from handlers.one_line.line_parts import Fault, UnitOf
from handlers.one_line.line_tokens import Tokens, unglued
from handlers.one_line.line_words import DATE, Words
from handlers.understand.calendar_days import Day, Problem
from handlers.understand.reader.places.places import find_places
from programme.domain.model import Unit
from programme.language.vietnamese import fold
from programme.language.words import words_for

_FIRST = re.compile(r"[^\W_]")
_ROUGHLY = frozenset(words_for("line.roughly"))
_NOTHING = words_for("line.nothing")
_BESIDE_NOTHING = words_for("line.beside_nothing")


@dataclass(frozen=True)
class Line:
    """What a line says. `kind` is "" where none is said; `pair` is n/m; `rest` are the words left for the place;
    `nil` says that there was no activity; `mended` are letters read as digits, `unsure` the questions whose answer is
    only likely (with a day, what was typed for it is shown beside it)."""

    kind: str = ""
    topics: tuple[str, ...] = ()
    day: Day | None = None
    day_typed: str = ""
    counts: tuple[Count, ...] = ()
    pair: Pair | None = None
    unit: str = ""
    unit_typed: str = ""
    place: str = ""
    nil: bool = False
    said: bool = False
    mended: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()
    open: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def heads(text: str, words: Words) -> bool:
    """Whether the text begins with the keyword: "BC …", "bctt45", not "bcs"."""
    begins = _FIRST.search(fold(text))  # most messages are no such line, and that is soon seen
    if not begins or begins[0] != words.keyword[0]:
        return False
    first = Tokens(unglued(text, words)).all[:1]
    return bool(first) and first[0].text == words.keyword


def read_line(
    text: str, words: Words, today: date, unit_of: UnitOf = lambda said: ("", 0), units: Iterable[Unit] = ()
) -> Line:
    """The parts of one line; `units` are those that it may name. Never raises."""
    tokens = Tokens(unglued(text, words))
    said = bool(tokens.all) and tokens.all[0].text == words.keyword
    if said:
        tokens.take(0, 1)
    open_ = line_parts.left_open(tokens, words)
    coded = said or any(i == 0 for i, _, _ in line_parts.hits(tokens, words.kinds, lambda o: o.codes))
    if said and _is_nil(tokens):
        return _nil(tokens, today, unit_of)
    unit, unit_typed = line_parts.unit(tokens, unit_of)
    kind, faults = line_parts.kind(tokens, words, said)
    topics = line_parts.topics(tokens, words)
    day, pair, wrong = _day(tokens, today, kind, words)
    find_places(tokens.page(), units, today)
    faults += [Fault("date_not_a_date", typed) for typed in _no_days(tokens)]
    found = counts(tokens, words, kind)
    faults += [Fault("number_unclear", typed) for typed in (*unread(tokens), *line_place.unread(tokens))]
    where, sure = line_place.place(tokens, whole=coded)
    faults += [*wrong, *(Fault(f"number_{c.flaw}", c.typed) for c in found if c.flaw)]
    return Line(
        kind=kind,
        topics=topics,
        day=day.found if day and isinstance(day.found, Day) else None,
        day_typed=day.typed if day else "",
        counts=tuple(c for c in found if not c.flaw),
        pair=pair,
        unit=unit,
        unit_typed=unit_typed,
        place=where,
        said=said,
        mended=tuple(tokens.mended()),
        faults=tuple(faults),
        open=open_,
        unsure=tuple(_unsure(words, day, found, sure)),
    )


def _no_days(tokens: Tokens) -> Iterable[str]:
    """n/m that is left, which are taken; not of a place ("ngõ 12/3")."""
    for found in (p for p in pairs(tokens) if "/" in p.typed):
        first, last = tokens.within(found.start, found.end)
        if "place" not in tokens.claimed(first):
            tokens.take(first, last)
            yield found.typed


def _unsure(words: Words, day: Dated | None, counts: Iterable[Count], sure: bool) -> Iterable[str]:
    """The questions whose answer is only likely."""
    if day and day.likely:
        yield DATE
    yield from (count.path for count in counts if count.reckoned)
    if words.place and not sure:
        yield words.place.path


def _is_nil(tokens: Tokens) -> bool:
    """`BC 0`, `BC KHONG`, `BC KO CO HD`: nothing but a period and a unit may follow."""
    first = tokens.word(1)
    if first == "0":
        return True
    return first in _NOTHING and all(
        t.text in (*_NOTHING, *_BESIDE_NOTHING, "thang", *line_parts.UNIT) or t.is_number for t in tokens.all[1:4]
    )


def _nil(tokens: Tokens, today: date, unit_of: UnitOf) -> Line:
    tokens.take(1, 2)
    unit, unit_typed = line_parts.unit(tokens, unit_of)
    dated = days(tokens, today)
    found = [d for d in dated if isinstance(d.found, Day)]
    bad = [d for d in dated if isinstance(d.found, Problem)]
    for d in found:
        tokens.take(*tokens.within(d.start, d.end))
    for i, t in enumerate(tokens.all):
        if t.text in _NOTHING or t.text in _BESIDE_NOTHING:
            tokens.take(i, i + 1)
    left = [t for i, t in enumerate(tokens.all) if not tokens.taken[i]]
    faults = [Fault(f"date_{d.found.kind}", d.typed) for d in bad]
    if left and not bad:
        faults.append(Fault("nil_more", tokens.original(left[0].start, left[-1].end)))
    day = found[0] if found else None
    return Line(
        day=day.found if day else None,
        day_typed=day.typed if day else "",
        unit=unit,
        unit_typed=unit_typed,
        nil=True,
        said=True,
        faults=tuple(faults),
    )


def _day(tokens: Tokens, today: date, kind: str, words: Words) -> tuple[Dated | None, Pair | None, list[Fault]]:
    """The day, and n/m where the kind has it. What may be either is the day where it can be one and another n/m is
    there for the count; alone it is the count, which the kind needs."""
    found, faults = days(tokens, today), []
    pair = _pair(tokens, found, kind in words.seconds)
    if pair:
        found = [d for d in found if d.end <= pair.start or d.start >= pair.end]
        first, last = tokens.within(pair.start, pair.end)
        if tokens.word(first - 1) in _ROUGHLY:  # a part of a whole is counted
            faults.append(Fault("exact", f"{tokens.original(tokens.all[first - 1].start, pair.start)}{pair.typed}"))
            first -= 1
        tokens.take(first, last)
        after = next((p for f in words.figures for p in f.phrases if tokens.at(last, p)), ())
        tokens.take(last, last + len(after))
    for d in found:
        tokens.take(*tokens.within(d.start, d.end))
    wrong = [d for d in found if isinstance(d.found, Problem)]
    right = [d for d in found if isinstance(d.found, Day)]
    faults += [Fault(f"date_{d.found.kind}", d.typed, d.found.options) for d in wrong]
    if len({d.found for d in right}) > 1 and not wrong:
        faults.append(Fault("dates", ", ".join(d.typed for d in right)))
    chosen = next(iter(wrong or right), None)
    return chosen, pair, faults


def _pair(tokens: Tokens, found: list[Dated], wanted: bool) -> Pair | None:
    if not wanted:
        return None
    good = {(d.start, d.end) for d in found if isinstance(d.found, Day)}
    spans = [(d.start, d.end) for d in found if isinstance(d.found, Day) and "/" in d.typed]
    all_pairs = [p for p in pairs(tokens) if not any(a < p.start and p.end <= b for a, b in good - {(p.start, p.end)})]
    sure = [p for p in all_pairs if not any(a <= p.start < b for a, b in spans)]
    if sure:
        return max(sure, key=lambda p: (p.n <= p.m, p.m, -p.start))
    if len(all_pairs) == 1 and len(found) == 1:
        return all_pairs[0] if all_pairs[0].n <= all_pairs[0].m and not _has_count(tokens) else None
    if len(all_pairs) > 1:
        both = [p for p in all_pairs if p.n <= p.m]
        return max(both, key=lambda p: (p.m, p.n, -p.start)) if both else None
    return None


def _has_count(tokens: Tokens) -> bool:
    """Whether a number stands alone besides, which is the count then."""
    spans = [(p.start, p.end) for p in pairs(tokens)]
    return any(
        t.is_number and not tokens.taken[i] and not any(a <= t.start < b for a, b in spans)
        for i, t in enumerate(tokens.all)
    )
