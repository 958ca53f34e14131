"""Messages after a report or a question."""

from datetime import date

import pytest

from handlers.understand.reader.reading import Activity, Talk, Value
from tests.handlers.understand.reader.support import reading

DAY = date(2026, 6, 15)
FILED = Activity("communication", ("drug",), DAY, figures={"sessions": Value(1), "participants": Value(45)})
MORE = Activity(
    "communication", ("drug",), DAY, place="khu 4",
    figures={"sessions": Value(1), "participants": Value(45), "participants_female": Value(20), "leaflets": Value(60)},
)  # fmt: skip
DRAFT = Activity("communication", ("drug",), None, figures={"sessions": Value(1)})


@pytest.mark.parametrize(
    "text, figure, value",
    [
        ("nhầm rồi, 54 mới đúng", "participants", 54),
        ("em ghi nhầm, 60 người chứ không phải 45", "participants", 60),
        ("sửa số người thành 60", "participants", 60),
        ("bổ sung thêm 5 người nữa", "participants", 50),
        ("quên, phát thêm 30 tờ rơi", "leaflets", 30),
        ("cho nam 20 nu", "participants_female", 20),
        ("chị sửa giúp em thành 2 buổi", "sessions", 2),
    ],
)
def test_a_figure_is_corrected(text, figure, value):
    found = reading(text, Talk(last_report=FILED))
    assert found.intent == "correction"
    assert [(c.figure, c.value.value) for c in found.change if c.value] == [(figure, value)]


@pytest.mark.parametrize(
    "text, day", [("đổi ngày thành 16/6", 16), ("không phải, hôm kia", 14), ("báo cáo nhầm ngày, phải là 14/6", 14)]
)
def test_a_day_is_corrected(text, day):
    found = reading(text, Talk(last_report=FILED))
    assert (found.intent, [c.date for c in found.change]) == ("correction", [date(2026, 6, day)])


def test_topics_kind_and_place_are_corrected():
    assert reading("ma tuý chứ không phải mại dâm", Talk(last_report=FILED)).change[0].topics == ("drug",)
    assert reading("là tư vấn chứ không phải truyền thông", Talk(last_report=FILED)).change[0].kind == "counselling"
    assert reading("đổi thành nvh khu 7", Talk(last_report=MORE)).change[0].place == "nvh khu 7"


def test_a_number_that_may_be_several_figures_is_asked_about():
    two = Activity("communication", ("drug",), DAY, figures={"participants": Value(65), "leaflets": Value(50)})
    found = reading("sửa thành 60 c nhé", Talk(last_report=two))
    assert (found.intent, found.change, found.asks) == ("correction", (), ("figure",))


@pytest.mark.parametrize(
    "text, value, bound",
    [
        ("45", 45, ""),
        ("bốn mươi lăm", 45, ""),
        ("dem k xue, hon tram", 100, "min"),
        ("chắc tầm 5 chục", 50, "about"),
        ("45 nha chị", 45, ""),
        ("6O", 60, ""),
        ("không có ai", 0, ""),
    ],
)
def test_a_figure_is_answered(text, value, bound):
    (activity,) = reading(text, Talk(open_draft=DRAFT, open_question="participants")).activities
    assert activity.figures["participants"] == Value(value, bound)


@pytest.mark.parametrize("text", ["30-40", "đông lắm", "ko đếm nổi c ơi, đông nghẹt luôn á", "k nho"])
def test_an_answer_without_a_number_is_asked_again(text):
    assert "participants" in reading(text, Talk(open_draft=DRAFT, open_question="participants")).asks


def test_days_topics_and_places_are_answered():
    assert reading("hôm qua", Talk(open_draft=DRAFT, open_question="date")).activities[0].date == DAY
    assert reading("muoi lam", Talk(open_draft=DRAFT, open_question="date")).activities[0].date == DAY
    assert reading("hiv với mt", Talk(open_draft=DRAFT, open_question="topics")).activities[0].topics == ("drug", "hiv")
    assert (
        reading("ở nvh khu 4 nha chị", Talk(open_draft=DRAFT, open_question="place")).activities[0].place == "nvh khu 4"
    )


def test_work_of_another_kind_beside_the_last_report_is_a_report_of_its_day():
    found = reading("hôm đấy tụi e còn treo thêm 2 cái băng rôn ở cổng chợ", Talk(last_report=FILED))
    assert (found.intent, found.activities[0].kind, found.activities[0].date) == ("report", "visual", DAY)
