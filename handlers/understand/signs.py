"""Signs of danger, weighed: what no pattern of `emergency` foresaw, but several words together say.

The signs are written in Vietnamese with its marks. A text with marks is compared with marks (`sợ` is not `số`), one
without is compared without.
"""

from __future__ import annotations

import re

from programme.language.vietnamese import fold, nfc

_GRAVE = """
(?:em|cháu|con|tôi) sợ (?:lắm|quá)(?! (?:hạn|trễ|muộn|sai|mất|không))|hiếp dâm|cưỡng hiếp
bị (?:\\w+ ){0,3}?hiếp(?! hòa)|hiếp (?:em|cháu|tôi|con|vợ|trẻ)|cưỡng bức|xâm hại|bắt cóc|(?:bị|đòi|để) tống tiền
tống tiền (?:em|cháu|tôi|con)|tiền chuộc|đòi chuộc|hành hung|bạo hành|tra tấn|bóp cổ|thư tuyệt mệnh|tự tử|tự sát
tự vẫn|kết liễu|kết thúc (?:tất cả|cuộc đời|đời)|không thiết sống|chán đời|chán sống|rạch tay|cắt tay|thuốc trừ sâu
uống thuốc (?:sâu|chuột|cỏ|ngủ)|uống (?:nhiều|cả vỉ|cả lọ|hết lọ|nguyên vỉ) thuốc(?! nam)|sốc thuốc|quá liều|ngáo
phê thuốc|phê đá|lên cơn (?:nghiện|vật|co giật|đau tim)|vật thuốc|bất tỉnh|ngừng thở|không thở|tím tái|co giật|sùi bọt
nguy kịch|hôn mê|thở yếu|tim ngừng|môi tím|lên cơn đau tim|chảy (?:nhiều )?máu(?! cam)|chảy máu nhiều|đuối nước
rơi xuống (?:sông|ao|hồ|giếng|biển|suối|hố)|nhảy (?:sông|cầu|lầu)|bị thương nặng|nhiều người bị thương|người bị thương
đâm nhau|chém nhau|đánh nhau|đánh hội đồng|hỗn chiến|bốc cháy|cháy nhà|nhà cháy|cháy rồi|tạt (?:sơn|axit|a xít)
tưới xăng|châm lửa|chích điện|dí điện
ép (?:\\w+ ){0,3}?(?:bán dâm|bán thân|bán thận|tiếp khách|đi khách|làm gái|ngủ với|phá thai|lấy chồng|quay)
bắt (?:\\w+ ){0,3}?(?:bán dâm|tiếp khách|đi khách|làm gái|ngủ với|cởi|quỳ|làm việc không|làm nô lệ)|bị nhốt
bị giam (?:trong|ở|lỏng)|bị xích|bị trói|bị khóa trong|nhốt (?:em|cháu|tôi|con|trẻ|người)
không cho (?:ăn|về|ra ngoài|ra khỏi|lên bờ|đi đâu|liên lạc|gọi về)
bị (?:lừa bán|bán (?:sang|qua|đi|làm|cho|vào)|lừa sang|đưa sang|dụ sang|lừa đi|dụ đi)|bọn buôn người|buôn bán người
bán (?:trẻ sơ sinh|con ruột|nội tạng|một quả thận)|bị (?:mất|lấy|cắt) thận
lừa (?:\\w+ ){0,2}?(?:sang|qua) (?:trung|lào|campuchia|cam pu chia|miến|myanmar|thái|đài loan)
bán (?:làm vợ|sang trung|qua biên giới|vào động)|về làm vợ|dọa (?:giết|chém|đâm|đốt|đánh|tung)
đòi (?:giết|chém|đâm|đốt)(?! hà)|tung (?:clip|ảnh)|dọa (?:\\w+ )?sẽ giết|bị chụp (?:ảnh|hình) nóng|ảnh nóng|clip nóng
clip sex|bị quay lén|gửi (?:ảnh|hình) (?:không mặc|khỏa thân|hở|nóng)|chứa (?:chấp )?mại dâm|chứa gái
đường dây (?:mại dâm|gái gọi|đưa người)|cầm dao|vác dao|dí dao|rút dao|cầm (?:mã tấu|súng|kiếm)|cướp giật|bị cướp
cho (?:tôi|em|cháu) gặp công an|số công an|tiêm chích|chích hút|hút chích
(?:bán|chứa) (?:\\w+ )?(?:hàng trắng|thuốc lắc)|đang bán (?:ma túy|hàng)
bị (?:\\w+ ){0,3}?(?:đốt|chém|đánh đập|đánh đòn|sờ soạng|sờ vào|hành hạ|bỏ đói)|thu (?:hết )?(?:giấy tờ|hộ chiếu)
bỏ nhà theo|trốn (?:khỏi|thoát)|(?:chạm|sờ|đụng) vào (?:người|ngực|vùng kín|chỗ kín)
làm chuyện (?:đó|người lớn|bậy bạ|đồi bại)
(?:rủ|gọi|kéo|dụ|bắt) (?:\\w+ )?(?:em|cháu|bé|con gái|con)(?: \\w+)? (?:vào|về|lên) (?:phòng|xe|nhà nghỉ|nhà riêng)
ôm hôn|quan hệ (?:tình dục|với (?:em|cháu|tôi))|ép (?:\\w+ )?quan hệ|khiêu dâm|ghép ảnh|dắt gái|gái gọi|ép cưới
bắt (?:\\w+ ){0,4}?lấy chồng|keo chó|bóng cười|phê (?:ke|cỏ|ma túy)|mang (?:ma túy|hàng cấm|hung khí|dao)|đâm chém
có người chết|thuyền (?:bị )?lật|lật thuyền|(?:dám|được) về nhà vì|không dám về|dí kim tiêm|nuốt phải|uống nhầm
hóc (?:xương|dị vật)|thượng cẳng (?:tay|chân)|(?:cứu|giúp) mẹ con|chết đi cho|đổ máu|rắn cắn|bị bỏng|băng huyết
khói đen|biệt tích|xác người|quấy rối|kích dục|giải cứu (?:em|cháu|tôi|con)|hành hạ|rình rập|hàng cấm|cái chết trắng
cắt (?:ngón|tai)|đè (?:lên|xuống)|bị (?:\\w+ ){1,2}đè|phát tán (?:clip|ảnh)|lọ thuốc ngủ|túi ma túy|đuổi mẹ con
đánh (?:đứa|thằng|con|cháu) bé|nhốt (?:trong|ở|\\d)|bay lắc|ngã gục|gục xuống
(?:nhà nghỉ|quán|khách sạn|karaoke|massage) (?:\\w+ ){0,3}có gái|nghi (?:\\w+ )?nạn nhân
"""

_HARM = """
(?:bị|đang) kẹt (?:trong|ở)|không trả lương|giữ (?:chứng minh|căn cước|cccd|cmnd)|nổi điên|thượng cẳng (?:tay|chân)
hạ cẳng|đánh (?:đập|đòn|vợ|con|bằng|em|cháu|tôi|mẹ)|bị (?:\\w+ ){0,4}?đánh|đấm|đá vào|tát
bị (?:\\w+ ){0,3}?(?:đốt|chém|đâm|bắn)|dọa|đe dọa|hăm dọa|uy hiếp|khống chế
bị (?:\\w+ ){0,3}?(?:ép|bắt|giữ|lừa|dụ|đuổi|rượt|bỏ đói|bỏ rơi|hại)|sờ soạng|sàm sỡ|chạm vào|sờ vào
cởi (?:đồ|quần|áo|quần áo)|không mặc quần áo|làm chuyện (?:đó|người lớn|bậy)|đụng chạm
rủ (?:\\w+ ){0,4}?(?:vào phòng|về phòng|lên xe|đi chơi xa|vào nhà nghỉ)|kéo (?:\\w+ )?(?:lên xe|vào phòng|vào nhà|đi)
khóa (?:trái )?cửa|uống gì đó|không biết gì nữa|bị theo dõi|bám theo|đi theo em|theo dõi
thu (?:hết )?(?:giấy tờ|hộ chiếu|điện thoại)|giữ (?:giấy tờ|hộ chiếu|điện thoại)|mất tích|đi lạc|mất liên lạc
không liên lạc được|bỏ nhà|bỏ trốn|trốn (?:thoát|khỏi|ra)|giấu người|có thai|mang thai (?:ngoài|hộ)|ngất|ngã gục
bị thương|tai nạn|sắp (?:chết|sinh)|đau tim|khó thở|đập phá|phá cửa|cháy|vây đánh|rượt|đuổi (?:đánh|chém|ra khỏi nhà)
chơi đá|chích|phê|có gái|bán dâm|gái gọi|bán ma túy|bán lẻ ma túy|chơi ma túy|hút ma túy|dùng ma túy|chứa bạc
vay nặng lãi|cho vay nặng|đòi nợ|siết nợ|trả nợ|gán nợ|muốn (?:chết|ra đi)|ra đi mãi mãi|đang ở trong xe
(?:ở|bên|sang|qua) (?:trung quốc|campuchia|cam pu chia|myanmar|miến điện|biên giới|tam giác vàng)|nạn nhân|tiếng khóc
kêu la|la hét|kêu khóc|đứa trẻ bị|bạo lực|không lương|ko lương|lạ (?:\\w+ ){0,4}?(?:kẹo|lên xe|gửi ảnh)|kéo lên xe
bỏ đói|kim tiêm
"""

_WHO = """
tôi|em|cháu|con|mình|tui|bé|vợ|chồng|mẹ|bố|ba|cha|dượng|chị|anh|bạn|trẻ|hàng xóm|nhà bên|người ta|bọn|chúng|nó|họ
có người|có ông|có bà|có thằng|có cô|có nhóm|mấy thanh niên|cụ|ông|bà|thầy|chủ|nhà nghỉ|quán|khách sạn|phòng trọ|nghi
"""

_FEAR = """
sợ (?:lắm|quá|hãi)|em sợ|cháu sợ|tôi sợ|sợ chồng|cứu|giúp (?:em|cháu|tôi|con|mẹ) với|làm ơn|xin giúp|đừng gọi lại
phải làm sao|làm sao để|ngay bây giờ|bây giờ|ngay giữa|đang|gấp|khẩn|nhanh|rồi$|nhiều lần|mấy hôm nay|đêm nào
"""

_NOT = """
đánh (?:giá|máy|số|dấu|cờ|bóng)|bắt (?:đầu|buộc|tay)|giữ (?:nguyên|lại|vệ sinh)|bán (?:trú|hàng|nước)
ép (?:plastic|nhựa)|sợ (?:nhập|sai|quá hạn|trễ|muộn|nhầm|không kịp|mất số)|cháy (?:máy|bóng|điện thoại|máy chiếu)
bị (?:lỗi|trùng|ốm|trễ|sót)|(?:dọn|thu gom|cấp|phát|bơm) kim tiêm|khóa (?:sổ|học|tập huấn)|uống methadone
kim tiêm sạch|chơi (?:bóng|cờ)|bị (?:bắt buộc|đánh dấu|nhập|ghi|gửi|mất mạng|mất số|khóa tài khoản)|phê (?:duyệt|bình)
bạn (?:bè|nào)|bãi cháy|bị bận|gặp mặt nạn nhân
"""


_PERSON = "tôi|em|cháu|con|mình|tui|bé|vợ|chồng|mẹ|bố|ba|chị|anh|bạn|bà|ông|cô|chú|nó|trẻ|người"
_MISHAPS = (
    "ốm|sốt|cảm|đau|mệt|bệnh|bận|kẹt xe|tắc|trễ|muộn|chậm|nhầm|sai|lỗi(?! kéo)|thiếu|sót|quên|mất|trùng|hỏi|nhắc|phê|"
    "từ chối|trả|chặn|hủy|xóa|hết|yếu|điếc|lẫn|loạn|treo|đứng|văng|hỏng|hư|rớt|gián đoạn|ngắt|out|đá ra|khóa|bắt buộc|"
    "giảm|ướt|mua bán|ảnh hưởng|hiv|nhiễm|nghiện|bạo lực"
)
_ADVERSE = rf"(?:{_PERSON})(?: \w+){{0,2}} bị (?!(?:{_MISHAPS})\b)\w+"
"""Something befell a person, and it is none of the mishaps that keep people from reporting."""

_PRONE = 4
"""The weight at which signs together are danger: one grave word, two of harm, or one of harm with who and fear."""


class _Signs:
    """The signs, with marks or without."""

    def __init__(self, marked: bool) -> None:
        def compiled(signs: str) -> re.Pattern[str]:
            joined = "|".join(signs.strip().split("\n"))
            return re.compile(rf"\b(?:{joined if marked else fold(joined)})\b")

        self.grave, self.harm, self.who, self.fear, self.adverse, self.plain = map(
            compiled, (_GRAVE, _HARM, _WHO, _FEAR, _ADVERSE, _NOT)
        )

    def weight(self, said: str) -> int:
        said = self.plain.sub(" ", said)
        if self.grave.search(said) or self.adverse.search(said):
            return _PRONE
        harms = {found.group().split()[0] for found in self.harm.finditer(said)}
        return 2 * len(harms) + bool(self.who.search(said)) + bool(self.fear.search(said))


_MARKED, _BARE = _Signs(True), _Signs(False)


def tells(sentence: str) -> bool:
    """Whether the words of one sentence weigh enough to be danger."""
    said = " ".join(nfc(sentence).lower().split())
    return (_BARE if said.isascii() else _MARKED).weight(said) >= _PRONE
