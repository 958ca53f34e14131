"""Free words in the chat: what a reading becomes, and what is never kept."""

from __future__ import annotations

import pytest

from handlers.free_words.message_reading import LONGEST, reading_of
from handlers.pipeline.stages import answer
from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.reports import FileReport
from programme.domain.messages import Inbound, Media
from tests.support.contexts import NOW, context

REPORT = "hôm qua truyền thông ma túy ở khu 4, 45 người dự"


def said(text: str, s=None, **more):
    s = s or context()
    return answer(Inbound(s.traits.name, "1", "k", NOW, text, **more), s)


def test_the_caption_of_a_photo_is_a_message_and_the_photo_its_report_s():
    photo = Media("photo", "ref", "", size=9000)
    turn = said(REPORT, media=(photo,))
    assert [type(effect) for effect in turn.effects] == [FetchMedium]
    draft = turn.state.draft
    assert draft.saved["answers"]["/data/communication/participants"] == "45"
    assert turn.state.photos == () and [v for ref, v in draft.saved["answers"].items() if "photo" in ref]


def test_a_caption_that_is_not_understood_keeps_the_photo():
    turn = said("ảnh đẹp", media=(Media("photo", "ref", "", size=9000),))
    assert len(turn.state.photos) == 1 and [type(effect) for effect in turn.effects] == [FetchMedium]
    assert [reply.text.partition(":")[0] for reply in turn.replies] == ["Đã giữ 1 ảnh chưa thuộc báo cáo nào"]


@pytest.mark.parametrize("personal", ["sđt 0912345678", "CCCD 022199001234"])
def test_what_may_not_be_kept_is_left_out_and_the_rest_is_taken(personal):
    turn = said(f"{REPORT}, {personal}")
    assert turn.state.draft.saved["answers"]["/data/communication/participants"] == "45"
    digits = personal.split()[-1]
    assert digits not in str(turn.state) and all(digits not in reply.text for reply in turn.replies)


def test_free_words_file_nothing_without_a_yes():
    turn = said(REPORT)
    assert not [effect for effect in turn.effects if isinstance(effect, FileReport)]


@pytest.mark.parametrize("text", ["1", "12", "45", "?", "1/2", "...", "12A4"])
def test_what_has_no_word_changes_nothing(text):
    s = context()
    filed = said("BC TT MT 14/6 45 KHU 4", s).state
    turn = said(text, s.with_state(filed.but(options=())))
    assert turn.state.draft is None and not turn.effects


def test_a_long_message_is_read_whole_or_its_rest_is_named():
    text = ("trời hôm đó nắng đẹp, đường dễ đi. " * 280) + REPORT
    assert 9_000 < len(text) < LONGEST
    assert any(one.figures.get("participants") for one in reading_of(context(), text).activities)
    turn = said("x " * 6000 + REPORT)
    assert "10.000" in "\n".join(reply.text for reply in turn.replies)
