# ruff: noqa: E501 – forms are tables
"""The live instance: relevance, calculation, repeats, defaults, triggers, saving; only what must be is done anew."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.xlsform import Ask, Env, Instance, Note, Refused, RepeatAsk, load_form_text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def env(language: str = "vi", day: int = 15, uuid: str = "record-1") -> Env:
    return Env(now=datetime(2026, 6, day, 9, 30, tzinfo=ZONE), language=language, zone=ZONE, uuid=uuid)


FAMILY = load_form_text(
    """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | constraint | constraint_message::Tiếng Việt (vi) | constraint_message::English (en) | required | calculation | default | hint::Tiếng Việt (vi) | guidance_hint::English (en) | image::English (en) |
| | text | name | Tên hộ | Household | | | | | yes |
| | integer | size | Mấy người trong hộ ${name}? | People in ${name}? | | . > 0 and . < 20 | Từ 1 đến 19, không phải ${size}. | 1 to 19 | | | | Đếm cả trẻ em | Children too | people.png |
| | select_one yn | farm | Có làm ruộng? | Farming? | | | | | | | yes |
| | begin_group | land | Ruộng | Land | ${farm} = 'yes' |
| | decimal | area | Bao nhiêu ha? | How many ha? | | | | | ${size} > 3 |
| | calculate | each | | | | | | | | round(${area} div ${size}, 2) |
| | end_group |
| | note | sum | Mỗi người ${each} ha | ${each} ha each | ${each} != '' |
| | begin_repeat | person | Người | Person |
| | text | who | Tên | Name | | | | | | | concat('P', position(..)) |
| | integer | age | ${who} mấy tuổi? | Age of ${who}? | | . < 120 |
| | select_one yn | school | Đi học? | At school? | ${age} < 18 |
| | calculate | older | | | | | | | | count(${person}[age > current()/../age]) |
| | end_repeat |
| | calculate | total | | | | | | | | sum(${age}) |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | yes | Có | Yes |
| | yn | no | Không | No |
| settings |
| | form_id | version | form_title | default_language |
| | family | 7 | Hộ | Tiếng Việt (vi) |
""",
    "family",
)


def answered(**values: str) -> Instance:
    one = Instance.new(FAMILY, env())
    for name, value in values.items():
        one.answer(f"/data/{name.replace('__', '/')}", value)
    return one


def refs(one: Instance) -> list[str]:
    return [stop.ref for stop in one.walk()]


def test_the_form_says_what_it_is():
    assert (FAMILY.id, FAMILY.version, FAMILY.title) == ("family", "7", "Hộ")
    assert FAMILY.languages == ("Tiếng Việt (vi)", "English (en)")
    assert FAMILY.default_language == "Tiếng Việt (vi)"
    assert FAMILY.question("/data/person/age").groups == ("/data/person",)
    with pytest.raises(KeyError):
        FAMILY.question("/data/land")


def test_words_in_the_readers_language_with_their_outputs():
    one = answered(name="Cô Lan")
    assert one.label("/data/size") == "Mấy người trong hộ Cô Lan?"
    assert one.hint("/data/size") == "Đếm cả trẻ em"
    english = Instance.load(FAMILY, one.save(), env("en"))
    assert english.label("/data/size") == "People in Cô Lan?"
    assert english.hint("/data/size") == "Đếm cả trẻ em"  # no English hint: the form's own language
    assert english.guidance("/data/size") == "Children too"
    assert english.media("/data/size") == {"image": "people.png"}
    assert [c.label for c in english.choices("/data/farm")] == ["Yes", "No"]
    assert Instance.load(FAMILY, one.save(), env("fr")).label("/data/name") == "Tên hộ"


def test_a_refused_answer_leaves_the_old_one_and_has_the_forms_words():
    one = answered(size="4")
    with pytest.raises(Refused) as refused:
        one.answer("/data/size", "30")
    assert (refused.value.kind, refused.value.message) == ("constraint", "Từ 1 đến 19, không phải 30.")
    assert one.value("/data/size") == "4"


def test_required_may_depend_on_answers():
    one = answered(name="a", size="2")
    assert not one.required("/data/land/area")
    one.answer("/data/size", "5")
    assert one.required("/data/land/area")
    with pytest.raises(Refused) as refused:
        one.answer("/data/land/area", "")
    assert refused.value.kind == "required"
    assert ("/data/land/area", "required", None) in one.faults()
    one.answer("/data/land/area", "1.5")
    assert one.faults() == []


def test_what_is_not_relevant_reads_as_empty_and_comes_back():
    one = answered(size="2", land__area="3")
    assert one.value("/data/land/each") == "1.5"
    assert Note("/data/sum", "Mỗi người 1.5 ha") in list(one.walk())
    one.answer("/data/farm", "no")
    assert one.value("/data/land/area") == one.value("/data/land/each") == ""
    assert "land" not in one.record()
    assert "<land>" not in one.xml()
    assert "/data/sum" not in refs(one)
    one.answer("/data/farm", "yes")
    assert one.value("/data/land/each") == "1.5"


def test_an_answer_redoes_only_what_was_made_from_it():
    one = answered(name="a", size="2", land__area="3")
    one.answer("/data/person[1]/age", "40")
    one.record()
    before = one.worked
    one.record()
    assert one.worked == before
    one.answer("/data/land/area", "4")
    assert one.places() and [one.value(ref) for ref in one.places()] and list(one.walk())
    kinds = ("value", "value", "constraint")  # area, each, and area's own constraint
    assert one.worked - before <= len(kinds) + 1  # and whether the note is relevant


def test_walking_forth_and_back():
    one = answered(name="a", size="2")
    seen, stop = [], one.next()
    while stop is not None:
        seen.append(stop.ref)
        stop = one.next(stop.ref)
    assert seen == refs(one)
    asked = [s.ref for s in one.walk() if not isinstance(s, Note)]
    assert [one.previous(ref).ref for ref in asked[1:]] == asked[:-1]
    assert one.previous(asked[0]) is None
    assert one.previous(None).ref == asked[-1]


def test_repeats_are_asked_for_made_and_removed():
    one = answered(name="a")
    start = RepeatAsk("/data/person[1]", "Người", True)
    more = RepeatAsk("/data/person[2]", "Người", False)
    assert start in list(one.walk()) and list(one.walk())[-1] == more
    one.add_repeat("/data/person[2]")
    assert one.next("/data/person[2]") == Ask("/data/person[2]/who", FAMILY.question("/data/person/who"))
    assert one.value("/data/person[2]/who") == "P2"
    one.answer("/data/person[1]/age", "40")
    one.answer("/data/person[2]/age", "9")
    assert one.relevant("/data/person[2]/school") and not one.relevant("/data/person[1]/school")
    assert (one.value("/data/total"), one.value("/data/person[2]/older")) == ("49", "1")
    assert [p["age"] for p in one.record()["person"]] == [40, 9]
    one.remove_repeat("/data/person[1]")
    assert (one.value("/data/person[1]/who"), one.value("/data/person[1]/age")) == ("P2", "9")
    assert (one.value("/data/total"), one.value("/data/person[1]/older")) == ("9", "0")
    with pytest.raises(KeyError):
        one.value("/data/person[2]/who")
    one.remove_repeat("/data/person[1]")
    assert "person" not in one.record()
    assert one.next("/data/person[1]") is None
    assert one.value("/data/total") == ""


@pytest.mark.parametrize(
    "ref", ["/data/person[3]", "/data/person[1]", "/data/land[1]", "/data/nothing[1]", "/data/person"]
)
def test_only_the_next_instance_can_be_made(ref):
    with pytest.raises(KeyError):
        answered().add_repeat(ref)


@pytest.mark.parametrize("ref", ["/data/person[2]", "/data/person[0]", "/data/name", "/data/person[x]"])
def test_only_an_instance_that_is_there_can_be_removed(ref):
    with pytest.raises(KeyError):
        answered().remove_repeat(ref)


@pytest.mark.parametrize("ref", ["/data/none", "/data/person[9]/age", "/other", "", "/", "/data/land", "/data/name/x"])
def test_a_ref_that_is_not_there(ref):
    with pytest.raises(KeyError):
        answered().answer(ref, "x")


COUNTED = load_form_text(
    """
| survey | | | | | | |
| | type | name | label | repeat_count | calculation | default |
| | integer | n | How many? | | | |
| | begin_repeat | kid | Kid | ${n} | | |
| | text | name | Name | | | concat('K', position(..)) |
| | integer | m | Toys? | | | |
| | begin_repeat | toy | Toy | ${m} | | |
| | text | what | What? | | | |
| | end_repeat | | | | | |
| | end_repeat | | | | | |
| | calculate | names | | | join(' ', ${name}) | |
""",
    "counted",
)


def test_a_counted_repeat_follows_its_count():
    one = Instance.new(COUNTED, env())
    assert refs(one) == ["/data/n"]
    one.answer("/data/n", "2")
    assert refs(one) == ["/data/n", "/data/kid[1]/name", "/data/kid[1]/m", "/data/kid[2]/name", "/data/kid[2]/m"]
    one.answer("/data/kid[2]/name", "Lan")
    one.answer("/data/kid[2]/m", "1")
    one.answer("/data/kid[2]/toy[1]/what", "ball")
    assert one.value("/data/names") == "K1 Lan"
    one.answer("/data/n", "1")
    assert one.value("/data/names") == "K1"
    again = Instance.load(COUNTED, json.loads(json.dumps(one.save())), env())
    again.answer("/data/n", "3")
    assert again.value("/data/names") == "K1 K2 K3"  # as in ODK, what was too many is gone
    assert again.record()["kid"][1]["m"] is None
    again.answer("/data/n", None)
    assert len(again.record()["kid"]) == 3
    again.answer("/data/n", "-4")
    assert "kid" not in again.record()


EVENTS = load_form_text(
    """
| survey | | | | | | | |
| | type | name | label | calculation | trigger | default | read_only |
| | text | a | A | | | | |
| | dateTime | when | | now() | ${a} | | |
| | calculate | seen | | | | | |
| | integer | n | N | | | 3 | |
| | integer | twice | Twice | ${n} * 2 | | | |
| | text | shown | Shown | | | concat('made ', today()) | yes |
| | calculate | dice | | once(random()) | | | |
| | calculate | key | | uuid() | | | |
| | date | last | Last | | | today() | |
| | text | copy | Copy | | | | ${n} > 5 |
""".replace("| | calculate | seen | | | | | |\n", ""),
    "events",
)


def test_a_trigger_sets_only_when_its_question_changes():
    one = Instance.new(EVENTS, env())
    assert one.value("/data/when") == ""
    one.answer("/data/a", "x")
    assert one.value("/data/when") == "2026-06-15T09:30:00.000+07:00"
    later = Instance.load(EVENTS, one.save(), env(day=16))
    later.answer("/data/a", "x")
    assert later.value("/data/when").startswith("2026-06-15")
    later.answer("/data/a", "y")
    assert later.value("/data/when").startswith("2026-06-16")


def test_dynamic_defaults_are_made_once():
    one = Instance.new(EVENTS, env())
    assert (one.value("/data/last"), one.value("/data/shown")) == ("2026-06-15", "made 2026-06-15")
    assert Instance.load(EVENTS, one.save(), env(day=20)).value("/data/last") == "2026-06-15"
    assert Note("/data/shown", "Shown: made 2026-06-15") in list(one.walk())


def test_chance_stays_through_saving():
    one = Instance.new(EVENTS, env())
    again = Instance.load(EVENTS, one.save(), env(day=20, uuid="other"))
    for ref in ("/data/dice", "/data/key"):
        assert one.value(ref) == again.value(ref) != ""


def test_a_calculated_question_may_be_changed_until_its_sources_change():
    one = Instance.new(EVENTS, env())
    assert one.value("/data/twice") == "6"
    one.answer("/data/twice", "7")
    again = Instance.load(EVENTS, one.save(), env())
    assert again.value("/data/twice") == "7"
    again.answer("/data/n", "5")
    assert again.value("/data/twice") == "10"


def test_a_question_may_be_read_only_for_a_while():
    one = Instance.new(EVENTS, env())
    one.answer("/data/copy", "x")
    one.answer("/data/n", "6")
    assert one.read_only("/data/copy") and Note("/data/copy", "Copy: x") in list(one.walk())
    with pytest.raises(Refused) as refused:
        one.answer("/data/copy", "y")
    assert refused.value.kind == "readonly"


CASCADE = load_form_text(
    """
| survey | | | | |
| | type | name | label | choice_filter |
| | select_one province | province | P | |
| | select_one ward | ward | W | province = ${province} |
| | begin_repeat | visit | V | |
| | select_one ward | at | At | province = ${province} and name != ${ward} |
| | calculate | said | | |
| | end_repeat | | | |
| choices | | | | |
| | list_name | name | label | province |
| | province | qn | Quảng Ninh | |
| | province | hp | Hải Phòng | |
| | ward | ht | Hà Tu | qn |
| | ward | cx | Cao Xanh | qn |
| | ward | lc | Lê Chân | hp |
""".replace("| | calculate | said | | |\n", ""),
    "cascade",
)


def test_cascading_choices():
    one = Instance.new(CASCADE, env())
    assert one.choices("/data/ward") == []
    one.answer("/data/province", "qn")
    assert [(c.name, c.label) for c in one.choices("/data/ward")] == [("ht", "Hà Tu"), ("cx", "Cao Xanh")]
    one.answer("/data/ward", "ht")
    assert [c.name for c in one.choices("/data/visit[1]/at")] == ["cx"]
    with pytest.raises(Refused) as refused:
        one.answer("/data/visit[1]/at", "lc")
    assert refused.value.kind == "choice"


LINKED = load_form_text(
    """
| survey | | | | |
| | type | name | label | calculation |
| | begin_repeat | kid | Kid | |
| | text | called | Name | |
| | end_repeat | | | |
| | select_one ${called} | eldest | Who is the eldest? | |
| | audit | audit | | |
| | text | word | Word | |
| | calculate | before | | ${last-saved#word} |
| settings | | | | |
| | instance_name | name | version | |
| | concat('kid ', ${eldest}) | family | 3 | |
""",
    "linked",
)


def test_choices_from_a_repeats_answers_and_a_name_for_the_record():
    one = Instance.new(LINKED, env())
    one.answer("/family/kid[1]/called", "Lê An")
    one.add_repeat("/family/kid[2]")
    assert [c.name for c in one.choices("/family/eldest")] == ["Lê An"]
    one.answer("/family/eldest", "Lê An")
    assert one.xml() == (
        '<family xmlns:orx="http://openrosa.org/xforms" id="linked" version="3"><kid><called>Lê An</called></kid>'
        "<kid><called/></kid><eldest>Lê An</eldest><word/><before/>"
        "<meta><audit/><instanceID>uuid:record-1</instanceID><instanceName>kid Lê An</instanceName></meta></family>"
    )
    one.answer("/family/kid[1]/called", "Bình")
    assert one.value("/family/eldest") == ""


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("size"), st.integers(-2, 25).map(str)),
        st.tuples(st.just("farm"), st.sampled_from(["yes", "no", ""])),
        st.tuples(st.just("land/area"), st.sampled_from(["1", "2.5", "0", ""])),
        st.tuples(st.just("add"), st.just("")),
        st.tuples(st.integers(1, 4).map("drop{}".format), st.just("")),
        st.tuples(st.integers(1, 4).map("person[{}]/age".format), st.integers(0, 130).map(str)),
        st.tuples(st.integers(1, 4).map("person[{}]/school".format), st.sampled_from(["yes", "no"])),
    ),
    max_size=25,
)


def play(one: Instance, step: tuple[str, str]) -> Instance:
    what, value = step
    try:
        if what == "add":
            one.add_repeat(f"/data/person[{len(one.record().get('person', [])) + 1}]")
        elif what.startswith("drop"):
            one.remove_repeat(f"/data/person[{what[4:]}]")
        else:
            one.answer(f"/data/{what}", value)
    except (Refused, KeyError):
        pass
    return one


@settings(max_examples=60)
@given(STEPS)
def test_saving_changes_nothing(steps):
    kept, thrown = Instance.new(FAMILY, env()), Instance.new(FAMILY, env())
    for step in steps:
        kept = play(kept, step)
        known = thrown.knows() if len(step[1]) % 2 else ""
        thrown = play(Instance.load(FAMILY, json.loads(json.dumps(thrown.save())), env(), known), step)
        assert kept.save() == thrown.save()
        assert kept.record() == thrown.record()
        assert [s for s in kept.walk()] == [s for s in thrown.walk()]
        assert kept.xml() == thrown.xml()


@settings(max_examples=40)
@given(STEPS)
def test_what_was_redone_is_what_a_fresh_look_gives(steps):
    one = Instance.new(FAMILY, env())
    for step in steps:
        play(one, step)
        one.record()
    assert one.record() == Instance.load(FAMILY, one.save(), env()).record()


def chain(length: int):
    """Each question only if the one before it was answered, and a sum of all that went before beside each."""
    rows = ["| survey | | | | |", "| | type | name | label | relevant | calculation |"]
    rows += [f"| | integer | q{n} | Q | {f'${{q{n - 1}}} = 1' if n else ''} | |" for n in range(length)]
    rows += [f"| | calculate | c{n} | | | ${{q{n}}}{f' + ${{c{n - 1}}}' if n else ''} |" for n in range(length)]
    return load_form_text("\n".join([*rows, f"| | note | all | ${{c{length - 1}}} | | |"]), "chain")


def test_a_long_chain_of_conditions_and_sums_is_no_fault():
    form = chain(400)
    one = Instance.new(form, env())
    for n in range(400):
        one.answer(f"/data/q{n}", "1")
    again = Instance.load(form, one.save(), env())
    assert again.relevant("/data/q399") and again.label("/data/all") == "400"
    again.answer("/data/q0", "9")
    assert again.places() == {"/data/q0": 1}
    assert [stop.ref for stop in again.walk() if isinstance(stop, Ask)] == ["/data/q0"]


def test_a_step_from_what_was_kept_looks_only_at_what_its_answer_touches():
    form = chain(300)
    one = Instance.new(form, env())
    for n in range(150):
        one.answer(f"/data/q{n}", "1")
    assert len(one.places()) == 151
    again = Instance.load(form, one.save(), env(), one.knows())
    again.answer("/data/q150", "1")
    assert len(again.places()) == 152 and again.next("/data/q150").ref == "/data/q151"
    assert again.worked < 20


def test_what_waits_for_an_answer_can_be_told_that_it_changed():
    one = Instance.new(
        load_form_text(
            """
| survey | | | | | |
| | type | name | label | calculation | trigger |
| | integer | a | A | | |
| | hidden | a_to | | | |
| | text | b | B | concat(${a}, '-', ${a_to}) | ${a} |
"""
        ),
        env(),
    )
    one.answer("/data/a", "1")
    one.answer("/data/a_to", "5")
    assert one.value("/data/b") == "1-"
    one.announce("/data/a")
    assert one.value("/data/b") == "1-5"
