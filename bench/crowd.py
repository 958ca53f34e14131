"""How many durable turns a second: 500 people answer a form of 12 questions at the same time, over the real store.

`crowd.py FOLDER [--people N] [--rate R | --alone | --profile FILE]` prints a JSON object. Without one of
the last three, every question's turns are followed by the same turns of the yardstick in `bare.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import resource
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from bare import Yardstick  # noqa: E402
from sqlalchemy import func, select  # noqa: E402

from bot.inbound.receive import Receiver  # noqa: E402
from bot.ops import heap  # noqa: E402
from handlers.context import Context  # noqa: E402
from handlers.draft import conversation  # noqa: E402
from handlers.pipeline.routes import STATES  # noqa: E402
from handlers.state import State  # noqa: E402
from programme.domain.effects.people import Enrol  # noqa: E402
from programme.domain.messages import Inbound, traits_of  # noqa: E402
from programme.domain.model import Member, Post  # noqa: E402
from programme.domain.programme import Programme  # noqa: E402
from programme.language.texts import load_texts  # noqa: E402
from programme.packs.pack import load_programme  # noqa: E402
from programme.xlsform.loading import load_form  # noqa: E402
from storage.database.session import Store, open_store  # noqa: E402
from storage.messages import conversations  # noqa: E402
from storage.people import accounts, units  # noqa: E402
from storage.schema import tables as t  # noqa: E402

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
            member = Member(
                f"p{n}",
                f"Người {n}",
                (Post(unit, "member"),),
                (("phone", str(n)),),
                consented_at=BEGAN,
                consent=pack.notice,
            )
            accounts.enrol(conn, Enrol(member, ""), "phone", str(n), BEGAN)
            s = Context(
                programme=pack, texts=load_texts("vi", pack.texts.get("vi")), now=BEGAN, today=BEGAN.date(),
                member=member, state=State(), queries=None, traits=traits_of("phone", "0"), fresh="",
            )  # fmt: skip
            turn = conversation.begin(s, unit, "twelve")
            conversations.save(conn, f"m:p{n}", STATES.to_json(turn.state), BEGAN)

    store.transact(begin).result()


def said(person: int, n: int) -> Inbound:
    return Inbound("phone", str(person), key=f"m:{person}:{n}", text=ANSWERS[n], at=BEGAN + timedelta(seconds=n))


async def answered(receiver: Receiver, count: int, n: int, first: int = 0) -> list[float]:
    """So many people, from the `first` on, answer question `n` at once; the seconds of each turn."""
    took: list[float] = []

    async def person(who: int) -> None:
        began = time.perf_counter()
        await receiver(said(who, n))
        took.append(time.perf_counter() - began)

    await asyncio.gather(*(person(who) for who in range(first, first + count)))
    return took


async def at_once(receiver: Receiver, count: int, yardstick: Yardstick | None) -> tuple[list[float], float, float]:
    """Question by question, ours and the yardstick's by turns: the seconds of each turn, of ours, of the yardstick."""
    took, ours, bare = [], 0.0, 0.0
    for n in range(len(ANSWERS)):
        began = time.perf_counter()
        took += await answered(receiver, count, n)
        ours += time.perf_counter() - began
        bare += yardstick.seconds(n * count, (n + 1) * count) if yardstick else 0
    return took, ours, bare


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


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--profile", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    path = args.folder / "ours.db"
    store = open_store(f"sqlite:///{path}")
    pack = programme()
    settle(store, pack, args.people)
    store.close()
    beside = not (args.rate or args.alone or args.profile)
    with Yardstick(path, args.people) if beside else nullcontext() as yardstick:
        store = open_store(f"sqlite:///{path}")
        heap.spare()  # as `baocao run` does when it has started
        told = measured(Receiver(store, pack), args, yardstick)
        filed = store.read(lambda conn: conn.scalar(select(func.count()).select_from(t.reports)))
        store.close()
    if filed != args.people:
        raise SystemExit(f"{filed} of {args.people} have filed")
    told["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({name: round(value, 3) for name, value in told.items()}))


def measured(receiver: Receiver, args: argparse.Namespace, yardstick: Yardstick | None) -> dict[str, float]:
    told: dict[str, float] = {}
    if args.rate:
        took = asyncio.run(at_rate(receiver, args.people, args.rate))
    else:
        profile = cProfile.Profile()
        if args.profile:
            Receiver.turn = profiled(profile, Receiver.turn)
        took, ours, bare = asyncio.run(at_once(receiver, args.people, yardstick))
        if args.profile:
            profile.dump_stats(args.profile)
        told["turns_per_second"] = len(took) / ours
        if bare:
            told |= {"bare_turns_per_second": len(took) / bare, "of_bare": bare / ours}
    return told | {"p50_ms": median(took) * 1000, "p99_ms": percentile(took, 0.99) * 1000}


def profiled(profile: cProfile.Profile, whole):
    def turn(*given):
        profile.enable()
        try:
            return whole(*given)
        finally:
            profile.disable()

    return turn


if __name__ == "__main__":
    main()
