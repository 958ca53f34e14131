"""Danger in many wordings, and what only looks like it: one rule for the gate and for the reader of free words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from handlers.pipeline import gates
from handlers.understand import danger_words
from handlers.understand.emergency import is_danger
from programme.language.vietnamese import fold, nfc
from tests.handlers.understand.reader.support import reading, units
from tests.handlers.understand.test_emergency import DANGER, ORDINARY
from tests.support.contexts import context

ROWS = tomllib.loads(Path(__file__).with_name("danger.toml").read_text("utf-8"))


@pytest.mark.parametrize("typed", [str, fold], ids=["with marks", "without"])
@pytest.mark.parametrize("text", ROWS["danger"])
def test_danger_is_known_in_many_wordings(text, typed):
    assert is_danger(typed(text), units())


@pytest.mark.parametrize("typed", [str, fold], ids=["with marks", "without"])
@pytest.mark.parametrize("text", ROWS["ordinary"])
def test_what_only_looks_like_danger_is_none(text, typed):
    assert not is_danger(typed(text), units())


@pytest.mark.parametrize("text", [*ROWS["danger"][::4], *ROWS["ordinary"][::4], *DANGER[::8], *ORDINARY[::8]])
def test_the_gate_and_the_reader_say_the_same(text):
    s = context()
    assert gates.in_danger(s, text) == (reading(text).intent == "emergency")


@pytest.mark.parametrize(
    "marked, other",
    [
        ("em bị bán rồi", "em bị bận rồi"),
        ("có người treo cổ ở khu 3", "có người treo cờ ở khu 3"),
        ("nó đánh em", "nó đành em"),
        ("có người tự tử", "có người từ từ"),
        ("cứu em với", "cừu em vơi"),
        ("đội dọa giết tôi", "đội doạ giệt tối"),
    ],
)
def test_marks_decide_where_they_are_set(marked, other):
    assert is_danger(marked) and is_danger(fold(marked))
    assert not is_danger(other)


@pytest.mark.parametrize(
    "text, said",
    [
        ("em bị bán", "em_ bi4 ban2"),
        ("em bi ban", "em_ bi_ ban_"),
        ("ban tổ chức bị mưa nên hoãn", "ban tô3 chưc2 bi4 mưa nên hoan3"),  # where marks are set "ban" is no "bán"
        ("e ko biết", "em_ khong_ biêt2"),
        ("15/6, 45 người", "15 6, 45 ngươi1"),
    ],
)
def test_a_sentence_is_written_for_the_patterns(text, said):
    assert [each.text for each in danger_words.sentences(nfc(text))] == [said]


@pytest.mark.parametrize(
    "text", ["phường Hà Tu từ chị Hoa", "phuong ha tu tu chi hoa", "doi ha tu tu 1/6 den nay", "Bãi Cháy", "bai chay"]
)
def test_names_of_units_are_no_words(text):
    assert not is_danger(text, units())


@pytest.mark.parametrize("report", ["Tuyên truyền ma túy ở khu 4, 45 người dự", "Không có tụ điểm nào"])
@pytest.mark.parametrize("danger", ["Có người đang bị đánh ngoài cổng", "em bị nhốt trong nhà nghỉ"])
def test_each_sentence_is_looked_at_by_itself(report, danger):
    assert is_danger(f"{report}. {danger}") and is_danger(f"{danger}\n{report}")


@pytest.mark.parametrize("help_", ["cứu em với", "giúp em với"])
def test_a_plea_about_reports_is_no_danger_unless_more_is_said(help_):
    assert is_danger(help_) and is_danger(f"{help_}, em sợ lắm")
    assert not is_danger(f"{help_}, em không gửi được báo cáo")
    assert is_danger(f"{help_}, em không gửi được báo cáo vì chồng em đang đánh em")
