"""Figures at any time, and who is silent, for whoever looks over units."""

from __future__ import annotations

from handlers.filing import open_period
from handlers.situation import Reply, Situation, Turn
from handlers.wording import period_name, sum_lines


def reach(s: Situation) -> list[str]:
    """The units whose figures the member may see: their own, and all below a post that looks over others."""
    codes: dict[str, None] = {}
    for post in s.posts:
        codes[post.unit] = None
        if post.role in ("coordinator", "admin", "viewer"):
            codes |= dict.fromkeys(s.programme.units.subtree(post.unit, s.today))
    return list(codes)


def figures(s: Situation, rest: str) -> Turn:
    """The totals of this month, over all units that the member may see."""
    t, units = s.texts, reach(s)
    period = s.programme.regime.period_of(s.today, "monthly")
    first, last = s.programme.regime.span(period)
    rows = s.look.activities(units, first, last)
    heads = [s.unit_name(p.unit) for p in s.posts]
    lines = [t("figures.head", units=", ".join(heads), period=period_name(s, period))]
    lines += sum_lines(s, rows) or [t("figures.none")]
    due = [c for c in units if reports(s, c)]
    came = s.look.reported(period)
    lines.append(
        t("figures.source", count=len([c for c in due if c in came]), of=len(due), day=f"{s.today.day}/{s.today.month}")
    )
    return s.turn(Reply("\n".join(lines)))


def silent(s: Situation, rest: str) -> Turn:
    """Which units have sent neither a report nor a nil for the period that is due."""
    t = s.texts
    by_period: dict[str, list[str]] = {}
    due = [c for c in reach(s) if reports(s, c)]
    for code in due:
        period = open_period(s, code)
        if code not in s.look.reported(period):
            by_period.setdefault(period, []).append(s.unit_name(code))
    if not by_period:
        return s.turn(Reply(t("silent.none", count=len(due))))
    lines = []
    for period, names in by_period.items():
        lines.append(t("silent.head", period=period_name(s, period), count=len(names), of=len(due)))
        lines += [f"• {name}" for name in names]
    return s.turn(Reply("\n".join(lines)))


def reports(s: Situation, code: str) -> bool:
    """Whether a unit is expected to report today."""
    unit = s.programme.units[code]
    return s.programme.unit_kinds[unit.kind].reports and unit.exists_on(s.today)
