"""One line of a report: `BC TT MT 15/6 45 NHA VH KHU 4`, its parts in any order and parted by anything.

What is read is never guessed: what the line does not say stays empty, what it says wrongly is a fault with its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.understand.calendar_days import Day, Problem
from handlers.understand.line_counts import Count, counts
from handlers.understand.line_days import Dated, Pair, days, pairs
from handlers.understand.line_tokens import Tokens, unglued
from handlers.understand.line_words import Option, Words

_LEADING = frozenset("o tai luc vao va voi cho kem".split())
_TRAILING = frozenset("o tai va voi nhe".split())
_TRAILING_FREE = _TRAILING | frozenset("co duoc tong cong so la luc vao ngay gom kem cho".split())
_ROUGHLY = frozenset("tren khoang gan duoi hon tam".split())
UnitOf = Callable[[Sequence[str]], tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something said that can't be taken: `kind` is a key of the texts under `line.`, `typed` the words at fault."""

    kind: str
    typed: str = ""


@dataclass(frozen=True)
class Line:
    """What a line says. `kind` is "" where none is said; `pair` is n/m; `rest` are the words left for the place;
    `nil` says that there was no activity; `mended` are letters read as digits."""

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


def heads(text: str, words: Words) -> bool:
    """Whether the text begins with the keyword: "BC …", "bctt45", not "bcs"."""
    first = Tokens(unglued(text, words)).all[:1]
    return bool(first) and first[0].text == words.keyword


def read_line(text: str, words: Words, today: date, unit_of: UnitOf = lambda said: ("", 0)) -> Line:
    """The parts of one line. Never raises."""
    tokens = Tokens(unglued(text, words))
    said = bool(tokens.all) and tokens.all[0].text == words.keyword
    if said:
        tokens.take(0, 1)
    open_ = _left_open(tokens, words)
    coded = said or any(i == 0 for i, _, _ in _hits(tokens, words.kinds, lambda o: o.codes))
    if said and _is_nil(tokens):
        return _nil(tokens, today, unit_of)
    unit, unit_typed = _unit(tokens, unit_of)
    kind, faults = _kind(tokens, words, said)
    topics = _topics(tokens, words)
    fields = words.said_of(kind)
    day, pair, wrong = _day(tokens, today, kind, words, free=not coded)
    found = counts(tokens, fields)
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
        place=_place(tokens, whole=coded),
        said=said,
        mended=tuple(tokens.mended()),
        faults=tuple(faults),
        open=open_,
    )


def _left_open(tokens: Tokens, words: Words) -> tuple[str, ...]:
    """`?`, `?/6`, `? NGUOI`: what a corrected line leaves to fill in, when it comes back as it was."""
    found = []
    phrases = {p for f in words.figures for p in f.phrases} | {(words.place.word.lower(),) if words.place else ()}
    for m in re.finditer(r"\?+(?:[a-z]+| ?[/.-] ?(?:\d{1,2}|\?+)(?!\d))?", tokens.flat):
        if m.start() and tokens.flat[m.start() - 1].isalnum():
            continue  # the end of a question
        first, last = tokens.within(m.start(), m.end())
        if not tokens.free(first, last):
            continue
        tokens.take(first, last)
        phrase = next((p for p in sorted(phrases, key=len, reverse=True) if tokens.at(last, p)), ())
        tokens.take(last, last + len(phrase))
        found.append(tokens.original(m.start(), m.end()))
    for i, token in enumerate(tokens.all):
        if token.text == "?":
            tokens.take(i, i + 1)
    return tuple(found)


def _is_nil(tokens: Tokens) -> bool:
    """`BC 0`, `BC KHONG`, `BC KO CO HD`: nothing but a period and a unit may follow."""
    first = tokens.word(1)
    if first == "0":
        return True
    return first in ("khong", "ko", "k", "nil") and all(
        t.text in ("khong", "ko", "k", "nil", "co", "hoat", "dong", "hd", "gi", "thang", "ky", "dv") or t.is_number
        for t in tokens.all[1:4]
    )


def _nil(tokens: Tokens, today: date, unit_of: UnitOf) -> Line:
    tokens.take(1, 2)
    unit, unit_typed = _unit(tokens, unit_of)
    found = [d for d in days(tokens, today, False) if isinstance(d.found, Day)]
    bad = [d for d in days(tokens, today, False) if isinstance(d.found, Problem)]
    for d in found:
        tokens.take(*tokens.within(d.start, d.end))
    for i, t in enumerate(tokens.all):
        if t.text in ("khong", "ko", "k", "co", "hoat", "dong", "hd", "gi", "ky"):
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


def _unit(tokens: Tokens, unit_of: UnitOf) -> tuple[str, str]:
    """`DV CLB`: the unit that the words after DV name; "?" where they name none."""
    for i, token in enumerate(tokens.all):
        if token.text == "dv" and not tokens.taken[i]:
            run = []
            while (k := i + 1 + len(run)) < len(tokens.all) and not tokens.taken[k] and len(run) < 8:
                run.append(tokens.all[k].text)
            code, count = unit_of(run)
            tokens.take(i, i + 1 + count)
            typed = tokens.original(tokens.all[i + 1].start, tokens.all[i + count].end) if count else ""
            return code or "?", typed
    return "", ""


def _kind(tokens: Tokens, words: Words, said: bool) -> tuple[str, list[Fault]]:
    """The kind of activity: by its code, where the line begins as one; else by its name. `TT` that is not the first
    word behind the keyword and stands beside another kind is a thị trấn."""
    first = 1 if said else 0
    if said or tokens.all[:1]:
        hits = _hits(tokens, words.kinds, lambda o: o.codes)
        hits = [h for h in hits if said or h[0] == first or len(h[1]) > 1]
        firsts = [h for h in hits if h[0] == first and h[0] < len(tokens.all)]
        short = [h for h in hits if len(h[1]) == 1]
        hits = firsts or short or hits
        if not firsts and len({h[2].name for h in hits}) > 1:
            hits = [h for h in hits if not _town(tokens, h[0])]
        others = [h for h in short if h[2].name != firsts[0][2].name and h[1] != ("tt",)] if firsts else []
        if hits:
            return _taken(tokens, [*hits, *others], said and (not firsts or bool(others)))
    for ways in ((lambda o: o.names), (lambda o: o.aliases)):
        hits = [h for h in _hits(tokens, words.kinds, ways) if said or len(h[1]) > 1]
        if hits:
            return _taken(tokens, hits[:1], False)
    return "", []


def _taken(tokens: Tokens, hits, several: bool) -> tuple[str, list[Fault]]:
    kinds = list(dict.fromkeys(h[2].name for h in hits))
    for i, phrase, _ in hits if several else hits[:1]:
        tokens.take(i, i + len(phrase))
    if several and len(kinds) > 1:
        typed = ", ".join(" ".join(h[1]).upper() for h in hits)
        return "", [Fault("kinds", typed)]
    return kinds[0], []


def _town(tokens: Tokens, i: int) -> bool:
    after = tokens.all[i + 1] if i + 1 < len(tokens.all) else None
    return tokens.all[i].text == "tt" and after is not None and after.is_word


def _hits(tokens: Tokens, options: Sequence[Option], ways) -> list[tuple[int, tuple[str, ...], Option]]:
    by_phrase = {p: o for o in reversed(options) for p in ways(o)}
    return [(i, p, by_phrase[p]) for i, p in tokens.find(by_phrase)]


def _topics(tokens: Tokens, words: Words) -> tuple[str, ...]:
    """The topics in the form's order; a word that only hints at one counts where none is named."""
    hits = _hits(tokens, words.topics, lambda o: (*o.codes, *o.names))
    if not hits:
        hits = _hits(tokens, words.topics, lambda o: o.aliases)[:1]
    for i, phrase, _ in hits:
        tokens.take(i, i + len(phrase))
    names = {h[2].name for h in hits}
    return tuple(o.name for o in words.topics if o.name in names)


def _day(
    tokens: Tokens, today: date, kind: str, words: Words, free: bool
) -> tuple[Dated | None, Pair | None, list[Fault]]:
    """The day, and n/m where the kind has it. What may be either is the day where it can be one and another n/m is
    there for the count; alone it is the count, which the kind needs."""
    found, faults = days(tokens, today, free), []
    pair = _pair(tokens, found, kind in words.seconds)
    if pair:
        found = [d for d in found if d.end <= pair.start or d.start >= pair.end]
        first, last = tokens.within(pair.start, pair.end)
        if tokens.word(first - 1) in _ROUGHLY:  # a part of a whole is counted
            faults.append(Fault("exact", f"{tokens.original(tokens.all[first - 1].start, pair.start)}{pair.typed}"))
            first -= 1
        tokens.take(first, last)
    for d in found:
        tokens.take(*tokens.within(d.start, d.end))
    wrong = [d for d in found if isinstance(d.found, Problem)]
    right = [d for d in found if isinstance(d.found, Day)]
    faults += [Fault(f"date_{d.found.kind}", d.typed) for d in wrong]
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


def _place(tokens: Tokens, whole: bool) -> str:
    """The words that nothing else took, as they were typed; in free words only what "ở", "tại" point at."""
    runs: list[list[int]] = []
    for i in range(len(tokens.all)):
        if tokens.taken[i] or not (tokens.all[i].is_word or tokens.all[i].is_number):
            continue
        between = tokens.flat[tokens.all[i - 1].end : tokens.all[i].start] if i else ""
        if runs and runs[-1][-1] == i - 1 and not re.search(r"[,;.!\n]", between):
            runs[-1].append(i)
        else:
            runs.append([i])
    runs = [r for run in runs if (r := _trimmed(tokens, run, whole))]
    return ", ".join(tokens.original(tokens.all[r[0]].start, tokens.all[r[-1]].end) for r in runs).strip()


def _trimmed(tokens: Tokens, run: list[int], whole: bool) -> list[int]:
    said = [tokens.all[i].text for i in run]
    if not whole:
        cut = next((k for k, w in enumerate(said) if w in ("o", "tai")), None)
        if cut is None:
            return []
        run = run[cut:]
    while run and tokens.all[run[0]].text in _LEADING:
        run = run[1:]
    while run and tokens.all[run[-1]].text in (_TRAILING if whole else _TRAILING_FREE):
        run = run[:-1]
    return run
