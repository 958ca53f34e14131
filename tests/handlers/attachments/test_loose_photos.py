"""Photos of no report: how long one counts as sent just before a report, what old states hold, and whose button is
whose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.attachments import loose_photos
from handlers.attachments.declined_files import fault
from handlers.pipeline.routes import STATES
from handlers.pipeline.stages import answer
from handlers.state import LoosePhoto, State
from handlers.wording.place_words import is_sent_place, sent_place
from programme.domain.effects.messages import FetchMedium, ForgetMedium
from programme.domain.effects.reports import FileReport, ReviseReport
from programme.domain.messages import Inbound, Media
from tests.support.contexts import NOW, NothingStored, context

LINE = "BC TT MT 14/6 45 KHU 4"


def loose(minutes: float, name: str = "0123456789abcdef.jpg") -> LoosePhoto:
    return LoosePhoto(name, (NOW - timedelta(minutes=minutes)).isoformat())


def said(s, text="", **more):
    return answer(Inbound(s.traits.name, "1", "k", s.now, text, **more), s)


def filed(turn):
    return [effect.report for effect in turn.effects if isinstance(effect, FileReport | ReviseReport)]


@pytest.mark.parametrize(("minutes", "taken"), [(0, 1), (1, 1), (29, 1), (30, 1), (31, 0), (60 * 24, 0)])
def test_a_photo_goes_with_a_line_only_if_it_came_just_before(minutes, taken):
    turn = said(context(State(photos=(loose(minutes),))), LINE)
    assert len(filed(turn)[0].media) == taken and len(turn.state.photos) == 1 - taken
    asked = [reply.text for reply in turn.replies if "chưa thuộc báo cáo nào" in reply.text]
    assert len(asked) == 1 - taken


def test_photos_of_an_older_release_are_read_and_asked_about():
    state = STATES.from_json('{"photos":["aa.jpg",{"name":"bb.jpg","at":"2026-06-15T02:59:00+00:00"}],"drafts":3}')
    assert [photo.name for photo in loose_photos.waiting(state)] == ["aa.jpg", "bb.jpg"]
    turn = said(context(state), LINE)
    assert [medium.name for medium in filed(turn)[0].media] == ["bb.jpg"]
    assert turn.replies[-1].text.startswith("1 ảnh chưa thuộc báo cáo nào: thêm vào đâu?")


def test_a_button_is_about_the_photos_that_were_there_when_it_was_shown():
    s = context(State(photos=(loose(5, "aaaaaaaa1.jpg"), loose(4, "bbbbbbbb2.jpg"))))
    turn = said(s, choice="w:nophotos:aaaaaaaa")
    assert [effect.name for effect in turn.effects if isinstance(effect, ForgetMedium)] == ["aaaaaaaa1.jpg"]
    assert [photo.name for photo in turn.state.photos] == ["bbbbbbbb2.jpg"]
    again = said(s.with_state(turn.state), choice="w:nophotos:aaaaaaaa")
    assert again.effects == () and again.state.photos == turn.state.photos


@pytest.mark.parametrize("choice", ["r:photos:ZZZZ:01234567", "r:photos:A222:01234567"])
def test_photos_go_into_no_report_that_is_not_the_member_s_to_change(choice):
    """A made-up button: of a report that is not there, and of another unit's."""
    other = filed(said(context(unit="cp.cua-ong"), LINE))[0]
    queries = NothingStored(get=lambda code: other if code == "A222" else None)
    turn = said(context(State(photos=(loose(1),)), queries=queries), choice=choice)
    assert filed(turn) == [] and len(turn.state.photos) == 1 and turn.replies


def test_the_photos_of_a_report_that_is_given_up_are_forgotten():
    s = context(State(photos=(loose(1),)))
    turn = said(s, "hôm qua truyền thông ma túy ở khu 4, 45 người dự")
    assert turn.state.photos == ()
    over = said(s.with_state(turn.state), "hủy")
    assert [effect.name for effect in over.effects] == ["0123456789abcdef.jpg"] and over.state.draft is None


def test_the_photos_of_a_list_that_is_dropped_are_forgotten():
    s = context(State(photos=(loose(1),)))
    turn = said(s, "13/6 truyền thông ma túy 30 người khu 5, 14/6 truyền thông ma túy 25 người khu 6")
    over = said(s.with_state(turn.state), "không")
    assert [effect.name for effect in over.effects] == ["0123456789abcdef.jpg"] and over.state.prompt is None


def test_a_photo_of_an_activity_that_takes_none_is_never_fetched():
    turn = said(context(), "hôm nay tư vấn ma túy cho 5 người", media=(Media("photo", "ref", size=9),))
    assert not any(isinstance(effect, FetchMedium) for effect in turn.effects) and turn.state.photos == ()
    assert "không nhận ảnh" in turn.replies[0].text and turn.state.draft is not None


PICTURES = [
    (Media("photo", "r"), ""),
    (Media("photo", "r", "", "image/jpeg", 9), ""),
    (Media("document", "r", "a.jpg", "image/jpeg", 9), ""),
    (Media("document", "r", "a.png", "application/octet-stream", 9), ""),
    (Media("document", "r", "A.JPG", "", None), ""),
    (Media("document", "r", "a.jpg", "image/jpg", 9), ""),
    (Media("document", "r", "a.heic", "", 9), "photo.kind"),
    (Media("document", "r", "a", "image/tiff", 9), "photo.kind"),
    (Media("document", "r", "a.svg", "image/svg+xml", 9), "photo.kind"),
    (Media("document", "r", "a.pdf", "application/pdf", 9), "odd.document"),
    (Media("document", "r", "a.jpg.exe", "application/x-msdownload", 9), "odd.document"),
    (Media("document", "r", "", "", None), "odd.document"),
    (Media("audio", "r", "", "audio/ogg", 9), "odd.document"),
    (Media("document", "r", "a.jpg", "image/jpeg", 0), "photo.empty"),
    (Media("photo", "r", "", "image/jpeg", 11 * 1024 * 1024), "error.photo_big"),
    (Media("document", "r", "a.png", "image/png", 10 * 1024 * 1024 + 1), "error.photo_big"),
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("medium", "key"), PICTURES)
def test_what_is_a_picture_and_what_is_said_of_what_is_none(medium, key, language):
    t = context(language=language).texts
    told = fault(t, medium)
    assert told == "" if not key else told.startswith(t.messages[key].partition("{")[0]) and told != ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_place_that_was_only_sent_is_known_again_in_any_language(language):
    assert is_sent_place(sent_place(context(language=language)))
    assert not is_sent_place("khu 4") and not is_sent_place("")
