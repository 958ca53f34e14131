"""What people answer, change and take back in words of their own."""

from datetime import date

import pytest

from handlers.understand.reader.reading import Activity, Talk, Value
from tests.handlers.understand.reader.support import reading

DAY = date(2026, 6, 15)
ONE = {"sessions": Value(1)}


def talked(kind="communication", topics=("drug",), day=DAY, place="khu 4", **figures):
    events = ONE if kind == "communication" else {}
    return Activity(kind, topics, day, place=place, figures=events | {n: Value(v) for n, v in figures.items()})


FULL = talked(participants=62, leaflets=40)


@pytest.mark.parametrize(
    "text, kind, asked, figures",
    [
        ("ba bảy, trẻ con chạy quanh em không tính nhé", "communication", "participants", {"participants": 37}),
        ("bay hai ng nhe", "communication", "participants", {"participants": 72}),
        ("dạ hăm ba người thôi ạ, trời mưa nên vắng", "communication", "participants", {"participants": 23}),
        ("sáng 30, chiều 25, tổng 55", "communication", "participants", {"participants": 55}),
        ("đếm lại thì 46 nhưng có 2 bạn ký trùng nên 44 thôi", "communication", "participants", {"participants": 44}),
        ("41 (17 nu)", "communication", "participants", {"participants": 41, "participants_female": 17}),
        ("77, trong đó 30 em hs", "communication", "participants", {"participants": 77, "participants_students": 30}),
        ("hai ca, một nam một nữ", "counselling", "persons", {"persons": 2}),
        ("3 người chịu đi, 2 ông thì không", "rehab_mobilisation", "persons_agreed", {"persons_agreed": 3}),
        ("4 triệu 2", "inspection", "fine_vnd", {"fine_vnd": 4_200_000}),
        ("bài 8 phút, phát 6 lần thì là 48 phút chị ạ", "broadcast", "minutes", {"minutes": 48, "items": 6}),
        ("Báo cáo anh, quân số 74 đồng chí", "communication", "participants", {"participants": 74}),
        ("đâu có nhiều, hơn hai chục một tí", "communication", "participants", {"participants": 20}),
        ("cũng phát hết 2 tập, mỗi tập 50 tờ", "communication", "leaflets", {}),
        ("chua, mai moi phat", "communication", "leaflets", {"leaflets": 0}),
        ("khong vi pham gi", "inspection", "violations", {"violations": 0}),
        ("không ai chịu cả chị ạ", "rehab_mobilisation", "persons_agreed", {"persons_agreed": 0}),
        ("một mống cũng không", "rehab_mobilisation", "persons_agreed", {"persons_agreed": 0}),
        ("mỗi hộ 50 triệu, 2 hộ là 100 triệu", "loan", "amount_vnd", {"amount_vnd": 100_000_000, "persons": 2}),
        ("không, hết sạch tờ rơi từ tháng trước rồi", "communication", "leaflets", {"leaflets": 0}),
    ],
)  # fmt: skip
def test_figures_are_answered(text, kind, asked, figures):
    (activity, *_) = reading(text, Talk(open_draft=talked(kind), open_question=asked)).activities
    assert {n: v.value for n, v in activity.figures.items() if n != "sessions"} == figures
    assert activity.date == DAY


@pytest.mark.parametrize(
    "text, asked",
    [
        ("hỏi anh Thắng mới biết, để sáng mai em nhắn lại", "participants"),
        ("so ghi chep de o co quan mat roi, mai toi xem lai da", "participants"),
        ("nhieu lam khong dem het dau", "participants"),
        ("lau roi toi cung chang nho hom nao nua", "date"),
    ],
)
def test_what_nobody_remembers_is_asked_again(text, asked):
    assert asked in reading(text, Talk(open_draft=talked(day=None), open_question=asked)).asks


def test_an_answer_mends_what_stands_only_where_it_says_so():
    draft = talked(day=None, participants=14)
    found = reading("hom qua. ma khoan 41 nguoi chu khong phai 14", Talk(open_draft=draft, open_question="date"))
    assert found.activities[0].figures["participants"] == Value(41)
    found = reading("nay em phải về đón con, tí nhập tiếp nhé", Talk(open_draft=FULL, open_question="place"))
    assert all(a.date == DAY for a in found.activities)


@pytest.mark.parametrize("kept", ["last_report", "open_draft"])
@pytest.mark.parametrize(
    "text, figure, value",
    [
        ("đảo số rồi cháu ơi, hai sáu mới phải", "participants", 26),
        ("bấm trượt tay, 62 thành 26 hộ em", "participants", 26),
        ("62 là cả tổ chức, dân nghe có 55 thôi", "participants", 55),
        ("25 chu ko phai 62 dau nhe", "participants", 25),
        ("bớt số người xuống 50", "participants", 50),
        ("tăng lên 70 người giúp em", "participants", 70),
        ("chị cập nhật giúp em 62 lên 67 người, lúc sau có thêm bà con đến", "participants", 67),
        ("lúc nãy em ghi 62 là đếm cả ban tổ chức, bỏ 6 người ra còn 56", "participants", 56),
        ("thêm cho em mấy bác đến sau: 5 bác", "participants", 67),
        ("bỏ 2 người đi, họ là cán bộ", "participants", 60),
        ("62 tính nhầm cả hai buổi, buổi này 26 thôi", "participants", 26),
        ("còn sót 14 tờ phát lúc ra về, cộng vào giúp em", "leaflets", 54),
        ("bot ghi 62, em nói 64 cơ mà", "participants", 64),
        ("bác gõ thiếu số 0, có 620 cơ", "participants", 620),
        ("Chị ơi em báo thiếu 7 người đi cùng xe sau", "participants", 69),
        ("em ghi dư 4 người bên công an, trừ ra giúp em", "participants", 58),
        ("Còn 4 bạn ký tên sau em chưa cộng, chị cộng vào hộ", "participants", 66),
        ("số nữ là 39 mới đúng, còn tổng 62 thì giữ nguyên nhé chị", "participants_female", 39),
        ("nu ghi thieu, 27 moi du, con tong 62 thi dung roi", "participants_female", 27),
        ("trong số đó có 35 học sinh em quên tách", "participants_students", 35),
        ("ghi thêm giúp em 60 tờ rơi phát cuối buổi", "leaflets", 100),
        ("to roi 400 chu", "leaflets", 400),
        ("Tờ rơi không có đâu chị, em điền nhầm ô", "leaflets", 0),
        ("chưa đúng, 2 buổi cơ", "sessions", 2),
        ("thieu 1 buoi chieu nua, tong 2 buoi", "sessions", 2),
    ],
)
def test_figures_are_changed(text, figure, value, kept):
    found = reading(text, Talk(**{kept: FULL}))
    assert found.intent == "correction"
    assert [(c.figure, c.value and c.value.value) for c in found.change] == [(figure, value)]


def test_several_figures_are_changed_at_once():
    fined = talked("inspection", ("prostitution",), establishments=6, violations=2, handled=1, fine_vnd=4_500_000)
    found = reading("Phạt 2 cơ sở chứ không phải 1, tổng 9 triệu", Talk(last_report=fined))
    assert {c.figure: c.value.value for c in found.change} == {"handled": 2, "fine_vnd": 9_000_000}
    pupils = talked(participants=83, participants_students=65)
    text = "Chị sửa giúp em nhé, có thêm 7 em học sinh đến sau nữa, thành 72 em học sinh, tổng là 90 người ạ."
    found = reading(text, Talk(last_report=pupils))
    assert {c.figure: c.value.value for c in found.change} == {"participants": 90, "participants_students": 72}


@pytest.mark.parametrize(
    "text, what, value",
    [
        ("chiều hôm kia chứ", "date", date(2026, 6, 14)),
        ("không, làm từ hôm kia cơ", "date", date(2026, 6, 14)),
        ("ở trường tiểu học Đông Ngũ cơ mà", "place", "trường tiểu học Đông Ngũ"),
        ("không phải khu 4, khu 6 em ơi", "place", "khu 6"),
        ("chỗ làm là nhà bia khu Đồn cơ", "place", "nhà bia khu Đồn"),
        ("nói về mại dâm chứ ma túy là buổi trước", "topics", ("prostitution",)),
        ("đổi chỗ thành nhà văn hóa thôn Trung giúp em", "place", "nhà văn hóa thôn Trung"),
        ("địa điểm ghi giúp em là đình Quan Lạn", "place", "đình Quan Lạn"),
        ("buổi hôm 15/6 làm ở nhà văn hoá khu 5, không phải khu 4, em viết nhầm", "place", "nhà văn hoá khu 5"),
        ("Nội dung là phòng chống mua bán người, không phải ma túy đâu ạ", "topics", ("trafficking",)),
        ("chủ đề là mại dâm cơ", "topics", ("prostitution",)),
        ("loại hình phải là phát thanh, em chọn nhầm truyền thông", "kind", "broadcast"),
    ],
)
def test_days_places_topics_and_kinds_are_changed(text, what, value):
    found = reading(text, Talk(open_draft=FULL))
    assert (found.intent, [getattr(c, what) for c in found.change]) == ("correction", [value])


@pytest.mark.parametrize(
    "text, intent",
    [
        ("thôi khỏi báo buổi này nữa", "withdraw"),
        ("thoi bo cai nay di, ong doi truong bao tu hom qua roi", "withdraw"),
        ("huỷ bản này giúp chị, chị làm lại bản khác", "withdraw"),
        ("thôi đừng ghi nữa, tôi báo nhầm đội", "withdraw"),
        ("được rồi em lưu đi", "chatter"),
        ("từ từ đã, chưa gửi vội", "chatter"),
        ("đừng gửi vội", "chatter"),
        ("em duyệt rồi, gửi đi", "chatter"),
        ("thôi không làm báo cáo này nữa", "withdraw"),
        ("tính theo danh sách hay theo thực tế hả anh", "question"),
        ("ghi vậy được rồi", "chatter"),
        ("hủy, tôi báo cho đội khác rồi", "withdraw"),
        ("chị gửi lại câu hỏi giúp em, em không hiểu phải ghi gì", "help"),
        ("chuẩn rồi đấy cháu", "chatter"),
        ("Còn hôm nay đội treo 3 băng rôn ở cầu Ba Chẽ nữa nhé", "report"),
        ("người đi qua dừng lại nghe thì có đếm không em?", "question"),
    ],
)
def test_what_is_said_at_a_draft(text, intent):
    assert reading(text, Talk(open_draft=FULL)).intent == intent


@pytest.mark.parametrize(
    "text, intent",
    [
        ("hôm qua định đi mà mưa nên chả đi được", "nil"),
        ("Tháng 5 điểm đóng cửa sửa mái nên coi như không có lượt nào", "nil"),
        ("tuan vua roi doi toi ngoi choi xoi nuoc, bao do bo", "nil"),
        ("cn tới đoàn e định dựng 6 pano vs phát 300 tờ rơi ở bến xe, c duyệt giúp e", "plan"),
        ("Đầu tháng 7 đội em ra quân treo 10 băng rôn nhé chị", "plan"),
        ("em đăng ký lịch 20/6 tập huấn 30 tình nguyện viên", "plan"),
        ("em cảm ơn chị. Mai lại nắng 38 độ đấy chị giữ sức khoẻ nha", "chatter"),
        ("bà con khen buổi hôm qua hay lắm chị ạ", "chatter"),
        ("ad ơi tin sáng nay e gửi có lưu hok dạ, sao thấy im re", "question"),
        ("Em muốn coi lại những gì đội em đã gửi hồi đầu tháng", "question"),
        ("xong hết rồi nhé", "unclear"),
        ("quý vừa rồi mô hình đóng băng", "nil"),
        ("không có nhu cầu nhận tin nhé", "stop"),
        ("đang xin phép nhà trường, được thì tuần tới làm 2 buổi", "plan"),
        ("30/6 này đội phát tờ rơi ở bãi tắm, khoảng 500 tờ", "plan"),
        ("nhắn sai hoài, chỉ giùm em cái mẫu đúng đi", "help"),
        ("ơ nhắn nhầm người rồi, em có tham gia đội nào đâu", "stop"),
        ("sếp ơi trà sữa không", "chatter"),
        ("ơ thế hôm nay có họp không mọi người", "question"),
        ("cuối tháng này mình vào mỏ Hà Lầm nói chuyện với thợ lò, ad sắp tờ rơi giúp", "plan"),
    ],
)
def test_what_is_no_report(text, intent):
    assert reading(text).intent == intent


@pytest.mark.parametrize(
    "text, kind, before, figure, value",
    [
        ("8 ca chứ không phải 6 đâu em ơi", "counselling", {"persons": 6}, "persons", 8),
        (
            "em gõ lộn, bao cao su 110 chứ k phải 100",
            "harm_reduction",
            {"persons": 20, "condoms": 100, "needles": 50},
            "condoms",
            110,
        ),
        ("kim thì chỉ có 45 thôi nhé", "harm_reduction", {"persons": 20, "condoms": 100, "needles": 50}, "needles", 45),
        (
            "Con số 45 kia là tính cả cán bộ, dân thực đến 39 thôi",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "participants",
            39,
        ),
        (
            "cho xin chinh cho nguoi dong y la 3",
            "rehab_mobilisation",
            {"persons_approached": 5, "persons_agreed": 2},
            "persons_agreed",
            3,
        ),
        (
            "ấy chết thiếu một số 0, tiền vay là 500 triệu cơ",
            "loan",
            {"persons": 2, "amount_vnd": 50000000},
            "amount_vnd",
            500000000,
        ),
        (
            "bớt giúp mình 5 bác, họ bỏ về giữa chừng",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "participants",
            40,
        ),
        ("báo lộn rồi em, phải là 9 người", "counselling", {"persons": 6}, "persons", 9),
        ("6 ng la nham, 7 moi dung", "counselling", {"persons": 6}, "persons", 7),
        (
            "bcs thì 120 nha, 100 là của tuần trước",
            "harm_reduction",
            {"persons": 20, "condoms": 100, "needles": 50},
            "condoms",
            120,
        ),
        ("xin sửa số kim tiêm còn 40", "harm_reduction", {"persons": 20, "condoms": 100, "needles": 50}, "needles", 40),
        (
            "người dự chỉ 38 thôi còn lại là ban tổ chức",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "participants",
            38,
        ),
        (
            "nữ phải 25 chứ",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "participants_female",
            25,
        ),
        (
            "cho em thêm 15 tờ rơi vào hôm đó nhé",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "leaflets",
            75,
        ),
        (
            "nhầm số rồi, dong y 3 chu k phai 2",
            "rehab_mobilisation",
            {"persons_approached": 5, "persons_agreed": 2},
            "persons_agreed",
            3,
        ),
        (
            "thêm 1 người nữa được giới thiệu, thành 4",
            "job_referral",
            {"persons": 3, "persons_in_need": 5},
            "persons",
            4,
        ),
        ("nhu cầu có 6 mới đúng", "job_referral", {"persons": 3, "persons_in_need": 5}, "persons_in_need", 6),
        ("Em xem lại sổ thì chỉ có 5 ca thôi ạ", "counselling", {"persons": 6}, "persons", 5),
        ("sửa giúp bác thành 16 người nhé", "post_rehab", {"persons": 14}, "persons", 16),
        ("tiền vay 60tr mới đúng", "loan", {"persons": 2, "amount_vnd": 50000000}, "amount_vnd", 60000000),
        ("công an báo xử lý 3 tin rồi chứ không phải 2", "tip_handling", {"received": 4, "handled": 2}, "handled", 3),
        ("ghi dư 2 người, bỏ ra giúp", "post_rehab", {"persons": 14}, "persons", 12),
        (
            "cái bơm kim em báo 50 nhưng đếm lại có 45",
            "harm_reduction",
            {"persons": 20, "condoms": 100, "needles": 50},
            "needles",
            45,
        ),
        (
            "số người dự sai rồi, 54 cơ",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "participants",
            54,
        ),
        (
            "cho mình nâng lên 50 người, lúc cuối có thêm mấy bác",
            "communication",
            {"sessions": 1, "participants": 45, "participants_female": 20, "leaflets": 60},
            "participants",
            50,
        ),
    ],
)
def test_figures_of_every_kind_are_changed(text, kind, before, figure, value):
    found = reading(text, Talk(last_report=talked(kind, **before)))
    assert found.intent == "correction"
    assert [(c.figure, c.value and c.value.value) for c in found.change] == [(figure, value)]
