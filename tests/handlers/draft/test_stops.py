"""Every action of a button at every stop: what the stop does not offer changes nothing, and nothing raises."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers.draft import conversation
from handlers.draft.session import DraftSession
from handlers.state import AtCheck, AtQuestion, AtReview, State
from programme.domain.buttons.draft_actions import Choose, Correct, No, SeveralTimes, Yes
from programme.domain.buttons.reporting import DraftButton
from programme.packs.pack import load_programme
from tests.programme.domain.test_draft_actions import WIRE
from tests.support.form_chat import Chat, EmptyStore

PEOPLE = "/data/communication/participants"
ANSWERS = ("Truyền thông", "Ma túy", "14/6", "200")
STOPS = (AtCheck(f"unusual{PEOPLE}"), AtCheck("includes"), AtCheck("same"), AtReview(), AtReview(listing=True))


class Usual(EmptyStore):
    """A store in which 20 people are the most that a unit has reported."""

    def highest(self, unit, kind, figure):
        return 20


@pytest.fixture(scope="module")
def chat() -> Chat:
    programme = load_programme("quang-ninh")
    chat = Chat(programme, programme.forms["activity"])
    chat.queries = Usual()
    chat.begin()
    return chat


@pytest.fixture(scope="module")
def states(chat) -> list[State]:
    """The draft at each question until a figure is unusual, and from there at every check and review."""
    found = []
    for text in ANSWERS:
        found.append(chat.state)
        chat.say(text)
    assert chat.state.draft.check == f"unusual{PEOPLE}"
    return [*found, *(chat.state.but(draft=chat.state.draft.but(stop=stop)) for stop in STOPS)]


def pressed(chat: Chat, state: State, action) -> State:
    chat.state = state
    s = chat.situation()
    session = DraftSession(s, s.state.draft)
    turn = conversation.press(s, DraftButton(f"{s.state.draft.number:x}", session.tag(), action))
    assert turn.replies and all(reply.text for reply in turn.replies)
    chat.state = turn.state
    return chat.situation().state  # it can be written and read


def offered(chat: Chat, state: State) -> set:
    """The actions of the buttons that the stop shows."""
    chat.state = state
    buttons = (DraftButton.of(c.value) for r in conversation.resume(chat.situation()).replies for c in r.choices)
    return {button.action for button in buttons if button}


def forged(chat: Chat, state: State) -> Iterator:
    yield from (action for action in WIRE.values() if action not in offered(chat, state))


def test_nothing_raises(chat, states):
    assert len(states) == len(ANSWERS) + len(STOPS)
    for state in states:
        for action in {*WIRE.values(), *offered(chat, state)}:
            pressed(chat, state, action)


def test_a_question_takes_only_what_it_offers(chat, states):
    questions = [state for state in states if isinstance(state.draft.stop, AtQuestion)]
    assert len(questions) == len(ANSWERS)
    for state in questions:
        names = {i.name for i in DraftSession(chat.situation(), state.draft).instance.choices(state.draft.at)}
        for action in forged(chat, state):
            if getattr(action, "name", None) not in names:  # a choice of another page may be named
                assert pressed(chat, state, action).draft == state.draft, action


def test_a_figure_far_above_all_before_is_settled_by_its_own_buttons_alone(chat, states):
    state = next(state for state in states if state.draft.check.startswith("unusual"))
    assert offered(chat, state) == {Yes(), Choose("20"), Correct(), SeveralTimes()}
    for action in (*forged(chat, state), No(), Choose("abc"), Choose("2")):
        assert pressed(chat, state, action).draft.settled == {}, action
    assert pressed(chat, state, Yes()).draft.settled == {f"unusual{PEOPLE}": "200"}
    slip = pressed(chat, state, Choose("20")).draft
    assert slip.settled == {f"unusual{PEOPLE}": "20"} and slip.saved["answers"][PEOPLE] == "20"
