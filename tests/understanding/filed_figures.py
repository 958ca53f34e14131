"""Figures that would be filed unasked though nobody said them: the one thing that may never happen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from programme.language.vietnamese import nfc
from tests.understanding.cases import Case

Row = Mapping[str, Any]


def invented(
    case: Case, expected: Row, read: Row, may: Collection[str], asked: Collection[str]
) -> Iterator[tuple[str, str, int, str]]:
    """(kind, figure, value, why) of each that the message does not say, and of each that quotes no words of it. What is
    asked is no figure yet; nor is what may be asked held against it."""
    said = said_figures(case, expected)
    quoted = {span["what"] for span in read["spans"] if 0 <= span["start"] < span["end"] <= len(nfc(case.text))}
    known = figures_before(case)
    filed = [(a["kind"], a["figures"]) for a in read["activities"]] if read["intent"] in FILING else []
    changes = read["change"] if isinstance(read["change"], list) else [read["change"] or {}]
    filed += [("", {row["figure"]: row}) for row in changes if row.get("figure")]
    for kind, figures in filed:
        for name, figure in figures.items():
            value = figure.get("value")
            if value is None or {name, "figure"} & set(asked) or (name, value) in known:
                continue
            if (name, value) not in said and not {name, "figure"} & set(may):
                yield kind or "", name, value, f"invented: {name} {value}"
            elif f"figure:{name}" not in quoted:
                yield kind or "", name, value, f"no words for {name} {value}"


FILING = ("report", "correction")
"""Intents whose figures would be filed."""


def said_figures(case: Case, expected: Row) -> set[tuple[str, int]]:
    """Every figure with the values that stand for it: those expected, their sum over activities, those of a change."""
    said: set[tuple[str, int]] = set()
    sums: dict[str, int] = {}
    for activity in expected["activities"]:
        for name, figure in (activity["figures"] or {}).items():
            value = value_of(figure)[0]
            said.add((name, value))
            sums[name] = sums.get(name, 0) + value
    change = expected["change"]
    for row in [change] if isinstance(change, Mapping) else change or ():
        if row.get("figure"):
            said.add((row["figure"], row["value"]))
    answer = expected.get("answer") or {}
    if answer.get("figure"):
        said.add((answer["figure"], answer["value"]))
    return said | set(sums.items())


def figures_before(case: Case) -> set[tuple[str, int]]:
    """What a draft or a report held already: the message need not say it."""
    before = case.context or {}
    rows = [before.get("open_draft") or {}, before.get("last_report") or {}]
    return {(name, value_of(figure)[0]) for row in rows for name, figure in (row.get("figures") or {}).items()}


def value_of(figure: Any) -> tuple[int, str] | None:
    if figure is None:
        return None
    if isinstance(figure, Mapping):
        return figure["value"], figure.get("bound") or ""
    return figure, ""
