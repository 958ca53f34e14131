"""“Cần xử lý”: all that waits for this coordinator in one list, each with what one has to know and what one can say."""

from __future__ import annotations

from dataclasses import replace

from handlers import correcting, filing, merging, sent
from handlers.situation import Reply, Situation, Turn
from handlers.wording import period_name
from programme.deeds import ReviseReport, Tell
from programme.matters import (
    AFTER_CLOSE,
    ALIKE,
    CORRECTION,
    LATE,
    UNUSUAL,
    DecideMatter,
    Matter,
    StandReport,
)
from programme.messages import Choice
from programme.nouns import COUNTED, Report
from programme.vietnamese import fold
from reports import matters

PAGE = 8
REFUSING = "refuse:"  # before a matter's id in `awaiting`: the next words are why it is refused
REASONS = ("as_noted", "no_ground")


# --- the list ---------------------------------------------------------------------------------------------------------


def places(s: Situation) -> tuple[object, tuple[str, ...]]:
    """Where the member decides (None: everywhere) and about which kinds (none named: all): a coordinator about all
    below them, a leader about reports of the own team that may be one."""
    above = [p.unit for p in s.posts if s.may("approve", p.unit)]
    if above:
        return matters.scope(s.programme, above, s.today), ()
    return frozenset(p.unit for p in s.posts if s.may("mend", p.unit)), (ALIKE,)


def count(s: Situation) -> int:
    where, kinds = places(s)
    return s.look.matters_count(where, kinds)


def listed(s: Situation, rest: str = "") -> Turn:
    """A page of the list; `rest` is how many come before it."""
    t, (where, kinds) = s.texts, places(s)
    number = s.look.matters_count(where, kinds)
    skipped = int(rest) if rest.isdigit() and int(rest) < number else 0
    if not number:
        return s.turn(Reply(t("waiting.none")))
    page = s.look.matters(where, PAGE, skipped, kinds)
    choices = [Choice(f"d:{m.id}:show", matters.line(s.programme, t, m, s.unit_name)) for m in page]
    if skipped:
        choices.append(Choice(f"m:waiting:{max(0, skipped - PAGE)}", t("waiting.before")))
    if skipped + len(page) < number:
        choices.append(Choice(f"m:waiting:{skipped + PAGE}", t("waiting.after")))
    shown = t("waiting.page", first=skipped + 1, last=skipped + len(page)) if number > PAGE else ""
    return s.turn(Reply(f"{t('waiting.list', count=number)}{shown}", tuple(choices), prompt=True))


def may_decide(s: Situation, matter: Matter) -> bool:
    return s.may("approve", matter.place) or (matter.kind == ALIKE and s.may("mend", matter.place))


# --- one --------------------------------------------------------------------------------------------------------------


def press(s: Situation, rest: str) -> Turn:
    """`3fa9…:show`, `3fa9…:yes`: a matter and what is said to it. One that waits no more changes nothing."""
    id, _, verb = rest.partition(":")
    matter = s.look.matter(id)
    if matter is None:
        return s.turn(Reply(s.texts("stale.gone")))
    if verb in ("why", "nowhy"):
        return correcting.ask_why(s, matter) if verb == "why" else _no_more(s)
    if verb == "right":
        return _confirmed(s, matter)
    report = s.look.report(matter.report)
    if report is None or not may_decide(s, matter):
        return s.turn(Reply(s.texts("error.not_yours")))
    if matter.state != "open":
        return s.turn(_over(s, matter))
    if verb == "show":
        return s.turn(_shown(s, matter, report))
    calm = s.with_state(s.state.but(awaiting=""))
    return DECIDE[matter.kind](calm, matter, report, verb) or calm.turn(_shown(s, matter, report))


def _no_more(s: Situation) -> Turn:
    return Turn(s.state.but(awaiting="", asked=()), (Reply(s.texts("request.result")),))


def _over(s: Situation, matter: Matter) -> Reply:
    """What became of it, where somebody presses an old button."""
    t, who = s.texts, s.look.member(matter.decided_by) if matter.decided_by else None
    if matter.state == "gone" or who is None or matter.decided_at is None:
        said = t("matter.gone")
    else:
        at = matter.decided_at.astimezone(s.zone)
        said = t("matter.over", who=who.name, day=f"{at.day}/{at.month}", what=t(f"matter.state.{matter.state}"))
    return Reply(said, (rest_of(s),))


def rest_of(s: Situation) -> Choice:
    return Choice("m:waiting", s.texts("waiting.rest"))


def _shown(s: Situation, matter: Matter, report: Report) -> Reply:
    t, line = s.texts, matters.line(s.programme, s.texts, matter, s.unit_name)
    if matter.kind == ALIKE:
        facts, choices = merging.facts(s, matter, report), merging.choices(s, matter)
    elif matter.kind == UNUSUAL:
        again = [t("matter.said_again")] if matter.reason else []
        facts = [t("matter.highest", before=matter.old), *again, merging.told_by(s, report)]
        choices = (("yes", t("matter.as_it_is")), ("back", t("matter.send_back")))
    elif matter.kind == CORRECTION:
        facts, choices = _correction(s, matter, report), (("yes", t("matter.agree")), ("no", t("matter.refuse")))
    else:
        facts = [merging.told_by(s, report), t("sent.period", period=period_name(s, report.period))]
        choices = (("yes", t("waiting.approve")), ("no", t("waiting.refuse")))
    pressed = tuple(Choice(f"d:{matter.id}:{verb}", label) for verb, label in choices)
    if s.traits.plain:  # every letter counts: what is left is a word away
        return Reply("\n".join(facts if matter.kind == ALIKE else [line, *facts]), pressed, prompt=True)
    return Reply("\n".join([line, *facts]), (*pressed, rest_of(s)), prompt=True)


def _correction(s: Situation, matter: Matter, report: Report) -> list[str]:
    t, asker, case = s.texts, s.look.member(matter.by), correcting.before(s, report)
    at = matter.at.astimezone(s.zone)
    facts = [
        t(
            "matter.asked_for",
            who=asker.name if asker else t("check.someone"),
            at=f"{at.day}/{at.month}",
            what=correcting.named(case, matter) if case else matter.about,
        )
    ]
    facts.append(t("matter.reason", reason=matter.why or t("matter.no_reason")))
    if case and (now := correcting.shown(case, matter.about)) != matter.old:
        facts.append(t("matter.meanwhile", now=now or t("review.none")))
    return [*facts, merging.told_by(s, report)]


# --- decided ----------------------------------------------------------------------------------------------------------


def _unusual(s: Situation, matter: Matter, report: Report, verb: str) -> Turn | None:
    t = s.texts
    if verb == "yes":
        deed = DecideMatter(matter.id, "agreed", s.member.id)
        return s.turn(Reply(t("matter.kept_as_is", code=report.code), (rest_of(s),)), deed)
    if verb != "back":
        return None
    deeds: list = [DecideMatter(matter.id, "returned", s.member.id)]
    if report.state in COUNTED and report.state != "returned":
        deeds.append(StandReport(report.code, "returned", s.member.id))
    if (sender := s.look.member(report.member)) and sender.id != s.member.id:
        u = s.speaks_to(sender)
        figure = matters.unusual_words(u, matter)
        choices = (
            Choice(f"d:{matter.id}:right", u("told.right", figure=figure)),
            Choice(f"r:mend:{report.code}", u("receipt.mend")),
        )
        text = u("told.back", code=report.code, figure=figure, before=matter.old)
        brief = u("told.back_brief", code=report.code, figure=figure)
        deeds.append(Tell(sender.id, text, f"back:{matter.id}:{s.fresh[:6]}", choices, s.by_day(), brief))
    return s.turn(Reply(t("matter.sent_back", code=report.code), (rest_of(s),)), *deeds)


def _confirmed(s: Situation, matter: Matter) -> Turn:
    """The sender says again that the figure is right: the coordinator sees it once more."""
    t, report = s.texts, s.look.report(matter.report)
    if report is None or not s.may("mend", report):
        return s.turn(Reply(t("error.not_yours")))
    if matter.kind != UNUSUAL or matter.state != "returned":
        return s.turn(Reply(t("matter.gone")))
    deeds: list = [DecideMatter(matter.id, "open", s.member.id, "said again")]
    if report.state == "returned":
        deeds.append(StandReport(report.code, "filed", s.member.id))
    return s.turn(Reply(t("matter.confirmed", code=report.code)), *deeds)


def reasoned(s: Situation, text: str) -> Turn | None:
    """A reason for a request, or for refusing one, where that was asked last."""
    return correcting.why(s, text) or _refused(s, text)


def confirmed(s: Situation, text: str) -> Turn | None:
    """`DUNG K7R4`, where there are no buttons."""
    word, _, code = text.strip().rpartition(" ")
    if fold(word) != "dung" or not 4 <= len(code) <= 6:
        return None
    for matter in s.look.matters_of(code.upper()):
        if matter.kind == UNUSUAL and matter.state == "returned":
            return _confirmed(s, matter)
    return None


def _request(s: Situation, matter: Matter, report: Report, verb: str) -> Turn | None:
    t = s.texts
    if verb == "no":
        choices = tuple(Choice(f"d:{matter.id}:{name}", t(f"matter.why.{name}")) for name in REASONS)
        turn = s.turn(Reply(t("matter.refuse_why"), choices, prompt=True))
        return Turn(turn.state.but(awaiting=REFUSING + matter.id), turn.replies)
    if verb in REASONS:
        return _refuse(s, matter, t(f"matter.why.{verb}"))
    if verb != "yes":
        return None
    case = correcting.applied(s, report, matter.changes)
    if case is None or report.state not in COUNTED:
        return s.turn(Reply(t("matter.unfit", code=report.code), (rest_of(s),)))
    new = filing.mended(case, report)
    was, will = matter.old or "-", matter.new or "-"
    why = f"{AFTER_CLOSE}: {was} → {will}; asked by {matter.by}; {matter.why or 'no reason given'}"
    deeds = (
        DecideMatter(matter.id, "agreed", s.member.id, matter.why),
        ReviseReport(new, s.member.id, why),
        *_tell(s, matter, "told.corrected", ""),
    )
    said = t("matter.corrected", code=report.code, old=matter.old, new=matter.new)
    return s.turn(Reply(said, (rest_of(s),)), *deeds)


def _refused(s: Situation, text: str) -> Turn | None:
    """The words after `Không đồng ý`; None where something else was asked since."""
    id = s.state.awaiting.removeprefix(REFUSING)
    if id == s.state.awaiting or not s.state.asked or not s.state.asked[0][0].startswith(f"d:{id}:"):
        return None
    if trouble := correcting.unfit(s, text):
        return Turn(s.state, (Reply(trouble, prompt=True),))
    calm, matter = s.with_state(s.state.but(awaiting="")), s.look.matter(id)
    if matter is None or matter.state != "open" or not may_decide(s, matter):
        return calm.turn(Reply(s.texts("matter.gone")))
    return _refuse(calm, matter, text)


def _refuse(s: Situation, matter: Matter, reason: str) -> Turn:
    deed = DecideMatter(matter.id, "refused", s.member.id, reason)
    reply = Reply(s.texts("matter.not_corrected", code=matter.report, reason=reason), (rest_of(s),))
    return s.turn(reply, deed, *_tell(s, matter, "told.not_corrected", reason))


def _tell(s: Situation, matter: Matter, key: str, reason: str) -> list[Tell]:
    """Who asked hears what came of it."""
    asker = s.look.member(matter.by)
    if asker is None:
        return []
    t = s.speaks_to(asker)
    what = {"code": matter.report, "old": matter.old or t("review.none"), "new": matter.new or t("review.none")}
    values = {**what, "who": s.member.name, "reason": reason}
    brief = {n: f"{v[:24]}.." if len(v) > 26 else v for n, v in what.items()}
    brief["reason"] = f"{reason[:40]}.." if len(reason) > 42 else reason
    said = (t("told.corrected", **values), t("told.corrected_brief", **brief))
    if key != "told.corrected":
        said = (t("told.not_corrected", **values), t("told.not_corrected_brief", **brief))
    choices = (Choice(f"r:show:{matter.report}", t("told.open")),)
    return [Tell(asker.id, said[0], f"asked:{matter.id}", choices, s.by_day(), said[1])]


def _late(s: Situation, matter: Matter, report: Report, verb: str) -> Turn | None:
    if verb not in ("yes", "no"):
        return None
    turn = sent.act(s, "approve" if verb == "yes" else "refuse", report.code)
    return s.turn(replace(turn.replies[0], choices=(rest_of(s),)), *turn.deeds)


DECIDE = {ALIKE: merging.decide, UNUSUAL: _unusual, CORRECTION: _request, LATE: _late}
