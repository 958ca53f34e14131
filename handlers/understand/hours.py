"""An hour as people write it: 16h30, 16:30, 4 giờ chiều, 5 rưỡi chiều, 4pm."""

from __future__ import annotations

import re
from datetime import time

from handlers.understand.date_words import HOUR, MINUTE
from programme.language.vietnamese import fold

WORDS = re.compile(
    rf"(?:truoc |luc |khoang |by |before )*(?P<h>\d{{1,2}})(?: ?(?:{HOUR}|[:.]) ?(?P<m>\d{{1,2}})?)?(?P<half> ?ruoi)?"
    rf"(?: ?{MINUTE})?(?: ?(?P<part>sang|trua|chieu|toi|dem|am|pm))?(?: (?:nay|hom nay|nhe|a|today))*"
)
AFTERNOON, MIDNIGHT = ("chieu", "toi", "pm"), ("dem", "am")
EVENING = 7  # "10 giờ đêm" is 22:00, "2 giờ đêm" 2:00


def hours(text: str) -> tuple[time, ...]:
    """The hours that the words may mean, the likeliest first; () for words that are none. "4 giờ" is 4:00 or 16:00, "8
    giờ" is the morning's."""
    found = WORDS.fullmatch(fold(text).strip(" .!"))
    if not found:
        return ()
    hour, minute = int(found["h"]), int(found["m"] or (30 if found["half"] else 0))
    if hour > 23 or minute > 59 or (found["m"] and found["half"]):
        return ()
    if found["part"] in AFTERNOON or (found["part"] == "trua" and hour < 4):
        return (time(hour + 12 if hour < 12 else hour, minute),)
    if found["part"] in MIDNIGHT and hour == 12:
        return (time(0, minute),)
    if found["part"] == "dem" and EVENING <= hour < 12:
        return (time(hour + 12, minute),)
    if found["part"] or hour > 12:
        return (time(hour, minute),)
    return (time(hour, minute), *((time(hour + 12, minute),) if 1 <= hour <= 6 else ()))
