"""From a reviewed draft to a stored report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from mimetypes import guess_type
from typing import Any

from handlers.approvals import correction_request, raise_matters
from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import check_rules
from handlers.draft.moves import Move
from handlers.draft.session import DraftSession
from handlers.reporting import receipts
from handlers.reporting.report_periods import is_closed, may_mend, period_of, window
from handlers.state import AtCheck, AtQuestion, State
from handlers.wording.activity_words import period_name
from programme.domain.activities import DAY, activities, joint_units
from programme.domain.approvals import AFTER_CLOSE
from programme.domain.buttons.reporting import ShowReport
from programme.domain.effects import Effect
from programme.domain.effects.messages import Tell
from programme.domain.effects.reports import FileReport, ReviseReport
from programme.domain.model import Report, StoredMedium
from programme.xlsform.types import FILES


def send(session: DraftSession) -> Move | Turn:
    """Files the draft, or saves what was mended; asks first for what the form still wants."""
    missing = [ref for ref, _, _ in session.instance.faults()]
    if missing:
        refs = [n.ref for n in session.asks() if n.ref in missing] or missing
        session.save(stop=AtQuestion(refs[0], changing=True), todo=tuple(refs[1:]))
        return Move(session, trouble=session.s.texts("error.missing"))
    if session.draft.mends:
        return _mended(session)
    if session.draft.line and (check := check_rules.doubts(session)):
        return Move(session.save(stop=AtCheck(check)))
    return _filed(session)


def _filed(session: DraftSession) -> Turn:
    s = session.s
    if not s.may("file", session.draft.unit):  # it was begun while they still might
        return Turn(s.state.but(draft=None, options=()), (Reply(s.texts("error.not_yours")),))
    report = report_of(session, s.reports.fresh_code())
    latest = dict(list(s.state.filed.items())[-9:]) | {str(session.draft.number): report.code}
    drafts = max(s.state.drafts, session.draft.number)  # no number is given to two reports
    state = s.state.but(draft=None, drafts=drafts, options=(), filed=latest)
    effects = (*told_of(s, report), *raise_matters.of_draft(session, report))
    return _stored(state, receipts.receipt(session, report), FileReport(report), *effects)


def _mended(session: DraftSession) -> Turn:
    """The report with its new answers; everything that was is kept as a revision by the store."""
    s, old = session.s, session.s.reports.get(session.draft.mends)
    state = s.state.but(draft=None, options=())
    if old is not None and correction_request.may_ask(s, old):
        return correction_request.ask(session, old)
    if old is None or not may_mend(s, old):
        return Turn(state, (Reply(s.texts("sent.over", code=session.draft.mends)),))
    report = mended_report(session, old)
    if report.answers == old.answers:
        return Turn(state, (Reply(s.texts("sent.unchanged", code=old.code)),))
    why = AFTER_CLOSE if is_closed(s, old) and old.state != "late" else ""
    effects = (ReviseReport(report, s.member.id, why), *raise_matters.of_draft(session, report))
    return _stored(state, receipts.receipt(session, report, before=old), *effects)


def _stored(state: State, receipt: Reply, *effects: Effect) -> Turn:
    """A receipt is a prompt too: its choices may be answered by number until the next question."""
    return Turn(state.but(options=pairs(receipt.choices)), (receipt,), effects)


# --- the report -------------------------------------------------------------------------------------------------------


def period_words(session: DraftSession, ref: str) -> str:
    """The period that the day at `ref` counts in, by name."""
    day = session.companion(ref, "to") or session.instance.value(ref)
    return period_name(session.s, period_of(session.s, session.draft.unit, date.fromisoformat(day)))


def is_late(session: DraftSession) -> bool:
    """Whether the window of the activity's period is over, so that a coordinator has to agree."""
    day = session.instance.value(DAY) if session.tells_of_activities else ""
    if not day or session.draft.mends:
        return False
    if not session.s.programme.units[session.draft.unit].exists_on(session.s.today):  # what was done before it ended
        return True
    last = session.companion(DAY, "to") or day
    period = period_of(session.s, session.draft.unit, date.fromisoformat(last))
    return session.s.today > window(session.s, session.draft.unit, period)


def lateness(session: DraftSession) -> str:
    """What is said above the buttons when the report will be a supplementary one."""
    if not is_late(session):
        return ""
    return session.s.texts("review.supplementary", date=session.shown(DAY))


def report_of(session: DraftSession, code: str) -> Report:
    """The report that the draft is, as its sender's own."""
    s, record = session.s, without_blanks(session.instance.record())
    done = activities(record)
    day = max(a.day for a in done) if done else s.today
    return Report(
        code=code,
        form=session.draft.form,
        version=session.form.version,
        unit=session.draft.unit,
        joint_units=tuple(code for code in joint_units(record) if code in s.programme.units),
        member=s.member.id,
        entered_by=s.member.id,
        channel=s.traits.name,
        state="late" if is_late(session) else "filed",
        period=period_of(s, session.draft.unit, day),
        filed_at=s.now,
        activities=done,
        answers=record,
        media=tuple(media(session)),
    )


def mended_report(session: DraftSession, old: Report) -> Report:
    """The report with the answers of a draft that mends it: its next revision."""
    return replace(
        report_of(session, old.code),
        member=old.member,
        entered_by=old.entered_by,
        channel=old.channel,
        state="filed" if old.state == "returned" else old.state,
        filed_at=old.filed_at,
        revision=old.revision + 1,
    )


def without_blanks(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without instances of repeats that nobody filled: a form offers the first one unasked."""
    return {name: value for name, value in record.items() if not _blank(value)}


def _blank(value: Any) -> bool:
    rows = value if isinstance(value, list) and value else [()]
    return all(isinstance(row, Mapping) and not any(row.values()) for row in rows)


def media(session: DraftSession) -> Iterator[StoredMedium]:
    """The files that the answers name."""
    for node in session.asks():
        if node.question.type in FILES and (name := session.instance.value(node.ref)):
            yield StoredMedium(name, guess_type(name)[0] or "application/octet-stream")


def told_of(s: Context, report: Report) -> list[Tell]:
    """What the unit's coordinators hear of a report that waits for them."""
    if report.state != "late":
        return []
    told = []
    for member in s.coordinators(report.unit):
        t = s.speaks_to(member)
        text = t("told.late", code=report.code, unit=s.unit_name(report.unit))
        choices = (ShowReport(report.code).labelled(t("told.open")),)
        told.append(Tell(member.id, text, f"late:{report.code}", choices, s.by_day()))
    return told
