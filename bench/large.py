"""A large province: 10,000 teams, 100,000 members, 1,000,000 reports, put into a store as they would have come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from programme.domain.model import Activity, Figure, Parent, Report, Unit
from programme.domain.org_units import UnitTree
from programme.domain.programme import Programme
from programme.packs.pack import load_programme
from storage.database.session import Store, open_store
from storage.people import units
from storage.reports.layout import activity_rows, figure_rows, joint_rows, report_row, standing_rows
from storage.schema import tables as t

FOUNDED = date(2025, 1, 1)
MONTHS = 24
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
TOPICS = (("drug",), ("drug",), ("hiv",), ("drug", "hiv"), ("trafficking",), ("prostitution",))
BOUNDS = (None, None, None, None, None, None, None, "min", None, "about")


def programme(teams: int) -> Programme:
    """Quảng Ninh with so many more teams below its communes."""
    pack = load_programme("quang-ninh")
    communes = [unit.code for unit in pack.units if unit.code.startswith("x2025-")]
    more = (
        Unit(f"team{n}", f"Đội công tác xã hội tình nguyện số {n}", "team", (Parent(communes[n % len(communes)]),))
        for n in range(teams)
    )
    return replace(pack, units=UnitTree([*pack.units, *more]))


def store(folder: Path, pack: Programme, members: int, teams: int) -> Store:
    """A store whose members have a post and a Telegram chat each; those of a team do not stand together."""
    opened = open_store(f"sqlite:///{folder / 'large.db'}")
    opened.transact(lambda conn: units.bring_up(conn, pack.units, BEGAN)).result()

    def enrol(conn) -> None:
        for first in range(0, members, 10_000):
            some = range(first, min(first + 10_000, members))
            same = {"language": "vi", "state": "active", "consented_at": BEGAN, "consent": "1", "preferred": ""}
            conn.execute(
                t.members.insert(), [same | {"id": f"m{n:07}", "name": f"Người {n}", "at": BEGAN} for n in some]
            )
            posts = [(f"m{n:07}", f"team{n % teams}", "leader" if n < teams else "member") for n in some]
            rows = [{"member": m, "n": 0, "unit": u, "role": r, "since": None, "until": None} for m, u, r in posts]
            conn.execute(t.posts.insert(), rows)
            chats = [
                {"channel": "telegram", "address": f"{10**9 + n}", "member": f"m{n:07}", "at": BEGAN} for n in some
            ]
            conn.execute(t.addresses.insert(), chats)

    if members:
        opened.transact(enrol).result()
    return opened


def month_of_reports(count: int, teams: int) -> Iterator[Report]:
    """What so many reports of January 2025 would say: sessions, leaflets, talks, meetings, commitments, some of them
    joint, late, withdrawn or with a figure that is not exact, and some months with nothing."""
    for n in range(count):
        unit = f"team{n * 7919 % teams}"
        day = FOUNDED + timedelta(days=n * 31 % 28)
        state = "late" if n % 97 == 0 else "withdrawn" if n % 101 == 0 else "filed"
        joint = (f"team{(n * 7919 + 1) % teams}",) if n % 53 == 0 else ()
        at = datetime(2025, 1, day.day, 10, tzinfo=UTC) + timedelta(days=n % 9)
        done = () if n % 50 == 0 else (activity(n, day),)
        yield Report(
            f"{n:06}", "activity", "1", unit, f"m{n:07}", f"m{n:07}", "telegram", "2025-01", at, done,
            {"/data/kind": "x"}, joint, state,
        )  # fmt: skip


def activity(n: int, day: date) -> Activity:
    kinds = (
        ("communication", ("sessions", "participants", "leaflets")),
        ("communication", ("sessions", "participants")),
        ("communication", ("sessions", "participants", "participants_female")),
        ("counselling", ("persons",)),
        ("visual", ("banners", "posters")),
        ("club_meeting", ("sessions", "participants")),
        ("rehab_mobilisation", ("persons_approached", "persons")),
        ("commitment", ("signed", "total")) if n % 3 else ("clean_unit", ("clean", "total")),
    )
    kind, names = kinds[n * 13 % len(kinds)]
    values = {name: Figure(1 if name == "sessions" else n * 17 % 150 + 1, BOUNDS[n % 10]) for name in names}
    return Activity(kind, TOPICS[n * 5 % len(TOPICS)], day, values, place=f"Khu {n % 12}")


def file(opened: Store, count: int, teams: int) -> None:
    """So many reports over 24 months: those of the first month, and again for each of the others."""
    month = list(month_of_reports(count // MONTHS, teams))
    parts = (
        (t.reports, [report_row(report) | {"origin": None} for report in month]),
        (t.activities, [row for report in month for row in activity_rows(report)]),
        (t.figures, [row for report in month for row in figure_rows(report)]),
        (t.standings, [row for report in month for row in standing_rows(report)]),
        (t.joints, [row for report in month for row in joint_rows(report)]),
    )
    for table, rows in parts:
        for first in range(0, len(rows), 5000):
            some = rows[first : first + 5000]
            opened.transact(lambda conn, table=table, some=some: conn.execute(table.insert(), some)).result()
    path = Path(opened._engines[0].url.database)
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=OFF", "cache_size=-400000", "journal_mode=WAL"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute("BEGIN")
    for later in range(1, MONTHS):
        for table, _ in parts:
            names = [column.name for column in table.columns]
            said = ", ".join(_moved(name, later) for name in names)
            first = "length({}) = 6".format("code" if table is t.reports else "report")
            columns = ", ".join(f'"{name}"' for name in names)
            conn.execute(f"INSERT INTO {table.name} ({columns}) SELECT {said} FROM {table.name} WHERE {first}")
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def _moved(name: str, months: int) -> str:
    """A column's value, so many months later."""
    shift = f"'+{months} months'"
    match name:
        case "code" | "report":
            return f"{name} || '{chr(64 + months)}'"
        case "date" | "day" | "first" | "last":
            return f'date("{name}", {shift})'
        case "period":
            return f"strftime('%Y-%m', period || '-01', {shift})"
        case "filed_at" | "at":
            return f"strftime('%Y-%m-%d %H:%M:%S', \"{name}\", {shift}) || '.000000'"
    return f'"{name}"'
