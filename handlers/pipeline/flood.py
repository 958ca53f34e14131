"""Who sends more than 20 messages in 5 minutes gets one notice, then a pause. Answers that take a report further are
not counted and are answered in the pause too, for eight questions of three reports are more than 20; so are words of
danger.

Everything else counts: commands, questions, wrong answers, going back. In the pause it is done as ever and kept whole,
but not answered: `docs/decisions` says why.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handlers.context import Context, Reply, Turn
from handlers.privacy import kept_words
from handlers.state import Pace, State
from handlers.understand.emergency import is_danger
from programme.domain.buttons.approvals import AnswerMatter
from programme.domain.effects.messages import KeepWords
from programme.domain.messages import Inbound
from programme.language.vietnamese import nfc

MANY, SPAN = 20, timedelta(minutes=5)
"""More messages than this within the span are a flood; the pause is as long."""


def calmed(inbound: Inbound, s: Context, turn: Turn) -> Turn:
    """The turn as it is to be answered: as it is, with the notice instead, or in silence."""
    if s.member is None or not turn.replies or _answered_anyway(inbound, s, turn):
        return turn
    before = s.state
    pace = before.pace
    if s.now < _until(pace.calm) <= s.now + SPAN:  # an end farther off was set by a clock that is put back
        return _unheard(inbound, s, turn, before.but(pace=pace.but(unheard=pace.unheard + 1)))
    since = (s.now - SPAN).isoformat()
    came = (*(at for at in pace.idle if since < at <= s.now.isoformat()), s.now.isoformat())
    if len(came) <= MANY:
        return _heard(s, turn, came)
    notice = Reply(s.texts("flood.notice", minutes=int(SPAN.total_seconds()) // 60))
    calm = before.but(pace=Pace(calm=(s.now + SPAN).isoformat(), unheard=1))
    return replace(_unheard(inbound, s, turn, calm), replies=(notice,))


def _heard(s: Context, turn: Turn, came: tuple[str, ...]) -> Turn:
    """Answered; the first after a pause hears what became of what was not."""
    replies = turn.replies
    if turn.state.pace.unheard:
        first = replies[0]
        said = f"{s.texts('flood.after', count=turn.state.pace.unheard)}\n\n{first.text}"
        replies = (replace(first, text=said), *replies[1:])
    return replace(turn, state=turn.state.but(pace=Pace(idle=came)), replies=replies)


def _unheard(inbound: Inbound, s: Context, turn: Turn, calm: State) -> Turn:
    """Done and kept, not answered: what was offered last is what a number still means."""
    state = turn.state.but(pace=calm.pace, options=calm.options, more=calm.more, prompt=calm.prompt)
    if turn.state.draft is None and calm.draft is not None:
        state = state.but(options=(), more=())
    said = {
        "member": s.member.id,
        "text": kept_words.remembered(s, nfc(inbound.text)),
        "choice": inbound.choice,
        "contact": inbound.contact,
    }
    words = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    kept = KeepWords(s.member.id, inbound.channel, inbound.key, words, "flood")
    return Turn(state, (), (*turn.effects, kept))


def changed(before: State, after: State) -> bool:
    """Whether a turn changed more than what is counted here."""
    return before.but(pace=Pace()) != after.but(pace=Pace())


def _answered_anyway(inbound: Inbound, s: Context, turn: Turn) -> bool:
    if any(effect.answered_in_pause for effect in turn.effects) or _further(s.state, turn.state):
        return True
    return is_danger(nfc(inbound.text).strip(), s.programme.units, s.told)


def _further(before: State, after: State) -> bool:
    """Whether the open report has got an answer more, or a photo that waits for one."""
    if set(after.photos) > set(before.photos):
        return True
    if after.prompt is not None and after.prompt.answered > (before.prompt.answered if before.prompt else 0):
        return True  # what is asked in steps, a step further
    if (
        _listed(before)
        and after.options
        and after.options[0][0].startswith(f"{AnswerMatter.wire}:")
        and not _listed(after)
    ):
        return True  # one of what waits for a decision; the way back to the list is counted
    one, other = before.draft, after.draft
    if one is None or other is None or one.number != other.number:
        return False
    if len(other.picked or ()) < len(one.picked or ()) and other.saved == one.saved:
        return False  # ticked and unticked, for ever
    return (one.saved, one.picked, one.settled, one.held) != (other.saved, other.picked, other.settled, other.held) or (
        not set(other.done) <= set(one.done)
    )


def _listed(state: State) -> bool:
    """Whether the list of what waits for a decision was offered last."""
    return any(value.startswith(f"{AnswerMatter.wire}:") and value.endswith(":show") for value, _ in state.options)


def _until(calm: str) -> datetime:
    return datetime.fromisoformat(calm) if calm else datetime.min.replace(tzinfo=UTC)
