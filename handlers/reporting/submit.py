"""From a reviewed draft to a stored report and its receipt."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from mimetypes import guess_type
from typing import Any

from handlers.campaigns.seasons import running_for
from handlers.context import Acting, Context, Reply
from handlers.draft.session import DraftSession
from handlers.wording.activity_words import in_words, period_name, sums_words
from programme.domain.activities import activities, joint_units
from programme.domain.buttons.menu import OpenMenu
from programme.domain.buttons.reporting import CopyReport, MendReport, NewReport, ShowReport
from programme.domain.effects.messages import Tell
from programme.domain.model import Activity, Report, StoredMedium
from programme.xlsform.types import FILES
from reports.totals import totals

DAY = "/data/date"
"""Where a form that tells of activities asks for their day (programme/domain/activities.py)."""


def cadence(s: Acting, unit: str) -> str:
    return s.programme.unit_kinds[s.programme.units[unit].kind].cadence


def period_of(s: Acting, unit: str, day: date) -> str:
    return s.programme.regime.period_of(day, cadence(s, unit))


def window(s: Acting, unit: str, period: str) -> date:
    """The last day on which a report of this period may be sent or mended by its sender."""
    kind = s.programme.unit_kinds[s.programme.units[unit].kind]
    return s.programme.regime.due(period, kind.due_days)


def open_period(s: Acting, unit: str) -> str:
    """The last period while its window is open, else this one."""
    now = period_of(s, unit, s.today)
    last = s.programme.regime.before(now)
    return last if s.today <= window(s, unit, last) else now


def due_period(s: Acting, unit: str) -> str:
    """The period that a report is due for: the last one while its window is open and nothing came, else this one."""
    period = open_period(s, unit)
    return period_of(s, unit, s.today) if unit in s.reports.reported(period) else period


def period_words(session: DraftSession, ref: str) -> str:
    day = session.companion(ref, "to") or session.instance.value(ref)
    return period_name(session.s, period_of(session.s, session.draft.unit, date.fromisoformat(day)))


def is_late(session: DraftSession) -> bool:
    """Whether the window of the activity's period is over, so that a coordinator has to agree."""
    day = session.instance.value(DAY) if session.tells_of_activities else ""
    if not day or session.draft.mends:
        return False
    if not session.s.programme.units[session.draft.unit].exists_on(session.s.today):  # what was done before it ended
        return True
    last = session.companion(DAY, "to") or day
    period = period_of(session.s, session.draft.unit, date.fromisoformat(last))
    return session.s.today > window(session.s, session.draft.unit, period)


def lateness(session: DraftSession) -> str:
    """What is said above the buttons when the report will be a supplementary one."""
    if not is_late(session):
        return ""
    return session.s.texts("review.supplementary", date=session.shown(DAY))


def report_of(session: DraftSession, code: str) -> Report:
    s, record = session.s, without_blanks(session.instance.record())
    done = activities(record)
    day = max(a.day for a in done) if done else s.today
    return Report(
        code=code,
        form=session.draft.form,
        version=session.form.version,
        unit=session.draft.unit,
        joint_units=tuple(code for code in joint_units(record) if code in s.programme.units),
        member=s.member.id,
        entered_by=s.member.id,
        channel=s.traits.name,
        state="late" if is_late(session) else "filed",
        period=period_of(s, session.draft.unit, day),
        filed_at=s.now,
        activities=done,
        answers=record,
        media=tuple(media(session)),
    )


def mended(session: DraftSession, old: Report) -> Report:
    """The report with the answers of a draft that mends it: its next revision."""
    return replace(
        report_of(session, old.code),
        member=old.member,
        entered_by=old.entered_by,
        channel=old.channel,
        state="filed" if old.state == "returned" else old.state,
        filed_at=old.filed_at,
        revision=old.revision + 1,
    )


def is_closed(s: Acting, report: Report) -> bool:
    """Whether the window of its period is over."""
    return s.today > window(s, report.unit, report.period)


def without_blanks(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without instances of repeats that nobody filled: a form offers the first one unasked."""
    return {name: value for name, value in record.items() if not _blank(value)}


def _blank(value: Any) -> bool:
    rows = value if isinstance(value, list) and value else [()]
    return all(isinstance(row, Mapping) and not any(row.values()) for row in rows)


def media(session: DraftSession) -> Iterator[StoredMedium]:
    """The files that the answers name."""
    for node in session.asks():
        if node.question.type in FILES and (name := session.instance.value(node.ref)):
            yield StoredMedium(name, guess_type(name)[0] or "application/octet-stream")


def may_mend(s: Acting, report: Report) -> bool:
    """A member mends their own, a leader their unit's, until the window closes; a coordinator theirs, always."""
    if not s.may("mend", report):
        return False
    if s.may("approve", report.unit):
        return report.state in ("filed", "late", "returned", "approved")
    if report.state not in ("filed", "late", "returned"):
        return False
    return report.state == "late" or s.today <= window(s, report.unit, report.period)


def told_of(s: Context, report: Report) -> list[Tell]:
    """What the unit's coordinators hear of a report that waits for them."""
    if report.state != "late":
        return []
    told = []
    for member in s.coordinators(report.unit):
        t = s.speaks_to(member)
        text = t("told.late", code=report.code, unit=s.unit_name(report.unit))
        choices = (ShowReport(report.code).labelled(t("told.open")),)
        told.append(Tell(member.id, text, f"late:{report.code}", choices, s.by_day()))
    return told


# --- in words -------------------------------------------------------------------------------------------------------


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
    rows += [act for act in plus if first <= act.day <= last]
    sums = totals(row for row in rows if kinds is None or row.kind in kinds)
    return sums_words(s, {name: total for name, total in sums.items() if total.value})


def receipt(
    s: Context, report: Report, head: str = "receipt.head", before: Report | None = None, what: str = ""
) -> Reply:
    """The receipt of a stored report; `what` says what was done where not in a sentence."""
    t = s.texts
    if not report.activities:
        return _plain_receipt(s, report, head)
    lines = [t(head, code=report.code), f"{s.unit_name(report.unit)}: {what or in_words(s, report.activities)}."]
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


def title(s: Context, report: Report) -> str:
    form = s.form(report.form, report.version)
    return form.title if form else report.form


def _plain_receipt(s: Context, report: Report, head: str) -> Reply:
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


def copy(s: Context, report: Report) -> str:
    """Plain words to paste into the team's group: no code, no person's name."""
    unit = s.unit_name(report.unit)
    return s.texts("receipt.group", unit=unit, what=in_words(s, report.activities))


def _dm(day: date) -> str:
    return f"{day.day:02}/{day.month}"
