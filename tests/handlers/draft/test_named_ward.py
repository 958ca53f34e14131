"""Which ward the words of a place name, on the day of the activity."""

import pytest

from handlers.draft.moves import enter
from handlers.draft.session import DraftSession
from handlers.understand.expected_answer import Answer
from programme.domain.activities import DAY, activities
from programme.packs.pack import load_programme
from tests.support.form_chat import Chat

PLACE = "/data/place"
HA_TU, CAO_XANH, MONG_CAI_1, MONG_CAI_3 = "x2025-6652", "x2025-6658", "x2025-6712", "x2025-6736"
NAMED = {
    "Khu 4 phường Hà Tu": HA_TU,
    "KHU 4 P HA TU": HA_TU,
    "nhà văn hóa khu 4, P. Hà Tu": HA_TU,
    "nhà văn hóa phường Hà Tu": HA_TU,
    "hội trường phường Cao Xanh": CAO_XANH,
    "cao xanh": CAO_XANH,
    "P. Trần Phú": MONG_CAI_1,  # merged into it
    "KCN Hải Yên": MONG_CAI_3,
    "khu 4, Móng Cái 1": MONG_CAI_1,
    "Phường Hà Tu, phường Cao Xanh": "",
    "phường Trần Phú, Móng Cái 1": MONG_CAI_1,
    "khu 4": "",
    "chợ Hạ Long 1": "",
    "THCS Hà Tu": "",
    "đội Hà Tu": "",
    "Phường đội Hà Tu": "",
    "Vincom": "",
}


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def session(programme) -> DraftSession:
    chat = Chat(programme, programme.forms["activity"])
    chat.begin()
    s = chat.situation()
    session = DraftSession(s, s.state.draft)
    enter(session, "/data/kind", Answer("counselling"))
    enter(session, DAY, Answer("2026-06-15"))
    return session


def kept(session: DraftSession) -> tuple[str, str]:
    enter(session, "/data/counselling/persons", Answer("3"))
    (done,) = activities(session.instance.record())
    return done.place, done.ward


@pytest.mark.parametrize(("place", "ward"), NAMED.items())
def test_the_ward_that_is_named_is_kept_beside_the_place(session, place, ward):
    assert not enter(session, PLACE, Answer(place))
    assert kept(session) == (place, ward)


def test_another_place_is_of_another_ward(session):
    enter(session, PLACE, Answer("phường Hà Tu"))
    enter(session, PLACE, Answer("chợ"))
    assert kept(session) == ("chợ", "")


def test_a_ward_is_what_it_was_on_the_day(session):
    enter(session, DAY, Answer("2025-06-15"))
    enter(session, PLACE, Answer("phường Trần Phú"))
    assert kept(session) == ("phường Trần Phú", "x2024-6712")


@pytest.mark.parametrize(
    ("place", "before", "after"), [("phường Trần Phú", "x2024-6712", MONG_CAI_1), ("khu 4", "", "")]
)
def test_a_ward_is_another_when_the_day_is_changed(session, place, before, after):
    enter(session, PLACE, Answer(place))
    enter(session, DAY, Answer("2025-06-15"))
    assert kept(session) == (place, before)
    enter(session, DAY, Answer("2026-06-15"))
    assert kept(session) == (place, after)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("khu 4 phường Hà Tu", "khu 4 phường Hà Tu"),
        ("phường Trần Phú", "phường Trần Phú (Phường Móng Cái 1)"),
        ("khu 4", "khu 4"),
    ],
)
def test_the_ward_is_shown_where_the_words_do_not_say_it(session, place, shown):
    enter(session, PLACE, Answer(place))
    assert session.shown(PLACE) == shown
