"""Days, rows of days and periods as people write them, seen from Monday 15 June 2026."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.dates import Day, Problem, read_date
from programme.language.vietnamese import fold

TODAY = date(2026, 6, 15)


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}" if len(text) == 5 else text)


DAYS = {
    "15/6": "06-15", "15.6": "06-15", "15-6": "06-15", "15/06": "06-15", "15 / 6": "06-15", "15/6/2026": "06-15",
    "15/06/26": "06-15", "15.6.2026": "06-15", "15-06-2026": "06-15", "2026-06-15": "06-15", "2026/6/15": "06-15",
    "15/6.": "06-15", "5/6": "06-05", "1/6": "06-01", "28/12": "2025-12-28", "20/12": "2025-12-20", "1/1": "01-01",
    "29/2/2024": "2024-02-29", "15/6/2024": "2024-06-15", "15/6 năm ngoái": "2025-06-15", "12/6 năm nay": "06-12",
    "hôm nay": "06-15", "hn": "06-15", "HN": "06-15", "hnay": "06-15", "bữa nay": "06-15", "nay 15/6": "06-15",
    "sáng nay": "06-15", "chiều nay": "06-15", "tối nay": "06-15", "trưa nay ạ": "06-15", "today": "06-15",
    "hôm qua": "06-14", "hq": "06-14", "HQ": "06-14", "tối qua": "06-14", "đêm qua": "06-14", "sáng hôm qua": "06-14",
    "chiều qua": "06-14", "yesterday": "06-14", "ngày hôm qua": "06-14", "hôm kia": "06-13", "sáng hôm kia": "06-13",
    "2 ngày trước": "06-13", "cách đây 3 ngày": "06-12", "3 hôm trước": "06-12", "ba ngày trước": "06-12",
    "thứ hai": "06-15", "thứ ba": "06-09", "thứ tư": "06-10", "thứ năm": "06-11", "thứ sáu": "06-12",
    "thứ bảy": "06-13",
    "thu bay": "06-13", "thứ 7": "06-13", "t4": "06-10", "T4": "06-10", "t2": "06-15", "t7": "06-13", "t3": "06-09",
    "chủ nhật": "06-14", "cn": "06-14", "CN": "06-14", "chiều thứ 7": "06-13", "tối chủ nhật": "06-14",
    "thứ 4 vừa rồi": "06-10",
    "thứ hai vừa rồi": "06-08", "thứ 6 tuần trước": "06-12", "thứ 2 tuần trước": "06-08", "cn tuần trước": "06-14",
    "thứ hai tuần này": "06-15", "chiều t6": "06-12", "thứ bẩy": "06-13",
    "ngày 15": "06-15", "ngay 15": "06-15", "15 tây": "06-15", "ngày 14": "06-14", "ngày mười hai": "06-12",
    "mùng 5 tây": "06-05", "mùng 5 dương lịch": "06-05", "ngày 12 tây": "06-12",
    "15 tháng 6": "06-15", "ngày 15 tháng 6": "06-15", "12 tháng sáu": "06-12", "ngay 12 thang sau": "06-12",
    "ngày 12 tháng 6 năm 2026": "06-12", "12 thang 6 nam 2025": "2025-06-12", "ngày mười lăm tháng sáu": "06-15",
    "hai mươi sáu tháng năm": "05-26", "ngay hai muoi sau thang nam": "05-26", "mười tháng tư": "04-10",
    "12 tháng này": "06-12",
    "15 tháng trước": "05-15", "15 tháng rồi": "05-15", "ngày 15/6": "06-15", "hôm 12/6": "06-12",
    "vào ngày 12/6": "06-12",
    "20h ngày 15/6": "06-15", "15/6 lúc 19:30": "06-15", "sáng 14/6 lúc 8h30": "06-14", "19h30 tối qua": "06-14",
    "từ 19h đến 21h 14/6": "06-14", "8 giờ sáng 12/6": "06-12", "buổi tối 12/6": "06-12", "dạ 15/6 ạ": "06-15",
    "thứ hai 15/6": "06-15", "15/6 (thứ hai)": "06-15", "thứ 7, 13/6": "06-13", "Hôm nay 15/6": "06-15",
    "Hôm qua 14/6": "06-14", "chủ nhật ngày 14/6": "06-14", "CN 14/6": "06-14",
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_days(text, day):
    for way in (text, fold(text), text.upper(), unicodedata.normalize("NFD", text)):
        assert read_date(way, TODAY) == Day(d(day)), way


ROWS = {
    "12-14/6": ("06-12", "06-14"), "12–14/6": ("06-12", "06-14"), "từ 12 đến 14/6": ("06-12", "06-14"),
    "12 đến 14/6": ("06-12", "06-14"), "12 toi 14/6": ("06-12", "06-14"), "28/5-2/6": ("05-28", "06-02"),
    "12/6-14/6": ("06-12", "06-14"), "12/6 - 14/6/2026": ("06-12", "06-14"), "12.6-14.6": ("06-12", "06-14"),
    "từ ngày 12/6 đến ngày 14/6/2026": ("06-12", "06-14"), "ngày 12 đến ngày 14 tháng 6": ("06-12", "06-14"),
    "tu 12 den het 14/6": ("06-12", "06-14"), "12/6/2026-14/6/2026": ("06-12", "06-14"),
    "12,13,14/6": ("06-12", "06-14"), "hôm 12 với 13": ("06-12", "06-13"), "tối 8 và 9": ("06-08", "06-09"),
    "ngày 12, 13, 14": ("06-12", "06-14"), "hôm 30 và 31": ("05-30", "05-31"),
    "từ ngày 3 đến 9 tháng trước": ("05-03", "05-09"), "3-9 tháng trước": ("05-03", "05-09"),
    "12 và 13 tháng này": ("06-12", "06-13"), "từ thứ bảy đến hôm nay": ("06-13", "06-15"),
    "từ thứ 6 đến hôm qua": ("06-12", "06-14"), "từ thứ 2 tuần trước đến nay": ("06-08", "06-15"),
    "12, 13/6": ("06-12", "06-13"), "12 và 13/6": ("06-12", "06-13"), "12-13-14/6": ("06-12", "06-14"),
    "ngày 10 và 11/6": ("06-10", "06-11"), "13/6, 14/6": ("06-13", "06-14"), "12+13/6": ("06-12", "06-13"),
    "28/12-3/1": ("2025-12-28", "01-03"), "30/12/2025-2/1/2026": ("2025-12-30", "01-02"),
    "31/5 và 1/6": ("05-31", "06-01"),
    "3 ngày qua": ("06-13", "06-15"), "3 ngày vừa qua": ("06-13", "06-15"), "hôm qua và hôm nay": ("06-14", "06-15"),
    "trong 2 ngày 12-13/6": ("06-12", "06-13"), "2 ngày 12, 13/6": ("06-12", "06-13"), "ngày 12-14": ("06-12", "06-14"),
    "từ mười hai đến mười bốn tháng sáu": ("06-12", "06-14"), "12-14 tháng 6": ("06-12", "06-14"),
    "10/6 đến hôm nay": ("06-10", "06-15"), "1-14/6": ("06-01", "06-14"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "row"), ROWS.items())
def test_rows_of_days(text, row):
    want = Day(d(row[0]), d(row[1]))
    for way in (text, fold(text), text.upper(), unicodedata.normalize("NFD", text)):
        assert read_date(way, TODAY) == want, way
    asked = read_date(text, TODAY, ranges=False)
    assert asked == Problem("not_a_date", (want.date, want.date_to), text, (want,))


PERIODS = {
    "tháng 6": ("06-01", "06-30"), "THANG 6": ("06-01", "06-30"), "thang 6/2026": ("06-01", "06-30"),
    "6/2026": ("06-01", "06-30"),
    "tháng sáu": ("06-01", "06-30"), "cả tháng": ("06-01", "06-30"), "cả tháng 6": ("06-01", "06-30"),
    "Tổng cả tháng 6": ("06-01", "06-30"), "tháng này": ("06-01", "06-30"), "tháng trước": ("05-01", "05-31"),
    "tháng rồi": ("05-01", "05-31"), "tháng 5": ("05-01", "05-31"), "THANG 5": ("05-01", "05-31"),
    "tháng năm": ("05-01", "05-31"),
    "tháng 12": ("2025-12-01", "2025-12-31"), "tháng 2/2024": ("2024-02-01", "2024-02-29"),
    "t5/2026": ("05-01", "05-31"),
    "1-30/6": ("06-01", "06-30"), "1/6-30/6": ("06-01", "06-30"), "01/06-30/06/2026": ("06-01", "06-30"),
    "1-31/5": ("05-01", "05-31"),
    "quý 2": ("04-01", "06-30"), "quý II": ("04-01", "06-30"), "quý 1": ("01-01", "03-31"),
    "quý 4": ("2025-10-01", "2025-12-31"),
    "quý II/2025": ("2025-04-01", "2025-06-30"), "quý này": ("04-01", "06-30"), "quý trước": ("01-01", "03-31"),
    "6 tháng đầu năm": ("01-01", "06-30"), "6 tháng đầu năm 2025": ("2025-01-01", "2025-06-30"),
    "6 tháng cuối năm ngoái": ("2025-07-01", "2025-12-31"), "năm 2025": ("2025-01-01", "2025-12-31"),
    "năm nay": ("01-01", "12-31"), "cả năm": ("01-01", "12-31"), "năm ngoái": ("2025-01-01", "2025-12-31"),
    "tháng 6 năm 2025": ("2025-06-01", "2025-06-30"), "tháng 6 năm ngoái": ("2025-06-01", "2025-06-30"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "span"), PERIODS.items())
def test_periods(text, span):
    want = Day(d(span[0]), d(span[1]), "period")
    for way in (text, text.upper(), unicodedata.normalize("NFD", text)):
        assert read_date(way, TODAY) == want, way
    if text != "tháng sáu":  # "thang sau" without marks may be next month
        assert read_date(fold(text), TODAY) == want
    if "-" not in text:  # those are rows of days as well
        assert read_date(text, TODAY, periods=False) == Problem("not_a_date", (), text, (want,))


def test_the_first_to_the_last_is_a_row_where_no_period_is_asked_for():
    assert read_date("1-31/5", TODAY, periods=False) == Day(d("05-01"), d("05-31"))
    assert read_date("1-30/6", TODAY, periods=False).kind == "not_a_date"


PROBLEMS = {
    "hôm 12 và 14": ("ambiguous", ["06-12", "06-14"]),
    "31/6": ("no_such_day", []), "30/2": ("no_such_day", ["02-28", "03-01"]),
    "29/2": ("no_such_day", ["02-28", "03-01"]),
    "31/4": ("no_such_day", ["04-30", "05-01"]), "32/5": ("no_such_day", ["05-31", "06-01"]),
    "31 tháng 4": ("no_such_day", ["04-30", "05-01"]),
    "29/2/2025": ("no_such_day", ["2025-02-28", "2025-03-01"]),
    "16/6": ("future", ["2025-06-16"]), "20/6": ("future", ["2025-06-20"]), "20/6/2026": ("future", []),
    "15/6/2027": ("future", []),
    "mai": ("future", []), "ngày mai": ("future", []), "sáng mai": ("future", []), "tuần sau": ("future", []),
    "tuần tới": ("future", []), "tháng tới": ("future", []), "ngày 12 tháng sau": ("future", []),
    "tháng sau": ("future", []),
    "thứ năm tuần này": ("future", ["06-11"]), "20 tháng này": ("future", []),
    "1 tháng mười hai": ("future", ["2025-12-01"]), "ngày 20": ("future", ["05-20"]),
    "12-20/6": ("future", ["2025-06-20"]), "tháng 7": ("future", ["2025-07-01"]), "T8": ("future", ["2025-08-01"]),
    "tháng 7/2026": ("future", []), "năm 2027": ("future", []), "thứ ba tuần sau": ("future", []),
    "quý 3": ("future", []),
    "t6": ("ambiguous", ["06-12", "06-01"]), "T6": ("ambiguous", ["06-12", "06-01"]),
    "thang sau": ("ambiguous", ["06-01"]),
    "tuần trước": ("ambiguous", ["06-08", "06-09", "06-10", "06-11", "06-12", "06-13", "06-14"]),
    "tuần này": ("ambiguous", ["06-15"]), "12, 14/6": ("ambiguous", ["06-12", "06-14"]),
    "12 và 14/6": ("ambiguous", ["06-12", "06-14"]),
    "thứ ba 15/6": ("ambiguous", ["06-15", "06-09"]), "hôm nay 14/6": ("ambiguous", ["06-14", "06-15"]),
    "đầu tháng": ("ambiguous", []), "cuối tháng 5": ("ambiguous", []), "cuối tuần": ("ambiguous", []),
    "hôm nọ": ("ambiguous", []),
    "hôm trước": ("ambiguous", []), "mùng 5": ("lunar", ["05-21", "06-05"]),
    "mồng 5": ("lunar", ["05-21", "06-05"]), "mung nam": ("lunar", ["05-21", "06-05"]),
    "mùng 5 tháng 5": ("lunar", ["05-05"]), "mùng 5/5": ("lunar", ["05-05"]), "rằm tháng giêng": ("lunar", ["03-03"]),
    "rằm": ("lunar", ["05-31"]), "15/5 âm lịch": ("future", ["2025-06-10"]), "30 tết": ("lunar", ["02-16"]),
    "mùng 1 tháng chạp": ("lunar", ["01-19"]), "tháng giêng": ("lunar", []), "30/4 âm lịch": ("lunar", []),
    "15": ("not_a_date", ["06-15"]), "1506": ("not_a_date", ["06-15"]), "156": ("not_a_date", ["06-15"]),
    "15 6": ("not_a_date", ["06-15"]),
    "6/15": ("not_a_date", ["06-15"]), "14-12/6": ("not_a_date", ["06-14", "06-12"]),
    "44/44": ("not_a_date", []), "20/24": ("not_a_date", []), "43/44": ("not_a_date", []), "0/6": ("not_a_date", []),
    "15/0": ("not_a_date", []),
    "15/13": ("not_a_date", []), "khu 4": ("not_a_date", []), "Đội 178": ("not_a_date", []), "20h": ("not_a_date", []),
    "19h30": ("not_a_date", []), "2 buổi": ("not_a_date", []), "45": ("not_a_date", []), "900": ("not_a_date", []),
    "Móng Cái 1": ("not_a_date", []), "tổ 5 khu 3": ("not_a_date", []), "trên 900": ("not_a_date", []),
    "": ("not_a_date", []),
    "15/6/1890": ("not_a_date", []), "15/6/206": ("not_a_date", []), "thứ 8": ("not_a_date", []),
    "thứ 1": ("not_a_date", []),
    "abc": ("not_a_date", []), "🙂": ("not_a_date", []), "năm": ("not_a_date", []), "tháng": ("not_a_date", []),
    "ngày": ("not_a_date", []),
    "tháng 13": ("not_a_date", []), "3 buổi 15/6 45 người": ("not_a_date", []), "1.254": ("not_a_date", []),
    "45 người": ("not_a_date", []),
    "0912345678": ("not_a_date", []), "ngày 44": ("not_a_date", []), "9" * 10000: ("not_a_date", []),
    "12/6/2026/7": ("not_a_date", []),
    "60 tờ rơi": ("not_a_date", []), "ba": ("not_a_date", []), "hai ba": ("not_a_date", []), "toi": ("not_a_date", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "options"), [(t, *p) for t, p in PROBLEMS.items()])
def test_problems(text, kind, options):
    found = read_date(text, TODAY)
    assert isinstance(found, Problem), found
    assert (found.kind, found.options) == (kind, tuple(map(d, options)))
    assert all(o <= TODAY for o in found.options)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("15", "06-15"), ("15.", "06-15"), ("1", "06-01"), ("1506", "06-15"), ("150626", "06-15"),
        ("15062026", "06-15"), ("15 6", "06-15"),
        ("mười lăm", None), ("40", None), ("0", None), ("156", None), ("1513", None),
    ],
)  # fmt: skip
def test_bare_days_where_a_day_is_asked_for(text, want):
    found = read_date(text, TODAY, bare_day=True)
    assert found == Day(d(want)) if want else isinstance(found, Problem)


@pytest.mark.parametrize(
    ("text", "today", "want"),
    [
        ("28/12", "2026-01-03", "2025-12-28"), ("3/1", "2026-01-03", "2026-01-03"),
        ("ngày 28", "2026-06-02", "2026-05-28"),
        ("ngày 31", "2026-06-02", "2026-05-31"), ("29/2", "2024-03-02", "2024-02-29"),
        ("hôm qua", "2026-01-01", "2025-12-31"),
        ("t4", "2026-06-17", "2026-06-17"), ("tháng trước", "2026-01-15", "2025-12-01"),
        ("chủ nhật", "2026-03-01", "2026-03-01"),
        ("15 tháng trước", "2026-01-10", "2025-12-15"), ("30-31/12", "2026-01-02", "2025-12-30"),
    ],
)  # fmt: skip
def test_over_the_edges_of_months_and_years(text, today, want):
    found = read_date(text, d(today))
    assert isinstance(found, Day) and found.date == d(want)


def test_t4_is_a_weekday_except_in_april():
    assert read_date("t4", date(2026, 4, 20)).kind == "ambiguous"
    assert read_date("thứ 4", date(2026, 4, 20)) == Day(date(2026, 4, 15))


MONTHS = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"]
PAST = st.dates(date(2003, 1, 1), date(2040, 12, 31))


@given(PAST, st.integers(0, 800))
def test_every_past_day_in_every_format_reads_back(day, after):
    today = day + timedelta(days=after)
    dd, mm, yyyy = day.day, day.month, day.year
    ways = [
        day.isoformat(), f"{dd}/{mm}/{yyyy}", f"{dd:02}/{mm:02}/{yyyy}", f"{dd}.{mm}.{yyyy}", f"{dd:02}-{mm:02}-{yyyy}",
        f"{dd}/{mm}/{yyyy % 100:02}", f"ngày {dd} tháng {mm} năm {yyyy}", f"ngay {dd:02} thang {mm:02} nam {yyyy}",
        f"{dd} tháng {mm}/{yyyy}",
        f"sáng {dd}/{mm}/{yyyy}", f"8h30 ngày {dd}/{mm}/{yyyy}",
    ]  # fmt: skip
    for way in ways:
        assert read_date(way, today) == Day(day), way


@given(PAST, st.integers(0, 170))
def test_a_recent_day_needs_no_year(day, after):
    today = day + timedelta(days=after)
    if (day.month, day.day) == (2, 29) and today.year != day.year:
        return
    month = MONTHS[day.month - 1]
    for way in (
        f"{day.day}/{day.month}",
        f"{day.day:02}.{day.month:02}",
        f"ngày {day.day} tháng {day.month}",
        f"{day.day} tháng {month}",
    ):
        assert read_date(way, today) == Day(day), way


@given(PAST, st.integers(1, 40), st.integers(0, 100))
def test_rows_read_back(first, length, after):
    last = first + timedelta(days=length)
    today = last + timedelta(days=after)
    ways = [
        f"{first:%d/%m/%Y}-{last:%d/%m/%Y}",
        f"từ {first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}",
    ]
    if (first.year, first.month) == (last.year, last.month):
        ways += [
            f"{first.day}-{last.day}/{last.month}/{last.year}",
            f"từ {first.day} đến {last.day} tháng {last.month}",
        ]
    whole_month = first.day == 1 and (last + timedelta(days=1)).day == 1
    for way in ways:
        found = read_date(way, today)
        assert isinstance(found, Day) and (found.date, found.date_to) == (first, last), way
        assert found.scope == "event" or whole_month


@given(st.dates(date(2003, 1, 1), date(2040, 1, 1)), st.integers(0, 31), st.integers(0, 12))
def test_a_day_without_a_year_is_never_ahead(today, dd, mm):
    found = read_date(f"{dd}/{mm}", today)
    if isinstance(found, Day):
        assert found.date <= today and (found.date.day, found.date.month) == (dd, mm)
        assert (today - found.date).days <= 366
    else:
        assert found.kind in ("future", "no_such_day", "not_a_date")


@given(st.integers(0, 999), st.integers(13, 999))
def test_a_ratio_over_more_than_twelve_is_no_date(n, m):
    assert isinstance(read_date(f"{n}/{m}", TODAY), Problem)


@given(st.text(max_size=150), st.booleans(), st.booleans(), st.booleans(), st.dates())
def test_any_text_gets_an_answer(text, ranges, periods, bare_day, today):
    assert isinstance(read_date(text, today, ranges=ranges, periods=periods, bare_day=bare_day), Day | Problem)


PIECES = ["ngày", "tháng", "thứ", "năm", "sáu", "15", "6", "2026", "/", "-", ".", ",", "hôm", "nay", "qua", "tuần",
"trước",
          "từ", "đến", "quý", "mùng", "tây", "cả", "cn", "t6", "20h", "và", "mười", "sau", "31", "0", "99"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", " "]), st.booleans())
def test_any_heap_of_date_words_gets_an_answer_in_the_past(pieces, between, bare):
    found = read_date(between.join(pieces), TODAY, bare_day=bare)
    if isinstance(found, Day):
        assert found.date <= TODAY and (found.date_to is None or found.date_to >= found.date)
        assert found.scope == "period" or (found.date_to or found.date) <= TODAY
