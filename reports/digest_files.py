"""What of a summary goes into its chart and its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from programme.domain.model import Report
from programme.domain.programme import Programme
from programme.language.texts import Texts
from reports.chart import Bars, Picture
from reports.persons_table import OWN
from reports.readers import Reader
from reports.summary import Summary
from reports.sums_in_words import capital, figure_words, period_name, shown, with_ward
from reports.totals import Summed, Total, totals_of, written
from reports.workbook import COUNT, DAY, MOMENT, SHARE, Sheet

SHOWN_BARS = 6
STATES = ("on_time", "late", "nil", "missing", "not_due")


def picture(programme: Programme, t: Texts, summary: Summary) -> Picture:
    """The state of the reports, and up to six figures, the main ones of each kind first."""
    states = state_of(summary)
    counts = [(t(f"completeness.{name}"), list(states.values()).count(name)) for name in STATES[:4]]
    named = [name for name, total in summary.totals.items() if not total.hidden]
    named = [name for name in named if name.partition(".")[2] != "total"]  # how many there are is no work done
    first = {name.partition(".")[0]: name for name in reversed(named)}
    chosen = [*first.values()] if len(first) >= SHOWN_BARS else named
    chosen = [name for name in summary.totals if name in chosen][:SHOWN_BARS]
    bars = [bar(t, name, summary.totals[name], summary.before.get(name, Total())) for name in chosen]
    return Picture(
        title=programme.units[summary.unit].name,
        subtitle=_dated(capital(period_name(t, programme.regime, summary.period)), summary.last.year),
        parts=counts,
        bars=bars,
        legend=(t("workbook.now"), t("workbook.before")),
        note=t("digest.no_activity"),
        none_due="" if any(count for _, count in counts) else t("workbook.none_due"),
    )


def _dated(name: str, year: int) -> str:
    return name if str(year) in name else f"{name} · {year}"


def bar(t: Texts, name: str, now: Total, before: Total) -> Bars:
    numbers = shown(t, now), shown(t, before)
    return Bars(label(t, name), now.value, 0 if before.hidden else before.value, numbers)


def label(t: Texts, name: str) -> str:
    """`Truyền thông: lượt người`, without a number."""
    words = " ".join(figure_words(t, name, Total()).replace("0", "", 1).split())
    kind = name.partition(".")[0]
    return f"{capital(t(f'kind.{kind}'))}: {words}"


def state_of(summary: Summary) -> dict[str, str]:
    """Each unit's state, one of STATES."""
    c = summary.completeness
    found = dict.fromkeys(c.on_time, "on_time") | dict.fromkeys(c.late, "late") | dict.fromkeys(c.nil, "nil")
    return found | dict.fromkeys(c.missing, "missing") | dict.fromkeys(c.not_due, "not_due")


def sheets(
    programme: Programme,
    t: Texts,
    summary: Summary,
    by_unit: Mapping[str, Sequence[Summed]],
    reports: Iterable[Report],
    looks: Reader,
    *,
    viewer: bool = False,
) -> Iterator[Sheet]:
    """The workbook's sheets, of a summary as its reader is shown it; for a viewer without the raw reports."""
    header = [t(f"workbook.{name}") for name in ("item", "now", "before", "year", "last_year", "approximate")]
    numbers = dict.fromkeys(range(1, 6), COUNT)
    yield Sheet(t("workbook.summary"), header, summary_rows(t, summary), numbers, (58, 14, 14, 14, 20, 16))
    if summary.targets:
        formats = {1: COUNT, 2: COUNT, 3: COUNT, 4: SHARE}
        widths = (70, 12, 14, 12, 12, 50)
        yield Sheet(
            t("workbook.targets"),
            [t(f"workbook.{n}") for n in ("indicator", "value", "denominator", "target", "percent", "source")],
            target_rows(programme, t, summary),
            formats,
            widths,
        )
    figures = list(summary.totals)
    header = [t(f"workbook.{name}") for name in ("code", "unit", "parent", "state")]
    header += [label(t, name) for name in figures]
    formats = dict.fromkeys(range(4, 4 + len(figures)), COUNT)
    lines = unit_rows(programme, t, summary, by_unit, figures, looks)
    yield Sheet(t("workbook.units"), header, lines, formats, (18, 38, 30, 18, *[22] * len(figures)))
    if not viewer:
        yield raw(programme, t, figures, reports, looks)


def raw(programme: Programme, t: Texts, figures: Sequence[str], reports: Iterable[Report], looks: Reader) -> Sheet:
    """A row an activity, in words, with its report's code; days are days, so that they sort and filter."""
    header = [t(f"workbook.{name}") for name in ("code", "unit", "joint", "sent_state", "period", "filed_at")]
    header += [t(f"workbook.{name}") for name in ("kind", "topics", "from", "to", "place", "remark")]
    first = len(header)
    header += [*(label(t, name) for name in figures), t("workbook.bounds")]
    formats = {5: MOMENT, 8: DAY, 9: DAY} | dict.fromkeys(range(first, first + len(figures)), COUNT)
    widths = (10, 34, 24, 18, 12, 17, 26, 22, 12, 12, 28, 30, *[22] * len(figures), 24)
    return Sheet(t("workbook.reports"), header, raw_rows(programme, t, figures, reports, looks), formats, widths)


def raw_rows(
    programme: Programme, t: Texts, figures: Sequence[str], reports: Iterable[Report], looks: Reader
) -> Iterator[list[Any]]:
    tree, zone = programme.units, ZoneInfo(programme.zone)

    def named(code: str) -> str:
        unit = tree.get(code)
        return unit.name if unit else code

    for report in reports:
        filed = report.filed_at.astimezone(zone).replace(tzinfo=None)
        joint = ", ".join(named(code) for code in report.joint_units)
        same = [report.code, named(report.unit), joint, t(f"state.{report.state}"), report.period, filed]
        for act in report.activities:
            topics = ", ".join(t(f"topic.{topic}") for topic in act.topics)
            numbers = looks.activity(report.unit, act)
            bounds = [
                f"{label(t, name)}: {t(f'bound.{total.bound}', n=total.value)}"
                for name, total in numbers.items()
                if total.bound and not total.hidden
            ]
            told = [t(f"kind.{act.kind}"), topics, act.date, act.date_to or ""]
            told += [with_ward(act.place, tree.get(act.ward)), act.note]
            values = [number(numbers.get(name)) for name in figures]
            yield [*same, *told, *values, "; ".join(bounds)]
        if not report.activities:
            yield [*same, t("completeness.nil") if report.nil else ""]


def number(total: Total | None) -> Any:
    """A cell: a number, or in its place "<5" as a text, which no formula adds up."""
    if total is None:
        return ""
    return written(total) if total.hidden else total.value


def summary_rows(t: Texts, summary: Summary) -> Iterator[list[Any]]:
    states = list(state_of(summary).values())
    yield [t("workbook.expected"), len(summary.completeness.expected)]
    for name in STATES[:4]:
        yield [t(f"completeness.{name}"), states.count(name)]
    columns = (summary.totals, summary.before, summary.year_to_date, summary.same_period_last_year)
    for name in dict.fromkeys(name for sums in columns for name in sums):
        parts = summary.totals[name].approximate if name in summary.totals else 0
        yield [label(t, name), *(number(sums.get(name)) for sums in columns), parts or ""]
    for topic, sums in summary.by_topic.items():
        for name, total in sums.items():
            said = t("workbook.topic", topic=capital(t(f"topic.{topic}")), figure=label(t, name))
            yield [said, number(total), "", "", "", total.approximate or ""]
    if summary.mixed:
        yield [t("workbook.note")]


def target_rows(programme: Programme, t: Texts, summary: Summary) -> Iterator[list[Any]]:
    for one in summary.targets:
        indicator = programme.indicators[one.indicator]
        said = getattr(indicator, t.language, "") or indicator.vi
        value = one.hidden or ("–" if one.value is None else one.value)
        whole = "" if one.denominator is None else one.denominator
        share = "" if one.percent is None else one.percent / 100
        yield [said, value, whole, f"{indicator.goal} {one.target}", share, indicator.source]


def unit_rows(
    programme: Programme,
    t: Texts,
    summary: Summary,
    by_unit: Mapping[str, Sequence[Summed]],
    figures: Sequence[str],
    looks: Reader,
) -> Iterator[list[Any]]:
    """Every unit that is asked, and every other that did something; an empty cell is no figure, not 0."""
    tree, states = programme.units, state_of(summary)
    order = [*tree.subtree(summary.unit, summary.last)]
    order += [code for code in by_unit if code not in set(order)]
    for code in order:
        line = f"{OWN}{code}" if tree.children(code, summary.last) else code
        sums = looks.sums(line, (summary.first, summary.last), totals_of(by_unit.get(code, ())))
        if code in states or sums:
            unit = tree.get(code)
            above = tree.parent(code, summary.last)
            state = t(f"completeness.{states[code]}") if code in states else ""
            known = [code, unit.name if unit else "", tree[above].name if above else "", state]
            yield known + [number(sums.get(name)) for name in figures]
