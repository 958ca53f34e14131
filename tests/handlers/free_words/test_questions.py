"""Questions in words, by role: each is answered with the screen of what is asked; who may not is told whom to ask."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from handlers.context import Turn
from handlers.free_words.questions.answers import ANSWERS
from handlers.pipeline.stages import answer
from handlers.state import State
from handlers.understand.reader.reading import ABOUT
from programme.domain.messages import Inbound
from programme.domain.model import Activity, Figure, Member, Post, Report
from programme.domain.seasons import seasons_of
from tests.handlers.understand import reader
from tests.support.contexts import NOW, NothingStored, context

QUESTIONS = tomllib.loads((Path(reader.__file__).parent / "questions.toml").read_text("utf-8"))
ROLES = {
    "member": ("member", "hl.ha-tu"),
    "leader": ("leader", "hl.ha-tu"),
    "commune": ("coordinator", "x2025-6652"),
    "province": ("coordinator", "qn"),
    "operator": ("admin", "qn"),
    "viewer": ("viewer", "qn"),
}
PEOPLE = {
    "hl.ha-tu": [Member("ba", "Ba", (Post("hl.ha-tu", "leader"),))],
    "x2025-6652": [Member("hoa", "Hoa", (Post("x2025-6652", "coordinator"),))],
    "qn": [Member("thu", "Thu", (Post("qn", "coordinator"),))],
}
SENT = Report(
    code="K7P2",
    form="report",
    version="1",
    unit="hl.ha-tu",
    member="m1",
    entered_by="m1",
    channel="telegram",
    period="2026-06",
    filed_at=NOW,
    activities=(Activity("communication", ("drug",), NOW.date(), {"participants": Figure(45)}),),
)


def said(role: str, *texts: str, **found) -> tuple[str, Turn]:
    """What the last of these messages gets, with its choices behind it."""
    where = {
        "members_of": lambda unit: PEOPLE.get(unit, ()),
        "seasons": lambda pack, ys: seasons_of(pack, (), ys),
    }
    where |= found
    s = context(role=ROLES[role][0], unit=ROLES[role][1], queries=NothingStored(**where))
    turn = Turn(State())
    for text in texts:
        turn = answer(Inbound("telegram", "1", "k", NOW, text), s)
        s = s.with_state(turn.state)
    lines = [f"{reply.text} {' '.join(f'[{c.label}]' for c in reply.choices)}" for reply in turn.replies]
    return "\n".join(lines), turn


def test_whatever_may_be_asked_has_an_answer():
    assert set(ANSWERS) == set(ABOUT)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", [text for table in QUESTIONS.values() for text in table])
def test_every_question_is_answered_in_every_role(role, text):
    told, turn = said(role, text)
    assert told.strip() and "Chưa hiểu" not in told and "113" not in told
    assert not turn.effects


MEMBER_MAY_NOT = ("đội nào chưa nộp", "có gì cần duyệt không", "nhắc đội Hà Tu", "xã nào chưa gửi kế hoạch")


@pytest.mark.parametrize("text", MEMBER_MAY_NOT)
def test_who_may_not_hears_whom_to_ask(text):
    assert "Hỏi: Ba – đội trưởng" in said("member", text)[0] or "Hỏi: Hoa – cán bộ" in said("member", text)[0]


ANSWERED = [
    ("member", "số liệu tháng 5", "Đội CTXHTN Hà Tu – Tất cả chủ đề – 1–31/5/2026"),
    ("member", "so lieu ma tuy thang 5", "Ma túy – 1–31/5/2026"),
    ("member", "số liệu tháng 10", "1–31/10/2025"),
    ("member", "số liệu tháng 10/2026", "Kỳ này chưa tới (bắt đầu 1/10/2026)"),
    ("member", "từ 1/6 đến nay", "1–15/6/2026"),
    ("member", "hôm nay được mấy buổi", "– 15/6/2026"),
    ("member", "tuần này được mấy buổi rồi", "15–21/6/2026"),
    ("member", "quý 1 được bao nhiêu lượt", "1/1–31/3/2026"),
    ("member", "năm 2025 được bao nhiêu buổi", "1/1–31/12/2025"),
    ("member", "tháng hành động được bao nhiêu buổi", "1–30/6/2026"),
    ("member", "so lieu thang hanh dong hiv", "HIV/AIDS – 10/11–10/12/2025"),
    ("member", "theo xã", "Bên dưới không có đơn vị nào để chia. Số của đơn vị khác, hỏi: Hoa – cán bộ phụ trách"),
    ("member", "số liệu phường Cửa Ông", "Hỏi: Ba – đội trưởng"),
    ("member", "hạn đến bao giờ", "hạn gửi hết 5/7/2026 (còn 20 ngày)"),
    ("member", "hạn nộp tháng 5 là ngày nào", "kỳ tháng 5 (1–31/5), hạn gửi hết 5/6/2026 (đã qua 10 ngày)"),
    ("member", "cap lai ma pin cho em", "PIN"),
    ("member", "gặp cán bộ", "Người phụ trách: Ba – đội trưởng, chủ nhiệm; Hoa – cán bộ phụ trách"),
    ("leader", "có đội nào chưa nộp không", "CHƯA BÁO kỳ tháng 6 (1–30/6): 1/1 đơn vị"),
    ("leader", "danh sách đội viên", "Đội CTXHTN Hà Tu: 1 người"),
    ("leader", "bản để ký", "chép vào bản ký"),
    ("commune", "theo đội", "Chưa có số: 1 đơn vị (Đội CTXHTN Hà Tu)"),
    ("commune", "nhac doi ha tu", "[Nhắc Đội CTXHTN Hà Tu]"),
    ("commune", "đội nào chưa nộp tháng 4", "CHƯA BÁO kỳ tháng 4 (1–30/4): 2/2 đơn vị"),
    ("commune", "đội nào chưa nộp tháng 7", "CHƯA BÁO kỳ tháng 7 (1–31/7), năm 2025"),
    ("commune", "đội nào chưa nộp tháng 7/2026", "Kỳ này chưa tới"),
    ("commune", "chốt số tháng 5", "Kỳ tháng 5 (1–31/5) đã tự chốt sau hạn 5/6/2026"),
    ("commune", "báo thay đội Hà Tu", "Báo cáo thay: Đội CTXHTN Hà Tu"),
    ("commune", "báo thay đội Cửa Ông", "Nhập thay cho đơn vị nào?"),
    ("commune", "nhắc đội Cửa Ông", "Hỏi: "),
    ("commune", "xuat excel", "Bảng Excel đi kèm bản tin"),
    ("province", "so lieu phuong cua ong thang 5", "SỐ LIỆU – Phường Cửa Ông – Tất cả chủ đề – 1–31/5/2026"),
    ("province", "chỉ tiêu năm nay đạt được mấy phần rồi", "Chưa có chỉ tiêu nào giao cho Tỉnh Quảng Ninh năm 2026"),
    ("province", "chỉ tiêu năm 2023 đạt bao nhiêu", "CHỈ TIÊU (từ đầu năm)"),
    ("province", "xã nào chưa gửi kế hoạch", "CHƯA BÁO Kế hoạch năm 2026 (hạn 30/1): 54/54 đơn vị"),
    ("province", "lùi hạn đến 10/7 theo CV 123", "Đợt cao điểm thì dời được"),
    ("province", "hạn nộp kế hoạch năm", "Kế hoạch năm: gửi hết 30/1"),
    ("operator", "bot có đang chạy không", "baocao doctor"),
    ("operator", "sms hết bao nhiêu tiền rồi", "SMS ĐÃ GỬI tháng 6/2026"),
    ("viewer", "toàn tỉnh tháng 5", "SỐ LIỆU – Tỉnh Quảng Ninh"),
    ("viewer", "đội nào chưa nộp", "không thuộc quyền"),
]


@pytest.mark.parametrize("role, text, wanted", ANSWERED, ids=[f"{role}: {text}" for role, text, _ in ANSWERED])
def test_the_answer_is_of_what_was_asked(role, text, wanted):
    assert wanted in said(role, text)[0]


@pytest.mark.parametrize(
    "texts, wanted",
    [
        (("số liệu tháng 5", "riêng ma túy"), "Ma túy – 1–31/5/2026"),
        (("số liệu tháng 5", "riêng ma túy", "theo đội"), "Ma túy – 1–31/5/2026"),
        (("số liệu ma túy tháng 5", "còn tháng 4 thì sao"), "Ma túy – 1–30/4/2026"),
        (("số liệu ma túy tháng 5", "số liệu tháng 4"), "Tất cả chủ đề – 1–30/4/2026"),
        (("số liệu tháng 5", "theo chủ đề"), "Tất cả chủ đề – 1–31/5/2026"),
        (("đội nào chưa nộp", "tháng 5"), "CHƯA BÁO kỳ tháng 5"),
        (("đội nào chưa nộp", "riêng ma túy"), "Ma túy – 1–30/6/2026"),
        (("số liệu tháng 5", "số này lấy từ đâu"), "Tất cả chủ đề – 1–31/5/2026"),
    ],
)
def test_what_goes_on_with_the_question_before_need_not_be_said_again(texts, wanted):
    assert wanted in said("commune", *texts)[0]


def test_an_answer_in_words_has_at_most_three_choices():
    for text in ("số liệu tháng 5", "theo xã", "theo chủ đề", "so với tháng trước", "xuất word"):
        assert len(said("province", text)[1].replies[0].choices) <= 3


def test_the_last_report_is_opened_where_its_code_is_forgotten():
    found = {"sent_by": [SENT], "get": SENT}
    assert "Báo cáo K7P2" in said("member", "quên mã rồi, xem lại bài vừa gửi", **found)[0]
    assert "Báo cáo K7P2" in said("member", "báo cáo hôm nay nhận được chưa", **found)[0]
    assert "ĐÃ BÁO kỳ tháng 6" in said("member", "tháng này em báo chưa", reported={"hl.ha-tu"}, **found)[0]


def test_a_number_finds_whose_account_it_is_and_is_said_to_nobody_else():
    lan = Member("lan", "Lan", (Post("hl.ha-tu", "member"),), addresses=(("kannel", "+84912345678"),))
    found = {"with_number": lambda number: lan if number == "+84912345678" else None, "get": lan}
    assert said("commune", "khóa tài khoản số 0912 345 678", **found)[0].startswith("Lan")
    assert "Không có ai trong địa bàn" in said("commune", "khóa tài khoản số 0987654321", **found)[0]
    told, turn = said("member", "khóa tài khoản số 0912345678", **found)
    assert "Lan" not in told and "0912345678" not in str(turn.state)
    far = Member("far", "Xa", (Post("cp.cua-ong", "member"),))
    assert "Xa" not in said("commune", "khóa tài khoản số 0912345678", **found | {"with_number": far, "get": far})[0]


def test_words_that_are_handed_to_the_officer_hold_no_number():
    _, turn = said("member", "nhờ cán bộ gọi lại cho tôi số 0912345678")
    assert turn.state.unread and "0912345678" not in turn.state.unread[1]


def test_a_question_at_a_draft_is_answered_and_the_draft_stays():
    told, turn = said("member", "báo cáo", "tháng 5 được bao nhiêu lượt rồi")
    assert "1–31/5/2026" in told and turn.state.draft is not None
    assert turn.state.draft.at == said("member", "báo cáo")[1].state.draft.at
