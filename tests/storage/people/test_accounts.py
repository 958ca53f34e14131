"""Members, invites and addresses, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.domain.effects.addresses import Reach
from programme.domain.effects.people import Enrol, Prefer
from programme.domain.model import Invite, Member, Parent, Post, Unit
from storage import effects
from storage.database.session import Stale, StoreFault
from storage.people import accounts, units
from storage.privacy import audit

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TEAM, WARD = Post("hl.ha-tu", "member", date(2026, 6, 15)), Post("hl", "coordinator")
LAN = Member("m1", "Lan", (TEAM,), language="en", consented_at=NOW, consent="v1")


@pytest.fixture
def invited(write):
    def invited(code="ABC234", **more):
        return write(accounts.make_invite, Invite(code, "hl.ha-tu", "member", **more), "admin", NOW)

    return invited


@pytest.fixture
def do(write):
    return lambda *them, at=NOW, channel="telegram", address="5": write(effects.apply, them, channel, address, at)


def test_an_enrolled_member_is_known_by_their_address(do, read, invited):
    assert read(accounts.member_at, "telegram", "5") is None
    invited()
    do(Enrol(LAN, "ABC234"))
    known = replace(LAN, addresses=(("telegram", "5"),))
    assert read(accounts.member_at, "telegram", "5") == known
    assert read(accounts.member, "m1") == known
    assert read(accounts.member_at, "kannel", "5") is None
    assert read(accounts.member, "m2") is None


def test_enrolling_again_adds_a_post_and_an_address_and_loses_nothing(do, read):
    do(Enrol(LAN, ""))
    do(Enrol(Member("m1", "", (TEAM, WARD)), ""), at=LATER, channel="kannel", address="84905")
    assert read(accounts.member, "m1") == replace(
        LAN, posts=(TEAM, WARD), addresses=(("telegram", "5"), ("kannel", "84905"))
    )


def test_an_address_belongs_to_the_one_who_enrolled_there_last(do, read):
    do(Enrol(LAN, ""))
    do(Enrol(Member("m2", "Mai", (TEAM,)), ""), at=LATER)
    assert read(accounts.member_at, "telegram", "5").id == "m2"
    assert read(accounts.member, "m1").addresses == ()


def test_an_invite_is_used_up_and_then_refused(do, read, invited):
    invited(uses=2)
    for n in (1, 2):
        do(Enrol(Member(f"m{n}", "x", (TEAM,)), "ABC234"), address=str(n))
    assert read(accounts.invite, "ABC234").uses == 0
    with pytest.raises(Stale):
        do(Enrol(Member("m3", "x", (TEAM,)), "ABC234"), address="3")
    assert read(accounts.member, "m3") is None


def test_a_revoked_or_unknown_invite_enrols_nobody(do, read, invited):
    invited(revoked=True)
    for code in ("ABC234", "NONE22"):
        with pytest.raises(Stale):
            do(Enrol(LAN, code))
    assert read(accounts.members) == []


def test_an_invites_code_is_taken_once_and_comes_back_as_it_was_made(invited, read):
    assert invited(uses=5, expires=date(2026, 7, 1))
    assert not invited(uses=9)
    assert read(accounts.invites) == [Invite("ABC234", "hl.ha-tu", "member", 5, date(2026, 7, 1))]
    assert read(accounts.invite, "abc234") is None


def test_members_of_units_are_found_with_all_their_posts(do, read):
    do(Enrol(LAN, ""), Enrol(Member("m2", "Mai", (WARD, TEAM)), ""), Enrol(Member("m3", "Ba"), ""))
    assert [m.id for m in read(accounts.members)] == ["m1", "m2", "m3"]
    assert [m.id for m in read(accounts.members, ["hl.ha-tu"])] == ["m1", "m2"]
    (mai,) = read(accounts.members, ["hl"])
    assert mai.posts == (WARD, TEAM)
    assert read(accounts.members, []) == []


def test_wishes_change_only_what_they_name(do, read):
    do(Enrol(LAN, ""))
    do(Prefer("m1", channel="kannel"))
    assert (read(accounts.member, "m1").language, read(accounts.member, "m1").preferred) == ("en", "kannel")
    do(Prefer("m1", language="vi"), Prefer("m1"))
    assert (read(accounts.member, "m1").language, read(accounts.member, "m1").preferred) == ("vi", "kannel")


def test_an_address_that_blocked_us_is_remembered_until_it_is_back(do, read):
    do(Reach("telegram", "5", False), Reach("telegram", "5", False))
    assert read(accounts.blocked, "telegram", "5")
    do(Reach("telegram", "5", True))
    assert not read(accounts.blocked, "telegram", "5")


def test_the_trail_says_who_did_what_and_holds_no_address(do, read, invited):
    invited()
    do(Enrol(LAN, "ABC234"), Prefer("m1", language="vi"), Reach("telegram", "5", False), address="5")
    entries = read(lambda conn: list(audit.entries(conn)))
    assert [(e.who, e.what) for e in entries] == [("m1", "enrol"), ("m1", "prefer"), ("m1", "blocked")]
    assert all("5" not in (e.who, e.subject, e.why) for e in entries)


# --- units ------------------------------------------------------------------------------------------------------------

OLD = Unit("hl.ha-tu", "Hà Tu", "ward", (Parent("hl", None, date(2025, 6, 30)), Parent("qn", date(2025, 7, 1))))


def test_units_come_back_as_they_were_given(write, read):
    full = replace(
        OLD,
        valid_from=date(1999, 1, 1),
        valid_to=date(2025, 6, 30),
        successors=("a", "b"),
        aliases=("HT",),
        source="PL1",
    )
    assert write(units.bring_up, [full, Unit("qn", "Quảng Ninh", "province", located=False)], NOW) == 2
    assert read(units.all_units) == [full, Unit("qn", "Quảng Ninh", "province", located=False)]


def test_bringing_up_twice_changes_nothing_and_forgets_nobody(write, read):
    assert write(units.bring_up, [OLD], NOW) == 1
    assert write(units.bring_up, [OLD], NOW) == 0
    assert write(units.bring_up, [], NOW) == 0
    assert read(units.all_units) == [OLD]


@pytest.mark.parametrize("change", [{"name": "Phường Hà Tu"}, {"kind": "commune"}, {"valid_to": date(2026, 1, 1)}])
def test_a_unit_may_be_renamed_or_change_its_kind(change, write, read):
    write(units.bring_up, [OLD], NOW)
    assert write(units.bring_up, [replace(OLD, **change)], NOW) == 1
    assert read(units.all_units) == [replace(OLD, **change)]


def test_a_code_is_never_used_again_for_another_place(write, read):
    write(units.bring_up, [OLD, Unit("qn", "Quảng Ninh", "province")], NOW)
    taken = [Unit("new", "Mới", "ward"), replace(OLD, name="Bãi Cháy", kind="team"), Unit("qn", "Đội 1", "team")]
    with pytest.raises(StoreFault, match=r"hl\.ha-tu is ward 'Hà Tu'.*; qn is province"):
        write(units.bring_up, taken, NOW)
    assert [unit.code for unit in read(units.all_units)] == ["hl.ha-tu", "qn"]
