"""Whole messages, as members of teams write them, and the activities they are read as."""

import pytest

from tests.handlers.understand.reader.support import lines, reading

REPORTS = [
    (
        "Hôm qua đội tuyên truyền phòng chống ma túy tại nhà văn hóa khu 5, 52 người dự",
        ["communication drug 2026-06-15 participants=52 sessions=1"],
    ),
    ("BC TT MT 15/6 45 KHU 4", ["communication drug 2026-06-15 participants=45 sessions=1"]),
    (
        "tuyen truyeenf ma tuys owr nhaf vawn hoas khu 4 hoom qua 40 nguowif",
        ["communication drug 2026-06-15 participants=40 sessions=1"],
    ),
    (
        "hquatt mt nvhkhu9dc 33ng20nu",
        ["communication drug 2026-06-15 participants=33 participants_female=20 sessions=1"],
    ),
    ("xang nai xinh hoat clb xau cai, muoi sau nguoi zu", ["club_meeting drug 2026-06-16 participants=16 sessions=1"]),
    (
        "Ngày 10/6: tuyên truyền ma túy khu 1, 40 người\nNgày 11/6: tuyên truyền ma túy khu 2, 35 người\n"
        "Ngày 12/6: treo 6 băng rôn",
        [
            "communication drug 2026-06-10 participants=40 sessions=1",
            "communication drug 2026-06-11 participants=35 sessions=1",
            "visual drug 2026-06-12 banners=6",
        ],
    ),
    (
        "1. Tuyên truyền: 3 buổi, 150 người\n2. Tư vấn: 12 người\n3. Băng rôn: 5\nTháng 5, ma túy",
        [
            "communication drug 2026-05 participants=150 sessions=3",
            "counselling drug 2026-05 persons=12",
            "visual drug 2026-05 banners=5",
        ],
    ),
    (
        "T5: TT 4 buoi/200 luot, to roi 300, tu van 5 luot, bang ron 2. MT",
        [
            "communication drug 2026-05 leaflets=300 participants=200 sessions=4",
            "counselling drug 2026-05 persons=5",
            "visual drug 2026-05 banners=2",
        ],
    ),
    (
        "BÁO CÁO NHANH\nThời gian: 19h30 ngày 14/6/2026\nĐịa điểm: Nhà văn hóa thôn Đông\n"
        "Nội dung: Tuyên truyền phòng, chống ma túy\nSố người tham dự: 58\nTài liệu phát: 60 tờ rơi",
        ["communication drug 2026-06-14 leaflets=60 participants=58 sessions=1"],
    ),
    (
        "tuần rồi làm 2 buổi, 1 buổi HIV 40 người ở khu 1, 1 buổi ma túy 50 người ở khu 2",
        [
            "communication hiv 2026-W24 participants=40 sessions=1",
            "communication drug 2026-W24 participants=50 sessions=1",
        ],
    ),
    (
        "kiểm tra 12 cơ sở, vi phạm 3, xử lý 3, phạt 7,5 triệu ngày 9/6 về mại dâm",
        ["inspection prostitution 2026-06-09 establishments=12 fine_vnd=7500000 handled=3 violations=3"],
    ),
    (
        "Kiểm tra 3/10 cơ sở massage ngày 12/6, chưa phát hiện sai phạm về mại dâm",
        ["inspection prostitution 2026-06-12 establishments=3 total=10 violations=0"],
    ),
    (
        "loa phường phát 4 lần, mỗi lần 10 phút, tuyên truyền phòng chống mại dâm, hôm qua",
        ["broadcast prostitution 2026-06-15 items=4 minutes=40"],
    ),
    (
        "giới thiệu việc làm cho 4/7 người sau cai có nhu cầu, tháng 5",
        ["job_referral drug 2026-05 persons=4 persons_in_need=7"],
    ),
    (
        "đi vận động 5 người cai nghiện hôm qua, 2 người đồng ý",
        ["rehab_mobilisation drug 2026-06-15 persons_agreed=2 persons_approached=5"],
    ),
    ("lập hồ sơ cai nghiện cho 3 đối tượng ngày 9/6", ["rehab_mobilisation drug 2026-06-09 persons=3"]),
    ("quan ly 12 nguoi sau cai tai cong dong trong thang 5", ["post_rehab drug 2026-05 persons=12"]),
    ("cho 1 người sau cai vay 30 triệu hôm qua", ["loan drug 2026-06-15 amount_vnd=30000000 persons=1"]),
    (
        "hom nay phat 300 bao cao su 150 bkt cho 40 nguoi nhom nguy co",
        ["harm_reduction ? 2026-06-16 condoms=300 needles=150 persons=40"],
    ),
    (
        "Hôm qua tuyên truyền ma túy cho 30 người dự, nữ 09. Chiều tư vấn cho 2 anh 3 chị",
        [
            "communication drug 2026-06-15 participants=30 participants_female=9 sessions=1",
            "counselling drug 2026-06-15 persons=5",
        ],
    ),
    ("chiều nay tư vấn HIV 5 chị", ["counselling hiv 2026-06-16 persons=5"]),
    (
        "phường em có 3 mô hình đang hoạt động, mới thêm 1 mô hình hôm 5/6 về ma túy",
        ["model_launch drug 2026-06-05 active=3 new=1"],
    ),
    ("xã có 10/12 thôn không có tệ nạn ma túy, quý 2", ["clean_unit drug 2026-Q2 clean=10 total=12"]),
    (
        "đưa đoàn 20 người sang Trung Quốc học tập kinh nghiệm từ 3-5/6",
        ["study_visit ? 2026-06-03..2026-06-05 participants=20 sessions=1"],
    ),
    (
        "3/6 o thon 5 duoc 30 nguoi, 4/6 sang thon 7 duoc 26 nguoi nua, deu noi ve ma tuy",
        [
            "communication drug 2026-06-03 participants=30 sessions=1",
            "communication drug 2026-06-04 participants=26 sessions=1",
        ],
    ),
    (
        "hom nay lam 1 buoi 40 nguoi o khu 4. hom qua phat 200 to roi o cho. deu ma tuy",
        ["communication drug 2026-06-16 participants=40 sessions=1", "communication drug 2026-06-15 leaflets=200"],
    ),
    (
        "ngày 10/6 mít tinh ở công viên, 150 người dự; ngày 11/6 nói chuyện ở Công ty cảng, 92 người, đều ma túy",
        [
            "communication drug 2026-06-10 participants=150 sessions=1",
            "communication drug 2026-06-11 participants=92 sessions=1",
        ],
    ),
    (
        "Tuần 2 tháng 6: (1) ngày 9/6 tuyên truyền ma túy khu 5 40 người dự; (2) ngày 11/6 treo 3 băng rôn",
        ["communication drug 2026-06-09 participants=40 sessions=1", "visual drug 2026-06-11 banners=3"],
    ),
    (
        "hqua 2 buổi: sáng ở trường Nguyễn Huệ 145 em hs, chiều ra chợ Rừng 38 tiểu thương, đều mt",
        [
            "communication drug 2026-06-15 participants=145 participants_students=145 sessions=1",
            "communication drug 2026-06-15 participants=38 sessions=1",
        ],
    ),
    (
        "Nội dung\tSố lượng\nBuổi truyền thông ma túy\t4\nLượt người dự\t188\nBăng rôn\t6\nTháng 5",
        ["communication drug 2026-05 participants=188 sessions=4", "visual drug 2026-05 banners=6"],
    ),
    (
        "tuần trước: thứ 3 tư vấn ma túy 4 người, thứ 5 chuyển gửi 1 người đi methadone",
        ["counselling drug 2026-06-09 persons=4", "referral drug 2026-06-11 persons=1"],
    ),
    (
        "Việc 1: họp dân khu 2 nói về ma túy 50 người. Việc 2: ký cam kết 48 hộ. Tất cả trong ngày hôm qua",
        ["communication drug 2026-06-15 participants=50 sessions=1", "commitment drug 2026-06-15 signed=48"],
    ),
    (
        "hôm qua trường mầm non Hoa Hồng ký cam kết không ma túy 64/70, trường tiểu học Kim Đồng ký 101/110",
        ["commitment drug 2026-06-15 signed=64 total=70", "commitment drug 2026-06-15 signed=101 total=110"],
    ),
    (
        "tháng trước nữa tuyên truyền 3 buổi ma túy 120 người",
        ["communication drug 2026-04 participants=120 sessions=3"],
    ),
    (
        "Thực hiện kế hoạch tháng cao điểm, ngày 10/6 đội tuyên truyền ma túy 60 người ở khu 5",
        ["communication drug 2026-06-10 participants=60 sessions=1"],
    ),
    (
        "Hôm qua và hôm kia đều đi tt ma túy, hôm kia ở khu 4 được 41 người, hôm qua ở khu 11 được 29 người",
        [
            "communication drug 2026-06-14 participants=41 sessions=1",
            "communication drug 2026-06-15 participants=29 sessions=1",
        ],
    ),
    (
        "tháng 4 treo được 7 băng rôn, tháng 5 treo 5 băng rôn, đều về ma túy",
        ["visual drug 2026-04 banners=7", "visual drug 2026-05 banners=5"],
    ),
    ("19h 15/6 tuyên truyền ma túy khu 5 40 người", ["communication drug 2026-06-15 participants=40 sessions=1"]),
    (
        "T4 tt khu 2 (mại dâm) 27 người; T6 tt khu 5 (mại dâm) 31 người",
        [
            "communication prostitution 2026-06-10 participants=27 sessions=1",
            "communication prostitution 2026-06-12 participants=31 sessions=1",
        ],
    ),
    (
        "tt ma tuy: sang 40 ng o truong nghe, chieu 35 ng o khu tro cong nhan. hom 11/6",
        [
            "communication drug 2026-06-11 participants=40 sessions=1",
            "communication drug 2026-06-11 participants=35 sessions=1",
        ],
    ),
    (
        "tháng 5: 2 buổi tt hiv 70 người, 1 buổi tt mại dâm 35 người, loa phát 8 lần",
        [
            "communication hiv 2026-05 participants=70 sessions=2",
            "communication prostitution 2026-05 participants=35 sessions=1",
            "broadcast ? 2026-05 items=8",
        ],
    ),
    ("hôm qua phát 150 tờ rơi ma túy ở bến phà", ["communication drug 2026-06-15 leaflets=150"]),
    ("điểm tư vấn hôm qua có 6 lượt khách, hỏi về ma túy", ["counselling drug 2026-06-15 persons=6"]),
    (
        "tháng 5 đội có 2 việc: nói chuyện mại dâm 2 buổi 71 người; dán 12 áp phích",
        ["communication prostitution 2026-05 participants=71 sessions=2", "visual prostitution 2026-05 posters=12"],
    ),
    (
        "100% cơ sở (25/25) đã ký cam kết không mại dâm ngày 12/6",
        ["commitment prostitution 2026-06-12 signed=25 total=25"],
    ),
]


@pytest.mark.parametrize("text, expected", REPORTS)
def test_a_report_is_read(text, expected):
    assert reading(text).intent == "report"
    assert lines(text) == expected


@pytest.mark.parametrize("text, expected", REPORTS)
def test_every_figure_points_at_the_words_that_say_it(text, expected):
    found = reading(text)
    spans = {span.what: text[span.start : span.end] for span in found.spans}
    for activity in found.activities:
        for figure in activity.figures:
            assert spans.get(f"figure:{figure}"), figure


@pytest.mark.parametrize(
    "text, ask",
    [
        ("hom qua tt mt o khu 3 khoang 40 den 50 nguoi", "participants"),
        ("hôm qua tuyên truyền ma túy khu 3 mấy chục người", "participants"),
        ("tt mt hom qua 50% dan khu 3", "participants"),
        ("-5 nguoi tt mt hom qua", "participants"),
        ("hom qua tt mt trong 45 cay thong o khu 3", "participants"),
        ("tt mt hom qua khu 3 4 5 nguoi", "participants"),
        ("hôm qua tt mt tại khu 3 được 45,5 người", "participants"),
        ("hôm qua tuyên truyền cho 30 cặp vợ chồng về HIV", "participants"),
        ("hom qua ca lam 6 dv, tt mt cho 35 ho dan khu 2", "participants"),
        ("tt mt 45 người nvh khu 4 ngày 31/6", "date"),
        ("tối mùng 5 tt ở đình về ma túy, 50 người", "date"),
        ("t6 tt mt 40ng khu 1", "date"),
        ("tt 40", "topics"),
        ("tt mt 45", "date"),
    ],
)
def test_what_is_not_certain_is_left_out_and_asked(text, ask):
    found = reading(text)
    assert ask in found.asks
    if ask == "participants":
        assert all("participants" not in activity.figures for activity in found.activities)


def test_what_is_personal_is_refused_and_the_rest_kept():
    found = reading("hôm qua lập hồ sơ cai nghiện tại cộng đồng cho Lê Thị Ổi CCCD 022185001234, đt 0987000111")
    assert any("Lê Thị Ổi" in refused for refused in found.refused)
    assert any("022185001234" in refused for refused in found.refused)
    assert any("0987000111" in refused for refused in found.refused)
    assert [a.figures["persons"].value for a in found.activities] == [1]


def test_long_texts_are_read_whole():
    text = "Hôm qua tuyên truyền ma túy tại khu 5, 52 người dự. " * 150 + "Ngày 10/6 treo 7 băng rôn."
    assert "visual drug 2026-06-10 banners=7" in lines(text)
