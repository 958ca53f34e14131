"""Figures cut: by the units below, by topic, by month, beside the period before or the same days a year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.context import Context
from handlers.figures.figure_lines import approximate, by_kind, dated, groups, in_words, totals
from handlers.figures.figure_reach import areas, heads, only_views
from handlers.figures.figures_wanted import CADENCES, Span, Wanted, year_before
from programme.domain.model import TOPICS
from programme.domain.periods import DAY, is_period
from programme.language.vietnamese import thousands
from reports.scope import as_now, day_of_now, given_way, whole
from reports.sums_in_words import capital, hidden, number_words
from reports.totals import Total, topics_of, totals_of

NAMED = 12
"""Units without figures that are named; more are only counted."""


def cut(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """The figures of what is asked, as its view cuts them."""
    return CUT[wanted.view](s, wanted, span)


def by_unit(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """A line for each unit right below; those that have nothing are named together."""
    t, tree, below = s.texts, s.programme.units, list(areas(s, wanted.unit))
    if not below:
        return by_kind(s, wanted, totals(wanted, groups(s, wanted, [span])[0]))
    over = [wanted.unit] if wanted.unit else heads(s)
    found = _grouped_below(s, [*below, *over], span)
    own = {code: t("figures.own", unit=tree[code].name) for code in over}
    names = own | {code: tree[code].name for code in below}
    said = {code: totals(wanted, found.get(code, ())) for code in (*over, *below)}
    lines = [
        t("figures.of_unit", unit=names[code], sums=in_words(s, wanted, sums)) for code, sums in said.items() if sums
    ]
    without = [tree[code].name for code in below if not said[code]]
    total = totals(wanted, groups(s, wanted, [span])[0])
    lines += [t("figures.sum", sums=in_words(s, wanted, total))] if total else [t("figures.none")]
    return [*lines, *approximate(s, total), *_without(s, without)]


def _without(s: Context, names: list[str]) -> list[str]:
    if not names:
        return []
    shown = ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return [s.texts("figures.without", count=len(names), units=shown)]


def _grouped_below(s: Context, codes: list[str], span: Span) -> Mapping[str, list[Any]]:
    """The sums by the first of these units that each belongs to today, read in one pass; the last are those above."""
    tree, owner = s.programme.units, {}
    for code in codes:
        on = day_of_now(tree, code, s.today)
        for unit in as_now(tree, code, on):
            owner.setdefault(unit, code)
    found: dict[str, list[Any]] = {}
    for group in s.figures.groups(whole(s.programme, owner), [span], by_unit=True):
        if group.unit in owner:
            found.setdefault(owner[group.unit], []).append(group)
    return {code: given_way(tree, mine, s.today) for code, mine in found.items()}


def by_topic(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """A line a topic; an activity of several counts under each."""
    t, found = s.texts, groups(s, wanted, [span])[0]
    topics, total = topics_of(found), totals_of(found)
    lines = [
        t("figures.of_unit", unit=capital(t(f"topic.{topic}")), sums=_of_topic(s, wanted, topic, topics[topic]))
        for topic in TOPICS
        if topics.get(topic)
    ]
    if not lines:
        return [t("figures.none")]
    return [*lines, t("figures.sum", sums=in_words(s, wanted, total)), t("figures.topics"), *approximate(s, total)]


def _of_topic(s: Context, wanted: Wanted, topic: str, sums: Mapping[str, Total]) -> str:
    return in_words(s, replace(wanted, topic=topic), sums)


def by_month(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """A line a month until now; one month is shown among those of its year."""
    t, regime = s.texts, s.programme.regime
    first, last = span[0], min(span[1], s.today)
    if regime.period_of(first, "monthly") == regime.period_of(last, "monthly"):
        first = regime.span(regime.period_of(last, "yearly"))[0]
    spans, month = [], regime.period_of(first, "monthly")
    while (days := regime.span(month))[0] <= last:
        spans.append(days)
        month = regime.after(month)
    lines = []
    for days, found in zip(spans, groups(s, wanted, spans), strict=True):
        sums = in_words(s, wanted, totals(wanted, found)) or t("figures.nothing")
        lines.append(t("figures.of_unit", unit=dated(days), sums=sums))
    return lines


def before(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """Beside the period before: as many days where no period is named."""
    regime, period = s.programme.regime, _name(s, wanted)
    then = regime.span(regime.before(period)) if period else (span[0] - (span[1] - span[0]) - DAY, span[0] - DAY)
    return _beside(s, wanted, span, then)


def _name(s: Context, wanted: Wanted) -> str:
    """The period's own name, "" for days that are no period."""
    if cadence := CADENCES.get(wanted.period):
        return s.programme.regime.period_of(s.today, cadence)
    return wanted.period if is_period(wanted.period) else ""


def past(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """Beside the same days of the year before: of a period that still runs, those until today."""
    now = span[0], max(span[0], min(span[1], s.today))
    return _beside(s, wanted, now, year_before(now))


def _beside(s: Context, wanted: Wanted, span: Span, then: Span) -> list[str]:
    t = s.texts
    earlier, now = (totals(wanted, found) for found in groups(s, wanted, [then, span]))
    days = dated(then)
    lines = [*by_kind(s, wanted, now), *approximate(s, now)]
    if not earlier:
        return [*lines, t("figures.no_past", days=days)]
    lines.append(t("figures.past", days=days, sums=in_words(s, wanted, earlier)))
    changes = _changes(s, wanted, now, earlier)
    return [*lines, t("figures.changes", changes=changes)] if changes else lines


def _changes(s: Context, wanted: Wanted, now: Mapping[str, Total], earlier: Mapping[str, Total]) -> str:
    """`truyền thông: +2 buổi, −40 lượt người`: of figures that were counted, and that whoever asks may know."""
    t, found = s.texts, {}
    for name in dict.fromkeys((*now, *earlier)):
        mine, theirs = now.get(name, Total()), earlier.get(name, Total())
        secret = only_views(s) and (hidden(name, mine, wanted.topic) or hidden(name, theirs, wanted.topic))
        by = mine.value - theirs.value
        if by and not secret and not (mine.bound or theirs.bound):
            number = f"{'+' if by > 0 else '−'}{thousands(abs(by))}"
            found.setdefault(name.partition(".")[0], []).append(number_words(t, name, number))
    return "; ".join(f"{t(f'kind.{kind}')}: {', '.join(words)}" for kind, words in found.items())


CUT: Mapping[str, Callable[[Context, Wanted, Span], list[str]]] = {
    "unit": by_unit,
    "topic": by_topic,
    "month": by_month,
    "before": before,
    "past": past,
}
