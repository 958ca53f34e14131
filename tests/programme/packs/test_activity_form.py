"""The pack's form `activity` asks for every kind of activity and every figure of the field's table."""

import pytest

from programme.domain.model import KINDS, TOPICS
from programme.packs.pack import load_programme
from programme.xlsform import bare

CLIENTS_SEEN = (
    "counselling referral rehab_mobilisation club_meeting post_rehab vocational_training job_referral job_placement "
    "loan victim_support harm_reduction inspection tip_handling"
).split()
WITH_A_PLACE = (
    "communication visual broadcast club_meeting training study_visit inspection commitment labour_registration "
    "model_launch"
).split()


@pytest.fixture(scope="module")
def form():
    return load_programme("quang-ninh").forms["activity"]


def test_every_figure_is_asked(form):
    asked = {q.path.removeprefix("/data/").replace("/", ".") for q in form.questions}
    assert {f"{kind}.{figure}" for kind, figures in KINDS.items() for figure in figures} <= asked


def test_every_kind_and_topic_is_a_choice(form):
    assert set(form.question("/data/kind").choices) == set(KINDS)
    assert set(form.question("/data/topics").choices) == set(TOPICS)


def test_every_counted_figure_may_be_approximate(form):
    paths = {q.path for q in form.questions}
    for kind, figures in KINDS.items():
        assert {f"/data/{kind}/{figure}_bound" for figure in figures} <= paths


@pytest.mark.parametrize("kind", KINDS)
def test_no_photo_where_those_helped_could_be_seen(form, kind):
    from datetime import UTC, datetime

    from programme.xlsform import Env, Instance

    filled = Instance.new(form, Env(datetime(2026, 6, 15, tzinfo=UTC), "vi", UTC, "u"))
    filled.answer("/data/kind", kind)
    refs = {bare(stop.ref) for stop in filled.walk()}
    assert ("/data/photos/photo" in refs) == (kind not in (*CLIENTS_SEEN, "clean_unit", "labour_registration"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_place_and_is_asked_for_it_where_many_came(form, kind):
    from datetime import UTC, datetime

    from programme.xlsform import Env, Instance

    filled = Instance.new(form, Env(datetime(2026, 6, 15, tzinfo=UTC), "vi", UTC, "u"))
    filled.answer("/data/kind", kind)
    assert "/data/place" in {bare(stop.ref) for stop in filled.walk()}
    assert (kind in form.question("/data/place").columns["review_for"].split()) == (kind not in WITH_A_PLACE)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_unique_among_what_is_asked(form, kind):
    """Two questions of one number are always a question and its parts, asked one after the other."""
    from datetime import UTC, datetime

    from programme.xlsform import Ask, Env, Instance

    filled = Instance.new(form, Env(datetime(2026, 6, 15, tzinfo=UTC), "vi", UTC, "u"))
    filled.answer("/data/kind", kind)
    numbers = [stop.question.columns["number"] for stop in filled.walk() if isinstance(stop, Ask)]
    assert len(numbers) == len(set(numbers))
