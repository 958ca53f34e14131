"""A summary as one reader is shown it: sums, targets and corrections without counts of few persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from programme.domain.approvals import Matter
from reports.indicators import Reached
from reports.matters import without_few
from reports.readers import Reader, Span
from reports.small_counts import FEW
from reports.summary import Summary


def shown_to(looks: Reader, summary: Summary) -> Summary:
    """The summary with all that this reader may not be shown hidden. What it does not count stays."""
    if looks.near is None:
        return summary
    unit, regime = summary.unit, looks.programme.regime
    now, year = (summary.first, summary.last), regime.period_of(summary.last, "yearly")
    until = regime.span(year)[0], summary.last
    return replace(
        summary,
        totals=looks.sums(unit, now, summary.totals),
        by_topic={topic: looks.sums(unit, now, sums, topic) for topic, sums in summary.by_topic.items()},
        before=looks.sums(unit, regime.span(regime.before(summary.period)), summary.before),
        year_to_date=looks.sums(unit, until, summary.year_to_date),
        same_period_last_year=looks.sums(
            unit, regime.span(regime.same_last_year(summary.period)), summary.same_period_last_year
        ),
        targets=shown_targets(looks, unit, until, summary.targets),
        mixed={name: total for name, total in summary.mixed.items() if name not in looks.programme.sensitive},
        matters=shown_matters(looks, summary.matters),
    )


def shown_targets(looks: Reader, unit: str, span: Span, targets: Iterable[Reached]) -> tuple[Reached, ...]:
    """How far targets are reached, where that tells of no few persons: of a part of the units only where nothing of its
    figures is hidden."""
    return tuple(_hidden_target(looks, unit, span, one) for one in targets)


def _hidden_target(looks: Reader, unit: str, span: Span, one: Reached) -> Reached:
    indicator = looks.programme.indicators[one.indicator]
    figures = [name for name in (*indicator.figures, *indicator.of) if name in looks.programme.sensitive]
    if one.value is None or indicator.measure not in ("sum", "ratio") or not figures:
        return one
    numbers = [n for n in (one.value, one.denominator) if n]
    if indicator.over or indicator.topics or len(figures) > len(numbers):
        secret = looks.any_hidden(span, figures) or any(n in FEW and not looks.sees_all_of(unit) for n in numbers)
    else:
        secret = any(looks.how(unit, span, name, n) for name, n in zip(figures, numbers, strict=False))
    if not secret:
        return one
    return Reached(one.indicator, one.target, hidden=f"<{FEW[-1] + 1}" if one.value in FEW else f">{FEW[-1]}")


def shown_matters(looks: Reader, matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """What waits for a decision, without few persons of other people's units."""
    return tuple(one if looks.sees_all_of(one.unit) else without_few(looks.programme, one) for one in matters)
