"""What is said when a report was stored or mended: at length, by its numbers for a line, on one segment where letters
are few."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.session import DraftSession
from handlers.one_line import draft_in_words
from handlers.reporting import submit
from handlers.wording import sms_fit
from handlers.wording.activity_words import period_name
from programme.domain.model import Report
from reports.words import capital


def receipt(session: DraftSession, report: Report, before: Report | None = None) -> Reply:
    """The receipt of a draft that became this report; `before` is the report as it was, if it was mended."""
    if session.s.traits.plain and report.activities:
        return Reply(_brief(session, report, before))
    head = "receipt.mended" if before else "receipt.head"
    what = " ".join(draft_in_words.understood(session)) if session.draft.line else ""
    return submit.receipt(session.s, report, head=head, before=before, what=what)


def _brief(session: DraftSession, report: Report, before: Report | None) -> str:
    s, t = session.s, session.s.texts
    what = " ".join(draft_in_words.understood(session))
    several = len(s.own_units()) > 1 or report.unit not in s.own_units()
    unit = f"{s.unit_name(report.unit)} " if several else ""
    head = t("line.mended" if before else "line.filed", code=report.code, what=f"{unit}{what}")
    joint = " ".join(t("line.joint", unit=s.unit_name(code)) for code in report.joint_units)
    if report.state == "late":
        after = t("line.waits")
    else:
        kinds = {act.kind for act in report.activities[:1]}
        minus = before.code if before else ""
        sums = submit.running(s, report.unit, report.period, report.activities, minus=minus, kinds=kinds)
        after = t("line.running", period=capital(period_name(s, report.period)), sums=sums)
    return sms_fit.joined(s, (head, 0), (joint, 1), (after, 2), (t("line.hint"), 3))
