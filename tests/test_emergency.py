"""Danger is told from the ordinary words of a report, with marks, without and in capitals."""

import signal
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.emergency import is_danger
from programme.vietnamese import fold

DANGER = """
cứu tôi với
cuu voi
Cứu em với ạ
cuu chau voi
ai cứu tôi với
đang bị đánh
toi dang bi danh
tôi bị chồng đánh
em bị nhốt trong phòng không cho ra ngoài
bị nhốt
bị bán sang Trung Quốc
em bi ban sang trung quoc
có người bị lừa bán
co nguoi bi lua ban sang campuchia
tố giác
to giac nha so 5 ban ma tuy
tố giác quán karaoke X có chứa mại dâm
tôi muốn tố giác
muốn chết
em muốn chết
tôi không muốn sống nữa
toi khong muon song nua
tự tử
có người tự tử
hàng xóm đang tự tử
sốc thuốc
có người sốc thuốc ở khu 4
co nguoi soc thuoc
sốc ma túy rồi
bạn em bị sốc thuốc
có người đang chích
co nguoi dang chich o cong vien
có mấy thanh niên đang tiêm chích sau nhà văn hóa
bắt cóc
con tôi bị bắt cóc
có người bắt cóc trẻ em
xâm hại trẻ em
có cháu bé bị xâm hại
bé gái bị hiếp dâm
kêu cứu
chồng tôi đang đánh tôi, tôi bị đánh chảy máu
em bị lừa bán
con gái tôi bị lừa sang Campuchia
em bị giữ hộ chiếu
nó dọa giết em
có người bị đánh ở chợ Hạ Long 1
nhà số 5 ngõ 7 đang bán ma túy
quán karaoke Sao Đêm chứa mại dâm
Nhà ông Ba tổ 4 bán heroin
có đối tượng bán ma túy ở cổng trường
gọi công an giúp
gọi cấp cứu gấp
có người bất tỉnh
SOS
help me
Em đang gặp nguy hiểm
bị giam giữ ở Myanmar
tôi bị ép bán dâm
bị ép làm gái, em bị nhốt
có người cầm dao dọa
tối nay có đám đánh nhau ở khu 3
em bị xâm hại
Cháu bị bố dượng đánh đập
Truyền thông ở khu 4 xong. Có người bị đánh ngoài cổng
BC TT MT 15/6 45 cuu toi voi dang bi danh
đề nghị công an kiểm tra nhà số 5 bán ma túy
nhờ công an đến, có người đang chơi đá
em cần cứu gấp
vợ tôi bị đánh
quá liều rồi
co tre em bi danh dap
chị ấy bị bán sang Trung Quốc
con em mất tích
nhà em đang cháy
cháy nhà rồi
Có 3 người bị nhốt trong nhà nghỉ
cứu mạng
giúp em với
cuu giup em voi
xin cứu em
em bị bạn trai nhốt
cứu
cuu toi, toi bi giu o campuchia
toi bi lua sang campuchia lam viec
em đang bị giữ ở Bavet không về được
họ không cho em về
chúng tôi bị nhốt trong xưởng
bạn tôi bị bắt cóc
chồng em đánh em
có người muốn tự tử ở cầu Bãi Cháy
em chán sống rồi
con trai tôi đang ngáo đá cầm dao
có người ngáo đá
nhà bên cạnh đang đánh vợ
tổ 3 có tụ điểm bán ma túy
tôi muốn báo tin về ma túy
bạn em uống thuốc sâu
có em bé bị bố đánh
Trẻ em bị bạo hành ở nhà số 3
em bị dụ dỗ bán sang Trung Quốc
chị gái em mất tích
gọi công an đến ngay
co ke buon ban ma tuy o khu 4
khẩn cấp! có người bị đâm
thằng hàng xóm dọa giết tôi
có người bị đuối nước
tai nạn, có người bị thương nặng
em bị quấy rối
bị hiếp dâm
toi bi chong danh dap
không muốn sống nữa
có người ngừng thở
con tôi bị xâm hại
bị cưỡng bức lao động
cứu con với, nó đánh con
chồng tôi say rượu đang đập phá và đánh tôi
làm ơn giúp em, em bị lừa qua Lào
toi dang o campuchia bi ep lam viec cuu toi
có nhóm thanh niên chơi ma túy ở nhà hoang khu 5
nhà hàng xóm có người la hét kêu cứu
bạn tôi vừa chích xong bị ngất
mẹ em uống thuốc ngủ tự tử
em gái tôi bị dụ sang Trung Quốc lấy chồng
em không biết kêu ai, ngày nào cũng bị bố đánh
tôi muốn tố cáo một chủ chứa
phòng 203 nhà nghỉ Hoa Sen đang bán dâm
ở ngõ 12 có ổ bán ma túy
con bé bị người ta sàm sỡ
tôi đang bị người ta đuổi đánh
nó cầm dao đòi giết cả nhà
có người gục ở gốc cây, bơm tiêm còn trên tay
em muốn tự tử
cần cấp cứu
có thai phụ bị đánh đập
em bị bố dượng sờ soạng
có ai không cứu em
tôi bị giam ở Tam giác vàng
chúng nó bắt em làm gái
con trai tôi phê thuốc đập phá nhà
nhà nghỉ Hoa Mai có chứa gái
bạn em bị lừa đi xuất khẩu lao động rồi bị nhốt
tụ điểm ma túy ở sau chợ
cháu muốn chết quá
bị chồng bạo hành
toi bi chong cam dao doa
co nguoi dang su dung ma tuy o nha ve sinh
xin hãy giúp tôi, tôi bị bán
em bi ep tiep khach
đang có đánh nhau ở quán karaoke
có người rơi xuống sông
thằng bé bị bắt đi rồi
chị em bị chồng đánh gãy tay
ông hàng xóm sàm sỡ con tôi
có người tiêm chích ở công viên
tôi bị người yêu cũ quay clip đe dọa
có đứa trẻ bị bỏ rơi ở cổng chợ
em bị khóa trong nhà
đang bị truy sát
anh trai em sốc thuốc nằm bất tỉnh
có người dụ em sang Trung Quốc
họ bắt tôi trả tiền chuộc
tôi biết chỗ bán ma túy
nhà nghỉ này toàn gái bán dâm
muốn báo công an một vụ mua bán người
con tôi bỏ nhà đi theo người lạ
em bị cưỡng hiếp
co ke bat coc tre con
toi bi giu lai khong cho ve viet nam
bố cháu đánh mẹ cháu
""".strip().splitlines()

ORDINARY = """
truyền thông phòng chống mua bán người
truyen thong phong chong mua ban nguoi
tuyên truyền tố giác tội phạm ma túy
tuyen truyen to giac toi pham ma tuy
băng rôn tố giác ma túy gọi 113
tư vấn nạn nhân bị mua bán 2 lượt
tu van nan nhan bi mua ban 2 luot
hỗ trợ nạn nhân
ho tro nan nhan bi mua ban tro ve
xử lý tin tố giác: 3 tin
xu ly tin to giac 3 tin
Tiếp nhận, xử lý tin tố giác
Tin tố giác
tập huấn phòng ngừa tự tử
tập huấn xử trí sốc thuốc cho 20 đội viên
Tư vấn cai nghiện
Vận động cai nghiện
Ma túy
Mại dâm
Mua bán người
HIV/AIDS
Nhà văn hóa khu 4
Phường Bãi Cháy nhà văn hóa khu 3
Bãi Cháy
trường THCS Bãi Cháy
Phường Cao Xanh
tổ 5 Cao Thắng
BC TT MT 15/6 45 KHU 4
BC TT BN 30/7 40
BC 0
Mít tinh hưởng ứng Ngày toàn dân phòng, chống mua bán người 30/7
tuyên truyền kỹ năng phòng tránh xâm hại trẻ em cho 120 học sinh
phát tờ rơi phòng chống bạo hành trẻ em
buổi nói chuyện về phòng chống bạo lực gia đình
Treo 2 băng rôn phòng chống xâm hại trẻ em
Sinh hoạt CLB: kỹ năng kêu cứu khi gặp nguy hiểm
ngoại khóa phòng chống bắt cóc trẻ em
tư vấn 3 người có nguy cơ sốc thuốc
kiểm tra 5 cơ sở karaoke, phát hiện 1 cơ sở chứa mại dâm
kiểm tra liên ngành 3 nhà nghỉ, 1 vi phạm bán dâm
hỗ trợ 2 phụ nữ bị mua bán trở về
2 nạn nhân bị mua bán trở về
báo công an phường phối hợp tổ chức
Báo Công an đưa 1 bài
phối hợp công an phường
Bệnh viện đa khoa, khoa cấp cứu
45 người
trên 900
khoảng 60
hôm qua
thứ ba
có
không
đúng rồi
dạ
em chào chị
em báo cáo ạ
em bị nhầm ngày
em bị sai số, sửa giúp em
giúp em sửa báo cáo
tôi bị mất điện thoại cũ
em bị ốm nên báo muộn
máy em bị hỏng
em bị bận nên hôm nay mới báo
giup
trợ giúp
Nhóm đồng đẳng phát 200 bơm kim tiêm
phát 150 bao cao su
ký cam kết 44/44 cơ sở không mại dâm
Karaoke Hoàng Gia ký cam kết không chứa mại dâm
chợ Hạ Long 1
nhà nghỉ Hoa Hồng
quán karaoke
Cửa hàng bán thuốc
bán hàng ở chợ
vay vốn 20 triệu
đang đánh giá kết quả
bị bắt buộc nghỉ
gặp gỡ thanh niên chậm tiến
phòng chống đuối nước
Tuyên truyền không tàng trữ, mua bán ma túy tại khu dân cư
Đội kiểm tra liên ngành 178
kế hoạch phòng chống mua bán người
Đấu tranh chống mua bán người và nô lệ thời hiện đại
CLB đấu tranh chống mua bán người
xác minh 1 vụ tố giác
chiếu video phòng chống bắt cóc trẻ em
nói chuyện chuyên đề hậu quả sốc ma túy
tham gia diễn tập phòng cháy chữa cháy
giải cứu 2 nạn nhân
cứu hộ
cứu trợ bão lũ 20 suất quà
tặng quà trẻ em bị ảnh hưởng bởi HIV
tổ chức trung thu cho trẻ em bị nhiễm HIV
tư vấn cho em học sinh bị bạn bè rủ rê
Nhà tình thương
HELP
menu
hủy
lùi
Tuyên truyền lưu động tại chợ Hạ Long 1
Phát 60 tờ rơi phòng chống ma túy cho học sinh
Vận động 2 người đi cai nghiện tự nguyện
tư vấn cho gia đình có con nghiện
CLB sau cai sinh hoạt 12 người
Hỗ trợ 3 người sau cai vay vốn
thăm hỏi gia đình nạn nhân
nhóm đồng đẳng tiếp cận 15 người tiêm chích ma túy
tiếp cận 20 người bán dâm, phát 100 bao cao su
Ra quân tấn công trấn áp tội phạm ma túy
Hội nghị tổng kết công tác phòng chống tệ nạn xã hội
tập huấn kỹ năng tư vấn cho nạn nhân bị bạo lực, xâm hại
Tuyên truyền Tổng đài 111 bảo vệ trẻ em
Tuyên truyền: khi thấy người bị đánh đập hãy gọi 113
Truyền thông kỹ năng thoát hiểm khi bị bắt cóc
trợ giúp pháp lý 2 trường hợp bị mua bán
Em gửi lại số liệu ạ
em sửa rồi nhé
toi bao cao thang 6
toi bi sai ngay
em bị lỗi máy
chị ơi giúp em với số liệu tháng 6
Không có hoạt động
Bán đảo Tuần Châu
tổ dân phố Bán Than
khách sạn Hạ Long Plaza
phường Giếng Đáy
nhà nghỉ Bình Minh 12 cơ sở ký cam kết
quán bar, karaoke ký cam kết 20/24
Đội bị giảm 2 thành viên
buổi tối có mưa nên ít người dự
người dân đánh giá cao
xe loa bị hỏng
bị giảm số người dự
cháu bé học lớp 5 đạt giải vẽ tranh
thi vẽ tranh phòng chống ma túy
em bị sốt nên nghỉ
tờ rơi bị ướt
tố chất tốt
cuộc thi tìm hiểu pháp luật
đánh cầu lông giao lưu
bàn giao nhà tình nghĩa
nhà ông tổ trưởng
gặp mặt người cai nghiện thành công
phòng chống sốc phản vệ
lớp tập huấn sơ cấp cứu
Trạm cấp cứu 115
Tết trung thu
cuộc họp dân phố
Ngày 12/6 tổ chức tuyên truyền phòng chống ma túy tại khu 4
phối hợp công an kiểm tra nhà trọ
Đã tiếp nhận 3 tin, xử lý 2
Cấp phát 200 tờ rơi "Nói không với ma túy"
nói chuyện với học sinh về xâm hại tình dục
sửa số người thành 54
em gửi nhầm rồi ạ
gặp khó khăn vì mưa bão
3 phụ nữ bị mua bán trở về được hỗ trợ
bà con tham gia đông
15/6
Mô hình phòng ngừa bạo lực gia đình
tháng hành động vì trẻ em
họp nhóm đồng đẳng
thăm 2 gia đình có người sau cai
chiếu phim phòng chống mua bán người
kết hợp thi đấu bóng chuyền
xét nghiệm nhanh 30 người
tổ chức gặp mặt nạn nhân bị bạo lực gia đình
kiểm tra 12 cơ sở, phát hiện 2 vụ bán dâm
ký cam kết không mua bán, tàng trữ ma túy
đội bị thiếu người
không có ai tham gia
thăm cháu bé mồ côi
báo cáo bổ sung tháng 4
tuyên truyền cho 30 phụ nữ về bạo hành gia đình
nói chuyện về tác hại ma túy đá
em bị nhầm số người
đội bị bắt buộc nộp sớm
em giúp chị nhập số liệu
tư vấn tâm lý cho nạn nhân bị bạo hành 3 lượt
CLB nuôi dạy con tốt
giải bóng đá phòng chống ma túy
buổi chiều bị mưa
người dân bị ảnh hưởng bão
tố giác tội phạm: tuyên truyền 1 buổi
phát loa về lừa đảo bán người
lễ ra quân
phối hợp đánh giá
nhà văn hóa bị khóa nên dời sang trường học
họp tổ dân phố, có 40 người dùng cơm
tiếp cận nhóm tiêm chích, phát 60 bơm kim tiêm
rà soát người nghiện: 12 người
tập huấn: nhận diện tội phạm mua bán người
ký cam kết với 20 nhà nghỉ không chứa mại dâm
phối hợp bắt quả tang 2 đối tượng
đánh giá công tác quý 2
tuyên truyền tại nhà văn hóa khu 5, 60 người
tặng quà cho nạn nhân chất độc da cam
truyền thông tại trường, học sinh bị mệt vì nắng
đã bán dụng cụ gây quỹ
họp triển khai phòng chống tội phạm
thăm gia đình bị cháy nhà
nhắc nhở quán karaoke mở quá giờ
hướng dẫn làm hồ sơ vay vốn
treo 5 băng rôn ở ngõ 12
cho mượn hội trường
mất sóng nên gửi muộn
báo cáo 3 buổi, 140 lượt
chủ nhiệm CLB bị tai nạn nên nghỉ họp
""".strip().splitlines()


def ways(text):
    return (text, fold(text), text.upper(), fold(text).upper(), unicodedata.normalize("NFD", text), f"  {text}!!! ")


@pytest.mark.parametrize("text", DANGER)
def test_danger(text):
    assert [w for w in ways(text) if not is_danger(w)] == []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words(text):
    assert [w for w in ways(text) if is_danger(w)] == []


@pytest.mark.parametrize("text", ["cứu tôi với", "có người đang chích ở ngõ 5", "em bị nhốt"])
@pytest.mark.parametrize("report", ["Truyền thông ma túy 15/6, 45 lượt người.", "BC TT MT 15/6 45 KHU 4.\n"])
def test_danger_beside_a_report_is_still_danger(text, report):
    assert is_danger(f"{report} {text}") and is_danger(f"{text}. {report}")


def test_busy_is_not_sold():
    assert not is_danger("em bị bận")
    assert is_danger("em bị bán sang bên kia")


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    assert isinstance(is_danger(text), bool)


@pytest.mark.parametrize(
    "piece", ["em bi ", "co nguoi ", "nha ", "a", "🙂", "\x00", "to giac ", ". ", "1 ", "ệ", "con toi dang "]
)
def test_no_text_makes_it_hang(piece):
    """A pattern that tries everything would take years on these; what it takes is measured in `make bench`."""
    signal.alarm(20)
    try:
        is_danger((piece * 10_000)[:10_000])
    finally:
        signal.alarm(0)
