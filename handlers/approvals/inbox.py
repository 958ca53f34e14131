"""“Cần xử lý”: all that waits for this coordinator in one list, each with what one has to know and what one can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.approvals import correction_decision, correction_request, duplicate, outlier
from handlers.context import Context, Reply, Turn
from handlers.reporting import sent_reports
from handlers.wording.activity_words import period_name
from programme.domain.approvals import ALIKE, CORRECTION, LATE, UNUSUAL, DecideMatter, Matter
from programme.domain.effects import Effect
from programme.domain.messages import Choice
from programme.domain.model import Report
from reports import matters

PAGE = 8


# --- the list ---------------------------------------------------------------------------------------------------------


def places(s: Context) -> tuple[object, tuple[str, ...]]:
    """Where the member decides (None: everywhere) and about which kinds (none named: all): a coordinator about all
    below them, a leader about reports of the own team that may be one."""
    above = [p.unit for p in s.posts if s.may("approve", p.unit)]
    if above:
        return matters.scope(s.programme, above, s.today), ()
    return frozenset(p.unit for p in s.posts if s.may("mend", p.unit)), (ALIKE,)


def count(s: Context) -> int:
    where, kinds = places(s)
    return s.approvals.count(where, kinds)


def listed(s: Context, rest: str = "") -> Turn:
    """A page of the list; `rest` is how many come before it."""
    where, kinds = places(s)
    number = s.approvals.count(where, kinds)
    skipped = int(rest) if rest.isdecimal() and int(rest) < number else 0
    return s.turn(_page(s, number, skipped, s.approvals.page(where, PAGE, skipped, kinds)))


def done(s: Context, said: str, *effects: Effect) -> Turn:
    """What was decided, and what is left: the next is one press away, and a number typed twice decides nothing."""
    where, kinds = places(s)
    gone = {effect.id for effect in effects if isinstance(effect, DecideMatter)}
    left = [m for m in s.approvals.page(where, PAGE + 1, 0, kinds) if m.id not in gone]
    reply = _page(s, s.approvals.count(where, kinds) - len(gone), 0, left[:PAGE])
    return s.turn(replace(reply, text=f"{said}\n\n{reply.text}"), *effects)


def _page(s: Context, number: int, skipped: int, page: Sequence[Matter]) -> Reply:
    t = s.texts
    if not page:
        return Reply(t("waiting.none"))
    choices = [Choice(f"d:{m.id}:show", matters.line(s.programme, t, m, s.unit_name)) for m in page]
    if skipped:
        choices.append(Choice(f"m:waiting:{max(0, skipped - PAGE)}", t("waiting.before")))
    if skipped + len(page) < number:
        choices.append(Choice(f"m:waiting:{skipped + PAGE}", t("waiting.after")))
    shown = t("waiting.page", first=skipped + 1, last=skipped + len(page)) if number > PAGE else ""
    return Reply(f"{t('waiting.list', count=number)}{shown}", tuple(choices), prompt=True)


def may_decide(s: Context, matter: Matter) -> bool:
    return s.may("approve", matter.place) or (matter.kind == ALIKE and s.may("mend", matter.place))


# --- one --------------------------------------------------------------------------------------------------------------


def press(s: Context, rest: str) -> Turn:
    """`3fa9…:show`, `3fa9…:yes`: a matter and what is said to it. One that waits no more changes nothing."""
    id, _, verb = rest.partition(":")
    matter = s.approvals.get(id)
    if matter is None:
        return s.turn(Reply(s.texts("stale.gone")))
    if verb in ("why", "nowhy"):
        return correction_request.ask_why(s, matter) if verb == "why" else _no_more(s)
    if verb == "right":
        return outlier.right(s, matter)
    report = s.reports.get(matter.report)
    if report is None or not may_decide(s, matter):
        return s.turn(Reply(s.texts("error.not_yours")))
    if matter.state != "open":
        return s.turn(_over(s, matter))
    if verb == "show":
        return s.turn(_shown(s, matter, report))
    if matter.kind == CORRECTION and verb == "no":
        return correction_decision.ask_why(s, matter)
    calm = s.with_state(s.state.but(awaiting=""))
    found = DECIDED[matter.kind](calm, matter, report, verb)
    return done(calm, *found) if found else calm.turn(_shown(s, matter, report))


def _no_more(s: Context) -> Turn:
    return Turn(s.state.but(awaiting="", asked=()), (Reply(s.texts("request.result")),))


def _over(s: Context, matter: Matter) -> Reply:
    """What became of it, where somebody presses an old button."""
    t, who = s.texts, s.people.get(matter.decided_by) if matter.decided_by else None
    if matter.state == "gone" or who is None or matter.decided_at is None:
        said = t("matter.gone")
    else:
        at = matter.decided_at.astimezone(s.zone)
        said = t("matter.over", who=who.name, day=f"{at.day}/{at.month}", what=t(f"matter.state.{matter.state}"))
    return Reply(said, (rest_of(s),))


def rest_of(s: Context) -> Choice:
    return Choice("m:waiting", s.texts("waiting.rest"))


def _shown(s: Context, matter: Matter, report: Report) -> Reply:
    t, line = s.texts, matters.line(s.programme, s.texts, matter, s.unit_name)
    if matter.kind == ALIKE:
        facts, choices = duplicate.facts(s, matter, report), duplicate.choices(s, matter)
    elif matter.kind == UNUSUAL:
        facts, choices = outlier.facts(s, matter, report), outlier.choices(s)
    elif matter.kind == CORRECTION:
        facts, choices = correction_decision.facts(s, matter, report), correction_decision.choices(s)
    else:
        facts = [duplicate.told_by(s, report), t("sent.period", period=period_name(s, report.period))]
        choices = (("yes", t("waiting.approve")), ("no", t("waiting.refuse")))
    pressed = tuple(Choice(f"d:{matter.id}:{verb}", label) for verb, label in choices)
    if s.traits.plain:  # every letter counts: what is left is a word away
        return Reply("\n".join(facts if matter.kind == ALIKE else [line, *facts]), pressed, prompt=True)
    return Reply("\n".join([line, *facts]), (*pressed, rest_of(s)), prompt=True)


# --- decided ----------------------------------------------------------------------------------------------------------


def reasoned(s: Context, text: str) -> Turn | None:
    """A reason for a request, or for refusing one, where that was asked last."""
    if told := correction_request.why(s, text):
        return told
    if not (id := correction_decision.waits_for(s)):
        return None
    if trouble := correction_request.unfit(s, text):
        return Turn(s.state, (Reply(trouble, prompt=True),))
    calm, matter = s.with_state(s.state.but(awaiting="")), s.approvals.get(id)
    if matter is None or matter.state != "open" or not may_decide(s, matter):
        return calm.turn(Reply(s.texts("matter.gone")))
    return done(calm, *correction_decision.refused(calm, matter, text))


def _late(s: Context, matter: Matter, report: Report, verb: str) -> tuple[str | Effect, ...] | None:
    if verb not in ("yes", "no"):
        return None
    turn = sent_reports.act(s, "approve" if verb == "yes" else "refuse", report.code)
    return (turn.replies[0].text, *turn.effects)


DECIDED = {ALIKE: duplicate.decided, UNUSUAL: outlier.decided, CORRECTION: correction_decision.decided, LATE: _late}
