"""The door to the guided conversation over one form: a draft goes from stop to stop, question → question → … → check →
review, until it is filed.

A stop is a module that asks, takes words and takes presses. What it takes leads to a move, which is asked here, or to a
turn that is finished. What may be said besides is decided in handlers/pipeline/stages.py, before it gets here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

from handlers.attachments import loose_photos
from handlers.context import Context, Reply, Turn
from handlers.draft import check, check_rules, media_answers, question, repeat_question, review
from handlers.draft.moves import Move, proceed
from handlers.draft.session import DraftSession
from handlers.pipeline.route import Route
from handlers.reporting import submit
from handlers.state import Draft
from programme.domain.buttons.reporting import DraftButton
from programme.domain.effects import Effect
from programme.language.vietnamese import fold
from programme.xlsform import bare


def begin(s: Context, unit: str, form: str = "activity", said: str = "", version: str = "") -> Turn:
    """A new draft for `unit`; photos that came just before it are taken in."""
    number = s.state.drafts + 1
    draft = Draft(
        number, form, version or s.programme.forms[form].version, unit, begun=s.now.isoformat(timespec="seconds")
    )
    session = DraftSession(s.with_state(s.state.but(draft=draft, drafts=number, unit=unit, prompt=None)), draft)
    loose_photos.put_into(session)
    return turn_of(proceed(session, None, said))


def resume(s: Context, *said: str) -> Turn:
    """The stop that waits, again, just as it was left."""
    return turn_of(Move(DraftSession(s, s.state.draft), said))


def renewed(s: Context) -> Turn:
    """A draft whose form was changed meanwhile: the answers that still have a question are kept, the others asked."""
    draft, form = s.state.draft, s.form(s.state.draft.form, s.state.draft.version)
    if form is None or draft.mends:
        return Turn(s.state.but(draft=None, options=()), (Reply(s.texts("draft.gone")),))
    saved = {part: {r: v for r, v in held.items() if bare(r) in form.parts} for part, held in draft.saved.items()}
    done = tuple(ref for ref in draft.done if bare(ref) in form.parts)
    fresh = Draft(draft.number, draft.form, form.version, draft.unit, saved=saved, done=done, begun=draft.begun)
    return turn_of(proceed(DraftSession(s, fresh), None, s.texts("draft.renewed")))


def say(s: Context, text: str) -> Turn:
    """Words for the stop that waits."""
    return turn_of(stop_of(s.state.draft).take(DraftSession(s, s.state.draft), text))


def press(s: Context, button: DraftButton) -> Turn:
    """A pressed button. One of another draft, or of a question that no longer waits, changes nothing and says so."""
    draft, number = s.state.draft, button.draft
    if draft is None or f"{draft.number:x}" != number:
        code = s.state.filed.get(str(int(number, 16))) if re.fullmatch(r"[0-9a-f]{1,8}", number) else None
        text = s.texts("stale.filed", code=code) if code else s.texts("stale.gone")
        return Turn(s.state, (Reply(text),))
    session = DraftSession(s, draft)
    if session.tag() != button.stop:
        return Turn(s.state, (Reply(" ".join(filter(None, (s.texts("stale.question"), _where(session))))),))
    outcome = stop_of(draft).press(session, button.action)
    return Turn(s.state, (Reply(s.texts("stale.question")),)) if outcome is None else turn_of(outcome)


def _where(session: DraftSession) -> str:
    """Which question waits, in a word."""
    at = session.draft.at
    if not at or at.endswith("]"):
        return ""
    return session.s.texts("stale.at", number=session.number(at), short=session.short(at))


def send(session: DraftSession) -> Turn:
    """The draft filed, or what it still wants asked for."""
    return turn_of(submit.send(session))


def turn_of(outcome: Move | Turn, *effects: Effect) -> Turn:
    """What is said where a move ends: the question, the check or the review that the draft waits at. A finished turn
    stays as it is."""
    if isinstance(outcome, Turn):
        return replace(outcome, effects=(*outcome.effects, *effects)) if effects else outcome
    session, said, trouble = outcome.session, outcome.said, outcome.trouble
    stop = stop_of(session.draft)
    if stop is check and not check_rules.stands(session, session.draft.check):
        stop = review
    if stop is question:
        reply = question.ask(session, *said, trouble=trouble, offers=outcome.offers)
        reply = replace(reply, fleeting=outcome.fleeting)
    else:
        if unfit := media_answers.unfit(session):  # what is told of turned out to take no photos
            media_answers.leave_out(session, unfit)
            session.save()
            said += (session.s.texts("error.no_photos"),)
        reply = stop.ask(session, *said, trouble=trouble)
    return session.turn(reply, effects=effects, refused=bool(trouble))


def stop_of(draft: Draft) -> ModuleType:
    """The module that knows the stop where the draft waits: it has `ask`, `take` and `press`."""
    if draft.at:
        return repeat_question if draft.at.endswith("]") else question
    return check if draft.check else review


def is_choice(s: Context, text: str) -> bool:
    """Whether a text that is a command elsewhere (B, L, XEM) is a choice of the question that waits."""
    if not question.kind(s).startswith(("select", "rank")):
        return False
    session = DraftSession(s, s.state.draft)
    return any(fold(text) in (fold(i.name), fold(i.label)) for i in session.instance.choices(session.draft.at))


ROUTE = Route("a draft", buttons={DraftButton: press})
