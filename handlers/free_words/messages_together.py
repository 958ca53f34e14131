"""Messages that come together, as when several are forwarded at once: what they tell of is one list with one yes.

Nothing waits in memory for the next of them: each joins the list that the ones before it have left in the state,
however much later a gateway brings it; what is answered to it takes the place of an answer that has not gone out yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.context import Context, Reply, Turn
from handlers.free_words import not_understood, several_reports, told_for_unit
from handlers.free_words.message_reading import LONGEST
from handlers.free_words.several_reports import SeveralReports
from handlers.free_words.told_drafts import drafts_of, of_draft
from handlers.free_words.told_for_unit import WhichUnit
from handlers.one_line import report_line
from handlers.one_line.line import heads
from handlers.pipeline import open_question
from handlers.state import Draft
from programme.domain.buttons.reporting import NewReport
from programme.domain.messages import Inbound
from programme.language.vietnamese import thousands

TOGETHER = timedelta(seconds=10)
"""Where a channel does not mark forwarded messages, those within this time came together."""
HEAD = 40
"""Letters of a message that are shown where nothing was read of it."""


def forwarded(s: Context, text: str, written: datetime | None) -> Turn:
    """A forwarded message: what it tells of joins the list that waits for a yes, or begins one. It is no answer to an
    open question. Its days are told from the day when it was `written`."""
    turn = _joined(s, text, written)
    if len(text) <= LONGEST:
        return turn
    return replace(turn, replies=(*turn.replies, Reply(s.texts("free.too_long", most=thousands(LONGEST)))))


def _joined(s: Context, text: str, written: datetime | None) -> Turn:
    before = several_reports.open_list(s)
    if before is None and s.state.prompt is not None and not isinstance(s.state.prompt, WhichUnit):
        return open_question.again(s, s.texts("odd.forwarded"))
    day = min(written.astimezone(s.zone).date() if written else s.today, s.today)
    lines, note, kept = told_for_unit.lines_in(replace(s, today=day), text)
    if not any(line.kind and (line.counts or line.pair or line.day or line.place) for line in lines):
        return _nothing(s, kept)
    if before is None and told_for_unit.is_unclear(s, lines):
        return told_for_unit.ask(s, kept, day, note)
    unit = several_reports.unit_of(s) or (before.drafts[0].unit if before else lines[0].unit)
    if not unit:
        return s.turn(Reply(s.texts("menu.no_unit")))
    lines = [told_for_unit.dated(s, line, day) for line in lines]
    told = drafts_of(s, unit, kept, lines, report_line.vocabulary(s)).noted(note)
    if told.refused:
        told = replace(told, s=_unread(told.s, kept))
    return several_reports.listed(told.behind(before))


def right_behind(s: Context, text: str) -> Turn | None:
    """The same of words that came together with those before, where the channel marks no forwarded message: a whole
    activity, and another one than the draft or the list that has just been made tells of. None for all else."""
    if not s.traits.unmarked:
        return None
    latest, words = _latest(s), report_line.vocabulary(s)
    if latest is None or words is None or s.now - _begun(latest) > TOGETHER:
        return None
    unit = several_reports.unit_of(s)
    if not unit or heads(text, words) or heads(latest.line, words):
        return None
    lines, note, kept = told_for_unit.lines_in(s, text)
    if not lines or not all(line.kind and line.counts for line in lines):
        return None
    before = several_reports.open_list(s) or of_draft(s, latest)
    told = drafts_of(before.s, unit, kept, lines, words).noted(note)
    again = {_told_apart(draft) for draft in before.drafts} & {_told_apart(draft) for draft in told.drafts}
    return None if again or not told.drafts else several_reports.listed(told.behind(before))


def settled(inbound: Inbound, s: Context, turn: Turn) -> Turn:
    """The turn whose answer waits a moment where others may come together with the message; what was not read of
    forwarded ones is remembered as long as more of them come."""
    if inbound.oddity != "forwarded" and turn.state.unread_forwards:
        turn = replace(turn, state=turn.state.but(unread_forwards=()))
    return replace(turn, settles=True) if _may_be_one_of_several(inbound, s, turn) else turn


def _may_be_one_of_several(inbound: Inbound, s: Context, turn: Turn) -> bool:
    if inbound.album or inbound.oddity == "forwarded":
        return True
    if not s.traits.unmarked:
        return False
    latest = _latest(s.with_state(turn.state))
    return bool(inbound.media) or (latest is not None and _begun(latest) == s.now.replace(microsecond=0))


def _unread(s: Context, text: str) -> Context:
    """The context that remembers a forwarded message of which nothing, or not all, was read."""
    shown, known = not_understood.without_personal(text), s.state.unread_forwards
    head = shown if len(shown) <= HEAD else f"{shown[:HEAD].rstrip()}…"
    return s if head in known else s.with_state(s.state.but(unread_forwards=(*known, head)))


def _nothing(s: Context, text: str) -> Turn:
    """A forwarded message that tells of no activity: named on the list, or alone."""
    here = _unread(s, text)
    if isinstance(s.state.prompt, SeveralReports):
        return several_reports.shown(here, s.state.prompt)
    if s.state.draft is not None:
        return open_question.again(s, s.texts("odd.forwarded"))
    what = ", ".join(f"“{head}”" for head in here.state.unread_forwards)
    choices = (NewReport().labelled(s.texts("menu.report")),)
    return here.turn(Reply(s.texts("forward.nothing", what=what), choices, prompt=True))


def _latest(s: Context) -> Draft | None:
    """The draft that was told last of those that wait: in the list, else the open one if it was told in words."""
    prompt, draft = s.state.prompt, s.state.draft
    listed = isinstance(prompt, SeveralReports)
    latest = prompt.drafts[-1] if listed else draft if prompt is None else None
    return latest if latest is not None and latest.line and latest.begun and not latest.mends else None


def _begun(draft: Draft) -> datetime:
    return datetime.fromisoformat(draft.begun)


def _told_apart(draft: Draft) -> frozenset[tuple[str, str]]:
    """The answers that tell an activity from another."""
    left_out = ("/data/meta/", "/data/place", "/data/photos", "/data/topics", "/data/note")
    answers = draft.saved.get("answers", {})
    return frozenset((ref, value) for ref, value in answers.items() if not ref.startswith(left_out))
