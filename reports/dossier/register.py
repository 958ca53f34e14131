"""Bản ghi hoạt động xử lý dữ liệu cá nhân: the register of processing."""

from __future__ import annotations

from reports.dossier.facts import CARRIED_BY, DECREE, LAW, Facts, day, number, stays
from reports.dossier.paper import Fill, Grid, Heading, Paper, Para, points


def register(facts: Facts) -> Paper:
    body = (
        Heading("1. Bên kiểm soát dữ liệu"),
        Grid(("Nội dung", "Thông tin"), controller(facts), (30, 70)),
        Heading("2. Các hoạt động xử lý"),
        Grid(
            ("TT", "Hoạt động", "Dữ liệu cá nhân", "Của ai", "Mục đích", "Căn cứ", "Thời gian giữ"),
            activities(facts),
            (5, 15, 19, 11, 18, 13, 19),
        ),
        Heading("3. Bên nhận, bên chuyển dữ liệu"),
        Grid(("TT", "Bên", "Nơi", "Kênh", "Dữ liệu", "Số người"), recipients(facts), (5, 29, 12, 20, 22, 12)),
        Heading("4. Dữ liệu không thu thập"),
        points(
            (
                "Không giữ dữ liệu của người được giúp đỡ: họ tên, số điện thoại, số giấy tờ, địa chỉ nhà, tình trạng "
                "HIV, nghiện, là nạn nhân bị từ chối trước khi lưu; báo cáo chỉ có số lượng.",
                "Không hỏi ngày sinh, số căn cước, nơi ở của tình nguyện viên.",
                "Ảnh bị xóa vị trí chụp trước khi lưu.",
            )
        ),
        Heading("5. Biện pháp bảo vệ đang áp dụng"),
        measures(facts),
        Heading("6. Yêu cầu của chủ thể dữ liệu trong 12 tháng qua"),
        requests(facts),
        Heading("7. Sự cố"),
        Para(f"Sổ sự cố có {number(facts.breaches)} dòng (xem: baocao privacy breach list)."),
        Para(("Cập nhật bản ghi này khi đổi kênh, đổi thời gian giữ, đổi bên nhận. Lần rà soát tới: ", Fill("ngày"))),
    )
    about = f"theo {LAW} và {DECREE}; lập từ cấu hình đang chạy ngày {day(facts.today)}"
    return Paper("ban-ghi-xu-ly", "BẢN GHI HOẠT ĐỘNG XỬ LÝ DỮ LIỆU CÁ NHÂN", about, body, wide=True)


def controller(facts: Facts):
    return (
        ("Bên kiểm soát", facts.issuer),
        ("Địa chỉ, điện thoại, thư điện tử", Fill("địa chỉ trụ sở, điện thoại, thư điện tử")),
        ("Người đại diện", Fill("họ tên, chức vụ người ký")),
        ("Bộ phận, người phụ trách bảo vệ dữ liệu", Fill("họ tên, chức vụ, số quyết định phân công")),
        ("Nơi tiếp nhận yêu cầu", facts.handling.contact or Fill("nơi tiếp nhận; đặt BAOCAO_CONTACT để bot nói đúng")),
        ("Bên xử lý (vận hành máy chủ)", Fill("tên đơn vị vận hành, số hợp đồng; hoặc: tự vận hành")),
        ("Nơi đặt máy chủ", Fill("nhà cung cấp, tỉnh, nước")),
        ("Hệ thống", f"Báo Cáo – {facts.title}"),
        ("Kênh đang dùng", facts.channels),
        (
            "Quy mô",
            f"{number(facts.members)} thành viên ({number(facts.restricted)} đang ngừng dùng dữ liệu), "
            f"{number(facts.units)} đơn vị, {number(facts.reports)} báo cáo, {number(facts.photos)} ảnh",
        ),
    )


def activities(facts: Facts):
    consent = "sự đồng ý khi tham gia"
    return (
        ("1", "Tham gia, tài khoản", "họ tên, số điện thoại hoặc tài khoản chat, đơn vị, vai trò, ngày đồng ý",
         "tình nguyện viên, cán bộ", "biết ai được gửi, xem báo cáo", consent, stays(facts)),
        ("2", "Nhận báo cáo", "mã người gửi, số liệu, nơi, ghi chú", "tình nguyện viên, cán bộ",
         "tổng hợp số liệu công tác", consent, "số liệu giữ lâu dài; khi xóa dữ liệu chỉ còn mã, không còn tên"),
        ("3", "Ảnh của báo cáo", "ảnh buổi hoạt động, đã bỏ vị trí", "người có trong ảnh, người gửi",
         "minh chứng hoạt động", Fill("căn cứ đối với người có trong ảnh"), facts.days("media")),
        ("4", "Nhắn tin, nhắc việc", "nội dung tin bot gửi, nơi nhận", "tình nguyện viên, cán bộ",
         "nhắc hạn, trả lời", consent, f"nội dung và nơi nhận: {facts.days('sent')}"),
        ("5", "Báo cáo làm dở", "câu trả lời chưa gửi", "tình nguyện viên", "làm tiếp", consent, facts.days("drafts")),
        ("6", "Tin không đọc được", "tin nguyên văn", "người nhắn", "sửa lỗi", consent, facts.days("aside")),
        ("7", "Nhật ký", "mã người làm, việc, thời gian", "tình nguyện viên, cán bộ",
         "kiểm tra, truy trách nhiệm", "nghĩa vụ bảo vệ dữ liệu", facts.days("trail")),
        ("8", "Sao lưu", "toàn bộ các dữ liệu trên", "như trên", "khôi phục khi hỏng máy", "nghĩa vụ bảo vệ dữ liệu",
         facts.backups),
    )  # fmt: skip


def recipients(facts: Facts):
    rows = [
        ("Đội trưởng, cán bộ xã, phường, cán bộ tỉnh phụ trách", "Việt Nam", "bot, tệp tải về",
         "tên, vai trò; số điện thoại khi cần, có ghi nhật ký", number(facts.members))
    ]  # fmt: skip
    for carrier in facts.handling.carriers:
        whom, where = CARRIED_BY[carrier]
        what = "tài khoản hoặc số, nội dung tin" if carrier != "here" else "không có"
        rows.append((whom, where, facts.channels_of(carrier), what, number(facts.reached.get(carrier, 0))))
    return tuple((str(n), *row) for n, row in enumerate(rows, 1))


def measures(facts: Facts) -> Grid:
    rows = tuple((what, "có" if on else "CHƯA", how) for what, on, how in facts.measures)
    return Grid(("Biện pháp", "Đang áp dụng", "Tình trạng"), rows, (38, 14, 48))


def requests(facts: Facts) -> Grid:
    named = {
        "copy data": "lấy bản sao dữ liệu",
        "ask for a copy": "xin bản sao trên giấy",
        "rename": "sửa tên",
        "restrict": "ngừng dùng, giữ số liệu",
        "lift restriction": "dùng lại",
        "erase": "rút đồng ý, xóa dữ liệu (cả do im lặng lâu)",
    }
    rows = tuple((said, number(facts.rights.get(what, 0))) for what, said in named.items())
    return Grid(("Yêu cầu", "Số lần"), rows, (75, 25))
