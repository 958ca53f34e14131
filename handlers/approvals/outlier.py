"""A figure far above all before: right as it is, or asked about once more."""

from __future__ import annotations

from handlers.approvals import duplicate
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.approvals import UNUSUAL, Matter
from programme.domain.buttons.approvals import AnswerMatter
from programme.domain.buttons.reporting import MendReport
from programme.domain.effects import Effect
from programme.domain.effects.approvals import DecideMatter
from programme.domain.effects.messages import Tell
from programme.domain.effects.reports import StandReport
from programme.domain.messages import Choice
from programme.domain.model import COUNTED, Report
from programme.language.texts import Texts
from programme.language.vietnamese import fold
from programme.language.words import words_for
from reports import matters

RIGHT = words_for("report.right")


def facts(s: Context, matter: Matter, report: Report) -> list[str]:
    """The highest before, what its sender said, and the report."""
    again = [s.texts("matter.said_again")] if matter.reason else []
    return [s.texts("matter.highest", before=matter.old), *again, duplicate.told_by(s, report)]


def choices(s: Context, matter: Matter) -> tuple[tuple[str, str], ...]:
    return (("yes", s.texts("matter.as_it_is")), ("back", s.texts("matter.send_back")))


def decide(s: Acting, matter: Matter, report: Report, verb: str) -> Decision | None:
    """Right as it is (`yes`) or sent back (`back`); None for what is nothing to press here. A question that is sent
    back leaves the list, and the figure counts on."""
    t = s.texts
    if verb == "yes":
        closed = DecideMatter(matter.id, "agreed", s.member.id)
        return Decision(t("matter.kept_as_is", code=report.code), (closed,))
    if verb != "back":
        return None
    effects: list[Effect] = [DecideMatter(matter.id, "returned", s.member.id)]
    if report.state in COUNTED and report.state != "returned":
        effects.append(StandReport(report.code, "returned", s.member.id))
    return Decision(t("matter.sent_back", code=report.code), (*effects, *_sender(s, matter, report)))


def _sender(s: Acting, matter: Matter, report: Report) -> list[Tell]:
    sender = s.people.get(report.member)
    if sender is None or sender.id == s.member.id:
        return []
    t = s.speaks_to(sender)
    figure = matters.unusual_words(t, matter)
    offered = (_right(t, matter), MendReport(report.code).labelled(t("receipt.mend")))
    text = t("told.back", code=report.code, figure=figure, before=matter.old)
    brief = t("told.back_brief", code=report.code, figure=figure)
    return [Tell(sender.id, text, f"back:{matter.id}:{s.fresh[:6]}", offered, s.by_day(), brief)]


def _right(t: Texts, matter: Matter) -> Choice:
    return AnswerMatter(matter.id, "right").labelled(t("told.right", figure=matters.unusual_words(t, matter)))


def answers(s: Context, report: Report) -> list[Choice]:
    """What a question that was sent back can be answered with, where the report is opened."""
    if report.state != "returned":
        return []
    waits = (m for m in s.approvals.of_report(report.code) if m.kind == UNUSUAL and m.state == "returned")
    return [_right(s.texts, matter) for matter in waits]


def confirm(s: Acting, matter: Matter) -> Decision:
    """The sender says again that the figure is right: the coordinator sees it once more."""
    t, report = s.texts, s.reports.get(matter.report)
    if report is None or not s.may("mend", report):
        return Decision(t("error.not_yours"), made=False)
    if matter.kind != UNUSUAL or matter.state != "returned":
        return Decision(t("matter.gone"), made=False)
    effects: list[Effect] = [DecideMatter(matter.id, "open", s.member.id, "said again")]
    if report.state == "returned":
        effects.append(StandReport(report.code, "filed", s.member.id))
    return Decision(t("matter.confirmed", code=report.code), tuple(effects))


def press_right(s: Context, matter: Matter) -> Turn:
    decision = confirm(s, matter)
    return s.turn(Reply(decision.said), *decision.effects)


def confirmed(s: Context, text: str) -> Turn | None:
    """`DUNG K7R4`, where there are no buttons."""
    word, _, code = text.strip().rpartition(" ")
    if fold(word) not in RIGHT or not 4 <= len(code) <= 6:
        return None
    for matter in s.approvals.of_report(code.upper()):
        if matter.kind == UNUSUAL and matter.state == "returned":
            return press_right(s, matter)
    return None


ROUTE = Route("figures far above all before", phrases=(confirmed,))
