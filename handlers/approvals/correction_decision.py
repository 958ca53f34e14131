"""A correction that is asked for, as who decides about it sees it: agreed to, or refused with a reason."""

from __future__ import annotations

from handlers.approvals import correction_request, duplicate, raise_matters
from handlers.context import Context, Reply, Turn
from handlers.reporting import submit
from programme.domain.approvals import AFTER_CLOSE, DecideMatter, Matter
from programme.domain.effects import Effect, ReviseReport, Tell
from programme.domain.messages import Choice
from programme.domain.model import COUNTED, Report

REFUSING = "refuse:"  # before a matter's id in `awaiting`: the next words are why it is refused
REASONS = ("as_noted", "no_ground")


def facts(s: Context, matter: Matter, report: Report) -> list[str]:
    """Who asks for what and why, whether it was changed meanwhile, and the report."""
    t, asker, case = s.texts, s.people.get(matter.by), correction_request.before(s, report)
    at = matter.at.astimezone(s.zone)
    facts = [
        t(
            "matter.asked_for",
            who=asker.name if asker else t("check.someone"),
            at=f"{at.day}/{at.month}",
            what=correction_request.named(case, matter) if case else matter.about,
        )
    ]
    facts.append(t("matter.reason", reason=matter.why or t("matter.no_reason")))
    if case and (now := correction_request.shown(case, matter.about)) != matter.old:
        facts.append(t("matter.meanwhile", now=now or t("review.none")))
    return [*facts, duplicate.told_by(s, report)]


def choices(s: Context) -> tuple[tuple[str, str], ...]:
    return (("yes", s.texts("matter.agree")), ("no", s.texts("matter.refuse")))


def decided(s: Context, matter: Matter, report: Report, verb: str) -> tuple[str | Effect, ...] | None:
    """What is said and done; None for what is nothing to press here."""
    t = s.texts
    if verb in REASONS:
        return refused(s, matter, t(f"matter.why.{verb}"), verb)
    if verb != "yes":
        return None
    case = correction_request.applied(s, report, matter.changes)
    if case is None or report.state not in COUNTED:
        return (t("matter.unfit", code=report.code),)
    new, was, will = submit.mended(case, report), matter.old or "-", matter.new or "-"
    why = f"{AFTER_CLOSE}: {was} → {will}; asked by {matter.by}; {matter.why or 'no reason given'}"
    said = t("matter.corrected", code=report.code, old=was, new=will)
    effects = (DecideMatter(matter.id, "agreed", s.member.id, matter.why), ReviseReport(new, s.member.id, why))
    return (said, *effects, *raise_matters.alike(s, new), *_told(s, matter, "agreed"))


def refused(s: Context, matter: Matter, reason: str, name: str = "") -> tuple[str | Effect, ...]:
    """With one of REASONS, by its name, or with words."""
    effect = DecideMatter(matter.id, "refused", s.member.id, reason)
    said = s.texts("matter.not_corrected", code=matter.report, reason=reason)
    return (said, effect, *_told(s, matter, "refused", reason, name))


def ask_why(s: Context, matter: Matter) -> Turn:
    """A refusal has a reason: one of those offered, or the next words."""
    offered = tuple(Choice(f"d:{matter.id}:{name}", s.texts(f"matter.why.{name}")) for name in REASONS)
    turn = s.turn(Reply(s.texts("matter.refuse_why"), offered, prompt=True))
    return Turn(turn.state.but(awaiting=REFUSING + matter.id), turn.replies)


def waits_for(s: Context) -> str:
    """The matter whose refusal waits for a reason; "" where something else was asked since."""
    id = s.state.awaiting.removeprefix(REFUSING)
    asked = s.state.asked[0][0] if s.state.asked else ""
    return id if id != s.state.awaiting and asked.startswith(f"d:{id}:") else ""


def _told(s: Context, matter: Matter, state: str, reason: str = "", name: str = "") -> list[Tell]:
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
    opens = (Choice(f"r:show:{matter.report}", t("told.open")),)
    return [Tell(asker.id, said[0], f"asked:{matter.id}", opens, s.by_day(), said[1])]
