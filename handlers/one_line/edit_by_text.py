"""`SUA 5 54`, `SUA NGUOI 54`, `SUA K7Q1 KY 43/44`: one answer of a report that was sent, by its number or name."""

from __future__ import annotations

import re

from handlers.approvals import correction_request
from handlers.context import Context, Reply, Turn
from handlers.draft import conversation, question, review
from handlers.draft.session import DraftSession
from handlers.one_line.line_words import KIND, phrase, phrases, words_of
from handlers.pipeline.route import Route
from handlers.reporting import sent_reports
from handlers.state import AtQuestion, AtReview
from programme.domain.model import Report
from programme.language.vietnamese import fold, nfc
from programme.language.words import words_for

EDIT = words_for("report.edit")
OF_REPORT = frozenset(words_for("free.of_report"))
"""What a report is called, beside its code."""
CODE = re.compile(r"(?=\w*[a-zA-Z])(?=\w*[0-9])[a-zA-Z0-9]{4,6}")
"""Letters and digits: what can only be meant as a report's code."""


def mend(s: Context, text: str) -> Turn | None:
    """The turn that `SUA …` leads to; None where the text is none, or mends the draft that is open."""
    typed = " ".join(nfc(text).split())
    words = typed.split(" ")
    if fold(words[0]) not in EDIT or len(words) < 2 or _named_later(s, words):
        return None
    report = s.reports.get(words[1].upper()) if re.fullmatch(r"[A-Za-z0-9]{4,6}", words[1]) else None
    if report is not None and sent_reports.may_see(s, report):
        rest = words[2:]
    elif words[1].isalnum() and CODE.fullmatch(words[1]) and not s.state.draft:
        return sent_reports.unknown(s, words[1].upper())
    elif s.state.draft or (len(words) < 3 and not words[1].isdigit()):
        return None
    else:
        latest = [r for r in s.reports.sent_by(s.member.id, limit=3) if r.activities]
        if not latest:
            return s.turn(Reply(s.texts("sent.none")))
        report, rest = latest[0], words[1:]
    return _mended(s, report, rest)


def _named_later(s: Context, words: list[str]) -> bool:
    """Whether the report is named behind other words, `sửa bài A222 thành 50`: no line of ours."""
    codes = [word for word in words[2:] if CODE.fullmatch(word)]
    return bool(codes) and (fold(words[1]) in OF_REPORT or any(s.reports.get(code.upper()) for code in codes))


def _mended(s: Context, report: Report, rest: list[str]) -> Turn:
    opened = sent_reports.mend(s, report)
    draft = opened.state.draft
    if draft is None or draft.mends != report.code or not rest:
        return opened
    words, why = correction_request.told_apart(" ".join(rest)) if draft.requests else (" ".join(rest), "")
    if why and (trouble := correction_request.unfit(s, why)):
        return s.turn(Reply(trouble))
    rest, settled = words.split(" "), {**draft.settled, "why": why} if why else draft.settled
    session = DraftSession(s.with_state(opened.state), draft.but(stop=AtReview(), settled=settled))
    ref, said = _which(session, rest)
    if not ref or not said:
        return conversation.turn_of(review.take(session, " ".join(rest))) if rest[0].isdigit() else opened
    session.save(stop=AtQuestion(ref, changing=True), todo=())
    turn = conversation.turn_of(question.take(session, said))
    after = turn.state.draft
    if s.traits.plain and after and not (after.at or after.check):
        return conversation.send(DraftSession(s.with_state(turn.state), after))
    return turn


def _which(session: DraftSession, rest: list[str]) -> tuple[str, str]:
    """The question and its new answer: by number ("5 54"), by the form's word ("KY 43/44"), by its short name."""
    number = re.fullmatch(r"(\d{1,3})[.:]?", rest[0])
    if number and (refs := review.refs_of(session, number[1])):
        refs = [r for r in refs if session.instance.value(r)] or refs
        return refs[0], review.without_link(" ".join(rest[1:]))
    found: list[tuple[int, str]] = []
    vocabulary = words_of(session.form, session.s.texts.language)
    kind = session.instance.value(KIND) if KIND in session.form.parts else ""
    own = vocabulary.mains.get(kind, "") if vocabulary else ""
    for node in session.asks():
        ways = (*phrases(node.question.columns.get("sms_field", "")), phrase(session.short(node.ref)))
        for way in ways:
            if way and tuple(fold(w).strip(":=") for w in rest[: len(way)]) == way:
                found.append((len(way) * 2 + (node.ref == own), node.ref))
    if not found:
        return "", ""
    size, ref = max(found)
    return ref, review.without_link(" ".join(rest[size // 2 :]))


ROUTE = Route("one answer changed by its number", phrases=(mend,))
