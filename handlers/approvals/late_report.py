"""A supplementary report: a coordinator agrees to it, or sends it back."""

from __future__ import annotations

from dataclasses import replace

from handlers.approvals import duplicate, raise_matters
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from handlers.wording.activity_words import period_name
from programme.domain.approvals import Matter, late_id
from programme.domain.buttons.reporting import ApproveLate, RefuseLate, ShowReport
from programme.domain.effects import Effect
from programme.domain.effects.approvals import DecideMatter
from programme.domain.effects.messages import Tell
from programme.domain.effects.reports import ReviseReport, WithdrawReport
from programme.domain.model import Report

APPROVED = "approved"
"""Why a report has a revision that changed no answer."""


def approve(s: Acting, report: Report) -> Decision:
    """The report counts from now on."""
    if not may_decide(s, report):
        return Decision(s.texts("waiting.gone", code=report.code), made=False)
    new = replace(report, state="approved", revision=report.revision + 1)
    effects = (ReviseReport(new, s.member.id, APPROVED), *raise_matters.alike(s, new))
    said = s.texts("waiting.approved", code=report.code)
    return Decision(said, (*_closed(s, report, "agreed"), *effects, *_sender(s, report, "told.approved")))


def refuse(s: Acting, report: Report) -> Decision:
    """The report is withdrawn, and its sender hears of it."""
    if not may_decide(s, report):
        return Decision(s.texts("waiting.gone", code=report.code), made=False)
    withdrawn = WithdrawReport(report.code, by=s.member.id, why="refused by a coordinator")
    said = s.texts("waiting.refused", code=report.code)
    return Decision(said, (*_closed(s, report, "refused"), withdrawn, *_sender(s, report, "told.refused")))


def may_decide(s: Acting, report: Report) -> bool:
    return report.state == "late" and s.may("approve", report.unit)


def decide(s: Acting, matter: Matter, report: Report, verb: str) -> Decision | None:
    """The answer to a matter of this kind; None for what is nothing to press here."""
    return {"yes": approve, "no": refuse}[verb](s, report) if verb in ("yes", "no") else None


def facts(s: Context, matter: Matter, report: Report) -> list[str]:
    return [duplicate.told_by(s, report), s.texts("sent.period", period=period_name(s, report.period))]


def choices(s: Context, matter: Matter) -> tuple[tuple[str, str], ...]:
    return (("yes", s.texts("waiting.approve")), ("no", s.texts("waiting.refuse")))


def _closed(s: Acting, report: Report, state: str) -> list[Effect]:
    waits = s.approvals.get(late_id(report.code))
    return [DecideMatter(waits.id, state, s.member.id)] if waits and waits.state == "open" else []


def _sender(s: Acting, report: Report, key: str) -> list[Effect]:
    """What the sender of a report hears when a coordinator has decided about it."""
    sender = s.people.get(report.member)
    if sender is None or sender.id == s.member.id:
        return []
    t = s.speaks_to(sender)
    choices = (ShowReport(report.code).labelled(t("told.open")),)
    text = t(key, code=report.code, unit=s.unit_name(report.unit))
    return [Tell(sender.id, text, f"decided:{report.code}:{report.revision}", choices, s.by_day())]


def _press(s: Context, button: ApproveLate | RefuseLate) -> Turn:
    report = s.reports.get(button.code)
    if report is None or not s.may("reports", report):
        return s.turn(Reply(s.texts("sent.unknown", code=button.code)))
    decision = (approve if isinstance(button, ApproveLate) else refuse)(s, report)
    return s.turn(Reply(decision.said), *decision.effects)


ROUTE = Route("supplementary reports", buttons={ApproveLate: _press, RefuseLate: _press})
