"""Several activities in one message: one list, one yes. What lacks something comes up afterwards, one after another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import conversation
from handlers.draft.session import DraftSession
from handlers.free_words import change_in_words
from handlers.one_line import draft_in_words, line_reply, report_line
from handlers.one_line.line import Line
from handlers.one_line.line_to_form import Filled, fill
from handlers.one_line.line_words import KIND, Words
from handlers.pipeline.route import Route
from handlers.state import Draft, Prompt
from handlers.understand.choices import yes_no
from programme.domain.buttons.reporting import DropSeveral, SendSeveral
from programme.domain.effects import Effect

ONE_OF_THEM = re.compile(r"(\d{1,2})\s*[:.)]\s*(\S.*)", re.S)
"""`2: 46`: what is said of the second."""


class SeveralReports(Prompt, frozen=True, tag="several_reports"):
    """Whether these are right: `drafts` as they would be sent, `notes` what is doubtful in each."""

    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()


def ask(s: Context, text: str, lines: Sequence[Line], words: Words) -> Turn:
    """The list of what was understood, waiting for a yes; what the form refuses is named and left out."""
    units = s.own_units()
    unit = s.unit_of() if s.unit_of() in units else (units[0] if len(units) == 1 else "")
    if not unit:
        return report_line.take_line(s, text, lines[0], words)  # which asks for the unit
    drafts: list[Draft] = []
    notes: list[str] = []
    refused: list[str] = []
    for line in lines:
        draft = report_line.blank(s, unit, text).but(number=s.state.drafts + 1 + len(drafts))
        session = DraftSession(s.with_state(s.state.but(draft=None)), draft)
        filled = fill(session, line, words)
        if filled.wrong or not line.kind:
            refused.append(line_reply.sentence(line_reply.faults(s, filled, line)) or s.texts("line.empty"))
            continue
        drafts.append(report_line.kept(session).draft)
        notes.append(_note(session, filled))
    if not drafts:
        return s.turn(Reply("\n".join(refused)))
    return _shown(s, SeveralReports(tuple(drafts), tuple(notes)), *refused)


def _note(session: DraftSession, filled: Filled) -> str:
    """What is missing or only guessed, in words."""
    t = session.s.texts
    said = []
    if filled.missing:
        said.append(t("several.missing", what=line_reply.missing(session, filled)))
    if filled.guesses:
        said.append(t("several.guessed", what=line_reply.guessed(session, filled)))
    return " ".join(said)


def _shown(s: Context, prompt: SeveralReports, *said: str, again: bool = False) -> Turn:
    t = s.texts
    lines = []
    for place, (draft, note) in enumerate(zip(prompt.drafts, prompt.notes, strict=True), 1):
        what = draft_in_words.briefly(_session(s, draft))
        lines.append(f"{place}) {what}{f' ({note})' if note else ''}")
    mark = f"{prompt.drafts[0].number:x}"
    choices = (
        SendSeveral(mark).labelled(t("several.send", count=len(lines))),
        DropSeveral(mark).labelled(t("several.drop")),
    )
    head = () if s.traits.plain else (t("several.head", unit=s.unit_name(prompt.drafts[0].unit), count=len(lines)),)
    reply = Reply("\n".join((*said, *head, *lines, t("several.how"))), choices, whole=True)
    return s.ask_again(prompt, reply) if again else s.ask(prompt, reply)


def _session(s: Context, draft: Draft) -> DraftSession:
    return DraftSession(s.with_state(s.state.but(draft=draft, prompt=None)), draft)


def take(s: Context, prompt: SeveralReports, text: str) -> Turn:
    """Words at the list: yes, no, or what one of them is instead."""
    if (answer := yes_no(text)) is not None:
        return send(s, prompt) if answer else drop(s)
    found = ONE_OF_THEM.fullmatch(text.strip())
    place = int(found[1]) - 1 if found else -1
    if not 0 <= place < len(prompt.drafts):
        return _shown(s, prompt, s.texts("several.unread"), again=True)
    session = _session(s, prompt.drafts[place])
    if trouble := change_in_words.into(session, found[2]):
        return _shown(s, prompt, trouble, again=True)
    drafts = (*prompt.drafts[:place], session.save().draft, *prompt.drafts[place + 1 :])
    notes = (*prompt.notes[:place], "", *prompt.notes[place + 1 :])
    return _shown(s, prompt.but(drafts=drafts, notes=notes))


def send(s: Context, prompt: SeveralReports) -> Turn:
    """Files what is complete; the first that lacks something comes up, the others wait for their turn."""
    state = s.state.but(prompt=None, options=(), drafts=prompt.drafts[-1].number)
    replies: list[Reply] = []
    effects: list[Effect] = []
    left: list[Draft] = []
    filed: dict[str, str] = {}
    for draft in prompt.drafts:
        session = DraftSession(s.with_state(state.but(draft=draft)), draft)
        kind = session.shown(KIND)
        turn = conversation.send(session)
        if turn.effects:
            filed[turn.state.filed[str(draft.number)]] = kind
            state = turn.state.but(draft=s.state.draft)
            replies += turn.replies
            effects += turn.effects
        else:
            left.append(draft)
    if len(replies) > 1:
        replies = [_one_receipt(s, replies, filed)]
    state = state.but(waiting=(*state.waiting, *left), options=pairs(replies[-1].choices) if replies else ())
    return Turn(state, tuple(replies), tuple(effects))


def _one_receipt(s: Context, receipts: Sequence[Reply], filed: Mapping[str, str]) -> Reply:
    """The receipts as one message with the last one's choices; where letters are few, the codes alone of what was
    `filed`, by code, since all of it was just read."""
    last = receipts[-1]
    if not s.traits.plain:
        return replace(last, text="\n\n".join(receipt.text for receipt in receipts))
    what = [f"{code} {kind}" for code, kind in filed.items()]
    return Reply(s.texts("several.filed", count=len(what), what="; ".join(what), code=next(iter(filed))))


def drop(s: Context) -> Turn:
    return s.turn(Reply(s.texts("prompt.dropped")))


def _pressed(do):
    def press(s: Context, button: SendSeveral | DropSeveral) -> Turn:
        prompt = s.state.prompt
        if not isinstance(prompt, SeveralReports) or f"{prompt.drafts[0].number:x}" != button.mark:
            return Turn(s.state, (Reply(s.texts("stale.gone")),))
        return do(s.with_state(s.state.but(prompt=None)), prompt)

    return press


def next_draft(s: Context, turn: Turn) -> Turn:
    """With nothing open any more, the next draft that waits is opened."""
    state = turn.state
    if state.draft is not None or state.prompt is not None or not state.waiting or turn.then or turn.answered:
        return turn
    first, *rest = state.waiting
    opened = s.with_state(state.but(draft=first, waiting=tuple(rest)))
    after = conversation.send(DraftSession(opened, first))
    return replace(after, replies=(*turn.replies, *after.replies), effects=(*turn.effects, *after.effects))


ROUTE = Route(
    "several reports in one message",
    buttons={SendSeveral: _pressed(send), DropSeveral: _pressed(lambda s, prompt: drop(s))},
    prompts={SeveralReports: take},
)
