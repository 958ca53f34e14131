"""Hồ sơ đánh giá tác động chuyển dữ liệu cá nhân xuyên biên giới; one page that says why where nothing goes abroad."""

from __future__ import annotations

from programme.domain.handling import ABROAD
from reports.dossier.facts import CARRIED_BY, DECREE, LAW, Facts, day, number
from reports.dossier.impact import filing
from reports.dossier.paper import Fill, Grid, Heading, Paper, Para, points
from reports.dossier.register import controller, measures

TITLE = "HỒ SƠ ĐÁNH GIÁ TÁC ĐỘNG\nCHUYỂN DỮ LIỆU CÁ NHÂN XUYÊN BIÊN GIỚI"
NAME = "chuyen-xuyen-bien-gioi"


def cross_border(facts: Facts) -> Paper:
    about = f"theo {LAW} và {DECREE}; lập từ cấu hình đang chạy ngày {day(facts.today)}"
    return _abroad(facts, about) if facts.handling.abroad else _at_home(facts, about)


def _at_home(facts: Facts, about: str) -> Paper:
    body = (
        Heading("Không phải lập hồ sơ với cấu hình hiện nay"),
        Para(f"Kênh đang dùng: {facts.channels}. Không có kênh nào chuyển dữ liệu ra nước ngoài."),
        Para(
            (
                "Điều này chỉ đúng nếu máy chủ, bản sao lưu và thư điện tử cũng ở Việt Nam. Nơi đặt máy chủ, "
                "bản sao lưu: ",
                Fill("nhà cung cấp, nơi đặt; ở nước ngoài thì phải lập hồ sơ"),
            )
        ),
        Para(
            "Bật thêm Telegram, hoặc chuyển máy chủ ra nước ngoài, thì chạy lại: baocao privacy dossier --out THƯ-MỤC."
        ),
    )
    return Paper(NAME, TITLE, about, body)


def _abroad(facts: Facts, about: str) -> Paper:
    carriers = [one for one in facts.handling.carriers if one in ABROAD]
    rows = tuple(
        (
            CARRIED_BY[one][0],
            (CARRIED_BY[one][1], "; ", Fill("nước đặt máy chủ, địa chỉ liên lạc")),
            facts.channels_of(one),
            number(facts.reached.get(one, 0)),
        )
        for one in carriers
    )
    body = (
        Heading("1. Bên chuyển"),
        Grid(("Nội dung", "Thông tin"), controller(facts), (34, 66)),
        Heading("2. Bên nhận ở nước ngoài"),
        Grid(("Bên nhận", "Nước", "Kênh", "Số thành viên dùng"), rows, (28, 34, 18, 20)),
        Heading("3. Dữ liệu chuyển đi, mục đích"),
        points(
            (
                "Dữ liệu: tài khoản chat, nội dung tin hai chiều (báo cáo, trả lời, nhắc việc), ảnh, bản sao dữ "
                "liệu mà "
                "chính người đó yêu cầu.",
                "Mục đích: chuyển tin giữa người tham gia và hệ thống. Không chuyển cơ sở dữ liệu, danh sách, "
                "bản sao lưu.",
                f"Thời gian: mỗi khi có tin. Phía ta giữ nội dung tin đã gửi {facts.days('sent')}; phía bên nhận theo "
                "điều khoản của họ.",
            )
        ),
        Heading("4. Cơ sở, sự đồng ý"),
        points(
            (
                "Người tham gia tự chọn Telegram và tự tạo tài khoản ở đó; bot nói rõ đây là công ty nước ngoài, và có "
                "kênh trong nước để chọn." if len(facts.handling.carriers) > len(carriers) else
                "Người tham gia tự tạo tài khoản Telegram; bot nói rõ đây là công ty nước ngoài. Hiện chưa bật kênh "
                "trong nước nào để chọn: nên bật Zalo hoặc SMS.",
                ("Văn bản ràng buộc trách nhiệm giữa hai bên (hợp đồng, điều khoản dịch vụ): ", Fill("tên, "
                "ngày, kèm bản sao")),
                ("Việc người dùng tự chuyển dữ liệu của mình có được miễn lập hồ sơ hay không: ", Fill("ý kiến "
                "pháp chế")),
            )
        ),
        Heading("5. Biện pháp bảo vệ đang áp dụng"),
        measures(facts),
        Heading("6. Đánh giá tác động"),
        Grid(
            ("Rủi ro", "Giảm thiểu", "Người phụ trách kết luận"),
            (
                ("Bên nhận đọc được nội dung tin", "Báo cáo chỉ có số lượng; tên, số, tình trạng của người được "
                "giúp đỡ "
                 "bị từ chối, không nhắc lại trong tin trả lời.", Fill("mức, ý kiến")),
                ("Bên nhận giữ tin lâu hơn ta", "Nói rõ cho người tham gia; người đó tự xóa được cuộc trò chuyện.",
                 Fill("mức, ý kiến")),
                ("Tài khoản bị chiếm", "Đổi máy bằng mã đưa tận tay, cắt máy cũ ngay; quyền theo vai trò.",
                 Fill("mức, ý kiến")),
                ("Dịch vụ bị chặn, ngừng", "Kênh khác của cùng người được dùng thay.", Fill("mức, ý kiến")),
            ),
            (28, 46, 26),
        ),
        *filing(7, "chuyển"),
    )  # fmt: skip
    return Paper(NAME, TITLE, about, body)
