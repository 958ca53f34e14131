"""Reports of every shape, for the tests of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from programme.domain.model import KINDS, TOPICS, Activity, Figure, Report, Revision, StoredMedium

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
UNITS = ("hl.ha-tu", "hl.hong-gai", "mc.tra-co")


def session(participants: int = 120, day: date = date(2026, 6, 15), sessions: int = 1, **more) -> Activity:
    figures = {"sessions": Figure(sessions), "participants": Figure(participants)}
    return Activity("communication", ("drug",), day, figures, **more)


def report(code: str = "K7P2", *activities: Activity, **more) -> Report:
    base = {
        "form": "activity",
        "version": "1",
        "unit": UNITS[0],
        "member": "m1",
        "entered_by": "m1",
        "channel": "telegram",
        "period": "2026-06",
        "filed_at": NOW,
        "answers": {"kind": "communication"},
    }
    return Report(code, activities=activities, **base | more)


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
names = st.text("abcxyz.-0189", min_size=1, max_size=8)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
zones = st.sampled_from((UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-3, minutes=-30))))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=zones)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
answers = st.dictionaries(
    words, st.recursive(leaves, lambda x: st.lists(x, max_size=3) | st.dictionaries(words, x, max_size=3), max_leaves=6)
)
figure = st.builds(Figure, st.integers(0, 10**15), st.sampled_from((None, "min", "max", "about")))


@st.composite
def activities(draw) -> Activity:
    kind = draw(st.sampled_from(list(KINDS)))
    first = draw(days)
    return Activity(
        kind,
        tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True))),
        first,
        draw(st.dictionaries(st.sampled_from(KINDS[kind]), figure)),
        draw(st.sampled_from(("event", "period"))),
        draw(st.none() | st.just(first + timedelta(days=draw(st.integers(0, 60))))),
        draw(words),
        draw(words),
    )


revisions = st.builds(
    Revision, st.integers(1, 9), instants, names, words, answers, st.lists(activities(), max_size=2).map(tuple)
)
reports = st.builds(
    Report,
    code=st.text("ABC234", min_size=4, max_size=6),
    form=names,
    version=names,
    unit=st.sampled_from(UNITS),
    member=names,
    entered_by=names,
    channel=names,
    period=st.sampled_from(("2026-W25", "2026-06", "2026-Q2", "2026-H1", "2026")),
    filed_at=instants,
    activities=st.lists(activities(), max_size=3).map(tuple),
    answers=answers,
    joint_units=st.lists(st.sampled_from(UNITS), unique=True).map(tuple),
    state=st.sampled_from(("filed", "late", "returned", "approved", "merged", "withdrawn")),
    merged_into=st.none() | names,
    revision=st.integers(1, 99),
    revisions=st.lists(revisions, max_size=2, unique_by=lambda it: it.number).map(
        lambda them: tuple(sorted(them, key=lambda it: it.number))
    ),
    media=st.lists(st.builds(StoredMedium, names, names, names), max_size=2).map(tuple),
)
