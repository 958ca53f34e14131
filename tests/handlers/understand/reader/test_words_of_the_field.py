"""The words of the field by what they are: each is tried in a sentence, with its marks and without."""

from __future__ import annotations

import pytest

from programme.language.vietnamese import fold
from tests.handlers.understand.reader.support import reading


def words(said: str) -> list[str]:
    return [each.strip() for each in said.split(",")]


AUDIENCES = words(
    "độc giả, nam sinh, dân quân tự vệ, bảo vệ dân phố, chi hội trưởng, tổ phó, sư thầy, bậc phụ huynh,"
    "giáo viên, cô giáo mầm non, chủ cửa hàng, phụ xe, cán bộ phường, cán bộ không chuyên trách,"
    "thương binh, học sinh cấp 2, công nhân ca đêm, thanh niên nhập ngũ, hội viên hội phụ nữ"
)
GIFTS = words(
    "móc khóa, bút bi, lịch treo tường, khẩu trang, huy hiệu, bóng bay, decal, standee, quạt giấy, vòng tay tre"
)
PLACES = words(
    "nhà giao ca, cửa lò, nhà bác tổ trưởng, quảng trường 30/10, khu dân cư số 5, trung đoàn 213, chợ Hạ Long 1, bè cá,"
    "trung tâm bồi dưỡng chính trị, đồn công an, phân hiệu, xưởng cơ khí, sảnh chung cư, đường bao biển, sân bay,"
    "hội làng, nhà thiếu nhi, đại học Hạ Long, trạm dừng nghỉ, đồi chè, ngã sáu"
)
CHANNELS = words("nhóm lớp, trang đoàn, web của phường, QTV, group cư dân, instagram, bản tin phường, báo Lao động")
PREMISES = words("tàu lưu trú, căn hộ cho thuê, beer club, phòng khám, đại lý, cà phê võng, viện thẩm mỹ, khu trọ")
SESSIONS = words("tọa đàm, phiên, hội thi, diễn đàn, lễ mít tinh, talkshow, buổi sinh hoạt chuyên đề, tiết ngoại khóa")


@pytest.mark.parametrize("typed", [str, fold], ids=["marks", "plain"])
@pytest.mark.parametrize("who", AUDIENCES)
def test_who_listens_is_counted(who, typed):
    one = reading(typed(f"Hôm qua truyền thông ma túy ở nhà văn hóa khu 4, được 37 {who} dự")).activities
    assert [(a.kind, a.figures["participants"].value) for a in one] == [("communication", 37)]


@pytest.mark.parametrize("what", GIFTS)
def test_what_is_given_is_no_leaflet(what):
    (one,) = reading(f"Hôm qua tuyên truyền ma túy ở chợ cho 37 người, phát 250 {what}").activities
    assert {name: v.value for name, v in one.figures.items()} == {"participants": 37, "sessions": 1}


@pytest.mark.parametrize("where", PLACES)
def test_where_it_was(where):
    (one,) = reading(f"Hôm qua tuyên truyền ma túy ở {where}, 37 người nghe").activities
    assert (one.place, one.figures["participants"].value) == (where, 37)


@pytest.mark.parametrize("typed", [str, fold], ids=["marks", "plain"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_where_it_was_posted(channel, typed):
    (one,) = reading(typed(f"hôm qua {channel} có 3 bài về hiv")).activities
    assert (one.kind, one.figures["items"].value) == ("media_item", 3)


@pytest.mark.parametrize("typed", [str, fold], ids=["marks", "plain"])
@pytest.mark.parametrize("premises", PREMISES)
def test_what_was_inspected(premises, typed):
    (one,) = reading(typed(f"Hôm qua kiểm tra 7 {premises} về mại dâm")).activities
    assert (one.kind, one.figures["establishments"].value) == ("inspection", 7)


@pytest.mark.parametrize("typed", [str, fold], ids=["marks", "plain"])
@pytest.mark.parametrize("session", SESSIONS)
def test_how_often_it_was(session, typed):
    (one,) = reading(typed(f"Tuần qua đội tổ chức 3 {session} về ma túy, 137 người dự")).activities
    assert {name: v.value for name, v in one.figures.items()} == {"sessions": 3, "participants": 137}


@pytest.mark.parametrize("behind", ["37 người một buổi", "37 bà con một cuộc"])
def test_so_many_a_session_are_no_total(behind):
    (one,) = reading(f"Tháng 5 tổ chức 4 buổi truyền thông ma túy, {behind}").activities
    assert "participants" not in one.figures
