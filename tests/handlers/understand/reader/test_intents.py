"""What a message is for."""

import pytest

from tests.handlers.understand.reader.support import reading


@pytest.mark.parametrize(
    "text, intent",
    [
        ("thang nay doi chua lam duoc buoi nao", "nil"),
        ("Quý II không phát sinh", "nil"),
        ("không có hoạt động", "nil"),
        ("hôm qua tụi em ko tt được, mưa quá", "nil"),
        ("tuần tới sẽ tuyên truyền ở chợ", "plan"),
        ("mai 15/6 doi di tt o khu 3, 50 nguoi", "plan"),
        ("dự kiến 15/7 tập huấn 50 người", "plan"),
        ("hướng dẫn báo cáo", "help"),
        ("gặp cán bộ", "help"),
        ("em muốn hỏi báo cáo gửi kiểu gì ạ", "help"),
        ("số liệu tháng 10", "question"),
        ("hạn đến bao giờ", "question"),
        ("đội nào chưa nộp", "question"),
        ("bot có đang chạy không", "question"),
        ("bao tre 2 ngay co bi tru thi dua k", "question"),
        ("cảm ơn chị", "chatter"),
        ("chào buổi sáng cả nhà", "chatter"),
        ("phường Hà Tu từ chị Hoa chúc mừng cả nhà", "chatter"),
        ("👍", "chatter"),
        ("dung nhan tin nua", "stop"),
        ("thôi không nhận tin nữa đâu", "stop"),
        ("Xóa báo cáo vừa gửi giúp em", "withdraw"),
        ("cứu em với, em bị nhốt ở nhà nghỉ", "emergency"),
        ("nhà bên cạnh đánh con dữ lắm, gọi ai bây giờ", "emergency"),
        ("phát hiện có đối tượng bán ma túy ở ngõ 3 khu 5, đề nghị công an xử lý", "emergency"),
        ("22/22 xã không có tệ nạn mại dâm", "report"),
        ("hôm qua treo cờ Đảng và 5 băng rôn ở khu 3 tuyên truyền ma túy", "report"),
        ("đưa đoàn 20 người sang Trung Quốc học tập kinh nghiệm từ 3-5/6", "report"),
        ("45", "unclear"),
        ("giờ muốn báo thì phải gõ cái gì trước hả cháu", "help"),
        ("nhắn số vào đây là xong hả hay còn phải bấm gì nữa ạ", "help"),
        ("tháng 8 trên máy đang ghi bên em mấy băng rôn vậy ạ, em nhớ 7", "question"),
        ("tháng 5 trang zalo lên được 8 tin về ma túy rồi, lượt xem bao nhiêu em chưa cộng", "report"),
        ("tính tới chiều nay mới ký được cam kết phòng chống mại dâm với 5 chủ nhà trọ", "report"),
        ("nhà trọ sau chợ đêm nào cũng mua bán hàng trắng, đừng nói tên tôi", "emergency"),
    ],
)
def test_intents(text, intent):
    assert reading(text).intent == intent


def test_an_emergency_is_kept_nowhere():
    text = "cứu em với, em bị nhốt ở nhà nghỉ"
    assert reading(text).refused == (text,)
