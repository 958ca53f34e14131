"""Whether one event is told where nobody counts them."""

from __future__ import annotations

from handlers.understand.number_words import ONES as _ONES
from handlers.understand.reader.days.days import Said
from handlers.understand.reader.deeds.segments import Frame
from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot

ONES = frozenset(_ONES) - {"lam"}  # "làm buổi"


def one_event(page: Page, frame: Frame, said: Said | None, spot: Spot | None) -> bool:
    """Whether one event is told: a day or a place, and no period or several days."""
    words = page.words.kinds[frame.kind]
    if said and words.event == "sessions" and (said.sort == "period" or (said.date_to and not words.long)):
        return False
    if frame.doubt or page.asides & {s.sentence for s in frame.segments}:
        return False  # a number that is not explained may count them
    if words.event != "sessions":
        return _one_thing(page, frame, words)
    if any(page.longest(i, "number", ("no_event",)) for s in frame.segments for i in range(s.start, s.end)):
        return False
    if _counted_unread(page, frame):
        return False
    named = [h for s in frame.segments for h in s.strong if h.name == frame.kind]
    gathered = any(not page.ending(h.end, "head", ("leaflet",)) for h in named)
    told = any(h.name == frame.kind for s in frame.segments for h in (*named, *s.weak)) or frame.has(words.main)
    counted = any(figure != words.figures.get("leaflet") for figure in frame.figures)  # to hand out is no session
    met = gathered or (told and counted)
    unclear = [d for s in frame.segments for d in s.days if d.sort == "unclear"]
    own = bool(unclear) and not any(_many_days(page, d) for d in unclear)
    return met and (said.sort == "day" if said is not None else bool(spot or own))


def _many_days(page: Page, said: Said) -> bool:
    """ "các ngày 1/6, 8/6, 15/6"."""
    return sum(page.key(i) in (",", "va", "&") for i in range(said.start, said.end)) > 0


def _counted_unread(page: Page, frame: Frame) -> bool:
    """Whether a number stands before "buổi" or behind "số buổi:" that was read as something else, or not at all."""
    figures = page.words.kinds[frame.kind].figures
    for i in range(min(s.start for s in frame.segments), max(s.end for s in frame.segments)) if frame.segments else ():
        hit = page.longest(i, "head")
        if hit is None or hit.name not in ("session", "term", "class", "group") or hit.name not in figures:
            continue
        if page.taken[i - 1 : i] in (["date"], ["hour"]) or page.key(hit.end) in page.words.sets["part_of_day"]:
            continue
        behind = page.key(hit.end) == ":" and hit.end - hit.start > 1
        if behind or (i and (page.tokens[i - 1].digits or page.key(i - 1) in ONES)):
            return True
    return False


def _one_thing(page: Page, frame: Frame, words: KindWords) -> bool:
    """Whether what is new is named and nothing before it may count it: "ra mắt mô hình …", "ban hành kế hoạch số 5"."""
    named = [h for s in frame.segments for h in s.strong if h.name == frame.kind]
    if all(page.longest(h.start, "head", ("active",)) for h in named):
        return False  # "duy trì 5 mô hình": they have been there before
    nouns = [
        h for s in frame.segments for i in range(s.start, s.end) for h in page.hits[i]
        if h.group == "head" and words.figures.get(h.name) == words.event
    ]  # fmt: skip
    ends = {a.end for amounts in frame.figures.values() for a in amounts}
    unread = [h for h in nouns if h.start and (page.tokens[h.start - 1].digits or page.key(h.start - 1) in ONES)]
    return len(unread) < len(nouns) and all(h.start in ends for h in unread)
