"""Danger is told from the ordinary words of a report, with marks, without and in capitals."""

import signal
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.emergency import is_danger
from programme.language.vietnamese import fold

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
cháu bị bố dượng sờ vào người nhiều lần
có ông hàng xóm cứ rủ con gái em vào phòng
em bị người ta thu hết giấy tờ không về nhà được
e dang o campuchia bi bat lam viec ko luong
họ bắt em tiếp khách nếu không sẽ đánh
toi so lam chong toi say ruou cam dao
chồng em đánh em gãy tay rồi
thang be nha ben canh bi bo no danh bam tim nguoi
con toi choi da bay gio no dap pha do dac
co nguoi nam bat tinh ngoai duong hinh nhu choi thuoc
bạn em vừa chích xong nó tím tái không thở
có người sốc ma túy ở khu trọ
em không muốn sống nữa
chau uong nhieu thuoc ngu roi
con gái tôi đi làm ở biên giới mấy hôm nay không liên lạc được
con em bị dụ đi làm việc nhẹ lương cao bên Lào giờ nó gọi về xin tiền chuộc
nhà số 5 có mấy thanh niên tụ tập chơi ma túy
quán karaoke X có gái bán dâm
ở nhà nghỉ gần bến xe có chứa mại dâm
tôi muốn báo có người bán ma túy cho học sinh
Có đường dây đưa phụ nữ sang Trung Quốc lấy chồng ở xã tôi
mẹ em bị nhốt trong nhà mấy ngày
giup em voi em bi nhot
lam on cuu chau
bao cong an giup toi voi
goi cong an den ngay duong nguyen trai co danh nhau
có tai nạn người chảy máu nhiều
bà cụ hàng xóm bị con trai đánh
trẻ em bị bỏ đói ở nhà số 12
thầy giáo chạm vào người cháu
cháu bị chụp ảnh nóng và bị tống tiền
nó dọa tung clip của em lên mạng
anh ta đe dọa sẽ giết cả nhà tôi
em bị ép làm gái ở quán
chị gái em bị lừa bán
tôi vừa trốn thoát khỏi chỗ bọn buôn người
có cháu bé đi lạc đang khóc ở chợ
co chau be bi bat coc
em dang bi theo doi so qua
ban trai em ep em ban dam tra no
bon cho vay nang lai den nha doa danh
con nghien ma tuy doa giet me
Có người nhảy cầu Bãi Cháy
bạn cùng lớp cháu cắt tay
em chan doi qua muon ra di mai mai
cho em xin so cong an voi co nguoi dang pha cua
nha em bi chay
xin giúp đỡ, vợ tôi sắp sinh không có ai
người yêu em giữ điện thoại không cho em ra ngoài
chủ tàu đánh đập thuyền viên, không cho lên bờ
cháu 14 tuổi bị chú họ làm chuyện đó
người ta bắt cháu cởi đồ
có người rao bán trẻ sơ sinh trên mạng
họ ép em bán thận
cho nuoc toi ban be doi chem nhau
chung no dang vay danh mot ban hoc sinh o cong truong
đứa nhỏ sốt co giật rồi
có kim tiêm với người phê thuốc nằm ở công viên
em bị bố đẻ sờ soạng ban đêm
có người lạ cho cháu kẹo rồi kéo lên xe
chau so lam bac oi
ong chu quan bat em ngu voi khach
tôi đang bị giữ ở một công ty bên Myanmar
con trai tôi bị bắt làm lừa đảo qua mạng, đòi 200 triệu mới cho về
họ không cho ăn, còn chích điện
vợ tôi bị hành hung ngay giữa đường
hàng xóm nhà tôi đêm nào cũng nghe tiếng khóc của đứa trẻ bị đánh
thằng con tôi lên cơn nghiện cầm dao rượt cả nhà
toi moi uong thuoc tru sau
anh họ em nói muốn kết thúc tất cả
bạn em để lại thư tuyệt mệnh
em có thai 13 tuổi, bị ép
thầy bắt em vào phòng riêng rồi khóa cửa
nó cho em uống gì đó rồi em không biết gì nữa
có nhóm người tiêm chích dưới gầm cầu
nhà nghỉ Hoa Mai có gái
bên cạnh phòng trọ em có người bán thuốc lắc
có cô gái nhảy sông
xe đâm, nhiều người bị thương
bé 3 tuổi rơi xuống ao
bố em lên cơn đau tim
cụ già ngã gục trước cổng
chay roi cuu voi
nha hang xom boc chay
tôi bị đòi nợ bằng cách tạt sơn, dọa chém
em bị bán qua hai chủ rồi
làm sao để trốn khỏi đây
đang ở trong xe của bọn chúng, đừng gọi lại
cho toi gap cong an
khẩn cấp có người sắp chết
co nguoi choi da ngao lao qua dang leo mai nha
người ta lừa em sang Trung bán làm vợ
con gái tôi 15 tuổi bỏ nhà theo bạn trai quen qua mạng
chị dâu em bị chồng đốt
bị cướp giật trên đường
anh ấy bóp cổ em
mẹ kế bắt cháu quỳ cả đêm, đánh bằng dây điện
cháu bị các bạn đánh hội đồng
có clip trẻ em bị ép quay
em bị HIV muốn chết
nghi có nạn nhân bị mua bán trong quán
đường dây mại dâm ở khách sạn Y
chúng tôi 5 người bị nhốt trên tàu cá
bị lừa đi xuất khẩu lao động giờ không về được
có người rủ cháu gửi ảnh không mặc quần áo
nó ngất rồi miệng sùi bọt
tho yeu lam roi moi tim
tui đang bị kẹt trong quán, bà chủ không trả lương, giữ chứng minh thư
con bé cháu nội tôi kể bị thầy dạy thêm ôm hôn
nhờ ai đó tới nhà 14 ngõ 3, ông chồng đang nổi điên với vợ con
em gái mình bị bạn trai nhốt không cho gặp gia đình
co doi tuong mang ma tuy vao truong hoc
thấy mấy đứa nhỏ hít keo chó ở bãi đất trống
bạn cháu bị đưa qua biên giới rồi, nhắn tin kêu cứu
chú công nhân nằm co quắp chắc chơi hàng quá liều
mẹ cháu định uống thuốc chuột
không ai thương em, em chết đi cho rồi
chong toi hom nao cung thuong cang tay ha cang chan
bị chồng cũ theo dõi, dọa giết
ông ta ép tôi quan hệ
ba mẹ bắt cháu nghỉ học lấy chồng năm 15 tuổi
mới có vụ đâm chém trước cổng chợ
em lỡ vay app giờ tụi nó dọa giết
bị ghép ảnh khiêu dâm đòi tiền
bé trai bị mẹ ghẻ bỏ đói nhốt chuồng
cô ấy chảy máu nhiều lắm
tai nạn giao thông ở ngã tư, có người chết
nhà trọ chỗ em có thằng dắt gái
bạn em phê ke lăn ra đất
con nghiện dí kim tiêm đòi tiền tôi
có ai không, cứu mẹ con tôi
thuyền bị lật, 3 người mất tích
con em 2 tuổi nuốt phải thuốc
cháu không dám về nhà
họ lừa em ký giấy rồi bắt đi tiếp khách ở karaoke
cháu bị dượng đè ra
con bé nhà bên bị ông nội bắt ăn xin
bon em bi chu xuong quyt luong, nhot trong kho
chi em noi se nhay lau
anh toi lao len nguoi ca tu sang, sui bot
hai thanh niên đánh nhau ở quán nhậu đổ máu
tôi phát hiện túi ma túy trong cặp con
có kẻ lạ mặt rình rập trường mẫu giáo
bị bạn trai cũ phát tán clip
em bị bắt vào động mại dâm ở Móng Cái
công ty bên Cam bắt em lừa đảo, không đủ chỉ tiêu bị chích điện
nhờ bộ đội biên phòng giải cứu em
người đàn ông đánh đứa bé giữa chợ
thấy khói đen bốc lên ở kho
chồng nhậu xỉn đuổi mẹ con em ra đường giữa đêm
em đang cầm lọ thuốc ngủ
vợ tôi băng huyết
bố cháu bị rắn cắn
bé bị bỏng nước sôi
bị quấy rối tình dục ở công ty
quán cà phê võng có dịch vụ kích dục
có người chào bán cái chết trắng
em gái bị người môi giới dẫn đi biệt tích
họ đòi cắt ngón tay nếu nhà không gửi tiền
xin cứu xét, con tôi bị lừa qua Bavet
thuyền viên bị bỏ đói giữa biển
có xác người trôi sông
hàng xóm hành hạ mẹ già
bị tố cáo oan, em muốn nhảy cầu
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
tuyên truyền phòng chống mua bán người cho 45 học sinh
tư vấn cho 2 người nghiện
đã hỗ trợ 1 nạn nhân bị mua bán trở về
báo cáo tháng 6
Tôi muốn sửa báo cáo
em không gửi được báo cáo
em nhập nhầm số giúp em sửa lại
làm ơn chỉ giúp cách gửi ảnh
cháu gửi báo cáo rồi ạ
gọi cho cán bộ phường
kiểm tra 5 quán karaoke
kiểm tra 3 cơ sở massage, 1 vi phạm
vận động 3 người cai nghiện tự nguyện
treo băng rôn chống ma túy ở cổng trường
phát 60 tờ rơi về HIV
sinh hoạt câu lạc bộ, nói chuyện về tác hại ma túy
ký cam kết không mại dâm 44/44
tôi bận quá chưa báo cáo được
điện thoại tôi bị mất
mất mạng không vào được
hôm nay mưa to không tổ chức được
trường THCS Trần Phú
em gái tôi gửi hộ báo cáo
con tôi ốm nên nghỉ buổi này
bị trùng báo cáo
tiếp nhận 2 tin tố giác chuyển công an
hướng dẫn gọi 111 khi bị xâm hại
cách phòng tránh đuối nước cho trẻ em
hội thảo phòng chống bạo lực gia đình
thăm gia đình có người nghiện
tặng quà trẻ em nghèo
bán hàng rong
giúp tôi nhập báo cáo với
giúp với không biết bấm chỗ nào
ai giúp em với em không thấy nút gửi
toi muon doi so dien thoai
toi xin nghi phep tu 1/6
toi xin thoi khong lam nua
tuyên truyền luật phòng chống bạo lực gia đình tại khu 3
buổi truyền thông ở chợ
chuyến đi tham quan Lào Cai
đội bóng đá giao lưu
có mấy người đến dự muộn
công an phường cùng phối hợp
tập huấn sơ cấp cứu đuối nước
phát hiện 2 vụ mua bán ma túy trong tháng
triệt phá 1 điểm bán lẻ ma túy cùng công an
trong tháng có 1 vụ bạo lực gia đình, đã hòa giải
giám sát 4 người sau cai
nói chuyện chuyên đề bị lừa bán sang Campuchia
hôm qua mất điện nên hôm nay gửi
có 3 người không đến được
bị lỗi không gửi được ảnh
đánh máy nhầm, 54 chứ không phải 45
đánh giá kết quả tháng hành động
ép plastic pa-nô 20 tấm
bắt đầu lúc 8 giờ tại nhà văn hóa
bắt buộc phải nhập câu này à
khóa sổ tháng 6 chưa
giữ nguyên số cũ
giấy tờ của đội gửi ở phường
em sợ nhập sai
sợ quá hạn nộp rồi
đang ở ngoài đường tối về báo
cháu gửi lại cho bác
chồng tôi nhập giúp
con gái đội trưởng gửi hộ
vợ chồng anh chị trong đội cùng tham gia
bán trú trường tiểu học
trường phổ thông dân tộc bán trú
dân quân tự vệ phối hợp
tàu cá Hạ Long, tuyên truyền cho thuyền viên
chợ cá bến phà
khu trọ công nhân 60 lượt
tư vấn cho cô gái làm ở quán karaoke về HIV
cấp bơm kim tiêm sạch 200 cái
nói chuyện với học sinh về ảnh nóng, tống tiền qua mạng
diễn kịch về nạn tảo hôn
cháy máy chiếu nên hoãn
xe hỏng đến muộn
cả nhà đi vắng
tìm người thay đội trưởng
mất sổ ghi chép
không nhớ số lượng chính xác
thuốc men tặng bà con
khám bệnh phát thuốc cho 50 người
cai nghiện tại nhà 2 người
uống methadone 15 người
gọi điện cho từng nhà
tôi muốn dừng nhận tin
xóa báo cáo giúp em
chị Lan bị ốm nên em báo thay
bị trễ vì đi công tác
dọn kim tiêm ở công viên 30 người tham gia
kéo băng rôn qua đường
nhảy dân vũ phòng chống ma túy
thi vẽ tranh về nạn buôn người
sân khấu hóa bạo lực học đường
số 111 là gì
gọi 113 có mất tiền không
đội trưởng mới là anh Nam
báo cáo hộ đội bạn
nhà văn hóa thôn Đồng Cháy
khu Bán Nguyệt
cho em hỏi hạn nộp là ngày nào
bị thiếu 2 tờ rơi
chưa có người dự
người dân hỏi về bảo hiểm y tế
đang làm thì mất mạng
sao bị hỏi lại hoài vậy
chồng chị đội phó đi họp thay
con số này là cả tháng
tuyên truyền cho chủ nhà nghỉ về không chứa mại dâm
ký cam kết với 12 chủ quán karaoke
phối hợp công an kiểm tra nhà nghỉ
hướng dẫn thuyền viên mặc áo phao
tặng 5 suất quà cho người sau cai
trường mầm non có 30 bé
em xin phép gửi muộn vì con ốm
chị ấy nghỉ thai sản
đang có bầu nên xin tạm nghỉ
bác bảo vệ khóa cửa nên không vào được nhà văn hóa
bị tai nạn nên tuần này nghỉ, nhờ chị Hoa báo thay
đánh nhầm số
trời nắng quá ngất mất thôi haha
loa bị cháy
nói chuyện về cách từ chối khi bị rủ rê
dạy võ tự vệ cho nữ sinh
chơi trò chơi tìm hiểu HIV
họp đội lúc 7 giờ tối
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
        assert is_danger((piece * 10_000)[:10_000]) == is_danger(piece * 3)
    finally:
        signal.alarm(0)
