"""What a pack lays down beside its units and targets: its name, zone and periods, its types of unit, its campaigns, the
numbers to call."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from programme.domain.model import KINDS, TOPICS, stands
from programme.domain.periods import CADENCES, REGIMES
from programme.domain.programme import NOTICE, Campaign, HelpNumber, UnitKind
from programme.packs.pack_tables import Fault, read_rows
from programme.packs.toml import line_of, read_toml

HEAD = "programme.toml"
FIRST_KINDS = 5


def read_head(folder: Path, faults: list[Fault]) -> dict[str, Any]:
    before = len(faults)
    head, text = read_toml(folder, HEAD, faults)
    if len(faults) > before:
        return {}
    for key in ("name", "title", "issuer", "zone", "regime"):
        if not isinstance(head.get(key), str) or not head[key].strip():
            faults.append(Fault(HEAD, line_of(text, key), f"{key} is missing or no text"))
    for key in head:
        if key not in ("name", "title", "issuer", "zone", "regime", "notice", "forms", "sensitive"):
            faults.append(Fault(HEAD, line_of(text, key), f"unknown key {key!r}"))
    notice = head.get("notice", NOTICE)
    if not (isinstance(notice, str) and 1 <= len(notice) <= 20):
        faults.append(Fault(HEAD, line_of(text, "notice"), "notice is no version of 1 to 20 letters in quotes"))
    forms = head.get("forms", [])
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        faults.append(Fault(HEAD, line_of(text, "forms"), "forms is no list of names"))
        head["forms"] = []
    if "sensitive" in head:
        head["sensitive"] = read_sensitive(head["sensitive"], line_of(text, "sensitive"), faults)
    zone, regime = head.get("zone"), head.get("regime")
    if isinstance(zone, str) and zone and not is_zone(zone):
        faults.append(Fault(HEAD, line_of(text, "zone"), f"zone {zone!r} is unknown; write it as Asia/Ho_Chi_Minh"))
    if isinstance(regime, str) and regime and regime not in REGIMES:
        faults.append(Fault(HEAD, line_of(text, "regime"), f"regime {regime!r} is not one of {', '.join(REGIMES)}"))
    return head


def read_sensitive(names: Any, line: int | None, faults: list[Fault]) -> frozenset[str]:
    """The figures of which few persons are hidden; none that tells how things stand, since those do not add up."""
    known = {f"{kind}.{name}" for kind, figures in KINDS.items() for name in figures if not stands(kind, name)}
    if not isinstance(names, list) or not {name for name in names if isinstance(name, str)} <= known:
        faults.append(Fault(HEAD, line, "sensitive is no list of figures, such as counselling.persons"))
        return frozenset()
    return frozenset(names)


def is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # unknown; no plain name; a folder's name
        return False


def read_kinds(folder: Path, faults: list[Fault]) -> dict[str, UnitKind]:
    kinds: dict[str, UnitKind] = {}
    columns = ("name", "vi", "en", "kinds", "topic", "cadence", "due_days", "reports")
    for row in read_rows(folder, "unit-kinds.csv", columns, faults):
        first = row.several("kinds")
        for kind in first:
            if kind not in KINDS:
                row.fault(f"unknown kind of activity {kind!r}")
        if len(first) != FIRST_KINDS or len(set(first)) != FIRST_KINDS:
            row.fault(f"kinds needs {FIRST_KINDS} different kinds of activity, the most usual first")
        if row["name"] in kinds:
            row.fault(f"duplicate kind {row['name']!r}")
        if row["topic"]:
            row.one_of("topic", TOPICS)
        row.needed("due_days")
        kinds[row.needed("name")] = UnitKind(
            name=row["name"],
            vi=row.needed("vi"),
            en=row.needed("en"),
            kinds=first,
            topic=row["topic"],
            cadence=row.one_of("cadence", CADENCES),
            due_days=row.whole("due_days") or 0,
            reports=row.yes("reports"),
        )
    return kinds


def read_campaigns(folder: Path, faults: list[Fault]) -> tuple[Campaign, ...]:
    campaigns: dict[str, Campaign] = {}
    if not (folder / "campaigns.csv").exists():
        return ()
    columns = ("name", "vi", "en", "start", "peak", "end", "topic", "source")
    for row in read_rows(folder, "campaigns.csv", columns, faults):
        days = []
        for column in ("start", "peak", "end"):
            try:
                # A leap year, so that 02-29 is a day.
                day = date.fromisoformat(f"2024-{row[column]}") if len(row[column]) == 5 else None
                days.append((day.month, day.day) if day else None)
            except ValueError:
                days.append(None)
            if days[-1] is None:
                row.fault(f"{column} {row[column]!r} is no month and day; write it as 06-26")
        start, peak, end = days
        if start and peak and end and not (start <= peak <= end if start <= end else peak >= start or peak <= end):
            row.fault(f"the peak {row['peak']} is not between {row['start']} and {row['end']}")
        if row.needed("name") in campaigns:
            row.fault(f"duplicate campaign {row['name']!r}")
        row.one_of("topic", TOPICS)
        if start and peak and end:
            texts = (row["name"], row.needed("vi"), row.needed("en"))
            campaigns[row["name"]] = Campaign(*texts, start, peak, end, row["topic"], row["source"])
    return tuple(campaigns.values())


def read_help(folder: Path, faults: list[Fault]) -> tuple[HelpNumber, ...]:
    numbers = []
    for row in read_rows(folder, "help.csv", ("number", "vi", "en"), faults):
        if not re.fullmatch(r"\d{3,11}", row["number"], re.ASCII):
            row.fault(f"number {row['number']!r} is no telephone number")
        numbers.append(HelpNumber(row["number"], row.needed("vi"), row.needed("en")))
    if not numbers and not any(fault.file == "help.csv" for fault in faults):
        faults.append(Fault("help.csv", None, "no number to call in danger"))
    return tuple(numbers)
