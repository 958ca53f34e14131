"""Words and presses at the review: change an answer, add something, send."""

from __future__ import annotations

import re

from handlers.approvals import correction_request, raise_matters
from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import check_rules, parts_press, parts_review, question, review_text
from handlers.draft.moves import added
from handlers.draft.session import DraftSession
from handlers.draft.stops import wait
from handlers.reporting import receipts, submit
from handlers.state import AtCheck, AtQuestion, AtReview, State
from handlers.understand.choices import Item, match, yes_no
from programme.domain.approvals import AFTER_CLOSE
from programme.domain.effects import Effect
from programme.domain.effects.reports import FileReport, ReviseReport
from programme.language.vietnamese import fold
from programme.language.words import words_for
from programme.xlsform import bare


def press(session: DraftSession, action: str) -> Turn:
    """A button of the review, or of its list of questions."""
    t = session.s.texts
    if action == "send":
        return send(session)
    if action == "edit":
        return wait(session.save(stop=AtReview(listing=True)))
    if action == "back":
        return wait(session.save(stop=AtReview()))
    if action == "later":
        return Turn(session.s.state.but(options=()), (Reply(t("review.kept")),))
    if action == "drop":
        return Turn(
            session.s.state.but(draft=None, options=()), (Reply(t("review.dropped", code=session.draft.mends)),)
        )
    if action == "cancel":
        return Turn(session.s.state.but(draft=None, options=()), (Reply(t("review.cancelled")),))
    if action.startswith("add"):
        return _add(session, action[3:])
    if session.counted and (turn := parts_press.press(session, action)):
        return turn
    refs = review_text.refs_of(session, action[1:]) if action.startswith("e") else []
    return edit(session, refs) if refs else wait(session)


def edit(session: DraftSession, refs: list[str]) -> Turn:
    """Puts these questions, then the review again."""
    return wait(session.save(stop=AtQuestion(refs[0], changing=True), todo=tuple(refs[1:])))


def _add(session: DraftSession, path: str) -> Turn:
    question = next((q for q in session.form.questions if q.path[:45] == path), None)
    if question is None:
        return wait(session)
    repeat = next((g for g in question.groups if session.form.parts[g].repeat), "")
    if session.counted and repeat:
        more = next((s for s in parts_review.repeats(session) if not s.exists and bare(s.ref) == repeat), None)
        return added(session, more.ref) if more else wait(session)
    if question.type == "image" and question.groups:
        label, hint = (
            getattr(session.instance, say)(f"{question.groups[-1]}[1]/{question.name}") for say in ("label", "hint")
        )
        return session.turn(
            Reply(f"{label}\n{hint}", (session.button("back", session.s.texts("word.back")),), prompt=True)
        )
    follow = [n.ref for n in session.asks() if n.ref == question.path]
    return edit(session, follow) if follow else wait(session)


SENDS = frozenset(words_for("report.send"))
"""Words, folded, that send it, whatever the button is called where letters are few."""
HEADS = frozenset((*words_for("report.edit"), *words_for("report.question")))
"""What may stand before the number of a question: `SUA 5`."""


def say(session: DraftSession, text: str) -> Turn:
    """Words at the review: `SUA 5`, `5 54`, a button's words."""
    t = session.s.texts
    mend = re.fullmatch(r"(?:([^\W\d_]+)\s+)?(\d{1,3})(?:[\s.:]+(\S.*))?", text.strip())
    headed = mend is not None and (not mend[1] or fold(mend[1]) in HEADS)
    if headed and (refs := review_text.refs_of(session, mend[2])):
        if not mend[3]:
            return edit(session, refs)
        return question.say(session.save(stop=AtQuestion(refs[0], changing=True), todo=()), mend[3])
    if (session.draft.line and yes_no(text)) or (not session.draft.mends and fold(text).strip(" .!") in SENDS):
        return send(session)
    found = match(text, [Item(c.value, c.label) for c in review_text.show(session).choices])
    if found.certain and len(found.names) == 1:
        return press(session, found.names[0].split(":", 3)[3])
    return wait(session, trouble=t("error.at_review"))


def send(session: DraftSession) -> Turn:
    """Files the draft, or saves what was mended; asks first for what the form still wants."""
    missing = [ref for ref, _, _ in session.instance.faults()]
    if missing:
        refs = [n.ref for n in session.asks() if n.ref in missing] or missing
        session.save(stop=AtQuestion(refs[0], changing=True), todo=tuple(refs[1:]))
        return wait(session, trouble=session.s.texts("error.missing"))
    if session.draft.mends:
        return _mended(session)
    if session.draft.line and (check := check_rules.doubts(session)):
        return wait(session.save(stop=AtCheck(check)))
    return _filed(session)


def _filed(session: DraftSession) -> Turn:
    s = session.s
    if not s.may("file", session.draft.unit):  # it was begun while they still might
        return Turn(s.state.but(draft=None, options=()), (Reply(s.texts("error.not_yours")),))
    report = submit.report_of(session, s.reports.fresh_code())
    latest = dict(list(s.state.filed.items())[-9:]) | {str(session.draft.number): report.code}
    state = s.state.but(draft=None, options=(), filed=latest)
    effects = (*submit.told_of(s, report), *raise_matters.of_case(session, report))
    return _told(s, state, receipts.receipt(session, report), FileReport(report), *effects)


def _mended(session: DraftSession) -> Turn:
    """The report with its new answers; everything that was is kept as a revision by the store."""
    s, old = session.s, session.s.reports.get(session.draft.mends)
    state = s.state.but(draft=None, options=())
    if old is not None and correction_request.may_ask(s, old):
        return correction_request.ask(session, old)
    if old is None or not submit.may_mend(s, old):
        return Turn(state, (Reply(s.texts("sent.over", code=session.draft.mends)),))
    report = submit.mended(session, old)
    if report.answers == old.answers:
        return Turn(state, (Reply(s.texts("sent.unchanged", code=old.code)),))
    why = AFTER_CLOSE if submit.is_closed(s, old) and old.state != "late" else ""
    effects = (ReviseReport(report, s.member.id, why), *raise_matters.of_case(session, report))
    return _told(s, state, receipts.receipt(session, report, before=old), *effects)


def _told(s: Context, state: State, reply: Reply, *effects: Effect) -> Turn:
    """A receipt is a prompt too: its choices may be answered by number until the next question."""
    return Turn(state.but(options=pairs(reply.choices)), (reply,), effects)
