"""Figures, activities and periods in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.case import span
from handlers.situation import Situation
from programme.nouns import Activity
from programme.vietnamese import thousands
from reports.totals import Total, totals

RATIOS = {
    "commitment": "signed",
    "labour_registration": "signed",
    "clean_unit": "clean",
    "inspection": "establishments",
}
"""Kinds whose figure is a part of their `total`: said as n/m."""


def figure_words(s: Situation, name: str, total: Total) -> str:
    """`45 lượt người`, `trên 900 lượt người`."""
    kind, figure = name.split(".")
    key = f"figure.{kind}.{figure}"
    return s.texts(key if key in s.texts else f"figure.{figure}", n=_shown(s, total))


def _shown(s: Situation, total: Total) -> str:
    shown = thousands(total.value)
    return s.texts(f"bound.{total.bound}", n=shown) if total.bound else shown


def sums_words(s: Situation, sums: Mapping[str, Total]) -> str:
    """`1 buổi, 45 lượt người`; with each kind named where there are several: `truyền thông: …; tư vấn: …`."""
    by_kind: dict[str, list[str]] = {}
    for name, total in sums.items():
        kind, figure = name.split(".")
        whole = sums.get(f"{kind}.total")
        if figure == "total" and f"{kind}.{RATIOS.get(kind)}" in sums:
            continue
        if whole and figure == RATIOS.get(kind):
            words = s.texts(f"ratio.{kind}", n=_shown(s, total), m=_shown(s, whole))
        else:
            words = figure_words(s, name, total)
        by_kind.setdefault(kind, []).append(words)
    if len(by_kind) == 1:
        return ", ".join(next(iter(by_kind.values())))
    return "; ".join(f"{s.texts(f'kind.{kind}')}: {', '.join(words)}" for kind, words in by_kind.items())


def in_words(s: Situation, done: Iterable[Activity]) -> str:
    """`truyền thông ma túy 15/6, 1 buổi, 45 lượt người; 60 tờ rơi`: what was done, without names."""
    parts, first = [], True
    for act in done:
        sums = totals([act])
        figures = sums_words(s, sums)
        if first:
            topics = s.texts("list.and").join(s.texts(f"topic.{topic}") for topic in act.topics)
            day = span(act.date, act.date_to) if act.date_to else f"{act.date.day}/{act.date.month}"
            parts.append(s.texts("receipt.activity", kind=s.texts(f"kind.{act.kind}"), topics=topics, day=day))
            if act.place:
                parts.append(act.place)
            first = False
        else:
            figures = s.texts("receipt.with", kind=s.texts(f"kind.{act.kind}"), figures=figures)
        parts.append(figures)
    return ", ".join(parts)


def sum_lines(s: Situation, rows) -> list[str]:
    """A line a kind, then the sessions of each topic, for a list of stored activities."""
    rows, lines = list(rows), []
    for kind in dict.fromkeys(row.kind for row in rows):
        sums = totals(row for row in rows if row.kind == kind)
        lines.append(s.texts("figures.kind", kind=capital(s.texts(f"kind.{kind}")), sums=sums_words(s, sums)))
    return lines


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def period_name(s: Situation, period: str) -> str:
    """`tháng 6 (1–30/6)`: a period never goes without its dates."""
    first, last = s.programme.regime.span(period)
    year, _, part = period.partition("-")
    key = "month" if part.isdigit() else {"W": "week", "Q": "quarter", "H": "half", "": "year"}[part[:1]]
    number = int(part.lstrip("WQH") or 0)
    key = f"half_{number}" if key == "half" else key
    return s.texts(f"period.{key}", number=number, year=year, span=span(first, last))
