"""Figures in lines: what they are of, the sums, and how many units they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.context import Context
from handlers.figures.figure_reach import heads, reach, reader, roots
from handlers.figures.figures_wanted import Span, Wanted, year_before
from programme.domain.periods import cadence_of, is_period
from reports import sums_in_words
from reports.completeness import Completeness
from reports.readers import Reader
from reports.scope import day_of_now
from reports.summary import complete, grouped
from reports.totals import Total, topics_of, totals_of


def head(s: Context, wanted: Wanted, span: Span) -> str:
    """`SỐ LIỆU – Phường Hà Tu – Ma túy – 1–30/6/2026`."""
    t, tree = s.texts, s.programme.units
    units = tree[wanted.unit].name if wanted.unit else ", ".join(tree[code].name for code in heads(s))
    topic = sums_in_words.capital(t(f"topic.{wanted.topic}")) if wanted.topic else t("figures.all_topics")
    return t("figures.head", units=units, topic=topic, days=dated(span))


def dated(span: Span) -> str:
    """`1–30/6/2026`."""
    days = sums_in_words.span(*span)
    return days if span[0].year != span[1].year else f"{days}/{span[1].year}"


def groups(s: Context, wanted: Wanted, spans: Sequence[Span]) -> list[list[Any]]:
    """The sums of what is asked in each span of days."""
    found: list[list[Any]] = [[] for _ in spans]
    for code in [wanted.unit] if wanted.unit else roots(s):
        on = day_of_now(s.programme.units, code, s.today)
        for n, mine in enumerate(grouped(s.programme, s.queries, code, spans, on, then=wanted.then)):
            found[n] += mine
    return found


def totals(looks: Reader, wanted: Wanted, span: Span, found: Sequence[Any]) -> Mapping[str, Total]:
    """Of the topic that is asked, or of all, as they are shown to who looks."""
    sums = topics_of(found).get(wanted.topic, {}) if wanted.topic else totals_of(found)
    return looks.sums(wanted.unit, span, sums, wanted.topic)


def sums(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """A line a kind, and the same days a year before."""
    t, before = s.texts, year_before(span)
    looks, spans = reader(s), [span, before]
    found = zip(spans, groups(s, wanted, spans), strict=True)
    now, last_year = (totals(looks, wanted, days, of_days) for days, of_days in found)
    lines = by_kind(s, now)
    if last_year:
        lines.append(t("figures.last_year", year=before[1].year, sums=sums_in_words.sums_words(t, last_year)))
    return [*lines, *approximate(s, now)]


def by_kind(s: Context, now: Mapping[str, Total]) -> list[str]:
    """A line a kind; that there is nothing where nothing was reported."""
    t = s.texts
    said = sums_in_words.words_by_kind(t, now)
    lines = [
        t("figures.kind", kind=sums_in_words.capital(t(f"kind.{kind}")), sums=", ".join(each.values()))
        for kind, each in said.items()
    ]
    return lines or [t("figures.none")]


def approximate(s: Context, now: Mapping[str, Total]) -> list[str]:
    parts = sum(total.approximate for total in now.values())
    return [s.texts("figures.approximate", count=parts)] if parts else []


def reported(s: Context, wanted: Wanted, span: Span) -> tuple[str, Completeness]:
    """The period that the sources are of, and what came for it from the units that are asked."""
    period, day = _period(s, wanted, span), min(span[1], s.today)
    below = reach(s) if not wanted.unit else list(s.programme.units.subtree(wanted.unit, day))
    return period, complete(s.programme, s.queries, below, period, s.now)


def _period(s: Context, wanted: Wanted, span: Span) -> str:
    """A month or longer that is asked for by its name, else the month that holds the last day."""
    if is_period(wanted.period) and cadence_of(wanted.period) != "weekly":
        return wanted.period
    return s.programme.regime.period_of(min(span[1], s.today), "monthly")


def source(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """From how many of the units that are asked, and whether it may still change."""
    period, came = reported(s, wanted, span)
    if not came.expected:
        return []
    programme, at = s.programme, s.now.astimezone(s.zone)
    closed = span[1] < s.today and all(
        s.today > programme.regime.due(period, programme.kind_of(u).due_days) for u in came.expected
    )
    none = [unit for unit in came.missing if len(came.lacking[unit]) == came.asked[unit]]
    values = {"count": len(came.expected) - len(none), "of": len(came.expected), "time": f"{at:%H:%M}"}
    return [s.texts("figures.closed" if closed else "figures.source", day=f"{at.day}/{at.month}", **values)]
