"""A report in the sender's own words: one activity becomes a draft that is shown, several become one list."""

from __future__ import annotations

from handlers.context import Context, Turn
from handlers.draft.session import DraftSession
from handlers.free_words import several_reports
from handlers.free_words.activity_line import lines_of
from handlers.free_words.unread_numbers import unread
from handlers.one_line import report_line
from handlers.one_line.line import Line
from handlers.one_line.line_to_form import fill
from handlers.understand.personal.personal import find_personal
from handlers.understand.reader.reading import Reading
from programme.language.vietnamese import fold, nfc
from programme.language.words import words_for

NOT_DONE = words_for("free.not_done")
"""Words of what may not have happened: then it is asked to look again."""


def report(s: Context, text: str, reading: Reading) -> Turn | None:
    """What becomes of activities that were told; None where no kind and no figure is said."""
    words = report_line.vocabulary(s)
    lines = told_lines(s, text, reading)
    if words is None or not lines:
        return None
    kept, left_out = without_personal(nfc(text), reading)
    if len(lines) > 1:
        turn = several_reports.ask(s, kept, lines, words)
    else:
        turn = report_line.take_line(s, kept, lines[0], words)
    folded = f" {fold(text)} "
    if any(f" {word} " in folded for word in NOT_DONE):
        turn = turn.below(s.texts("free.not_done"))
    if numbers := unread(nfc(text), reading):
        turn = turn.below(s.texts("free.unread", what=", ".join(f"“{words}”" for words in numbers)))
    return turn.below(s.texts("free.left_out")) if left_out else turn


def told_lines(s: Context, text: str, reading: Reading) -> list[Line]:
    """The activities that were told, each as a line that the form takes; those of which neither kind nor figure is said
    are left out."""
    words = report_line.vocabulary(s)
    if words is None:
        return []

    def fits(line: Line) -> bool:
        draft = report_line.blank(s, s.unit_of(), "")
        return not fill(DraftSession(s.with_state(s.state.but(draft=None)), draft), line, words).troubles

    return [line for line in lines_of(s, reading, nfc(text), words, fits) if line.kind or line.counts]


def without_personal(text: str, reading: Reading) -> tuple[str, bool]:
    """The words without those that may not be kept about a person, and whether there were any."""
    found = (text[each.start : each.end] for each in find_personal(text) if not each.suspected)
    kept = text
    for words in (*reading.refused, *found):
        kept = kept.replace(words, "")
    return " ".join(kept.split()), kept != text
