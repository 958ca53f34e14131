"""A given form told in one line: `VESINH A 12 B co C 1,3`. What lacks is asked; nothing is sent before it was seen."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Turn
from handlers.draft import conversation
from handlers.draft.moves import enter, proceed
from handlers.draft.session import DraftSession
from handlers.form_library import offered_forms
from handlers.pipeline.route import Route
from handlers.state import AtReview
from handlers.understand.choices import Item
from handlers.understand.expected_answer import Trouble
from handlers.understand.typed_answer import read
from programme.xlsform.sms_columns import options, parts


def by_keyword(s: Context, text: str) -> Turn | None:
    """The draft that the line makes, at its first question still to be answered, or at the review; None for a text
    that begins with no form's keyword."""
    if s.state.draft or len(text.split()) < 2:
        return None
    for unit, offer in offered_forms.offered(s):
        form = s.form(offer.name, offer.version)
        if form is not None and (found := parts(form, text)):
            begun = conversation.begin(s, unit, offer.name, version=offer.version)
            return _filled(DraftSession(s.with_state(begun.state), begun.state.draft), found)
    return None


def _filled(session: DraftSession, found) -> Turn:
    """Takes what the form takes of it, says what it does not."""
    troubles, done = [], []
    for field, value in found:
        ref = field.question.path
        if not session.still(ref):
            continue
        wanted = session.wanted(ref)
        codes = options(field.question)
        items = [Item(i.name, i.label, (*i.aliases, *filter(None, [codes.get(i.name)]))) for i in wanted.items]
        got = read(replace(wanted, items=items), value)
        if isinstance(got, Trouble):
            troubles.append(f"{field.word}: {session.s.texts(f'error.{got.key}', **got.values)}")
        elif fault := enter(session, ref, got):
            troubles.append(f"{field.word}: {fault}")
        else:
            done.append(ref)
    session.save(done=tuple(done), trail=(), stop=AtReview())
    return conversation.turn_of(proceed(session, None, *troubles))


ROUTE = Route("forms in one line", phrases=(by_keyword,))
