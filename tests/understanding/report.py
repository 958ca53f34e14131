"""`make understand`: how well messages are read, over the messages written by hand and over made ones.

Tables go to stdout, progress to stderr. Of the rows that are held aside only figures are shown, never a message."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from bot.commands.progress import Bar
from handlers.understand.personal.personal import find_personal
from tests.understanding.cases import Case, cases_of
from tests.understanding.generator import messages
from tests.understanding.privacy_measured import measured as privacy_measured
from tests.understanding.privacy_measured import private_texts
from tests.understanding.reader_under_test import known_of, pack, reader_of
from tests.understanding.scoring import SLOTS
from tests.understanding.tally import MESSAGES, Tally, kind_of_failure, measured

ROOT = Path(__file__).parents[2]
PRIVATE = Path(os.environ.get("BAOCAO_PRIVACY", ROOT.parent / "shared" / "data" / "privacy-dev.jsonl"))
HANDS = Path(__file__).parent / "privacy"
DEV = Path(os.environ.get("BAOCAO_MESSAGES", ROOT.parent / "shared" / "data" / "messages-dev.jsonl"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=Path, default=DEV, metavar="FILE", help=f"written by hand ({DEV})")
    parser.add_argument("--private", type=Path, default=PRIVATE, metavar="FILE", help=f"not to be kept ({PRIVATE})")
    parser.add_argument("--made", type=int, default=50_000, metavar="N", help="how many made ones (50,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the made ones (1)")
    parser.add_argument("--examples", type=int, default=3, metavar="K", help="of each kind of failure (3)")
    parser.add_argument("--kinds", type=int, default=12, metavar="K", help="so many kinds of failure (12)")
    args = parser.parse_args()
    programme = pack()
    try:
        reader = reader_of(programme)
    except ImportError as fault:
        print(f"There is no reader yet: {fault}", file=sys.stderr)
        return 1
    known, bar = known_of(programme), Bar()
    tallies: dict[str, Tally] = {}
    if args.messages.exists():
        rows = cases_of(args.messages)
        for name, aside in (("by hand, open", False), ("by hand, held aside", True)):
            tallies[name] = measured([case for case in rows if case.held_aside is aside], reader, known)
    else:
        print(f"No {args.messages}: the messages written by hand are left out.\n")
    if args.made:
        made = islice(messages(programme, args.seed), args.made)
        tallies["made"] = measured(made, reader, known, lambda n: bar("messages", n, args.made))
    print("\n".join(report(tallies, args.kinds, args.examples)))
    print("\n".join(guarded([args.private, *sorted(HANDS.glob("*.jsonl"))])))
    return 0


def guarded(files: Sequence[Path]) -> Iterator[str]:
    """What the guard finds of texts of which nothing may be kept, by kind, and its alarms at others, by sort."""
    rows_of = {file.stem: private_texts(file) for file in files if file.exists()}
    parts = {"open": False, "held aside": True}
    found = {
        f"{name}, {part}": privacy_measured([row for row in texts if row.held_aside is aside], find_personal)
        for name, texts in rows_of.items()
        for part, aside in parts.items()
    }
    kinds = sorted({kind for each in found.values() for kind in each.texts})
    sorts = sorted({sort for each in found.values() for sort in each.kept})
    yield from rows("Not to be kept: found", list(found), [
        (kind, [share(each.caught[kind], each.texts[kind]) for each in found.values()]) for kind in kinds
    ])  # fmt: skip
    yield from rows("To be kept: alarms", list(found), [
        (sort, [share(each.alarms[sort], each.kept[sort]) for each in found.values()]) for sort in sorts
    ])  # fmt: skip


def report(tallies: Mapping[str, Tally], kinds: int, examples: int) -> Iterator[str]:
    """The lines of all tables."""
    names = list(tallies)
    yield from rows("Messages", names, [
        ("messages", [f"{t.count:,}" for t in tallies.values()]),
        *((name, [share(t.messages[name], t.count) for t in tallies.values()]) for name in MESSAGES),
        ("right or rightly asked", [share(t.good * t.count, t.count) for t in tallies.values()]),
        ("invented figures", [f"{t.invented:,}" for t in tallies.values()]),
        ("messages with such", [f"{t.with_invented:,}" for t in tallies.values()]),
        ("stolen intents", [f"{t.stolen:,}" for t in tallies.values()]),
        ("not to be kept, kept", [f"{t.missed:,}" for t in tallies.values()]),
        ("faults", [f"{t.faults:,}" for t in tallies.values()]),
        ("ms a message, median", [f"{1000 * median(t.seconds or [0]):.2f}" for t in tallies.values()]),
        ("ms a message, 99 %", [f"{1000 * nearly_most(t.seconds):.2f}" for t in tallies.values()]),
    ])  # fmt: skip
    slots = [(slot, [share_of(t.slot(slot)) for t in tallies.values()]) for slot in SLOTS]
    yield from rows("Slots, right or rightly asked", names, slots)
    for name, tally in tallies.items():
        if tally.channels:
            yield from by(f"By channel, {name}", tally.channels)
        yield from confusion(f"Intents, {name}: the rows are what was meant", tally)
        if tally.made:
            worst = sorted(tally.made.items(), key=lambda item: goodness(item[1]))
            often = [(what, found) for what, found in worst if found.total() >= tally.count / 500]
            yield from by(f"By what was put in, {name}", dict(often[:24]))
    for name, tally in tallies.items():
        yield from failures(name, tally, kinds, examples)


def by(title: str, groups: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    table = [
        (group, [f"{sum(found.values()):,}", *(share(found.get(m, 0), sum(found.values())) for m in MESSAGES)])
        for group, found in groups.items()
    ]
    yield from rows(title, ["messages", *MESSAGES], table)


def confusion(title: str, tally: Tally) -> Iterator[str]:
    meant = sorted({said for said, _ in tally.intents})
    read = sorted({read for _, read in tally.intents})
    table = [(said, [f"{n:,}" if (n := tally.intents[said, r]) else "." for r in read]) for said in meant]
    yield from rows(title, read, table)


def failures(name: str, tally: Tally, kinds: int, examples: int) -> Iterator[str]:
    """The most frequent kinds, each with messages; of the rows held aside only how often."""
    yield f"\nFailures, {name}"
    for kind, n in tally.failures.most_common(kinds):
        yield f"  {n:>6,}  {kind}"
        for case, found in tally.examples[kind][:examples]:
            said = next((why for why in found.why if kind_of_failure(why) == kind), "; ".join(found.why))
            yield f"          {case.name or case.channel} {case.today}: {shown(case)}"
            yield f"            {said}"


def shown(case: Case) -> str:
    text = case.text.replace("\n", " ⏎ ")
    return text if len(text) <= 160 else f"{text[:159]}…"


def rows(title: str, heads: Sequence[str], table: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """A table with the names at the left and the figures in columns."""
    first = max([len(title), *(len(name) + 2 for name, _ in table)], default=0) if len(title) <= 32 else 32
    widths = [max([len(head), *(len(cells[i]) for _, cells in table)]) for i, head in enumerate(heads)]
    if len(title) > 32:
        yield f"\n{title}"
        title = ""
        first = max((len(name) + 2 for name, _ in table), default=0)
    else:
        yield ""
    yield f"{title:<{first}}  " + "  ".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    for name, cells in table:
        line = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{'  ' + name:<{first}}  {line}"


def share(n: float, of: int) -> str:
    return share_of(n / of if of else None)


def share_of(part: float | None) -> str:
    return "–" if part is None else f"{100 * part:.1f} %"


def goodness(found: Mapping[str, int]) -> float:
    return (found.get("right", 0) + found.get("rightly asked", 0)) / max(1, sum(found.values()))


def nearly_most(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[98] if len(seconds) > 1 else 0.0


if __name__ == "__main__":
    sys.exit(main())
