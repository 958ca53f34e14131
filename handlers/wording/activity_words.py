"""Figures, activities and periods in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.context import Context
from handlers.figures.figure_reach import reader
from programme.domain.model import Activity, Report
from reports import sums_in_words
from reports.readers import Reader
from reports.sums_in_words import span, with_ward
from reports.totals import Total, totals


def figure_words(s: Context, name: str, total: Total) -> str:
    """`45 lượt người`, `trên 900 lượt người`."""
    return sums_in_words.figure_words(s.texts, name, total)


def sums_words(s: Context, sums: Mapping[str, Total]) -> str:
    """`1 buổi, 45 lượt người`; with each kind named where there are several: `truyền thông: …; tư vấn: …`."""
    return sums_in_words.sums_words(s.texts, sums)


def report_words(s: Context, report: Report, done: Iterable[Activity] | None = None) -> str:
    """What a report tells, or this part of it, as whoever looks is shown it: its sender what they wrote."""
    mine = s.member is not None and s.member.id in (report.member, report.entered_by)
    looks = None if mine else reader(s)
    return in_words(s, report.activities if done is None else done, looks, report.unit)


def in_words(s: Context, done: Iterable[Activity], looks: Reader | None = None, unit: str = "") -> str:
    """`truyền thông ma túy 15/6, 1 buổi, 45 lượt người; 60 tờ rơi`: what was done, without names. Who `looks` at
    another unit's is shown no few persons."""
    parts, first = [], True
    for act in done:
        sums = looks.activity(unit, act) if looks else totals([act])
        figures = sums_words(s, sums)
        if first:
            topics = s.texts("list.and").join(s.texts(f"topic.{topic}") for topic in act.topics)
            day = span(act.date, act.date_to) if act.date_to else f"{act.date.day}/{act.date.month}"
            parts.append(s.texts("receipt.activity", kind=s.texts(f"kind.{act.kind}"), topics=topics, day=day))
            if act.place:
                parts.append(with_ward(act.place, s.programme.units.get(act.ward)))
            first = False
        else:
            figures = s.texts("receipt.with", kind=s.texts(f"kind.{act.kind}"), figures=figures)
        parts.append(figures)
    return ", ".join(parts)


def dated_period(s: Context, period: str) -> str:
    """The same with its year where it is another one: `tháng 10 (1–31/10), năm 2025`."""
    name, year = period_name(s, period), period[:4]
    return name if year in name or year == f"{s.today.year}" else s.texts("digest.month", period=name, year=year)


def period_name(s: Context, period: str) -> str:
    """`tháng 6 (1–30/6)`: a period never goes without its dates."""
    return sums_in_words.period_name(s.texts, s.programme.regime, period)
