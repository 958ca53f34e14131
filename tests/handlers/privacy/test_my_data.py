"""The last button of the way out works for a quarter of an hour, and only as it was made."""

from datetime import timedelta

import pytest

from handlers.pipeline.stages import answer
from programme.domain.effects.privacy import Erase
from programme.domain.messages import Inbound
from tests.support.contexts import NOW, context


def pressed(payload: str):
    return answer(Inbound("telegram", "1", "k", NOW, "", payload), context())


def made(minutes: int) -> str:
    return f"m:data:gone:{int((NOW + timedelta(minutes=minutes)).timestamp()):x}"


@pytest.mark.parametrize("payload", ["m:data:gone:zz", "m:data:gone:-1", "m:data:gone:0x1f", f"m:data:gone:{'f' * 13}"])
def test_one_that_nobody_made_is_said_to_be_old(payload):
    turn = pressed(payload)
    assert turn.replies[0].text == context().texts("stale.gone") and not turn.replies[0].choices and not turn.effects


def test_one_that_is_over_asks_again():
    turn = pressed(made(-1))
    assert turn.replies[0].choices[0].value.startswith("m:data:gone:") and not turn.effects


def test_a_fresh_one_erases():
    assert any(isinstance(effect, Erase) for effect in pressed(made(10)).effects)
