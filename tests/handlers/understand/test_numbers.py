"""Counts as people type them; what is not certain is never taken."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understand.numbers import Number, Ratio, Unclear, read_number, read_ratio
from programme.language.vietnamese import fold, thousands

EXACT = {
    "45": 45, "0": 0, "1.254": 1254, "3.500": 3500, "1.254.000": 1254000, "1,500,000": 1500000, "007": 7, "45.": 45,
    " 45 ": 45, "４５": 45, "٤٥": 45, "4️⃣5️⃣": 45, "45,0": 45, "1.254,0": 1254,
    "45 nguoi": 45, "45 lượt": 45, "45luot": 45, "45 lượt người ạ": 45, "dạ 45 ạ": 45, "có 45 người tham dự": 45,
    "tổng cộng 45": 45, "60 tờ rơi": 60, "2 buổi": 2, "20 nữ": 20, "44 cơ sở": 44, "20 nam": 20,
    "bốn mươi lăm": 45, "bon muoi lam": 45, "bốn lăm": 45, "muoi hai": 12, "mười": 10, "hai mươi mốt": 21,
    "hai mốt": 21, "hai mươi tư": 24, "hăm lăm": 25, "tám": 8, "tam": 8, "tam nguoi": 8,
    "tam muoi": 80, "tam tram": 800, "năm mươi lăm": 55, "nam muoi lam": 55, "mười lăm": 15, "ba": 3, "nam": 5,
    "hai tram le ba": 203, "hai trăm linh ba": 203, "hai trăm hai": 220, "mot tram ruoi": 150, "trăm rưỡi": 150,
    "một nghìn hai trăm": 1200, "một ngàn hai": 1200, "một nghìn không trăm linh năm": 1005, "ba nghìn rưỡi": 3500,
    "3 nghìn 5": 3500, "3 nghìn 500": 3500, "3 trăm": 300, "3 trăm 5": 350, "ba mươi nghìn": 30000,
    "2 chục": 20, "hai chục": 20, "2 chục rưỡi": 25, "một tá": 12, "3 tá": 36,
    "2,5 triệu": 2500000, "2.5 trieu": 2500000, "500k": 500000, "500 nghìn": 500000, "1 triệu rưỡi": 1500000,
    "triệu rưỡi": 1500000, "1tr2": 1200000, "1tr25": 1250000, "1tr250": 1250000, "3k5": 3500, "1 triệu 2": 1200000,
    "1 triệu 250": 1250000, "20 triệu đồng": 20000000, "1.500.000đ": 1500000, "1.500.000 VND": 1500000,
    "một tỷ hai": 1200000000, "1 triệu 250 nghìn": 1250000, "hai trăm nghìn": 200000,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_exact(text, value):
    assert read_number(text) == Number(value)
    for way in (text.upper(), fold(text), unicodedata.normalize("NFD", text)):
        assert read_number(way) == Number(value), way


BOUNDED = {
    "tren 900": (900, "min"), "trên 900": (900, "min"), "hơn 100": (100, "min"), "ít nhất 5": (5, "min"),
    "không dưới 40": (40, "min"), "900+": (900, "min"), "900 trở lên": (900, "min"), "từ 900 trở lên": (900, "min"),
    ">900": (900, "min"), ">= 900": (900, "min"), "900 hơn": (900, "min"), "trên 900 lượt người": (900, "min"),
    "hơn 1 nghìn": (1000, "min"), "trên ba trăm người": (300, "min"), "hon 2 chuc": (20, "min"),
    "gan 3.500": (3500, "max"), "gần 100": (100, "max"), "duoi 50": (50, "max"), "toi da 20": (20, "max"),
    "không quá 30": (30, "max"), "chưa đến 30": (30, "max"), "<50": (50, "max"), "50 trở xuống": (50, "max"),
    "khoảng 60": (60, "about"), "khoang 60": (60, "about"), "chừng 60": (60, "about"), "tầm 60": (60, "about"),
    "tam 60": (60, "about"), "tầm mười": (10, "about"), "~60": (60, "about"), "≈ 60": (60, "about"),
    "ước 60": (60, "about"), "ước khoảng 60": (60, "about"), "cỡ 50": (50, "about"), "độ 50": (50, "about"),
    "trên dưới 50": (50, "about"), "xấp xỉ 300": (300, "about"), "có khoảng 60 người": (60, "about"),
    "60 gì đó": (60, "about"), "KHOANG 60": (60, "about"), "tầm khoảng 60": (60, "about"),
    "da khoang 60 nguoi a": (60, "about"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "read"), BOUNDED.items())
def test_bounds(text, read):
    assert read_number(text) == Number(*read)
    assert read_number(unicodedata.normalize("NFD", text.upper())) == Number(*read)


UNCLEAR = {
    "": ("empty", None), "   \n": ("empty", None), "không": ("words", None), "abc": ("words", None),
    "bốn mấy người": ("words", 4), "nhiều lắm": ("vague", None), "vài chục": ("vague", None), "chục": ("vague", 10),
    "mấy trăm": ("vague", None), "trăm người": ("vague", 100), "gần trăm người": ("vague", 100),
    "dăm người": ("vague", None),
    "1,254": ("separator", 1254), "2,5": ("decimal", None), "1.5": ("decimal", None), "4l": ("letters", 41),
    "40-50": ("range", None), "40 – 50": ("range", None), "từ 40 đến 50": ("range", None),
    "tu 40 den 50": ("range", None),
    "40 tới 50 người": ("range", None), "khoảng 40-50": ("range", None), "bốn năm người": ("range", None),
    "45 và 60": ("several", None), "45 60": ("several", None), "1 254": ("several", 1254),
    "25 nam 20 nữ": ("several", None),
    "45 người dân tổ 5": ("several", None), "44/44": ("ratio", None), "44 trên 46": ("ratio", None),
    "15/6": ("ratio", None),
    "44 trong 46": ("ratio", None), "-5": ("negative", None), "−5": ("negative", None), "20h": ("words", None),
    "khu 4": ("words", None), "Đội 178": ("words", None), "Móng Cái 1": ("words", None), "10^30": ("words", None),
    "1e5": ("words", None), "1" + "0" * 30: ("too_big", None), "9" * 10000: ("words", None), "🙂": ("words", None),
    "1 triệu hai trăm": ("ambiguous", 1200000), "1.25.3": ("words", None), "\x00": ("words", None),
    "+": ("words", None),
    "bốn ba": ("ambiguous", 43), "tờ 5 rơi 6": ("several", None), "trên": ("words", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "read"), UNCLEAR.items())
def test_unclear(text, read):
    assert read_number(text) == Unclear(*read)


@pytest.mark.parametrize(
    ("text", "value"), [("4O", 40), ("4o", 40), ("l2", 12), ("I5", 15), ("1O0 nguoi", 100), ("2o", 20)]
)
def test_letters_that_stand_for_digits_are_told(text, value):
    assert read_number(text) == Number(value, None, mended=True)


@pytest.mark.parametrize("text", ["không", "khong", "KHÔNG", "không có", "dạ không ạ", "không có ai"])
def test_no_is_zero_only_where_asked_for(text):
    assert read_number(text, zero_word=True) == Number(0)
    assert isinstance(read_number(text), Unclear)


RATIOS = {
    "44/44": (44, 44), "43/44 cơ sở": (43, 44), "44 / 46": (44, 46), "44 trên 44": (44, 44), "44 trong 46": (44, 46),
    "44 trên tổng số 46 cơ sở": (44, 46), "44 cơ sở trong số 46": (44, 46), "đã ký 44/44": None, "20/24": (20, 24),
    "1.200/1.254": (1200, 1254), "bốn mươi trên bốn sáu": None, "bốn mươi trên bốn mươi sáu": (40, 46), "0/5": (0, 5),
    "trên 900": None, "44": None, "15/6/2026": None, "44/": None, "/44": None, "4 O/44": None, "": None, "a/b": None,
    "40-50/60": None, "44 và 46": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "read"), RATIOS.items())
def test_ratio(text, read):
    assert read_ratio(text) == (Ratio(*read) if read else None)
    if read:
        assert isinstance(read_number(text), Unclear)


# --- every number written in words reads back ------------------------------------------------------------------------

ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def below_thousand(n: int, full: bool, linh: str, tu: bool) -> str:
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = [ONES[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and ones:
        said += [linh] * bool(said) + [ONES[ones]]
    elif tens:
        said += ["mười"] if tens == 1 else [ONES[tens], "mươi"]
        last = {1: "một" if tens == 1 else "mốt", 4: "tư" if tu and tens > 1 else "bốn", 5: "lăm"}
        said += [last.get(ones, ONES[ones])] if ones else []
    return " ".join(said)


def in_words(n: int, *, nghin: str = "nghìn", linh: str = "linh", tu: bool = True) -> str:
    if n == 0:
        return "không"
    said: list[str] = []
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, nghin), (1, "")):
        part, n = divmod(n, size)
        if part:
            said.append(f"{below_thousand(part, bool(said), linh, tu)} {name}".strip())
        elif said and n and name == nghin:
            said.append(f"không {nghin}")
    return " ".join(said)


@pytest.mark.parametrize(
    ("n", "said"),
    [(15, "mười lăm"), (21, "hai mươi mốt"), (105, "một trăm linh năm"), (1005, "một nghìn không trăm linh năm")],
)
def test_the_writer_of_these_tests(n, said):
    assert in_words(n) == said


@given(
    st.one_of(st.integers(1, 2000), st.integers(1, 10**6), st.integers(1, 10**9)),
    st.sampled_from(["nghìn", "ngàn"]),
    st.sampled_from(["linh", "lẻ"]),
    st.booleans(),
)
@settings(deadline=None)
def test_every_number_in_words_reads_back(n, nghin, linh, tu):
    said = in_words(n, nghin=nghin, linh=linh, tu=tu)
    for way in (said, fold(said), said.upper(), said + " người", "trên " + said, unicodedata.normalize("NFD", said)):
        assert read_number(way) == Number(n, "min" if way.startswith("trên") else None), way


def test_all_small_numbers_in_words():
    wrong = [n for n in range(1, 3000) if read_number(fold(in_words(n))) != Number(n)]
    assert wrong == []


@given(st.integers(0, 10**12))
def test_every_number_in_digits_reads_back(n):
    assert read_number(str(n)) == read_number(thousands(n)) == Number(n)
    assert read_number(f"gần {thousands(n)} lượt người") == Number(n, "max")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_numbers_are_never_one(a, b):
    for link in (" và ", " đến ", "-", "/", " trên ", " ; "):
        assert isinstance(read_number(f"{a}{link}{b}"), Unclear), link
    assert read_ratio(f"{a}/{b}") == read_ratio(f"{a} trên {b}") == Ratio(a, b)


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text):
    assert isinstance(read_number(text), Number | Unclear)
    assert read_ratio(text) is None or isinstance(read_ratio(text), Ratio)


WORDS = ["một", "hai", "tư", "năm", "mươi", "mười", "trăm", "nghìn", "triệu", "linh", "rưỡi", "chục", "tá", "không",
"vài",
         "trên", "gần", "khoảng", "tầm", "45", "1.254", "2,5", "-", "/", "+", "người", "và", "đến", "k", "tr",
         "4O"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_heap_of_number_words_gets_an_answer(words):
    found = read_number(" ".join(words))
    assert isinstance(found, Unclear) or found.value >= 0
    read_ratio(" ".join(words))


@given(st.lists(st.sampled_from(["khu", "đội", "tổ", "thôn", "Hà Tu", "ở", "của"]), min_size=1), st.integers(0, 999))
def test_a_number_after_other_words_is_no_count(words, n):
    assert isinstance(read_number(f"{' '.join(words)} {n}"), Unclear)
