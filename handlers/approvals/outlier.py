"""A figure far above all before: right as it is, or asked about once more."""

from __future__ import annotations

from handlers.approvals import duplicate
from handlers.context import Context, Reply, Turn
from programme.domain.approvals import UNUSUAL, DecideMatter, Matter, StandReport
from programme.domain.effects import Effect, Tell
from programme.domain.messages import Choice
from programme.domain.model import COUNTED, Report
from programme.language.texts import Texts
from programme.language.vietnamese import fold
from reports import matters


def facts(s: Context, matter: Matter, report: Report) -> list[str]:
    """The highest before, what its sender said, and the report."""
    again = [s.texts("matter.said_again")] if matter.reason else []
    return [s.texts("matter.highest", before=matter.old), *again, duplicate.told_by(s, report)]


def choices(s: Context) -> tuple[tuple[str, str], ...]:
    return (("yes", s.texts("matter.as_it_is")), ("back", s.texts("matter.send_back")))


def decided(s: Context, matter: Matter, report: Report, verb: str) -> tuple[str | Effect, ...] | None:
    """What is said and done; None for what is nothing to press here. A question that is sent back leaves the list, and
    the figure counts on."""
    t = s.texts
    if verb == "yes":
        return (t("matter.kept_as_is", code=report.code), DecideMatter(matter.id, "agreed", s.member.id))
    if verb != "back":
        return None
    effects: list[Effect] = [DecideMatter(matter.id, "returned", s.member.id)]
    if report.state in COUNTED and report.state != "returned":
        effects.append(StandReport(report.code, "returned", s.member.id))
    return (t("matter.sent_back", code=report.code), *effects, *_asked(s, matter, report))


def _asked(s: Context, matter: Matter, report: Report) -> list[Tell]:
    sender = s.people.get(report.member)
    if sender is None or sender.id == s.member.id:
        return []
    t = s.speaks_to(sender)
    figure = matters.unusual_words(t, matter)
    offered = (_right(t, matter), Choice(f"r:mend:{report.code}", t("receipt.mend")))
    text = t("told.back", code=report.code, figure=figure, before=matter.old)
    brief = t("told.back_brief", code=report.code, figure=figure)
    return [Tell(sender.id, text, f"back:{matter.id}:{s.fresh[:6]}", offered, s.by_day(), brief)]


def _right(t: Texts, matter: Matter) -> Choice:
    return Choice(f"d:{matter.id}:right", t("told.right", figure=matters.unusual_words(t, matter)))


def answers(s: Context, report: Report) -> list[Choice]:
    """What a question that was sent back can be answered with, where the report is opened."""
    if report.state != "returned":
        return []
    waits = (m for m in s.approvals.of_report(report.code) if m.kind == UNUSUAL and m.state == "returned")
    return [_right(s.texts, matter) for matter in waits]


def right(s: Context, matter: Matter) -> Turn:
    """The sender says again that the figure is right: the coordinator sees it once more."""
    t, report = s.texts, s.reports.get(matter.report)
    if report is None or not s.may("mend", report):
        return s.turn(Reply(t("error.not_yours")))
    if matter.kind != UNUSUAL or matter.state != "returned":
        return s.turn(Reply(t("matter.gone")))
    effects: list = [DecideMatter(matter.id, "open", s.member.id, "said again")]
    if report.state == "returned":
        effects.append(StandReport(report.code, "filed", s.member.id))
    return s.turn(Reply(t("matter.confirmed", code=report.code)), *effects)


def confirmed(s: Context, text: str) -> Turn | None:
    """`DUNG K7R4`, where there are no buttons."""
    word, _, code = text.strip().rpartition(" ")
    if fold(word) != "dung" or not 4 <= len(code) <= 6:
        return None
    for matter in s.approvals.of_report(code.upper()):
        if matter.kind == UNUSUAL and matter.state == "returned":
            return right(s, matter)
    return None
