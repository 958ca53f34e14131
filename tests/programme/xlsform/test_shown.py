"""What was kept of relevance beside the answers says what the answers alone say, after every step."""

from __future__ import annotations

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from programme.xlsform import Ask, Env, Instance, Refused, RepeatAsk, load_form_text
from tests.programme.xlsform.test_web_forms import said
from tests.support.witness_forms import FILES, FORMS

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ENV = Env(now=datetime(2026, 6, 15, 9, 30, tzinfo=ZONE), language="en", zone=ZONE, uuid="u")


def changed(chance: random.Random, one: Instance) -> None:
    stop = chance.choice([s for s in one.walk() if isinstance(s, Ask | RepeatAsk)])
    try:
        if isinstance(stop, Ask):
            one.answer(stop.ref, said(chance, one, stop))
        elif stop.exists:
            one.remove_repeat(stop.ref)
        else:
            one.add_repeat(stop.ref)
    except Refused:
        pass


def asked(one: Instance) -> list[str]:
    return [stop.ref for stop in one.walk() if isinstance(stop, Ask)]


@pytest.mark.parametrize("name", FORMS)
def test_the_same_with_what_was_kept_and_without(name):
    form = load_form_text(FORMS[name], "data", {file: text.encode() for file, text in FILES.items()})
    for seed in range(6):
        chance = random.Random(f"{name} {seed}")
        one = Instance.new(form, ENV)
        for _ in range(15):
            changed(chance, one)
            if chance.random() < 0.5:
                one = Instance.load(form, one.save(), ENV, one.knows())
            bare = Instance.load(form, one.save(), ENV)
            assert list(one.places()) == asked(one) == asked(bare)
            assert {ref: one.value(ref) for ref in asked(one)} == {ref: bare.value(ref) for ref in asked(bare)}
        assert one.record() == Instance.load(form, one.save(), ENV).record()


def test_what_was_kept_of_another_day_or_form_is_not_used():
    form = load_form_text(FORMS["relevance"], "data")
    one = Instance.new(form, ENV)
    one.places()
    wrong = one.knows().replace("1", "x").replace("0", "1").replace("x", "0")
    assert one.knows().partition(":")[2] and Instance.load(form, one.save(), ENV, one.knows()).shown
    for text in ("", ":", "nonsense", wrong[1:], one.knows() + "1"):
        assert not Instance.load(form, one.save(), ENV, text).shown
    later = Env(now=datetime(2026, 6, 16, 9, 30, tzinfo=ZONE), language="en", zone=ZONE, uuid="u")
    assert not Instance.load(form, one.save(), later, one.knows()).shown


def test_a_record_trusts_the_answers_alone():
    form = load_form_text(FORMS["relevance"], "data")
    one = Instance.new(form, ENV)
    one.answer("/data/size", "7")
    seal, _, marks = one.knows().partition(":")
    doubtful = Instance.load(form, one.save(), ENV, f"{seal}:{'0' * len(marks)}")
    assert asked(doubtful) != asked(one)
    assert doubtful.record() == one.record() and asked(doubtful) == asked(one)
