"""A correction that is asked for, as who decides about it sees it: agreed to, or refused with a reason."""

from __future__ import annotations

from handlers.approvals import correction_request, duplicate, raise_matters
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.figures.figure_reach import reader
from handlers.reporting import submit
from handlers.state import Prompt
from programme.domain.approvals import AFTER_CLOSE, Matter
from programme.domain.buttons.approvals import AnswerMatter
from programme.domain.buttons.reporting import ShowReport
from programme.domain.effects.approvals import DecideMatter
from programme.domain.effects.messages import Tell
from programme.domain.effects.reports import ReviseReport
from programme.domain.model import COUNTED, Report
from reports.shown_summary import shown_matters

REASONS = ("as_noted", "no_ground")


class RefusalReason(Prompt, frozen=True, tag="refusal_reason"):
    """Why a correction is refused."""

    matter: str


def facts(s: Context, matter: Matter, report: Report) -> list[str]:
    """Who asks for what and why, whether it was changed meanwhile, and the report."""
    t, asker, session = s.texts, s.people.get(matter.by), correction_request.before(s, report)
    at = matter.at.astimezone(s.zone)
    facts = [
        t(
            "matter.asked_for",
            who=(asker and asker.name) or t("check.someone"),
            at=f"{at.day}/{at.month}",
            what=correction_request.named(session, matter) if session else matter.about,
        )
    ]
    facts.append(t("matter.reason", reason=matter.why or t("matter.no_reason")))
    if session and (now := correction_request.shown(session, matter.about)) != matter.old:
        facts.append(t("matter.meanwhile", now=now or t("review.none")))
    return [*facts, duplicate.told_by(s, report)]


def choices(s: Context, matter: Matter) -> tuple[tuple[str, str], ...]:
    return (("yes", s.texts("matter.agree")), ("no", s.texts("matter.refuse")))


def decide(s: Acting, matter: Matter, report: Report, verb: str) -> Decision | None:
    """Agreed to (`yes`), or refused for one of REASONS; None for what is nothing to press here."""
    t = s.texts
    if verb in REASONS:
        return refuse(s, matter, t(f"matter.why.{verb}"), verb)
    if verb != "yes":
        return None
    session = correction_request.applied(s, report, matter.changes)
    if session is None or report.state not in COUNTED:
        return Decision(t("matter.unfit", code=report.code), made=False)
    new, was, will = submit.mended_report(session, report), matter.old or "-", matter.new or "-"
    why = f"{AFTER_CLOSE}: {was} → {will}; asked by {matter.by}; {matter.why or 'no reason given'}"
    (shown,) = shown_matters(reader(s), [matter])
    said = t("matter.corrected", code=report.code, old=shown.old or "-", new=shown.new or "-")
    effects = (DecideMatter(matter.id, "agreed", s.member.id, matter.why), ReviseReport(new, s.member.id, why))
    return Decision(said, (*effects, *raise_matters.alike(s, new), *_asker(s, matter, "agreed")))


def refuse(s: Acting, matter: Matter, reason: str, name: str = "") -> Decision:
    """With one of REASONS, by its name, or with words."""
    closed = DecideMatter(matter.id, "refused", s.member.id, reason)
    said = s.texts("matter.not_corrected", code=matter.report, reason=reason)
    return Decision(said, (closed, *_asker(s, matter, "refused", reason, name)))


def ask_why(s: Context, matter: Matter) -> Turn:
    """A refusal has a reason: one of those offered, or the next words."""
    offered = tuple(AnswerMatter(matter.id, name).labelled(s.texts(f"matter.why.{name}")) for name in REASONS)
    return s.ask(RefusalReason(matter.id), Reply(s.texts("matter.refuse_why"), offered))


def _asker(s: Acting, matter: Matter, state: str, reason: str = "", name: str = "") -> list[Tell]:
    """Who asked hears what came of it."""
    asker = s.people.get(matter.by)
    if asker is None:
        return []
    t = s.speaks_to(asker)
    reason = t(f"matter.why.{name}") if name else reason
    what = {"code": matter.report, "old": matter.old or t("review.none"), "new": matter.new or t("review.none")}
    values = {**what, "who": s.member.name, "reason": reason}
    brief = {n: f"{v[:24]}.." if len(v) > 26 else v for n, v in what.items()}
    brief["reason"] = f"{reason[:40]}.." if len(reason) > 42 else reason
    if state == "agreed":
        said = (t("told.corrected", **values), t("told.corrected_brief", **brief))
    else:
        said = (t("told.not_corrected", **values), t("told.not_corrected_brief", **brief))
    opens = (ShowReport(matter.report).labelled(t("told.open")),)
    return [Tell(asker.id, said[0], f"asked:{matter.id}", opens, s.by_day(), said[1])]
