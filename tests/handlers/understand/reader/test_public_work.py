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
    (
        "Treo: bang ron 8, khau hieu 12. Dan: ap phich 30. Ngay 18/7, chu de MBN. Doi Van Don",
        "2026-07-19",
        ["visual trafficking 2026-07-18 banners=8 posters=30 slogans=12"],
    ),
    (
        "Truyền thanh xã tuần rồi phát 5 bài, tổng 42 phút, trong đó 3 bài MT, 2 bài MD",
        "2026-03-24",
        ["broadcast drug+prostitution 2026-W12 items=5 minutes=42"],
    ),
    (
        "Cổng TTĐT phường: 3 bài. Fanpage CA phường: 6 bài. Zalo 'Kết nối': 11 tin. Tháng 10/2026, phòng "
        "chống mua bán người",
        "2026-11-02",
        ["media_item trafficking 2026-10 items=20"],
    ),
    (
        "Cam kết PC mại dâm: 100% nhà nghỉ ký (27/27), karaoke 14/16. Đến 30/6.",
        "2026-07-01",
        ["commitment prostitution 2026-06-30"],
    ),
    (
        "Vận động chủ quán karaoke cho nhân viên ký hợp đồng lao động, được 5 trên 9 quán rồi chị ạ (đến hôm nay)",
        "2026-09-29",
        ["labour_registration ? 2026-09-29 signed=5 total=9"],
    ),
    (
        "Đội kiểm tra liên ngành 178 tháng 10 kiểm tra 34 lượt cơ sở, phát hiện 6 vi phạm, phạt 5 cơ sở tổng 68 triệu",
        "2026-11-01",
        ["inspection ? 2026-10 establishments=34 fine_vnd=68000000 handled=5 violations=6"],
    ),
    (
        "ra lai het 19 nha tro khu 1 khu 2 toi qua, 4 nha chua khai bao tam tru bat lam ngay, ko co gi "
        "dang ngai ve ma tuy",
        "2026-10-07",
        ["inspection drug 2026-10-06 establishments=19 violations=4"],
    ),
    (
        "Kiểm tra 10 CS, 0 vi phạm. 21/5. PCMD",
        "2026-05-22",
        ["inspection prostitution 2026-05-21 establishments=10 violations=0"],
    ),
    (
        "trong quý 4 chốt được 9 nguồn tin của nhân dân cung cấp liên quan ma tuý, phối hợp bắt xử lý 7 vụ",
        "2026-12-31",
        ["tip_handling drug 2026-Q4 handled=7 received=9"],
    ),
    (
        "tin to giac thang 4: nhan 5, da giai quyet 3, con 2 dang xac minh. ve ma tuy",
        "2026-05-04",
        ["tip_handling drug 2026-04 handled=3 received=5"],
    ),
    (
        "Vui quá cả nhà ơi, CLB Thanh niên nói không với ma tuý của bản em hôm nay chính thức thành lập, "
        "32 bạn tham gia",
        "2026-03-26",
        ["model_launch drug 2026-03-26 new=1"],
    ),
    (
        "Ra mắt mô hình 'Cổng trường an toàn, không ma túy' tại THCS Bãi Cháy sáng 5/9",
        "2026-09-05",
        ["model_launch drug 2026-09-05 new=1"],
    ),
    (
        "xã vẫn giữ 6 CLB phòng chống tệ nạn hoạt động đều trong tháng 4",
        "2026-05-02",
        ["model_launch ? 2026-04 active=6"],
    ),
    (
        "Phường em 13 khu phố thì 13/13 khu không còn tụ điểm phức tạp về ma tuý, số liệu tháng 11",
        "2026-12-01",
        ["clean_unit drug 2026-11 clean=13 total=13"],
    ),
    (
        "xa minh co 6 thon sach ma tuy tren tong so 9 thon, tinh den het nam 2025",
        "2026-01-12",
        ["clean_unit drug ? clean=6 total=9"],
    ),
    (
        "Hôm 8/5 chủ tịch đã ký KH số 87/KH-UBND về Tháng hành động phòng chống ma tuý",
        "2026-05-09",
        ["plan drug 2026-05-08 issued=1"],
    ),
    ("nam nay phuong ra 3 vb ve cai nghien: 1 quyet dinh, 2 cong van", "2026-11-12", ["plan drug 2026 issued=3"]),
    (
        "vừa tham mưu UBND xã ban hành KH phòng chống mại dâm 2026, số 09, ngày 14/1 ạ",
        "2026-01-15",
        ["plan prostitution 2026-01-14 issued=1"],
    ),
    (
        "Sáng nay tuyên truyền ở bến xe 70 khách nghe, kết hợp kiểm tra 3 nhà trọ quanh bến, không có "
        "gì. Chủ đề buôn người",
        "2026-07-16",
        [
            "communication trafficking 2026-07-16 participants=70 sessions=1",
            "inspection trafficking 2026-07-16 establishments=3 violations=0",
        ],
    ),
    (
        "tối qua họp khu lồng ghép phổ biến luật PCMT, 55 người, ký cam kết luôn tại chỗ 48 hộ",
        "2026-04-23",
        ["communication drug 2026-04-22 participants=55 sessions=1", "commitment drug 2026-04-22 signed=48"],
    ),
    (
        "Đã cấp phát xong 2.000 tờ rơi PCMT về 8 khu, mỗi khu 250 tờ",
        "2026-06-09",
        ["communication drug ? leaflets=2000"],
    ),
    (
        "bao cao: hom 11/6 bon e chang dc 7 bang ron o khu pho 2, noi dung phong chong ma tuy",
        "2026-06-13",
        ["visual drug 2026-06-11 banners=7"],
    ),
    (
        "Sơn mới 20 câu khẩu hiệu trên tường bao dọc đường tàu hỏa, hết tuần trước xong. Chủ đề mại dâm, ma tuý",
        "2026-05-25",
        ["visual drug+prostitution 2026-W21 slogans=20"],
    ),
    ("hqua dan ap phich hiv trong cac quan net dc 26 cai", "2026-11-18", ["visual hiv 2026-11-17 posters=26"]),
    (
        "Trong tuần: hệ thống loa thông minh 9 khu phố phát 27 lượt nội dung phòng chống ma tuý",
        "2026-06-21",
        ["broadcast drug 2026-W25 items=27"],
    ),
    (
        "12 cơ sở massage thì có 10 cơ sở khai báo lao động đầy đủ với phường, tính đến 31/10",
        "2026-11-02",
        ["labour_registration ? 2026-10-31 signed=10 total=12"],
    ),
    (
        "Tối thứ 5 đoàn liên ngành đi 9 quán karaoke, lập biên bản 2 quán, phạt 25 triệu. PC mại dâm",
        "2026-05-16",
        ["inspection prostitution 2026-05-14 establishments=9 fine_vnd=25000000 handled=2"],
    ),
    (
        "Tháng 9: kiểm tra 22 CSKDDV, phát hiện 4 CS vi phạm, xử phạt 3 CS số tiền 42.000.000đ, nhắc nhở 1 CS",
        "2026-10-02",
        ["inspection ? 2026-09 establishments=22 fine_vnd=42000000 violations=4"],
    ),
    (
        "ra soat tron dia ban duoc 48 phong tro tuan qua, chua thay dau hieu su dung ma tuy",
        "2026-07-13",
        ["inspection drug 2026-W28 establishments=48"],
    ),
    (
        "Tháng 7 tiếp nhận 5 tin báo của bà con, 2 tin về mại dâm 3 tin về ma tuý, chuyển CA phường cả "
        "5, họ đã xử lý 4",
        "2026-08-01",
        ["tip_handling drug+prostitution 2026-07 handled=4 received=5"],
    ),
    (
        "doi nhan dc 1 don to giac nac danh ve ma tuy de o cua nha van hoa khu 8 sang qua, da nop cong an",
        "2026-02-05",
        ["tip_handling drug 2026-02-04 received=1"],
    ),
    (
        "bà con trong xóm báo cho đội 2 vụ nghi buôn bán ma tuý hôm 17/3, công an vào cuộc giải quyết được 1",
        "2026-03-19",
        ["tip_handling drug 2026-03-17 handled=1 received=2"],
    ),
    (
        "Sáng 8/3 ra mắt CLB Phụ nữ với pháp luật phòng chống mua bán người thôn Pò Hèn, nâng tổng số "
        "CLB toàn xã lên 4",
        "2026-03-09",
        ["model_launch trafficking 2026-03-08 active=4 new=1"],
    ),
    (
        "quy 1 xay dung moi 2 mo hinh pc ma tuy, hien dang duy tri 7 mo hinh",
        "2026-04-03",
        ["model_launch drug 2026-Q1 active=7 new=2"],
    ),
    (
        "Hôm qua khu em mới thành lập tổ phụ nữ xung kích 15 chị chuyên nắm tình hình ma túy",
        "2026-09-22",
        ["model_launch drug 2026-09-21 new=1"],
    ),
    (
        "UBND xã ký ban hành công văn số 312 ngày 20/5 về tăng cường phòng chống ma tuý học đường",
        "2026-05-21",
        ["plan drug 2026-05-20 issued=1"],
    ),
    (
        "Chiều 12/5 nói chuyện ở xưởng may, 85 công nhân, xong ký cam kết 85 người luôn, phát 90 tờ gấp, chủ đề ma tuý",
        "2026-05-13",
        [
            "communication drug 2026-05-12 leaflets=90 participants=85 sessions=1",
            "commitment drug 2026-05-12 signed=85",
        ],
    ),
    (
        "1. Treo 6 băng rôn dọc QL279\n2. Loa phát 10 lượt\n3. Đăng 3 bài fanpage\n4. Kiểm tra 4 nhà nghỉ, "
        "không vi phạm\nTháng 6, ma túy",
        "2026-07-01",
        [
            "visual drug 2026-06 banners=6",
            "broadcast drug 2026-06 items=10",
            "media_item drug 2026-06 items=3",
            "inspection drug 2026-06 establishments=4 violations=0",
        ],
    ),
    (
        "thứ 7 rồi đội đi phát tờ rơi mua bán người ở bến xe Móng Cái hết 350 tờ, người qua lại đông không đếm",
        "2026-07-20",
        ["communication trafficking 2026-07-18 leaflets=350"],
    ),
    (
        "thang 8 cong thong tin phuong co 2 bai, loa phat 12 lan, ma tuy",
        "2026-09-01",
        ["media_item drug 2026-08 items=2", "broadcast drug 2026-08 items=12"],
    ),
    (
        "dem 5/9 kiem tra 6 quan karaoke phat hien 1 quan vi pham phat 10 trieu, pcmd",
        "2026-09-06",
        ["inspection prostitution 2026-09-05 establishments=6 fine_vnd=10000000 violations=1"],
    ),
    (
        "Hôm qua đi kiểm tra được 12 quán cắt tóc gội đầu, nhắc nhở 3 quán về mại dâm",
        "2026-05-30",
        ["inspection prostitution 2026-05-29 establishments=12 handled=3"],
    ),
    (
        "Nhận được 3 tin bà con mách chuyện hút chích tuần trước, công an xử lý 2",
        "2026-05-26",
        ["tip_handling drug 2026-W21 handled=2 received=3"],
    ),
    (
        "quy 2 tiep nhan 7 tin bao ve ma tuy, giai quyet xong 7/7",
        "2026-07-02",
        ["tip_handling drug 2026-Q2 handled=7 received=7"],
    ),
    (
        "moi ra mat 2 clb pc mua ban nguoi hom 28/7, ca phuong gio co 5 clb",
        "2026-07-30",
        ["model_launch trafficking 2026-07-28 active=5 new=2"],
    ),
    ("thang 1 xa ra 2 cong van chi dao cai nghien ma tuy", "2026-02-02", ["plan drug 2026-01 issued=2"]),
    (
        "phát 150 tờ rơi + dán 12 tờ áp phích ở chợ Cột sáng nay, mua bán người",
        "2026-07-21",
        ["communication trafficking 2026-07-21 leaflets=150", "visual trafficking 2026-07-21 posters=12"],
    ),
    (
        "Đội em trong quý 3: kiểm tra phối hợp 14 cơ sở, 2 cơ sở vi phạm bị phạt 7 triệu; 3 tin tố giác. PC mại dâm",
        "2026-10-02",
        [
            "inspection prostitution 2026-Q3 establishments=14 fine_vnd=7000000 violations=2",
            "tip_handling prostitution 2026-Q3 received=3",
        ],
    ),
    (
        "Hoàng Quế gửi số liệu tháng 11: 16 lượt phát trên đài truyền thanh, mỗi lượt 10 phút; 2 tin đăng "
        "trang của phường; chủ đề HIV cả",
        "2026-12-11",
        ["broadcast hiv 2026-11 items=16 minutes=160", "media_item hiv 2026-11 items=2"],
    ),
    (
        "đội e chốt sổ t10: 2 buổi tt ma tuý tổng 97 lượt 4 bài fb loa phát 10 lần treo 3 khẩu hiệu",
        "2026-11-01",
        [
            "communication drug 2026-10 participants=97 sessions=2",
            "media_item drug 2026-10 items=4",
            "broadcast drug 2026-10 items=10",
            "visual drug 2026-10 slogans=3",
        ],
    ),
    (
        "Đoàn phg vừa rồi ra quân treo băng rôn dọc bờ kè cả thảy 12 cái nd phòng mua bán ng hôm 20/7",
        "2026-07-22",
        ["visual trafficking 2026-07-20 banners=12"],
    ),
    (
        "hom kia hoi ccb khu 8 sinh hoat, minh xin 20 phut noi ve thuoc phien va ma tuy da, cac bac ngoi nghe 41 nguoi",
        "2026-06-16",
        ["communication drug 2026-06-14 participants=41 sessions=1"],
    ),
    (
        "page đoàn xã đăng 2 video ngắn và 1 bài cảnh báo việc nhẹ lương cao hôm 14/6, 890 lượt xem",
        "2026-06-16",
        ["media_item trafficking 2026-06-14 items=3"],
    ),
    (
        "tối qua CLB mình họp ở nhà sinh hoạt khu 5, vắng 3, còn lại 17 anh em có mặt, bàn chuyện vay vốn",
        "2026-06-16",
        ["club_meeting ? 2026-06-15 participants=17 sessions=1"],
    ),
    (
        "Đoàn liên ngành 178 tối 13/6 kiểm tra 4 tàu lưu trú, 3 quán massage ở cảng Tuần Châu, lập "
        "biên bản 2 cơ sở, phạt 18 triệu (mại dâm)",
        "2026-06-16",
        ["inspection prostitution 2026-06-13 establishments=7 fine_vnd=18000000 handled=2"],
    ),
    (
        'Hôm qua phường ra mắt CLB "Thanh niên nói không với ma túy" tại nhà thiếu nhi, 25 thành viên',
        "2026-06-16",
        ["model_launch drug 2026-06-15 new=1"],
    ),
    (
        "phuong da lap 2 pano tam lon o nga tu kenh liem va dau cau bang, ve md, xong hom 10/6",
        "2026-06-16",
        ["visual prostitution 2026-06-10 panels=2"],
    ),
    (
        "vận động chủ 9 quán karaoke ký cam kết không để xảy ra ma túy, 7 quán ký rồi 2 quán khất sang tuần",
        "2026-06-16",
        ["commitment drug ? signed=7 total=9"],
    ),
    (
        "Dạ hôm qua chi hội nông dân thôn 6 sinh hoạt, tụi em lồng nội dung phòng HIV vào, các bác "
        "đến 33 người, phát 33 quyển cẩm nang",
        "2026-06-16",
        ["communication hiv 2026-06-15 participants=33 sessions=1"],
    ),
    (
        "Em gửi kết quả tuần: nói chuyện chuyên đề 2 cuộc, tổng 134 đoàn viên; treo 5 phướn; đăng 3 "
        "stt lên page. Chủ đề: mua bán người",
        "2026-06-19",
        [
            "communication trafficking ? participants=134 sessions=2",
            "visual trafficking ? banners=5",
            "media_item trafficking ? items=3",
        ],
    ),
    (
        "dán mới 14 tờ áp phích ở cột điện dọc phố Lê Thánh Tông, gỡ 6 tờ cũ rách, ma túy, 15/6",
        "2026-06-19",
        ["visual drug 2026-06-15 posters=14"],
    ),
    (
        "92/96 tiểu thương chợ Ka Long đã ký cam kết không tiếp tay buôn bán người, xong hôm 17/6",
        "2026-06-19",
        ["commitment trafficking 2026-06-17 signed=92 total=96"],
    ),
    (
        "Thứ 7 vừa rồi có 2 việc: sáng nói chuyện với 45 công nhân ở công trường cầu Cửa Lục về HIV, "
        "chiều dựng 1 pa nô ở cổng công trường",
        "2026-06-16",
        ["communication hiv 2026-06-13 participants=45 sessions=1", "visual hiv 2026-06-13 panels=1"],
    ),
    (
        "hội lhpn phường tập huấn cho 45 chi hội trưởng, tổ trưởng phụ nữ kỹ năng nhận biết nạn nhân "
        "mua bán người sáng nay ở hội trường tầng 2 ubnd",
        "2026-06-19",
        ["training trafficking 2026-06-19 participants=45 sessions=1"],
    ),
    (
        "Tháng 6 phường Bãi Cháy: 11 cuộc tuyên truyền/640 lượt; 24 băng rôn, 10 pano; loa 40 lượt; "
        "6 tin bài; ký CK 210/215 hộ; KT 19 CSLT, phạt 3 cơ sở 21 triệu. Nội dung PC mại dâm.",
        "2026-06-30",
        [
            "communication prostitution 2026-06 participants=640 sessions=11",
            "visual prostitution 2026-06 banners=24 panels=10",
            "broadcast prostitution 2026-06 items=40",
            "media_item prostitution 2026-06 items=6",
            "commitment prostitution 2026-06 signed=210 total=215",
            "inspection prostitution 2026-06 establishments=19 fine_vnd=21000000 handled=3",
        ],
    ),
    (
        "Cuối giờ họp tổ dân 12 chị em mình tranh thủ nói 10 phút về ma tuý, 29 hộ dự tối 17/6 ở nhà ông tổ trưởng",
        "2026-06-19",
        ["communication drug 2026-06-17 sessions=1"],
    ),
    (
        "Sáng 2/7 tổ em xuống cầu cảng Vạn Gia gặp ngư dân mới cập bờ, tuyên truyền phòng chống mua "
        "bán người, 28 người, trao 28 tờ gấp",
        "2026-07-02",
        ["communication trafficking 2026-07-02 leaflets=28 participants=28 sessions=1"],
    ),
    (
        "to lien nganh p hom qua vao 3 co so tam quat, 2 tiem goi dau tren duong hau can, moi co so "
        "deu day du giay to, k vi pham, pc mai dam",
        "2026-07-02",
        ["inspection prostitution 2026-07-01 establishments=5 violations=0"],
    ),
    (
        "Hôm qua họp khu bà con khu 4B thống nhất ký cam kết xây dựng khu dân cư không ma túy, "
        "112/120 hộ ký ngay tại chỗ",
        "2026-07-02",
        ["commitment drug 2026-07-01 signed=112 total=120"],
    ),
    (
        'Đoàn xã tổ chức cho 25 bạn trẻ đi Móng Cái giao lưu, học cách làm mô hình "Đường biên bình '
        'yên" phòng mua bán người hôm 27 28/6',
        "2026-07-02",
        ["study_visit trafficking 2026-06-27..2026-06-28 participants=25 sessions=1"],
    ),
    (
        "Báo cáo nhanh: 05 buổi tuyên truyền cá biệt tại nhà cho 5 gia đình có con nghiện trong tuần 22-28/6",
        "2026-07-02",
        ["communication drug 2026-06-22..2026-06-28 sessions=5"],
    ),
    (
        "hop to dan pho so 3 toi qua long ghep pb luat pc mua ban nguoi, 47 ho cu nguoi di hop, tinh ra 51 nguoi",
        "2026-07-02",
        ["communication trafficking 2026-07-01 participants=51 sessions=1"],
    ),
    (
        "10/8 doi treo xong 9 tam phuon doc bo ke vuon dao, phong chong ma tuy nha sep",
        "2026-08-12",
        ["visual drug 2026-08-10 banners=9"],
    ),
    (
        "tuần này tiktok đội ra 2 clip về bóng cười, facebook 1 bài, hôm 11/8 xong hết",
        "2026-08-12",
        ["media_item drug 2026-08-11 items=3"],
    ),
    (
        "dem qua to lien nganh ktra 3 du thuyen + 2 nha hang noi o vung bai chay, 1 nha hang thieu "
        "hop dong lao dong, nhac nho. md",
        "2026-08-12",
        ["inspection prostitution 2026-08-11 establishments=5 violations=1"],
    ),
    (
        "Ký cam kết không để xảy ra tệ nạn mại dâm với 8/8 chủ tàu du lịch ngủ đêm tại cảng Tuần Châu hôm 6/8",
        "2026-08-12",
        ["commitment prostitution 2026-08-06 signed=8 total=8"],
    ),
    (
        "hom qua 11/8 phuong ban hanh ke hoach 102 phong chong toi pham mua ban nguoi nam 2026",
        "2026-08-12",
        ["plan trafficking 2026-08-11 issued=1"],
    ),
    (
        "Tổ công tác sáng 11/8 kiểm tra 12 quán hát trên phố Kênh Liêm: 9 quán ổn, 3 quán không niêm "
        "yết giá, nhắc 3. Chuyên đề mại dâm",
        "2026-08-12",
        ["inspection prostitution 2026-08-11 establishments=12 handled=3 violations=3"],
    ),
    (
        "xe loa xa chay 4 thon, moi thon phat 2 luot bai pc ma tuy, sang 9/8",
        "2026-08-12",
        ["broadcast drug 2026-08-09"],
    ),
    (
        "Đoàn đi Lào Cai học tập kinh nghiệm hỗ trợ nạn nhân từ 3 đến 5/8 gồm 16 đồng chí",
        "2026-08-12",
        ["study_visit ? 2026-08-03..2026-08-05 participants=16 sessions=1"],
    ),
]


@pytest.mark.parametrize("text, day, expected", WORK)
def test_public_work_is_read(text, day, expected):
    found = reading(text, today=date.fromisoformat(day))
    assert found.intent == "report"
    assert [line(activity) for activity in found.activities] == expected
