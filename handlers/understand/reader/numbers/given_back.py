"""Numbers that a place or a code has claimed and that count the noun behind them."""

from __future__ import annotations

from dataclasses import replace

from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.numbers.heads import best_head
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot

_CLASSES = 12


def give_back(page: Page, spots: list[Spot]) -> None:
    """A number at the end of a place that counts the noun behind it is no part of the name: "trường Hồng Thái 25 học
    sinh"."""
    _give_back_codes(page)
    for n, spot in reversed(list(enumerate(spots))):
        last = spot.end - 1
        if not spot.ward and any(
            h.group == "topic" and h.start < spot.start < h.end for h in _around(page, spot.start)
        ):
            del spots[n]  # "ma túy học đường 3 buổi"
            page.taken[spot.start : spot.end] = [""] * (spot.end - spot.start)
            continue
        if last <= spot.start or not page.tokens[last].digits:
            continue
        counted = last - 2 >= 0 and page.tokens[last - 2].digits and page.taken[last - 2] == ""  # "3 lớp 46 học viên"
        lettered = page.tokens[last].glued and page.tokens[last - 1].word and page.tokens[last - 1].glued
        too_high = page.key(last - 1) == "lop" and page.key(last).isdigit() and int(page.key(last)) > _CLASSES
        page.taken[last] = ""
        if spot.end - spot.start == 2 and _team_went(page, spot):
            del spots[n]
            page.taken[spot.start] = ""
            continue
        noun = best_head(page, spot.end)
        opened = page.key(last - 1) == "mo" and noun is not None and noun.name in ("session", "class")
        loud = page.key(spot.start - 1) == "loa" and noun is not None and noun.name in ("time", "turn", "item")
        counted = counted or opened or loud  # "bọn mình mở 1 buổi", "loa xóm 2 lần"
        if (page.key(last - 1) in page.words.numbered and not counted and not too_high) or lettered:
            page.taken[last] = "place"
            continue  # "lớp 6a2"
        if noun is not None and noun.name not in ("none", "commune", "place", "piece"):
            if counted and spot.start == last - 1:
                del spots[n]
                page.taken[last - 1] = ""
            else:
                spots[n] = replace(spot, end=last)
        else:
            page.taken[last] = "place"


def _team_went(page: Page, spot: Spot) -> bool:
    """ "tổ 5 người đi từng nhà": so many of the team."""
    said = " ".join(page.key(i) for i in range(spot.end, min(spot.end + 4, len(page.tokens))))
    return page.key(spot.start) == "to" and page.words.looks_of["team_went"].match(said) is not None


def _give_back_codes(page: Page) -> None:
    """ "ngoại khóa 73 nam", "sinh hoạt định kỳ 6 hội viên": the word before the number is the kind's."""
    for i in range(1, len(page.tokens)):
        code = page.taken[i] == page.taken[i - 1] == "code" and page.tokens[i].digits
        if (
            code
            and page.key(i + 1) != "/"
            and any(h.end == i and h.end - h.start > 1 and h.group.startswith("kind") for h in _around(page, i))
        ):
            page.taken[i - 1 : i + 1] = ["", ""]


def _around(page: Page, i: int) -> list[Hit]:
    return [hit for hits in page.hits[max(0, i - 4) : i] for hit in hits]
