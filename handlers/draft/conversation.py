"""The guided conversation over one form.

A draft goes from stop to stop: question → question → … → checks → review → filed. `stops` says where it stands,
`walk` moves it, `at_question`, `at_check` and `at_review` take what a person says or presses there. What may be said
besides is decided in `answer`, before it gets here.
"""

from __future__ import annotations

import re

from handlers.context import Context, Reply, Turn
from handlers.draft import check, photos, question, review
from handlers.draft.moves import proceed
from handlers.draft.session import DraftSession
from handlers.draft.stops import wait
from handlers.route import Route
from handlers.state import Draft
from programme.domain.buttons.reporting import DraftButton
from programme.language.vietnamese import fold
from programme.xlsform import bare


def begin(s: Context, unit: str, form: str = "activity", said: str = "", version: str = "") -> Turn:
    """A new draft for `unit`; photos that came before it are taken in."""
    number = s.state.drafts + 1
    draft = Draft(number, form, version or s.programme.forms[form].version, unit)
    session = DraftSession(s.with_state(s.state.but(draft=draft, drafts=number, unit=unit)), draft)
    if photos.place(session):
        session = DraftSession(s.with_state(session.s.state.but(photos=())), draft)
        photos.keep(session, s.state.photos)
    return proceed(session, None, said)


def resume(s: Context, *said: str) -> Turn:
    """The question that waits, again, just as it was left."""
    session = DraftSession(s, s.state.draft)
    return wait(session, *said)


def renewed(s: Context) -> Turn:
    """A draft whose form was changed meanwhile: the answers that still have a question are kept, the others asked."""
    draft, form = s.state.draft, s.form(s.state.draft.form, s.state.draft.version)
    if form is None or draft.mends:
        return Turn(s.state.but(draft=None, options=()), (Reply(s.texts("draft.gone")),))
    saved = {part: {r: v for r, v in held.items() if bare(r) in form.parts} for part, held in draft.saved.items()}
    done = tuple(ref for ref in draft.done if bare(ref) in form.parts)
    fresh = Draft(draft.number, draft.form, form.version, draft.unit, saved=saved, done=done)
    return proceed(DraftSession(s, fresh), None, s.texts("draft.renewed"))


def say(s: Context, text: str) -> Turn:
    """Words for the stop that waits."""
    session = DraftSession(s, s.state.draft)
    if session.draft.check:
        return wait(session, trouble=s.texts("error.choose"))
    return question.say(session, text) if session.draft.at else review.say(session, text)


def press(s: Context, button: DraftButton) -> Turn:
    """A pressed button. One of another draft, or of a question that no longer waits, changes nothing and says so."""
    draft, number, tag, action = s.state.draft, button.draft, button.stop, button.action
    if draft is None or f"{draft.number:x}" != number:
        code = s.state.filed.get(str(int(number, 16))) if re.fullmatch(r"[0-9a-f]{1,8}", number) else None
        text = s.texts("stale.filed", code=code) if code else s.texts("stale.gone")
        return Turn(s.state, (Reply(text),))
    session = DraftSession(s, draft)
    if session.tag() != tag:
        where = (
            session.s.texts("stale.at", number=session.number(draft.at), short=session.short(draft.at))
            if draft.at and not (draft.at.endswith("]"))
            else ""
        )
        return Turn(s.state, (Reply(" ".join(filter(None, (s.texts("stale.question"), where)))),))
    if draft.check:
        return check.press(session, action)
    if not draft.at:
        return review.press(session, action)
    if not draft.at.endswith("]") and not question.offered(session, action):
        return Turn(s.state, (Reply(s.texts("stale.question")),))
    return question.press(session, action)


def is_choice(s: Context, text: str) -> bool:
    """Whether a text that is a command elsewhere (B, L, XEM) is a choice of the question that waits."""
    if not question_type(s).startswith(("select", "rank")):
        return False
    session = DraftSession(s, s.state.draft)
    return any(fold(text) in (fold(i.name), fold(i.label)) for i in session.instance.choices(session.draft.at))


def question_type(s: Context) -> str:
    """The type of the question that waits, "" where none does."""
    draft = s.state.draft
    if not draft or not draft.at or draft.at.endswith("]"):
        return ""
    form = s.form(draft.form, draft.version)
    return form.question(bare(draft.at)).type.split()[0] if form else ""


ROUTE = Route("a draft", buttons={DraftButton: press})
