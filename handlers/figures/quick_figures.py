"""Figures at any time, for whoever looks over units: of a period, an area, a topic, one tap each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.campaigns.seasons import seasons
from handlers.context import Acting, Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from programme.domain.buttons.figures import FigureAreas, QuickFigures
from programme.domain.messages import Choice
from programme.domain.model import TOPICS
from programme.language.words import alternatives
from reports import sums_in_words
from reports.completeness import completeness
from reports.scope import as_then, day_of_now
from reports.summary import filed, grouped
from reports.totals import topics_of, totals_of

PERIODS = ("today", "week", "month", "campaign", "year", "last_year")
"""What can be asked for: `last_year` is this month a year ago."""
DAY = r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?"
RANGE = re.compile(rf"{DAY}(?:\s*(?:-|–|{alternatives('date.until', 'marked.date.until')})\s*{DAY})?")
AREAS = 12  # areas offered as buttons
CADENCES = {"week": "weekly", "month": "monthly", "year": "yearly"}
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`unit` "" is all that the member may see, `topic` "" all of them; `then`: by the units of each day, else what is
    gone belongs to what it has become."""

    period: str = "month"
    unit: str = ""
    topic: str = ""
    then: bool = False

    def button(self) -> QuickFigures:
        return QuickFigures(self.period, self.unit, self.topic, "then" if self.then else "")


def heads(s: Acting) -> list[str]:
    """The units of the member's posts, those they look over first."""
    over = [p.unit for p in s.posts if p.role in ("coordinator", "admin", "viewer")]
    codes = over or [p.unit for p in s.posts]
    return [code for code in dict.fromkeys(codes) if code in s.programme.units]


def reach(s: Acting) -> list[str]:
    """The units whose figures the member may see: their own, and all below a post that looks over others."""
    codes: dict[str, None] = {}
    for post in s.posts:
        codes[post.unit] = None
        if post.role in ("coordinator", "admin", "viewer"):
            codes |= dict.fromkeys(s.programme.units.subtree(post.unit, s.today))
    return [code for code in codes if code in s.programme.units]


def reports(s: Acting, code: str) -> bool:
    """Whether a unit is expected to report today."""
    unit = s.programme.units[code]
    return s.programme.unit_kinds[unit.kind].reports and unit.exists_on(s.today)


def only_views(s: Acting) -> bool:
    """Whether small numbers of persons are hidden from the member."""
    return bool(s.posts) and all(p.role == "viewer" for p in s.posts)


def figures(s: Context, button: QuickFigures) -> Turn:
    """The totals of what was asked for, and one tap to each other period, area and topic."""
    if not s.posts:
        return s.turn(Reply(s.texts("error.not_yours")))
    wanted = read(button)
    span = span_of(s, wanted.period)
    if span is None:
        return _named(s, button.period)
    if wanted.unit and not s.may("totals", wanted.unit):
        return s.turn(Reply(s.texts("error.not_yours")))
    lines = [head(s, wanted, span), *([s.texts("figures.then")] if wanted.then else [])]
    lines += [*sums(s, wanted, span), *source(s, wanted, span)]
    return s.turn(Reply("\n".join(lines), tuple(choices(s, wanted, span))))


def read(button: QuickFigures) -> Wanted:
    """What a button asks for; its period may be days as they are typed: `1/6-15/6`."""
    topic = button.topic if button.topic in TOPICS else ""
    return Wanted(button.period.strip() or "month", button.unit, topic, button.view == "then")


def _named(s: Context, text: str) -> Turn:
    """The figures of the unit of that name, or a choice of those that may be meant."""
    mine = set(reach(s))
    found = [unit.code for unit, _ in s.programme.units.find(text, on=s.today) if unit.code in mine]
    if len(found) == 1:
        return figures(s, QuickFigures("month", found[0]))
    choices = [Wanted("month", code).button().labelled(s.programme.units[code].name) for code in found[:AREAS]]
    return s.turn(Reply(s.texts("error.unit_several" if found else "figures.no_period"), tuple(choices)))


def span_of(s: Context, period: str) -> Span | None:
    """The days meant, as of today; None for what is no period."""
    regime, today = s.programme.regime, s.today
    if period == "today":
        return today, today
    if period in CADENCES:
        return regime.span(regime.period_of(today, CADENCES[period]))
    if period == "last_year":
        return regime.span(regime.same_last_year(regime.period_of(today, "monthly")))
    if period == "campaign":
        begun = [season.run for season in seasons(s) if season.run.start <= today]
        return max(((run.start, run.end) for run in begun), default=None)
    if found := RANGE.fullmatch(period):
        return typed(found, today)
    try:
        return regime.span(period)
    except ValueError:
        return None


def typed(found: re.Match[str], today: date) -> Span | None:
    """Days without a year are of this one."""
    d1, m1, y1, d2, m2, y2 = found.groups()
    try:
        first = date(int(y1 or y2 or today.year), int(m1), int(d1))
        last = date(int(y2 or first.year), int(m2), int(d2)) if d2 else first
    except ValueError:
        return None
    return (first, last) if first <= last else None


def head(s: Context, wanted: Wanted, span: Span) -> str:
    t, tree = s.texts, s.programme.units
    units = tree[wanted.unit].name if wanted.unit else ", ".join(tree[code].name for code in heads(s))
    topic = sums_in_words.capital(t(f"topic.{wanted.topic}")) if wanted.topic else t("figures.all_topics")
    days = sums_in_words.span(*span)
    return t(
        "figures.head",
        units=units,
        topic=topic,
        days=days if span[0].year != span[1].year else f"{days}/{span[1].year}",
    )


def sums(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """A line a kind, and the same days a year before."""
    t, viewer = s.texts, only_views(s)
    before = year_before(span)
    now, last_year = [], []
    for code in [wanted.unit] if wanted.unit else roots(s):
        on = day_of_now(s.programme.units, code, s.today)
        found = grouped(s.programme, s.queries, code, [span, before], on, then=wanted.then)
        now += found[0]
        last_year += found[1]
    totals = [
        topics_of(found).get(wanted.topic, {}) if wanted.topic else totals_of(found) for found in (now, last_year)
    ]
    said = sums_in_words.words_by_kind(t, totals[0], viewer=viewer, topic=wanted.topic)
    lines = [
        t("figures.kind", kind=sums_in_words.capital(t(f"kind.{kind}")), sums=", ".join(each.values()))
        for kind, each in said.items()
    ]
    if totals[1]:
        past = sums_in_words.sums_words(t, totals[1], viewer=viewer, topic=wanted.topic)
        lines.append(t("figures.last_year", year=before[1].year, sums=past))
    if parts := sum(total.approximate for total in totals[0].values()):
        lines.append(t("figures.approximate", count=parts))
    return lines if said else [t("figures.none"), *lines]


def roots(s: Context) -> list[str]:
    """The member's units without those below another of them, so that nothing is counted twice."""
    codes = heads(s)
    return [code for code in codes if not set(s.programme.units.ancestors(code, s.today)) & set(codes)]


def year_before(span: Span) -> Span:
    """29 February is the 28th in a year without it."""
    return tuple(day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day) for day in span)


def source(s: Context, wanted: Wanted, span: Span) -> list[str]:
    """From how many of the units that are asked: of the month that holds the last day."""
    t, programme = s.texts, s.programme
    day = min(span[1], s.today)
    period = programme.regime.period_of(day, "monthly")
    below = reach(s) if not wanted.unit else list(programme.units.subtree(wanted.unit, day))
    came = completeness(programme, below, period, filed(programme, s.queries, {period}, s.now, set(below)), s.now)
    if not came.expected:
        return []
    at = s.now.astimezone(s.zone)
    count, of = len(came.reported), len(came.expected)
    closed = span[1] < s.today and all(
        s.today > programme.regime.due(period, programme.kind_of(u).due_days) for u in came.expected
    )
    key = "figures.closed" if closed else "figures.source"
    return [t(key, count=count, of=of, time=f"{at:%H:%M}", day=f"{at.day}/{at.month}")]


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
        other = replace(wanted, then=not wanted.then)
        found.append(other.button().labelled(t("figures.as_now" if wanted.then else "figures.as_then")))
    below = areas(s, wanted)
    if len(below) > AREAS:
        found.append(FigureAreas(wanted.period, wanted.unit, wanted.topic, "0").labelled(t("figures.by_area")))
    else:
        found += [Wanted(wanted.period, c, wanted.topic).button().labelled(tree[c].name) for c in below]
    if wanted.unit:
        found.append(Wanted(wanted.period, "", wanted.topic).button().labelled(t("figures.all_units")))
    return found


def areas(s: Context, wanted: Wanted) -> Sequence[str]:
    """The units right below what is shown, those that have others below them first, by name."""
    over, tree = [wanted.unit] if wanted.unit else heads(s), s.programme.units
    mine = set(reach(s))
    below = [c for code in over for c in tree.children(code, s.today) if c in mine]
    return sorted(below, key=lambda code: (not tree.children(code, s.today), tree[code].name))


def by_area(s: Context, button: FigureAreas) -> Turn:
    """The areas of what is shown, a page of them."""
    period, unit, topic, first = button.period, button.unit, button.topic, str(button.first)
    wanted = Wanted(period or "month", unit, topic if topic in TOPICS else "")
    if wanted.unit and wanted.unit not in reach(s):
        return s.turn(Reply(s.texts("error.not_yours")))
    found, tree = areas(s, wanted), s.programme.units
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
