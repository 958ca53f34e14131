"""Drafts of the activities that a message tells of, as they would be sent, with what is missing or doubtful in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.draft.session import DraftSession
from handlers.free_words.message_reading import reading_of
from handlers.free_words.not_understood import without_personal
from handlers.free_words.unread_numbers import unread
from handlers.one_line import line_reply, report_line
from handlers.one_line.line import Line
from handlers.one_line.line_to_form import Filled, fill
from handlers.one_line.line_words import Words
from handlers.reporting.submit import is_late
from handlers.state import AtReview, Draft


@dataclass(frozen=True, slots=True)
class Told:
    """`drafts` with a note to each, the sentences of what the form `refused`; `s` is the context after it: photos that
    went into one of them wait no more."""

    s: Context
    drafts: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def behind(self, before: Told | None) -> Told:
        """Both, those of `before` first; the context is that of these."""
        if before is None:
            return self
        return replace(self, drafts=(*before.drafts, *self.drafts), notes=(*before.notes, *self.notes))

    def noted(self, note: str) -> Told:
        """With a note more to the last of them."""
        if not note or not self.notes:
            return self
        return replace(self, notes=(*self.notes[:-1], "; ".join(filter(None, (self.notes[-1], note)))))


def drafts_of(s: Context, unit: str, text: str, lines: Sequence[Line], words: Words) -> Told:
    """What the lines become, for the unit that a line names, else this one."""
    drafts: list[Draft] = []
    notes: list[str] = []
    refused: list[str] = []
    for line in lines:
        here = line.unit if line.unit and s.may("file", line.unit) else unit
        draft = report_line.blank(s, here, text)
        session = DraftSession(s.with_state(s.state.but(draft=None)), draft)
        filled = fill(session, line, words)
        if filled.wrong or not line.kind:
            refused.append(line_reply.sentence(line_reply.faults(s, filled, line)) or s.texts("line.empty"))
            continue
        drafts.append(report_line.kept(session).draft)
        notes.append(_note(session, filled))
        s = s.with_state(session.s.state.but(draft=s.state.draft, drafts=draft.number))
    return Told(s, tuple(drafts), tuple(notes), tuple(refused))


def of_draft(s: Context, draft: Draft) -> Told:
    """A draft that is open becomes one of several: its note says what it lacks, and what was not read of its words."""
    session = DraftSession(s.with_state(s.state.but(draft=draft, prompt=None)), draft)
    faults = [ref for ref, kind, _ in session.instance.faults() if kind == "required"]
    left = unread(draft.line, reading_of(s, draft.line))
    note = "; ".join(filter(None, (_note(session, Filled(missing=faults)), not_counted(s, left))))
    session.save(stop=AtReview(), todo=())
    return Told(s.with_state(s.state.but(draft=None)), (session.draft,), (note,))


def not_counted(s: Context, numbers: Sequence[str]) -> str:
    """The numbers that nothing was read of, named, without what may be kept nowhere; "" where there are none."""
    named = ", ".join(f"“{without_personal(words)}”" for words in numbers)
    return s.texts("several.unread_numbers", what=named) if named else ""


def _note(session: DraftSession, filled: Filled) -> str:
    """What is missing or only guessed, in words."""
    t = session.s.texts
    said = []
    if filled.missing:
        said.append(t("several.missing", what=line_reply.missing(session, filled)))
    if filled.guesses:
        said.append(t("several.guessed", what=line_reply.guessed(session, filled)))
    if not filled.missing and is_late(session):
        said.append(t("several.late"))
    return "; ".join(said)
