"""The whole of 2027 lived in the demo's store, a tick every morning: tests/reminders/year-2027.txt is what was queued.

`pytest tests/reminders/test_year.py --rewrite` writes it down anew; read the difference before you commit it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import settle
from bot.jobs.reminder_planning import ahead
from bot.jobs.tick import Ticker
from programme.domain.model import Activity, Figure, Report
from storage.database.session import open_store
from storage.messages import outbox
from storage.reports import reports
from tests.support.reminder_world import local, quang_ninh

GOLDEN = Path(__file__).parents[1] / "reminders" / "year-2027.txt"
DAY = timedelta(days=1)
HEAD = """\
# What the demo's people are sent in 2027: a tick every morning at 07:30; the day, what for which unit, whom.
# Lan's team (hl.ha-tu) reports each month from March on, does its part of the drug month on 12 June and says on
# 2 July that this is all; nobody else reports. What is in [ ] was said within a digest.
"""
DONE = {
    date(2027, month, 1): Report(
        f"N{month:03}",
        "nil",
        "1",
        "hl.ha-tu",
        "demo-lan",
        "demo-lan",
        "phone",
        f"2027-{month - 1:02}",
        local(date(2027, month, 1), 6),
    )
    for month in range(4, 13)
    if month != 7
}


def session(code: str, day: date) -> Report:
    did = Activity("communication", ("drug",), day, {"sessions": Figure(2), "participants": Figure(105)})
    who = ("hl.ha-tu", "demo-lan", "demo-lan", "phone")
    return Report(code, "activity", "1", *who, "2027-06", local(day, 6).astimezone(UTC), (did,))


def live(store, first: date, last: date) -> dict[date, list[dict]]:
    """What each morning's tick queues."""
    from storage.schedule import reminders

    ticker, found = Ticker(store, quang_ninh()), defaultdict(list)
    day = first
    while day <= last:
        if day in DONE:
            store.transact(lambda conn, report=DONE[day]: reports.file(conn, report)).result()
        if day == date(2027, 6, 12):
            store.transact(lambda conn, on=day: reports.file(conn, session("S612", on))).result()
        if day == date(2027, 7, 2):
            at = local(day, 6)
            settled = ("hl.ha-tu", "drug-month.2027", "enough", "demo-lan", at)
            store.transact(lambda conn, row=settled: reminders.settle(conn, *row)).result()
        ticker.tick(local(day).astimezone(UTC), found[day].append)
        day += DAY
    return found


def written(lived: dict[date, list[dict]]) -> str:
    lines = [HEAD]
    for day, entries in sorted(lived.items()):
        groups: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            if entry["kind"] == "digest":
                besides = " ".join(item.rpartition(":")[0].replace(".2027", "") for item in entry["items"])
                said = f" [{besides}]" if besides else ""
                groups[f"digest of {entry['phase']} for {entry['unit']}{said}"].append(entry["member"])
            else:
                said = sorted({item.replace(".2027", "").replace(".1:", ":") for item in entry["items"]})
                groups[f"{entry['kind']}: {' + '.join(said)}"].append(entry["member"])
        lines += [f"{day:%m-%d %a}  {what}  → {', '.join(who)}" for what, who in sorted(groups.items())]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('year')}/store.db")
    settle(store, quang_ninh(), datetime(2026, 12, 31, tzinfo=UTC))
    lived = live(store, date(2027, 1, 1), date(2027, 12, 31))
    yield store, lived
    store.close()


def test_the_year_is_as_written_down(year, request):
    text = written(year[1])
    if request.config.getoption("--rewrite"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


def test_in_a_whole_year_nobody_gets_two_a_day(year):
    _, lived = year
    counts = Counter((entry["member"], entry["at"][:10]) for entries in lived.values() for entry in entries)
    assert len(counts) > 200 and set(counts.values()) == {1}


def test_every_message_of_the_year_waits_in_the_outbox_once(year):
    store, lived = year
    keys = [line.key for line in store.read(lambda conn: list(outbox.rows(conn, local(date(2028, 1, 1)))))]
    assert sorted(keys) == sorted(entry["key"] for entries in lived.values() for entry in entries)


def test_the_plan_ahead_says_the_same_as_the_ticks(tmp_path):
    """As long as nothing comes in between."""
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    settle(store, quang_ninh(), datetime(2026, 12, 31, tzinfo=UTC))
    first, last = date(2027, 5, 20), date(2027, 7, 10)
    said = {entry["key"]: entry["items"] for entry in ahead(store, quang_ninh(), first, last)}
    ticker, queued, day = Ticker(store, quang_ninh()), [], first
    while day <= last:
        ticker.tick(local(day).astimezone(UTC), queued.append)
        day += DAY
    store.close()
    assert {entry["key"]: entry["items"] for entry in queued} == said
