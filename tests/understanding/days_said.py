"""The many ways to say a day, days in a row or a period, seen from today, with what each means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from programme.domain.periods import name

ONE = timedelta(days=1)
WEEKDAYS = ("thứ 2", "thứ 3", "thứ 4", "thứ 5", "thứ 6", "thứ 7", "chủ nhật")
IN_WORDS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
SHORT = ("t2", "t3", "t4", "t5", "t6", "t7", "cn")
PARTS = ("sáng", "chiều", "tối", "trưa")


@dataclass(frozen=True, slots=True)
class Said:
    """`ask` where the words leave the day open: then nothing is expected but the question."""

    words: str
    first: date | None = None
    last: date | None = None
    period: str = ""
    ask: bool = False
    way: str = ""


def one_day(today: date, chance: Random) -> Said:
    """A day of the last weeks."""
    return chance.choice(ONE_DAY)(today, chance)


def any_days(today: date, chance: Random) -> Said:
    """Mostly a day; sometimes a row of days, a period, words that leave it open, or nothing at all."""
    roll = chance.random()
    if roll < 0.66:
        return one_day(today, chance)
    if roll < 0.74:
        return _row(today, chance)
    if roll < 0.88:
        return a_period(today, chance)
    return _nothing(today, chance) if roll < 0.94 else _open(today, chance)


def _near(today: date, chance: Random) -> Said:
    back, words = chance.choice((
        (0, "hôm nay"), (0, "nay"), (0, "{part} nay"), (1, "hôm qua"), (1, "{part} qua"), (1, "{part} hôm qua"),
        (1, "hôm qua"), (2, "hôm kia"), (2, "{part} hôm kia"), (3, "3 hôm trước"), (2, "hai hôm trước"),
    ))  # fmt: skip
    return Said(words.replace("{part}", chance.choice(PARTS)), today - back * ONE, way="near")


def _number(today: date, chance: Random) -> Said:
    day = today - chance.randrange(24) * ONE
    d, m = day.day, day.month
    words = chance.choice((
        f"{d}/{m}", f"ngày {d}/{m}", f"ngày {d}/{m}/{day.year}", f"{d:02}/{m:02}", f"ngày {d} tháng {m}", f"{d}-{m}",
        f"hôm {d}/{m}", f"{d}.{m}", f"{chance.choice(PARTS)} {d}/{m}", f"{chance.choice(PARTS)} ngày {d}/{m}",
        f"ngày {d:02}/{m:02}/{day.year}", f"{d}/{m}/{day.year % 100}", f"hôm {d} tháng {m}", f"{d} tháng {m}",
    ))  # fmt: skip
    return Said(words, day, way="number")


def _of_month(today: date, chance: Random) -> Said:
    """Only the day is said: the last such day."""
    day = today - chance.randrange(min(today.day, 20)) * ONE
    words = chance.choice((f"hôm {day.day}", f"ngày {day.day}", f"{chance.choice(PARTS)} {day.day}"))
    return Said(words, day, way="day of month")


def _weekday(today: date, chance: Random) -> Said:
    day = today - chance.randrange(1, 7) * ONE
    w = day.weekday()
    head = chance.choice(("", "hôm ", f"{chance.choice(PARTS)} "))
    tail = chance.choice(("", " vừa rồi", " vừa qua")) if head != "hôm " else ""
    word = chance.choice((WEEKDAYS[w], IN_WORDS[w], WEEKDAYS[w]))
    if head and chance.random() < 0.4:
        word = SHORT[w]
    if chance.random() < 0.2:
        return Said(f"{head}{word} {day.day}/{day.month}", day, way="weekday")
    return Said(f"{head}{word}{tail}", day, way="weekday")


def _last_week(today: date, chance: Random) -> Said:
    day = today - (today.weekday() + 7 - chance.randrange(7)) * ONE
    head = chance.choice(("", "hôm ", f"{chance.choice(PARTS)} "))
    return Said(f"{head}{chance.choice((WEEKDAYS, IN_WORDS))[day.weekday()]} tuần trước", day, way="last week")


def _row(today: date, chance: Random) -> Said:
    last = today - chance.randrange(12) * ONE
    first = last - chance.randrange(1, 5) * ONE
    if first.month != last.month:
        words = chance.choice(("từ {a}/{m} đến {b}/{n}", "{a}/{m} - {b}/{n}", "từ ngày {a}/{m} đến ngày {b}/{n}"))
    else:
        words = chance.choice(
            ("từ {a} đến {b}/{n}", "{a}-{b}/{n}", "từ {a}/{m} đến {b}/{n}", "từ ngày {a} đến {b}/{n}")
        )
        if last == first + ONE:
            words = chance.choice((words, "2 ngày {a}, {b}/{n}", "{a} và {b}/{n}", "hai ngày {a}-{b}/{n}"))
    said = words.format(a=first.day, b=last.day, m=first.month, n=last.month)
    return Said(said, first, last, way="days in a row")


def a_month(today: date, chance: Random) -> Said:
    back = chance.randrange(3)
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    month += 1
    ways = [f"tháng {month}", f"trong tháng {month}", f"T{month}/{year}", f"tháng {month}/{year}", f"tháng {month:02}"]
    if back == 0:
        ways += ["tháng này", "trong tháng", "trong tháng này"]
    if back == 1:
        ways += ["tháng trước", "tháng vừa rồi", "tháng rồi", "tháng vừa qua"]
    return Said(chance.choice(ways), period=name(year, "monthly", month), way="month")


def a_period(today: date, chance: Random) -> Said:
    roll = chance.random()
    if roll < 0.6:
        return a_month(today, chance)
    if roll < 0.75:
        at = (today.month - 1) // 3
        year, quarter = divmod(today.year * 4 + at - chance.randrange(2), 4)
        roman = ("I", "II", "III", "IV")[quarter]
        words = chance.choice((f"quý {quarter + 1}", f"quý {roman}", f"trong quý {roman}", f"quý {roman}/{year}"))
        if year != today.year and "/" not in words:
            words += f"/{year}"
        return Said(words, period=name(year, "quarterly", quarter + 1), way="quarter")
    if roll < 0.85 and today.month >= 6:
        return Said("6 tháng đầu năm", period=f"{today.year}-H1", way="half-year")
    week = today - chance.randrange(2) * 7 * ONE
    iso = week.isocalendar()
    words = (
        ("tuần này", "trong tuần", "trong tuần này") if week == today else ("tuần trước", "tuần vừa rồi", "tuần qua")
    )
    return Said(chance.choice(words), period=name(iso.year, "weekly", iso.week), way="week")


def _nothing(today: date, chance: Random) -> Said:
    return Said("", ask=True, way="no day")


def _open(today: date, chance: Random) -> Said:
    if chance.random() < 0.3:
        day = today + chance.randrange(2, 9) * ONE
        return Said(f"ngày {day.day}/{day.month}", ask=True, way="day to come")
    words = ("hôm trước", "đầu tháng", "bữa trước", "hôm nọ", "mấy hôm trước", "cuối tháng trước", "dạo này")
    return Said(chance.choice(words), ask=True, way="vague day")


ONE_DAY: tuple[Callable[[date, Random], Said], ...] = (
    _near, _near, _near, _number, _number, _number, _of_month, _weekday, _last_week,
)  # fmt: skip
