"""Questions about reports: one's own, those that are missing, those that wait; a reminder, and a report for another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.context import Context, Reply, Turn
from handlers.figures.figure_reach import reach, reports
from handlers.figures.silent_units import may_nudge, silences
from handlers.free_words.questions.named_unit import unit_named, units_named
from handlers.free_words.questions.whom_to_ask import may, not_theirs
from handlers.reporting.report_periods import period_of, window
from handlers.reporting.sent_reports import line_of
from handlers.understand.reader.reading import CAMPAIGN, Reading
from handlers.wording.activity_words import dated_period
from programme.domain.buttons.approvals import Inbox
from programme.domain.buttons.figures import NudgeUnits, SilentUnits
from programme.domain.buttons.reporting import EnterForUnit, NewReport, NewReportFor, SentReports, ShowReport
from programme.domain.model import Report
from reports.sums_in_words import dmy

LISTED = 3


def silent(s: Context, text: str, reading: Reading) -> Turn:
    """Who has not reported: for the period that is named, in the area that is named."""
    if not may(s, "nudge"):
        return not_theirs(s, "nudge")
    area = unit_named(s, reading.asked.at, reach(s))
    if area and not s.may("nudge", area):
        return not_theirs(s, "nudge")
    period = "" if reading.period == CAMPAIGN else reading.period
    if period and s.programme.regime.span(period)[0] > s.today:
        return s.turn(Reply(s.texts("asked.ahead", day=dmy(s.programme.regime.span(period)[0]))))
    return Turn(s.state, then=SilentUnits("", period, area))


def nudge(s: Context, text: str, reading: Reading) -> Turn:
    """The units that are named and silent, each to be reminded by one tap; all that are silent where none is named."""
    t = s.texts
    if not may(s, "nudge"):
        return not_theirs(s, "nudge")
    named = units_named(s, reading.asked.at, reach(s))
    if not named:
        return Turn(s.state, then=SilentUnits())
    mine = [code for code in named if may_nudge(s, code) and reports(s, code)]
    if not mine:
        return not_theirs(s, "nudge")
    quiet = silences(s, mine)
    if not quiet:
        return s.turn(Reply(t("asked.reported", units=", ".join(map(s.unit_name, mine)))))
    reminded = s.schedule.nudged(s.today)
    lines = [t("asked.silent", unit=s.unit_name(c), period=dated_period(s, period)) for c, (period, _) in quiet.items()]
    fresh = [code for code in quiet if code not in reminded][:LISTED]
    if not fresh:
        lines.append(t("silent.nudged_already", count=len(quiet)))
    choices = tuple(NudgeUnits(code).labelled(t("silent.nudge_one", unit=s.unit_name(code))) for code in fresh)
    return s.turn(Reply("\n".join(lines), choices))


def behalf(s: Context, text: str, reading: Reading) -> Turn:
    """A report for the unit that is named; the unit is asked where none is, or several may be meant."""
    mine = [code for code in reach(s) if reports(s, code) and s.may("file", code)]
    named = [code for code in units_named(s, reading.asked.at, mine) if code in mine]
    if len(named) == 1:
        lead = s.texts("asked.for_unit", unit=s.unit_name(named[0]))
        return Turn(s.state, then=NewReportFor(named[0]), lead=lead)
    if named:
        choices = tuple(NewReportFor(code).labelled(s.unit_name(code)) for code in named)
        return s.turn(Reply(s.texts("error.unit_several"), choices, prompt=True))
    return Turn(s.state, then=EnterForUnit()) if may(s, "ask") else not_theirs(s, "ask")


def inbox(s: Context, text: str, reading: Reading) -> Turn:
    return Turn(s.state, then=Inbox()) if may(s, "approve") else not_theirs(s, "approve")


def sent(s: Context, text: str, reading: Reading) -> Turn:
    """What the member sent: how their unit stands for a period that is named; the report of a day, or the last one;
    the list where there are several."""
    found = s.reports.sent_by(s.member.id, limit=10)
    if reading.period and reading.period != CAMPAIGN:
        return _of_period(s, reading.period, [r for r in found if _within(s, r, reading.period)])
    if reading.date:
        of_day = [r for r in found if _is_of(s, r, reading.date)]
        if len(of_day) == 1:
            return Turn(s.state, then=ShowReport(of_day[0].code))
        return Turn(
            s.state, then=SentReports(), lead="" if of_day else s.texts("asked.none_of_day", day=dmy(reading.date))
        )
    return Turn(s.state, then=ShowReport(found[0].code) if found else SentReports())


def _is_of(s: Context, report: Report, day: date) -> bool:
    """Whether it tells of the day, or was sent on it."""
    sent_on = report.filed_at.astimezone(s.zone).date()
    return sent_on == day or any((a.date or day) <= day <= (a.date_to or a.date or day) for a in report.activities)


def _within(s: Context, report: Report, period: str) -> bool:
    first, last = s.programme.regime.span(period)
    start, end = s.programme.regime.span(report.period)
    return first <= start and end <= last


def _of_period(s: Context, period: str, mine: Sequence[Report]) -> Turn:
    """Whether the member's units have reported, until when they may, and what the member sent themselves."""
    t, lines = s.texts, []
    for code in s.own_units():
        own = period_of(s, code, min(s.programme.regime.span(period)[1], s.today))
        values = {"unit": s.unit_name(code), "period": dated_period(s, own), "date": dmy(window(s, code, own))}
        came = code in s.reports.reported(own)
        lines.append(t("asked.came", **values) if came else t("asked.came_not", **values))
    if not lines:
        return Turn(s.state, then=SentReports())
    choices = [ShowReport(report.code).labelled(line_of(s, report)) for report in mine[: LISTED - 1]]
    return s.turn(Reply("\n".join(lines), (*choices, NewReport().labelled(t("menu.report"))), prompt=True))
