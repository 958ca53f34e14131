"""What a message tells, before it is known what it is for: all that is claimed, and the activities it would make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.understand.reader.days.days import Said, find_days
from handlers.understand.reader.deeds.activities import activities_of
from handlers.understand.reader.deeds.frames import frames_of
from handlers.understand.reader.deeds.row_places import unknown_places
from handlers.understand.reader.deeds.segments import Frame, Segment, segments_of
from handlers.understand.reader.lexicon import Lexicon
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.amounts import find_amounts
from handlers.understand.reader.numbers.given_back import give_back
from handlers.understand.reader.numbers.items import claim_items
from handlers.understand.reader.page import Page
from handlers.understand.reader.personal import claim_personal, homes
from handlers.understand.reader.places.places import Spot, find_places
from handlers.understand.reader.places.unit_names import Names, names_of
from handlers.understand.reader.reading import Activity, Value
from handlers.understand.reader.spelling import mend
from handlers.understand.reader.tokens import tokens_of
from programme.domain.model import Unit
from programme.language.vietnamese import nfc


@dataclass(slots=True)
class Told:
    """A message with everything that is found in it."""

    page: Page
    today: date
    names: Names
    days: list[Said] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    activities: tuple[Activity, ...] = ()
    asks: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.page.said

    def afresh(self) -> Told:
        """The same to be read once more: what an answer puts down in it stays out of the next."""
        page = copy(self.page)
        page.spans, page.taken = list(page.spans), list(page.taken)
        return replace(self, page=page)


def as_read(text: str) -> str:
    """A text in NFC, the cells of a table apart: of the same length as `nfc(text)`."""
    return nfc(text.replace("\t", "|"))


def told_of(text: str, words: Lexicon, units: Iterable[Unit], today: date, opening: str = "") -> Told:
    """Everything that is found in a text; `opening` is a kind that is known already."""
    kept = as_read(text)
    page = Page(kept, mend(tokens_of(kept), words), words)
    refused = claim_personal(page, names_of(units).whole)
    claim_items(page)
    days = find_days(page, today, words.campaigns)
    spots = find_places(page, units, today)
    for home in homes(page, spots, bool(refused)):
        spots.remove(home)
        refused.append(page.typed(home.start, home.end))
    give_back(page, spots)
    amounts = find_amounts(page)
    for spot in unknown_places(page, spots, amounts):
        page.claim(spot.start, spot.end, "place")
        spots.append(spot)
    told = Told(page, today, names_of(units), days, spots, amounts, refused=tuple(refused))
    told.segments = segments_of(page, days, spots, told.amounts)
    told.frames = frames_of(page, told.segments, opening)
    told.activities, told.asks = activities_of(page, told.frames, told.segments)
    return told


def figures_told(page: Page, amounts: list[Amount], kind: str) -> Mapping[str, Value]:
    """The figures of the one activity, of this kind, that a page tells; none where one of them is unclear."""
    segments = segments_of(page, [], [], amounts)
    activities, asks = activities_of(page, frames_of(page, segments, kind), segments)
    clear = [one.kind for one in activities] == [kind] and not set(asks) - {"topics", "date"}
    return activities[0].figures if clear else {}
