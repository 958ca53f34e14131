"""Readings as short lines, so that a table can be read."""

from __future__ import annotations

from datetime import date
from functools import cache

from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from handlers.understand.reader.reading import Activity, Reading, Talk
from programme.domain.org_units import UnitTree
from programme.packs.pack import load_programme

TODAY = date(2026, 6, 16)  # a Tuesday


@cache
def units() -> UnitTree:
    return load_programme("quang-ninh").units


def reading(text: str, talk: Talk | None = None, today: date = TODAY) -> Reading:
    return read(text, words=lexicon(), units=units(), unit="hl.ha-tu", today=today, talk=talk)


def line(activity: Activity) -> str:
    """ "communication drug 2026-06-15 participants=52 sessions=1": figures by name, their bounds behind them."""
    days = [f"{d:%Y-%m-%d}" for d in (activity.date, activity.date_to) if d] or [activity.period or "?"]
    figures = [f"{name}={v.value}{v.bound}" for name, v in sorted(activity.figures.items())]
    return " ".join([activity.kind, "+".join(activity.topics) or "?", "..".join(days), *figures])


def lines(text: str, talk: Talk | None = None) -> list[str]:
    return [line(activity) for activity in reading(text, talk).activities]
