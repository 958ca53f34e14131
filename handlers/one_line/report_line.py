"""A report told in one line, `BC TT MT 15/6 45 NHA VH KHU 4`, and the same in free words.

What is complete is filed at once; a guess waits for a yes; what lacks is asked all at once; what is wrong is named with
the line to send back. The form decides by the same checks as in the conversation.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.attachments import loose_photos
from handlers.context import Context, Reply, Turn
from handlers.draft import conversation, question
from handlers.draft.moves import Move
from handlers.draft.session import DraftSession
from handlers.one_line import draft_in_words, line_reply
from handlers.one_line.line import Line, heads, read_line
from handlers.one_line.line_parts import Fault
from handlers.one_line.line_to_form import Filled, fill
from handlers.one_line.line_words import DATE, Words, words_of
from handlers.one_line.unit_in_line import unit_named
from handlers.pipeline.route import Route
from handlers.reporting import nothing_to_report
from handlers.reporting.report_periods import period_of
from handlers.reporting.submit import is_late
from handlers.state import AtQuestion, AtReview, Draft
from handlers.understand.personal.left_out import without
from handlers.understand.personal.personal import find_personal
from handlers.wording import sms_fit
from programme.domain.buttons.draft_actions import Send
from programme.domain.buttons.reporting import NothingToReport
from programme.domain.messages import Choice

FORM = "activity"


def by_keyword(s: Context, text: str) -> Turn | None:
    """The turn that a line beginning with the keyword leads to; None for any other text."""
    words = vocabulary(s)
    return take(s, text, words) if words and heads(text, words) else None


def more(s: Context, text: str) -> Turn | None:
    """What was lacking, said in a line's own words ("3 BUOI 45 NGUOI") after it was asked for; None where the text
    does not help."""
    words, draft = vocabulary(s), s.state.draft
    if words is None or draft is None or not heads(draft.line, words) or not (draft.at or draft.check == ""):
        return None
    alone = read(s, text, words)
    if alone.place or not (alone.topics or alone.day or alone.pair or any(c.field for c in alone.counts)):
        return None
    joined = f"{draft.line} {text}"
    session = DraftSession(s, blank(s, draft.unit, joined))
    filled = fill(session, read(s, joined, words), words)
    return None if filled.wrong else take(s, joined, words)


def vocabulary(s: Context) -> Words | None:
    form = s.programme.forms.get(FORM)
    return words_of(form, s.texts.language) if form else None


def read(s: Context, text: str, words: Words) -> Line:
    """A line as the member's own, in the programme's area. A name of which the line took a word for one of its own is
    left out, and the place is a guess."""
    line = read_line(text, words, s.today, unit_named(s), s.programme.units)
    found = find_personal(text) if line.place and words.place else []
    if not found or find_personal(line.place):
        return line
    kept = read_line(without(text, found, s.texts), words, s.today, unit_named(s), s.programme.units)
    return replace(kept, unsure=(*kept.unsure, words.place.path))


def take(s: Context, text: str, words: Words) -> Turn:
    """What becomes of a line."""
    if found := [f for f in find_personal(text) if not f.suspected]:
        personal = Filled(troubles=[Fault(f"personal_{found[0].kind}")])
        return _said(s, (s.texts("line.refused"), 0), *((t, 0) for t in line_reply.faults(s, personal, Line())))
    line = read(s, text, words)
    if not line.kind and not line.counts and not line.topics and not line.day and not line.nil and not line.faults:
        return s.turn(Reply(s.texts("line.empty")))
    return take_line(s, text, line, words)


def take_line(s: Context, text: str, line: Line, words: Words) -> Turn:
    """What becomes of a line that was read from `text`."""
    units = s.own_units()
    unit = _unit_meant(s, line, s.unit_of())
    if line.nil:
        return _nil(s, line, unit, words)
    if unit == "?" or not unit or not s.may("file", unit):
        return _no_unit(s, line, words, unit)
    session = DraftSession(s, blank(s, unit, text))
    filled = fill(session, line, words)
    if len(units) > 1 and not line.unit and s.state.unit not in units:
        return _no_unit(s, line, words, "")
    if filled.wrong:
        turn = refused(s, line, words, filled)
        again = s.state.refused[:1] == turn.state.refused[:1]
        guided = again and not s.traits.plain and line.kind and free_for_a_line(s)
        return _guided(session, line, filled) if guided else turn
    if filled.missing:
        return _lacking(session, line, words, filled)
    if filled.guesses or not line.said or is_late(session):
        return _confirm(session, line, words, filled)
    return file(session)


def refused_beside(s: Context, text: str, line: Line) -> Turn | None:
    """Why a line can't be a report beside what is open, with the line to send again; None where it can."""
    words, sure = vocabulary(s), _unit_meant(s, line)
    if line.nil:
        return _nil(s, line, sure, words) if line.faults or sure == "?" else None
    unit = sure or _unit_meant(s, line, s.unit_of())
    if unit == "?" or not unit or not s.may("file", unit):
        return _no_unit(s, line, words, unit)
    filled = fill(_beside(s, unit, text), line, words)
    return refused(s, line, words, filled) if filled.wrong else None


def take_beside(s: Context, text: str, line: Line) -> Turn | None:
    """A line filed beside what is open, where it would be filed if nothing were; refused, where it can't be a report.
    None for what has to be shown first."""
    words, sure = vocabulary(s), _unit_meant(s, line)
    if refusal := refused_beside(s, text, line):
        return refusal
    if line.nil:
        return _nil(s, line, sure, words)
    session = _beside(s, sure or s.unit_of(), text)
    filled = fill(session, line, words)
    if filled.missing or filled.guesses or not sure or not line.said or is_late(session):
        return None
    turn = conversation.send(kept(session))
    return turn if turn.effects else None


def understood(s: Context, text: str, line: Line) -> str:
    """What a complete line is understood as, its guesses named; "" for one that can't be filed as it stands."""
    words = vocabulary(s)
    unit = _unit_meant(s, line)
    if line.nil or not unit or unit == "?":
        return ""
    session = _beside(s, unit, text)
    filled = fill(session, line, words)
    if filled.wrong or filled.missing:
        return ""
    shown = draft_in_words.in_a_row(session, filled.guesses, filled.day_said)
    return " ".join((shown, s.texts("line.late") * is_late(session))).strip()


def _unit_meant(s: Context, line: Line, likely: str = "") -> str:
    """The unit that the line names, else the only one of the member's, else `likely` if it is one of theirs."""
    units = s.own_units()
    return line.unit or (units[0] if len(units) == 1 else likely if likely in units else "")


def _beside(s: Context, unit: str, text: str) -> DraftSession:
    """A draft for the line alone, whatever draft is open."""
    return DraftSession(s.with_state(s.state.but(draft=None)), blank(s, unit, text))


def blank(s: Context, unit: str, text: str) -> Draft:
    """An empty draft of a line, which is remembered without what may be a name or a home."""
    form = s.programme.forms[FORM]
    said, begun = without(text, find_personal(text), s.texts)[:500], s.now.isoformat(timespec="seconds")
    return Draft(s.state.drafts + 1, FORM, form.version, unit, walked=True, line=said, begun=begun)


def file(session: DraftSession) -> Turn:
    """Files a complete line, unless a check wants to know something first."""
    s, turn = session.s, conversation.send(kept(session))
    waits = None if free_for_a_line(s) else s.state.draft
    if turn.effects:
        return Turn(turn.state.but(draft=waits, unit=session.draft.unit), turn.replies, turn.effects)
    return _said(s, (s.texts("line.doubt"), 0), (s.texts("line.draft_waits"), 1)) if waits else turn


def refused(s: Context, line: Line, words: Words, filled: Filled, head: str = "") -> Turn:
    """What is wrong, and the line to send back. Nothing is kept of it. The second time running for the same faults
    somebody calls, where letters are few."""
    named = line_reply.sentence(line_reply.faults(s, filled, line))
    faults = " ".join(sorted({fault.kind for fault in filled.troubles} | {words for _, words in filled.refused}))
    times = int(s.state.refused[1]) if s.state.refused[:1] == (faults,) else 0
    if times and s.traits.plain:
        turn = _said(s, (s.texts("line.refused"), 0), (named, 0), (s.texts("line.call_me"), 0))
    else:
        back = line_reply.again(line, words, filled, head)
        key = "line.fill_in" if "?" in back else "line.send_again"
        turn = _said(s, (s.texts("line.refused"), 0), (named, 0), (s.texts(key, line=back), 0))
    return replace(turn, state=turn.state.but(refused=(faults, str(times + 1))))


def _guided(session: DraftSession, line: Line, filled: Filled) -> Turn:
    """What was refused before, as a draft: what the line says rightly is filled in, the rest is asked."""
    s = session.s
    todo = [ref for ref, kind, _ in session.instance.faults() if kind == "required"]
    kept(session, stop=AtQuestion(todo[0]) if todo else AtReview(), todo=tuple(todo[1:]))
    wrong = line_reply.sentence(line_reply.faults(s, filled, line))
    return conversation.turn_of(Move(session, (s.texts("line.guided", what=wrong),)))


def _lacking(session: DraftSession, line: Line, words: Words, filled: Filled) -> Turn:
    """Everything that lacks, asked at once; the draft waits for it, on this channel or another."""
    s, t = session.s, session.s.texts
    if not line.said and not s.traits.plain and line.kind and free_for_a_line(s):  # free words: asked as in a draft
        at, *todo = filled.missing
        kept(session, stop=AtQuestion(at, changing=True), todo=tuple(todo))
        unclear = question.take(session, line.day_typed) if at == DATE and line.day_typed else None
        said = [t("line.missing", what=line_reply.missing(session, filled))]
        if filled.guesses:
            said.append(t("line.guessed", what=line_reply.guessed(session, filled)))
        if unclear and unclear.trouble:
            asked = conversation.turn_of(replace(unclear, said=tuple(said)))
            return replace(asked, refused=False)  # it is a new question, not words that one refused
        return conversation.turn_of(Move(session, tuple(said)))
    parts = ((t("line.missing", what=line_reply.missing(session, filled)), 0),)
    parts += ((t("line.fill_in", line=line_reply.again(line, words, filled)), 0),)
    if not line.kind or not free_for_a_line(s):
        return _said(s, *parts)
    at, *todo = filled.missing
    kept(session, stop=AtQuestion(at), todo=tuple(todo))
    said = _said(session.s, *parts)
    return Turn(said.state.but(draft=session.draft, drafts=session.draft.number), said.replies)


def _confirm(session: DraftSession, line: Line, words: Words, filled: Filled) -> Turn:
    """What was understood, its guesses named, waiting for a yes."""
    s, t = session.s, session.s.texts
    if not free_for_a_line(s):
        return _said(s, (t("line.unsure", line=line_reply.again(line, words, filled)), 0), (t("line.draft_waits"), 1))
    kept(session)
    if not s.traits.plain:
        guesses = line_reply.guessed(session, filled)
        return conversation.turn_of(Move(session, (t("line.guessed", what=guesses) if guesses else "",)))
    shown = draft_in_words.in_a_row(session, filled.guesses, filled.day_said)
    back = line_reply.again(line, words, filled)
    late = t("line.late") if is_late(session) else ""
    yes = t("line.yes")
    text = sms_fit.joined(s, (t("line.heard", what=shown), 0), (late, 1), (yes, 0), (t("line.else", line=back), 2))
    yes_to = ((session.payload(Send()), t("line.right")),)
    state = session.s.state.but(draft=session.draft, drafts=session.draft.number, options=yes_to, more=())
    return Turn(state, (Reply(text, prompt=True),))


def kept(session: DraftSession, **changes) -> DraftSession:
    """The session with its draft saved; the other answers count as given. Photos that came just before are taken in,
    and those of a line that this one replaces."""
    old = session.s.state.draft
    if old is not None and old.number != session.draft.number and old.line and free_for_a_line(session.s):
        loose_photos.moved_over(session, old)
    loose_photos.put_into(session)
    done = tuple(node.ref for node in session.asks())
    return session.save(done=done, trail=(), **changes)


def free_for_a_line(s: Context) -> bool:
    """Whether a line may be the draft: no other report is half done."""
    return s.state.draft is None or bool(s.state.draft.line)


def _nil(s: Context, line: Line, unit: str, words: Words) -> Turn:
    """No activity: `BC 0`, `BC 0 THANG 5`."""
    if line.faults or unit == "?":
        return refused(s, line, words, Filled(troubles=list(line.faults)) if line.faults else _unit_fault(line))
    if not unit:
        return nothing_to_report.nil(s, NothingToReport())
    if line.day is None:
        return nothing_to_report.nil(s, NothingToReport(unit if line.unit else ""))
    last = line.day.date_to or line.day.date
    if line.day.scope == "period" and line.day.date_to and line.day.date.month == line.day.date_to.month:
        last = s.programme.regime.span(f"{line.day.date.year}-{line.day.date.month:02}")[1]
    return nothing_to_report.nil(s, NothingToReport(unit, period_of(s, unit, last)))


def _unit_fault(line: Line) -> Filled:
    return Filled(troubles=[Fault("unit", line.unit_typed)])


def _no_unit(s: Context, line: Line, words: Words, unit: str) -> Turn:
    """The unit is not known, or not theirs to report for; those that are are named."""
    t, codes = s.texts, s.own_units()
    if unit not in ("", "?"):
        return s.turn(Reply(t("error.not_yours")))
    if not codes:
        return s.turn(Reply(t("menu.no_unit")))
    names = "; ".join(s.unit_name(code) for code in codes)
    return _said(s, (t("line.which_unit", units=names), 0))


def _said(s: Context, *parts: tuple[str, int]) -> Turn:
    """The parts on one segment where letters are few, else each on a line."""
    kept = [(text, rank) for text, rank in parts if text]
    text = sms_fit.joined(s, *kept) if s.traits.plain else "\n".join(text for text, _ in kept)
    choices: tuple[Choice, ...] = ()
    return Turn(s.state.but(options=(), more=()), (Reply(text, choices),))


ROUTE = Route("a report in one line")
