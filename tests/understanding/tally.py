"""Many scores, counted: by message, by slot, by intent, by channel and by what the generator put in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter

from handlers.understand.reader.reading import Reading
from tests.understanding.cases import Case
from tests.understanding.scoring import ASKED, MESSAGE, RIGHT, SLOTS, Known, Score, score

GOOD = (RIGHT, ASKED)
MESSAGES = tuple(MESSAGE.values())
KEPT = 40
"""So many examples of a kind of failure are kept."""
DIGITS = re.compile(r"\d+")


@dataclass
class Tally:
    messages: Counter[str] = field(default_factory=Counter)
    slots: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    intents: Counter[tuple[str, str]] = field(default_factory=Counter)
    channels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    made: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[Case, Score]]] = field(default_factory=lambda: defaultdict(list))
    invented: int = 0
    with_invented: int = 0
    missed: int = 0
    faults: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.messages.total()

    @property
    def good(self) -> float:
        """The share of messages that are right or rightly asked."""
        return (self.messages["right"] + self.messages["rightly asked"]) / self.count if self.count else 0.0

    @property
    def stolen(self) -> int:
        """How many were taken for another intent."""
        return sum(n for (said, read), n in self.intents.items() if said != read)

    def slot(self, name: str) -> float | None:
        """The share right or rightly asked; None where no message has it."""
        verdicts = self.slots[name]
        return sum(verdicts[v] for v in GOOD) / verdicts.total() if verdicts.total() else None

    def add(self, case: Case, found: Score) -> None:
        self.messages[found.message] += 1
        for slot, verdict in found.slots.items():
            self.slots[slot][verdict] += 1
        self.intents[found.said, found.read] += 1
        if case.channel:
            self.channels[case.channel][found.message] += 1
        for name in case.made:
            self.made[name][found.message] += 1
        self.invented += len(found.invented)
        self.with_invented += bool(found.invented)
        self.missed += len(found.missed)
        for why in found.why:
            kind = kind_of_failure(why)
            self.failures[kind] += 1
            if not case.held_aside and len(self.examples[kind]) < KEPT:
                self.examples[kind].append((case, found))


def kind_of_failure(why: str) -> str:
    """A phrase without what is particular: figures by their names, no values, days or places."""
    asked = ", asked without need"
    if why.endswith(asked):
        return kind_of_failure(why.removesuffix(asked)) + asked
    slot, _, rest = why.partition(": ")
    if slot == "invented":
        return f"invented {rest.split()[0]}"
    if slot == "figures" and " read as " in rest:
        name, right = rest.split()[0], "nothing" if " nothing read as " in rest else "a value"
        return f"figures: {name}, {right} read as {'nothing' if rest.endswith('nothing') else 'another'}"
    if slot in ("date", "period", "change", "topics", "place", "ward") and " read as " in rest:
        said, read = rest.split(" read as ", 1)
        empty = ("nothing", "''", "None", "[]", "set()")
        return f"{slot}: {'nothing' if said in empty else 'said'} read as {'nothing' if read in empty else 'another'}"
    return DIGITS.sub("N", why.partition("[")[0])


def measured(
    cases: Iterable[Case], reader: Callable[[Case], Reading], known: Known, step: Callable[[int], None] = lambda n: None
) -> Tally:
    """All of them read and scored. A reader that fails is unclear, and counted."""
    tally = Tally()
    for n, case in enumerate(cases, 1):
        start = perf_counter()
        try:
            reading = reader(case)
        except Exception as fault:
            tally.faults += 1
            kind = f"fault: {type(fault).__name__}"
            tally.failures[kind] += 1
            reading = Reading("unclear")
            if not case.held_aside:
                tally.examples[kind].append((case, Score(case.expected["intent"], "unclear", why=[str(fault)])))
        tally.seconds.append(perf_counter() - start)
        tally.add(case, score(case, reading, known))
        step(n)
    return tally


def every_slot(tally: Tally) -> dict[str, float]:
    return {name: share for name in SLOTS if (share := tally.slot(name)) is not None}
