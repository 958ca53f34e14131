"""A report that is named by its code with words around it: `rut bao A222 nhe`, `xem lại bài A222`, `sửa bài A222 thành
50`, or the code alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.context import Context, Turn
from handlers.draft import conversation
from handlers.draft.session import DraftSession
from handlers.free_words import change_in_words
from handlers.free_words.asked_between import LIGHT
from handlers.one_line.edit_by_text import OF_REPORT
from handlers.pipeline.route import Route
from handlers.reporting import sent_reports
from handlers.state import AtReview
from programme.domain.buttons.reporting import AskWithdrawal, ShowReport
from programme.domain.model import Report
from programme.language.vietnamese import fold, nfc
from programme.language.words import meanings

CODE = re.compile(r"\b(?=[a-z]*[2-9])[a-z][a-z2-9]{3,4}\b", re.I)
"""What may be a report's code."""
WORD = re.compile(r"[^\W_]+")
VERBS = meanings("free.named")
"""What is to be done with it: see, withdraw, edit."""
MOST = 12
"""Words of such a message."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code, the report where the sender may see it, what is to be done with it ("" for nothing said), and the other
    words, as they were typed and without those that say only that."""

    code: str
    report: Report | None
    verb: str
    rest: str


def by_words(s: Context, text: str) -> Turn | None:
    """What becomes of words around one code; None for all others."""
    named = _named(s, nfc(text))
    if named is None:
        return None
    if named.verb == "edit":
        return _edited(s, named) if named.report else sent_reports.unknown(s, named.code)
    if named.rest:
        return None
    if named.report is None:
        return sent_reports.unknown(s, named.code) if named.verb else None
    return Turn(s.state, then=AskWithdrawal(named.code) if named.verb == "withdraw" else ShowReport(named.code))


def _named(s: Context, text: str) -> Named | None:
    if s.member is None or len(text.split()) > MOST:
        return None
    found = [(m, _report(s, m[0].upper())) for m in CODE.finditer(text)]
    known = [(m, report) for m, report in found if report is not None] or found
    if len(known) != 1:
        return None
    where, report = known[0]
    around = f"{text[: where.start()]} {text[where.end() :]}"
    verb = next((VERBS[fold(word)] for word in WORD.findall(around) if fold(word) in VERBS), "")
    light = OF_REPORT if verb == "edit" else LIGHT | OF_REPORT | frozenset(w for w, v in VERBS.items() if v == verb)
    rest = [word for word in around.split() if fold(word).strip(" .,!?") not in light]
    return Named(where[0].upper(), report, verb, " ".join(rest))


def _report(s: Context, code: str) -> Report | None:
    report = s.reports.get(code)
    return report if report is not None and sent_reports.may_see(s, report) else None


def _edited(s: Context, named: Named) -> Turn:
    """The report over its form with what the words change, shown before it counts; its answers where they change
    nothing that is clear."""
    opened = sent_reports.mend(s, named.report)
    draft = opened.state.draft
    if draft is None or draft.mends != named.code:
        return opened
    session = DraftSession(s.with_state(opened.state), draft)
    if not change_in_words.by_words(session, named.rest):
        return opened
    return conversation.resume(s.with_state(opened.state.but(draft=session.save(stop=AtReview()).draft)))


ROUTE = Route("a report named by its code", phrases=(by_words,))
