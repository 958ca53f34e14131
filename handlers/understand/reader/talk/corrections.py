"""What a correction says of the last report: the figures with their new values, a day, a place, topics, a kind."""

from __future__ import annotations

import re

from handlers.understand.reader.reading import Activity, Change
from handlers.understand.reader.talk.corrected_figures import figures_changed
from handlers.understand.reader.told import Told
from programme.domain.model import TOPICS

_REACH = 5
_BREAKS = (",", "la", "ma", ".", "\n", ";", "moi")
_DAY_MEANT = re.compile(r"\b(?:doi|sua|nham|sai|ghi nham|lui|chuyen) (?:lai )?ngay\b|\bngay (?:la|dung|moi)\b")
_TOPIC_MEANT = re.compile(r"\b(?:chu de|noi dung|linh vuc)\b")
_KIND_MEANT = re.compile(r"\b(?:loai|hinh thuc|muc|kieu)\b")
_MORE_TOPICS = re.compile(r"\b(?:ca|them|long ghep|nua|lan|thieu)\b")
_PLACE_SAID = re.compile(r"\b(?:dia diem|cho|noi)(?: (?:dung|moi|to chuc))? (?:la|thanh|sang|:)(?: o| tai)? (?=\S)")
_PLACE_ENDS = frozenset(("chu", "khong", "moi", ",", ".", "nhe", "nha", "a", "chi", "em", "!", "\n"))


def changes_of(told: Told, last: Activity | None) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The new values that a correction says, and what it leaves open."""
    last = last or Activity()
    wrong = denied_of(told)
    amounts = [a for a in told.amounts if not told.page.said_at(a.start, "bam nham")]
    days = [d for d in told.days if d.date and not _denied(told, wrong, d.start, d.end)]
    topics = _new_topics(told, wrong, last)
    kind, period = _new_kind(told, wrong, last), _new_period(told, wrong, last)
    numbers = [a for a in amounts if a.head != "none" and not _denied(told, wrong, a.start, a.end)]
    changes: list[Change] = []
    asks: list[str] = []
    if kind:
        changes.append(Change(kind=kind))
        known = {v.value for v in last.figures.values()}
        numbers = [a for a in numbers if a.value not in known]
    day_meant = bool(_DAY_MEANT.search(told.key)) or not (numbers or kind)
    topic_meant = bool(topics) and (bool(_TOPIC_MEANT.search(told.key)) or not numbers) and not kind
    if period and not days:
        changes.append(Change(period=period))
    elif days and day_meant and not (topic_meant and not _DAY_MEANT.search(told.key)):
        changes.append(Change(date=days[-1].date))
    elif topic_meant:
        changes.append(Change(topics=topics))
    elif not kind or any(a.head for a in numbers):
        old = [a for a in amounts if a not in numbers]
        found, asks = figures_changed(told, last, numbers, old)
        changes += found
    place = _new_place(told, wrong, place_only=not asks and not any(not c.date for c in changes))
    if place:
        changes.append(Change(place=place))
    if not changes and not asks and days:
        changes.append(Change(date=days[-1].date))
    if not changes and not asks:
        asks.append("figure")
    return tuple(changes), tuple(dict.fromkeys(asks))


def denied_of(told: Told) -> list[tuple[int, int]]:
    """Where a text says that what follows is wrong: "không phải", "gõ lộn thành", "mà ad ghi"."""
    return told.page.tells("denies") + told.page.tells("mistakes")


def _denied(told: Told, wrong: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether it is said right before that this is wrong."""
    return any(
        0 <= start - stop < _REACH and not any(told.page.key(i) in _BREAKS for i in range(stop, start))
        for _, stop in wrong
    )


def _new_kind(told: Told, wrong: list[tuple[int, int]], last: Activity) -> str:
    """Another kind: "là tư vấn chứ không phải truyền thông", "bấm nhầm loại, tư vấn mới đúng"."""
    hits = told.page.find("kind:strong")
    right = [h for h in hits if not _denied(told, wrong, h.start, h.end)]
    if not right or right[0].name == last.kind:
        return ""
    denied = [h for h in hits if h not in right]
    said = denied or _KIND_MEANT.search(told.key)
    alone = wrong and not (told.amounts or told.days or told.page.find("topic") or told.spots)
    right_one = re.search(r"\bmoi (?:phai|dung)\b", told.key) and not (told.amounts or told.days or told.spots)
    return right[0].name if said or alone or right_one else ""


def _new_period(told: Told, wrong: list[tuple[int, int]], last: Activity) -> str:
    found = [d for d in told.days if d.period and not _denied(told, wrong, d.start, d.end)]
    other = any(d.period and d not in found for d in told.days) or (last.period and found[:1] != [])
    return found[-1].period if found and other and found[-1].period != last.period else ""


def _new_topics(told: Told, wrong: list[tuple[int, int]], last: Activity) -> tuple[str, ...]:
    hits = [h for h in told.page.find("topic") if not _denied(told, wrong, h.start, h.end)]
    found = {h.name for h in hits}
    if found and not wrong and _MORE_TOPICS.search(told.key):
        found |= set(last.topics)
    return tuple(t for t in TOPICS if t in found)


def _new_place(told: Told, wrong: list[tuple[int, int]], *, place_only: bool) -> str:
    """A place that is named and not denied; the words behind "địa điểm là" where none is known there."""
    page = told.page
    spots = [s for s in told.spots if not s.alone and not _denied(told, wrong, s.start, s.end)]
    said = _PLACE_SAID.search(told.key)
    start = page.where(*said.span())[1] if said else 0
    named = [s for s in spots if not said or s.start >= start]
    if named and (place_only or said) and not (said and named[-1].start > start):
        return page.typed(named[-1].start, named[-1].end)
    if not said:
        return ""
    end = next((i for i in range(start, len(page.tokens)) if page.key(i) in _PLACE_ENDS), len(page.tokens))
    ends = [s.end for s in named] or [end]
    plain = named or not any(page.taken[i] in ("date", "number") or page.tokens[i].digits for i in range(start, end))
    return page.typed(start, max(end if not named else 0, *ends)) if plain else ""
