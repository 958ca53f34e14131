"""What is said when a report was stored or mended: at length, by its numbers for a line, on one segment where letters
are few."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from handlers.campaigns.seasons import running_for
from handlers.context import Context, Reply
from handlers.draft.session import DraftSession
from handlers.figures.figure_reach import reader
from handlers.one_line import draft_in_words
from handlers.reporting.report_periods import window
from handlers.wording import sms_fit
from handlers.wording.activity_words import period_name, report_words, sums_words
from programme.domain.buttons.menu import OpenMenu
from programme.domain.buttons.reporting import CopyReport, MendReport, NewReport, SentReports
from programme.domain.model import Activity, Report
from reports.sums_in_words import capital
from reports.totals import totals


def receipt(session: DraftSession, report: Report, before: Report | None = None) -> Reply:
    """The receipt of a draft that became this report; `before` is the report as it was, if it was mended."""
    if session.s.traits.plain and report.activities:
        return Reply(_brief(session, report, before))
    head = "receipt.mended" if before else "receipt.head"
    what = draft_in_words.in_a_row(session) if session.draft.line else ""
    return _full(session.s, report, head, before, what)


def of_several(s: Context, reports: Sequence[Report], fresh: Iterable[Report]) -> Reply:
    """One receipt for all of these reports; the `fresh` ones are about to be stored. Where letters are few it says the
    codes alone, since all of it was just read."""
    t = s.texts
    if s.traits.plain:
        what = [f"{report.code} {t(f'kind.{report.activities[0].kind}')}" for report in reports if report.activities]
        return Reply(t("several.filed", count=len(what), what="; ".join(what), code=reports[0].code))
    lines = [t("several.received", count=len(reports)), *(_line(s, report) for report in reports)]
    counted = [report for report in reports if report.state != "late"]
    where = dict.fromkeys((report.unit, report.period) for report in counted)
    for unit, period in where:
        alike = [one for one in fresh if (one.unit, one.period, one.state) == (unit, period, "filed")]
        sums = running(s, unit, period, [act for one in alike for act in one.activities])
        named = f"{s.unit_name(unit)}: " if len({unit for unit, _ in where}) > 1 else ""
        lines.append(named + t("receipt.running", period=period_name(s, period), sums=sums))
    if counted:
        lines.append(t("receipt.until", date=_dm(min(window(s, one.unit, one.period) for one in counted))))
    choices = (SentReports().labelled(t("menu.sent")), NewReport().labelled(t("receipt.another")))
    return Reply("\n".join([*lines, t("receipt.thanks")]), choices)


def _line(s: Context, report: Report) -> str:
    t = s.texts
    what = report_words(s, report) if report.activities else t("sent.nil")
    marks = [t("state.late")] if report.state == "late" else []
    marks += [t("review.photos", count=len(report.media))] if report.media else []
    unit = f"{s.unit_name(report.unit)}: " if len(s.own_units()) > 1 or report.unit not in s.own_units() else ""
    return f"• {report.code} – {unit}{what}" + (f" ({'; '.join(marks)})" if marks else "")


def _brief(session: DraftSession, report: Report, before: Report | None) -> str:
    s, t = session.s, session.s.texts
    what = draft_in_words.with_photos(session)
    several = len(s.own_units()) > 1 or report.unit not in s.own_units()
    unit = f"{s.unit_name(report.unit)} " if several else ""
    head = t("line.mended" if before else "line.filed", code=report.code, what=f"{unit}{what}")
    joint = " ".join(t("line.joint", unit=s.unit_name(code)) for code in report.joint_units)
    if report.state == "late":
        after = t("line.waits")
    else:
        kinds = {act.kind for act in report.activities[:1]}
        minus = before.code if before else ""
        sums = running(s, report.unit, report.period, report.activities, minus=minus, kinds=kinds)
        after = t("line.running", period=capital(period_name(s, report.period)), sums=sums)
    return sms_fit.joined(s, (head, 0), (joint, 1), (after, 2), (t("line.hint"), 3))


def _full(s: Context, report: Report, head: str, before: Report | None, what: str) -> Reply:
    """`what` says what was done where not in a sentence."""
    t = s.texts
    if not report.activities:
        return _of_a_form(s, report, head)
    lines = [t(head, code=report.code), f"{s.unit_name(report.unit)}: {what or report_words(s, report)}."]
    for code in report.joint_units:
        lines.append(t("receipt.joint", unit=s.unit_name(code)))
    if names := len(report.media):
        lines.append(t("receipt.photos", count=names))
    if report.state == "late":
        lines.append(t("receipt.late"))
    else:
        sums = running(s, report.unit, report.period, report.activities, minus=before.code if before else "")
        lines.append(t("receipt.running", period=period_name(s, report.period), sums=sums))
        if line := _campaign(s, report):
            lines.append(line)
        lines.append(t("receipt.until", date=_dm(window(s, report.unit, report.period))))
    lines.append(t("receipt.thanks"))
    choices = (
        MendReport(report.code).labelled(t("receipt.mend")),
        NewReport().labelled(t("receipt.another")),
        CopyReport(report.code).labelled(t("receipt.copy")),
    )
    return Reply("\n".join(lines), choices)


def _of_a_form(s: Context, report: Report, head: str) -> Reply:
    """Of a form whose answers are no activities."""
    t = s.texts
    said = t("form.receipt", unit=s.unit_name(report.unit), title=title(s, report))
    lines = [t(head, code=report.code), said]
    if names := len(report.media):
        lines.append(t("receipt.photos", count=names))
    choices = [MendReport(report.code).labelled(t("receipt.mend")), OpenMenu().labelled(t("command.menu"))]
    return Reply("\n".join([*lines, t("receipt.thanks")]), tuple(choices))


def _campaign(s: Context, report: Report) -> str:
    for season in running_for(s, report.unit):
        if any(season.campaign.topic in a.topics for a in report.activities):
            left = (season.run.end - s.today).days
            if left == 0:
                return s.texts("receipt.campaign_last", label=s.label(season.campaign))
            return s.texts("receipt.campaign", label=s.label(season.campaign), days=left)
    return ""


def running(
    s: Context,
    unit: str,
    period: str,
    plus: Iterable[Activity] = (),
    minus: str = "",
    kinds: Container[str] | None = None,
) -> str:
    """The unit's totals of a period, with the activities about to be stored and without the report `minus`; of these
    `kinds` only, where they are given."""
    first, last = s.programme.regime.span(period)
    rows = [row for row in s.figures.activities((unit,), first, last) if row.report != minus]
    sums = totals(row for row in (*rows, *_within(plus, first, last)) if kinds is None or row.kind in kinds)
    sums = {name: total for name, total in sums.items() if total.value}
    of_others = {name: sums[name] for name, total in totals(rows).items() if name in sums and total.value}
    return sums_words(s, sums | reader(s).sums(unit, (first, last), of_others))


def _within(done: Iterable[Activity], first: date, last: date) -> list[Activity]:
    return [act for act in done if first <= act.day <= last]


def title(s: Context, report: Report) -> str:
    """What the report's form is called."""
    form = s.form(report.form, report.version)
    return form.title if form else report.form


def copy(s: Context, report: Report) -> str:
    """Plain words to paste into the team's group: no code, no person's name."""
    unit = s.unit_name(report.unit)
    return s.texts("receipt.group", unit=unit, what=report_words(s, report))


def _dm(day: date) -> str:
    return f"{day.day:02}/{day.month}"
