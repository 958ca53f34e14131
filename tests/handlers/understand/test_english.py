"""Simple English, message by message."""
# ruff: noqa: E501 – a message and its reading stand on one line

from __future__ import annotations

from datetime import date

import pytest

from handlers.understand.english import read

TODAY = date(2026, 6, 15)  # a Monday
JUNE = {day: date(2026, 6, day) for day in range(1, 16)}

REPORTS = [
    ("Yesterday 1 session on drugs at KHU 4, 45 people", "communication", "drug", 14, "KHU 4", {"sessions": 1, "participants": 45}),
    ("today a talk about HIV at the market, 30 participants", "communication", "hiv", 15, "the market", {"sessions": 1, "participants": 30}),
    ("2 sessions on drugs on 14 June, 90 people", "communication", "drug", 14, "", {"sessions": 2, "participants": 90}),
    ("June 13th: talk on trafficking in Ha Tu with 25 women", "communication", "trafficking", 13, "Ha Tu", {"sessions": 1, "participants_female": 25}),
    ("12/6 communication session on prostitution, 40 attendees, 60 leaflets", "communication", "prostitution", 12, "", {"sessions": 1, "participants": 40, "leaflets": 60}),
    ("On Friday we held a meeting about drugs at the school for 120 students", "communication", "drug", 12, "the school", {"sessions": 1, "participants": 120}),
    ("3 days ago session on HIV/AIDS near the port, over 50 people", "communication", "hiv", 12, "the port", {"sessions": 1, "participants": (50, "min")}),
    ("about 60 people at a drugs talk today", "communication", "drug", 15, "", {"sessions": 1, "participants": (60, "about")}),
    ("counselled 5 people on HIV yesterday", "counselling", "hiv", 14, "", {"persons": 5}),
    ("counseling for 3 clients about drugs this morning", "counselling", "drug", 15, "", {"persons": 3}),
    ("hung 4 banners on drugs at KHU 2 today", "visual", "drug", 15, "KHU 2", {"banners": 4}),
    ("put up 10 posters and 2 banners yesterday, drugs", "visual", "drug", 14, "", {"posters": 10, "banners": 2}),
    ("loudspeaker: 6 broadcasts on drugs yesterday", "broadcast", "drug", 14, "", {"items": 6}),
    ("1,200 people at a session on drugs on 10 June", "communication", "drug", 10, "", {"sessions": 1, "participants": 1200}),
    ("referred 2 people yesterday, HIV", "referral", "hiv", 14, "", {"persons": 2}),
    ("signed commitments with 12 establishments today, prostitution", "commitment", "prostitution", 15, "", {"signed": 12}),
    ("up to 40 people came to the talk on drugs last night", "communication", "drug", 14, "", {"sessions": 1, "participants": (40, "max")}),
    ("training on HIV for 20 volunteers on 9/6", "training", "hiv", 9, "", {"sessions": 1, "participants": 20}),
]  # fmt: skip
INTENTS = [
    ("help", "help", "how", ""),
    ("How do I send a report?", "help", "how", ""),
    ("how does this work", "help", "how", ""),
    ("What should I type?", "help", "how", ""),
    ("stop", "stop", "", ""),
    ("please stop sending me messages", "stop", "", ""),
    ("no more reminders please", "stop", "", ""),
    ("no activity this month", "nil", "", "2026-06"),
    ("nothing to report", "nil", "", ""),
    ("we did nothing last month", "nil", "", "2026-05"),
    ("When is the deadline?", "question", "deadline", ""),
    ("until when must I report", "question", "deadline", ""),
    ("figures for May", "question", "figures", "2026-05"),
    ("how many people this year?", "question", "figures", "2026"),
    ("show our figures last month", "question", "figures", "2026-05"),
    ("which teams have not reported?", "question", "silent", ""),
    ("did you receive my report?", "question", "sent", ""),
    ("withdraw my last report", "withdraw", "", ""),
    ("who can I call", "help", "whom", ""),
    ("call me back please", "help", "whom", ""),
    ("hello", "chatter", "hello", ""),
    ("thank you very much", "chatter", "", ""),
]
OTHERS = [
    "45",
    "KHU 4",
    "hôm qua truyền thông ma túy 45 người",
    "stop the traffic at the market",
    "ok",
    "see you tomorrow",
    "the session",
]


@pytest.mark.parametrize(("text", "kind", "topic", "day", "place", "figures"), REPORTS, ids=[row[0] for row in REPORTS])
def test_a_report(text, kind, topic, day, place, figures):
    reading = read(text, TODAY)
    assert reading is not None and reading.intent == "report" and len(reading.activities) == 1
    one = reading.activities[0]
    assert (one.kind, one.topics, one.date) == (kind, (topic,), JUNE[day])
    assert {name: (v.value, v.bound) for name, v in one.figures.items()} == {
        name: value if isinstance(value, tuple) else (value, "") for name, value in figures.items()
    }
    assert one.place == place


@pytest.mark.parametrize(("text", "intent", "about", "period"), INTENTS, ids=[row[0] for row in INTENTS])
def test_what_it_is_for(text, intent, about, period):
    reading = read(text, TODAY)
    assert reading is not None and (reading.intent, reading.about, reading.period) == (intent, about, period)


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_not_read_is_left(text):
    assert read(text, TODAY) is None


def test_several_activities():
    reading = read(
        "Yesterday 1 session on drugs at KHU 4, 45 people. Today counselled 3 people on HIV; hung 5 banners", TODAY
    )
    assert [(a.kind, a.date.day) for a in reading.activities] == [
        ("communication", 14),
        ("counselling", 15),
        ("visual", 15),
    ]
    assert dict(reading.activities[2].figures)["banners"].value == 5


def test_every_figure_has_a_span():
    for text, *_ in REPORTS:
        reading = read(text, TODAY)
        told = {
            span.what.removeprefix("figure:"): text[span.start : span.end]
            for span in reading.spans
            if span.what.startswith("figure:")
        }
        for name, value in reading.activities[0].figures.items():
            assert name == "sessions" or told[name].replace(",", "") == str(value.value)
