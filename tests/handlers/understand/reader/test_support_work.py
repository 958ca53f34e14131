"""How counsellors, clubs and commune officers tell of the people they help: in their own words, one deed or several."""

from datetime import date

import pytest

from tests.handlers.understand.reader.support import line, reading

SUPPORT = [
    (
        "sang nay diem tiep 9 luot nguoi nghien voi nguoi nha, 2 nguoi gui qua co so methadone",
        "2026-03-12",
        ["counselling drug 2026-03-12 persons=9", "referral drug 2026-03-12 persons=2"],
    ),
    (
        "toi qua dua 300 bcs voi 45 bkt cho 19 chi em o pho di bo",
        "2026-07-08",
        ["harm_reduction ? 2026-07-07 condoms=300 needles=45 persons=19"],
    ),
    (
        "Hôm 14/9 CLB đón 1 em gái bị bán sang Trung Quốc được trả về qua cửa khẩu Móng Cái, sắp xếp chỗ ở tạm cho em",
        "2026-09-16",
        ["victim_support trafficking 2026-09-14 persons=1"],
    ),
    (
        "Tháng 9 công an phường phối hợp đội xuống nhà thuyết phục 6 người sử dụng ma túy, 2 người ký đơn tự "
        "nguyện đi cai",
        "2026-10-02",
        ["rehab_mobilisation drug 2026-09 persons_agreed=2 persons_approached=6"],
    ),
    (
        "den nha 3 truong hop nghien o khu 4 noi chuyen voi gia dinh, co 1 nha chiu cho con di cai, hom 3/11",
        "2026-11-05",
        ["rehab_mobilisation drug 2026-11-03 persons_agreed=1 persons_approached=3"],
    ),
    (
        "Trong tháng 7 hỗ trợ 2 nạn nhân: 1 chị được đưa về gia đình, 1 cháu được đi học lại",
        "2026-07-31",
        ["victim_support trafficking 2026-07 persons=2"],
    ),
    (
        "4 ca tv sang nay, 1 ca nang qua e chuyen len tinh luon",
        "2026-10-21",
        ["counselling ? 2026-10-21 persons=4", "referral ? 2026-10-21 persons=1"],
    ),
    (
        "dạ từ 9 đến 13/11 điểm có 13 lượt đến tư vấn, toàn là chuyện ma túy, 3 bạn được giới thiệu sang cơ "
        "sở điều trị",
        "2026-11-18",
        ["counselling drug 2026-11-09..2026-11-13 persons=13", "referral drug 2026-11-09..2026-11-13 persons=3"],
    ),
    (
        "3 anh em hoc xong so cap nghe dien, hom qua nhan chung chi",
        "2026-08-20",
        ["vocational_training ? 2026-08-19 persons=3"],
    ),
    (
        "7/4 co 2 gia dinh goi dien nho tu van vi con nghien game voi hut can",
        "2026-04-08",
        ["counselling drug 2026-04-07 persons=2"],
    ),
    (
        "hqua e tv 3 ca: 1 ca ve arv, 2 ca methadone",
        "2026-05-22",
        ["counselling drug+hiv 2026-05-21 persons=3"],
    ),
    (
        "Gửi 2 ca lên bệnh viện Bãi Cháy khám gan với lao hôm qua, có giấy giới thiệu",
        "2026-08-19",
        ["referral ? 2026-08-18 persons=2"],
    ),
    (
        "Hôm nay tổ công tác vận động thành công 1 đối tượng ở khu 7 tự nguyện đi cai nghiện tại Vũ Oai",
        "2026-01-21",
        ["rehab_mobilisation drug 2026-01-21 persons_agreed=1"],
    ),
    (
        "den nha anh T to 5 khuyen di cai, anh ay chua quyet, hom qua",
        "2026-11-12",
        ["rehab_mobilisation drug 2026-11-11 persons_approached=1"],
    ),
    (
        "tết dương clb mình đi thăm 8 nhà anh em mới cai về, biếu mỗi nhà 200 nghìn, hôm 28/12",
        "2026-12-29",
        ["post_rehab drug 2026-12-28 persons=8"],
    ),
    (
        "Mở lớp dạy sửa điện lạnh cho 6 anh em từ hôm 15/7, học 2 tháng tại trung tâm dạy nghề",
        "2026-07-20",
        ["vocational_training ? 2026-07-15 persons=6"],
    ),
    (
        "hai cậu trong clb vừa lấy bằng thợ hàn hôm qua, vui lắm",
        "2026-10-27",
        ["vocational_training ? 2026-10-26 persons=2"],
    ),
    (
        "quý này tính đến nay đã tìm được việc cho 6/9 anh em, chủ yếu đi biển với phụ xây",
        "2026-05-15",
        ["job_placement ? 2026-Q2 persons=6"],
    ),
    (
        "Hôm qua chủ xưởng gạch nhận 3 cậu nhà mình, thử việc 1 tháng",
        "2026-06-29",
        ["job_placement ? 2026-06-28 persons=3"],
    ),
    (
        "Quỹ của clb cho anh em mượn vốn: tháng 7 có 3 người mượn, tất cả 21tr",
        "2026-08-03",
        ["loan ? 2026-07 amount_vnd=21000000 persons=3"],
    ),
    (
        "Chiều qua CLB cùng công an phường ra bến xe đón hai chị em bị lừa bán trở về, đưa về nhà tạm lánh",
        "2026-06-24",
        ["victim_support trafficking 2026-06-23 persons=2"],
    ),
    (
        "đến thăm em bé bị bán năm ngoái nay về ở với bà, cho em bộ sách vở, hôm nay",
        "2026-09-29",
        ["victim_support trafficking 2026-09-29 persons=1"],
    ),
    (
        "19 chị ở khu massage nhận bao cao su tối qua, mỗi chị 5 cái, tổng 95",
        "2026-11-23",
        ["harm_reduction ? 2026-11-22 condoms=95 persons=19"],
    ),
    (
        "cap kim cho 11 khach hom nay het 110 cai",
        "2026-08-24",
        ["harm_reduction ? 2026-08-24 needles=110 persons=11"],
    ),
    (
        "hom qua lam le ban giao 2 nguoi cai xong ve dia phuong, giao clb va to dan pho quan ly",
        "2026-08-06",
        ["post_rehab drug 2026-08-05 persons=2"],
    ),
    (
        "Nay ế khách, có mỗi 1 bác gọi hỏi thủ tục cho con cai tự nguyện",
        "2026-02-11",
        ["counselling drug 2026-02-11 persons=1"],
    ),
    (
        "sang nay tu van truc tiep 2 nguoi, tu van qua zalo 3 nguoi",
        "2026-10-13",
        ["counselling ? 2026-10-13 persons=5"],
    ),
    (
        "tv tâm lý cho mẹ một bạn nghiện hôm 22, chị ấy khóc suốt",
        "2026-07-23",
        ["counselling drug 2026-07-22 persons=1"],
    ),
    (
        "Công an xã và hội CCB gặp 5 đối tượng nghiện trên địa bàn để động viên đi cai, có 3 trường hợp nhất "
        "trí, hôm 26/5",
        "2026-05-27",
        ["rehab_mobilisation drug 2026-05-26 persons_agreed=3 persons_approached=5"],
    ),
    (
        "hqua van dong dc 1 ng di cai o co so vu oai",
        "2026-09-10",
        ["rehab_mobilisation drug 2026-09-09 persons_agreed=1"],
    ),
    (
        "Tháng 11 có 5 học viên của clb được cấp chứng chỉ nghề sửa chữa xe máy",
        "2026-11-30",
        ["vocational_training ? 2026-11 persons=5"],
    ),
    (
        "day nghe lam banh mi cho 3 chi em tu 10/7",
        "2026-07-16",
        ["vocational_training ? 2026-07-10 persons=3"],
    ),
    (
        "xin cho 1 ban vao xuong moc hom 15/9, ong chu tot bung lam",
        "2026-09-17",
        ["job_placement ? 2026-09-15 persons=1"],
    ),
    (
        "Sau lễ có 2 anh em đi làm ở cảng Cái Lân, bốc xếp thôi nhưng có đồng ra đồng vào. Từ hôm 2/5",
        "2026-05-04",
        ["job_placement ? 2026-05-02 persons=2"],
    ),
    (
        "hom qua nhan 40tr von vay cho anh T lam long be",
        "2026-03-12",
        ["loan ? 2026-03-11 amount_vnd=40000000 persons=1"],
    ),
    (
        "Quý IV: 2 hồ sơ vay vốn được duyệt, số tiền 130 triệu đồng",
        "2026-12-22",
        ["loan ? 2026-Q4 amount_vnd=130000000 persons=2"],
    ),
    (
        "Th4: tv 52, chuyen gui 11, phat 600 bkt + 220 bcs cho 35 ng",
        "2026-04-30",
        [
            "counselling ? 2026-04 persons=52",
            "referral ? 2026-04 persons=11",
            "harm_reduction ? 2026-04 condoms=220 needles=600 persons=35",
        ],
    ),
    (
        "Điểm tư vấn tháng 7: 34 lượt tư vấn (trong đó 12 lượt qua điện thoại), chuyển gửi thành công 5 trường hợp",
        "2026-07-31",
        ["counselling ? 2026-07 persons=34", "referral ? 2026-07 persons=5"],
    ),
    (
        "Có 4 em công nhân nữ nhắn tin nhờ tư vấn về HIV, em trả lời hết tối qua rồi ạ",
        "2026-11-24",
        ["counselling hiv 2026-11-23 persons=4"],
    ),
    (
        "Tổ công tác cai nghiện xã xuống thôn Đông động viên 4 gia đình có con em nghiện, 2 gia đình viết đơn"
        " xin cho con đi cai (14/8)",
        "2026-08-17",
        ["rehab_mobilisation drug 2026-08-14 persons_agreed=2 persons_approached=4"],
    ),
    (
        "Tháng này vận động 7 người nghiện, 4 người nhận lời, 3 người vẫn lảng tránh",
        "2026-05-18",
        ["rehab_mobilisation drug 2026-05 persons_agreed=4 persons_approached=7"],
    ),
    (
        "Chủ nhật vừa rồi ban chủ nhiệm chia nhau đi thăm tết 20 gia đình hội viên sau cai, quà là 10kg gạo",
        "2026-01-26",
        ["post_rehab drug 2026-01-25 persons=20"],
    ),
    (
        "hai bạn trong clb học xong lớp lái máy xúc hôm thứ 4, có bằng rồi",
        "2026-05-29",
        ["vocational_training ? 2026-05-27 persons=2"],
    ),
    (
        "em gioi thieu viec cho 3 ban, hom qua 1 ban duoc nhan roi",
        "2026-03-19",
        ["job_referral ? 2026-03-18 persons=3", "job_placement ? 2026-03-18 persons=1"],
    ),
    (
        "Xin được cho hai anh em vào làm ở bãi than hôm 25/9, lương tuần",
        "2026-09-28",
        ["job_placement ? 2026-09-25 persons=2"],
    ),
    (
        "hội phụ nữ bảo lãnh cho 2 chị em sau cai vay vốn 60 triệu nuôi hàu, giải ngân 3/4",
        "2026-04-07",
        ["loan drug 2026-04-03 amount_vnd=60000000 persons=2"],
    ),
    (
        "Nhóm đi dọc tuyến QL10 tối qua, phát 130 BCS, 80 BKT cho 21 người",
        "2026-10-26",
        ["harm_reduction ? 2026-10-25 condoms=130 needles=80 persons=21"],
    ),
    (
        "Năm 2026 điểm tư vấn 412 lượt, chuyển gửi 68 lượt, cấp 5.200 BKT và 3.100 BCS cho 140 khách hàng",
        "2026-12-31",
        [
            "counselling ? 2026 persons=412",
            "referral ? 2026 persons=68",
            "harm_reduction ? 2026 condoms=3100 needles=5200 persons=140",
        ],
    ),
    (
        "hôm qua có 14 lượt khách tới tận nơi, 22 lượt gọi điện, tổng 36 lượt được tư vấn về HIV",
        "2026-09-01",
        ["counselling hiv 2026-08-31 persons=36"],
    ),
    (
        "hom qua co 7 luot den diem hoi ve arv, 3 ng trong so do quay lai lan 2",
        "2026-05-06",
        ["counselling hiv 2026-05-05 persons=7"],
    ),
    (
        "tuan nay van dong duoc 1 ong di cai, 2 ong nua lung khung, tong gap 3. hom qua",
        "2026-08-14",
        ["rehab_mobilisation drug 2026-08-13 persons_agreed=1 persons_approached=3"],
    ),
    (
        "hqua phat 5 chuc bao 3 chuc kim cho chin anh, dua di xn 7 (1 ca duong tinh)",
        "2026-05-14",
        ["harm_reduction ? 2026-05-13 condoms=50 needles=30 persons=9", "referral ? 2026-05-13 persons=7"],
    ),
    (
        "hqua gap 76 nguoi tiem chich, cap 980 BKT sach, BKT ban gom ve huy 612 cai",
        "2026-06-02",
        ["harm_reduction ? 2026-06-01 needles=980 persons=76"],
    ),
    (
        "Chiều nay 3 phụ huynh dắt con ra điểm nhờ bọn em phân tích thiệt hơn chuyện bỏ thuốc, em ngồi tiếp cả buổi",
        "2026-06-18",
        ["counselling ? 2026-06-18 persons=3"],
    ),
    (
        "Hôm qua em nghe điện giải đáp cho 4 bà mẹ có con nghiện",
        "2026-06-18",
        ["counselling drug 2026-06-17 persons=4"],
    ),
    (
        "Dẫn 3 anh em sang trung tâm y tế làm thủ tục uống thuốc thay thế sáng nay",
        "2026-06-18",
        ["referral ? 2026-06-18 persons=3"],
    ),
    (
        "hqua gui giay cho 2 ca len khoa truyen nhiem lam xet nghiem khang dinh hiv",
        "2026-06-18",
        ["referral hiv 2026-06-17 persons=2"],
    ),
    (
        "Tháng 6 đã bắc cầu cho 5 bạn tiếp cận chương trình Methadone",
        "2026-06-18",
        ["referral drug 2026-06 persons=5"],
    ),
    (
        "hôm nay có đưa một chị đi làm xét nghiệm viêm gan với HIV ở CDC",
        "2026-06-18",
        ["referral hiv 2026-06-18 persons=1"],
    ),
    (
        "Sáng qua tổ đến 6 nhà có con em dính nghiện ngồi khuyên, 2 nhà ưng thuận cho con đi chữa",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06-17 persons_agreed=2 persons_approached=6"],
    ),
    (
        "Tháng này cảm hóa được 2 thanh niên chịu vào cơ sở cai",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06 persons_agreed=2"],
    ),
    (
        "hnay lam xong 3 bo giay to cho doi tuong di cai bat buoc",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06-18 persons=3"],
    ),
    (
        "Quý 2 CLB bám sát 14 anh em hoàn lương sau cai nghiện",
        "2026-06-18",
        ["post_rehab drug 2026-Q2 persons=14"],
    ),
    (
        "hom qua qua nha 5 ban moi ra trai cai hoi han suc khoe, cho moi ban 1 thung mi",
        "2026-06-18",
        ["post_rehab drug 2026-06-17 persons=5"],
    ),
    (
        "Đội đang nhận giúp đỡ, kèm 7 trường hợp vừa hết hạn cai trở về, tính đến hôm nay",
        "2026-06-18",
        ["post_rehab drug 2026-06-18 persons=7"],
    ),
    (
        "thang nay co 3 dua duoc di hoc nghe cat toc mien phi",
        "2026-06-18",
        ["vocational_training ? 2026-06 persons=3"],
    ),
    (
        "tv dc 7 ca ma tuy tu dau tuan toi gio",
        "2026-06-18",
        ["counselling drug 2026-06-15..2026-06-18 persons=7"],
    ),
    (
        "Điểm tư vấn báo cáo tháng 5: tiếp 31 lượt, trong đó ma túy 20, HIV 11",
        "2026-06-18",
        ["counselling drug+hiv 2026-05 persons=31"],
    ),
    (
        "hom qua e goi video cho 2 ban dang cai noi chuyen dong vien tinh than",
        "2026-06-18",
        ["counselling ? 2026-06-17 persons=2"],
    ),
    (
        "gthieu 6 bn nghien len trung tam kiem soat benh tat dk uong metha 17/6",
        "2026-06-18",
        ["referral drug 2026-06-17 persons=6"],
    ),
    (
        "tuần này chuyển thành công 2 trường hợp sang cơ sở điều trị thay thế",
        "2026-06-18",
        ["referral drug 2026-W25 persons=2"],
    ),
    (
        "Hôm qua hội phụ nữ với công an khu đến nhà 3 đối tượng trong diện, tỉ tê cả buổi mới có 1 bà mẹ"
        " đồng ý cho con đi cai",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06-17 persons_agreed=1 persons_approached=3"],
    ),
    (
        "lap dc 4 hs dua di cai bat buoc trong thang 6",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06 persons=4"],
    ),
    (
        "Tháng 5 có 2 người tự giác ra phường xin đi cai",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-05 persons_agreed=2"],
    ),
    (
        "vđ 9 ng nghiện, 4 ng đăng ký cai tại nhà, quý 2",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-Q2 persons_agreed=4 persons_approached=9"],
    ),
    (
        "Hiện tổ mình đang phụ trách 12 anh em sau cai, hàng tháng đều qua nhà",
        "2026-06-18",
        ["post_rehab drug ? persons=12"],
    ),
    (
        "thang 5 ho tro 6 nguoi cai ve, moi nguoi 10kg gao",
        "2026-06-18",
        ["post_rehab drug 2026-05 persons=6"],
    ),
    (
        "quản lý 21 NSC, trong đó 3 người mới tiếp nhận trong tháng 6",
        "2026-06-18",
        ["post_rehab drug 2026-06 persons=21"],
    ),
    (
        "cho 5 ae theo lop sua xe may o trung tam day nghe tu 10/6",
        "2026-06-18",
        ["vocational_training ? 2026-06-10 persons=5"],
    ),
    (
        "Quý 2 đã có 9 hội viên tốt nghiệp lớp pha chế",
        "2026-06-18",
        ["vocational_training ? 2026-Q2 persons=9"],
    ),
    (
        "hqua đăng ký cho 1 chị học may công nghiệp",
        "2026-06-18",
        ["vocational_training ? 2026-06-17 persons=1"],
    ),
    (
        "Hôm nay giới thiệu được 2 cậu sang bên nuôi tôm làm công nhật",
        "2026-06-18",
        ["job_referral ? 2026-06-18 persons=2"],
    ),
    (
        "nay diem minh tiep 5 bac phu huynh, toan hoi ve thuoc la dien tu",
        "2026-06-18",
        ["counselling drug 2026-06-18 persons=5"],
    ),
    (
        "Cả tuần em tư vấn tại nhà được 8 hộ có con nghiện",
        "2026-06-18",
        ["counselling drug 2026-W25 persons=8"],
    ),
    (
        "Đã gửi phiếu giới thiệu cho 4 người đi làm xét nghiệm khẳng định hôm 12/6",
        "2026-06-18",
        ["referral ? 2026-06-12 persons=4"],
    ),
    (
        "Hoàn tất 2 bộ hồ sơ đưa người nghiện đi cơ sở cai nghiện bắt buộc ngày 15/6",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06-15 persons=2"],
    ),
    (
        "Thang 6 gap go dong vien 10 nguoi nghien, 3 nguoi viet don di cai tu nguyen",
        "2026-06-18",
        ["rehab_mobilisation drug 2026-06 persons_agreed=3 persons_approached=10"],
    ),
    (
        "Trong quý II đã quản lý, giúp đỡ 18 người cai nghiện trở về địa phương",
        "2026-06-18",
        ["post_rehab drug 2026-Q2 persons=18"],
    ),
    (
        "hqua e vs chu nhiem clb xuong nha 2 ban sau cai om dau, bieu moi ban 200k",
        "2026-06-18",
        ["post_rehab drug 2026-06-17 persons=2"],
    ),
    (
        "Mời được thợ về kèm nghề hàn cho 3 anh em từ đầu tháng 6",
        "2026-06-18",
        ["vocational_training ? ? persons=3"],
    ),
    (
        "6 hoc vien sau cai hoc xong lop nau an hom 14/6",
        "2026-06-18",
        ["vocational_training drug 2026-06-14 persons=6"],
    ),
    (
        "Tuần này dẫn 3 bạn lên công ty giày da nộp hồ sơ",
        "2026-06-18",
        ["job_referral ? 2026-W25 persons=3"],
    ),
    (
        "gt viec lam 6/9 nguoi co nhu cau quy 2",
        "2026-06-18",
        ["job_referral ? 2026-Q2 persons=6 persons_in_need=9"],
    ),
    (
        "Ngân hàng chính sách giải ngân 80 triệu cho 2 gia đình hội viên sáng nay",
        "2026-06-18",
        ["loan ? 2026-06-18 amount_vnd=80000000 persons=2"],
    ),
    (
        "lam thu tuc cho 3 ng vay von nuoi ga, moi ng 40 trieu, hom 16/6",
        "2026-06-18",
        ["loan ? 2026-06-16 amount_vnd=120000000 persons=3"],
    ),
    (
        "Đã có 12/15 nhà hàng đăng ký lao động cho tiếp viên trong quý 2",
        "2026-06-18",
        ["labour_registration ? 2026-Q2 signed=12 total=15"],
    ),
]


@pytest.mark.parametrize("text, day, expected", SUPPORT, ids=[text for text, _, _ in SUPPORT])
def test_help_is_read(text, day, expected):
    found = reading(text, today=date.fromisoformat(day))
    assert found.intent == "report"
    assert [line(activity) for activity in found.activities] == expected
