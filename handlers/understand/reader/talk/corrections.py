"""What a correction says of the last report: the figures with their new values, a day, a place, topics, a kind."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.understand.reader.days.days import Said
from handlers.understand.reader.places.places import Spot
from handlers.understand.reader.reading import Activity, Change
from handlers.understand.reader.talk.corrected_figures import figures_changed, tells_around
from handlers.understand.reader.told import Told
from programme.domain.model import TOPICS
from programme.language.vietnamese import fold

_REACH = 5
_BREAKS = (",", "la", "ma", ".", "\n", ";", "moi")
_MORE_TOPICS = re.compile(r"\b(?:ca|them|long ghep|nua|lan|thieu)\b")
_PLACE_ENDS = frozenset("chu khong moi , . nhe nha a chi em ! \n giup ho voi co chau anh bac".split())
_NEW = frozenset(("thanh", "la", "o", "sang", "tai"))


def changes_of(told: Told, last: Activity | None) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The new values that a correction says, and what it leaves open."""
    last = last or Activity()
    page, wrong = told.page, denied_of(told)
    amounts = [a for a in told.amounts if not (page.said_at(a.start, "bam nham") or _a_digit(told, a.start))]
    numbers = [
        a
        for a in amounts
        if a.head != "none" and (tells_around(told, a, "more", "less") or not is_denied(told, wrong, a.start, a.end))
    ]
    if any(a.head != "time" for a in numbers):
        numbers = [a for a in numbers if a.head != "time"]  # "trừ 3 người vì họ đến 2 lần"
    days = [d for d in told.days if d.date and not is_denied(told, wrong, d.start, d.end)]
    topics = _new_topics(told, wrong, last)
    kind, period = _new_kind(told, wrong, last), _new_period(told, wrong, last)
    changes: list[Change] = []
    asks: list[str] = []
    if kind:
        changes.append(Change(kind=kind))
        known = {v.value for v in last.figures.values()}
        numbers = [a for a in numbers if a.value not in known]
    if period and not days:
        changes.append(Change(period=period))
    elif day := _new_day(told, days, last, meant=not (numbers or kind)):
        changes.append(Change(date=day.date))
    elif topics and not kind and (page.tells("topic_meant") or not numbers):
        changes.append(Change(topics=topics))
    elif numbers or page.tells("takes_out") or page.tells("none_of"):
        found, asks = figures_changed(told, last, numbers, [a for a in amounts if a not in numbers])
        changes += found
    place = _new_place(told, wrong, last, place_only=not asks and not changes)
    if place:
        changes.append(Change(place=place))
    if not changes and not asks:
        asks.append(_figure_named(told, last))
    return tuple(changes), tuple(dict.fromkeys(asks))


def _figure_named(told: Told, last: Activity) -> str:
    """The figure of the report that is said to be wrong without a number: "số người dự sai rồi"; else any."""
    words = told.page.words.kinds.get(last.kind)
    named = {words.figures.get(h.name, "") for h in told.page.find("head")} & set(last.figures) if words else set()
    return named.pop() if len(named) == 1 else "figure"


def denied_of(told: Told) -> list[tuple[int, int]]:
    """Where a text says that what follows is wrong: "không phải", "gõ lộn thành", "mà ad ghi"."""
    return told.page.tells("denies") + told.page.tells("mistakes")


def is_denied(told: Told, wrong: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether it is said right before that this is wrong."""
    return any(
        0 <= start - stop < _REACH and not any(told.page.key(i) in _BREAKS for i in range(stop, start))
        for _, stop in wrong
    )


def _a_digit(told: Told, start: int) -> bool:
    """ "gõ thừa số 0": a digit that was typed, and no count."""
    return told.page.said_before(start, "so") and any(stop == start + 1 for _, stop in told.page.tells("digit"))


def _new_day(told: Told, days: list[Said], last: Activity, *, meant: bool) -> Said | None:
    """Another day than the report's; where figures are told too only if it is said that the day is wrong."""
    other = [d for d in days if (d.date, d.date_to) != (last.date, last.date_to)]
    said = bool(told.page.tells("day_meant"))
    return other[-1] if other and (said or (meant and not told.page.tells("topic_meant"))) else None


def _new_kind(told: Told, wrong: list[tuple[int, int]], last: Activity) -> str:
    """Another kind: "là tư vấn chứ không phải truyền thông", "bấm nhầm loại, tư vấn mới đúng"."""
    hits = told.page.find("kind:strong")
    right = [h for h in hits if not is_denied(told, wrong, h.start, h.end)]
    if not right or right[0].name == last.kind:
        return ""
    said = len(right) < len(hits) or told.page.tells("kind_meant")
    alone = wrong and not (told.amounts or told.days or told.page.find("topic") or told.spots)
    right_one = told.page.tells("right_one") and not (told.amounts or told.days or told.spots)
    return right[0].name if said or alone or right_one else ""


def _new_period(told: Told, wrong: list[tuple[int, int]], last: Activity) -> str:
    found = [d for d in told.days if d.period and not is_denied(told, wrong, d.start, d.end)]
    other = any(d.period and d not in found for d in told.days) or (last.period and found[:1] != [])
    return found[-1].period if found and other and found[-1].period != last.period else ""


def _new_topics(told: Told, wrong: list[tuple[int, int]], last: Activity) -> tuple[str, ...]:
    hits = [h for h in told.page.find("topic") if not is_denied(told, wrong, h.start, h.end)]
    found = {h.name for h in hits}
    if found and not wrong and _MORE_TOPICS.search(told.key):
        found |= set(last.topics)
    return tuple(t for t in TOPICS if t in found and (wrong or found != set(last.topics)))


def _new_place(told: Told, wrong: list[tuple[int, int]], last: Activity, *, place_only: bool) -> str:
    """A place that is named, not denied and another than the report's; the words behind "địa điểm là" where none is
    known there."""
    page = told.page
    start = max((stop for _, stop in page.tells("place_said")), default=None)
    spots = [_not_denied(told, wrong, s) for s in told.spots if not s.alone]
    spots = [s for s in spots if s.start < s.end and fold(page.typed(s.start, s.end)) != fold(last.place)]
    if start is None:
        return _typed(told, max(spots, key=lambda s: _said_new(told, s))) if spots and place_only else ""
    if there := [s for s in spots if s.start <= start + 1 and s.end > start]:
        return _typed(told, there[0])
    later = [s for s in spots if s.start > start and s.pointed and not is_denied(told, wrong, s.start, s.end)]
    if later and page.key(start - 1) == ":":
        return _typed(told, later[0])  # "đính chính địa điểm: buổi truyền thông tổ chức tại …"
    end = next((i for i in range(start + 1, len(page.tokens)) if page.key(i) in _PLACE_ENDS), len(page.tokens))
    told_else = page.taken[start : start + 1] == ["date"] or any(start <= h.start < end for h in page.find("topic"))
    plain = not told_else and not any(page.taken[i] == "number" for i in range(start, end))
    return page.typed(start, end) if plain and start < end else ""


def _not_denied(told: Told, wrong: list[tuple[int, int]], spot: Spot) -> Spot:
    """What is left of a place that is denied: "không phải khu 9, khu 6"."""
    if not is_denied(told, wrong, spot.start, spot.end):
        return spot
    comma = next((i for i in range(spot.start, spot.end) if told.page.key(i) == ","), spot.end - 1)
    return replace(spot, start=comma + 1)


def _said_new(told: Told, spot: Spot) -> bool:
    """Whether a place is said to be the new one: "thành …", "là …", "ở …"."""
    return told.page.key(spot.start - 1) in _NEW


def _typed(told: Told, spot: Spot) -> str:
    return told.page.typed(spot.start, spot.end)
