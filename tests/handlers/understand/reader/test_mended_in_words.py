"""Corrections, withdrawals, help and plans in words that stand beside others."""

from datetime import date

import pytest

from handlers.understand.reader.reading import Activity, Talk, Value
from tests.handlers.understand.reader.support import reading

LAST = Talk(
    last_report=Activity(
        "communication",
        ("drug",),
        date(2026, 6, 14),
        place="nhà văn hóa khu 7",
        figures={"sessions": Value(1), "participants": Value(19), "leaflets": Value(40)},
    )
)


@pytest.mark.parametrize(
    "text, figure, value",
    [
        ("ban sáng ghi 19 hội viên dự họp là chưa chính xác, rà lại sổ điểm danh thì chỉ có 17.", "participants", 17),
        ("con số 19 người là chưa đúng, xem lại sổ thì được 17 thôi", "participants", 17),
        ("hôm qua tôi báo 19 người là nhầm, đúng ra 23", "participants", 23),
        ("chỉ có 16 thôi, 3 đứa nhỏ không tính nhé", "participants", 16),
        ("cộng thêm 15 tờ rơi anh em phát ở bến đò nữa nhé", "leaflets", 55),
        ("bổ sung thêm 10 tờ rơi phát ở chợ nữa", "leaflets", 50),
        ("tính thêm 6 người đến sau ở cuối hội trường nhé", "participants", 25),
    ],
)
def test_a_figure_is_mended(text, figure, value):
    read = reading(text, LAST)
    assert read.intent == "correction"
    assert [(c.figure, c.value) for c in read.change] == [(figure, Value(value))]


@pytest.mark.parametrize(
    "text, place",
    [
        (
            "Phường đính chính địa điểm: buổi truyền thông tổ chức tại Trung tâm Học tập cộng đồng, không phải nhà "
            "văn hóa khu 7.",
            "Trung tâm Học tập cộng đồng",
        ),
        ("sửa địa điểm: hôm đó làm ở sân đình làng Yên, không phải nhà văn hóa khu 7", "sân đình làng Yên"),
    ],
)
def test_a_place_is_mended(text, place):
    read = reading(text, LAST)
    assert (read.intent, [c.place for c in read.change]) == ("correction", [place])


@pytest.mark.parametrize(
    "text",
    [
        "nham roi chau oi. buoi do cua hoi pn xa ben, cho toi rut",
        "buổi ấy của đội khác làm, cho em xin rút",
        "nhầm của xã bên, cho bác rút lại nhé",
    ],
)
def test_a_report_is_withdrawn(text):
    assert reading(text, LAST).intent == "withdraw"


@pytest.mark.parametrize(
    "text, intent",
    [
        ("gui bao cao thi go nhung chu gi", "help"),
        ("báo cáo thì soạn chữ gì trước", "help"),
        ("8/7 nay moi hop hoi, dinh noi ca hiv cho chi em khu 4 nghe", "plan"),
        ("thứ 7 này họp chi hội, tính lồng chuyện ma túy cho bà con", "plan"),
    ],
)
def test_help_and_plans(text, intent):
    assert reading(text).intent == intent
