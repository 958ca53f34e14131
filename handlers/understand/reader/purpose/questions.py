"""What a question asks: what it is about, for which period, topics and unit, and how the figures are to be cut."""

from __future__ import annotations

import re
from datetime import date

from handlers.understand.reader.days.days import Said
from handlers.understand.reader.page import Page
from handlers.understand.reader.purpose.signs import Signs
from handlers.understand.reader.reading import CAMPAIGN, Asked, Talk
from handlers.understand.reader.told import Told

CUTS = ("topic", "month", "past", "before", "unit")
"""How figures may be cut, the more particular first."""
_FEW = 8
_YEAR = re.compile(r"\bnam (?:(20\d\d)|(nay)|ngoai)\b")
TO_COME = ("deadline", "move", "plans", "sessions")
"""What is asked of days to come; all else of those that are gone."""
MAY_BE_PLANS = ("", "figures", "sessions")
"""What a message may seem to be about that tells of what is still to come."""
NO_NIL = ("silent", "sent", "account", "plans", "nudge")
"""What holds a no that is none: "đội nào chưa nộp", "em báo chưa"."""


def about_of(signs: Signs) -> str:
    """What a question is about, one of ABOUT."""
    about = signs.topic_asked()
    if about:
        return about
    numbers = signs.tells("whole") and _names_something(signs)
    return "figures" if numbers or only_days(signs) or is_part(signs) or _is_short(signs) else "other"


def is_part(signs: Signs) -> bool:
    """Whether a few words only say how figures are to be cut: "theo xã", "riêng ma túy", "còn tháng 4 thì sao"."""
    if len(signs.told.page.tokens) > _FEW or signs.counts or signs.in_draft:
        return False
    cut = signs.tells("only") or any(signs.tells(f"by_{each}") for each in CUTS)
    return cut or (signs.tells("and_then") and _names_something(signs))


def _is_short(signs: Signs) -> bool:
    """ "ma túy quý 2 sao rồi": little but a topic and a period."""
    told = signs.told
    return len(told.page.tokens) <= _FEW and bool(told.page.find("topic")) and any(d.period for d in told.days)


def only_days(signs: Signs) -> bool:
    """A period or days and nothing else: its figures are asked for."""
    page = signs.told.page
    rest = [t for t, taken in zip(page.tokens, page.taken, strict=True) if taken != "date" and t.word]
    return not rest and any(d.period or d.date_to for d in signs.told.days) and not signs.in_draft


def _names_something(signs: Signs) -> bool:
    told = signs.told
    return bool(told.page.find("topic") or unit_named(told) or any(d.period or d.date for d in told.days))


def asked_of(told: Told, about: str) -> tuple[str, date | None, date | None, Asked]:
    """The period or the days that a question names, and what else it asks for."""
    signs = Signs(told, Talk())
    topics = tuple(dict.fromkeys(hit.name for hit in told.page.find("topic")))
    by = next((cut for cut in CUTS if signs.tells(f"by_{cut}")), "") if about in ("figures", "source") else ""
    unit = unit_named(told)
    period, first, last = _days_asked(signs, by, about in TO_COME)
    parts = [period or first, topics, by, unit]
    a_part = (signs.tells("and_then") and is_part(signs)) or (not signs.tells("whole") and sum(map(bool, parts)) < 2)
    asked = Asked(topics, "" if by == "unit" and unit else by, unit, about == "figures" and a_part)
    return period, first, last, asked


def unit_named(told: Told) -> str:
    """The unit that is named, in the text's own words, with what says that it is one: "đội Hà Tu". A numbered place is
    named too ("khu 4"), so that whoever asks hears that there is none."""
    page, spots = told.page, {spot.start: spot for spot in told.spots}
    for start, taken in enumerate(page.taken):
        if taken != "place":
            continue
        spot = spots.get(start)
        end = spot.end if spot else _end(page, start)
        said = _body(page, start, end)
        numbered = spot is not None and page.tokens[end - 1].digits and page.key(start) in page.words.sets["quarter"]
        if said != start or numbered or (spot and spot.ward):
            return page.typed(said, end)
    return ""


def _end(page: Page, start: int) -> int:
    return next((i for i in range(start, len(page.taken)) if page.taken[i] != "place"), len(page.taken))


def _body(page: Page, start: int, end: int) -> int:
    """Where a unit's name begins with what it is: "[dọc] phường Cửa Ông", "đội [Hà Tu]"."""
    inside = next((i for i in range(start, end) if page.longest(i, "unit_body", ("rank",))), start)
    while body := page.ending(inside, "unit_body", ("before",)):
        inside = body.start
    return inside


def _days_asked(signs: Signs, by: str, to_come: bool) -> tuple[str, date | None, date | None]:
    """What is only compared with ("so với tháng trước") is not what is asked for."""
    page = signs.told.page
    beside = page.tells(f"by_{by}") if by in ("before", "past") else ()
    days = [d for d in signs.told.days if not any(start <= d.start < end for start, end in beside)]
    if period := next(filter(None, (_period(d, to_come) for d in days)), ""):
        return period, None, None
    if said := next((d for d in days if d.date), None):
        return "", said.date, said.date_to
    if signs.tells("so_far"):
        return "", date(signs.told.today.year, 1, 1), signs.told.today
    year = _year(signs.told) if by != "past" else ""
    return year or (CAMPAIGN if signs.tells("campaign_asked") else ""), None, None


def _period(said: Said, to_come: bool) -> str:
    """A month without its year that is still to come this year is the last one of that name, or the one to come."""
    whole = [day for day in getattr(said.meant, "readings", ()) if day.scope == "period"]
    return said.period or (f"{whole[0].date.year + to_come}-{whole[0].date.month:02}" if whole else "")


def _year(told: Told) -> str:
    found = _YEAR.search(told.key)
    return (found[1] or f"{told.today.year - (not found[2])}") if found else ""
