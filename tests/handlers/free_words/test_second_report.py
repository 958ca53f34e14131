"""A report that comes while something else is open: shown for a yes unless a line would be filed anyway, and what was
open goes on after it."""

from __future__ import annotations

import pytest

from handlers.campaigns.add_campaign import NewCampaign
from handlers.free_words.several_reports import SeveralReports
from handlers.pipeline.routes import STATES
from handlers.pipeline.stages import answer
from handlers.privacy.my_data import NewName
from handlers.state import AtQuestion, Draft, State
from programme.domain.effects.reports import FileReport
from programme.domain.messages import Inbound
from tests.support.contexts import NOW, context, quang_ninh

PROMPTS = (NewName(), NewCampaign(name="Đợt hè"))


def said(state: State, *texts: str, channel: str = "telegram"):
    """The turn of the last of the texts."""
    for text in texts:
        turn = answer(Inbound(channel, "1", "k", NOW, text), context(state, channel=channel))
        state = turn.state
    return turn


def filed(turn) -> list[FileReport]:
    return [effect for effect in turn.effects if isinstance(effect, FileReport)]


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: type(prompt).__name__)
def test_a_guess_at_a_prompt_waits_for_a_yes_and_the_prompt_goes_on(prompt):
    shown = said(State(prompt=prompt), "BC TV 5", "1")
    assert isinstance(shown.state.prompt, SeveralReports) and shown.state.prompt.behind == prompt and not filed(shown)
    assert STATES.from_json(STATES.to_json(shown.state)) == shown.state
    assert said(shown.state, "có").state.prompt == prompt and filed(said(shown.state, "có"))
    assert said(shown.state, "không").state.prompt == prompt and not filed(said(shown.state, "không"))


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: type(prompt).__name__)
def test_a_whole_line_at_a_prompt_is_filed_by_its_tap(prompt):
    turn = said(State(prompt=prompt), "BC TT MT 14/6 45 KHU 4", "1")
    assert filed(turn) and turn.state.prompt == prompt


@pytest.mark.parametrize("line", ["BC CK MD 44/40", "BC TT MT 31/6 45", "BC TT MT 14/6 45 DV XYZ QWE"])
def test_what_can_only_fail_is_offered_as_the_answer_alone(line):
    turn = said(State(prompt=NewName()), line)
    assert [choice.label for choice in turn.replies[0].choices] == [context().texts("second.answer")]
    assert turn.state.prompt == NewName() and turn.state.doubtful == line and not turn.effects


@pytest.mark.parametrize("line", ["BC CK MD 44/40", "BC TT MT 31/6 45"])
def test_nothing_is_offered_where_it_can_be_no_answer_either(line):
    draft = Draft(1, "activity", quang_ninh().forms["activity"].version, "hl.ha-tu", AtQuestion("/data/kind"))
    turn = said(State(draft=draft, drafts=1), line)
    assert not turn.replies[0].choices and turn.state.draft == draft and not turn.state.doubtful
