"""Places in the text's own words, and wards by their code."""

import pytest

from tests.handlers.understand.reader.support import reading


@pytest.mark.parametrize(
    "text, place, ward",
    [
        ("hôm qua tuyên truyền ma túy ở nhà văn hóa khu 5, 40 người", "nhà văn hóa khu 5", ""),
        ("tt mt khu 2, 3, 5 va 8 hom qua 40 ng", "khu 2, 3, 5 va 8", ""),
        ("hom qua tt mt o cho ha lam 40 ng", "cho ha lam", ""),
        ("hôm qua tuyên truyền ma túy tại trường THCS Nam Khê 320 học sinh", "trường THCS Nam Khê", ""),
        ("hôm qua tt mt ở tổ 7 khu 3 phường Hà Tu 40 người", "tổ 7 khu 3 phường Hà Tu", "x2025-6652"),
        ("Xã Hải Sơn, hôm qua tuyên truyền ma túy, thôn Pò Hèn, 48 người", "thôn Pò Hèn", "x2025-6724"),
        ("tt mt hom qua 40 ng tai p mong cai 1", "", "x2025-6712"),
        ("Đội Hà Tu hôm qua tuyên truyền ma túy 40 người", "", ""),
        ("tai truong THPT Hon Gai hom qua tt mt 400 hs", "truong THPT Hon Gai", ""),
        ("sang nay ra cho cua khau tt mt cho 80 tieu thuong", "cho cua khau", ""),
        ("hqua doi dung cong cho tt mt 40 ng", "cong cho", ""),
        ("hôm qua tuyên truyền ma túy ở xóm Cầu 40 người", "xóm Cầu", ""),
        ("hôm qua tuyên truyền ma túy cho các em lớp 9 trường Trọng Điểm, 90 em", "trường Trọng Điểm", ""),
        ("sáng qua ở trg Nguyễn Huệ tuyên truyền ma túy 145 em hs", "trg Nguyễn Huệ", ""),
        ("Hôm qua treo 5 băng rôn ở cổng UBND và dọc bờ kè", "cổng UBND và dọc bờ kè", ""),
        ("Hôm qua dán 20 áp phích ma túy ở các khu nhà trọ", "các khu nhà trọ", ""),
        ("Hôm qua vận động ký cam kết với các quán cà phê, 19 quán ký", "", ""),
        ("Tối qua tại “Ngôi nhà bình yên” khu 7 nói chuyện mại dâm, 24 chị em", "“Ngôi nhà bình yên” khu 7", ""),
        ("hôm qua chuyển gửi 4 người sang Trung tâm Y tế xét nghiệm HIV", "", ""),
        ("chieu qua ra khu vuc cot moc 1369 tt mbn 41 nguoi", "khu vuc cot moc 1369", ""),
        ("hqua tt mt o truong noi tru 130 em", "truong noi tru", ""),
        ("hôm qua ở chợ Cột 3 tuyên truyền ma túy được 41 người", "chợ Cột 3", ""),
        ("hôm qua sân trường tiểu học Trần Hưng Đạo nghe về ma túy 430 em", "sân trường tiểu học Trần Hưng Đạo", ""),
        ("ngày hội đại đoàn kết khu 5 hôm qua tuyên truyền ma túy 170 người", "khu 5", ""),
        ("loa phường đọc bài về HIV 2 lần hôm qua", "", ""),
        ("hôm qua treo 18 pa nô dọc ĐT.329", "dọc ĐT.329", ""),
        ("hôm qua dán 30 áp phích dọc TL334 từ km3 tới chợ", "dọc TL334 từ km3 tới chợ", ""),
        ("treo 31 băng rôn từ chân cầu cũ về bến phà cũ hôm qua", "từ chân cầu cũ về bến phà cũ", ""),
        ("hqua tt mt tai cho trung tam, truong Ly Tu Trong va khu 1", "cho trung tam, truong Ly Tu Trong va khu 1", ""),
        ("hôm qua thôn mở ba cuộc nói chuyện về ma túy, 204 lượt người", "", ""),
        ("hqua mo 2 buoi noi chuyen hiv, 60 nguoi", "", ""),
        ("hqua tt hiv o cong mo 3, 40 cn", "cong mo 3", ""),
        ("hôm qua gặp 17 bạn tư vấn HIV, kho cạn nên không phát gì", "", ""),
    ],
)
def test_places_and_wards(text, place, ward):
    (activity,) = reading(text).activities
    assert (activity.place, activity.ward) == (place, ward)
