"""Talks, meetings, courses and visits, and who took part in them: none who did the work, speaks, acts or is missing."""

from datetime import date

import pytest

from tests.handlers.understand.reader.support import line, reading

TOLD = [
    (
        "Sáng nay dọn vệ sinh xong bọn em gom bà con khu 3 lại nhắc chuyện ma túy mươi phút, đứng nghe 34 người",
        "2026-06-16",
        ["communication drug 2026-06-16 participants=34 sessions=1"],
    ),
    (
        "Họp phụ huynh đầu hè chiều thứ bảy vừa rồi ở trường tiểu học Kim Đồng, cô hiệu trưởng cho đội em nói "
        "mười lăm phút về phòng chống ma túy học đường, 210 phụ huynh ngồi nghe ạ",
        "2026-06-16",
        ["communication drug 2026-06-13 participants=210 sessions=1"],
    ),
    (
        "hom qua qua ktx cong nhan noi chuyen ve mua ban nguoi, 64 ban nu tham gia, to roi phat 64",
        "2026-06-16",
        ["communication trafficking 2026-06-15 leaflets=64 participants=64 participants_female=64 sessions=1"],
    ),
    (
        "gio chao co sang thu 2 truong thcs nguyen trai, doi noi 20p ve thuoc la dien tu va ma tuy, 480 hs 26 gv",
        "2026-06-16",
        ["communication drug 2026-06-15 participants=506 participants_students=480 sessions=1"],
    ),
    (
        "chieu chu nhat chieu phim ve buon ban nguoi o nha van hoa thon 2, ba con den xem dem duoc 51",
        "2026-06-16",
        ["communication trafficking 2026-06-14 participants=51 sessions=1"],
    ),
    (
        "2 chị em tôi đi khu 8 tối qua, gom được 19 bà con ở nhà văn hóa, nói về ma tuý",
        "2026-06-16",
        ["communication drug 2026-06-15 participants=19 sessions=1"],
    ),
    (
        "hqua minh du lop boi duong nghiep vu cho ctv o ubnd phuong, ca lop 37 nguoi",
        "2026-06-16",
        ["training ? 2026-06-15 participants=37 sessions=1"],
    ),
    (
        "Chiều qua CLB sinh hoạt, có mặt 16/20 hội viên, trò chuyện chuyện việc làm",
        "2026-06-16",
        ["club_meeting ? 2026-06-15 participants=16 sessions=1"],
    ),
    (
        "clb gap nhau toi chu nhat o nha chi thu, 9 anh em voi 4 nguoi nha, tong 13",
        "2026-06-16",
        ["club_meeting ? 2026-06-14 participants=13 sessions=1"],
    ),
    (
        "Đoàn mình 22 người đi Hải Phòng thăm mô hình câu lạc bộ sau cai hôm 11/6",
        "2026-06-16",
        ["study_visit drug 2026-06-11 participants=22 sessions=1"],
    ),
    (
        "Ngoại khóa ở THPT Bạch Đằng sáng qua, khối 10 với khối 11, 18 lớp, 720 em, nữ chiếm 390. Nội dung: "
        "ma túy thế hệ mới",
        "2026-06-16",
        ["communication drug 2026-06-15 participants=720 participants_female=390 participants_students=720 sessions=1"],
    ),
    (
        "nay giờ sinh hoạt lớp cô chủ nhiệm 9b cho em vào kể chuyện nghiện ngập cho các bạn nghe, lớp có 41 bạn",
        "2026-06-16",
        ["communication drug 2026-06-16 participants=41 participants_students=41 sessions=1"],
    ),
    (
        "Đêm lửa trại đoàn thanh niên hôm thứ bảy, đội xen tiết mục hỏi đáp về HIV, 120 đoàn viên tham gia, "
        "30 phần thưởng nhỏ",
        "2026-06-16",
        ["communication hiv 2026-06-13 participants=120 sessions=1"],
    ),
    (
        "Sáng qua 12 thành viên CLB họp, bàn kế hoạch hè, xong đi treo 5 băng rôn ma túy dọc đường 18A",
        "2026-06-16",
        ["club_meeting drug 2026-06-15 participants=12 sessions=1", "visual drug 2026-06-15 banners=5"],
    ),
    (
        "Buổi tọa đàm thanh niên nói không với ma túy hôm qua có 83 bạn dự, trong đấy 37 bạn gái, 4 diễn giả",
        "2026-06-16",
        ["communication drug 2026-06-15 participants=83 participants_female=37 sessions=1"],
    ),
    (
        "Chi đoàn tổ chức đá bóng giao hữu phòng chống ma túy chiều chủ nhật, 2 đội 24 cầu thủ, người xem khoảng 80",
        "2026-06-16",
        ["communication drug 2026-06-14 participants=80about sessions=1"],
    ),
    (
        "BC: TT PCMBN 15/6, thôn Bắc Lù, 57 ng dự, nữ 33, hs 12",
        "2026-06-16",
        [
            "communication trafficking 2026-06-15 participants=57 participants_female=33 "
            "participants_students=12 sessions=1"
        ],
    ),
    (
        "quý 2 đội chúng tôi tổ chức 9 buổi tt, lượt người nghe 431, trong đó nữ 250, học sinh 120; mở 1 lớp "
        "tập huấn 20 tnv. toàn bộ về ma túy",
        "2026-06-16",
        [
            "communication drug 2026-Q2 participants=431 participants_female=250 participants_students=120 sessions=9",
            "training drug 2026-Q2 participants=20 sessions=1",
        ],
    ),
    (
        "Chị ơi tiết chào cờ sáng thứ hai trường tiểu học Hạ Long bọn em diễn vở kịch ngắn về bắt cóc, buôn "
        "bán trẻ em, 690 cháu với 32 cô giáo xem, 6 bạn đóng kịch",
        "2026-09-17",
        ["communication trafficking 2026-09-14 participants=722 participants_students=690 sessions=1"],
    ),
    (
        "e Lan đội Hà Tu đây ạ, chiều qua cafe thanh niên chủ đề 'Sống khoẻ không ma tuý' được 35 bạn trẻ, nữ 14",
        "2026-09-17",
        ["communication drug 2026-09-16 participants=35 participants_female=14 sessions=1"],
    ),
    (
        "Thứ tư vừa qua, cán bộ trạm y tế cùng đội tuyên truyền HIV lồng vào buổi tiêm chủng, 26 bà mẹ bế con đến nghe",
        "2026-09-17",
        ["communication hiv 2026-09-16 participants=26 sessions=1"],
    ),
    (
        "Ngày 11/9 đội phối hợp công đoàn Cty may Sơn Hà nói chuyện giờ tan ca: lao động nữ 132, nam 18. Chủ "
        "đề mua bán người",
        "2026-09-17",
        ["communication trafficking 2026-09-11 participants=150 participants_female=132 sessions=1"],
    ),
    (
        "clb ty tuan nay hop 1 buoi toi t3, den duoc 10 anh 4 chi, vang 3. ban chuyen quy tiet kiem",
        "2026-09-17",
        ["club_meeting ? 2026-09-15 participants=14 sessions=1"],
    ),
    (
        "T8 clb sinh hoat 2 ky, ky dau 19 ky sau 22 hoi vien",
        "2026-09-17",
        ["club_meeting ? 2026-08 participants=41 sessions=2"],
    ),
    (
        "Đêm hội trăng rằm sớm hôm 13/9: đội đóng 2 tiểu phẩm phòng chống ma túy, trẻ em với phụ huynh đông "
        "kín sân, áng chừng bốn trăm, phát 350 suất quà",
        "2026-09-17",
        ["communication drug 2026-09-13 participants=400about sessions=1"],
    ),
    (
        "tối qua chiếu phim 'Đường về' cho bà con bản Khe Vằn xem rồi hỏi đáp về nghiện hút, trẻ con không "
        "tính thì người lớn 44",
        "2026-09-17",
        ["communication drug 2026-09-16 participants=44 sessions=1"],
    ),
    (
        "hoc sinh k12 thpt hoang quoc viet 5 lop xuong san nghe noi ve ma tuy va hiv hom t6, 214 em co 118 nu",
        "2026-09-17",
        [
            "communication drug+hiv 2026-09-11 participants=214 participants_female=118 "
            "participants_students=214 sessions=1"
        ],
    ),
    (
        "hqua lam 1 buoi o thon 3 ko dong lam dc 15 ng. mai lam tiep thon 4 du kien 40 ng. ma tuy",
        "2026-09-17",
        ["communication drug 2026-09-16 participants=15 sessions=1"],
    ),
    (
        "Báo cáo chị, chiều qua đội em ghé lớp học xoá mù ở thôn 4 kể cho các bà các chị nghe chuyện lừa bán "
        "sang bên kia biên giới, được 23 chị",
        "2026-04-22",
        ["communication trafficking 2026-04-21 participants=23 sessions=1"],
    ),
    (
        "hqua ubnd phuong mo hoi nghi tuyen truyen pcmt cho can bo hoi vien cac doan the, 115 dai bieu, 3 bao cao vien",
        "2026-04-22",
        ["communication drug 2026-04-21 participants=115 sessions=1"],
    ),
    (
        "cn vua roi hoi nguoi cao tuoi khu 2 sinh hoat, doi den noi chuyen te nan ma tuy voi con chau, 38 cu "
        "du, cu ba 24",
        "2026-04-22",
        ["communication drug 2026-04-19 participants=38 participants_female=24 sessions=1"],
    ),
    (
        "Hội thi tiểu phẩm về mại dâm cụm 3 phường ngày 16/4: 6 tiết mục, 54 diễn viên không chuyên, gần 400 khán giả",
        "2026-04-22",
        ["communication prostitution 2026-04-16 participants=400max sessions=1"],
    ),
    (
        "bc buoi sh chi doan truong cd than: dv tham du 62/70, nd tac hai bong cuoi. ngay 14/4",
        "2026-04-22",
        ["communication drug 2026-04-14 participants=62 sessions=1"],
    ),
    (
        "Nhóm tự lực họp chiều qua 13 thành viên dự, có 2 khách mời bên y tế nói về ARV",
        "2026-04-22",
        ["club_meeting hiv 2026-04-21 participants=13 sessions=1"],
    ),
    (
        "21/4 tt pc ma tuy cho ngu dan xom Vung Vieng, 33 ng, nu 12, tre em 5",
        "2026-04-22",
        ["communication drug 2026-04-21 participants=33 participants_female=12 sessions=1"],
    ),
    (
        "Hôm nay họp dân bản Pò Hèn, trưởng bản cho đội nói 30 phút về buôn người, 5 cán bộ xã đi cùng, dân dự 48",
        "2026-04-22",
        ["communication trafficking 2026-04-22 participants=48 sessions=1"],
    ),
    (
        "anh em bảo vệ khu công nghiệp 19 người nghe em nói chuyện mại dâm tối qua ở phòng trực",
        "2026-04-22",
        ["communication prostitution 2026-04-21 participants=19 sessions=1"],
    ),
    (
        "đội văn nghệ 12 người diễn chèo chống ma tuý ở sân đình, bà con xem chừng 130, tối 18/4",
        "2026-04-22",
        ["communication drug 2026-04-18 participants=130about sessions=1"],
    ),
    (
        "tap huan pcmbn cho 40 can bo thon 2 ngay 15 va 16/4 tai hoi truong xa, 6 chuyen de",
        "2026-04-22",
        ["training trafficking 2026-04-15..2026-04-16 participants=40 sessions=1"],
    ),
    (
        "hop ban chu nhiem clb 5 nguoi hom 13/4 ban ke hoach quy 2",
        "2026-04-22",
        ["club_meeting ? 2026-04-13 participants=5 sessions=1"],
    ),
    (
        "doi di lam tt o cho trau tu 5h sang den 8h, noi voi tung nguoi mot, khoang 70 nguoi, mua ban nguoi, hom 21",
        "2026-04-22",
        ["communication trafficking 2026-04-21 participants=70about sessions=1"],
    ),
    (
        "toi qua nvh khu 2 dong vui, 61 ba con nghe doi noi chuyen ma tuy, co 2 anh cong an du",
        "2026-10-15",
        ["communication drug 2026-10-14 participants=61 sessions=1"],
    ),
    (
        "sang nay 5 chi em minh ra cho tuyen truyen mua ban nguoi duoc 33 tieu thuong, phat 50 to roi",
        "2026-10-15",
        ["communication trafficking 2026-10-15 leaflets=50 participants=33 sessions=1"],
    ),
    (
        "hop phu huynh khoi 9 sang chu nhat o thcs ly tu trong, 140 phu huynh nghe nc ve thuoc la dien tu tron ma tuy",
        "2026-10-15",
        ["communication drug 2026-10-11 participants=140 sessions=1"],
    ),
    (
        "clb sh thang 9 lam 2 buoi: buoi 1 co 15 ng buoi 2 co 17 ng",
        "2026-10-15",
        ["club_meeting ? 2026-09 participants=32 sessions=2"],
    ),
    (
        "Tuần trước 2 buổi: thứ ba ở khu 1 nói HIV 28 người, thứ năm ở khu 4 nói ma túy 35 người",
        "2026-10-15",
        [
            "communication hiv 2026-10-06 participants=28 sessions=1",
            "communication drug 2026-10-08 participants=35 sessions=1",
        ],
    ),
    (
        "bc 10/10 TT ma tuy khu 8: 55 nguoi (30 nu), 1 phong vien di cung, to gap 60",
        "2026-10-15",
        ["communication drug 2026-10-10 leaflets=60 participants=55 participants_female=30 sessions=1"],
    ),
    (
        "Lễ ra quân 11/10: 130 người, gồm 60 đoàn viên, 40 hội viên phụ nữ, 30 công an dân quân. Về tệ nạn ma túy",
        "2026-10-15",
        ["communication drug 2026-10-11 participants=130 sessions=1"],
    ),
    (
        "Trao đổi với 26 bạn công nhân nữ ở xưởng may tối qua về phòng chống mại dâm",
        "2026-10-15",
        ["communication prostitution 2026-10-14 participants=26 participants_female=26 sessions=1"],
    ),
    (
        "Nhóm đồng đẳng sinh hoạt tối 12/10, 10 bạn, mời bác sĩ nói về PrEP 45 phút",
        "2026-10-15",
        ["club_meeting hiv 2026-10-12 participants=10 sessions=1"],
    ),
    (
        "hkia voi hqua 2 toi o khu 7 tt hiv moi toi 25 ng",
        "2026-11-20",
        ["communication hiv 2026-11-18..2026-11-19 participants=50 sessions=2"],
    ),
    (
        "hom kia bon minh mo 1 buoi tt ngoai ben, to gap veo het bay chuc, nguoi ghe lai nghe uoc chung sau muoi",
        "2026-05-02",
        ["communication ? 2026-04-30 leaflets=70 participants=60about sessions=1"],
    ),
    (
        "Sáng 2/10 mở lớp cho 28 đồng chí công an viên học cách nhận biết nạn nhân mua bán người, giảng viên 2 người",
        "2026-10-03",
        ["training trafficking 2026-10-02 participants=28 sessions=1"],
    ),
    (
        "2/7 nói chuyện ở xưởng gạch, quản đốc báo là 70 người mà thực tế có 46 anh em ra, về ma túy",
        "2026-07-03",
        ["communication drug 2026-07-02 participants=46 sessions=1"],
    ),
    (
        "23/8 sh chi hoi pn khu 5 long ghep md, hoi co 86 hoi vien di 51",
        "2026-08-24",
        ["communication prostitution 2026-08-23 participants=51 sessions=1"],
    ),
    (
        "chuyen tham quan hom 16/10 di 2 xe, xe dau 15 xe sau 14 nguoi, xem mo hinh tu quan",
        "2026-10-18",
        ["study_visit ? 2026-10-16 participants=29"],
    ),
    (
        "hom 14 sinh hoat ky 8, 17 tren 21 hoi vien co mat",
        "2026-08-15",
        ["club_meeting ? 2026-08-14 participants=17 sessions=1"],
    ),
]


@pytest.mark.parametrize("text, day, expected", TOLD)
def test_sessions_and_who_took_part(text, day, expected):
    found = reading(text, today=date.fromisoformat(day))
    assert found.intent == "report"
    assert [line(activity) for activity in found.activities] == expected


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua 2 chị em tôi ra chợ nói chuyện ma túy",
        "sáng nay đội 7 người đi tuyên truyền HIV ở khu 4",
        "hôm qua nói chuyện ma túy ở trường, 18 lớp, 3 khối",
        "tối qua văn nghệ phòng chống ma túy ở khu 2, 6 tiết mục, 4 đội thi, 15 phần quà, 3 giải",
        "hôm qua truyền thông HIV ở khu 5, 3 bác sĩ chia sẻ, 2 bạn đóng kịch",
        "tối qua tuyên truyền ma túy ở khu 4 cho các cháu từ 12 đến 17 tuổi, 45 phút",
        "hôm qua mời 50 người nghe nói chuyện ma túy ở khu 3",
        "chiều qua họp khu 9 nói về mại dâm, 44 hộ",
        "hôm qua đi 20, 25, 31 người nghe nói về ma túy ở khu 1",
        "hôm qua nói chuyện ma túy ở trường, sĩ số 42 với 44",
        "hôm qua chiếu phim HIV ở sân đình, trẻ con 40, người lớn gấp đôi",
        "hôm qua treo 1 pa nô nội dung 5 không về ma túy ở khu 2",
        "hôm qua ở khu 2 nói về ma túy, trưởng khu bảo khoảng 400 bà con nhưng em đếm ghế chỉ cỡ 250",
        "hôm qua 6 chị em trong CLB chia nhau vào dãy trọ, ghé 27 phòng nói chuyện lừa bán người",
    ],
)
def test_what_counts_nobody_is_no_participant(text):
    figures = {name for activity in reading(text).activities for name in activity.figures}
    assert not figures & {"participants", "participants_female", "participants_students"}
