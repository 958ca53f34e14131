"""What was read, as an answer to what went before: a correction of the last report, the answer to an open question, or
a message of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.understand.calendar_days import last_weekday, make, month_of
from handlers.understand.number_words import read_words
from handlers.understand.reader.amounts import Amount
from handlers.understand.reader.reading import Activity, Change, Reading, Span, Talk, Value
from handlers.understand.reader.told import Told
from programme.domain.model import TOPICS

_NONE = re.compile(
    r"(?:da |thua )?(?:khong|chua|chang|cha)(?: (?:co|phat|treo|dan|ai|nao|gi|cai|to|nguoi|het|dau|duoc|a|anh|chi|em|nhe|ca))*[ .!]*|0"
)
_NOT = re.compile(r"\b(?:chu )?khong phai(?: la)?\b|\bthay vi\b|\bchu (?:dau|co) phai\b")


def answer(told: Told, intent: str, talk: Talk | None) -> Reading:
    """The reading of a message whose intent is known."""
    spans = tuple(dict.fromkeys(told.page.spans))
    if intent == "nil":
        return _nil(told, spans)
    if intent == "correction" and talk is not None:
        changes, asks = changes_of(told, talk.last_report)
        return Reading("correction", change=changes, asks=asks, refused=told.refused, spans=_with(told, spans))
    if intent == "report":
        if talk is not None and talk.open_question:
            return _answered(told, talk, spans)
        activities, asks = told.activities, told.asks
        if talk is not None and talk.last_report is not None:
            activities, asks = _same_day(told, talk.last_report)
        return Reading("report", activities, asks, refused=told.refused, spans=spans)
    if intent == "emergency":
        return Reading(intent, refused=tuple(dict.fromkeys((*told.refused, told.page.text))), spans=spans)
    if intent == "unclear" and talk is not None and talk.open_question:
        return Reading("unclear", asks=(talk.open_question,), refused=told.refused, spans=spans)
    if intent == "unclear" and told.amounts:
        return Reading("unclear", asks=("kind",), refused=told.refused, spans=spans)
    return Reading(intent, refused=told.refused, spans=spans)


def _with(told: Told, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((*spans, *told.page.spans)))


def _same_day(told: Told, last: Activity) -> tuple[tuple[Activity, ...], tuple[str, ...]]:
    """ "hôm đấy … còn treo thêm": on the last report's day."""
    same = re.search(r"\b(?:hom (?:do|day|ay|ay)|buoi (?:do|ay|day)|luc do|cung ngay|cung hom)\b", told.key)
    same = same or re.search(r"\b(?:them|nua|con|kem|quen)\b", told.key)
    if not same or any(a.date or a.period for a in told.activities):
        return told.activities, told.asks
    activities = tuple(
        replace(a, date=last.date, date_to=last.date_to, period=last.period, topics=a.topics or last.topics)
        for a in told.activities
    )
    return activities, tuple(ask for ask in told.asks if ask not in ("date", "topics"))


def _nil(told: Told, spans: tuple[Span, ...]) -> Reading:
    """Which period or days had nothing to report."""
    periods = [d for d in told.days if d.sort in ("period", "unclear") and d.period]
    days = [d for d in told.days if d.date]
    found = (*spans, *(Span(*_letters(told, d.start, d.end), "date") for d in told.days))
    ranged = next((d for d in days if d.date_to), None)
    if ranged is not None:
        return Reading("nil", date=ranged.date, date_to=ranged.date_to, refused=told.refused, spans=found)
    if periods:
        return Reading("nil", period=periods[0].period, refused=told.refused, spans=found)
    if days:
        return Reading("nil", date=days[0].date, refused=told.refused, spans=found)
    return Reading("nil", asks=("period",), refused=told.refused, spans=found)


def _letters(told: Told, start: int, end: int) -> tuple[int, int]:
    return told.page.tokens[start].start, told.page.tokens[end - 1].end


def changes_of(told: Told, last: Activity | None) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The new values that a correction says, and what it leaves open."""
    last = last or Activity()
    wrong = [told.page.where(*m.span()) for m in _NOT.finditer(told.key)]
    changes: list[Change] = []
    numbers = [a for a in told.amounts if not _denied(told, wrong, a.start, a.end) and a.head not in ("none",)]
    new_days = [d for d in told.days if d.date and not _denied(told, wrong, d.start, d.end)]
    topics = _new_topics(told, wrong, last)
    asks: list[str] = []
    meant = _day_meant(told, numbers)
    kind, period = _new_kind(told, wrong), _new_period(told, wrong)
    if kind:
        changes.append(Change(kind=kind))
    elif period and not new_days:
        changes.append(Change(period=period))
    elif meant and new_days and not (topics and not re.search(r"\bngay (?:la|dung|moi|thanh)\b|\bdoi ngay\b", told.key)):
        changes.append(Change(date=new_days[-1].date))
    elif topics:
        changes.append(Change(topics=topics))
    else:
        for amount in _final(told, numbers, last):
            figure, value = _figure(told, amount, last)
            if value is None:
                continue
            if figure:
                told.page.span(amount.start, amount.end, f"figure:{figure}")
                changes.append(Change(figure, value))
            else:
                asks.append("figure")
        if not changes and not asks and new_days:
            changes.append(Change(date=new_days[-1].date))
    spots = [s for s in told.spots if not s.alone and not _denied(told, wrong, s.start, s.end)]
    if not changes and not asks and spots:
        changes.append(Change(place=told.page.typed(spots[-1].start, spots[-1].end)))
    if not changes and not asks:
        asks.append("figure")
    return tuple(changes), tuple(dict.fromkeys(asks))


def _new_kind(told: Told, wrong: list[tuple[int, int]]) -> str:
    """Another kind: "là tư vấn chứ không phải truyền thông"."""
    hits = told.page.find("kind.strong")
    right = [h for h in hits if not _denied(told, wrong, h.start, h.end)]
    denied = [h for h in hits if h not in right]
    return right[0].name if right and denied and right[0].name != denied[0].name else ""


def _new_period(told: Told, wrong: list[tuple[int, int]]) -> str:
    found = [d for d in told.days if d.period and not _denied(told, wrong, d.start, d.end)]
    last = [d for d in told.days if d.period and d not in found]
    return found[-1].period if found and last else ""


def _day_meant(told: Told, numbers: list[Amount]) -> bool:
    """Whether the day is what is changed."""
    if re.search(r"\b(?:doi|sua|nham|sai|ghi nham) (?:lai )?ngay\b|\bngay (?:la|dung|moi)\b", told.key):
        return True
    return not numbers and bool(told.days)


def _denied(told: Told, wrong: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether "không phải" stands right before it, or "mà là" behind."""
    return any(0 <= start - w_end <= 4 and not any(told.page.key(i) in (",", "la", "ma") for i in range(w_end, start)) for _, w_end in wrong)


def _final(told: Told, numbers: list[Amount], last: Activity) -> list[Amount]:
    """The amounts that are new values: behind "thành", "là", "vị chi" where there is one; not those that name the old."""
    old = {v.value for v in last.figures.values()}
    for word in ("thanh", "vi chi"):
        behind = [a for a in numbers if any(told.page.key(i) == word.split()[-1] for i in range(max(0, a.start - 3), a.start))]
        if behind:
            return behind
    fresh = [a for a in numbers if a.value not in old] or numbers
    return [a for a in fresh if a.value is not None]


def _figure(told: Told, amount: Amount, last: Activity) -> tuple[str, Value | None]:
    """Which figure of the last report an amount changes; "" where it may be several."""
    if amount.value is None:
        return "", None
    words = told.page.words.kinds.get(last.kind)
    value = Value(amount.value, amount.bound)
    if words is None:
        return "", value
    figure = words.figures.get(amount.head, "") if amount.head not in ("", "piece") else ""
    if not figure and amount.head in ("", "piece"):
        figure = _named_before(told, amount, words.figures) or _open_figure(told, last, words.main, words.event)
    if figure and _added(told, amount) and figure in last.figures:
        value = Value(last.figures[figure].value + amount.value, last.figures[figure].bound)
    return figure, value


def _named_before(told: Told, amount: Amount, figures: dict) -> str:  # type: ignore[type-arg]
    """The figure whose noun stands before in the same clause: "tiền phạt thành 12,5 triệu"."""
    for i in range(amount.start, max(0, amount.start - 8), -1):
        hit = told.page.ending(i, "head")
        if hit is not None and figures.get(hit.name):
            return str(figures[hit.name])
        if told.page.key(i - 1) in (",", ".", "\n"):
            break
    return ""


def _open_figure(told: Told, last: Activity, main: str, event: str) -> str:
    """The figure that a bare number means: the only one there is beside the count of events."""
    others = [name for name in last.figures if name != event]
    if len(others) == 1:
        return others[0]
    return main if not others or re.search(r"\bmoi dung\b|\bnguoi\b", told.key) else ""


def _added(told: Told, amount: Amount) -> bool:
    """ "thêm 12 cơ sở", where no new total is said."""
    before = [told.page.key(i) for i in range(max(0, amount.start - 4), amount.start)]
    return "them" in before and not amount.total and "thanh" not in before


def _new_topics(told: Told, wrong: list[tuple[int, int]], last: Activity) -> tuple[str, ...]:
    hits = [h for h in told.page.find("topic") if not _denied(told, wrong, h.start, h.end)]
    found = {h.name for h in hits}
    if found and re.search(r"\b(?:ca|them|long ghep|nua|lan|thieu)\b", told.key) and not wrong:
        found |= set(last.topics)
    return tuple(t for t in TOPICS if t in found)


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
    number = plain[0].value if len(plain) == 1 else (read.value if read and read.flaw is None and read.end == len(told.page.tokens) else None)
    if number and 1 <= number <= 31:
        day = make(*month_of(number, told.today), number)
        return {"date": day} if day and day <= told.today else {}
    return {}


def _said_place(told: Told) -> str:
    """The place that answers "where?": the text without what stands around it."""
    page, start, end = told.page, 0, len(told.page.tokens)
    while start < end - 1 and page.key(start) in ("o", "tai", "da", "em", "ben", "la", "chi"):
        start += 1
    while end - 1 > start and page.key(end - 1) in ("nha", "nhe", "a", "anh", "chi", "em", "oi", "ad", ".", "!", ",", "do"):
        if page.key(end - 1) in ("anh", "chi", "em") and page.taken[end - 1] == "place":
            break
        end -= 1
    return page.typed(start, end)


def _answered(told: Told, talk: Talk, spans: tuple[Span, ...]) -> Reading:
    """The draft after the answer to the question that was open."""
    draft, asked = talk.open_draft or Activity(), talk.open_question
    words = told.page.words.kinds.get(draft.kind)
    figures, asks = dict(draft.figures), []
    change: dict[str, object] = {}
    if asked == "date":
        change = _said_day(told)
    elif asked == "topics":
        topics = {h.name for h in told.page.find("topic")}
        change = {"topics": tuple(t for t in TOPICS if t in topics)} if topics else {}
    elif asked == "place":
        change = {"place": _said_place(told)}
    for amount in told.amounts if asked not in ("date", "place", "topics") else ():
        figure = words.figures.get(amount.head, "") if words and amount.head not in ("", "piece", "money") else asked
        if amount.head == "student" and asked == "participants" and asked in figures:
            figure = "participants_students"
        figure = asked if amount.head in ("money", "turn", "case") and asked else figure
        if figure and amount.value is not None and (figure == asked or figure not in figures):
            figures[figure] = Value(amount.value, amount.bound)
            told.page.span(amount.start, amount.end, f"figure:{figure}")
            change = change or {"figures": True}
    if asked and asked not in figures and _NONE.fullmatch(told.key) and asked not in ("date", "place", "topics"):
        figures[asked] = Value(0)
        told.page.span(0, len(told.page.tokens), f"figure:{asked}")
    change.pop("figures", None)
    if asked not in figures and asked not in change:
        asks.append(asked)
    activity = replace(draft, figures=figures, **change)  # type: ignore[arg-type]
    return Reading("report", (activity,), tuple(asks), refused=told.refused, spans=_with(told, spans))
