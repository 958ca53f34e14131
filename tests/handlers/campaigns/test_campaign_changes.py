"""Campaigns that coordinators add, move and withdraw: what units hear of it, what digests and figures go by; the year's
theme; a digest that comes late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from bot.commands.chat import Terminal
from bot.demo import settle
from bot.jobs.tick import Ticker
from programme.domain.agenda import Year
from programme.domain.effects.people import Enrol
from programme.domain.model import Activity, Figure, Member, Post, Report
from programme.domain.programme import Campaign
from programme.domain.query_rows import CampaignRevision
from programme.domain.seasons import is_for, seasons_of
from reports.summary import summarise
from storage.people import accounts
from storage.queries import Queries
from storage.reports import reports
from storage.schedule import campaign_days
from tests.bot.jobs.test_tick import tick
from tests.support.reminder_world import local, quang_ninh

TEAM, WARD = "hl.ha-tu", "x2025-6652"
SOURCE = "KH 45/KH-UBND"


@pytest.fixture
def world(store):
    settle(store, quang_ninh(), datetime(2027, 1, 1, tzinfo=UTC))
    ticker = Ticker(store, quang_ninh())
    tick(ticker, local(date(2027, 3, 1)))
    return ticker


def added(first: date, last: date, within: str = WARD, goal: int = 2, kinds: tuple[str, ...] = ()) -> CampaignRevision:
    year = Year("c-1", first.year, 1, first, first, last, last + timedelta(days=5), source=SOURCE)
    md = [(d.month, d.day) for d in (first, first, last)]
    campaign = Campaign("c-1", "Đợt ra quân", "", *md, "drug", SOURCE, first.year, within, kinds, goal)
    return CampaignRevision(year, "demo-hoa", local(date(2027, 3, 1), 9).astimezone(UTC), campaign)


def keep(store, *kept: CampaignRevision) -> None:
    store.transact(lambda conn: campaign_days.put(conn, kept)).result()


def heard(found, member: str) -> list[str]:
    return [item for entry in found if entry["member"] == member for item in entry["items"]]


def test_an_edition_is_read_back_as_it_was_kept(store):
    kept = added(date(2027, 3, 10), date(2027, 3, 20), kinds=("team",), goal=3)
    gone = replace(kept, year=replace(kept.year, revision=2), added=None, gone=True)
    keep(store, kept, gone)
    assert store.read(lambda conn: campaign_days.editions(conn, 2027, 2027)) == [kept, gone]


def test_what_was_added_is_told_at_the_next_hour_then_by_its_phases_and_to_its_units_alone(world):
    keep(world.store, added(date(2027, 3, 10), date(2027, 3, 31)))
    days = {n: tick(world, local(date(2027, 3, 2) + timedelta(days=n))) for n in range(30)}
    first = days[0]
    assert "c-1.2027.1:added:hl.ha-tu" in heard(first, "demo-lan")
    text = next(entry["text"] for entry in first if entry["member"] == "demo-lan")
    assert "Còn 8 ngày: Đợt ra quân, 10–31/3" in text and "ít nhất 2 hoạt động" in text
    said = [item for found in days.values() for item in heard(found, "demo-lan")]
    assert {"c-1.2027.1:before-7:hl.ha-tu", "c-1.2027.1:before-1:hl.ha-tu", "c-1.2027.1:peak:hl.ha-tu"} <= set(said)
    assert not [item for found in days.values() for item in heard(found, "demo-phu") if "c-1" in item]


def test_who_has_done_the_campaigns_own_goal_is_not_reminded(world):
    keep(world.store, added(date(2027, 3, 10), date(2027, 3, 31), goal=2))
    done = Activity("communication", ("drug",), date(2027, 3, 11), {"sessions": Figure(1)})
    codes = count(1)

    def file() -> None:
        code = f"K{next(codes)}P2"
        report = Report(code, "activity", "1", TEAM, "m", "m", "phone", "2027-03", world_now, (done,))
        world.store.transact(lambda conn: reports.file(conn, report)).result()

    world_now = local(date(2027, 3, 11), 12).astimezone(UTC)
    tick(world, local(date(2027, 3, 11)))
    file()
    said = [heard(tick(world, local(date(2027, 3, 12) + timedelta(days=n))), "demo-lan") for n in range(7)]
    assert "c-1.2027.1:weekly.0317:hl.ha-tu" in [item for found in said for item in found]  # one of two
    file()
    said = [heard(tick(world, local(date(2027, 3, 19) + timedelta(days=n))), "demo-lan") for n in range(12)]
    assert not [item for found in said for item in found if "c-1" in item]


def test_what_was_withdrawn_is_taken_back_and_said_once(world):
    kept = added(date(2027, 3, 10), date(2027, 3, 31))
    keep(world.store, kept)
    tick(world, local(date(2027, 3, 2)))
    at = local(date(2027, 3, 5), 10).astimezone(UTC)
    keep(world.store, CampaignRevision(replace(kept.year, revision=2, source="CV 9"), "demo-hoa", at, gone=True))
    tick(world, at)
    found = [tick(world, local(date(2027, 3, 6) + timedelta(days=n))) for n in range(25)]
    said = [item for each in found for item in heard(each, "demo-lan") if "c-1" in item]
    assert said == ["c-1.2027.2:gone:hl.ha-tu"]
    text = next(e["text"] for each in found for e in each if e["member"] == "demo-lan" and e["phase"] == "gone")
    assert "ĐÃ RÚT: Đợt ra quân" in text and "Theo CV 9" in text


def test_one_that_was_over_before_it_was_known_is_not_announced(world):
    keep(world.store, added(date(2027, 2, 1), date(2027, 2, 20)))  # over before it was known
    assert not [item for item in heard(tick(world, local(date(2027, 3, 2))), "demo-lan") if "c-1" in item]


@pytest.mark.parametrize(
    "within,kinds,unit,right",
    [
        ("", (), TEAM, True), (WARD, (), TEAM, True), (TEAM, (), TEAM, True), ("x2025-6661", (), TEAM, False),
        ("", ("commune",), TEAM, False), ("", ("commune",), WARD, True), (WARD, ("commune",), "x2025-6661", False),
        ("", (), "qn", False),
    ],
)  # fmt: skip
def test_which_units_a_campaign_is_for(within, kinds, unit, right):
    campaign = Campaign("c-1", "x", "", (3, 1), (3, 2), (3, 3), "drug", "", 2027, within, kinds)
    assert is_for(quang_ninh(), campaign, unit, date(2027, 3, 1)) is right


def test_a_digest_and_the_figures_go_by_the_days_that_hold(world):
    days = (date(2027, 3, 1), date(2027, 3, 10), date(2027, 3, 20), date(2027, 3, 25))
    keep(world.store, CampaignRevision(Year("drug-month", 2027, 2, *days), "demo-thu", local(date(2027, 3, 1))))
    keep(world.store, added(date(2027, 3, 5), date(2027, 3, 12), within="x2025-6661"))
    gone = CampaignRevision(Year("hiv-month", 2027, 2, *days), "demo-thu", local(date(2027, 3, 1)), gone=True)
    keep(world.store, gone)

    def of(unit: str, period: str) -> list[tuple[str, date]]:
        as_of = local(date(2027, 3, 15)).astimezone(UTC)
        summary = world.store.read(lambda conn: summarise(quang_ninh(), Queries(conn), unit, period, as_of))
        return [(one.campaign.name, one.run.end) for one in summary.campaigns]

    assert of(WARD, "2027-03") == [("drug-month", date(2027, 3, 20))]  # not another ward's own
    assert ("c-1", date(2027, 3, 12)) in of("x2025-6661", "2027-W10")
    assert of(WARD, "2027-06") == of(WARD, "2027-11") == []


def test_a_pack_that_names_the_years_theme_says_it_and_one_that_does_not_reads_well(world):
    def told(programme, day: int) -> str:
        ticker = Ticker(world.store, programme)
        return next(e["text"] for e in tick(ticker, local(date(2027, 5, day))) if e["member"] == "demo-lan")

    plain = told(quang_ninh(), 25)
    assert "Chủ đề" not in plain and "\n\n\n" not in plain and "  " not in plain
    theme = Year("drug-month", 2027, vi="Vì một cộng đồng không ma túy", materials_vi="Tờ rơi ở UBND phường")
    themed = replace(quang_ninh(), agenda=replace(quang_ninh().agenda, years=(theme,)))
    assert "\nChủ đề: Vì một cộng đồng không ma túy\n" in told(themed, 31)
    days = (date(2027, 6, 2), date(2027, 6, 26), date(2027, 6, 30), date(2027, 7, 5))
    moved = CampaignRevision(Year("drug-month", 2027, 2, *days), "demo-thu", local(date(2027, 5, 1)))
    (season,) = (one for one in seasons_of(themed, [moved], [2027]) if one.campaign.name == "drug-month")
    assert (season.edition.vi, season.edition.materials_vi) == (theme.vi, theme.materials_vi)  # a move leaves them


def test_days_that_are_in_no_calendar_are_asked_again(world, tmp_path):
    thu = Terminal(world.store, quang_ninh(), tmp_path, "phone", "thu", local(date(2027, 3, 2), 9).astimezone(UTC))
    for line in ("/themdot", "Tuần lễ ra quân", "Ma túy"):
        thu.say(line)
    for wrong in ("29/2-5/3", "20/12-29/2", "31/4-5/5", "5/5", "hôm nay", "10/3-20/3 cao điểm 25/3"):
        (reply,) = thu.say(wrong)
        assert "3/6" in reply.text or "không nằm giữa" in reply.text, wrong
    (reply,) = thu.say("20/12-10/1")
    assert reply.text.startswith("4/6")


def test_a_late_digest_waits_for_a_working_day_and_gives_way_to_a_newer_one(world):
    found = tick(world, local(date(2027, 3, 21), 10))  # a Sunday, nothing ran since the 1st
    late = {(e["phase"], e["at"][:10]) for e in found if e["kind"] == "digest" and e["member"] == "demo-hoa"}
    assert late == {("2027-02", "2027-03-23")}  # the week's own comes on Monday, this one the day after
    monday = tick(world, local(date(2027, 3, 22)))
    assert {e["phase"] for e in monday if e["kind"] == "digest"} == {"2027-W11"}


def test_by_sms_a_digest_goes_alone_and_what_else_is_due_a_day_that_is_free(world):
    """In a chat both are one message; two SMS on one day would be two."""
    chi = Member("chi", "Chi", (Post("qn", "coordinator"),))
    at = local(date(2027, 3, 1), 9).astimezone(UTC)
    world.store.transact(lambda conn: accounts.enrol(conn, Enrol(chi, ""), "kannel", "+84912000703", at)).result()
    tick(world, local(date(2027, 3, 7)))
    found = {day: tick(world, local(date(2027, 3, day))) for day in (8, 9, 10, 11)}
    chat = [(day, e["kind"]) for day, each in found.items() for e in each if e["member"] == "demo-thu" and e["items"]]
    sms = [(day, e["kind"], e["phase"]) for day, each in found.items() for e in each if e["member"] == "chi"]
    assert chat == [(8, "digest")]
    assert sms == [(8, "digest", "2027-W09"), (9, "digest", "2027-02"), (10, "nudge", "province")]
