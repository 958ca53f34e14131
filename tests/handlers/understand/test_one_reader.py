"""The same words of a day or a count mean the same at every door: in a line `BC …`, as the answer to a question, in
free words. Where one door takes a value, no other takes another one; at most it asks."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.one_line.line import read_line
from handlers.one_line.line_words import words_of
from handlers.understand.calendar_days import Day
from handlers.understand.dates import read_date
from programme.domain.periods import Regime
from programme.language.vietnamese import fold
from programme.packs.pack import PACKS
from programme.xlsform import load_form
from tests.handlers.understand.reader.support import reading
from tests.handlers.understand.test_dates import DAYS, MONTHS, PAST, PERIODS, PROBLEMS, ROWS, TODAY

WORDS = words_of(load_form(PACKS / "quang-ninh" / "forms" / "activity.md"), "vi")
ASKED = None
Span = tuple[date, date] | None
ENGLISH = ("today", "yesterday")  # free words are read in Vietnamese


def typed(words: str, today: date) -> Span:
    """The answer to "Khi nào?"."""
    found = read_date(words, today, bare_day=True)
    return (found.date, found.date_to or found.date) if isinstance(found, Day) else ASKED


def in_line(words: str, today: date) -> Span:
    line = read_line(f"BC TT MT {words}, 45 nguoi", WORDS, today)
    sure = line.day and not line.faults and not line.unsure
    return (line.day.date, line.day.date_to or line.day.date) if sure else ASKED


def told(words: str, today: date) -> Span:
    """In a message of free words; a day that is only proposed is asked."""
    text = f"truyền thông ma túy {words}, 45 người"
    found = reading(fold(text) if words.isascii() else text, today=today)  # who sets no marks sets none
    one = found.activities[0] if found.activities else None
    if one is None or "date" in found.asks:
        return ASKED
    if one.period:
        return ASKED if "-W" in one.period else Regime().span(one.period)
    return (one.date, one.date_to or one.date) if one.date else ASKED


def doors(words: str, today: date = TODAY) -> dict[str, Span]:
    return {"typed": typed(words, today), "line": in_line(words, today), "told": told(words, today)}


@pytest.mark.parametrize("words", [w for w in (*DAYS, *ROWS, *PERIODS) if w not in ENGLISH])
def test_days_mean_the_same_at_every_door(words):
    found = doors(words)
    assert found["typed"] is not ASKED
    assert set(found.values()) <= {found["typed"], ASKED}, found


@pytest.mark.parametrize("words", [w for w, (kind, _) in PROBLEMS.items() if kind != "not_a_date"])
def test_what_is_asked_at_one_door_is_taken_at_none(words):
    assert set(doors(words).values()) == {ASKED}, doors(words)


USUAL = (
    "15/6", "15.6", "ngày 15/6", "15/6/2026", "hôm nay", "hôm qua", "sáng nay", "tối qua", "hôm kia", "thứ ba",
    "chủ nhật", "thứ 6 tuần trước", "ngày 12", "15 tháng 6", "ngày mười lăm tháng sáu", "15 tháng trước", "3 hôm trước",
    "cách đây 3 ngày", "12-14/6", "từ 12 đến 14/6", "28/5-2/6", "12, 13/6", "12 và 13/6", "3 ngày qua", "tháng 6",
    "tháng trước", "quý 2", "quý II/2025", "6 tháng đầu năm", "từ đầu năm đến nay", "20h ngày 15/6", "thứ hai 15/6",
)  # fmt: skip


@pytest.mark.parametrize("words", USUAL)
def test_usual_days_are_taken_at_every_door(words):
    assert len({*doors(words).values()}) == 1 and typed(words, TODAY) is not ASKED, doors(words)


@given(
    PAST, st.integers(0, 150), st.sampled_from(("{d}/{m}", "ngày {d}/{m}/{y}", "{d:02}.{m:02}", "ngày {d} tháng {m}"))
)
@settings(max_examples=60, deadline=None)
def test_any_recent_day(day, after, way):
    today = day + timedelta(days=after)
    if (day.month, day.day) == (2, 29):
        return
    words = way.format(d=day.day, m=day.month, y=day.year)
    assert set(doors(words, today).values()) <= {(day, day), ASKED}
    assert typed(words, today) == in_line(words, today) == (day, day)


PIECES = (
    "ngày", "tháng", "thứ", "năm", "sáu", "15", "6", "2026", "/", "-", ",", "hôm", "nay", "qua", "tuần", "trước", "từ",
    "đến", "quý", "mùng", "cả", "cn", "t6", "và", "mười", "31", *MONTHS[:3],
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_words_of_a_day(pieces):
    """A line or a message may find a day in a part of the words; where all of them are one day, it is the same."""
    words = " ".join(pieces)
    wanted = typed(words, TODAY)
    if wanted is not ASKED and not words.replace(" ", "").isdigit():
        assert set(doors(words).values()) <= {wanted, ASKED}, (words, doors(words))
