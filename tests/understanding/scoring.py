"""A reading beside the right one: what is right, what is rightly asked, what is wrong, and which figures nobody said.

A slot is `right`, `asked` (the rows allow or demand to ask it, and it is asked), `needless` (right, but asked without
need), `wrong`, or absent where neither reading has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.understand.reader.reading import Reading
from handlers.understand.reader.reading_rows import reading_row
from programme.language.vietnamese import fold, nfc
from tests.understanding.cases import Case
from tests.understanding.filed_figures import figures_before, invented, value_of
from tests.understanding.pairs import draft_after, pairs
from tests.understanding.places import same_place
from tests.understanding.spans_of_days import days_of

SLOTS = ("intent", "kind", "topics", "date", "period", "place", "ward", "figures", "change", "refused")
RIGHT, ASKED, NEEDLESS, WRONG = "right", "asked", "needless", "wrong"
WORST = (RIGHT, ASKED, NEEDLESS, WRONG)
MESSAGE = {RIGHT: "right", ASKED: "rightly asked", NEEDLESS: "needlessly asked", WRONG: "wrong"}
KEPT = ("report", "nil", "correction")
"""Intents whose words are kept: of the others nothing is, so nothing is refused without need."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What the pack says: the usual topic of a unit, the wards that a unit is or stands in, a ward's names, folded."""

    topic: Callable[[str], str]
    own_wards: Callable[[str, Any], Iterable[str]]
    names: Callable[[str], frozenset[str]]


@dataclass
class Score:
    """`slots` holds one verdict each; `invented` are (kind, figure, value) that would be filed and nobody said;
    `said` and `read` are the two intents; `missed` the words that must not be kept and are; `why` a phrase each."""

    said: str
    read: str
    slots: dict[str, str] = field(default_factory=dict)
    invented: list[tuple[str, str, int]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    @property
    def message(self) -> str:
        """right, rightly asked, needlessly asked or wrong."""
        worst = max(self.slots.values(), key=WORST.index, default=RIGHT)
        return MESSAGE[WRONG if self.invented else worst]

    def add(self, slot: str, verdict: str, why: str = "") -> None:
        """The worse verdict of a slot stays."""
        if WORST.index(verdict) >= WORST.index(self.slots.get(slot, RIGHT)):
            self.slots[slot] = verdict
        if verdict in (WRONG, NEEDLESS):
            asked = ", asked without need" if verdict == NEEDLESS else ""
            self.why.append(f"{slot}: {why}{asked}" if why else slot)


@dataclass(frozen=True)
class Asks:
    """What must and what may be asked, and what is. A day and a period are one question, `figure` is any of them."""

    must: frozenset[str]
    may: frozenset[str]
    asked: frozenset[str]

    @classmethod
    def of(cls, expected: Row, asked: Iterable[str]) -> Asks:
        names = {"period": "date", "date_to": "date"}
        told = [frozenset(names.get(n, n) for n in each) for each in (expected["must_ask"], expected["may_ask"], asked)]
        return cls(*told)

    def verdict(self, name: str, same: bool, left_out: bool, said: bool) -> str:
        """Of one thing: whether it is read as it was said, whether it is left out, whether the message says it."""
        asked = name in self.asked
        if name in self.must:
            return ASKED if asked else WRONG
        if name in self.may:
            return ASKED if asked or (left_out and not same) else RIGHT if same else WRONG
        if same:
            return NEEDLESS if asked and said else RIGHT
        return NEEDLESS if asked else WRONG


def score(case: Case, reading: Reading, known: Known) -> Score:
    """How right a reading of the case is."""
    expected = {"must_ask": (), "may_ask": (), "must_not_store": (), "change": None, **case.expected}
    read = reading_row(reading, case.text)
    found = Score(expected["intent"], reading.intent)
    asks = Asks.of(expected, read["asks"])
    _intent(found, case, asks)
    if found.said in ("report", "unclear") or read["activities"]:
        _activities(found, case, expected, read, asks, known)
    if found.said == "nil":
        _days(found, expected, read, asks)
    if found.said == "correction":
        _change(found, expected["change"], read["change"], asks)
    for name in asks.must - asks.asked:
        if not (name == "figure" and asks.asked & _figure_names(case)):
            found.add(name if name in SLOTS else "figures", WRONG, f"{name} not asked")
    for kind, name, value, why in invented(case, expected, read, asks.must | asks.may, asks.asked):
        found.invented.append((kind, name, value))
        found.why.append(why)
    _refused(found, case, expected, read)
    return found


def _intent(found: Score, case: Case, asks: Asks) -> None:
    open_question = (case.context or {}).get("open_question")
    both = {found.said, found.read}
    if open_question and both == {"report", "unclear"} and open_question in asks.must & asks.asked:
        found.add("intent", RIGHT)
    else:
        found.add("intent", RIGHT if len(both) == 1 else WRONG, f"{found.said} read as {found.read}")


def _activities(found: Score, case: Case, expected: Row, read: Row, asks: Asks, known: Known) -> None:
    draft = (case.context or {}).get("open_draft") if (case.context or {}).get("open_question") else None
    right, got = expected["activities"], read["activities"]
    if found.read not in ("report", "unclear", "correction"):
        got = []
    if draft is not None and found.said in ("report", "unclear"):
        right = [draft_after(draft, *right)]
        got = [draft_after(draft, *got)]
    for said, taken in pairs(right, got):
        if taken is None:
            found.add("kind", WRONG, f"{said['kind']} is missing")
            if said["figures"]:
                found.add("figures", WRONG, f"those of {said['kind']} are missing")
        elif said is None:
            verdict = NEEDLESS if asks.asked & {"kind", "figure"} else WRONG
            found.add("kind", verdict, f"{taken['kind'] or 'an activity'} too much")
        else:
            _activity(found, case, said, taken, asks, known)


def _activity(found: Score, case: Case, said: Row, taken: Row, asks: Asks, known: Known) -> None:
    def told(slot: str, same: bool, left_out: bool, has: bool, why: str) -> None:
        found.add(slot, asks.verdict("date" if slot == "period" else slot, same, left_out, has), why)

    kind = taken["kind"] or ""
    told("kind", kind == (said["kind"] or ""), not kind, bool(said["kind"]), f"{said['kind']} read as {kind or 'none'}")

    topics, read = set(said["topics"] or ()), set(taken["topics"] or ())
    usual = {known.topic(case.unit)} if "topics" in asks.may else set()
    alike = [topics, *map(set, said.get("topics_or") or ()), *([usual] if read else [])]
    told("topics", read in alike, not read, bool(topics), f"{topics} read as {read}")

    days, got = days_of(said), days_of(taken)
    slot = "period" if said.get("period") else "date"
    told(slot, days == got, got is None, days is not None, f"{_shown(days)} read as {_shown(got)}")

    place, ward = said.get("place") or "", said.get("ward") or ""
    taken_ward = taken.get("ward") or ""
    ward_names = known.names(ward)
    places = [place, *(said.get("places_or") or ())] if taken["place"] else [place]
    same = any(same_place(each, taken["place"] or "", ward) if each else not taken["place"] for each in places)
    if not place and taken["place"] and fold(taken["place"]) in ward_names:
        same = True
    told("place", same, not taken["place"], bool(place), f"{place!r} read as {taken['place']!r}")

    wards = known.names(taken_ward)
    if ward or taken_ward:
        own = not taken_ward or taken_ward in known.own_wards(case.unit, case.today)
        same = bool(ward_names & wards) if ward else own
        same = same or any(known.names(each) & wards for each in said.get("wards_or") or ())
        told("ward", same, not taken_ward, bool(ward), f"{ward!r} read as {taken_ward!r}")

    figures, got_figures = said["figures"] or {}, taken["figures"] or {}
    for name in [*figures, *(n for n in got_figures if n not in figures)]:
        right, value = value_of(figures.get(name)), value_of(got_figures.get(name))
        verdict = asks.verdict(name, right == value, value is None, right is not None)
        found.add("figures", verdict, f"{name} {_said(right)} read as {_said(value)}")


def _days(found: Score, expected: Row, read: Row, asks: Asks) -> None:
    right, got = days_of(expected), days_of(read)
    slot = "period" if expected.get("period") else "date"
    verdict = asks.verdict("date", right == got, got is None, right is not None)
    found.add(slot, verdict, f"{_shown(right)} read as {_shown(got)}")


def _change(found: Score, expected: Any, read: Any, asks: Asks) -> None:
    right, got = _changes(expected), _changes(read)
    names = {name for name, _ in right | got} | {"figure"}
    if right == got:
        found.add("change", RIGHT)
    elif asks.must & asks.asked or (names & asks.may and (names & asks.asked or not got)):
        found.add("change", ASKED)
    else:
        found.add("change", NEEDLESS if names & asks.asked else WRONG, f"{sorted(right)} read as {sorted(got)}")


def _changes(change: Any) -> set[tuple[str, str]]:
    """What is changed into what: (a figure or a slot, the new value)."""
    found = set()
    for row in [change] if isinstance(change, Mapping) else change or ():
        if row.get("figure"):
            found.add((row["figure"], _said(value_of(row))))
        for name in ("date", "period", "kind"):
            if row.get(name):
                found.add((name, row[name]))
        if row.get("topics"):
            found.add(("topics", " ".join(sorted(row["topics"]))))
        if row.get("place"):
            found.add(("place", fold(row["place"])))
    return found


def _figure_names(case: Case) -> set[str]:
    return {name for name, _ in figures_before(case)} | {"participants", "persons", "figure"}


def _refused(found: Score, case: Case, expected: Row, read: Row) -> None:
    text = nfc(case.text)
    left = text
    for words in sorted(read["refused"], key=len, reverse=True):
        left = left.replace(nfc(words), " \0 ")
    kept = [a["place"] or "" for a in read["activities"]]
    for words in map(nfc, expected["must_not_store"]):
        if words in left or any(fold(words) in fold(place) for place in kept):
            found.missed.append(words)
    if expected["must_not_store"]:
        found.add("refused", WRONG if found.missed else RIGHT, f"kept {found.missed}")
    elif read["refused"] and found.said in KEPT:
        found.add("refused", WRONG, f"refused {read['refused']} without need")


def _said(value: tuple[int, str] | None) -> str:
    return "nothing" if value is None else " ".join(filter(None, (value[1], str(value[0]))))


def _shown(days: tuple[Any, Any] | None) -> str:
    return "nothing" if days is None else "–".join(map(str, dict.fromkeys(days)))
