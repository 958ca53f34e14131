"""The promises of a plan: nobody twice, nobody at night, nobody who reported, nothing lost over any downtime."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.domain.agenda import Phase, Year
from programme.domain.campaigns import phase_days, season
from programme.domain.messages import traits_of
from programme.domain.model import Post
from programme.domain.programme import Campaign
from programme.domain.sms_segments import alphabet, segments
from reminders.facts import Facts, Person, Progress
from reminders.items import Item, fold
from reminders.occasions import Move, Occasion
from reminders.quiet import Quiet, at, next_moment
from tests.support.reminder_world import (
    ZONE,
    crowds,
    days,
    falling,
    known,
    local,
    of_all,
    planned,
    quang_ninh,
    quiets,
    span,
)

LAN = Person("lan", (Post("hl.ha-tu", "member"),), (("phone", "lan"),))
BA = Person("ba", (Post("hl.ha-tu", "leader"),), (("phone", "ba"),))
HOA = Person("hoa", (Post("x2025-6652", "coordinator"),), (("phone", "hoa"),))
THU = Person("thu", (Post("qn", "coordinator"),), (("phone", "thu"),))
TEAM = [LAN, BA, HOA, THU]


def told(people, day, facts=None, first=None, now=None):
    """member → the keys of what they are told that day."""
    found = planned(now or local(day), first or day, people, facts or of_all(people))
    return {p.person.id: p.reminder.items for p in found if p.reminder}


# --- properties ------------------------------------------------------------------------------------------------------


@given(st.data(), crowds, days, st.integers(0, 1439), st.integers(0, 40))
@settings(max_examples=150)
def test_nobody_is_told_twice_at_night_or_for_nothing(data, people, day, minute, back):
    facts = data.draw(known(people))
    now = local(day, minute // 60, minute % 60)
    first = day - timedelta(days=back)
    by_id = {person.id: person for person in people}
    found = [p.reminder for p in planned(now, first, people, facts) if p.reminder]
    assert len({r.key for r in found}) == len({r.member for r in found}) == len(found)
    for r in found:
        person = by_id[r.member]
        here = r.at.astimezone(ZONE)
        assert not person.stopped and (r.channel, r.address) == person.ways[0]
        assert r.at >= now and not person.quiet.holds(here.hour * 60 + here.minute)
        assert r.key == f"r:{here.date()}:{person.id}" and r.text.strip()
        assert {p.unit for p in person.posts} & {key.rpartition(":")[2] for key in r.items}
        if traits_of(r.channel, r.address).plain:
            assert segments(r.text) == 1 and alphabet(r.text) == "gsm7", r.text
            assert not set(r.text) & set("%#&[]{}\\<@")
        for key in r.items:
            what, _, unit = key.rpartition(":")
            name = what.partition(":")[0]
            if what.endswith((":member", ":leader")):
                assert unit not in facts.reported.get(name.removeprefix("report."), ())
            if name.startswith(("drug", "traffick", "hiv")) and ":peak" not in what and ":results" not in what:
                assert facts.of(name.rpartition(".")[0], unit).count < 1
            if ":peak" not in what and name[:4] in ("drug", "traf", "hiv-"):
                assert (unit, name.rpartition(".")[0]) not in facts.settled


@given(crowds, days, st.lists(st.booleans(), min_size=20, max_size=20))
@settings(max_examples=60)
def test_nothing_is_lost_over_any_downtime(people, start, up):
    """Lived day by day or with any days left out, each thing is said, or superseded by a later one, or out of time."""
    people = [p for p in people if p.ways and not p.stopped and not p.quiet.holds(450)]
    facts, asked = of_all(people), span(start, 20)
    everyday = set()
    for day in asked:
        everyday |= {(m, key) for m, keys in told(people, day, facts).items() for key in keys}
    accounted, first, last = set(), start, asked[-1]
    for day, works in zip(asked, [*up[:-1], True], strict=True):
        if not works:
            continue
        for p in planned(local(day), first, people, facts):
            said = p.reminder.items if p.reminder else ()
            assert not {(p.person.id, key) for key in said} & accounted, "said twice"
            accounted |= {(p.person.id, key) for key in said}
            accounted |= {(p.person.id, item.key) for item, _ in p.fates}
        first = day + timedelta(days=1)
    assert first > last and everyday <= accounted


@given(quiets, st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(0, 1439))
def test_a_moment_that_is_not_quiet_is_found_within_two_days(quiet, now, minute):
    now = now.replace(tzinfo=ZONE)
    then = next_moment(now, minute, quiet, ZONE)
    assert now <= then < now + timedelta(days=2)
    assert not quiet.holds(then.hour * 60 + then.minute)
    assert next_moment(then, minute, quiet, ZONE) == then, "who is put off until then is told then"


# --- the ladder, the campaigns, the deadlines -------------------------------------------------------------------------


def test_the_ladder_goes_up_only_while_the_unit_is_silent():
    heard = {
        day.day: {m: [k.split(":")[1] for k in keys if "report.2027-06" in k] for m, keys in told(TEAM, day).items()}
        for day in span(date(2027, 7, 1), 8)
    }
    steps = {day: {m: keys for m, keys in found.items() if keys} for day, found in heard.items()}
    assert {day: found for day, found in steps.items() if found} == {
        2: {"lan": ["member"], "hoa": ["member"]},  # the 3rd and 4th are a weekend
        5: {"ba": ["leader"]},
        6: {"hoa": ["coordinator"]},
        7: {"thu": ["province"]},
    }


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2027, 7, 5), ["2027-07-02", "2027-07-05", "2027-07-06", "2027-07-07"]),
        (date(2027, 2, 5), ["2027-02-02", "2027-02-03", "2027-02-11", "2027-02-12"]),  # Tết
        (date(2027, 8, 5), ["2027-08-02", "2027-08-03", "2027-08-05", "2027-08-09"]),
    ],
)
def test_steps_keep_to_working_days_and_apart(due, days):
    from programme.domain.agenda import LADDER
    from reminders.ladder import step_days
    from tests.support.reminder_world import WORKING

    assert [str(day) for day in step_days(due, LADDER["monthly"], WORKING).values()] == days


def test_a_unit_that_reported_is_left_in_peace_at_every_step():
    facts = of_all(TEAM, reported={"2027-06": {"hl.ha-tu", "x2025-6652"}})
    for day in span(date(2027, 7, 1), 12):
        for member, keys in told(TEAM, day, facts).items():
            assert member == "thu" or not any("report.2027-06" in key for key in keys)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ("2027-05-02", "before-30"),
        ("2027-05-18", "before-14"),
        ("2027-05-25", "before-7"),
        ("2027-05-31", "before-1"),
        ("2027-06-01", "start"),
        ("2027-06-08", "weekly.0608"),
        ("2027-06-15", "weekly.0615"),
        ("2027-06-23", "last-week"),
        ("2027-06-26", "peak"),  # a Saturday
        ("2027-07-02", "results"),
    ],
)
def test_the_phases_of_the_drug_month(day, phase):
    assert f"drug-month.2027.1:{phase}:hl.ha-tu" in told([LAN], date.fromisoformat(day))["lan"]


def test_who_is_done_hears_of_the_peak_day_only():
    facts = of_all(
        [LAN], progress={"drug-month.2027": {"hl.ha-tu": Progress(1)}}, settled={("hl.ha-tu", "drug-month.2027")}
    )
    heard = [k for d in span(date(2027, 5, 1), 70) for k in told([LAN], d, facts).get("lan", ()) if "drug" in k]
    assert heard == ["drug-month.2027.1:peak:hl.ha-tu"]


def test_results_of_the_year_are_asked_with_the_hiv_months():
    found = planned(local(date(2027, 12, 2)), date(2027, 12, 2), [LAN], of_all([LAN]))
    assert "cả năm" in found[0].reminder.text or "kết quả năm 2027" in found[0].reminder.text


def test_plans_before_31_january_and_a_press_item_a_month():
    keys = {k for d in span(date(2027, 1, 1), 31) for k in told([HOA], d).get("hoa", ())}
    assert {"plan.2027:before-14:x2025-6652", "plan.2027:before-1:x2025-6652"} <= keys
    assert "press.2027-01:before-5:x2025-6652" in keys
    done = of_all([HOA], done={"press.2027-01": {"x2025-6652"}, "plan.2027": {"x2025-6652"}})
    assert not [
        k for d in span(date(2027, 1, 1), 31) for k in told([HOA], d, done).get("hoa", ()) if k[:2] in ("pl", "pr")
    ]


def test_a_deadline_on_a_day_off_is_reminded_of_on_the_working_day_before():
    # 30 January 2027 less a day is a Friday; 14 days before is Saturday the 16th.
    assert "plan.2027:before-14:x2025-6652" in told([HOA], date(2027, 1, 15))["hoa"]


def test_several_that_are_due_are_one_message():
    both = Person(
        "minh", (Post("hl.viet-hung", "member"), Post("hl.viet-hung.clb", "leader")), (("phone", "minh/sms"),)
    )
    found = planned(local(date(2027, 6, 8)), date(2027, 6, 1), [both], of_all([both]))
    assert len(found) == 1 and len(found[0].reminder.items) >= 3
    assert found[0].reminder.text.startswith("NHAC VIEC: 1) ") and len(found[0].reminder.text) <= 160


# --- bad input --------------------------------------------------------------------------------------------------------


def test_overlapping_campaigns_are_told_together():
    campaign = Campaign("other", "Đợt khác", "Another", (6, 10), (6, 26), (7, 10), "hiv")
    two = [season(c, 2027) for c in (quang_ninh().campaigns[0], campaign)]
    peaks = [day for s in two for day, phase in phase_days(s) if phase.name == "peak"]
    assert peaks == [date(2027, 6, 26)] * 2
    now, lan = local(date(2027, 6, 26)), LAN
    from dataclasses import replace

    from reminders.occasions import occasions
    from reminders.plan import plan
    from reminders.roster import Roster
    from tests.support.reminder_world import WORKING

    programme = replace(quang_ninh(), campaigns=(quang_ninh().campaigns[0], campaign))
    due = occasions(programme, two, WORKING, now.date(), now.date())
    (only,) = plan(now, now.date(), [lan], due, Roster(programme, of_all([lan]), now.date()))
    assert {key.split(".")[0] for key in only.reminder.items} == {"drug-month", "other"}


def test_a_phase_after_the_end_or_before_the_start_is_left_out():
    june = season(quang_ninh().campaigns[0], 2027)
    odd = (
        Phase("weekly-x", "start", 200),
        Phase("last-week", "end", -90),
        Phase("before-x", "end", 3),
        Phase("peak", "end", 9),
    )
    assert phase_days(june, odd) == []


def test_29_february_and_new_year():
    leap = Campaign("leap", "", "", (2, 29), (2, 29), (2, 29), "drug")
    assert season(leap, 2027).run.start == date(2027, 2, 28) and season(leap, 2028).run.start == date(2028, 2, 29)
    over = season(Campaign("tet", "", "", (12, 20), (1, 1), (1, 5), "drug"), 2027)
    assert [str(day) for day, phase in phase_days(over) if phase.name == "peak"] == ["2028-01-01"]


def test_days_that_a_pack_says_in_the_wrong_order_are_brought_into_order():
    june = season(quang_ninh().campaigns[0], 2027, Year("drug-month", 2027, start=date(2027, 7, 5)))
    assert june.run.start <= june.run.peak <= june.run.end <= june.results


def test_a_unit_without_members_a_member_without_a_channel_a_coordinator_of_nothing():
    nobody = told([HOA, THU], date(2027, 7, 7), of_all([HOA, THU]))
    assert any("province" in key for key in nobody["thu"])
    deaf = Person("lan", LAN.posts)
    (found,) = planned(local(date(2027, 6, 26)), date(2027, 6, 26), [deaf], of_all([deaf]))
    assert found.reminder is None and {fate for _, fate in found.fates} == {"unreachable"}
    of_nothing = Person("x", (Post("x2025-6661", "coordinator"), Post("nowhere", "coordinator")), (("phone", "x"),))
    assert told([of_nothing], date(2027, 7, 6), Facts()) == {}


def test_a_leader_alone_hears_the_first_step_and_a_coordinator_alone_too():
    assert "report.2027-06:member:hl.ha-tu" in told([BA], date(2027, 7, 2))["ba"]
    assert "report.2027-06:member:x2025-6652" in told([HOA], date(2027, 7, 2))["hoa"]


def test_a_zone_that_skips_an_hour_gives_a_moment_all_the_same():
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    assert at(date(2027, 3, 28), 150, berlin).strftime("%H:%M") == "03:30"
    quiet = Quiet(21 * 60, 150)
    assert next_moment(at(date(2027, 3, 28), 0, berlin), 0, quiet, berlin).strftime("%H:%M") == "03:30"


# --- moved -----------------------------------------------------------------------------------------------------------


def test_a_campaign_that_is_moved_is_corrected_once_under_another_revision():
    june = quang_ninh().campaigns[0]
    old, new = (
        season(june, 2027),
        season(june, 2027, Year(june.name, 2027, 2, start=date(2027, 5, 25), source="CV 123")),
    )
    late, early = local(date(2027, 5, 20), 9), local(date(2027, 4, 1), 9)
    assert [o for o in falling(date(2027, 4, 1), date(2027, 5, 1), [Move(old, new, early)]) if o.phase == "moved"] == []
    (moved,) = (o for o in falling(date(2027, 5, 1), date(2027, 7, 1), [Move(old, new, late)]) if o.phase == "moved")
    assert (str(moved.day), moved.key) == ("2027-05-21", "drug-month.2027.2:moved")
    found = planned(local(date(2027, 5, 21)), date(2027, 5, 21), [LAN], of_all([LAN]), [Move(old, new, late)])
    assert "ĐIỀU CHỈNH" in found[0].reminder.text and "CV 123" in found[0].reminder.text


def test_of_one_group_only_the_latest_that_is_still_worth_saying_is_said():
    def item(day: int, until: int, group: str = "g") -> Item:
        on, to = date(2027, 6, day), date(2027, 6, until)
        return Item(Occasion("campaign", "c", f"p{day}", on, to, group, f"k{day}"), "u")

    said, fates = fold([item(1, 3), item(2, 30), item(4, 30), item(10, 10, "other")], date(2027, 6, 10))
    assert [i.occasion.phase for i in said] == ["p10", "p4"]
    assert {(i.occasion.phase, fate) for i, fate in fates} == {("p1", "skipped"), ("p2", "superseded"), ("p4", "late")}
