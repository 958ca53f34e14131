"""The scorer: what is right, rightly asked, asked without need, wrong or invented, told of small readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.understand.reader.reading import Activity, Change, Reading, Span, Value
from tests.understanding.cases import Case
from tests.understanding.places import same_place
from tests.understanding.reader_under_test import known_of, pack
from tests.understanding.scoring import score

TODAY = date(2026, 6, 16)
DAY = date(2026, 6, 15)


def case(text="tt mt 45 ng o cho hqua", *, intent="report", context=None, must=(), may=(), secret=(), **more) -> Case:
    """One session on drugs before 45 people at the market on 15 June, as far as `more` says nothing else."""
    activity = {
        "kind": "communication",
        "topics": ["drug"],
        "date": "2026-06-15",
        "date_to": None,
        "period": None,
        "place": "chợ",
        "ward": None,
        "figures": {"sessions": {"value": 1, "bound": None}, "participants": {"value": 45, "bound": None}},
    }
    expected = {
        "intent": intent,
        "activities": [activity | {k: v for k, v in more.items() if k in activity}] if intent == "report" else [],
        "must_ask": list(must),
        "may_ask": list(may),
        "change": more.get("change"),
        "must_not_store": list(secret),
    }
    return Case(text, "hl.ha-tu", TODAY, expected, context)


RIGHT = Activity(
    "communication", ("drug",), DAY, place="chợ", figures={"sessions": Value(1), "participants": Value(45)}
)
READ = Reading("report", (RIGHT,), spans=(Span(0, 2, "figure:sessions"), Span(6, 8, "figure:participants")))


def told(message: Case, reading: Reading):
    return score(message, reading, known_of(pack()))


def other(**parts) -> Reading:
    """The right reading with another part of its activity."""
    return replace(READ, activities=(replace(RIGHT, **parts),))


def counted(**figures: int) -> Reading:
    return other(figures={name: Value(n) for name, n in figures.items()})


def test_the_right_reading_is_right():
    found = told(case(), READ)
    assert (found.message, found.invented, found.missed, found.why) == ("right", [], [], [])


@pytest.mark.parametrize(
    "slot, reading",
    [
        ("kind", other(kind="counselling")),
        ("topics", other(topics=("hiv",))),
        ("date", other(date=date(2026, 6, 14))),
        ("date", other(date=None)),
        ("place", other(place="chợ Hà Lầm khu 3")),
        ("place", other(place="")),
        ("ward", other(ward="x2025-6712")),
        ("figures", counted(sessions=1, participants=54)),
        ("figures", counted(sessions=1)),
        ("intent", replace(READ, intent="plan")),
    ],
)
def test_what_is_read_wrong_is_wrong_in_its_slot(slot, reading):
    found = told(case(), reading)
    assert (found.slots[slot], found.message) == ("wrong", "wrong")


def test_a_period_and_its_days_are_the_same():
    month = case(date=None, period="2026-06")
    assert told(month, other(date=date(2026, 6, 1), date_to=date(2026, 6, 30))).message == "right"
    assert told(month, other(date=None, period="2026-06")).slots["period"] == "right"
    assert told(month, other(date=None, period="2026-05")).slots["period"] == "wrong"


def test_what_must_be_asked_is_asked_or_a_marked_guess():
    lacking = case(date=None, must=["date"])
    assert told(lacking, other(date=None)).message == "wrong"
    assert told(lacking, replace(other(date=None), asks=("date",))).message == "rightly asked"
    assert told(lacking, replace(READ, asks=("date",))).message == "rightly asked"


def test_what_may_be_asked_may_be_left_out():
    silent = case(may=["sessions", "place"])
    assert told(silent, counted(participants=45)).message == "rightly asked"
    assert told(silent, replace(READ, asks=("place",))).message == "rightly asked"
    assert told(silent, READ).message == "right"
    assert told(silent, other(place="khu 9")).message == "wrong"


def test_to_ask_what_is_said_is_no_need():
    assert told(case(), replace(READ, asks=("participants",))).message == "needlessly asked"


def test_a_figure_nobody_said_is_invented_but_not_where_it_is_asked():
    guess = replace(
        counted(sessions=1, participants=45, leaflets=3), spans=(*READ.spans, Span(0, 2, "figure:leaflets"))
    )
    assert told(case(), guess).invented == [("communication", "leaflets", 3)]
    assert told(case(), replace(guess, asks=("leaflets",))).invented == []


def test_a_figure_without_words_is_invented():
    assert told(case(), replace(READ, spans=())).invented == [
        ("communication", "sessions", 1), ("communication", "participants", 45)
    ]  # fmt: skip


def test_what_is_no_report_files_nothing():
    plan = case("mai tt 45 ng", intent="plan")
    assert told(plan, Reading("plan")).message == "right"
    assert [name for _, name, _ in told(plan, READ).invented] == ["sessions", "participants"]


def test_a_draft_is_taken_with_the_answer():
    draft = {"kind": "communication", "topics": ["drug"], "date": "2026-06-15", "place": "chợ",
             "figures": {"sessions": {"value": 1, "bound": None}}}  # fmt: skip
    asked = case("45", context={"open_draft": draft, "open_question": "participants"})
    spans = (Span(0, 2, "figure:participants"),)
    assert (
        told(asked, Reading("report", (Activity(figures={"participants": Value(45)}),), spans=spans)).message == "right"
    )
    assert told(asked, replace(READ, spans=spans)).message == "right"
    assert told(asked, Reading("report")).message == "wrong"


def test_a_change_is_the_new_value():
    change = case("54 mới đúng", intent="correction", change={"figure": "participants", "value": 54, "bound": None})
    words = (Span(0, 2, "figure:participants"),)
    right = Reading("correction", change=(Change("participants", Value(54)),), spans=words)
    assert told(change, right).message == "right"
    wrong = replace(right, change=(Change("participants", Value(45)),))
    assert (told(change, wrong).slots["change"], told(change, wrong).invented) == (
        "wrong", [("", "participants", 45)]
    )  # fmt: skip


def test_what_must_not_be_kept_is_refused():
    secret = case("tt mt 45 ng o cho hqua sdt 0912345678", secret=["0912345678"])
    assert told(secret, READ).missed == ["0912345678"]
    assert told(secret, replace(READ, refused=("sdt 0912345678",))).message == "right"
    assert told(case(), replace(READ, refused=("cho",))).slots["refused"] == "wrong"


@pytest.mark.parametrize(
    "said, read",
    [
        ("nhà văn hóa khu 6", "nvh k6"),
        ("nhà văn hóa khu hai nam khê", "nvh khu 2"),
        ("chợ Đầm Hà", "cho dam ha"),
        ("trường THCS Nam Khê", "truong thcs nam khe, phường Nam Khê"),
        ("trạm y tế", "tram yt"),
    ],
)
def test_the_same_place(said, read):
    assert same_place(said, read, "Nam Khê")


@pytest.mark.parametrize(
    "said, read", [("khu 4", "khu 5"), ("chợ Hà Lầm", "chợ"), ("khu 4", "nguoi khu"), ("chợ", "o")]
)
def test_another_place(said, read):
    assert not same_place(said, read)
