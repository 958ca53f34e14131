"""A small world for the tests of reminders: the Quảng Ninh pack, people drawn at will, and days lived one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from programme.domain.campaigns import Season
from programme.domain.model import Post
from programme.domain.programme import Programme
from programme.domain.seasons import seasons_of
from programme.packs.pack import load_programme
from reminders.facts import Facts, Person, Progress
from reminders.occasions import Move, Occasion, occasions
from reminders.plan import Planned, plan
from reminders.quiet import Quiet
from reminders.roster import Roster
from reminders.working_days import WorkingDays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WORKING = WorkingDays()
PLACES = [
    *(("hl.ha-tu", role) for role in ("member", "leader")),
    *(("hl.viet-hung", role) for role in ("member", "leader")),
    *((unit, "coordinator") for unit in ("x2025-6652", "x2025-6661", "qn")),
    ("hl.viet-hung.clb", "leader"),
    ("cp.cua-ong", "member"),
    ("qn", "viewer"),
]


@cache
def quang_ninh() -> Programme:
    return load_programme("quang-ninh")


@cache
def seasons(programme: Programme | None = None) -> tuple[Season, ...]:
    return tuple(seasons_of(programme or quang_ninh(), (), range(2026, 2029)))


def staffed(people: Iterable[Person]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for post in person.posts:
            found[post.unit].add(post.role)
    return dict(found)


def falling(first: date, last: date, moves: Iterable[Move] = ()) -> list[Occasion]:
    return occasions(quang_ninh(), seasons(), WORKING, first, last, moves)


def local(day: date, hour: int = 7, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def planned(
    now: datetime, first: date, people: list[Person], facts: Facts, moves: Iterable[Move] = ()
) -> list[Planned]:
    """What is planned at `now` for what fell due since `first`."""
    today = now.astimezone(ZONE).date()
    return list(plan(now, first, people, falling(first, today, moves), Roster(quang_ninh(), facts, today)))


def of_all(people: list[Person], **known: object) -> Facts:
    return Facts(staffed=staffed(people), **known)


ways = st.sampled_from([("phone", "a"), ("phone", "a/sms"), ("telegram", "5"), ("kannel", "+84912345678")])
quiets = st.builds(Quiet, st.integers(0, 1439), st.integers(0, 1439)) | st.just(Quiet())
persons = st.builds(
    lambda posts, ways, language, quiet, stopped: (posts, ways, language, quiet, stopped),
    st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True),
    st.lists(ways, max_size=2, unique=True),
    st.sampled_from(["vi", "en"]),
    quiets,
    st.sampled_from([False, False, False, True]),
)
crowds = st.lists(persons, min_size=1, max_size=6).map(
    lambda drawn: [
        Person(f"m{n}", tuple(Post(*post) for post in posts), tuple(ways), language, quiet, stopped)
        for n, (posts, ways, language, quiet, stopped) in enumerate(drawn)
    ]
)
days = st.dates(date(2027, 1, 1), date(2027, 12, 31))


@st.composite
def known(draw: st.DrawFn, people: list[Person]) -> Facts:
    """Some units have reported, done their part of a campaign, or said that they are complete."""
    units = sorted({unit for unit, _ in PLACES})
    some = st.sets(st.sampled_from(units))
    months = [f"2027-{m:02}" for m in range(1, 13)] + ["2026-12"]
    reported = {month: draw(some) for month in draw(st.sets(st.sampled_from(months), max_size=4))}
    names = [season.name for season in seasons()]
    did = {name: dict.fromkeys(draw(some), Progress(1)) for name in draw(st.sets(st.sampled_from(names), max_size=3))}
    settled = {(unit, name) for name in draw(st.sets(st.sampled_from(names), max_size=3)) for unit in draw(some)}
    return Facts(staffed=staffed(people), reported=reported, progress=did, settled=settled)


def span(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]
