"""How many durable turns a second: 500 people answer a form of 12 questions at the same time, over the real store.

`turns.py FOLDER [--people N] [--reports N] [--rate R]` prints a JSON object. The statements of the run are then
replayed by a bare sqlite3 loop, in the same order, with one commit for each turn: the yardstick.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import resource
import shutil
import sqlite3
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from sqlalchemy import event  # noqa: E402

from bot.receive import Receiver  # noqa: E402
from handlers import conversation  # noqa: E402
from handlers.situation import Situation  # noqa: E402
from handlers.state import State  # noqa: E402
from programme.deeds import Enrol  # noqa: E402
from programme.messages import Inbound, traits_of  # noqa: E402
from programme.nouns import Activity, Figure, Member, Post, Report  # noqa: E402
from programme.pack import Programme, load_programme  # noqa: E402
from programme.texts import load_texts  # noqa: E402
from programme.xlsform.loading import load_form  # noqa: E402
from storage import conversations, people, units  # noqa: E402
from storage import tables as t  # noqa: E402
from storage.layout import activity_rows, figure_rows, report_row  # noqa: E402
from storage.session import Store, open_store  # noqa: E402

ANSWERS = ("1", "2", "3", "45", "20", "10", "100", "1", "4", "2", "2", "Tốt", "1")
"""To twelve questions, and "send" at the review."""
BEGAN = datetime(2026, 6, 15, 8, tzinfo=UTC)


def programme() -> Programme:
    whole = load_programme("quang-ninh")
    return replace(whole, forms={**whole.forms, "twelve": load_form(HERE / "form12.md")})


def settle(store: Store, pack: Programme, count: int) -> None:
    """So many members, each at the first question."""
    unit = sorted(u.code for u in pack.units if u.code.startswith("x2025-"))[0]
    store.transact(lambda conn: units.bring_up(conn, pack.units, BEGAN)).result()

    def begin(conn) -> None:
        for n in range(count):
            member = Member(f"p{n}", f"Người {n}", (Post(unit, "member"),), (("phone", str(n)),), consented_at=BEGAN)
            people.enrol(conn, Enrol(member, ""), "phone", str(n), BEGAN)
            s = Situation(
                programme=pack, texts=load_texts("vi", pack.texts.get("vi")), now=BEGAN, today=BEGAN.date(),
                member=member, state=State(), look=None, traits=traits_of("phone", "0"), fresh="",
            )  # fmt: skip
            turn = conversation.begin(s, unit, "twelve")
            conversations.save(conn, f"m:p{n}", turn.state.to_json(), BEGAN)

    store.transact(begin).result()


def fill(store: Store, count: int) -> None:
    """So many reports of other people in the store."""
    day = date(2025, 1, 1)

    def one(n: int) -> Report:
        figures = {"sessions": Figure(1), "participants": Figure(n % 200)}
        act = Activity("communication", ("drug",), day + timedelta(days=n % 500), figures)
        unit, member, period = f"u{n % 700}", f"o{n % 9000}", f"2025-{n % 12 + 1:02}"
        return Report(f"Z{n:X}", "activity", "1", unit, member, member, "phone", period, BEGAN, (act,), {"q": n})

    def some(first: int):
        def work(conn) -> None:
            new = [one(n) for n in range(first, min(first + 5000, count))]
            conn.execute(t.reports.insert(), [report_row(r) | {"origin": None} for r in new])
            conn.execute(t.activities.insert(), [row for r in new for row in activity_rows(r)])
            conn.execute(t.figures.insert(), [row for r in new for row in figure_rows(r)])

        return work

    for first in range(0, count, 5000):
        store.transact(some(first)).result()


def said(person: int, n: int) -> Inbound:
    return Inbound("phone", str(person), key=f"m:{person}:{n}", text=ANSWERS[n], at=BEGAN + timedelta(seconds=n))


async def at_once(receiver: Receiver, count: int) -> list[float]:
    """Everybody answers as soon as they are answered; the seconds of each turn."""
    took: list[float] = []

    async def person(who: int) -> None:
        for n in range(len(ANSWERS)):
            began = time.perf_counter()
            await receiver(said(who, n))
            took.append(time.perf_counter() - began)

    await asyncio.gather(*(person(who) for who in range(count)))
    return took


async def at_rate(receiver: Receiver, count: int, rate: float) -> list[float]:
    """Messages come at a steady rate, whether or not the last was answered."""
    took: list[float] = []
    began, tasks = time.perf_counter(), []

    async def turn(inbound: Inbound, due: float) -> None:
        await receiver(inbound)
        took.append(time.perf_counter() - due)

    order = [(who, n) for n in range(len(ANSWERS)) for who in range(count)]
    for place, (who, n) in enumerate(order):
        due = began + place / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(turn(said(who, n), due)))
    await asyncio.gather(*tasks)
    return took


def recorded(store: Store) -> list[list[tuple[str, object]]]:
    """The statements of each turn from now on, as the database's driver gets them."""
    turns: list[list[tuple[str, object]]] = []

    @event.listens_for(store._engines[0], "before_cursor_execute")
    def note(conn, cursor, statement, parameters, context, executemany) -> None:
        if statement.startswith("INSERT INTO inbox"):
            turns.append([])
        if turns and not statement.startswith("BEGIN"):
            many = parameters if executemany else [parameters]
            turns[-1] += [(statement, p) for p in many]

    return turns


def bare(before: Path, turns: list[list[tuple[str, object]]]) -> float:
    """Seconds of the same statements in a loop, one commit for each turn."""
    conn = sqlite3.connect(before, isolation_level=None, cached_statements=500)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000", "foreign_keys=ON"):
        conn.execute(f"PRAGMA {pragma}")
    began = time.perf_counter()
    for turn in turns:
        conn.execute("BEGIN IMMEDIATE")
        for statement, parameters in turn:
            conn.execute(statement, parameters).fetchall()
        conn.execute("COMMIT")
    took = time.perf_counter() - began
    conn.close()
    return took


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--reports", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--profile", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    path, copy = args.folder / "ours.db", args.folder / "bare.db"
    store = open_store(f"sqlite:///{path}")
    pack = programme()
    fill(store, args.reports)
    settle(store, pack, args.people)
    store.close()
    shutil.copy(path, copy)
    store = open_store(f"sqlite:///{path}")
    receiver = Receiver(store, pack)
    told: dict[str, float] = {"people": args.people, "reports": args.reports}
    if args.rate:
        took = asyncio.run(at_rate(receiver, args.people, args.rate))
    elif args.profile:
        profile = cProfile.Profile()
        Receiver.turn = profiled(profile, Receiver.turn)
        took = asyncio.run(at_once(receiver, args.people))
        profile.dump_stats(args.profile)
    else:
        began = time.perf_counter()
        took = asyncio.run(at_once(receiver, args.people))
        told["turns_per_second"] = len(took) / (time.perf_counter() - began)
    told |= {"p50_ms": median(took) * 1000, "p99_ms": percentile(took, 0.99) * 1000}
    told["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    store.close()
    if not args.rate and not args.profile and not args.reports:
        told["bare_turns_per_second"] = yardstick(args, pack, copy)
        told["of_bare"] = told["turns_per_second"] / told["bare_turns_per_second"]
    print(json.dumps({name: round(value, 3) for name, value in told.items()}))


def profiled(profile: cProfile.Profile, whole):
    def turn(*given):
        profile.enable()
        try:
            return whole(*given)
        finally:
            profile.disable()

    return turn


def yardstick(args, pack: Programme, copy: Path) -> float:
    """Turns a second of the bare loop, on a store as it was before, with the statements of a run like the measured."""
    third = args.folder / "recorded.db"
    shutil.copy(copy, third)
    store = open_store(f"sqlite:///{third}")
    turns = recorded(store)
    asyncio.run(at_once(Receiver(store, pack), args.people))
    store.close()
    return len(turns) / bare(copy, turns)


if __name__ == "__main__":
    main()
