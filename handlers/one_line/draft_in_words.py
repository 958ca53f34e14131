"""A draft's answers in few words: `1. Truyền thông; 2. Ma túy; 3. 15/6; 5. 45 lượt người`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from handlers.draft.session import DraftSession
from handlers.one_line.line_words import DATE, KIND, TOPICS
from handlers.wording.activity_words import figure_words
from programme.domain.activities import TIMES, figure_of, photos
from programme.language.vietnamese import thousands
from reports.sums_in_words import RATIOS, span
from reports.totals import Total


def in_a_row(session: DraftSession, guesses: Iterable[str] = (), day_said: str = "") -> str:
    """Every answer worth saying, by its number: `4. 1 buổi; 5. 900 lượt`, which nobody reads as 4,1 and 5.900. A day
    that was named (`day_said`) says from what it was taken."""
    said = [f"{session.number(ref)}. {words}" for ref, words in _answers(session, set(guesses), day_said)]
    return "; ".join(said)


def with_photos(session: DraftSession) -> str:
    """The same, and how many photos there are, where nothing else says so."""
    return "; ".join((in_a_row(session), *photo_count(session)))


def briefly(session: DraftSession) -> str:
    """What was done, without numbers: `Truyền thông, Ma túy, 15/6, 45 lượt người, chợ`."""
    told = (KIND, TOPICS, DATE, TIMES)
    said = [
        words
        for ref, words in _answers(session, set())
        if ref in told or figure_of(ref) or session.question(ref).type == "text"
    ]
    return ", ".join((*said, *photo_count(session)))


def _answers(session: DraftSession, guesses: set[str], day_said: str = "") -> Iterator[tuple[str, str]]:
    """Each answer worth saying, in words; a guess says that it is one."""
    for node in session.asks():
        ref, question = node.ref, node.question
        hidden = question.columns.get("unsaid") is not None or question.type == "image"
        if session.instance.value(ref) == "" or hidden or ("quiet" in question.appearance and question.name == "total"):
            continue
        words = answer_in_words(session, ref)
        if ref in guesses:
            if ref == DATE:
                t = session.s.texts
                words = t("line.day_from", said=day_said, day=words) if day_said else t("date.today", day=words)
            words = session.s.texts("line.guess", what=words)
        yield ref, words


def photo_count(session: DraftSession) -> tuple[str, ...]:
    """`Ảnh: 2`, where there are any."""
    count = len(photos(session.instance.record()))
    return (session.s.texts("review.photos", count=count),) if count else ()


def answer_in_words(session: DraftSession, ref: str) -> str:
    """One answer: `15/6`, `trên 900 lượt người`, `44/44 cơ sở`."""
    s, value, named = session.s, session.instance.value(ref), figure_of(ref)
    if ref == DATE:
        return day_words(session, date.fromisoformat(value))
    if named or ref == TIMES:
        name = f"{named[0]}.{named[1]}" if named else f"{session.instance.value(KIND)}.sessions"
        whole = ref.rsplit("/", 1)[0] + "/" + session.question(ref).columns.get("ratio", "-")
        if named and RATIOS.get(named[0]) == named[1] and whole in session.form.parts and session.instance.value(whole):
            n, m = thousands(int(value)), thousands(int(session.instance.value(whole)))
            return s.texts(f"ratio.{named[0]}", n=n, m=m)
        return figure_words(s, name, Total(int(value), session.companion(ref, "bound") or None))
    return session.shown(ref)


def day_words(session: DraftSession, day: date) -> str:
    """`15/6`, `12–14/6`, `cả kỳ 1–30/6`."""
    last = session.companion(DATE, "to")
    if session.companion(DATE, "scope") == "period":
        return session.s.texts("shown.period", span=span(day, date.fromisoformat(last)))
    return span(day, date.fromisoformat(last)) if last else f"{day.day}/{day.month}"
