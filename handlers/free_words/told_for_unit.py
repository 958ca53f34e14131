"""What was told or forwarded by who has no unit of their own, or several: the unit is asked, by buttons or its name,
and then it is a list that waits for a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from handlers.context import Context, Reply, Turn
from handlers.figures import figure_reach
from handlers.free_words import free_report, several_reports
from handlers.free_words.free_report import told_lines, without_personal
from handlers.free_words.message_reading import reading_of
from handlers.free_words.told_drafts import Told, drafts_of, not_counted
from handlers.free_words.unread_numbers import unread
from handlers.one_line import report_line
from handlers.one_line.line import Line, heads
from handlers.one_line.line_words import DATE
from handlers.pipeline.route import Route
from handlers.privacy import kept_words
from handlers.state import Prompt, Takes
from handlers.understand.calendar_days import Day
from handlers.understand.reader.reading import Reading
from programme.domain.buttons.reporting import ToldForUnit
from programme.language.vietnamese import fold, nfc

MOST = 8
"""Units that are offered."""


class WhichUnit(Prompt, frozen=True, tag="told_for_unit"):
    """The unit that these messages tell of: their `words` without what may not be kept, the `days` that they were
    written on, and what is to be said of each."""

    takes: ClassVar[Takes] = "a unit"
    words: tuple[str, ...]
    days: tuple[date, ...]
    notes: tuple[str, ...]


# --- read -------------------------------------------------------------------------------------------------------------


def lines_in(s: Context, text: str) -> tuple[list[Line], str, str]:
    """The activities in the words, what else is to be said of them, and the words without what may not be kept."""
    words = report_line.vocabulary(s)
    if words is None:
        return [], "", ""
    reading = reading_of(s, text)
    kept, left_out = without_personal(nfc(text), reading)
    kept = kept_words.remembered(s, kept)
    if heads(text, words):
        line = report_line.read(s, kept, words)
        return ([] if line.nil else [replace(line, said=False)]), "", kept
    lines = told_lines(s, text, reading) if reading.intent == "report" else []
    notes = (not_counted(s, unread(nfc(text), reading)), s.texts("several.left_out") if left_out else "")
    return lines, "; ".join(filter(None, notes)), kept


def dated(s: Context, line: Line, day: date) -> Line:
    """The line with the day of its message as a likely one, where it names none and came on a later day."""
    if line.day or day >= s.today:
        return line
    return replace(line, day=Day(day), day_typed=f"{day.day}/{day.month}", unsure=(*line.unsure, DATE))


# --- asked ------------------------------------------------------------------------------------------------------------


def is_unclear(s: Context, lines: Sequence[Line]) -> bool:
    """Whether it is to be asked which unit the lines tell of: they name none, and it is not known."""
    if not lines or all(line.unit and s.may("file", line.unit) for line in lines):
        return False
    return _is_unknown(s) and bool(_may_report_for(s))


def _is_unknown(s: Context) -> bool:
    """Whether the member has no unit of their own, or several and has used none of them."""
    own = s.own_units()
    return s.state.draft is None and (not own or (len(own) > 1 and s.state.unit not in own))


def ask(s: Context, text: str, day: date, note: str = "") -> Turn:
    """Which unit it is, together with the messages that wait for the same answer."""
    before = s.state.prompt if isinstance(s.state.prompt, WhichUnit) else WhichUnit((), (), ())
    prompt = WhichUnit((*before.words, text), (*before.days, day), (*before.notes, note))
    return _put(s, prompt, _offered(s, prompt))


def joined(s: Context, text: str) -> Turn | None:
    """A further report while the unit is asked waits for the same answer; None for all other words."""
    if not isinstance(s.state.prompt, WhichUnit):
        return None
    lines, note, kept = lines_in(s, text)
    return ask(s, kept, s.today, note) if any(map(_is_whole, lines)) else None


def report(s: Context, text: str, reading: Reading) -> Turn | None:
    """What becomes of activities that were told, the unit asked where it is unclear."""
    if _is_unknown(s):
        lines, note, kept = lines_in(s, text)
        if is_unclear(s, lines):
            return ask(s, kept, s.today, note)
    return free_report.report(s, text, reading)


def by_keyword(s: Context, text: str) -> Turn | None:
    """The same for a line of who has no unit of their own; None for all other words."""
    words = report_line.vocabulary(s)
    if words is None or s.own_units() or not heads(text, words):
        return None
    lines, note, kept = lines_in(s, text)
    return ask(s, kept, s.today, note) if any(map(_is_whole, lines)) and is_unclear(s, lines) else None


def _is_whole(line: Line) -> bool:
    return bool(line.kind and (line.counts or line.pair))


def _may_report_for(s: Context) -> list[str]:
    """One's own units, else those below one's posts, that report."""
    own = s.own_units()
    return own or [code for code in figure_reach.reach(s) if figure_reach.reports(s, code) and s.may("file", code)]


def _offered(s: Context, prompt: WhichUnit) -> list[str]:
    """The units whose names end as the words say ("đội Hà Tu", for the ward too); all of them, where they are few."""
    mine, said = _may_report_for(s), f" {fold(' '.join(prompt.words))} "
    near = [code for code in mine if f" {' '.join(fold(s.programme.units[code].name).split()[-2:])} " in said]
    return list(dict.fromkeys((*near, *(mine if len(mine) <= MOST else ()))))[:MOST]


def _put(s: Context, prompt: WhichUnit, codes: Sequence[str], *said: str) -> Turn:
    choices = tuple(ToldForUnit(code).labelled(s.unit_name(code)) for code in codes)
    which = s.texts("told_for.which", count=len(prompt.words))
    return s.ask(prompt, Reply("\n".join((*said, which)), choices))


# --- answered ---------------------------------------------------------------------------------------------------------


def named(s: Context, prompt: WhichUnit, text: str) -> Turn:
    """The unit by its name; several that it may be are offered."""
    mine = _may_report_for(s)
    found = [unit.code for unit, _ in s.programme.units.find(text, on=s.today) if unit.code in mine]
    if not found:
        return replace(_put(s, prompt, _offered(s, prompt), s.texts("behalf.none")), refused=True)
    return _listed(s, prompt, found[0]) if len(found) == 1 else _put(s, prompt, found[:MOST])


def chosen(s: Context, button: ToldForUnit) -> Turn:
    prompt = s.state.prompt
    if not isinstance(prompt, WhichUnit) or button.unit not in _may_report_for(s):
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    return _listed(s.with_state(s.state.but(prompt=None)), prompt, button.unit)


def _listed(s: Context, prompt: WhichUnit, unit: str) -> Turn:
    used = s.with_state(s.state.but(unit=unit)) if unit in s.own_units() else s
    told, words = Told(used), report_line.vocabulary(s)
    for text, day, note in zip(prompt.words, prompt.days, prompt.notes, strict=True):
        lines = [dated(s, line, day) for line in lines_in(replace(told.s, today=day), text)[0]]
        told = drafts_of(told.s, unit, text, lines, words).noted(note).behind(told)
    return several_reports.listed(told)


ROUTE = Route("told for a unit", buttons={ToldForUnit: chosen}, prompts={WhichUnit: named})
