"""Numbers that count something, with their bounds, and numbers that count nothing."""

import pytest

from tests.handlers.understand.reader.support import reading

AROUND = "hôm qua tuyên truyền ma túy ở khu 7, {} nghe"


@pytest.mark.parametrize(
    "said, value, bound",
    [
        ("45 người", 45, ""),
        ("45ng", 45, ""),
        ("4O người", 40, ""),
        ("1k2 người", 1200, ""),
        ("1.254 người", 1254, ""),
        ("5 chục người", 50, ""),
        ("ba chục người", 30, ""),
        ("hai trăm linh năm người", 205, ""),
        ("bốn lăm người", 45, ""),
        ("nửa trăm người", 50, ""),
        ("trên 100 người", 100, "min"),
        ("hơn 2 trăm người", 200, "min"),
        ("không dưới 80 người", 80, "min"),
        ("100 người trở lên", 100, "min"),
        ("gần 3.500 người", 3500, "max"),
        ("chưa đến 30 người", 30, "max"),
        ("khoảng 60 người", 60, "about"),
        ("tầm 60 người", 60, "about"),
        ("chừng trăm người", 100, "about"),
        ("320 học sinh và 15 thầy cô", 335, ""),
        ("213 hs + 9 thầy cô", 222, ""),
    ],
)
def test_counts_and_bounds(said, value, bound):
    (activity,) = reading(AROUND.format(said)).activities
    assert (activity.figures["participants"].value, activity.figures["participants"].bound) == (value, bound)


@pytest.mark.parametrize(
    "text, sessions, participants",
    [
        ("2 buoi x 30 nguoi tt mt nvh khu 3 hom qua", 2, 60),
        ("hom qua tt mt 2 buoi moi buoi 30 nguoi o nvh khu 2", 2, 60),
        ("tt hiv 30 nguoi/buoi x 2 buoi ngay 12/6 tai nvh khu 1", 2, 60),
        ("tt mt nvh khu 10 hqua sang 1 buoi chieu 1 buoi, 30 x 2", 2, 60),
        ("hom qua tt mt o nvh khu 2, 30 nguoi x 2 buoi", 2, 60),
        ("hôm qua tuyên truyền ma túy 3 đêm, mỗi đêm 20 người", 3, 60),
        ("hôm qua tuyên truyền ma túy 2 buổi, mỗi buổi 30", 2, 60),
    ],
)
def test_so_many_for_each(text, sessions, participants):
    (activity,) = reading(text).activities
    assert activity.figures["sessions"].value == sessions
    assert activity.figures["participants"].value == participants


@pytest.mark.parametrize(
    "text, figure, value",
    [
        ("hôm qua sinh hoạt clb HIV 56 nam 20 nữ", "participants", 76),
        ("hôm qua tập huấn ma túy 12 nam, 8 nữ", "participants", 20),
        ("hôm qua tư vấn ma túy cho 5 nam và 3 nữ", "persons", 8),
        ("hôm qua sinh hoạt clb HIV 56 người, 36 nam 20 nữ", "participants", 56),
        ("hôm qua sinh hoạt clb HIV 36 nam 20 nữ, tổng 56 người", "participants", 56),
    ],
)
def test_men_and_women_are_added_up(text, figure, value):
    (activity,) = reading(text).activities
    assert activity.figures[figure].value == value


def test_two_numbers_side_by_side_are_asked():
    for numbers in ("45 60", "1 254", "4️⃣ 5️⃣"):
        found = reading(f"hôm qua tuyên truyền ma túy {numbers}")
        assert "participants" in found.asks and "participants" not in found.activities[0].figures


def test_of_two_words_as_near_the_one_that_fits_is_meant():
    (activity,) = reading("hôm qua truyền thông ma túy, phát khoảng chng 590 tờ rơi").activities
    assert activity.figures["leaflets"].bound == "about"


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua lúc 19h30 tuyên truyền ma túy ở tổ 7 khu 3, số 15 đường Trần Phú",
        "phường Móng Cái 1 hôm qua tuyên truyền ma túy",
        "hôm qua tuyên truyền ma túy ở km6 QL18A, gọi 111",
        "thực hiện KH số 12/KH-UBND, ngày 12/6 tuyên truyền ma túy ở khu 2",
        "hưởng ứng 26/6, hôm qua tuyên truyền ma túy ở lớp 9A",
        "hôm qua tuyên truyền ma túy ở khu 3, chi phí 500k",
    ],
)
def test_numbers_that_are_names_count_nothing(text):
    for activity in reading(text).activities:
        assert set(activity.figures) <= {"sessions"}, activity
