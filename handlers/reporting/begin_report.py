"""A report begun, for one's own unit or one that a coordinator names; and a draft gone on with."""

from __future__ import annotations

from typing import ClassVar

from handlers.context import Context, Reply, Turn
from handlers.draft import conversation
from handlers.figures import figure_reach
from handlers.people import closed_units
from handlers.pipeline.route import MenuEntry, Route
from handlers.reporting import sent_reports
from handlers.state import Prompt, Takes
from programme.domain.buttons.menu import OpenMenu
from programme.domain.buttons.reporting import DiscardDraft, EnterForUnit, NewReport, NewReportFor, ResumeDraft

MOST_UNITS = 8


class NameUnit(Prompt, frozen=True, tag="report_for_unit"):
    """The unit that a coordinator enters a report for."""

    takes: ClassVar[Takes] = "a unit"


def new(s: Context, button: NewReport | None = None) -> Turn:
    """A new report; an unfinished one is named first, several units are asked about."""
    t = s.texts
    if s.state.draft:
        return unfinished(s)
    codes = s.own_units(gone=True)
    if not codes:
        return s.turn(Reply(t("menu.no_unit")))
    if len(codes) == 1:
        return _begun(s, codes[0])
    over = [c for c in codes if closed_units.is_over(s, c)]
    names = {c: t("ended.label", unit=s.unit_name(c)) if c in over else s.unit_name(c) for c in codes}
    choices = tuple(NewReportFor(c).labelled(names[c]) for c in codes)
    return s.turn(Reply(t("menu.which_unit"), choices, prompt=True))


def unfinished(s: Context) -> Turn:
    """There is a draft already: gone on with, or thrown away."""
    t = s.texts
    discard = DiscardDraft(f"{s.state.draft.number:x}").labelled(t("menu.discard"))
    choices = (ResumeDraft().labelled(t("menu.resume")), discard)
    return s.turn(Reply(t("menu.unfinished"), choices, prompt=True))


def new_for(s: Context, button: NewReportFor) -> Turn:
    """A report for a unit that was chosen: one's own, or one that a leader or coordinator may report for."""
    if not s.may("file", button.unit) or not s.programme.kind_of(button.unit).reports:
        return s.turn(Reply(s.texts("error.not_yours")))
    return unfinished(s) if s.state.draft else _begun(s, button.unit)


def _begun(s: Context, unit: str) -> Turn:
    """Of a unit that has ended it is said first that only what was done before can be told."""
    said = closed_units.words(s, unit) if closed_units.is_over(s, unit) else ""
    return conversation.begin(s, unit, said=said)


def resume(s: Context, button: ResumeDraft | None = None) -> Turn:
    if s.state.draft:
        return conversation.resume(s.with_state(s.state.but(prompt=None)))
    return Turn(s.state, then=OpenMenu(), lead=s.texts("menu.nothing_open"))


def discard(s: Context, button: DiscardDraft) -> Turn:
    if s.state.draft and f"{s.state.draft.number:x}" != button.draft:
        return s.turn(Reply(s.texts("stale.gone")))
    return new(s.with_state(s.state.but(draft=None)))


def enter_for_unit(s: Context, button: EnterForUnit | None = None) -> Turn:
    return s.ask(NameUnit(), Reply(s.texts("behalf.which")))


def unit_named(s: Context, prompt: NameUnit, text: str) -> Turn:
    """The unit by its name; several that it may be are offered, and another name may follow."""
    t, mine = s.texts, sent_reports.subtree(s)
    units = s.programme.units.find(text, on=s.today)
    found = [u for u, _ in units if u.code in mine and figure_reach.reports(s, u.code)]
    if len(found) == 1:
        return new_for(s, NewReportFor(found[0].code))
    if not found:
        return s.ask_again(prompt, Reply(t("behalf.none")))
    choices = tuple(NewReportFor(u.code).labelled(u.name) for u in found[:MOST_UNITS])
    return s.ask(prompt, Reply(t("error.unit_several"), choices))


ROUTE = Route(
    "begin a report",
    buttons={
        NewReport: new,
        NewReportFor: new_for,
        ResumeDraft: resume,
        DiscardDraft: discard,
        EnterForUnit: enter_for_unit,
    },
    prompts={NameUnit: unit_named},
    commands={
        "report": lambda rest: NewReport(),
        "resume": lambda rest: ResumeDraft(),
        "behalf": lambda rest: EnterForUnit(),
    },
    menu=(
        MenuEntry(NewReport, lambda s: s.texts("menu.report"), lambda s: NewReport() if s.own_units(True) else None),
        MenuEntry(EnterForUnit, lambda s: s.texts("menu.behalf"), lambda s: EnterForUnit()),
    ),
)
