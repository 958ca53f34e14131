"""How far targets are reached, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from programme.domain.programme import Indicator, Programme
from programme.language.texts import Texts
from programme.language.vietnamese import percent, thousands
from reports.indicators import Reached

SIGNS = {">=": "≥", ">": ">", "<=": "≤"}


def in_lines(programme: Programme, t: Texts, targets: Sequence[Reached]) -> Iterator[str]:
    """A line a target below a head; those that no report can tell are named together."""
    yield t("digest.targets")
    silent = []
    for one in targets:
        indicator = programme.indicators[one.indicator]
        label = getattr(indicator, t.language, "") or indicator.vi
        if one.hidden:
            yield t("digest.target", label=label, value=one.hidden, goal=goal(indicator, one))
        elif one.value is None:
            silent.append(label)
        else:
            yield t("digest.target", label=label, value=reached_words(t, one), goal=goal(indicator, one))
    if silent:
        yield t("digest.unmeasured", labels="; ".join(silent))


def goal(indicator: Indicator, one: Reached) -> str:
    return f"{SIGNS.get(indicator.goal, '')} {thousands(one.target)}{'%' if indicator.in_percent else ''}".strip()


def reached_words(t: Texts, one: Reached) -> str:
    if one.denominator is None:
        return t("digest.sum", value=thousands(one.value or 0), percent=percent(one.value or 0, one.target))
    part, whole = thousands(one.value or 0), thousands(one.denominator)
    return t("digest.ratio", value=part, of=whole, percent=percent(one.value or 0, one.denominator))
