"""Every type of question, by vectors: what is taken and how it is written, and what is refused."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.xlsform import ASKED, METADATA, Ask, Env, Instance, Note, Refused, load_form_text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ENV = Env(
    now=datetime(2026, 6, 15, 9, 30, tzinfo=ZONE),
    language="vi",
    zone=ZONE,
    uuid="record-1",
    username="u1",
    deviceid="zalo:1",
    phonenumber="+84900000000",
    email="a@example.org",
)
FORM = load_form_text(
    """
| survey | | | | | | |
| | type | name | label | parameters | calculation | appearance |
| | text | text | Q | | | |
| | integer | integer | Q | | | |
| | decimal | decimal | Q | | | |
| | range | range | Q | start=0 end=10 step=2 | | |
| | range | part | Q | start=0 end=1 step=0.25 | | |
| | range | down | Q | start=5 end=-5 step=-1 | | |
| | date | date | Q | | | |
| | time | time | Q | | | |
| | dateTime | dateTime | Q | | | |
| | select_one l | select_one | Q | | | |
| | select_multiple l | several | Q | | | |
| | select_one o or_other | other | Q | | | |
| | select_one_from_file wards.csv | ward | Q | value=code label=name | | |
| | rank l | rank | Q | | | |
| | note | note | Nhớ | | | |
| | acknowledge | acknowledge | Q | | | |
| | trigger | trigger | Q | | | |
| | geopoint | geopoint | Q | | | |
| | image | image | Q | max-pixels=1024 | | new |
| | audio | audio | Q | | | |
| | video | video | Q | | | |
| | file | file | Q | | | |
| | barcode | barcode | Q | | | |
| | calculate | sum | | | ${integer} + ${decimal} | |
| | hidden | hidden | | | | |
| | start | start | | | | |
| | end | end | | | | |
| | today | today | | | | |
| | deviceid | deviceid | | | | |
| | username | username | | | | |
| | phonenumber | phonenumber | | | | |
| | email | email | | | | |
| | subscriberid | subscriberid | | | | |
| | simserial | simserial | | | | |
| choices | | | | | | |
| | list_name | name | label | | | |
| | l | a | A | | | |
| | l | b | B | | | |
| | o | a | A | | | |
""",
    "types",
    {"wards.csv": b"code,name,district\nw1,Cao Xanh,d1\nw2,Ha Tu,d1\n"},
)
OK = "taken"
VECTORS = {
    "text": [("  a  ", "  a  "), ("0", "0"), ("🙂 ạ", "🙂 ạ"), ("a\x00b", "type"), ("x" * 20_001, "type")],
    "integer": [
        ("12", "12"),
        ("-3", "-3"),
        ("007", "7"),
        ("+5", "5"),
        ("1.5", "type"),
        ("x", "type"),
        ("2147483648", "type"),
        ("٣", "type"),
    ],
    "decimal": [
        ("1.50", "1.5"),
        (".5", "0.5"),
        ("3", "3.0"),
        ("1e3", "1000.0"),
        ("1,5", "type"),
        ("1e999", "type"),
        ("nan", "type"),
    ],
    "range": [("4", "4"), ("0", "0"), ("10", "10"), ("3", "constraint"), ("12", "constraint"), ("x", "type")],
    "part": [("0.75", "0.75"), ("0.8", "constraint")],
    "down": [("-5", "-5"), ("6", "constraint")],
    "date": [("2026-06-15", "2026-06-15"), ("2024-02-29", "2024-02-29"), ("2026-02-29", "type"), ("15/6/2026", "type")],
    "time": [("14:30", "14:30:00"), ("14:30:15.000+07:00", "14:30:15.000+07:00"), ("25:00", "type"), ("14h", "type")],
    "dateTime": [
        ("2026-06-15T14:30", "2026-06-15T14:30:00.000+07:00"),
        ("2026-06-15 14:30:00", "2026-06-15T14:30:00.000+07:00"),
        ("2026-06-15T14:30:00Z", "2026-06-15T14:30:00Z"),
        ("2026-06-15", "type"),
        ("2026-06-31T10:00", "type"),
    ],
    "select_one": [("a", "a"), ("c", "choice"), ("a b", "choice"), ("A", "choice")],
    "several": [("a b", "a b"), (["b", "a"], "a b"), (["b"], "b"), ("a z", "choice"), ("a a", "choice")],
    "other": [("other", "other"), ("a", "a"), ("x", "choice")],
    "ward": [("w2", "w2"), ("Ha Tu", "choice")],
    "rank": [("b a", "b a"), ("a", "choice"), ("a b c", "choice")],
    "note": [("x", "readonly")],
    "acknowledge": [("OK", "OK"), ("yes", "type")],
    "trigger": [("OK", "OK"), ("no", "type")],
    "geopoint": [
        ("20.95 107.07", "20.95 107.07 0.0 0.0"),
        ("20.95, 107.07 5 3.5", "20.95 107.07 5.0 3.5"),
        ("95 10", "type"),
        ("20", "type"),
    ],
    "image": [("a.jpg", "a.jpg"), ("../a.jpg", "type"), ("a\\b.jpg", "type")],
    "audio": [("a.ogg", "a.ogg")],
    "video": [("a.mp4", "a.mp4")],
    "file": [("a.pdf", "a.pdf")],
    "barcode": [("893850", "893850")],
    "hidden": [("anything", "anything")],
}  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), [(n, g, e) for n, vs in VECTORS.items() for g, e in vs])
def test_answers(name, given, expected):
    one = Instance.new(FORM, ENV)
    ref = f"/data/{name}"
    if expected in ("type", "choice", "constraint", "readonly"):
        with pytest.raises(Refused) as refused:
            one.answer(ref, given)
        assert refused.value.kind == expected
        assert one.value(ref) == ""
    else:
        one.answer(ref, given)
        assert one.value(ref) == expected
        one.answer(ref, None)
        assert one.value(ref) == ""


def test_every_type_has_vectors():
    asked = {FORM.question(f"/data/{name}").type for name in VECTORS}
    assert asked >= ASKED
    assert {q.type for q in FORM.questions} == ASKED | METADATA | {"calculate", "hidden"}


def test_each_type_is_asked_or_said_or_silent():
    one = Instance.new(FORM, ENV)
    stops = list(one.walk())
    assert [s.ref for s in stops if isinstance(s, Note)] == ["/data/note"]
    assert {s.question.type for s in stops if isinstance(s, Ask)} == ASKED - {"note"}
    assert "/data/other_other" not in {s.ref for s in stops}
    one.answer("/data/other", "other")
    assert one.relevant("/data/other_other")


def test_metadata_come_from_outside():
    one = Instance.new(FORM, ENV)
    assert one.value("/data/start") == "2026-06-15T09:30:00.000+07:00"
    assert one.value("/data/today") == "2026-06-15"
    assert [one.value(f"/data/{n}") for n in ("username", "deviceid", "phonenumber", "email", "simserial")] == [
        *("u1", "zalo:1", "+84900000000", "a@example.org", "")
    ]
    assert one.value("/data/meta/instanceID") == "uuid:record-1"
    later = Env(now=datetime(2026, 6, 15, 10, tzinfo=ZONE), language="vi", zone=ZONE, uuid="other")
    again = Instance.load(FORM, one.save(), later)
    assert again.record()["end"] == "2026-06-15T10:00:00.000+07:00"
    assert again.record()["start"] == "2026-06-15T09:30:00.000+07:00"
    assert again.value("/data/meta/instanceID") == "uuid:record-1"


def test_the_record_is_typed():
    one = Instance.new(FORM, ENV)
    for name, value in {
        "integer": "0",
        "decimal": "2.50",
        "range": "4",
        "part": "0.25",
        "several": ["b", "a"],
        "rank": "b a",
        "text": "a<b & c",
    }.items():
        one.answer(f"/data/{name}", value)
    record = one.record()
    assert (record["integer"], record["decimal"], record["range"], record["part"]) == (0, 2.5, 4, 0.25)
    assert (record["several"], record["rank"], record["sum"], record["date"]) == (["a", "b"], ["b", "a"], "2.5", None)
    assert "note" not in record and "meta" not in record
    assert json.loads(json.dumps(record)) == record
    assert "<text>a&lt;b &amp; c</text>" in one.xml()


def test_parameters_columns_and_choice_columns():
    assert FORM.question("/data/range").parameters == {"start": "0", "end": "10", "step": "2"}
    assert FORM.question("/data/image").appearance == {"new"}
    assert FORM.question("/data/ward").choice_columns("w1") == {"name": "Cao Xanh", "district": "d1"}
    assert FORM.question("/data/ward").choice_columns("nothing") == {}


@given(name=st.sampled_from(sorted(VECTORS)), said=st.text(max_size=40))
def test_no_answer_breaks_a_question(name, said):
    one = Instance.new(FORM, ENV)
    try:
        one.answer(f"/data/{name}", said)
    except Refused as refused:
        assert refused.kind in {"type", "choice", "constraint", "required", "readonly"}
    one.record()
    one.xml()


def test_every_type_is_documented():
    told = (Path(__file__).parents[3] / "docs" / "xlsform.md").read_text()
    assert [kind for kind in sorted(ASKED | METADATA | {"calculate", "hidden"}) if f"`{kind}`" not in told] == []
