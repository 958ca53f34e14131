"""Figures at any time, for whoever looks over units: of a period, an area, a topic, one tap each; and the short answer
to who asks in words."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.figures import figure_cuts
from handlers.figures.figure_lines import head, reported, source, sums
from handlers.figures.figure_reach import areas, reach, roots
from handlers.figures.figures_wanted import PERIODS, RANGE, Span, Wanted, between, days_of, read
from handlers.figures.last_question import remembered
from handlers.pipeline.route import MenuEntry, Route
from programme.domain.buttons.figures import FigureAreas, QuickFigures, SilentUnits
from programme.domain.messages import Choice
from programme.domain.model import TOPICS
from reports import sums_in_words
from reports.scope import as_then

AREAS = 12  # areas offered as buttons
MOST = 3  # choices under an answer to words


def figures(s: Context, button: QuickFigures) -> Turn:
    """The totals of what was asked for, and one tap to each other period, area and topic."""
    wanted = read(button)
    span = days_of(s, wanted)
    if not s.posts or (wanted.unit and not s.may("totals", wanted.unit)):
        return s.turn(Reply(s.texts("error.not_yours")))
    if span is None:
        return _named(s, button.period)
    if RANGE.fullmatch(wanted.period):  # however it was typed, a button carries it
        wanted = wanted.but(period=between(*span))
    turn = s.turn(Reply("\n".join(lines(s, wanted, span)), tuple(choices(s, wanted, span))))
    return remembered(s, turn, wanted.button())


def answer(s: Context, wanted: Wanted, *said: str) -> Turn:
    """The totals of what was asked for in words, with at most three choices; what is `said` comes first. For who may
    see them, and a period that there is."""
    span = days_of(s, wanted) or (s.today, s.today)
    text = "\n".join([*said, *lines(s, wanted, span)])
    return remembered(s, s.turn(Reply(text, tuple(few(s, wanted, span)))), wanted.button())


def lines(s: Context, wanted: Wanted, span: Span) -> list[str]:
    found = [head(s, wanted, span), *([s.texts("figures.then")] if wanted.then else [])]
    found += figure_cuts.cut(s, wanted, span) if wanted.view in figure_cuts.CUT else sums(s, wanted, span)
    return [*found, *source(s, wanted, span)]


def few(s: Context, wanted: Wanted, span: Span) -> list[Choice]:
    """The cut that says most, who has not reported, and the way to all else; where each costs a line, none: the next
    words say what more is wanted."""
    t, found = s.texts, []
    if s.traits.plain:
        return []
    cuts = {"unit": bool(areas(s, wanted.unit)), "topic": not wanted.topic}
    for view in (view for view, there in cuts.items() if there and wanted.view != view):
        found.append(wanted.but(view=view).button().labelled(t(f"figures.by.{view}")))
    period, came = reported(s, wanted, span)
    if came.missing and any(s.may("nudge", code) for code in roots(s)):
        silent = SilentUnits("", period, wanted.unit)
        found.insert(1, silent.labelled(t("figures.missing", count=len(came.missing))))
    return [*found[: MOST - 1], wanted.but(view="").button().labelled(t("figures.other"))]


def _named(s: Context, text: str) -> Turn:
    """The figures of the unit of that name, or a choice of those that may be meant."""
    mine = set(reach(s))
    found = [unit.code for unit, _ in s.programme.units.find(text, on=s.today) if unit.code in mine]
    if len(found) == 1:
        return figures(s, QuickFigures("month", found[0]))
    choices = [Wanted("month", code).button().labelled(s.programme.units[code].name) for code in found[:AREAS]]
    return s.turn(Reply(s.texts("error.unit_several" if found else "figures.no_period"), tuple(choices)))


def reorganised(s: Context, wanted: Wanted, span: Span) -> bool:
    """Whether what is shown was made of other units in those days than it is now."""
    tree = s.programme.units
    return any(
        codes != set(tree.subtree(code, s.today))
        for code in ([wanted.unit] if wanted.unit else roots(s))
        for _, _, codes in as_then(tree, code, *span)
    )


def choices(s: Context, wanted: Wanted, span: Span) -> list[Choice]:
    t, tree = s.texts, s.programme.units
    found = [
        Wanted(period, wanted.unit, wanted.topic).button().labelled(t(f"figures.period.{period}"))
        for period in PERIODS
        if period != wanted.period
    ]
    found += [
        Wanted(wanted.period, wanted.unit, topic).button().labelled(sums_in_words.capital(t(f"topic.{topic}")))
        for topic in TOPICS
        if topic != wanted.topic
    ]
    if wanted.topic:
        found.append(Wanted(wanted.period, wanted.unit).button().labelled(t("figures.all_topics")))
    if s.traits.plain:  # each costs a line of an SMS; areas are named by typing
        return found[: len(PERIODS) - 1]
    if wanted.then or reorganised(s, wanted, span):
        other = wanted.but(view="" if wanted.then else "then")
        found.append(other.button().labelled(t("figures.as_now" if wanted.then else "figures.as_then")))
    below = areas(s, wanted.unit)
    if len(below) > AREAS:
        found.append(FigureAreas(wanted.period, wanted.unit, wanted.topic, "0").labelled(t("figures.by_area")))
    else:
        found += [Wanted(wanted.period, c, wanted.topic).button().labelled(tree[c].name) for c in below]
    if wanted.unit:
        found.append(Wanted(wanted.period, "", wanted.topic).button().labelled(t("figures.all_units")))
    return found


def by_area(s: Context, button: FigureAreas) -> Turn:
    """The areas of what is shown, a page of them."""
    period, unit, topic, first = button.period, button.unit, button.topic, str(button.first)
    wanted = Wanted(period or "month", unit, topic if topic in TOPICS else "")
    if wanted.unit and wanted.unit not in reach(s):
        return s.turn(Reply(s.texts("error.not_yours")))
    found, tree = areas(s, wanted.unit), s.programme.units
    at = int(first) if first.isdecimal() else 0
    shown = [Wanted(period, c, wanted.topic).button().labelled(tree[c].name) for c in found[at : at + AREAS]]
    if (left := len(found) - at - AREAS) > 0:
        shown.append(FigureAreas(period, unit, wanted.topic, at + AREAS).labelled(s.texts("silent.next", count=left)))
    return s.turn(Reply(s.texts("figures.which_area"), tuple(shown), prompt=True))


ROUTE = Route(
    "figures",
    buttons={QuickFigures: figures, FigureAreas: by_area},
    commands={"figures": QuickFigures},
    menu=(MenuEntry(QuickFigures, lambda s: s.texts("menu.figures"), lambda s: QuickFigures(), allowed=("member",)),),
)
