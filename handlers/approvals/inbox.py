"""“Cần xử lý”: all that waits for this coordinator in one list, each with what one has to know and what one can say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from handlers.approvals import correction_decision, correction_request, duplicate, late_report, outlier
from handlers.approvals.correction_decision import RefusalReason
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.figures.figure_reach import reader
from handlers.pipeline.route import MenuEntry, Route
from programme.domain.approvals import ALIKE, CORRECTION, LATE, UNUSUAL, Matter
from programme.domain.buttons.approvals import AnswerMatter, Inbox
from programme.domain.effects.approvals import DecideMatter
from programme.domain.messages import Choice
from programme.domain.model import Report
from reports import matters
from reports.shown_summary import shown_matters

PAGE = 8


# --- the list ---------------------------------------------------------------------------------------------------------


def places(s: Acting) -> tuple[object, tuple[str, ...]]:
    """Where the member decides (None: everywhere) and about which kinds (none named: all): a coordinator about all
    below them, a leader about reports of the own team that may be one."""
    above = [p.unit for p in s.posts if s.may("approve", p.unit)]
    if above:
        return matters.scope(s.programme, above, s.today), ()
    return frozenset(p.unit for p in s.posts if s.may("mend", p.unit)), (ALIKE,)


def count(s: Context) -> int:
    where, kinds = places(s)
    return s.approvals.count(where, kinds)


def show_list(s: Context, button: Inbox) -> Turn:
    """A page of the list."""
    where, kinds = places(s)
    number = s.approvals.count(where, kinds)
    first = str(button.first)
    skipped = int(first) if first.isdecimal() and int(first) < number else 0
    return s.turn(_page(s, number, skipped, s.approvals.page(where, PAGE, skipped, kinds)))


def done(s: Context, decision: Decision) -> Turn:
    """What was decided, and what is left: the next is one press away, and a number typed twice decides nothing."""
    where, kinds = places(s)
    gone = {effect.id for effect in decision.effects if isinstance(effect, DecideMatter)}
    left = [m for m in s.approvals.page(where, PAGE + 1, 0, kinds) if m.id not in gone]
    reply = _page(s, s.approvals.count(where, kinds) - len(gone), 0, left[:PAGE])
    return s.turn(replace(reply, text=f"{decision.said}\n\n{reply.text}"), *decision.effects)


def _page(s: Context, number: int, skipped: int, page: Sequence[Matter]) -> Reply:
    t = s.texts
    if not page:
        return Reply(t("waiting.none"))
    shown = shown_matters(reader(s), page)
    choices = [AnswerMatter(m.id, "show").labelled(matters.line(s.programme, t, m, s.unit_name)) for m in shown]
    if skipped:
        choices.append(Inbox(max(0, skipped - PAGE)).labelled(t("waiting.before")))
    if skipped + len(page) < number:
        choices.append(Inbox(skipped + PAGE).labelled(t("waiting.after")))
    numbers = t("waiting.page", first=skipped + 1, last=skipped + len(page)) if number > PAGE else ""
    return Reply(f"{t('waiting.list', count=number)}{numbers}", tuple(choices), prompt=True)


def may_decide(s: Acting, matter: Matter) -> bool:
    return s.may("approve", matter.place) or (matter.kind == ALIKE and s.may("mend", matter.place))


# --- one --------------------------------------------------------------------------------------------------------------


class MatterKind(NamedTuple):
    """What one kind of matter is shown with, and what is done about it."""

    facts: Callable[[Context, Matter, Report], list[str]]
    choices: Callable[[Context, Matter], tuple[tuple[str, str], ...]]
    decide: Callable[[Acting, Matter, Report, str], Decision | None]


KINDS = {
    ALIKE: MatterKind(duplicate.facts, duplicate.choices, duplicate.decide),
    UNUSUAL: MatterKind(outlier.facts, outlier.choices, outlier.decide),
    CORRECTION: MatterKind(correction_decision.facts, correction_decision.choices, correction_decision.decide),
    LATE: MatterKind(late_report.facts, late_report.choices, late_report.decide),
}


def decide(s: Acting, id: str, verb: str, reason: str = "") -> Decision | None:
    """The decision about a matter: `verb` as on its buttons, `reason` in words where a correction is refused. None for
    what can't be said to it."""
    matter = s.approvals.get(id)
    report = s.reports.get(matter.report) if matter else None
    if matter is None or report is None or not may_decide(s, matter):
        return Decision(s.texts("error.not_yours"), made=False)
    if matter.state != "open":
        return Decision(s.texts("matter.gone"), made=False)
    if reason:
        return correction_decision.refuse(s, matter, reason) if matter.kind == CORRECTION else None
    return KINDS[matter.kind].decide(s, matter, report, verb)


def press(s: Context, button: AnswerMatter) -> Turn:
    """A matter and what is said to it. One that waits no more changes nothing."""
    matter, verb = s.approvals.get(button.matter), button.verb
    if matter is None:
        return s.turn(Reply(s.texts("stale.gone")))
    if verb in ("why", "nowhy"):
        return correction_request.ask_why(s, matter) if verb == "why" else _no_reason(s)
    if verb == "right":
        return outlier.press_right(s, matter)
    report = s.reports.get(matter.report)
    if report is None or not may_decide(s, matter):
        return s.turn(Reply(s.texts("error.not_yours")))
    if matter.state != "open":
        return s.turn(_over(s, matter))
    if verb == "show":
        return s.turn(_shown(s, matter, report))
    if matter.kind == CORRECTION and verb == "no":
        return correction_decision.ask_why(s, matter)
    s = s.with_state(s.state.but(prompt=None))
    decision = decide(s, matter.id, verb)
    return done(s, decision) if decision else s.turn(_shown(s, matter, report))


def refused_because(s: Context, prompt: RefusalReason, text: str) -> Turn:
    """The words are why a correction is refused."""
    if trouble := correction_request.too_long(s, text):
        return s.ask_again(prompt, Reply(trouble))
    decision = decide(s, prompt.matter, "no", text)
    if decision is None or not decision.made:
        return s.turn(Reply(s.texts("matter.gone")))
    return done(s, decision)


def _no_reason(s: Context) -> Turn:
    return Turn(s.state.but(prompt=None, options=()), (Reply(s.texts("request.result")),))


def _over(s: Context, matter: Matter) -> Reply:
    """What became of it, where somebody presses an old button."""
    t, who = s.texts, s.people.get(matter.decided_by) if matter.decided_by else None
    if matter.state == "gone" or who is None or matter.decided_at is None:
        said = t("matter.gone")
    else:
        at = matter.decided_at.astimezone(s.zone)
        said = t(
            "matter.over",
            who=who.name or t("check.someone"),
            day=f"{at.day}/{at.month}",
            what=t(f"matter.state.{matter.state}"),
        )
    return Reply(said, (rest_of(s),))


def rest_of(s: Context) -> Choice:
    return Inbox().labelled(s.texts("waiting.rest"))


def _shown(s: Context, matter: Matter, report: Report) -> Reply:
    (matter,) = shown_matters(reader(s), [matter])
    kind, line = KINDS[matter.kind], matters.line(s.programme, s.texts, matter, s.unit_name)
    facts = kind.facts(s, matter, report)
    pressed = tuple(AnswerMatter(matter.id, verb).labelled(label) for verb, label in kind.choices(s, matter))
    if s.traits.plain:  # every letter counts: what is left is a word away
        return Reply("\n".join(facts if matter.kind == ALIKE else [line, *facts]), pressed, prompt=True)
    return Reply("\n".join([line, *facts]), (*pressed, rest_of(s)), prompt=True)


ROUTE = Route(
    "what waits for a decision",
    buttons={Inbox: show_list, AnswerMatter: press},
    prompts={RefusalReason: refused_because},
    commands={"waiting": lambda rest: Inbox()},
    menu=(MenuEntry(Inbox, lambda s: s.texts("menu.waiting", count=count(s)), lambda s: Inbox(), allowed=("leader",)),),
)
