"""What teams show, print, broadcast, post, have signed, inspect and launch, in the words of people."""

from datetime import date

import pytest

from tests.handlers.understand.reader.support import line, reading

WORK = [
    (
        "sang nay ae ra duong lon mac duoc 6 tam bang ron chu de phong chong ma tuy, xong luc 10h",
        "2026-06-10",
        ["visual drug 2026-06-10 banners=6"],
    ),
    (
        "hqua tt mua ban ng cho 60 chi em o nvh khu 6, nhan tien cang luon 3 bang ron ngoai cong",
        "2026-07-21",
        ["communication trafficking 2026-07-20 participants=60 sessions=1", "visual trafficking 2026-07-20 banners=3"],
    ),
    (
        "Tháng 6 phường có 4 tin trên cổng thông tin điện tử, 9 bài trên zalo OA, 2 phóng sự truyền hình "
        "về công tác phòng chống ma tuý",
        "2026-07-01",
        ["media_item drug 2026-06 items=15"],
    ),
    (
        "Chiều nay xuống khu 5 vận động, 31 hộ ký luôn bản cam kết không trồng cần sa, còn 4 hộ vắng nhà",
        "2026-02-11",
        ["commitment drug 2026-02-11 signed=31"],
    ),
    (
        "den gio da ky duoc 40 tren 52 ho kinh doanh trong cho, cam ket pc ma tuy",
        "2026-05-06",
        ["commitment drug ? signed=40 total=52"],
    ),
    (
        "Hôm qua đi 3 khu vận động được thêm 7 quán mát xa đăng ký lao động với phường, lũy kế là 15/22 cơ sở",
        "2026-10-06",
        ["labour_registration ? 2026-10-05 signed=15 total=22"],
    ),
    (
        "Toi qua to lien nganh di 5 nha nghi 3 karaoke, deu chap hanh tot, ko phat hien gi",
        "2026-03-13",
        ["inspection ? 2026-03-12 establishments=8 violations=0"],
    ),
    (
        "kiem tra 04/10 co so luu tru, xu phat 1 co so 5.000.000d, ngay 16/9, pc mai dam",
        "2026-09-17",
        ["inspection prostitution 2026-09-16 establishments=4 fine_vnd=5000000 handled=1 total=10"],
    ),
    (
        "thg 5 đường dây nóng tiếp 6 cuộc gọi báo về mại dâm, xác minh xử lý 4",
        "2026-06-01",
        ["tip_handling prostitution 2026-05 handled=4 received=6"],
    ),
    (
        "phường duy trì tốt 5 mô hình phòng chống ma túy trong quý 1",
        "2026-04-02",
        ["model_launch drug 2026-Q1 active=5"],
    ),
    (
        "Hết tháng 6 có 8/11 thôn bản giữ vững 'không ma túy' ạ",
        "2026-07-01",
        ["clean_unit drug 2026-06 clean=8 total=11"],
    ),
    (
        "ca phuong 9 khu thi 7 khu khong co nguoi nghien, tinh den 15/6",
        "2026-06-16",
        ["clean_unit drug 2026-06-15 clean=7 total=9"],
    ),
    (
        "UBND phường ra công văn 215/UBND-VX ngày 3/6 chỉ đạo tháng hành động phòng chống ma tuý",
        "2026-06-04",
        ["plan drug 2026-06-03 issued=1"],
    ),
    (
        "KH 45 ngày 20/1 của UBND phường về PC tệ nạn mại dâm 2026 đã ký, gửi các khu rồi",
        "2026-01-22",
        ["plan prostitution 2026-01-20 issued=1"],
    ),
    (
        "Phát 500 tờ rơi phòng chống HIV cho tiểu thương chợ Ba Chẽ sáng nay",
        "2026-12-01",
        ["communication hiv 2026-12-01 leaflets=500"],
    ),
    (
        "Ngày 22/6 gắn 14 bảng tuyên truyền phòng chống đuối nước và ma túy quanh hồ Yên Trung",
        "2026-06-23",
        ["visual drug 2026-06-22 panels=14"],
    ),
    (
        "tối thứ 6 vừa rồi khu 8 lễ ra mắt tổ liên gia 'an toàn không ma tuý', 22 hộ tham gia",
        "2026-05-11",
        ["model_launch drug 2026-05-08 new=1"],
    ),
]


@pytest.mark.parametrize("text, day, expected", WORK)
def test_public_work_is_read(text, day, expected):
    found = reading(text, today=date.fromisoformat(day))
    assert found.intent == "report"
    assert [line(activity) for activity in found.activities] == expected
