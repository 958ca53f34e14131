"""Figures cut: by the units below, by topic, by month, beside the period before or the same days a year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.context import Context
from handlers.figures.figure_lines import approximate, by_kind, dated, groups, totals
from handlers.figures.figure_reach import areas, heads, reader
from handlers.figures.figures_wanted import CADENCES, Span, Wanted, year_before
from programme.domain.model import TOPICS
from programme.domain.periods import DAY, is_period
from programme.language.vietnamese import thousands
from reports.persons_table import OWN
from reports.scope import as_now, day_of_now, given_way, whole
from reports.sums_in_words import capital, number_words, sums_words
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
        return by_kind(s, totals(reader(s), wanted, span, groups(s, wanted, [span])[0]))
    looks = reader(s)
    over = [wanted.unit] if wanted.unit else heads(s)
    found = _grouped_below(s, [*below, *over], span)
    own = {code: t("figures.own", unit=tree[code].name) for code in over}
    names = own | {code: tree[code].name for code in below}
    lines_of = dict.fromkeys(below, "") | dict.fromkeys(over, OWN)  # an office's own line is not all below it
    said = {
        code: totals(looks, wanted.but(unit=f"{lines_of[code]}{code}"), span, found.get(code, ()))
        for code in (*over, *below)
    }
    lines = [t("figures.of_unit", unit=names[code], sums=sums_words(t, sums)) for code, sums in said.items() if sums]
    without = [tree[code].name for code in below if not said[code]]
    total = totals(looks, wanted, span, groups(s, wanted, [span])[0])
    lines += [t("figures.sum", sums=sums_words(t, total))] if total else [t("figures.none")]
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
    looks, topics = reader(s), topics_of(found)
    total = looks.sums(wanted.unit, span, totals_of(found))
    lines = [
        t("figures.of_unit", unit=capital(t(f"topic.{topic}")), sums=sums_words(t, sums))
        for topic in TOPICS
        if (sums := looks.sums(wanted.unit, span, topics.get(topic, {}), topic))
    ]
    if not lines:
        return [t("figures.none")]
    return [*lines, t("figures.sum", sums=sums_words(t, total)), t("figures.topics"), *approximate(s, total)]


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
    looks, lines = reader(s), []
    for days, found in zip(spans, groups(s, wanted, spans), strict=True):
        sums = sums_words(t, totals(looks, wanted, days, found)) or t("figures.nothing")
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
    looks, spans = reader(s), [then, span]
    found = zip(spans, groups(s, wanted, spans), strict=True)
    earlier, now = (totals(looks, wanted, each, of_days) for each, of_days in found)
    days = dated(then)
    lines = [*by_kind(s, now), *approximate(s, now)]
    if not earlier:
        return [*lines, t("figures.no_past", days=days)]
    lines.append(t("figures.past", days=days, sums=sums_words(t, earlier)))
    changes = _changes(s, now, earlier)
    return [*lines, t("figures.changes", changes=changes)] if changes else lines


def _changes(s: Context, now: Mapping[str, Total], earlier: Mapping[str, Total]) -> str:
    """`truyền thông: +2 buổi, −40 lượt người`: of figures that were counted, and that are shown."""
    t, found = s.texts, {}
    for name in dict.fromkeys((*now, *earlier)):
        mine, theirs = now.get(name, Total()), earlier.get(name, Total())
        by = mine.value - theirs.value
        if by and not (mine.bound or theirs.bound):
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
