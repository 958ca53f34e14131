"""What a report's history says of corrections made after its period was closed: what, why, and by whom."""

from __future__ import annotations

from handlers.context import Context
from programme.domain.approvals import AFTER_CLOSE, CORRECTION
from programme.domain.model import Report


def after_close(s: Context, report: Report) -> list[str]:
    """A line for each, in order; the store is only asked where a revision says that there is one."""
    if not any(revision.why.startswith(AFTER_CLOSE) for revision in report.revisions):
        return []
    t, lines = s.texts, []
    for matter in s.approvals.of_report(report.code):
        if matter.kind == CORRECTION and matter.state == "agreed" and matter.decided_at:
            at = matter.decided_at.astimezone(s.zone)
            values = {"old": matter.old or t("review.none"), "new": matter.new or t("review.none")}
            values |= {"asker": _name(s, matter.by), "who": _name(s, matter.decided_by)}
            reason = matter.why or t("matter.no_reason")
            lines.append(t("sent.after_close", date=f"{at.day}/{at.month}", reason=reason, **values))
    return lines


def _name(s: Context, id: str) -> str:
    member = s.people.get(id)
    return member.name if member else s.texts("check.someone")
