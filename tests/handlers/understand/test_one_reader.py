"""The same words of a day or a count mean the same at every door: in a line `BC …`, as the answer to a question, in
free words. Where one door takes a value, no other takes another one; at most it asks."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.draft import review
from handlers.draft.session import DraftSession
from handlers.free_words.change_in_words import into
from handlers.one_line.line import read_line
from handlers.one_line.line_words import words_of
from handlers.state import AtReview
from handlers.understand.calendar_days import Day
from handlers.understand.dates import read_date
from handlers.understand.numbers import Number, read_number
from handlers.understand.reader.lexicon import lexicon
from programme.domain.periods import Regime
from programme.language.vietnamese import fold, thousands
from programme.packs.pack import PACKS, load_programme
from programme.xlsform import load_form
from tests.handlers.understand.reader.support import reading
from tests.handlers.understand.test_dates import DAYS, MONTHS, PAST, PERIODS, PROBLEMS, ROWS, TODAY
from tests.handlers.understand.test_numbers import BOUNDED, EXACT, UNCLEAR, in_words
from tests.support.form_chat import Chat

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


# --- counts -------------------------------------------------------------------------------------------------------

CAME, WOMEN = "/data/communication/participants", "/data/communication/participants_female"
HEARD = {"nguoi", "nguoi dan", "nguoi du", "luot", "luot nguoi", "tham du", "ba con"}
Came = tuple[int, str] | None


def typed_count(words: str) -> Came:
    """The answer to "Bao nhiêu lượt người dự?"."""
    found = read_number(words)
    return (found.value, found.bound or "") if isinstance(found, Number) else ASKED


def count_in_line(words: str, *, proposed: bool = False) -> Came:
    """What a line takes for those who came, or only proposes."""
    line = read_line(f"BC TT MT 15/6 {words}", WORDS, TODAY)
    came = [c for c in line.counts if c.path == CAME or (not c.path and " ".join(c.field) in ("", *HEARD))]
    if line.faults or len(came) != 1 or (line.unsure and not proposed):
        return ASKED
    return came[0].value, came[0].bound or ""


def told_count(words: str) -> Came:
    text = f"hôm qua truyền thông ma túy {words}"
    found = reading(fold(text) if words.isascii() else text, today=TODAY)
    came = found.activities[0].figures.get("participants") if len(found.activities) == 1 else None
    return ASKED if came is None or "participants" in found.asks else (came.value, came.bound)


def counted(words: str) -> dict[str, Came]:
    return {"typed": typed_count(words), "line": count_in_line(words), "told": told_count(words)}


@cache
def chat() -> Chat:
    """A member whose draft of a session waits at its review, with 12 who came."""
    programme = load_programme("quang-ninh")
    found = Chat(programme, programme.forms["activity"])
    found.begin()
    for answer in ("Truyền thông", "Ma túy", "14/6", "12", "Không đếm riêng", "Khu 4", "Không"):
        found.say(answer)
    return found


def session() -> DraftSession:
    s = chat().situation()
    return DraftSession(s, s.state.draft)


def came(changed: DraftSession) -> Came:
    value = int(changed.instance.value(CAME))
    return ASKED if value == 12 else (value, changed.companion(CAME, "bound"))


def in_list(words: str) -> Came:
    """What "2: …" makes of it in a list of several activities."""
    changed = session()
    into(changed, words)
    return came(changed)


def by_number(words: str) -> Came:
    """What "SUA 5 …" makes of it at the review."""
    move = review.take(session(), f"SUA 5 {words}")
    return came(move.session) if move.session.draft.stop == AtReview() else ASKED


def corrected(words: str) -> dict[str, Came]:
    return {"list": in_list(words), "number": by_number(words)}


OTHERS = ("60 tờ rơi", "2 buổi", "20 nữ", "44 cơ sở", "20 nam")  # counts of something else


@pytest.mark.parametrize("words", [w for w in (*EXACT, *BOUNDED) if w not in OTHERS])
def test_counts_mean_the_same_at_every_door(words):
    found = counted(words)
    assert found["typed"] is not ASKED
    assert set(found.values()) <= {found["typed"], ASKED}, found


READ_WITH_MORE = (
    "gần trăm người", "4l", "25 nam 20 nữ", "45 người dân tổ 5", "44/44", "44 trong 46", "Móng Cái 1",
)  # fmt: skip
"""Words that say more than one number, or whose letters are an answer's mistyped digits and a message's "lượt"."""


@pytest.mark.parametrize("words", [w for w in UNCLEAR if w not in READ_WITH_MORE and len(w) < 100])
def test_a_count_that_is_asked_at_one_door_is_taken_at_none(words):
    assert set(counted(words).values()) == {ASKED}, counted(words)


USUAL_COUNTS = (
    "45 người", "45ng", "45 ng", "45 lượt", "45 nguoi du", "1 tram nguoi", "5 chuc nguoi", "hon 2 tram nguoi",
    "hai trăm người", "một trăm linh năm người", "1.254 người", "gần 3.500 lượt", "khoảng 60 người", "tầm 60 người",
    "60 nguoi tro len", ">= 900 người", "900+", "4O nguoi", "1k2 nguoi", "trăm rưỡi người", "3 tá người", "150 bà con",
    "tổng 45", "tổng cộng 45 người", "45 người ạ",
)  # fmt: skip


@pytest.mark.parametrize("words", USUAL_COUNTS)
def test_a_correction_takes_the_same_count(words):
    assert corrected(words) == {"list": typed_count(words), "number": typed_count(words)}


@pytest.mark.parametrize("words", [w for w in (*EXACT, *BOUNDED) if w not in OTHERS])
def test_no_correction_takes_another_count(words):
    assert set(corrected(words).values()) <= {typed_count(words), ASKED}, corrected(words)


@pytest.mark.parametrize("words", USUAL_COUNTS)
def test_usual_counts_are_taken_at_every_door(words):
    assert len({*counted(words).values()}) == 1 and typed_count(words) is not ASKED, counted(words)


@pytest.mark.parametrize("bound", [(p, b) for b in ("min", "max", "about") for p in lexicon().bounds[b]], ids=str)
def test_every_word_of_a_bound(bound):
    phrase, bound = bound
    plain = fold(phrase) not in lexicon().sets["unsure_bound"]  # "quá" without its mark may be "hôm qua"
    for words in (f"{phrase} 60 người", *([f"{fold(phrase)} 60 nguoi"] if plain else [])):
        assert set(counted(words).values()) <= {(60, bound), ASKED}, (words, counted(words))
    assert typed_count(f"{phrase} 60 người") == (60, bound)


@pytest.mark.parametrize(
    "bound", [(p, b) for b in ("min", "max", "about") for p in lexicon().bounds[f"{b}_after"]], ids=str
)
def test_every_word_of_a_bound_behind(bound):
    phrase, bound = bound
    for words in (f"60 người {phrase}", f"60 nguoi {fold(phrase)}"):
        assert set(counted(words).values()) <= {(60, bound), ASKED}, (words, counted(words))


@given(st.integers(1, 5000), st.sampled_from(("{n}", "{n} người", "{dotted} người", "{said} người", "trên {n} người")))
@settings(max_examples=80, deadline=None)
def test_any_count(n, way):
    words = way.format(n=n, dotted=thousands(n), said=in_words(n))
    found = counted(words)
    assert found["typed"] is not ASKED and set(found.values()) <= {found["typed"], ASKED}, (words, found)
    assert found["line"] == found["typed"], (words, found)


TOGETHER = {
    "2 buoi moi buoi 30 nguoi": 60, "2 buổi, mỗi buổi 30 người": 60, "mỗi buổi 30 người, 2 buổi": 60,
    "2 buoi, moi buoi 30": 60, "3 buoi x 30": 90, "3 buổi x 30 người": 90, "30 nguoi/buoi x 2 buoi": 60,
    "30 người x 2 buổi": 60, "3 đêm, mỗi đêm 20 người": 60, "56 nam, 20 nữ": 76, "56 nam 20 nu": 76,
    "20 nữ, 56 nam": 76, "25 nam 20 nữ": 45,
}  # fmt: skip


@pytest.mark.parametrize(("words", "value"), TOGETHER.items())
def test_numbers_that_belong_together_are_proposed(words, value):
    """A line shows the sum for a yes; an answer to one question asks."""
    assert counted(words) == {"typed": ASKED, "line": ASKED, "told": (value, "")}
    assert count_in_line(words, proposed=True) == (value, "")


@pytest.mark.parametrize(("words", "value"), TOGETHER.items())
def test_an_answer_of_several_numbers_is_what_they_make_together(words, value):
    programme = load_programme("quang-ninh")
    asked = Chat(programme, programme.forms["activity"])
    asked.begin()
    for answer in ("Truyền thông", "Ma túy", "14/6", words):
        asked.say(answer)
    s = asked.situation()
    assert DraftSession(s, s.state.draft).instance.value(CAME) == str(value)
    assert in_list(words) == (value, "")


@pytest.mark.parametrize(
    ("words", "wrong"), [("-5", "-5"), ("-5 nguoi", "-5"), ("50%", "50%"), ("50% người", "50%"), ("10^3", "10")]
)
def test_a_number_that_is_none_is_named_with_its_sign(words, wrong):
    assert {*counted(words).values(), *corrected(words).values()} == {ASKED}
    assert read_line(f"BC TT MT 15/6 {words}", WORDS, TODAY).faults[0].typed == wrong


def test_women_are_told_apart():
    line = read_line("BC TT MT 15/6 56 nam, 20 nữ", WORDS, TODAY)
    assert {c.path: c.value for c in line.counts} == {CAME: 76, WOMEN: 20}
    assert line.unsure == (CAME,)


@pytest.mark.parametrize(
    "words", ["45 ng", "ng 45", "tram nguoi", "45 chi: toi", "vài chục người", "nhiều lắm", "45 x"]
)
def test_words_that_count_are_no_place(words):
    assert read_line(f"BC TT MT 15/6 {words}", WORDS, TODAY).place == ""


@pytest.mark.parametrize(
    ("place", "sure"),
    [
        ("KHU 4", True),
        ("NHA VH KHU 4", True),
        ("thcs Trần Phú", True),
        ("chợ", False),
        ("VINCOM", False),
        ("abc", False),
    ],
)
def test_only_what_is_known_for_a_place_is_filed_unseen(place, sure):
    line = read_line(f"BC TT MT 15/6 45 {place}", WORDS, TODAY)
    assert line.place == place and (line.unsure == ()) is sure


@given(
    st.lists(
        st.sampled_from((*"45 20 2 người nữ nam buổi mỗi x trên , tổng và trăm chục tờ rơi".split(), "trong đó")),
        max_size=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_heap_of_words_of_a_count(pieces):
    """A line takes at once only a number that stands in it, and what it and a message take is the same."""
    words = " ".join(pieces)
    line, told, wanted = count_in_line(words), told_count(words), typed_count(words)
    if wanted is not ASKED:
        assert {line, told} <= {wanted, ASKED}, (words, counted(words))
    if line is not ASKED and told is not ASKED:
        assert line == told, (words, counted(words))
