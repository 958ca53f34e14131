"""The files of a pack's agenda, all optional: see docs/pack.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from programme.domain.agenda import ANCHORS, KINDS_OF_PHASE, LADDER, STEPS, TO, Agenda, Deadline, Phase, Wording, Year
from programme.domain.model import KINDS, ROLES
from programme.domain.periods import CADENCES
from programme.domain.programme import Campaign, UnitKind
from programme.packs.pack_tables import Fault, Row, read_rows

YEARS, MESSAGES, PHASES = "campaign-years.csv", "campaign-messages.csv", "phases.csv"
DEADLINES, LADDERS, DAYS_OFF = "deadlines.csv", "ladder.csv", "days-off.csv"


def read_agenda(
    folder: Path, campaigns: Collection[Campaign], kinds: Mapping[str, UnitKind], faults: list[Fault]
) -> Agenda:
    names = {campaign.name for campaign in campaigns}
    return Agenda(
        phases=_phases(folder, names, faults),
        years=_years(folder, names, faults),
        wordings=_wordings(folder, names, kinds, faults),
        deadlines=_deadlines(folder, names, kinds, faults),
        ladder=_ladder(folder, faults),
        works={day: row.yes("works") for row, day in _days_off(folder, faults)},
    )


def _rows(folder: Path, file: str, columns: str, faults: list[Fault]) -> list[Row]:
    return read_rows(folder, file, columns.split(), faults) if (folder / file).exists() else []


def _phases(folder: Path, names: Collection[str], faults: list[Fault]) -> dict[str, tuple[Phase, ...]]:
    found: dict[str, tuple[Phase, ...]] = {}
    for row in _rows(folder, PHASES, "campaign phase anchor days every to", faults):
        campaign, name = row["campaign"], row.needed("phase")
        if campaign and campaign not in names:
            row.fault(f"unknown campaign {campaign!r}")
        if not re.fullmatch(rf"({'|'.join(KINDS_OF_PHASE)})(-[a-z0-9]+)*", name):
            row.fault(f"phase {name!r} begins with none of {', '.join(KINDS_OF_PHASE)}")
        if name in {phase.name for phase in found.get(campaign, ())}:
            row.fault(f"duplicate phase {name!r}")
        row.needed("days")
        every = row.whole("every") or 0
        if every < 0:
            row.fault(f"every {every} is below 0")
        phase = Phase(name, row.one_of("anchor", ANCHORS), row.whole("days") or 0, every, row.one_of("to", TO))
        found[campaign] = (*found.get(campaign, ()), phase)
    return found


def _years(folder: Path, names: Collection[str], faults: list[Fault]) -> tuple[Year, ...]:
    columns = "campaign year start peak end results vi en materials_vi materials_en source"
    found: dict[tuple[str, int], Year] = {}
    for row in _rows(folder, YEARS, columns, faults):
        year = row.whole("year") or 0
        if not 2000 <= year <= 2100:
            row.fault(f"year {row['year']!r} is not between 2000 and 2100")
        if row.one_of("campaign", sorted(names)) and (row["campaign"], year) in found:
            row.fault(f"{row['campaign']} {year} is there already")
        days = {name: row.day(name) for name in ("start", "peak", "end", "results")}
        start, peak, end = days["start"], days["peak"], days["end"]
        if start and end and not start <= (peak or start) <= end:
            row.fault("its start, peak and end are not in order")
        texts = {name: row[name] for name in ("vi", "en", "materials_vi", "materials_en", "source")}
        found[row["campaign"], year] = Year(row["campaign"], year, **days, **texts)
    return tuple(found.values())


def _wordings(
    folder: Path, names: Collection[str], kinds: Mapping[str, UnitKind], faults: list[Fault]
) -> dict[str, Wording]:
    columns = "campaign day_vi day_en note_vi note_en results unit_kinds roles goal"
    found: dict[str, Wording] = {}
    for row in _rows(folder, MESSAGES, columns, faults):
        if row.one_of("campaign", sorted(names)) in found:
            row.fault(f"duplicate campaign {row['campaign']!r}")
        for role in row.several("roles"):
            if role not in ROLES:
                row.fault(f"unknown role {role!r}")
        texts = (row["day_vi"], row["day_en"], row["note_vi"], row["note_en"])
        results = month_day(row, "results") if row["results"] else None
        goal = row.whole("goal")
        if goal is not None and goal < 1:
            row.fault(f"goal {goal} is below 1")
        found[row["campaign"]] = Wording(*texts, results, _kinds(row, kinds), row.several("roles"), goal or 1)
    return found


def _deadlines(
    folder: Path, names: Collection[str], kinds: Mapping[str, UnitKind], faults: list[Fault]
) -> tuple[Deadline, ...]:
    found: dict[str, Deadline] = {}
    for row in _rows(folder, DEADLINES, "name vi en day before unit_kinds done_by joined source", faults):
        name = row.needed("name")
        if name in found or name in names:
            row.fault(f"{name!r} is the name of a deadline or campaign already")
        if row["done_by"]:
            row.one_of("done_by", KINDS)
        if row["joined"]:
            row.one_of("joined", sorted(names))
        before = row.several("before")
        if not before or not all(re.fullmatch(r"\d{1,3}", days, re.ASCII) for days in before):
            row.fault(f"before {row['before']!r} is no list of days; write it as 14 7 1")
            before = ()
        day = None if row["day"] == "month-end" else month_day(row, "day")
        found[name] = Deadline(
            name,
            row.needed("vi"),
            row.needed("en"),
            day,
            tuple(int(days) for days in before),
            _kinds(row, kinds),
            row["done_by"],
            row["joined"],
            row["source"],
        )
    return tuple(found.values())


def _ladder(folder: Path, faults: list[Fault]) -> dict[str, dict[str, int]]:
    found = {cadence: dict(steps) for cadence, steps in LADDER.items()}
    for row in _rows(folder, LADDERS, "cadence step days", faults):
        row.needed("days")
        cadence, step = row.one_of("cadence", CADENCES), row.one_of("step", STEPS)
        found.setdefault(cadence, {})[step] = row.whole("days") or 0
    return found


def _days_off(folder: Path, faults: list[Fault]) -> list[tuple[Row, date]]:
    rows = _rows(folder, DAYS_OFF, "date works vi source", faults)
    return [(row, day) for row in rows if row.needed("date") and (day := row.day("date"))]


def _kinds(row: Row, kinds: Mapping[str, UnitKind]) -> tuple[str, ...]:
    for kind in row.several("unit_kinds"):
        if kind not in kinds:
            row.fault(f"unknown kind {kind!r}")
    return row.several("unit_kinds")


def month_day(row: Row, column: str) -> tuple[int, int] | None:
    """A month and day as 06-26; 02-29 is one."""
    try:
        day = date.fromisoformat(f"2024-{row[column]}") if len(row[column]) == 5 else None
    except ValueError:
        day = None
    if day is None:
        row.fault(f"{column} {row[column]!r} is no month and day; write it as 06-26")
        return None
    return day.month, day.day
