"""Posts by their dates: on every day somebody has the role, and nobody who should not."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from programme.domain.model import Post
from programme.domain.posts import added, ended, handed_over, moved, stood_in
from reminders.facts import Facts, Person
from reminders.items import Days, items
from reminders.roster import Roster
from tests.support.reminder_world import falling, quang_ninh

TEAM = "hl.ha-tu"
FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(-5, 70)]
days = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
ends = st.none() | days


def leads(posts: tuple[Post, ...], day: date) -> bool:
    return any(p.role == "leader" and p.holds(day) for p in posts)


@given(days, days)
def test_while_one_stands_in_the_other_does_not_lead_and_has_it_back_afterwards(one, two):
    first, last = sorted((one, two))
    mine, theirs = stood_in((Post("t", "leader"),), (Post("t", "member"),), "t", "leader", first, last)
    for day in DAYS:
        away = first <= day <= last
        assert leads(mine, day) is not away and leads(theirs, day) is away
        assert any(p.holds(day) for p in mine) and any(p.role == "member" and p.holds(day) for p in theirs)


@given(days, days, days, days)
def test_two_absences_one_after_another(a, b, c, d):
    mine, theirs = (Post("t", "leader"),), (Post("t", "member"),)
    for first, last in (sorted((a, b)), sorted((c, d))):
        mine, theirs = stood_in(mine, theirs, "t", "leader", first, last)
    for day in DAYS:
        away = min(a, b) <= day <= max(a, b) or min(c, d) <= day <= max(c, d)
        assert leads(mine, day) is not away and leads(theirs, day) is away


@given(days)
def test_handed_over_for_good(first):
    mine, theirs = handed_over((Post("t", "leader"),), (), "t", "leader", first)
    for day in DAYS:
        assert leads(theirs, day) is (day >= first) and leads(mine, day) is (day < first)


@given(days, ends, days)
def test_what_is_ended_holds_no_longer_and_nothing_else_changes(since, until, last):
    other = Post("u", "member", since, until)
    after = ended((Post("t", "leader", since, until), other), "t", last)
    assert other in after
    for day in DAYS:
        was = Post("t", "leader", since, until).holds(day)
        assert leads(after, day) is (was and day <= last)


@given(days)
def test_moved_one_is_in_one_unit_a_day(first):
    posts = moved((Post("t", "member"),), "t", "u", "member", first)
    for day in DAYS:
        assert [p.unit for p in posts if p.holds(day)] == (["u"] if day >= first else ["t"])


def test_a_post_is_not_added_twice():
    held = (Post("t", "member", FIRST),)
    assert added(held, "t", "member", FIRST + timedelta(days=3), FIRST + timedelta(days=4)) == held
    assert added(held, "t", "leader", FIRST) != held


def test_the_leader_of_the_day_is_who_is_reminded():
    """The step of the ladder that is the leader's goes to who stands in while they do, and back afterwards."""
    away = date(2027, 7, 1), date(2027, 7, 14)
    mine, theirs = stood_in((Post(TEAM, "leader"),), (Post(TEAM, "member"),), TEAM, "leader", *away)
    heard = {}
    for month in range(5, 10):
        for day in (date(2027, month, n) for n in range(1, 7)):
            for id, posts in (("away", mine), ("stands in", theirs)):
                now = frozenset(p.role for p in (*mine, *theirs) if p.holds(day))
                roster = Roster(quang_ninh(), Facts(staffed={TEAM: now}), day)
                for item in items(Person(id, posts, (("telegram", id),)), Days(falling(day, day)), day, roster):
                    if item.occasion.name == "report" and item.occasion.step == "leader":
                        heard.setdefault(month, set()).add(id)
    assert heard == {5: {"away"}, 6: {"away"}, 7: {"stands in"}, 8: {"away"}, 9: {"away"}}
