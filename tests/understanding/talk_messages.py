"""Messages that are no reports: nil, questions, plans, corrections, answers … with what went before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.understanding import numbers_said
from tests.understanding.days_said import a_month, a_period, one_day
from tests.understanding.noise import Piece
from tests.understanding.parts import Maker
from tests.understanding.phrases import PHRASES, TALKS, filled

Made = tuple[list[Piece], dict[str, Any], dict[str, Any] | None, list[str]]
COUNTED = {"communication": ("participants", "participants", "leaflets", "sessions"), "counselling": ("persons",)}


def expected(
    intent: str,
    activities: list[dict[str, Any]] | None = None,
    must: Iterable[str] = (),
    may: Iterable[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """The right reading, as a row of the file writes it."""
    return {
        "intent": intent,
        "activities": activities or [],
        "must_ask": sorted(must),
        "may_ask": sorted(set(may) - set(must)),
        "change": None,
        "must_not_store": [],
        **more,
    }


def nil(maker: Maker, unit: str, today: date) -> Made:
    said = a_month(today, maker.chance) if maker.chance.random() < 0.75 else a_period(today, maker.chance)
    slots = {**maker.odd, "month": [("n", said.words)], "who": who(maker)}
    pieces = filled(maker.choose(TALKS["nil"]["whole"]), slots, "k")
    return pieces, expected("nil", period=said.period), None, ["nil"]


def plain(intent: str) -> Callable[[Maker, str, date], Made]:
    """An intent that bears nothing else."""

    def made(maker: Maker, unit: str, today: date) -> Made:
        ahead = TALKS["plan"]["ahead"]
        spots = TALKS["emergency"]["spots"]
        slots = {
            **maker.odd,
            "who": who(maker),
            "month": lambda: [("n", a_month(today, maker.chance).words)],
            "spot": lambda: [("p", maker.choose(spots))],
            "ahead": lambda: [("k", maker.choose(ahead))],
            "act": lambda: [("k", maker.choose(PHRASES["kind"]["communication"]["did"]))],
            "topic": lambda: maker.topic()[0],
            "place": lambda: maker.place()[0],
        }
        pieces = filled(maker.choose(TALKS[intent]["whole"]), slots, "k")
        may = ("kind", "participants", "persons", "figure", "topics", "date") if intent == "unclear" else ()
        return pieces, expected(intent, may=may), None, [intent]

    return made


def withdraw(maker: Maker, unit: str, today: date) -> Made:
    report, day = last_report(maker, today)
    slots = {**maker.odd, "last_day": [("n", f"{day.day}/{day.month}")]}
    pieces = filled(maker.choose(TALKS["withdraw"]["whole"]), slots, "k")
    return pieces, expected("withdraw"), {"last_report": report}, ["withdraw"]


def correction(maker: Maker, unit: str, today: date) -> Made:
    """Of a figure, the day, the topics or the place of the last report."""
    report, day = last_report(maker, today)
    what = maker.choose(("figure", "figure", "figure", "more", "added", "day", "topics", "kind", "place"))
    if what in ("more", "added") and (report["kind"] != "communication" or "participants" not in report["figures"]):
        what = "figure"
    template = maker.choose(TALKS["correction"][what]["whole"])
    may: tuple[str, ...] = ()
    if what == "figure":
        names = list(report["figures"])
        name = names[-1] if len(names) == 1 or maker.chance.random() < 0.3 else names[0 if len(names) == 1 else 1]
        old = report["figures"][name]["value"]
        new = next(n for n in iter(lambda: maker.chance.randint(2, 120), 0) if n != old)
        if "{old}" not in template and "{named}" not in template and "{noun}" not in template:
            may = ("figure", name)
        slots: dict[str, Any] = {
            "new": [numbers_said.said(new, maker.chance, maker.colloquial / 2)],
            "old": [("n", str(old))],
            "named": [("k", maker.choose(TALKS["noun"]["named"][name]))],
            "noun": [("k", maker.choose(TALKS["noun"][name]))],
        }
        change: dict[str, Any] = {"figure": name, "value": new, "bound": None}
        if sum(figure["value"] == old for figure in report["figures"].values()) > 1:
            may = ("figure", name)
    elif what == "more":
        few, old = maker.chance.randint(2, 9), report["figures"]["participants"]["value"]
        slots = {"few": [("n", str(few))], "sum": [("n", str(few + old))]}
        change = {"figure": "participants", "value": few + old, "bound": None}
    elif what == "added":
        new = maker.chance.randint(3, 30) * 10
        slots = {"new": [numbers_said.said(new, maker.chance, maker.colloquial / 2)]}
        change = {"figure": "leaflets", "value": new, "bound": None}
    elif what == "day":
        said = one_day(today, maker.chance)
        while said.first == day:
            said = one_day(today, maker.chance)
        slots = {"day": [("n", said.words)], "old_day": [("n", f"{day.day}/{day.month}")]}
        change = {"date": said.first.isoformat() if said.first else None}
    elif what == "kind":
        kinds = {"communication": "truyền thông", "counselling": "tư vấn", "club_meeting": "sinh hoạt câu lạc bộ"}
        kind = maker.choose([each for each in kinds if each != report["kind"]])
        slots = {"kind": [("k", kinds[kind])], "old_kind": [("k", kinds[report["kind"]])]}
        change = {"kind": kind}
    elif what == "topics":
        old_topic = report["topics"][0]
        topic = maker.choose([t for t in ("drug", "prostitution", "trafficking", "hiv") if t != old_topic])
        nouns = TALKS["noun"]["topics"]
        slots = {"topic": [("k", maker.choose(nouns[topic]))], "old_topic": [("k", maker.choose(nouns[old_topic]))]}
        change = {"topics": [topic]}
    else:
        _, own, _ = maker.place()
        slots = {"place": [("p", own)]}
        change = {"place": own}
    pieces = filled(template, slots, "k")
    return pieces, expected("correction", may=may, change=change), {"last_report": report}, [f"correction: {what}"]


def answer(maker: Maker, unit: str, today: date) -> Made:
    """To the question that is open about a draft."""
    draft, _ = last_report(maker, today)
    asked = maker.choose(("figure", "figure", "figure", "unsure", "day", "topics", "place"))
    figure = next(reversed(draft["figures"]))
    figures = {name: value for name, value in draft["figures"].items() if name != figure}
    right = {"date_to": None, "period": None, "ward": None, **draft, "figures": dict(figures)}
    must: tuple[str, ...] = ()
    if asked in ("figure", "unsure"):
        question = figure
        draft["figures"] = figures
        if asked == "unsure":
            pieces, must = [("k", maker.choose(TALKS["answer"]["figure"]["unsure"]))], (figure,)
        else:
            n = maker.chance.randint(2, 9 if figure == "sessions" else 240)
            number = [numbers_said.said(n, maker.chance, 0.4)]
            noun = [("k", maker.choose(TALKS["noun"][figure]))]
            pieces = filled(maker.choose(TALKS["answer"]["figure"]["whole"]), {"n": number, "noun": noun}, "k")
            right["figures"][figure] = {"value": n, "bound": None}
    else:
        question = "date" if asked == "day" else asked
        right["figures"] = draft["figures"]
        if asked == "day":
            said = one_day(today, maker.chance)
            draft["date"], right["date"] = None, said.first.isoformat() if said.first else None
            slot = {"day": [("n", said.words)]}
        elif asked == "topics":
            topic = draft["topics"][0]
            draft["topics"] = []
            slot = {"topic": [("k", maker.choose(TALKS["noun"]["topics"][topic]))]}
        else:
            _, own, _ = maker.place()
            draft["place"], right["place"] = None, own
            slot = {"place": [("p", own)]}
        pieces = filled(maker.choose(TALKS["answer"][asked]["whole"]), slot, "k")
    context = {"open_draft": draft, "open_question": question}
    return pieces, expected("report", [right], must), context, [f"answer: {asked}"]


def last_report(maker: Maker, today: date) -> tuple[dict[str, Any], date]:
    """A report of the last days."""
    kind = maker.choose(("communication", "communication", "communication", "counselling"))
    figures = {"sessions": {"value": 1, "bound": None}} if kind == "communication" else {}
    name = maker.choose(COUNTED[kind])
    if name != "sessions":
        figures[name] = {"value": maker.chance.randint(10, 120), "bound": None}
    else:
        figures = {"sessions": {"value": 2, "bound": None}}
    said = one_day(today, maker.chance)
    day = said.first or today
    report = {
        "kind": kind,
        "topics": [maker.choose(("drug", "prostitution", "trafficking", "hiv"))],
        "date": day.isoformat(),
        "place": "chợ",
        "figures": figures,
    }
    return report, day


def who(maker: Maker) -> Callable[[], list[Piece]]:
    return lambda: [("w", maker.choose(("đội", "đội em", "đội tôi", "đội mình", "CLB", "đơn vị", "chúng tôi")))]


TALK: dict[Callable[[Maker, str, date], Made], int] = {
    nil: 5, correction: 6, answer: 6, withdraw: 3, plain("question"): 5, plain("help"): 3, plain("stop"): 2,
    plain("emergency"): 3, plain("plan"): 4, plain("chatter"): 3, plain("unclear"): 1,
}  # fmt: skip
"""Maker of a message → how often."""
