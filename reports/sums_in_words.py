"""Sums, days, periods and places in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from programme.domain.model import Unit
from programme.domain.org_units import own_name
from programme.domain.periods import Regime
from programme.language.texts import Texts
from programme.language.vietnamese import fold, thousands
from reports.totals import Total, written

RATIOS = {
    "commitment": "signed",
    "labour_registration": "signed",
    "clean_unit": "clean",
    "inspection": "establishments",
}
"""Kinds whose figure is a part of their `total`: said as n/m."""


def shown(t: Texts, total: Total) -> str:
    """`45`, `trên 900`; `<5` and `>43` of what is hidden from the reader."""
    if total.hidden:
        return written(total)
    number = thousands(total.value)
    return t(f"bound.{total.bound}", n=number) if total.bound else number


def figure_words(t: Texts, name: str, total: Total) -> str:
    """`45 lượt người`, `trên 900 lượt người`."""
    return number_words(t, name, shown(t, total))


def number_words(t: Texts, name: str, number: str) -> str:
    """A number that is in words already, with what it counts: `+45 lượt người`."""
    kind, figure = name.split(".")
    key = f"figure.{kind}.{figure}"
    return t(key if key in t else f"figure.{figure}", n=number)


def words_by_kind(t: Texts, sums: Mapping[str, Total]) -> dict[str, dict[str, str]]:
    """The words of each figure, by kind of activity; of a ratio one word for both its figures."""
    found: dict[str, dict[str, str]] = {}
    for name, total in sums.items():
        kind, figure = name.split(".")
        whole = sums.get(f"{kind}.total")
        if figure == "total" and f"{kind}.{RATIOS.get(kind)}" in sums:
            continue
        if whole and figure == RATIOS.get(kind):
            words = t(f"ratio.{kind}", n=shown(t, total), m=shown(t, whole))
        else:
            words = figure_words(t, name, total)
        found.setdefault(kind, {})[figure] = words
    return found


def sums_words(t: Texts, sums: Mapping[str, Total]) -> str:
    """`1 buổi, 45 lượt người`; with each kind named where there are several: `truyền thông: …; tư vấn: …`."""
    by_kind = words_by_kind(t, sums)
    if len(by_kind) == 1:
        return ", ".join(next(iter(by_kind.values())).values())
    return "; ".join(f"{t(f'kind.{kind}')}: {', '.join(words.values())}" for kind, words in by_kind.items())


def span(first: date, last: date) -> str:
    """`1–30/6`, `28/5–2/6`, `28/12/2025–3/1/2026`."""
    if first.year != last.year:
        return f"{first.day}/{first.month}/{first.year}–{last.day}/{last.month}/{last.year}"
    if first.month != last.month:
        return f"{first.day}/{first.month}–{last.day}/{last.month}"
    return f"{first.day}–{last.day}/{last.month}" if first != last else f"{first.day}/{first.month}"


def dmy(day: date) -> str:
    """`15/6/2026`."""
    return f"{day.day}/{day.month}/{day.year}"


def period_name(t: Texts, regime: Regime, period: str) -> str:
    """`tháng 6 (1–30/6)`: a period never goes without its dates."""
    first, last = regime.span(period)
    year, _, part = period.partition("-")
    key = "month" if part.isdigit() else {"W": "week", "Q": "quarter", "H": "half", "": "year"}[part[:1]]
    number = int(part.lstrip("WQH") or 0)
    key = f"half_{number}" if key == "half" else key
    return t(f"period.{key}", number=number, year=year, span=span(first, last))


def with_ward(place: str, ward: Unit | None) -> str:
    """`KCN Hải Yên (Phường Móng Cái 1)`; the place alone where its words name the ward."""
    return place if ward is None or own_name(ward.name) in fold(place) else f"{place} ({ward.name})"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
