"""Posts, invites, new phones, proposals and ended units in the store, on both databases; and the same from the command
line."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.__main__ import main
from bot.jobs import unit_closures
from programme.domain.effects.addresses import CutOff, Join, MakeLink
from programme.domain.effects.people import Decide, Enrol, MakeInvite, Propose, RevokeInvite, SetPosts, SetStanding
from programme.domain.effects.privacy import Noted
from programme.domain.messages import ANSWER, DIGEST, REMINDER, Outbound
from programme.domain.model import Invite, Link, Member, Post
from programme.domain.posts import handed_over, interrupted, stood_in
from programme.domain.proposals import Proposal
from programme.packs.pack import load_programme
from storage import effects
from storage.database.session import Stale, open_store
from storage.messages import conversations, outbox
from storage.people import accounts, post_changes
from storage.privacy import audit

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
TODAY = date(2026, 6, 15)
TEAM = Post("hl.ha-tu", "member")
LAN = Member("m1", "Lan", (TEAM,), consented_at=NOW)


@pytest.fixture
def do(write):
    return lambda *them, at=NOW, channel="telegram", address="5": write(effects.apply, them, channel, address, at)


@pytest.fixture
def queued(write):
    def queued(key, address="5", channel="telegram", priority=REMINDER, **more):
        write(outbox.queue, [Outbound(channel, address, "x", key=key, priority=priority, **more)], NOW)

    return queued


@pytest.fixture
def states(read):
    return lambda: {row.key: (row.channel, row.address, row.state) for row in read(lambda c: list(outbox.rows(c, NOW)))}


# --- posts -----------------------------------------------------------------------------------------------------------


def test_posts_are_set_as_they_were_decided_on_and_the_trail_says_what_changed(do, read):
    do(Enrol(LAN, ""))
    lead = Post("hl.ha-tu", "leader", date(2026, 7, 1), date(2026, 7, 14))
    do(SetPosts("m1", (TEAM,), (TEAM, lead), "c1", "stand_in", "asked"))
    assert read(accounts.member, "m1").posts == (TEAM, lead)
    last = read(lambda conn: list(audit.entries(conn, "m1")))[-1]
    assert (last.who, last.what) == ("c1", "stand_in")
    assert last.why == "+leader hl.ha-tu 2026-07-01..2026-07-14; asked"


def test_posts_that_changed_meanwhile_are_left_alone(do, read):
    do(Enrol(LAN, ""))
    do(SetPosts("m1", (TEAM,), (), "c1", "end post"))
    with pytest.raises(Stale):
        do(SetPosts("m1", (TEAM,), (TEAM, TEAM), "c1", "move"))
    with pytest.raises(Stale):
        do(SetPosts("nobody", (), (TEAM,), "c1", "move"))
    assert read(accounts.member, "m1").posts == ()


def test_standing_in_by_dates():
    first, last = date(2026, 7, 1), date(2026, 7, 14)
    lead = Post("t", "leader", date(2025, 1, 1))
    mine, theirs = stood_in((lead,), (Post("t", "member"),), "t", "leader", first, last)
    one, other = Member("a", "A", mine), Member("b", "B", theirs)
    roles = lambda m, day: {p.role for p in m.posts_on(day)}  # noqa: E731
    for day, wanted in ((first - timedelta(1), False), (first, True), (last, True), (last + timedelta(1), False)):
        assert ("leader" in roles(other, day)) is wanted
        assert ("leader" in roles(one, day)) is not wanted
        assert roles(one, day) and "member" in roles(other, day)


def test_handing_over_leaves_a_member_behind_and_a_rest_in_the_middle_two_halves():
    mine, theirs = handed_over((Post("t", "leader"),), (), "t", "leader", TODAY)
    assert mine == (Post("t", "leader", None, date(2026, 6, 14)), Post("t", "member", TODAY))
    assert theirs == (Post("t", "leader", TODAY),)
    parts = interrupted((Post("t", "leader"),), "t", "leader", date(2026, 7, 1), date(2026, 7, 14))
    assert parts == (Post("t", "leader", None, date(2026, 6, 30)), Post("t", "leader", date(2026, 7, 15)))


# --- disabled --------------------------------------------------------------------------------------------------------


def test_of_a_disabled_member_nothing_waits_and_no_code_works(do, read, queued, states):
    do(Enrol(LAN, ""))
    do(MakeInvite(Invite("ABC234", "hl.ha-tu", "member", 5), "m1"))
    do(MakeLink(Link("LK00001", "m1", NOW + timedelta(hours=1))))
    queued("answer", priority=ANSWER)
    queued("reminder")
    do(SetStanding("m1", "disabled", "c1", "moved away"))
    assert read(accounts.member, "m1").state == "disabled"
    assert read(accounts.invite, "ABC234").revoked
    assert {key: state for key, (_, _, state) in states().items()} == {"answer": "waiting", "reminder": "dead"}
    do(SetStanding("m1", "active", "c1"))
    assert read(accounts.member, "m1").state == "active"
    assert [e.what for e in read(lambda c: list(audit.entries(c, "m1")))][-2:] == ["disable", "enable"]


def test_who_is_not_there_is_not_disabled(do):
    with pytest.raises(Stale):
        do(SetStanding("m9", "disabled", "c1"))


# --- invites ---------------------------------------------------------------------------------------------------------


def test_invites_that_work_are_listed_and_revoked_once(do, read):
    for code, more in (("AAA234", {}), ("BBB234", {"expires": TODAY}), ("CCC234", {"expires": date(2026, 6, 14)})):
        do(MakeInvite(Invite(code, "hl.ha-tu", "member", **more), "m1"))
    do(MakeInvite(Invite("DDD234", "qn", "member"), "m1"))
    listed = lambda units: {i.code for i, _ in read(post_changes.invites_for, units, TODAY)}  # noqa: E731
    assert listed(["hl.ha-tu"]) == {"AAA234", "BBB234"}
    assert listed(None) == {"AAA234", "BBB234", "DDD234"}
    for _ in range(2):
        do(RevokeInvite("AAA234", "m1", "public"))
    revoked = [e.why for e in read(lambda c: list(audit.entries(c, "AAA234"))) if e.what == "revoke invite"]
    assert revoked == ["public"], "the second time it changes nothing"
    assert listed(["hl.ha-tu"]) == {"BBB234"}
    with pytest.raises(Stale):
        do(Enrol(LAN, "AAA234"))
    with pytest.raises(Stale):
        do(MakeInvite(Invite("BBB234", "qn", "admin"), "m2"))


# --- a new phone -----------------------------------------------------------------------------------------------------


def test_a_new_phone_is_the_only_one_from_that_moment(do, read, queued, states, write):
    do(Enrol(LAN, ""))
    do(Enrol(LAN, ""), channel="kannel", address="+84912")
    do(MakeLink(Link("NEWP2345", "m1", NOW + timedelta(days=3), "c1")))
    queued("answer", priority=ANSWER)
    queued("asked", priority=DIGEST, prompt=True)
    queued("r:2026-06-15:m1")
    queued("sms", "+84912", "kannel")
    do(Join("m1", "NEWP2345"), address="77")
    assert read(accounts.member, "m1").addresses == (("telegram", "77"),)
    assert read(accounts.member_at, "telegram", "5") is None
    there = states()
    assert all(state != "waiting" for _, address, state in there.values() if address != "77")
    waits = sorted(key for key, (_, address, state) in there.items() if (address, state) == ("77", "waiting"))
    assert waits == ["r:2026-06-15:m1~telegram", "sms~telegram"]
    assert there["r:2026-06-15:m1"][2] == "dead"  # and known: no tick says it again
    with pytest.raises(Stale):
        do(Join("m1", "NEWP2345"), address="78")
    assert [e.what for e in read(lambda c: list(audit.entries(c, "m1")))].count("cut off") == 2


def test_a_code_for_another_channel_cuts_nothing(do, read):
    do(Enrol(LAN, ""))
    do(MakeLink(Link("NEWP2345", "m1", NOW + timedelta(days=3), "c1")))
    do(MakeLink(Link("LK00001", "m1", NOW + timedelta(minutes=15))))
    do(Join("m1", "LK00001"), channel="kannel", address="+84912")
    assert set(read(accounts.member, "m1").addresses) == {("telegram", "5"), ("kannel", "+84912")}
    do(Join("m1", "NEWP2345"), address="77")
    assert read(accounts.member, "m1").addresses == (("telegram", "77"),)


def test_a_lost_phone_is_cut_off_with_nobody_else_there(do, read, queued, states, write):
    do(Enrol(LAN, ""))
    do(MakeLink(Link("LK00001", "m1", NOW + timedelta(minutes=15))))
    write(conversations.save, "a:telegram:5", "{}", NOW)
    queued("reminder")
    do(CutOff("m1", "c1", "lost"))
    assert read(accounts.member, "m1").addresses == ()
    assert states()["reminder"][2] == "dead"
    assert read(conversations.load, "a:telegram:5") == ""
    with pytest.raises(Stale):  # a code that was made on the lost phone
        do(Join("m1", "LK00001"), address="78")


# --- proposals, units that end ----------------------------------------------------------------------------------------

END = Proposal("p1", "end", "hl.ha-tu", "c1", None, date(2026, 6, 30), successors=("hl.ha-khau",), decision="QĐ 1/QĐ")


def test_a_proposal_comes_back_as_it_was_made_and_is_decided_once(do, read):
    other = Proposal("p2", "stand_in", "qn", "c1", TODAY, TODAY, "leader", "m1", "m2")
    do(Propose(END), Propose(other))
    assert read(post_changes.proposal, "p1") == END
    assert read(post_changes.proposals) == [END, other]
    assert read(post_changes.proposals, ["qn"]) == [other]
    do(Decide("p1", "agreed", "p9"))
    with pytest.raises(Stale):
        do(Decide("p1", "refused", "p9"))
    assert read(post_changes.ends) == [replace(END, state="agreed", decided_by="p9")]
    assert read(post_changes.proposals) == [other]
    do(Noted("c1", "see phone", "m1"))
    assert read(lambda c: list(audit.entries(c, "m1")))[-1].what == "see phone"


def test_an_ended_unit_is_over_for_who_holds_the_tree_and_the_pack_goes_first(store, do):
    programme = load_programme("quang-ninh")
    tree = programme.units
    do(Propose(replace(END, state="agreed", decided_by="p9")))
    do(Propose(replace(END, id="p3", unit="hl.178", state="agreed", decided_by="p9")))
    was = tree["hl.178"]
    unit_closures.bring(store, programme)
    assert tree["hl.ha-tu"].valid_to == date(2026, 6, 30) and tree["hl.ha-tu"].source == "QĐ 1/QĐ"
    assert tree["hl.178"] == was
    july = date(2026, 7, 2)
    assert tree.heirs("hl.ha-tu", july) == ("hl.ha-khau",)
    assert "hl.ha-tu" not in tree.subtree("x2025-6652", july) and "hl.ha-tu" in tree.subtree("x2025-6652", TODAY)
    assert set(tree.above("hl.ha-tu", july)) == {"x2025-6652", "x2025-6661", "qn"}
    assert tree.above("hl.ha-tu", july)[-1] == "qn"


def test_a_tree_forgets_what_is_no_longer_brought():
    tree = load_programme("quang-ninh").units
    unit = tree["hl.ha-tu"]
    tree.bring([replace(unit, valid_to=TODAY)])
    assert not tree["hl.ha-tu"].exists_on(date(2026, 7, 1))
    tree.bring([])
    assert tree["hl.ha-tu"] == unit and "hl.ha-tu" in tree.children("x2025-6652", date(2026, 7, 1))


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def cli(sqlite_template, monkeypatch, capsys, tmp_path):
    store_url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOCAO_DEMO", "1")
    monkeypatch.setenv("BAOCAO_DATABASE_URL", store_url)
    store = open_store(store_url)
    store.transact(lambda conn: effects.apply(conn, [Enrol(LAN, "")], "telegram", "5", NOW)).result()
    chief = Member("m2", "Ba", (Post("hl.ha-tu", "leader"),), consented_at=NOW)
    store.transact(lambda conn: effects.apply(conn, [Enrol(chief, "")], "telegram", "6", NOW)).result()
    store.close()

    def run(*words):
        status = main([*words, "--json"])
        out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return status, out

    return run


def test_one_member_from_the_command_line(cli):
    assert cli("member", "disable", "m1", "--why", "away") == (0, [{"member": "m1", "state": "disabled"}])
    assert cli("member", "phone", "m1")[0] == 2
    assert cli("member", "enable", "m1") == (0, [{"member": "m1", "state": "active"}])
    status, [code] = cli("member", "phone", "m1", "--cut-now")
    assert status == 0 and len(code["code"]) == 8
    assert cli("members")[1][0]["addresses"] == []
    status, [moved] = cli("member", "move", "m1", "--to", "cp.cua-ong", "--on", "2030-01-01")
    assert [(p["unit"], p["since"], p["until"]) for p in moved["posts"]] == [
        ("hl.ha-tu", None, "2029-12-31"),
        ("cp.cua-ong", "2030-01-01", None),
    ]
    status, [hand] = cli("member", "handover", "m2", "--unit", "hl.ha-tu", "--to", "m1", "--on", "2029-01-01")
    assert (status, hand["role"], hand["to"], hand["last"]) == (0, "leader", "m1", None)
    for wrong in (
        ("member", "disable", "nobody"),
        ("member", "move", "m1", "--to", "nowhere"),
        ("member", "handover", "m1", "--unit", "qn", "--to", "m2"),
        ("member", "phone", "m1", "--days", "99"),
    ):
        assert cli(*wrong)[0] == 2, wrong


def test_invites_and_units_from_the_command_line(cli):
    _, [made] = cli("invite", "--unit", "hl.ha-tu", "--role", "member", "--uses", "3")
    assert [i["code"] for i in cli("invite", "--list")[1]] == [made["code"]]
    assert cli("invite", "--revoke", made["code"].lower()) == (0, [{"code": made["code"], "revoked": True}])
    assert cli("invite", "--revoke", made["code"])[0] == 2
    assert cli("invite", "--list")[1] == [] and cli("invite")[0] == 2
    ended = ("unit", "end", "hl.ha-tu", "--last", "2030-06-30", "--decision", "QĐ 1", "--successor")
    assert cli(*ended, "nowhere")[0] == 2
    assert cli(*ended, "hl.ha-khau")[0] == 0
    assert cli(*ended, "hl.ha-khau")[0] == 2
    assert [(e["unit"], e["state"]) for e in cli("unit", "ended")[1]] == [("hl.ha-tu", "agreed")]
    assert cli("unit", "end", "qn", "--last", "2030-06-30", "--decision", "x")[0] == 2
