"""Several activities in one message: one list, one yes. What lacks something comes up afterwards, one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from handlers.attachments import loose_photos
from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import conversation, media_answers
from handlers.draft.review import HEADS, without_link
from handlers.draft.session import DraftSession
from handlers.free_words import change_in_words
from handlers.free_words.told_drafts import Told, drafts_of
from handlers.one_line import draft_in_words, report_line
from handlers.one_line.line import Line
from handlers.one_line.line_words import Words
from handlers.pipeline.route import Route
from handlers.reporting import receipts
from handlers.state import Draft, LoosePhoto, Prompt, Takes
from handlers.understand.choices import yes_no
from programme.domain.buttons.reporting import DropSeveral, SendSeveral
from programme.domain.effects import Effect
from programme.domain.effects.reports import FileReport
from programme.domain.model import Report
from programme.language.vietnamese import fold
from programme.language.words import words_for

PHOTOS = frozenset(words_for("free.photos"))
"""`2: ảnh`: the photos that came are the second's."""
ONE_OF_THEM = re.compile(r"(?:([^\W\d_]+)\s+(\d{1,2})(?:\s*[:.)]\s*|\s+)|(\d{1,2})\s*[:.)]\s*)(\S.*)", re.S)
"""`2: 46`, `SUA 2 46`, `so 2 la 46`: what is said of the second."""


class SeveralReports(Prompt, frozen=True, tag="several_reports"):
    """Whether these are right: `drafts` as they would be sent, `notes` what is doubtful in each; `behind` is the prompt
    that they came at, which goes on after them."""

    takes: ClassVar[Takes] = "reports"
    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()
    behind: Any = None

    @property
    def answered(self) -> int:
        """More with every activity and photo that joins them."""
        return sum(len(draft.saved.get("answers", ())) for draft in self.drafts)


def ask(s: Context, text: str, lines: Sequence[Line], words: Words) -> Turn:
    """The list of what was understood, waiting for a yes; what the form refuses is named and left out."""
    unit = unit_of(s)
    if not unit:
        return report_line.take_line(s, text, lines[0], words)  # which asks for the unit
    return listed(drafts_of(s, unit, text, lines, words))


def unit_of(s: Context) -> str:
    """The unit that the list is for, "" where the member has several and has said none."""
    units = s.own_units()
    return s.unit_of() if s.unit_of() in units else (units[0] if len(units) == 1 else "")


def beside(s: Context, text: str, line: Line) -> Turn:
    """The list with a report that came while something else is open; joined to the list, where that is one."""
    unit = line.unit or unit_of(s)
    told = drafts_of(s, unit, text, [line], report_line.vocabulary(s))
    before = open_list(s)
    return listed(told.behind(before), None if before else s.state.prompt)


def listed(told: Told, behind: Prompt | None = None) -> Turn:
    """The list of these drafts, or why there are none; the prompt `behind` it goes on after it."""
    if not told.drafts:
        return told.s.turn(Reply("\n".join(told.refused)))
    if isinstance(told.s.state.prompt, SeveralReports):
        behind = told.s.state.prompt.behind
    return shown(told.s, SeveralReports(told.drafts, told.notes, behind), *told.refused)


def open_list(s: Context) -> Told | None:
    """What the list that waits holds, None where none does."""
    prompt = s.state.prompt
    return Told(s, prompt.drafts, prompt.notes) if isinstance(prompt, SeveralReports) else None


def shown(s: Context, prompt: SeveralReports, *said: str, again: bool = False) -> Turn:
    """The list with its yes and no, below what there is to say first."""
    t = s.texts
    lines = []
    for place, (draft, note) in enumerate(zip(prompt.drafts, prompt.notes, strict=True), 1):
        what = draft_in_words.briefly(_session(s, draft))
        what = what if draft.unit == prompt.drafts[0].unit else f"{s.unit_name(draft.unit)}: {what}"
        lines.append(f"{place}) {what}{f' ({note})' if note else ''}")
    if s.state.unread_forwards:
        lines.append(t("forward.unread", what=", ".join(f"“{head}”" for head in s.state.unread_forwards)))
    count, mark = len(prompt.drafts), f"{prompt.drafts[0].number:x}"
    send = t("several.send", count=count) if count > 1 else t("review.send")
    choices = (SendSeveral(mark).labelled(send), DropSeveral(mark).labelled(t("several.drop")))
    head = () if s.traits.plain else (t("several.head", unit=s.unit_name(prompt.drafts[0].unit), count=count),)
    tail = t("several.how") if count > 1 else t("several.how_one")
    if count > 1 and (s.state.photos or any(media_answers.names_in(s, draft) for draft in prompt.drafts)):
        tail = f"{tail} {t('several.photos_how')}"
    reply = Reply("\n".join((*said, *head, *lines, tail)), choices, whole=True)
    return s.ask_again(prompt, reply) if again else s.ask(prompt, reply)


def _session(s: Context, draft: Draft) -> DraftSession:
    return DraftSession(s.with_state(s.state.but(draft=draft, prompt=None)), draft)


def take(s: Context, prompt: SeveralReports, text: str) -> Turn:
    """Words at the list: yes, no, or what one of them is instead."""
    found = ONE_OF_THEM.fullmatch(text.strip())
    found = None if found and found[1] and fold(found[1]) not in HEADS else found
    if found is None and (answer := yes_no(text)) is not None:
        return send(s, prompt) if answer else drop(s, prompt)
    alone = found is None and len(prompt.drafts) == 1
    place = int(found[2] or found[3]) - 1 if found else 0 if alone else -1
    said = without_link(found[4]) if found else text
    if not 0 <= place < len(prompt.drafts):
        beside = found is not None and ":" in found[0] and len(prompt.drafts) > 1
        told = s.texts("several.no_line", last=len(prompt.drafts)) if beside else s.texts("several.unread")
        return shown(s, prompt, told, again=True)
    if fold(said).strip(" .!") in PHOTOS:
        return _photos_moved(s, prompt, prompt.drafts[place].number)
    session = _session(s, prompt.drafts[place])
    if trouble := change_in_words.into(session, said):
        return shown(s, prompt, trouble, again=True)
    notes = (*prompt.notes[:place], "", *prompt.notes[place + 1 :])
    return shown(s, _with_draft(prompt, session.save().draft).but(notes=notes))


def with_photos(s: Context, prompt: SeveralReports, number: int, photos: Sequence[LoosePhoto]) -> Turn:
    """The list once these photos are in its draft of that number."""
    draft = next(draft for draft in prompt.drafts if draft.number == number)
    session = _session(s, draft)
    if media_answers.refuses(session):
        return shown(s, prompt, s.texts("error.no_photos"), again=True)
    if not photos:
        return shown(s, prompt, s.texts("photo.none"), again=True)
    loose_photos.give(session, photos)
    state = session.s.state.but(draft=s.state.draft)
    return shown(s.with_state(state), _with_draft(prompt, session.save().draft))


def _photos_moved(s: Context, prompt: SeveralReports, number: int) -> Turn:
    """The loose photos put into the draft of that number; where there are none, those of the others."""
    photos = loose_photos.waiting(s.state)
    for draft in prompt.drafts if not photos else ():
        if draft.number != number and (names := media_answers.names_in(s, draft)):
            session = _session(s, draft)
            media_answers.leave_out(session, names)
            s = s.with_state(loose_photos.taken_out(s, draft))
            prompt = _with_draft(prompt, session.save().draft)
    return with_photos(s, prompt, number, loose_photos.waiting(s.state))


def _with_draft(prompt: SeveralReports, draft: Draft) -> SeveralReports:
    """The list with this draft in the place of the one of its number."""
    return prompt.but(drafts=tuple(draft if old.number == draft.number else old for old in prompt.drafts))


def send(s: Context, prompt: SeveralReports) -> Turn:
    """Files what is complete; the first that lacks something comes up, the others wait for their turn."""
    drafts = max(s.state.drafts, prompt.drafts[-1].number)
    state = s.state.but(prompt=prompt.behind, options=(), drafts=drafts)
    replies: list[Reply] = []
    effects: list[Effect] = []
    left: list[Draft] = []
    filed: list[Report] = []
    for draft in prompt.drafts:
        session = DraftSession(s.with_state(state.but(draft=draft)), draft)
        turn = conversation.send(session)
        if reports := [effect.report for effect in turn.effects if isinstance(effect, FileReport)]:
            filed += reports
            state = turn.state.but(draft=s.state.draft)
            replies += turn.replies
            effects += turn.effects
        else:
            left.append(draft)
    if len(filed) > 1:
        replies = [receipts.of_several(s, filed, filed)]
    state = state.but(waiting=(*state.waiting, *left), options=pairs(replies[-1].choices) if replies else ())
    if state.draft is None or state.prompt is not None or s.traits.plain:
        return Turn(state, tuple(replies), tuple(effects))
    turn = conversation.resume(s.with_state(state))  # what was open before goes on
    return replace(turn, replies=(*replies, *turn.replies), effects=tuple(effects))


def drop(s: Context, prompt: SeveralReports) -> Turn:
    """None is sent; the draft that was open before goes on."""
    said = s.texts("prompt.dropped")
    s = s.with_state(s.state.but(prompt=prompt.behind))
    goes_on = s.state.draft is not None and prompt.behind is None
    return conversation.resume(s, said) if goes_on else s.turn(Reply(said))


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
    buttons={SendSeveral: _pressed(send), DropSeveral: _pressed(drop)},
    prompts={SeveralReports: take},
)
