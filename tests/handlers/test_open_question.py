"""The open question gets the words first: every prompt and every stop of a draft, against every trigger of every other
route. Only the declared few pass it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from handlers.approvals.correction_decision import RefusalReason
from handlers.approvals.correction_request import RequestReason
from handlers.campaigns.add_campaign import NewCampaign
from handlers.campaigns.campaign_list import Change, ChangeByLine
from handlers.context import Reply, Turn
from handlers.figures.urgent_answer import Numbers
from handlers.figures.urgent_question import Deadline
from handlers.free_words import second_report
from handlers.free_words.several_reports import SeveralReports
from handlers.free_words.told_for_unit import WhichUnit
from handlers.people.close_unit import LastDay, Successor
from handlers.people.handover import Days
from handlers.people.invite_by_sms import Number
from handlers.people.join import Name, Notice
from handlers.people.link_address import JoinAccount
from handlers.people.transfer import WhereTo
from handlers.pipeline import open_question, stages
from handlers.pipeline.commands import COMMANDS, ESCAPES
from handlers.pipeline.routes import PROMPTS
from handlers.pipeline.stages import answer
from handlers.privacy.my_data import NewName
from handlers.reporting.begin_report import NameUnit
from handlers.settings import keypad_words
from handlers.state import State
from handlers.understand.personal.personal import find_personal
from programme.domain.messages import Inbound
from programme.language.vietnamese import fold
from tests.support.contexts import NOW, context


def several() -> SeveralReports:
    """Two activities of one message, as they wait for a yes."""
    text = "13/6 truyền thông ma túy 30 người khu 5, 14/6 truyền thông ma túy 25 người khu 6"
    return answer(Inbound("telegram", "1", "k", NOW, text), context()).state.prompt


SAMPLES = (
    several(),
    NameUnit(),
    WhichUnit(("hôm qua truyền thông ma túy 45 người khu 4",), (date(2026, 6, 15),), ("",)),
    NewName(),
    Number(),
    WhereTo("m2"),
    Days("m2", "l", "hl.ha-tu"),
    LastDay("hl.ha-tu"),
    Successor("hl.ha-tu", date(2026, 6, 30), "QĐ 1/QĐ-UBND"),
    RequestReason("a1"),
    RefusalReason("a1"),
    Numbers("q1", "hl.ha-tu"),
    Deadline("drug", "all", "q1"),
    ChangeByLine(),
    Change("c1", "drug-month.2026", "CV 1"),
    NewCampaign(),
    JoinAccount("LK12345"),
    Notice("ABC234"),
    Name("ABC234", "2026-06-15T03:00:00+00:00"),
)
WARD = "x2025-6652"
"""The ward above Lan's team."""
PHRASES = (
    "SUA 5 54",
    "SUA K7P2 5 54",
    "XEM K7P2",
    "HUY K7P2",
    "Xem 12A4",
    "MOI 0912345678 doi truong",
    "moi",
    "PIN 4831",
    "LK12345",
    "DUNG K7R4",
    "DU",
    "sms",
    "1 25/5-30/6 cao diem 26/6 theo CV 123/SYT",
    "RUT 1 theo CV 9",
    "BC giấy của khu ghi 54",
    "BC Đảng ủy phường",
    "BC 45/BC-UBND ngày 1/6/2026",
    "VESINH A 12",
    "ABC234",
    "xóa dữ liệu",
    "Ái",
    "khong",
    "dung",
    "xin chao",
    "tối qua 45 người dự ở nhà văn hóa",
    "Báo cáo mới",
    "Kỳ tháng 6 (1–30/6) không có hoạt động",
    "3 160",
    "7",
    "BC TT MT 15/6 45 KHU 4",
    "BC 0",
)
"""Words that lead somewhere where nothing is open: one at least for each phrase of the table of routes."""
WORDS = sorted({word for names in COMMANDS.values() for word in names} | set(keypad_words.WORDS) | set(PHRASES))
PASS = {word for name in ESCAPES for word in COMMANDS[name]} | set(keypad_words.ALWAYS)
"""The declared escapes, and the words that act in every state."""
ASKED = {
    "ai chua bao", "ai chua bao?", "can xu ly", "canxuly", "chua bao", "chuabao", "goi lai cho toi", "han nop",
    "nho goi lai", "so lieu", "solieu",
}  # fmt: skip
"""Words that are nothing but a question or a call for help: they are answered, and the open question stays."""


def test_every_kind_of_prompt_is_here():
    assert {type(sample) for sample in SAMPLES} == set(PROMPTS)


@pytest.fixture
def heard(monkeypatch):
    """Which words reached the open question; it takes whatever it is told."""
    words: list[str] = []

    def take(s, prompt, text):
        words.append(text)
        return Turn(s.state, (Reply("taken"),))

    for kind in PROMPTS:
        monkeypatch.setitem(stages.PROMPTS, kind, take)
    return words


@pytest.mark.parametrize("prompt", SAMPLES, ids=lambda prompt: type(prompt).__name__)
def test_words_reach_the_prompt_unless_the_list_says_otherwise(prompt, heard):
    wrong = []
    for text, role in product(WORDS, ("member", "coordinator")):
        heard.clear()
        unit = "hl.ha-tu" if role == "member" else "x2025-6652"
        s = context(State(prompt=prompt), role, unit)
        turn = answer(Inbound("telegram", "1", "k", NOW, text), s)
        joins = isinstance(prompt, WhichUnit) and text.startswith("tối qua")  # a report more for the unit that is asked
        whole = joins or (prompt.insists and second_report.is_whole(s, text))
        guarded = prompt.takes == "words" and find_personal(text)  # they are refused, and it asks again
        passes = fold(text) in PASS | ASKED or whole or guarded
        if bool(passes) == bool(heard) or not turn.replies:
            wrong.append((role, text))
    assert not wrong, wrong


@pytest.mark.parametrize("text", ["/solieu", "/menu", "/khongco", "/xyz", "có người đang bị đánh, cứu với"])
@pytest.mark.parametrize("prompt", SAMPLES[:6], ids=lambda prompt: type(prompt).__name__)
def test_slash_commands_and_danger_pass(prompt, text, heard):
    turn = answer(Inbound("telegram", "1", "k", NOW, text), context(State(prompt=prompt)))
    assert heard == [] and turn.replies


@pytest.mark.parametrize("word", sorted(keypad_words.ALWAYS))
@pytest.mark.parametrize("prompt", SAMPLES, ids=lambda prompt: type(prompt).__name__)
def test_words_that_act_in_every_state_leave_the_question_open(prompt, word, heard):
    before = State(prompt=prompt, options=(("m:menu", "Để sau"),))
    turn = answer(Inbound("telegram", "1", "k", NOW, word), context(before))
    assert heard == [] and len(turn.effects) == 1
    assert turn.state.prompt == prompt and turn.state.options == before.options


# --- a draft's stops --------------------------------------------------------------------------------------------------

STOPS = ("/data/kind", "/data/date", "/data/communication/participants", "/data/place", "review")


def draft_at(stop: str, channel: str = "telegram"):
    """The context of a draft that stands there, as it was answered up to it."""
    s = context(channel=channel)
    turn = answer(Inbound(channel, "1", "k", NOW, "/baocao"), s)
    for text in ("Truyền thông", "Ma túy", "15/6", "45", "Không đếm riêng", "Nhà văn hóa khu 4", "Không"):
        draft = turn.state.draft
        if (draft.at or "review") == stop:
            break
        turn = answer(Inbound(channel, "1", "k", NOW, text), s.with_state(turn.state))
    assert (turn.state.draft.at or "review") == stop
    return s.with_state(turn.state)


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("channel", ["telegram", "kannel"])
def test_words_reach_the_stop_of_a_draft(stop, channel, monkeypatch):
    s, wrong, heard = draft_at(stop, channel), [], []
    taken = open_question.draft_answer

    def take(s, text):
        heard.append(text)
        return taken(s, text)

    monkeypatch.setattr(open_question, "draft_answer", take)
    for text in WORDS:
        heard.clear()
        shown = any(fold(label) == fold(text) for _, label in s.state.options) or text == "7"
        turn = answer(Inbound(channel, "1", "k", NOW, text), s)
        asked = stop == "/data/place" and fold(text) in ASKED
        passes = fold(text) in PASS or asked or second_report.is_whole(s, text)
        if passes == bool(heard) and not shown:
            wrong.append(text)
        assert turn.replies, text
    assert not wrong, wrong


@pytest.mark.parametrize("word", sorted(keypad_words.ALWAYS))
@pytest.mark.parametrize("stop", STOPS)
def test_words_that_act_in_every_state_leave_the_draft_as_it_was(stop, word):
    s = draft_at(stop, "kannel")
    turn = answer(Inbound("kannel", "1", "k", NOW, word), s)
    assert turn.state.draft == s.state.draft and turn.state.options == s.state.options and turn.effects


@pytest.mark.parametrize(
    "text", ["Xem 12A4", "BC Đảng ủy phường", "XEM", "SUA 5 54", "BC giấy đã nộp phường", "ngày 1/6", "Treo cờ Đảng"]
)
def test_any_words_are_a_place(text):
    turn = answer(Inbound("telegram", "1", "k", NOW, text), draft_at("/data/place"))
    assert turn.state.draft.saved["answers"]["/data/place"] == text


# --- a question in between --------------------------------------------------------------------------------------------

QUESTIONS = (
    "hạn đến bao giờ", "han nop bao cao den bao gio vay a", "số liệu tháng 10", "đội em tháng 5 được bao nhiêu buổi?",
    "gặp cán bộ", "cho em gặp cán bộ với ạ", "dừng lại", "đội nào chưa nộp", "tháng này em nộp báo cáo chưa ạ",
    "đội trưởng của em là ai", "em không biết ghi gì", "cái này dùng thế nào ạ",
)  # fmt: skip
ANSWERS = (
    "Nhà văn hóa khu 4", "nhà ông đội trưởng cũ", "phòng gặp cán bộ của phường", "điểm dừng nghỉ Hà Tu",
    "bà con hỏi hạn nộp hồ sơ đến bao giờ", "đội nào chưa nộp sẽ bị nhắc", "số liệu tháng 10 chưa gồm khu 5",
    "dừng lại giữa chừng do mưa", "đề nghị cán bộ phường gặp dân", "hạn nộp phiếu đến 20/6 ở chợ", "hội trường số 3",
    "trụ sở đội", "ngã ba chợ, chỗ hỏi đường", "chưa nộp ảnh, gửi sau", "có gặp cán bộ phường xin ý kiến", "dung",
)  # fmt: skip


@pytest.mark.parametrize("channel", ["telegram", "kannel"])
@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_no_place(text, channel):
    s = draft_at("/data/place", channel)
    turn = answer(Inbound(channel, "1", "k", NOW, text), s)
    assert turn.state.draft == s.state.draft and not turn.effects and turn.replies
    assert channel == "kannel" or turn.replies[-1].text.endswith("Còn câu hỏi: Ở đâu?")
    after = answer(Inbound(channel, "1", "k2", NOW, "Nhà văn hóa khu 4"), s.with_state(turn.state))
    assert after.state.draft.saved["answers"]["/data/place"] == "Nhà văn hóa khu 4"


@pytest.mark.parametrize("text", ANSWERS)
def test_words_that_hold_a_question_are_a_place(text):
    turn = answer(Inbound("telegram", "1", "k", NOW, text), draft_at("/data/place"))
    assert turn.state.draft.saved["answers"]["/data/place"] == text


@pytest.mark.parametrize("text", QUESTIONS[:8])
@pytest.mark.parametrize(
    "prompt",
    [NewName(), RequestReason("a1"), RefusalReason("a1"), NameUnit(), NewCampaign()],
    ids=lambda p: type(p).__name__,
)
def test_a_question_answers_no_prompt(prompt, text, heard):
    s = context(State(prompt=prompt), role="leader")
    turn = answer(Inbound("telegram", "1", "k", NOW, text), s)
    assert heard == [] and turn.state.prompt == prompt and "Còn câu hỏi: " in turn.replies[-1].text


@pytest.mark.parametrize("text", ANSWERS)
def test_words_that_hold_a_question_answer_a_prompt(text, heard):
    answer(Inbound("telegram", "1", "k", NOW, text), context(State(prompt=RequestReason("a1"))))
    assert heard == [text]


@pytest.mark.parametrize("channel", ["telegram", "kannel", "zalo_bot"])
def test_a_bare_number_is_no_place(channel):
    s = draft_at("/data/place", channel)
    turn = answer(Inbound(channel, "1", "k", NOW, "9"), s)
    assert "/data/place" not in turn.state.draft.saved["answers"] and turn.replies


def test_the_button_of_words_that_others_replaced_is_over():
    first, later = "BC TT MT 14/6 30 KHU 1", "BC TT MT 13/6 20 KHU 2"
    state = State(doubtful=later, options=(("w:report", "Một báo cáo khác"),))
    old = f"w:report:{second_report.mark_of(first)}"
    turn = answer(Inbound("telegram", "1", "k", NOW, choice=old), context(state))
    assert turn.state.doubtful == later and turn.state.options == state.options and not turn.effects
    assert turn.replies[0].text == context().texts("stale.gone")


@pytest.mark.parametrize("text", ["trước 10", "02", "trước"])
def test_a_time_is_no_part_of_an_option(text):
    options = (("m:calendar", "Trước 10 giờ hôm nay"), ("m:help", "Mai"))
    s = context(State(prompt=Deadline("drug", "all", "q1"), options=options), role="coordinator", unit=WARD)
    pressed = [answer(Inbound("telegram", "1", "k", NOW, choice=value), s).replies for value, _ in options]
    turn = answer(Inbound("telegram", "1", "k", NOW, text), s)
    assert turn.replies[0].text not in [replies[0].text for replies in pressed]


@pytest.mark.parametrize("payload", ["m:nil:" + "x" * 60, "r:show:" + "é" * 30])
def test_what_no_channel_carries_is_no_button(payload):
    turn = answer(Inbound("telegram", "1", "k", NOW, choice=payload), context())
    assert [reply.text for reply in turn.replies] == [context().texts("stale.gone")]


def test_a_nudge_for_a_unit_that_nobody_knows_nudges_none():
    s = context(role="coordinator", unit=WARD)
    all_silent, nobody, one = (
        answer(Inbound("telegram", "1", "k", NOW, choice=payload), s)
        for payload in ("m:nudge", "m:nudge:zz", "m:nudge:hl.ha-tu")
    )
    assert all_silent.effects and one.effects and not nobody.effects
    assert nobody.replies[0].text == s.texts("stale.gone")


@pytest.mark.parametrize("text", ["XEM", "BC", "KHONG CO", "DK ABC234", "ABC234", "/x"])
@pytest.mark.parametrize(
    "prompt", [Deadline("drug", "all", "q1"), Number(), LastDay("hl.ha-tu")], ids=lambda prompt: type(prompt).__name__
)
def test_what_a_question_can_not_take_is_asked_again_and_loses_nothing(prompt, text):
    s = context(State(prompt=prompt), role="coordinator", unit=WARD)
    turn = answer(Inbound("telegram", "1", "k", NOW, text), s)
    assert turn.state.prompt == prompt and not turn.effects
    assert text == "/x" or "MENU" in turn.replies[0].text


def test_a_number_that_can_not_be_invited_is_asked_for_again():
    state = State(prompt=Number())
    turn = answer(Inbound("telegram", "1", "k", NOW, "024 3333 4444"), context(state, role="leader"))
    assert turn.state.prompt == Number() and "024 3333 4444" in turn.replies[0].text


@pytest.mark.parametrize("prompt", SAMPLES, ids=lambda prompt: type(prompt).__name__)
@pytest.mark.parametrize(("role", "unit"), [("member", "hl.ha-tu"), ("coordinator", WARD), ("admin", "qn")])
def test_a_question_about_what_is_gone_raises_nothing(prompt, role, unit):
    gone = {n: "gone" for n in prompt.__struct_fields__ if isinstance(getattr(prompt, n), str) and n != "consented"}
    state = State(prompt=prompt.but(**gone))
    for text in ("45", "Hà Tu", "30/6/2026 QĐ 123/QĐ-UBND", "16h30", "có", "Ái", "menu"):
        assert answer(Inbound("telegram", "1", "k", NOW, text), context(state, role=role, unit=unit)).replies


@pytest.mark.parametrize("payload", ["e:yes:OTHER26", "e:no:OTHER26", "m:menu"])
def test_the_button_of_another_invite_s_notice_decides_nothing(payload):
    state = State(prompt=Notice("ABC234"))
    s = replace(context(state), member=None)
    turn = answer(Inbound("telegram", "1", "k", NOW, choice=payload), s)
    assert turn.state.prompt == Notice("ABC234") and not turn.effects


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("payload", ["l:yes:LK99999", "l:no:LK99999"])
def test_the_button_of_another_link_joins_nothing(payload, member):
    s = context(State(prompt=JoinAccount("LK12345")))
    turn = answer(Inbound("telegram", "1", "k", NOW, choice=payload), s if member else replace(s, member=None))
    assert turn.state.prompt == JoinAccount("LK12345") and not turn.effects
