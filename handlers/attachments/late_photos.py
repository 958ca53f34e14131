"""Photos that go into a report that was sent already: it is mended by them, or a correction is asked for where its
period is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.approvals import correction_request
from handlers.attachments import loose_photos
from handlers.context import Context, Turn
from handlers.draft import conversation, media_answers
from handlers.draft.session import DraftSession
from handlers.reporting import submit
from handlers.reporting.report_periods import may_mend
from handlers.state import Draft, LoosePhoto
from programme.domain.model import Report
from programme.xlsform.saved_answers import restore


def takes(s: Context, report: Report) -> bool:
    """Whether the member may add photos to the report, and its form has a place for them."""
    session = _opened(s, report)
    return session is not None and not media_answers.refuses(session)


def add(s: Context, report: Report, photos: Sequence[LoosePhoto]) -> Turn | None:
    """The report with these photos; what else is open stays as it is. None where it does not take them."""
    session = _opened(s, report)
    if session is None or media_answers.refuses(session):
        return None
    loose_photos.give(session, photos)
    turn = conversation.turn_of(submit.send(session))
    if turn.state.draft is not None:  # it wants something else first: it is open now
        return turn
    drafts = max(turn.state.drafts, session.draft.number)
    return replace(turn, state=turn.state.but(draft=s.state.draft, prompt=s.state.prompt, drafts=drafts))


def _opened(s: Context, report: Report) -> DraftSession | None:
    """The report over its form, None where the member may not change it or the form is another by now."""
    asks = correction_request.may_ask(s, report)
    form = s.form(report.form, report.version)
    if report.nil or not (asks or may_mend(s, report)) or form is None or form.version != report.version:
        return None
    number = next((int(n) for n, code in s.state.filed.items() if code == report.code), s.state.drafts + 1)
    draft = Draft(
        number,
        report.form,
        form.version,
        report.unit,
        saved=restore(form, report.answers),
        mends=report.code,
        requests=asks,
        walked=True,
        begun=s.now.isoformat(timespec="seconds"),
    )
    return DraftSession(s.with_state(s.state.but(draft=draft, prompt=None)), draft)
