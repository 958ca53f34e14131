"""Báo cáo đánh giá tác động xử lý dữ liệu cá nhân: the impact assessment."""

from __future__ import annotations

from reports.dossier.facts import DECREE, LAW, Facts, day, number, stays
from reports.dossier.paper import Block, Fill, Grid, Heading, Paper, Para, Text, points
from reports.dossier.register import controller, measures, recipients


def impact(facts: Facts) -> Paper:
    body: tuple[Block, ...] = (
        Heading("1. Bên kiểm soát, bên xử lý"),
        Grid(("Nội dung", "Thông tin"), controller(facts), (34, 66)),
        Heading("2. Mục đích xử lý"),
        Para(
            f"Tiếp nhận báo cáo công tác xã hội tình nguyện của {number(facts.units)} đơn vị qua "
            f"{facts.channels}; nhắc "
            "hạn, tổng hợp số liệu cho cán bộ phụ trách. Không quảng cáo, không bán, không dùng để đánh giá cá nhân."
        ),
        Heading("3. Dữ liệu được xử lý"),
        points(
            (
                "Dữ liệu cơ bản: họ tên, số điện thoại, tài khoản chat, đơn vị, vai trò, lịch sử báo cáo.",
                "Dữ liệu nhạy cảm: không chủ động thu thập. Ảnh và ô chữ tự do có thể chứa; chữ được kiểm tra "
                "trước khi "
                "lưu, ảnh bị bỏ vị trí.",
                f"Chủ thể: {number(facts.members)} tình nguyện viên và cán bộ từ đủ 16 tuổi, đã đồng ý trước "
                f"khi tham gia.",
            )
        ),
        Heading("4. Thời gian xử lý và xóa"),
        points(
            (
                f"Họ tên, số điện thoại: {stays(facts)}.",
                f"Tin đã gửi: {facts.days('sent')}; báo cáo làm dở: {facts.days('drafts')}; tin không đọc được: "
                f"{facts.days('aside')}; ảnh: {facts.days('media')}; nhật ký: {facts.days('trail')}.",
                f"Bản sao lưu: {facts.backups}.",
            )
        ),
        Heading("5. Bên nhận dữ liệu"),
        Grid(("TT", "Bên", "Nơi", "Kênh", "Dữ liệu", "Số người"), recipients(facts), (6, 28, 13, 19, 22, 12)),
        Heading("6. Sự đồng ý và quyền của chủ thể"),
        points(
            (
                "Thông báo và câu hỏi đồng ý trước khi lưu tên; trả lời được ghi cùng phiên bản thông báo và "
                "thời gian; "
                "im lặng không phải là đồng ý.",
                "Trong bot, “Dữ liệu của tôi”: xem, sửa tên, lấy bản sao (HTML, JSON; SMS thì cán bộ in), biết "
                "ai xử lý "
                "và giữ bao lâu, ngừng dùng mà giữ số liệu, rút đồng ý và xóa. Làm ngay khi bấm.",
                ("Yêu cầu bằng giấy: trả lời, thực hiện trong thời hạn luật định. Người tiếp nhận: ", Fill("họ tên")),
            )
        ),
        Heading("7. Biện pháp bảo vệ đang áp dụng"),
        measures(facts),
        Heading("8. Rủi ro, mức độ, giảm thiểu"),
        Grid(
            ("Rủi ro", "Mức (hệ thống gợi ý)", "Giảm thiểu", "Người phụ trách kết luận"), risks(facts), (24, 14, 40, 22)
        ),
        Heading("9. Kết luận"),
        Para(("Ý kiến của bên kiểm soát về mức độ ảnh hưởng và việc tiếp tục xử lý: ", Fill("kết luận, ngày"))),
        *filing(10, "xử lý"),
    )
    about = f"theo {LAW} và {DECREE}; lập từ cấu hình đang chạy ngày {day(facts.today)}"
    return Paper("danh-gia-tac-dong", "BÁO CÁO ĐÁNH GIÁ TÁC ĐỘNG\nXỬ LÝ DỮ LIỆU CÁ NHÂN", about, body)


def risks(facts: Facts) -> tuple[tuple[Text, ...], ...]:
    lacking = [what for what, on, _ in facts.measures if not on]
    gap = f" Chưa áp dụng: {'; '.join(lacking)}." if lacking else ""
    rows: list[tuple[str, str, str]] = [
        ("Lộ họ tên, số điện thoại của tình nguyện viên", "trung bình" if lacking else "thấp",
         "Quyền theo vai trò và đơn vị; xem số có ghi nhật ký; nhật ký máy không có tên, số." + gap),
        ("Lọt dữ liệu người được giúp đỡ vào ô chữ", "cao nếu xảy ra",
         "Kiểm tra mọi ô chữ trước khi lưu; nghi ngờ thì hỏi lại; phần bị từ chối không được lưu ở đâu."),
        ("Ảnh lộ mặt người được giúp đỡ", "trung bình",
         "Bỏ vị trí; hoạt động tư vấn không nhận ảnh; nhắc không chụp mặt."),
        ("Mạo danh bằng số SMS", "trung bình", "Việc quan trọng đòi nhắn lại mã; không đưa đường dẫn qua SMS."),
        ("Mất máy chủ, mất bản sao lưu", "trung bình", f"Sao lưu hằng đêm: {facts.backups}."),
        ("Người cũ còn quyền", "thấp", "Vai trò có ngày bắt đầu, kết thúc; cho thôi là cắt ngay."),
    ]  # fmt: skip
    if facts.handling.abroad:
        rows.append(("Dữ liệu ra nước ngoài qua Telegram", "trung bình",
                     "Nói rõ cho người tham gia, có kênh trong nước để chọn; xem hồ sơ chuyển xuyên biên "
                     "giới."))  # fmt: skip
    return tuple((*row, Fill("mức, ý kiến")) for row in rows)


def filing(place: int, what: str) -> tuple[Block, ...]:
    """What the law says of sending it in, as far as it could be checked, and what is to be asked."""
    return (
        Heading(f"{place}. Nộp hồ sơ"),
        points(
            (
                f"Thời hạn: 60 ngày kể từ ngày đầu tiên {what} dữ liệu (Điều "
                f"{'20' if what == 'chuyển' else '21'} Luật). "
                "Nơi nhận: cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an.",
                "Mẫu đơn kèm theo Nghị định và trường hợp cơ quan nhà nước được miễn lập hồ sơ: chưa đối chiếu "
                "được với "
                "văn bản gốc; pháp chế kiểm tra trước khi nộp.",
                ("Pháp chế đã kiểm tra: ", Fill("họ tên, ngày; nêu mẫu số và căn cứ miễn nếu có")),
                (f"Ngày bắt đầu {what}: ", Fill("ngày"), "; ngày nộp: ", Fill("ngày"), "; số tiếp nhận: ", Fill("số")),
            )
        ),
    )
