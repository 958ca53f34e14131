"""Questions about figures: the totals of what is asked, where they come from, on paper, and closed."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.figures.figure_lines import head, source
from handlers.figures.figure_reach import areas, reach, reader, reports, roots
from handlers.figures.figures_wanted import Wanted, between, days_of, read
from handlers.figures.last_question import last_of
from handlers.figures.quick_figures import answer
from handlers.free_words.questions.named_unit import unit_named
from handlers.free_words.questions.whom_to_ask import may, not_theirs, people_for
from handlers.understand.reader.reading import Reading
from handlers.wording.activity_words import dated_period
from programme.domain.buttons.figures import QuickFigures, SilentUnits
from programme.domain.periods import is_period
from reports import indicators
from reports.shown_summary import shown_targets
from reports.sums_in_words import dmy
from reports.targets_in_words import in_lines


def figures(s: Context, text: str, reading: Reading) -> Turn:
    """The figures of what is asked; what goes on with the question before fills up what is not said."""
    if reading.asked.goes_on and not _cuts(reading) and (silent := last_of(s, SilentUnits)):
        return Turn(s.state, then=SilentUnits("", reading.period, silent.unit))
    return _figures(s, reading, wanted_of(s, reading))


def _cuts(reading: Reading) -> bool:
    """Whether more than a period is named."""
    asked = reading.asked
    return bool(asked.topics or asked.by or asked.at or not reading.period)


def wanted_of(s: Context, reading: Reading) -> Wanted:
    """What is asked for, as a button would."""
    asked = reading.asked
    last = last_of(s, QuickFigures) if asked.goes_on else None
    wanted = read(last) if last else Wanted()
    if reading.date:
        days = between(reading.date, reading.date_to or reading.date)
        wanted = wanted.but(period="today" if days == between(s.today, s.today) else days)
    elif reading.period:
        wanted = wanted.but(period=reading.period)
    if len(asked.topics) == 1:
        wanted = wanted.but(topic=asked.topics[0])
    if asked.topics[1:]:
        wanted = wanted.but(topic="", view="topic")
    if asked.by:
        wanted = wanted.but(view=asked.by, topic="" if asked.by == "topic" else wanted.topic)
    unit = unit_named(s, asked.at, reach(s))
    return wanted.but(unit=unit) if unit else wanted


def _figures(s: Context, reading: Reading, wanted: Wanted, *said: str) -> Turn:
    """The answer to who may have it; of what there are no figures that is said, with those that there are."""
    t, span, at = s.texts, days_of(s, wanted), reading.asked.at
    if not may(s, "totals") or (wanted.unit and not s.may("totals", wanted.unit)):
        return not_theirs(s, "totals")
    if span is not None and span[0] > s.today:
        return s.turn(Reply(t("asked.ahead", day=dmy(span[0]))))
    if span is None:
        said, wanted = (*said, t("figures.no_period")), wanted.but(period="month")
    if at and not unit_named(s, at):
        said = (*said, t("asked.no_unit", words=at))
    if wanted.view == "unit" and not areas(s, wanted.unit):
        whom = people_for(s, "approve")
        said = (*said, t("asked.no_areas", whom=whom) if whom else t("asked.no_areas_here"))
        wanted = wanted.but(view="")
    return answer(s, wanted, *said)


def origin(s: Context, text: str, reading: Reading) -> Turn:
    """What the figures are made of, and each unit's part."""
    wanted = wanted_of(s, reading)
    last = last_of(s, QuickFigures)
    if last and not reading.period:
        wanted = read(last)
    view = "unit" if areas(s, wanted.unit) else ""
    return _figures(s, reading, wanted.but(view=view), s.texts("asked.source"))


def targets(s: Context, text: str, reading: Reading) -> Turn:
    """How far the targets of the year are reached; the figures alone where none were set."""
    wanted = wanted_of(s, reading)
    unit = wanted.unit or next(iter(roots(s)), "")
    if not unit or not s.may("totals", unit):
        return not_theirs(s, "totals")
    this = s.programme.regime.period_of(s.today, "yearly")
    period = reading.period if is_period(reading.period) else this
    span = s.programme.regime.span(period)
    found = shown_targets(reader(s), unit, span, indicators.targets(s.programme, s.figures, unit, period, s.today))
    wanted = wanted.but(period=period, view="")
    if not found:
        return _figures(s, reading, wanted, s.texts("asked.no_targets", unit=s.unit_name(unit), year=period[:4]))
    lines = [head(s, wanted.but(unit=unit), span), *in_lines(s.programme, s.texts, found), *source(s, wanted, span)]
    return s.turn(Reply("\n".join(lines), (wanted.button().labelled(s.texts("figures.other")),)))


def paper(s: Context, text: str, reading: Reading) -> Turn:
    """That there is no document here, what there is, and the figures to copy."""
    last = last_of(s, QuickFigures)
    wanted = read(last) if last and not reading.period else wanted_of(s, reading)
    said = s.texts("asked.paper_office") if may(s, "ask") else s.texts("asked.paper")
    return _figures(s, reading, wanted, said)


def close(s: Context, text: str, reading: Reading) -> Turn:
    """When the period closes by itself, and how it stands."""
    t, regime = s.texts, s.programme.regime
    units = [code for code in reach(s) if reports(s, code)]
    if not units:
        return not_theirs(s, "totals")
    kind = s.programme.kind_of(units[0])
    before = regime.before(regime.period_of(s.today, kind.cadence))
    period, wanted = reading.period if is_period(reading.period) else before, wanted_of(s, reading)
    due = regime.due(period, kind.due_days)
    values = {"period": dated_period(s, period), "date": dmy(due)}
    said = t("asked.closed", **values) if s.today > due else t("asked.closes", **values)
    return _figures(s, reading, wanted.but(period=period), said)
