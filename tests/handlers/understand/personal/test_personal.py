"""What is personal is found before it is kept, and what a volunteer must write passes. In PERSONAL, what must be found
stands in «marks» with its kind; NOT_PERSONAL are places, figures and notes as volunteers write them."""

import re
import signal
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.personal.personal import find_personal
from programme.language.vietnamese import fold

PERSONAL = """
phone: «0912345678»
phone: gọi «0912 345 678» nhé
phone: «0912.345.678»
phone: «0912-345-678»
phone: «091 234 5678»
phone: «09 12 34 56 78»
phone: «0 9 1 2 3 4 5 6 7 8»
phone: «+84 912 345 678»
phone: «+84912345678»
phone: «(+84) 912 345 678»
phone: «84912345678»
phone: «0084912345678»
phone: +84 của nhà: «0912345678»
phone: sđt:«0388123456»
phone: ĐT «0703123456».
phone: zalo «0568 123 456», gặp chiều
phone: máy bàn «0203 3835 123»
phone: «02033835123»
phone: «0203.3.835.123»
phone: «(0203) 3835123»
phone: «024 3825 1234»
phone: «O912345678»
phone: «09l2 345 678»
phone: 45 người, liên hệ «0912345678»
phone: «0912345678»/«0388123456»
phone: «không chín một hai ba bốn năm sáu bảy tám»
phone: số «khong chin mot hai ba bon nam sau bay tam»
identity: CCCD «001085012345»
identity: «001 085 012345»
identity: «022190001234»
identity: số căn cước «022190001234»
identity: CMND «100123456»
identity: cmnd «100 123 456»
identity: «101234567» đã làm hồ sơ
identity: hộ chiếu «C1234567»
identity: BHYT «GD4222212345678»
email: thư «hoa.nguyen90@gmail.com»
email: «abc_d@quangninh.gov.vn»
bank: STK «19012345678901» Techcombank
bank: số tài khoản «0141 0001 23456»
bank: tk: «102876543210»
bank: thẻ «9704 1234 5678 9012»
birth: «sinh năm 1990»
birth: anh ấy «sn 1985», nghiện 3 năm
birth: «SN: 90»
birth: «sinh ngày 12/5/1990»
birth: «sinh: 1992»
birth: «ngày sinh 01-02-2001»
birth: «năm sinh 1978»
birth: «sinh nam 1990» o khu 4
name: tư vấn «anh Hùng»
name: «chị Lan» đồng ý đi cai
name: gặp «ông Ba» tổ 5
name: «em N.V.A» lớp 8
name: «Nguyễn Văn Ba»
name: vận động «Trần Thị Hoa» đi cai
name: «bà Nguyễn Thị Hoa» cho mượn sân
name: đối tượng «Phạm Văn Tuấn», khu 3
name: đối tượng «N.V.A.»
name: cháu «Vũ Minh Đức»
name: «anh hùng» khu 4 nghiện lại
name: tu van «anh hung»
name: da gap «chi lan» o nha
name: van dong «nguyen van ba» cai nghien
name: VAN DONG «NGUYEN VAN BA»
name: TƯ VẤN «ANH HÙNG»
name: «Em Lan» học lớp 5
name: «cô Hoa» bán nước
name: «Anh Tuấn» và gia đình
name: thăm nhà «chú Sơn»
name: «bác Thành» cho con đi cai
name: «Lê Hoàng Nam» ký cam kết
name: «Bùi Thị Thu Hà» được vay vốn
name: «Đỗ Mạnh Cường» đã cai xong
name: «Hoàng Văn Thái» được giới thiệu việc làm
name: đã đưa «Đặng Quốc Việt» vào cơ sở cai
name: «Nguyễn V. A.» ở tổ 3
name: gia đình «anh Mạnh»
name: «Chị Ngọc» tái hòa nhập
name: chồng «chị Thủy» nghiện
name: mẹ «em Trang» xin tư vấn
name: «ông Nguyễn Đình Chiến», hội CCB
condition: anh Hùng «nhiễm HIV»
condition: vợ anh ấy «bị HIV»
condition: chị Lan «dương tính»
condition: con gái nhà này «có H»
condition: Nguyễn Văn Ba «đang điều trị ARV»
condition: ông ấy «bị sida»
name: cháu «Bảo» bị xâm hại
name: gia đình «anh Dũng» đồng ý
name: «chị Hạnh» xin vay vốn
name: «Hoàng Thị Mai» đã cai
name: tu van «chi huong» ve cai nghien
name: van dong «anh tuan» khu 3
name: «tran van hung» khu 2
name: «T.V.H» nghiện heroin
phone: gọi «0987.654.321»
name: gặp «anh Tiến» ở khu 6
name: «Phùng Văn Lợi» cai tại nhà
name: «ông Lò Văn Páo»
condition: Tuấn «nhiễm HIV», phát 60 tờ rơi
condition: phát 60 tờ rơi, chị Tuyết «nhiễm HIV» ở tổ 3
condition: 45 người dự, Tuấn «nhiễm HIV»
condition: tư vấn 5 người, trong đó chị Lan «nhiễm HIV»
condition: Lan: «nhiễm HIV»
condition: Tuyết «tái nghiện», treo 2 băng rôn
condition: tập huấn cho 25 đội viên, Hùng «nghiện» đá
""".strip().splitlines()

NOT_PERSONAL = """
Nhà văn hóa khu 4
nhà văn hóa khu 4A
NVH khu 6 phường Hà Tu
NVH tổ 5 khu 3
phường Trần Phú
Phường Hồng Gai
P. Hà Tu
phường Lý Thường Kiệt
Trần Phú
Trường THCS Lê Hồng Phong
trường THCS Trần Quốc Toản
THPT Hoàng Quốc Việt
trường tiểu học Võ Thị Sáu
Trường Tiểu học Nguyễn Văn Thuộc
trường Tiểu học và THCS Lý Tự Trọng
THPT chuyên Hạ Long
trường mầm non Hoa Hồng
Trường TH Trần Hưng Đạo
THCS Nguyễn Trãi
truong thcs nguyen trai
TRUONG THPT HON GAI
đường Nguyễn Văn Cừ
phố Lê Thánh Tông
đường Trần Hưng Đạo, khu 2
ngõ 5 đường Lê Lợi
quảng trường Nguyễn Văn Cừ
công viên Lán Bè
UBND phường Hà Tu
UBND xã Quảng Hà
hội trường UBND phường Cửa Ông
Trung tâm văn hóa thể thao thành phố Hạ Long
TP. Hạ Long
TP Cẩm Phả
TX Quảng Yên
chợ Hạ Long 1
chợ Cái Rồng
Chợ Ka Long
Móng Cái 1
bến xe Bãi Cháy
bến phà Tuần Châu
đình Trà Cổ
chùa Long Tiên
nhà thờ Hòn Gai
đền Cửa Ông
công ty than Hà Tu
Công ty Than Nam Mẫu
mỏ than Cao Sơn
công ty TNHH Hoàng Gia
KCN Cái Lân
Trạm y tế phường Cao Thắng
bệnh viện Bãi Cháy
thôn Đoài, xã Tân Bình
khu Vĩnh Thông
thôn Nam, xã Vĩnh Trung
Đội CTXHTN Cẩm Phú
CLB sau cai phường Hồng Hà
Công an phường Hồng Hà phối hợp
Đoàn TNCS Hồ Chí Minh
Đoàn thanh niên cộng sản Hồ Chí Minh phường
học tập theo tấm gương Hồ Chí Minh
Hội Cựu chiến binh
Hội Liên hiệp Phụ nữ
Mặt trận Tổ quốc
Đồn biên phòng Trà Cổ
Cơ sở cai nghiện ma túy tỉnh Quảng Ninh
quán karaoke Sao Đêm
nhà nghỉ Bình Minh
khách sạn Mường Thanh
khách sạn Hoàng Hải
nhà hàng Hương Sen
45 lượt người
1.254
trên 900 lượt
gần 3.500 người
900.000.000 đồng
1.500.000.000
vay vốn 50000000 đồng
20.000.000đ
100000000
45 60 120 900 30
45, 60, 120, 900, 30, 20, 10
15/6/2026
15/06/2026 16/06/2026
12-06-2026 13-06-2026
05-06-2026 đến 08-06-2026
2026-06-15
12,13,14/6
19h30 ngày 12/6
44/44 cơ sở
tờ rơi 500, băng rôn 12, áp phích 24
tổng đài 111
gọi 113, 114, 115
đường dây nóng 18001567
1800 1567
Kế hoạch số 02/KH-UBND
QĐ 178/2025
Nghị định 116/2021/NĐ-CP
Luật 91/2025/QH15
mã K7P2
BC TT MT 15/6 45 KHU 4
anh em đội viên nhiệt tình
anh chị em trong đội
các anh chị tham gia đông đủ
chị em phụ nữ khu 4
bà con nhân dân
Bà con tổ 5
ông bà, cha mẹ
em học sinh lớp 9
các em học sinh
cô giáo chủ nhiệm
cô Tổng phụ trách
chú ý thời tiết
Chú ý: mang theo tờ rơi
bác sĩ tuyến huyện
ông tổ trưởng dân phố
anh Công an khu vực
chị Chủ tịch hội phụ nữ
học sinh năm 2026
học sinh năm học 2025-2026
sinh viên năm 2
phát sinh năm 2025
sinh hoạt CLB 12 người
tư vấn 5 người nhiễm HIV
20 người nhiễm HIV được cấp thuốc
truyền thông lây nhiễm HIV từ mẹ sang con
Tháng hành động phòng, chống HIV/AIDS
xét nghiệm 30 người, 2 ca dương tính
Em gửi báo cáo ạ
Chị ơi em sửa rồi
Có 45 người tham gia
Có Ban chỉ đạo dự
Trời mưa nên ít người
Phối hợp Hội Phụ nữ, Đoàn Thanh niên
Truyền thông tại chợ, phát 60 tờ rơi
Lễ mít tinh hưởng ứng Tháng hành động
Treo băng rôn ở ngã tư Loong Toòng
Tuyên truyền tại bến cá Cửa Ông
tổ dân phố 5, khu Diêm Thủy
Cẩm Phả, Uông Bí, Đông Triều
Vân Đồn, Cô Tô
xã Đầm Hà
Ba Chẽ
huyện Bình Liêu
đặc khu Cô Tô
Hà Nội
Hải Phòng
tỉnh Lạng Sơn
Việt Nam
Trung Quốc
Bộ Công an
Phòng PC04
Lê Lợi
Lý Tự Trọng
Thanh Sơn
Yên Thanh
xã Lê Lợi
Hoàng Quế
Dương Huy
Vũ Oai
Nhà văn hóa thôn Đông Ngũ Hoa
Trường THCS Nguyễn Viết Xuân
sân vận động Cẩm Phả
phố cổ Bạch Đằng
Trường Cao đẳng Than Khoáng sản
Chợ Trung tâm Uông Bí
khu phố Trần Bình Trọng
Điểm tư vấn phường Quang Trung
Hội trường Công ty than Vàng Danh
ngã ba Ao Cá
UBMTTQ phường Hồng Phong
Trung tâm Y tế Quảng Yên
cảng Vũng Đục
nhà thi đấu Yên Thanh
Bà mẹ Việt Nam anh hùng
anh chị em tình nguyện viên
các ông bố, bà mẹ
thôn Hà Loan xã Hải Hòa
Khu công nghiệp Đông Mai
đường 18A
quốc lộ 279
phát 1.200 tờ rơi, 30 áp phích
kinh phí 12.500.000
học sinh lớp 8A, 8B
12/6 và 14/6, mỗi buổi 60 người
chia sẻ bài trên Facebook 15 lượt
Câu lạc bộ Hoa Hướng Dương
xã Quảng La
Bệnh viện Việt Nam - Thụy Điển
Cung cá heo Hạ Long
Thành đoàn Hạ Long
Trung tâm hành chính công
cầu Vân Tiên
công viên Đại Dương
rạp Bạch Đằng
Vincom Hạ Long
đền Trần Quốc Nghiễn
Cty Hoàng Hà
nhà hàng Vân Hồ
khu đô thị Monbay
chùa Ba Vàng
khu Hòa Lạc, phường Cẩm Bình
thôn Pò Hèn
Trường Tiểu học Quang Trung
bản Khe Vằn, xã Húc Động
Khu vực Cầu Sến
nhà máy nhiệt điện Uông Bí
trung tâm thương mại Vạn Gia
nhà thiếu nhi Hạ Long
Khu Tân Lập 3
Đại hội Đảng bộ
Ngày Gia đình Việt Nam
Đội thanh niên xung kích
bãi tắm Minh Châu
đảo Quan Lạn
khu Hồng Hải 2
Phan Đình Phùng, Uông Bí
đường Hoàng Hoa Thám
tổ 10A khu 7B
Hội Chữ thập đỏ
tiểu phẩm: người mẹ có con nghiện, học sinh đóng vai
khẩu hiệu "Tôi nhiễm HIV, tôi vẫn sống"
tập huấn kỹ năng tiếp cận người bán dâm cho 25 đội viên
phát tờ rơi cho 45 người, 5 người nhiễm HIV được tư vấn
không có người nghiện mới
trong tháng Mười chúng tôi đã giúp hai anh sau cai học nghề
Alo c. E gv trường tiểu học Hà Tu, phụ huynh ký cam kết không để ma túy vào nhà
page Đoàn P đăng 3 bài về phòng mua bán người
nói 20 phút về cảnh giác bị lừa bán sang Campuchia, 31 người nghe
Hop chi hoi xong toi noi 20p ve canh giac bi lua ban sang campuchia. 31 ng nghe
nghe về chuyện người ta lừa bán con gái sang Trung Quốc
nói với phụ huynh về cách nhận ra con em có dùng ma túy hay không
bàn giao hai phụ nữ bị lừa bán vừa được giải cứu
""".strip().splitlines()


def marked(line):
    kind, text = line.split(": ", 1)
    spans, plain = [], ""
    for piece in re.split(r"(«[^»]*»)", text):
        if piece.startswith("«"):
            spans.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip("«»")
    return kind, plain, spans


def found_in(text):
    return [(f.kind, f.start, f.end) for f in find_personal(text)]


@pytest.mark.parametrize("line", PERSONAL)
def test_personal(line):
    kind, text, spans = marked(line)
    found = [f for f in find_personal(text) if f.kind == kind]
    for start, end in spans:
        assert any(f.start < end and start < f.end for f in found), found
        if kind == "phone":
            assert (kind, start, end) in found_in(text)


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_not_personal(text):
    assert found_in(text) == []
    assert found_in(unicodedata.normalize("NFD", text)) == []


def test_how_well_it_does():
    """The figures of the two tables: a number may not be missed, a name hardly; what is found is hardly ever wrong."""
    lines = [marked(line) for line in PERSONAL]
    missed = [t for kind, t, _ in lines if kind not in {f.kind for f in find_personal(t)}]
    wrong = [t for t in NOT_PERSONAL if find_personal(t)]
    # Without marks and capitals a name is hard to see; a number is not.
    flat = [t for kind, t, _ in lines if kind != "name" and kind not in {f.kind for f in find_personal(fold(t))}]
    flat_wrong = [t for t in NOT_PERSONAL if find_personal(fold(t)) or find_personal(fold(t).upper())]
    flat_missed = [t for kind, t, _ in lines if kind == "name" and not find_personal(fold(t))]
    names = sum(kind == "name" for kind, *_ in lines)
    assert len(PERSONAL) + len(NOT_PERSONAL) >= 150
    assert (missed, wrong) == ([], [])
    assert flat == []
    assert len(flat_wrong) / len(NOT_PERSONAL) <= 0.02, flat_wrong
    assert len(flat_missed) / names <= 0.5, flat_missed


def test_names_of_units_are_never_a_persons():
    text = "Hoạt động ở Vũ Thanh Sơn"
    assert find_personal(text)
    assert find_personal(text, known=frozenset([fold("Vũ Thanh Sơn")])) == []


def test_finds_are_in_order_and_apart():
    found = find_personal("anh Hùng sn 1990, 0912345678, cccd 022190001234, a@b.vn, chị Lan")
    assert [f.kind for f in found] == ["name", "birth", "phone", "identity", "email", "name"]
    assert all(a.end <= b.start for a, b in pairwise(found))


PREFIXES = ["032", "086", "096", "038", "091", "088", "090", "070", "056", "092", "099"]


@given(st.sampled_from(PREFIXES), st.integers(0, 9_999_999), st.sampled_from(["", " ", ".",
"-"]), st.sampled_from([(4, 3, 3), (3, 3, 4), (4, 6), (10,)]),
       st.sampled_from(["", "gọi ", "45 người, ", "sđt:", "(", "Anh em: "]), st.sampled_from(["", " nhé", ".", ")",
       ", gặp"]))  # fmt: skip
def test_every_mobile_number_is_found(prefix, rest, between, groups, before, after):
    digits, parts = f"{prefix}{rest:07}", []
    for size in groups:
        parts.append(digits[:size])
        digits = digits[size:]
    text = before + between.join(parts) + after
    assert any(
        f.kind == "phone" and digits_of(text[f.start : f.end]) == f"{prefix}{rest:07}" for f in find_personal(text)
    )


def digits_of(text):
    return re.sub(r"\D", "", text)


@given(st.integers(0, 10**8 - 1), st.sampled_from(["người", "lượt", "tờ rơi", "đồng", ""]))
def test_counts_are_not_personal(n, noun):
    assert found_in(f"{n} {noun}") == []
    assert found_in(f"{n:,} {noun}".replace(",", ".")) == []


@given(st.dates(), st.dates())
def test_dates_are_not_personal(a, b):
    assert found_in(f"{a:%d/%m/%Y} {b:%d/%m/%Y} {a:%d-%m-%Y} {b.isoformat()} {a:%d.%m.%Y}") == []


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    for f in find_personal(text):
        assert 0 <= f.start < f.end <= len(text)


@pytest.mark.parametrize("piece", ["a", "1", "1 ", "0912", "a@", "a.", "Nguyễn ", "anh ", "N.", "@", "🙂", "\x00",
"khong ", "stk ", "sinh nam ", "bi hiv ", "ệ", "(", "+8", "nhiem hiv anh Hùng "])  # fmt: skip
def test_no_text_makes_it_hang(piece):
    """A pattern that tries everything would take years on these; what it takes is measured in `make bench`."""
    signal.alarm(20)
    try:
        assert bool(find_personal((piece * 10_000)[:10_000])) == bool(find_personal(piece * 40))
    finally:
        signal.alarm(0)


def test_what_somebody_does_not_know_is_no_denial():
    assert [f.kind for f in find_personal("không biết Tuấn nhiễm HIV")] == ["name", "condition"]


def test_letters_that_nobody_sees_hide_no_name():
    text = "gặp Nguy\u200bễn Văn Thỉnh"
    assert [f.kind for f in find_personal(text)] == ["name"]
