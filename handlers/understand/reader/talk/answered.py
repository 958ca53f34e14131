"""The draft after an answer to the question that was open; what is told besides goes into it too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers.understand.calendar_days import last_weekday, make, month_of
from handlers.understand.number_words import read_words
from handlers.understand.reader.deeds.activities import activities_of
from handlers.understand.reader.deeds.frames import frames_of
from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.reading import Activity, Reading, Span, Talk, Value
from handlers.understand.reader.talk.corrections import denied_of, is_denied
from handlers.understand.reader.told import Told
from programme.domain.model import TOPICS

_NONE = re.compile(
    r"(?:da |thua )?(?:khong|chua|chang|cha)(?: (?:co|phat|treo|dan|ai|nao|gi|cai|to|nguoi|het|dau|duoc|a|anh|chi|em"
    r"|nhe|ca))*[ .!]*|0"
)
_FINAL = frozenset(("la", "thanh", "nen", "con", "thi"))  # "46 mà 2 bạn ký trùng nên 44"
_OTHERS = ("date", "place", "topics")


def answered(told: Told, talk: Talk, spans: tuple[Span, ...]) -> Reading:
    """The draft with the answer, and other activities that are told beside it."""
    draft, asked = talk.open_draft or Activity(), talk.open_question
    words = told.page.words.kinds.get(draft.kind)
    figures = dict(draft.figures)
    wrong = denied_of(told)
    mends = bool(wrong or told.page.tells("mends_only"))
    change = _said(told, draft, asked, mends=mends)
    before = {} if mends else dict(draft.figures)  # what stands, or may be mended
    said: dict[str, list[Amount]] = {}
    together = any(amount.per or amount.times for amount in told.amounts)  # "3 buổi x 30": one by one they are wrong
    if together:
        figures |= _summed_up(told, draft.kind)
    for amount in () if together or told.page.tells("none_at_all") else told.amounts:
        figure = _figure_of(amount, asked, words, before, said)
        counted = amount.value is not None and not amount.per
        if figure and counted and not is_denied(told, wrong, amount.start, amount.end):
            said.setdefault(figure, []).append(amount)
    if alone := _only_people(told, asked, words, before, said):
        said[asked] = [alone]
    for figure, amounts in said.items():
        if value := _value(told, figure, amounts, draft.kind):
            figures[figure] = value
            told.page.span(amounts[0].start, amounts[-1].end, f"figure:{figure}")
    main = words.main if words else ""
    if (
        main in figures
        and asked.startswith("persons")
        and figures[main].value < figures.get(asked, figures[main]).value
    ):
        del figures[main]  # "3 người chịu, 2 ông thì không"
    _men_and_women(told, figures)
    if asked and asked not in figures and asked not in _OTHERS and _none(told):
        figures[asked] = Value(0)
        told.page.span(0, len(told.page.tokens), f"figure:{asked}")
    open_still = asked not in figures and asked not in change
    activity = replace(draft, figures=figures, **change)  # type: ignore[arg-type]
    besides = tuple(a for a in told.activities if a.kind != draft.kind and set(a.figures) - _events(told))
    found = tuple(dict.fromkeys((*spans, *told.page.spans)))
    asks = (asked,) if open_still else ()
    return Reading("report", (activity, *besides), asks, refused=told.refused, spans=found)


def _value(told: Told, figure: str, amounts: list[Amount], kind: str) -> Value | None:
    """One figure of several numbers: one that sums up the others, the last if it is said to be all, else what the
    sentence adds up to; None where that is not told."""
    every = [a.value or 0 for a in told.amounts]
    final = [a for a in amounts if a.total or told.page.key(a.start - 1) in _FINAL or told.page.key(a.end) == "thoi"]
    whole = [a for a in amounts if len(every) > 2 and (a.value or 0) * 2 == sum(every)]
    if final or whole or len({a.value for a in amounts}) == 1:
        chosen = (final or whole or amounts)[-1]
        return Value(chosen.value or 0, chosen.bound)
    return _summed_up(told, kind).get(figure)


def _summed_up(told: Told, kind: str) -> Mapping[str, Value]:
    """The figures that all the numbers together add up to, as of a message that tells of the kind."""
    frames = frames_of(told.page, told.segments, kind)
    (activity, *_), _ = activities_of(told.page, frames, told.segments)
    return activity.figures


def _men_and_women(told: Told, figures: dict[str, Value]) -> None:
    """ "20 nam 15 nữ" are all who took part; men alone are no figure."""
    men, women = figures.pop("male", None), figures.get("participants_female")
    if men is None or women is None or "participants" in figures:
        return
    figures["participants"] = Value(men.value + women.value, men.bound if men.bound == women.bound else "about")
    for amount in told.amounts:
        if amount.head in ("male", "female"):
            told.page.span(amount.start, amount.end, "figure:participants")


def _only_people(
    told: Told, asked: str, words: KindWords | None, figures: Mapping[str, Value], said: Mapping[str, list[Amount]]
) -> Amount | None:
    """One number of people, no more than all of them, where it was asked how many of them: "2 người", "2/4"."""
    if said or len(told.amounts) != 1 or words is None or not asked.startswith("persons") or asked == words.main:
        return None
    (amount,), whole = told.amounts, figures.get(words.main)
    people = amount.head in ("", *told.page.words.people)
    refused = told.page.words.sets["refuses"] & {token.key for token in told.page.tokens}
    fits = whole is not None and amount.value is not None and not (amount.per or refused)
    return amount if people and fits and asked in words.figures.values() else None


def _none(told: Told) -> bool:
    """ "không", "chưa phát tờ nào", "hết tờ rơi rồi": none of what was asked."""
    page = told.page
    told_none = page.tells("none_said") or page.tells("none_of")
    return bool(_NONE.fullmatch(told.key) or page.tells("none_at_all") or (not told.amounts and told_none))


def _events(told: Told) -> set[str]:
    return {kind.event for kind in told.page.words.kinds.values()}


def _said(told: Told, draft: Activity, asked: str, *, mends: bool) -> dict[str, object]:
    """The day, place and topics that are told: those that were asked, and others that are new."""
    change: dict[str, object] = {}
    hits = {h.name for h in told.page.find("topic")}
    topics = tuple(t for t in TOPICS if t in hits)
    if topics and (asked == "topics" or not draft.topics):
        change["topics"] = topics
    if asked == "date":
        change |= _said_day(told)
    elif any(d.date for d in told.days) and (mends or not draft.date):
        day = next(d for d in told.days if d.date)
        change |= {"date": day.date, "date_to": day.date_to}
    pointed = [s for s in told.spots if s.pointed and not s.alone]
    if asked == "place":
        change["place"] = _said_place(told)
    elif pointed:
        change["place"] = told.page.typed(pointed[-1].start, pointed[-1].end)
    ward = next((s.ward for s in told.spots if s.ward), "")
    return change | {"ward": ward} if ward and (asked == "place" or pointed) else change


def _figure_of(
    amount: Amount, asked: str, words: KindWords | None, figures: Mapping[str, Value], said: Mapping[str, list[Amount]]
) -> str:
    """The figure of the draft that a number is: by its noun, else the one that was asked."""
    if asked in _OTHERS:
        figure = words.figures.get(amount.head, "") if words and amount.head not in ("", "piece", "none") else ""
        return figure if figure and figure not in figures else ""
    figure = words.figures.get(amount.head, "") if words and amount.head not in ("", "piece", "money") else asked
    if amount.head == "student" and asked == "participants" and asked in said:
        figure = "participants_students"
    figure = asked if amount.head in ("money", "turn", "case") and asked else figure
    return figure if figure and (figure == asked or figure not in figures) else ""


def _said_day(told: Told) -> dict[str, object]:
    """The day that answers "when?"; a number alone is a day of the month, "t6" a weekday."""
    days = [d for d in told.days if d.date]
    if days:
        return {"date": days[0].date, "date_to": days[0].date_to}
    weekday = re.fullmatch(r"(?:hom |chieu |sang |toi )?t ([2-7])(?: (?:nay|vua roi|roi|a|nhe))?", told.key)
    if weekday:
        return {"date": last_weekday(int(weekday[1]) - 2, told.today)}
    plain = [a for a in told.amounts if a.head == "" and a.value and 1 <= a.value <= 31]
    read = read_words([t.key for t in told.page.tokens]) if not told.amounts and told.page.tokens else None
    number = (
        plain[0].value
        if len(plain) == 1
        else (read.value if read and read.flaw is None and read.end == len(told.page.tokens) else None)
    )
    if number and 1 <= number <= 31:
        day = make(*month_of(number, told.today), number)
        return {"date": day} if day and day <= told.today else {}
    return {}


def _said_place(told: Told) -> str:
    """The place that answers "where?": the text without what stands around it."""
    page, start, end = told.page, 0, len(told.page.tokens)
    spots = [s for s in told.spots if not s.alone]
    if spots and (told.amounts or told.days):
        return page.typed(spots[0].start, spots[0].end)
    if told.amounts or told.days:
        end = next((i for i in range(1, end) if page.key(i) == "," or page.taken[i] in ("number", "date")), end)
    while start < end - 1 and page.key(start) in ("o", "tai", "da", "em", "ben", "la", "chi"):
        start += 1
    while end - 1 > start and page.key(end - 1) in (
        "nha",
        "nhe",
        "a",
        "anh",
        "chi",
        "em",
        "oi",
        "ad",
        ".",
        "!",
        ",",
        "do",
    ):
        if page.key(end - 1) in ("anh", "chi", "em") and page.taken[end - 1] == "place":
            break
        end -= 1
    return page.typed(start, end)
