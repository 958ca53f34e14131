"""Lines that come within seconds where a channel marks nothing: each answer is a prompt that waits a moment, so that
the last one's takes the place of the others, and says all that was filed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.pipeline.stages import answer
from handlers.state import State
from programme.domain.effects.reports import FileReport
from programme.domain.messages import Inbound
from tests.support.contexts import NOW, NothingStored, context


def burst(channel: str, *said: tuple[int, str]):
    """The turns of these messages, each so many seconds after the first."""
    stored: dict = {}
    codes = iter(("K7P2", "K8P3", "K9P4", "M2P5"))
    queries = NothingStored(get=lambda key: stored.get(key), fresh_code=lambda: next(codes))
    state, turns = State(), []
    for seconds, text in said:
        s = context(state, channel=channel, now=NOW + timedelta(seconds=seconds), queries=queries)
        turn = answer(Inbound(channel, "1", f"k{seconds}", s.now, text), s)
        stored |= {e.report.code: e.report for e in turn.effects if isinstance(e, FileReport)}
        state = turn.state
        turns.append(turn)
    return turns


LINES = ((0, "BC TT MT 14/6 45 KHU 4"), (2, "BC TV MT 13/6 5"), (4, "BC TT HIV 12/6 30 KHU 5"))


@pytest.mark.parametrize("channel", ["zalo_bot", "zalo_oa"])
def test_one_receipt_says_all(channel):
    first, second, third = burst(channel, *LINES)
    assert all(turn.settles and turn.replies[0].prompt for turn in (first, second, third))
    assert [code in third.replies[0].text for code in ("K7P2", "K8P3", "K9P4")] == [True] * 3
    assert second.replies[0].text.startswith("✅ ĐÃ NHẬN 2 báo cáo") and len(third.replies) == 1


def test_one_that_comes_later_has_a_receipt_of_its_own():
    assert "K7P2" not in burst("zalo_bot", LINES[0], (60, LINES[1][1]))[1].replies[0].text


def test_where_forwarding_is_marked_each_has_its_own():
    turns = burst("telegram", *LINES)
    assert not any(turn.settles for turn in turns) and "K7P2" not in turns[-1].replies[0].text


def test_a_question_right_behind_does_not_hide_what_was_filed():
    turn = burst("zalo_bot", LINES[0], (1, "hôm qua tư vấn ma túy cho 5 người"))[1]
    assert turn.replies[0].text.startswith("✅ ĐÃ NHẬN: K7P2.")


@pytest.mark.parametrize("text", ["BC TT MT 14/6 45 KHU 4\nở nhà văn hóa", "BC TT MT 14/6 45\nBC giấy đã nộp"])
def test_a_line_that_goes_on_is_one(text):
    turn = answer(Inbound("telegram", "1", "k", NOW, text), context())
    assert sum(isinstance(effect, FileReport) for effect in turn.effects) <= 1


def test_what_may_not_be_kept_refuses_all_of_it():
    turn = answer(Inbound("telegram", "1", "k", NOW, "BC TT MT 14/6 45\nBC TV MT 13/6 5 0912345678"), context())
    assert not turn.effects
