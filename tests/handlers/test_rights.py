"""Who may do what: every role and every effect and look-up, through the front door, by words or by a button's payload
that anybody can make up. What a menu does not show is refused all the same.

A row names what is tried and who may: M member, L leader, C coordinator of the ward, P of the province, A
administrator, V viewer; nobody else (F who left the unit, D who is disabled, S a stranger) may do anything here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.inbound.receive import Receiver
from handlers import assurance, rights
from handlers.pipeline.routes import PRESSES
from programme.domain.approvals import ALIKE, CORRECTION, Matter
from programme.domain.effects.addresses import MakeLink
from programme.domain.effects.approvals import RaiseMatter
from programme.domain.effects.people import Enrol, Propose, SetPosts, SetStanding
from programme.domain.effects.reports import FileReport
from programme.domain.effects.schedule import AskUrgently
from programme.domain.messages import Inbound, Media
from programme.domain.model import Activity, Figure, Invite, Link, Member, Post, Report
from programme.domain.proposals import Proposal
from programme.packs.pack import load_programme
from reminders.digest import due
from reminders.facts import Person
from storage import effects
from storage.database.session import open_store
from storage.people import accounts

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)  # 10:00 there
TODAY = date(2026, 6, 15)
TEAM, OTHER, WARD, ROOT = "hl.ha-tu", "cp.cua-ong", "x2025-6652", "qn"
WHO = "MLCPAVFDS"
CAST = {
    "M": (Post(TEAM, "member"),),
    "L": (Post(TEAM, "leader"),),
    "C": (Post(WARD, "coordinator"),),
    "P": (Post(ROOT, "coordinator"),),
    "A": (Post(ROOT, "admin"),),
    "V": (Post(ROOT, "viewer"),),
    "F": (Post(TEAM, "leader", None, date(2026, 6, 14)), Post(WARD, "coordinator", date(2026, 6, 16))),
    "D": (Post(TEAM, "leader"), Post(ROOT, "admin")),
    # whom it is done to:
    "other": (Post(TEAM, "member"),),
    "chief": (Post(TEAM, "leader"),),
    "officer": (Post(WARD, "coordinator"),),
    "clerk": (Post(WARD, "member"),),
    "far": (Post(OTHER, "member"),),
    "both": (Post(TEAM, "member"), Post(OTHER, "member")),
    "resting": (Post(TEAM, "member"),),
}

TABLE = """
begin a report of the unit                 M L C P A      m:new:hl.ha-tu
begin one of another unit                  P A            m:new:cp.cua-ong
begin one of a unit that reports nothing   -              m:new:qn
report in one line                         M L C P A      BC TT MT 15/6 45 KHU 4 DV DOI CTXHTN HA TU
report nothing for the unit                M L C P A      m:nil:hl.ha-tu:2026-06
report nothing for another                 P A            m:nil:cp.cua-ong:2026-06
see one's own report (M's)                 M L C P A      r:show:$mine
mend it by oneself                         M L C P A      r:mend:$mine
withdraw it by oneself                     M L C P A      r:withdrawn:$mine
copy one of a unit one has left (F's)      L C P A F      r:copy:$left
mend one of a unit one has left            L C P A        r:mend:$left
see a report of another member             L C P A        r:show:$own
see it by its code                         L C P A        XEM $own
see a report of another unit               P A            r:show:$far
copy it                                    L C P A        r:copy:$own
mend it                                    L C P A        r:mend:$own
mend one of another unit                   P A            r:mend:$far
mend it in words                           L C P A        SUA $own 5 54
withdraw it                                L C P A        r:withdrawn:$own
withdraw one of another unit               P A            r:withdrawn:$far
approve what came late                     C P A          r:approve:$late
refuse what came late                      C P A          r:refuse:$late
approve it for another unit                P A            r:approve:$farlate
totals of the unit                         M L C P A V    m:figures:month:hl.ha-tu:
totals of another unit                     P A V          m:figures:month:cp.cua-ong:
totals in words                            M L C P A V    so lieu
the areas of the unit                      M L C P A V    m:areas:month:hl.ha-tu:
the areas of another unit                  P A V          m:areas:month:cp.cua-ong:
a correction that waits                    C P A          d:mat1:show
agree to it                                C P A          d:mat1:yes
one of another unit                        P A            d:mat2:show
two reports of one team that look alike    L C P A        d:mat3:show
ask for a correction after the close       L C P A        r:mend:$closed
who is silent                              L C P A        ai chua bao
remind the unit                            L C P A        m:nudge:hl.ha-tu
remind another unit                        P A            m:nudge:cp.cua-ong
ask urgently                               C P A          m:urgent:drug:all:30
answer for the unit                        M L C P A      u:ask1:yes:hl.ha-tu
answer for another unit                    P A            u:ask1:yes:cp.cua-ong
say that the results are complete          M L C P A      n:enough:drug-month.2026:hl.ha-tu
for another unit                           P A            n:enough:drug-month.2026:cp.cua-ong
give a form                                C P A          @document
take a form back                           C P A          m:ungive:f1:hl.ha-tu
move a campaign                            P A            1 25/5-30/6 cao diem 26/6 theo CV 123/SYT
who is in the unit                         L C P A        m:people:hl.ha-tu
who is in another                          P A            m:people:cp.cua-ong
who is in the ward                         C P A          m:people:x2025-6652
a member's card                            L C P A        p:see:other
of another unit                            P A            p:see:far
their phone number                         L C P A        p:phone:other
the leader's phone number                  L C P A        p:phone:chief
an officer's phone number                  C P A          p:phone:officer
a number of another unit                   P A            p:phone:far
invite a member                            L C P A        p:invite:hl.ha-tu:member:1:7
invite a leader                            C P A          p:invite:hl.ha-tu:leader:1:7
invite a coordinator                       P A            p:invite:hl.ha-tu:coordinator:1:7
invite a viewer                            P A            p:invite:hl.ha-tu:viewer:1:7
invite an administrator                    A              p:invite:hl.ha-tu:admin:1:7
invite an officer into the ward            P A            p:invite:x2025-6652:coordinator:1:7
invite into another unit                   P A            p:invite:cp.cua-ong:member:1:7
invite by a phone number                   L C P A        m:bynumber:+84912345678:hl.ha-tu:member
a leader by a phone number                 C P A          m:bynumber:+84912345678:hl.ha-tu:leader
into another by a phone number             P A            m:bynumber:+84912345678:cp.cua-ong:member
the invites that work                      L C P A        p:codes:hl.ha-tu
revoke a member's invite                   L C P A        p:revoke:MEM234
revoke a leader's                          C P A          p:revoke:LEA234
revoke one of another unit                 P A            p:revoke:FAR234
let a member rest                          L C P A        p:off:other
let the leader rest                        C P A          p:off:chief
let an officer rest                        P A            p:off:officer
one who is elsewhere too                   P A            p:off:both
one of another unit                        P A            p:off:far
let a member back in                       L C P A        p:on:resting
end a member's post                        L C P A        p:out:other
end the leader's                           C P A          p:out:chief
end the post here of one who is elsewhere  L C P A        p:out:both
end an officer's                           P A            p:out:officer
a new phone for a member                   L C P A        p:code:other
cut a lost phone off                       L C P A        p:lost:other
a new phone for the leader                 C P A          p:code:chief
for an officer                             P A            p:code:officer
for one of another unit                    P A            p:code:far
move a member to the ward                  C P A          p:to:other:x2025-6652
move one to another ward                   P A            p:to:other:cp.cua-ong
propose or make another the leader         L C P A        p:day:other:l:hl.ha-tu:1606
make somebody of another unit the leader   P A            p:day:far:l:cp.cua-ong:1606
make somebody coordinator of the unit      P A            p:day:other:c:hl.ha-tu:1606
hand over the office of the ward           C P A          p:day:clerk:c:x2025-6652:1606
agree to that                              P A            p:yes:prop3
agree to a stand-in                        C P A          p:yes:prop1
refuse it                                  C P A          p:no:prop1
agree to the end of a unit                 P A            p:yes:prop2
propose the end of a unit                  C P A          p:over:hl.ha-tu
of a unit that has others below it         -              p:over:x2025-6652
of another unit                            P A            p:over:cp.cua-ong
what is kept of oneself                    M L C P A V F D   m:data
"""

VERBS = {kind.wire.removeprefix("p:") for kind in PRESSES if kind.wire.startswith("p:")}
"""What may be done about people and units, as buttons say it."""


@dataclass(frozen=True)
class Tried:
    what: str
    allowed: str
    said: str


def rows() -> Iterator[Tried]:
    for line in TABLE.strip().splitlines():
        what, rest = line[:43].strip(), line[43:].strip()
        letters, _, said = rest.partition("  ")
        yield Tried(what, letters.replace(" ", "").replace("-", ""), said.strip())


ROWS = list(rows())
TWO_STEPS = {"move a campaign": "MoveCampaign"}
"""Words that are put to the sender once more: what is done when the first button is pressed then."""


# --- the world -------------------------------------------------------------------------------------------------------


def report(code: str, unit: str, member: str, **more) -> Report:
    done = Activity("communication", ("drug",), date(2026, 6, 10), {"sessions": Figure(1), "participants": Figure(30)})
    answers = {
        "kind": "communication",
        "topics": ["drug"],
        "date": "2026-06-10",
        "times": 1,
        "communication": {"participants": 30},
    }
    values = {"period": "2026-06", "filed_at": NOW, "activities": (done,), "answers": answers} | more
    return Report(code, "activity", PROGRAMME.forms["activity"].version, unit, member, member, "phone", **values)


PROGRAMME = load_programme("quang-ninh")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('rights')}/store.db")
    opened.transact(settle).result()
    yield opened
    opened.close()


def settle(conn) -> None:
    do = partial(effects.apply, conn, at=NOW)
    for id, posts in CAST.items():
        one = Member(id, f"Người {id}", posts, consented_at=NOW, consent=PROGRAMME.notice)
        do([Enrol(one, "")], "phone", id)
        do([Enrol(one, "")], "kannel", f"+8491200{ord(id[0])}{len(id)}")
    for id in ("D", "resting"):
        do([SetStanding(id, "disabled", "A")], "phone", "A")
    old = {"period": "2026-03", "state": "late"}
    for each in (
        report("K7P2", TEAM, "other"),
        report("K7P3", OTHER, "far"),
        report("K7Q2", TEAM, "M"),
        report("K7Q3", TEAM, "F"),
        report("K7P4", TEAM, "other", **old),
        report("K7P5", OTHER, "far", **old),
    ):
        do([FileReport(each)], "phone", each.member)
    do([FileReport(report("K7P6", TEAM, "other", period="2026-03", filed_at=NOW.replace(month=3)))], "phone", "other")
    matter = Matter("mat1", CORRECTION, "K7P2", TEAM, TEAM, NOW, "other", about="5", old="30", new="25")
    far = replace(matter, id="mat2", report="K7P3", unit=OTHER, place=OTHER)
    alike = Matter("mat3", ALIKE, "K7P2", TEAM, TEAM, NOW, other="K7P6")
    do([RaiseMatter(each) for each in (matter, far, alike)], "phone", "other")
    for code, unit, role in (("MEM234", TEAM, "member"), ("LEA234", TEAM, "leader"), ("FAR234", OTHER, "member")):
        accounts.make_invite(conn, Invite(code, unit, role, 5), "chief", NOW)
    ask = AskUrgently("ask1", "P", ROOT, "drug", date(2026, 6, 1), (TEAM, OTHER), NOW.replace(hour=9))
    do([ask], "phone", "P")
    stand_in = Proposal(
        "prop1", "stand_in", TEAM, "chief", date(2026, 7, 1), date(2026, 7, 14), "leader", "chief", "other"
    )
    end = Proposal("prop2", "end", TEAM, "C", None, date(2026, 7, 31), decision="QĐ 1/QĐ-UBND")
    office = Proposal("prop3", "handover", WARD, "C", TODAY, role="coordinator", member="C", to="clerk")
    do([Propose(stand_in), Propose(end), Propose(office)], "phone", "P")


class Undone(Exception):
    """Carries what was answered out of a transaction that is not kept."""


_KEYS = count()


def say(store, who: str, *said: str, by=None):
    """The turns that these messages lead to, each with all it does to the store; then nothing of it has happened. `by`
    makes another channel's message of who and text."""

    def work(conn):
        receiver = Receiver(store, PROGRAMME)
        turns = []
        for text in said:
            if text == "@press" and not (offered := turns[-1].replies[0].choices):
                break
            text = offered[0].value if text == "@press" else turns[-1].state.proof.code if text == "@code" else text
            turns.append(receiver.turn(conn, (by or message)(who, text), f"{next(_KEYS):032x}"))
        raise Undone(turns)

    with pytest.raises(Undone) as undone:
        store.transact(work).result(20)
    return undone.value.args[0]


def message(who: str, text: str) -> Inbound:
    plain = Inbound("phone", who if who != "S" else "nobody", f"k{next(_KEYS)}", NOW)
    if text == "@document":
        return replace(plain, media=(Media("document", "ref", "form.md", size=10),))
    return replace(plain, choice=text) if text[1:2] == ":" else replace(plain, text=text)


CODES = {
    "$own": "K7P2",
    "$far": "K7P3",
    "$late": "K7P4",
    "$farlate": "K7P5",
    "$closed": "K7P6",
    "$mine": "K7Q2",
    "$left": "K7Q3",
}
REFUSALS = ("Việc này không thuộc quyền", "trong số báo cáo anh/chị xem được", "Người này còn ở đơn vị khác")
REFUSALS += ("không còn chờ xử lý", "đang tạm ngừng", "xin mã mời", "Nút này đã cũ", "Không nhận biểu mẫu", "Mã này")
REFUSALS += ("Chưa hiểu", "kỳ đã chốt", "Chưa tìm thấy", "chỉ nhận từ cán bộ", "CHƯA NHẬN", "còn đơn vị trực thuộc")
REFUSALS += ("Chưa thuộc đơn vị nào", "Chưa có báo cáo nào", "cán bộ phụ trách mới")


def fill_in(said: str) -> str:
    for mark, code in sorted(CODES.items(), reverse=True):
        said = said.replace(mark, code)
    return said


def done(turn) -> bool:
    """Whether the turn gave what was asked for: no refusal among its words."""
    words = "\n".join(reply.text for reply in turn.replies)
    return bool(turn.replies) and not any(refusal in words for refusal in REFUSALS)


def effects_of(turn) -> list[str]:
    return [type(effect).__name__ for effect in turn.effects]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_every_role_and_every_effect(store, row):
    said = fill_in(row.said)
    effect = TWO_STEPS.get(row.what, "")
    more = ("@press",) if effect else ()
    tries = {who: say(store, who, said, *more) for who in WHO}
    found = "".join(
        who for who, turns in tries.items() if done(turns[-1]) and (not effect or effect in effects_of(turns[-1]))
    )
    assert found == row.allowed


@pytest.mark.parametrize("row", [row for row in ROWS if not row.said.startswith("m:figures")], ids=lambda row: row.what)
def test_who_is_refused_changes_nothing(store, row):
    for who in WHO:
        if who not in row.allowed:
            turn = say(store, who, fill_in(row.said))[-1]
            assert effects_of(turn) == [], who
            assert turn.state.draft is None


def test_the_table_names_every_verb_and_right():
    said = {row.said.split(":")[1] for row in ROWS if row.said.startswith("p:")}
    harmless = {"new", "rest", "leave", "hand", "lend", "move", "heir", "open"}  # ask, and do nothing by themselves
    elsewhere = {"copy", "quiet"}  # tests/handlers/privacy/test_own_copy.py, tests/bot/jobs/test_silent_members.py
    assert said | harmless | elsewhere == VERBS
    tested = {row.said.split(":")[1] for row in ROWS if row.said.startswith("m:")}
    known = {kind.wire.split(":")[1] for kind in PRESSES if kind.wire.startswith("m:")}
    assert {"new", "nil", "figures", "nudge", "urgent", "ungive", "people", "bynumber", "data"} <= tested <= known


# --- how sure we are of who writes -----------------------------------------------------------------------------------

ALONE = {
    "report in one line",
    "report nothing for the unit",
    "report nothing for another",
    "withdraw it by oneself",
    "answer for the unit",
    "answer for another unit",
    "say that the results are complete",
    "for another unit",
    "their phone number",
    "the leader's phone number",
    "an officer's phone number",
    "a number of another unit",
}
"""What an SMS does by itself: nothing of it gives power, and what it tells goes to the number's holder."""


def sms(who: str, text: str) -> Inbound:
    """The same message in an SMS, which anybody may have sent in that person's name."""
    return replace(message(who, text), channel="kannel", address=f"+8491200{ord(who[0])}{len(who)}")


@pytest.mark.parametrize("row", [row for row in ROWS if "document" not in row.said], ids=lambda row: row.what)
def test_an_sms_alone_gives_no_power(store, row):
    more = ("@press",) if row.what in TWO_STEPS else ()
    for who in row.allowed:
        sure = say(store, who, fill_in(row.said), *more)[-1]
        if not sure.effects or {"AnswerMatter"} == set(effects_of(sure)):
            continue
        turn = say(store, who, fill_in(row.said), *more, by=sms)[-1]
        if row.what in ALONE and ("by oneself" not in row.what or who == "M"):
            assert effects_of(turn) == effects_of(sure) and turn.state.proof is None
            continue
        assert not turn.effects and turn.state.proof.code in turn.replies[0].text
        assert effects_of(say(store, who, fill_in(row.said), *more, "@code", by=sms)[-1]) == effects_of(sure)


def test_every_effect_has_its_assurance():
    every = {entry.effect for entry in effects.ENTRIES}
    assert set(assurance.BY_SMS_ALONE) | set(assurance.PROVED) == every
    always = {kind for kind, alone in assurance.BY_SMS_ALONE.items() if alone is assurance.always}
    assert always.isdisjoint(assurance.PROVED)


def test_a_forged_sms_makes_nobody_an_officer_and_erases_nobody(store):
    for who, said in (
        ("P", ("MOI 0987654321 can bo phuong ha tu",)),
        ("L", ("XOA DU LIEU", "1")),
        ("L", ("PIN 4831",)),
        ("A", ("p:invite:qn:admin:1:7",)),
    ):
        turns = say(store, who, *said, by=sms)
        assert not any(turn.effects for turn in turns) and turns[-1].state.proof, said


def test_wrong_codes_are_counted_and_a_new_deed_starts_no_new_count(store):
    turns = say(
        store, "L", "PIN 4831", "999999", "MENU", "PIN 4831", "999999", "PIN 4831", "999999", "MENU", "PIN 4831", by=sms
    )
    assert not any(turn.effects for turn in turns)
    said = [turn.replies[0].text for turn in turns]
    assert "con 2 lan" in said[1] and "con 1 lan" in said[4] and "Sai ma 3 lan" in said[6] and "Sai ma 3 lan" in said[8]


def test_a_code_is_good_for_a_quarter_of_an_hour_and_for_the_next_message(store):
    def later(who, text):
        return replace(sms(who, text), at=NOW + (timedelta(minutes=16) if text.isdigit() else timedelta()))

    assert effects_of(say(store, "L", "PIN 4831", "@code", by=sms)[-1]) == ["KeepPin"]
    assert effects_of(say(store, "L", "PIN 4831", "@code", by=later)[-1]) == []

    turns = say(store, "L", "PIN 4831", "MENU", by=sms)
    assert turns[0].state.proof.code and turns[1].state.proof is None


# --- small numbers ---------------------------------------------------------------------------------------------------


def test_only_its_own_people_see_how_few_persons_a_unit_helped(store):
    few = Activity("victim_support", ("trafficking",), date(2026, 6, 11), {"persons": Figure(3)})
    shown = {}
    for who in "LCPAV":

        def work(conn, who=who):
            effects.apply(conn, [FileReport(report("K7P9", TEAM, "other", activities=(few,)))], "phone", "other", NOW)
            turn = Receiver(store, PROGRAMME).turn(conn, message(who, "m:figures:month:hl.ha-tu:trafficking"), "f" * 32)
            raise Undone(turn.replies[0].text)

        with pytest.raises(Undone) as undone:
            store.transact(work).result(20)
        shown[who] = undone.value.args[0]
    assert all("<5" in shown[who] and "3 người" not in shown[who] for who in "PAV")
    assert all("3 người" in shown[who] and "<5" not in shown[who] for who in "LC")


def test_digests_go_to_who_coordinates_only():
    readers = [Person(id, posts, (("phone", id),)) for id, posts in CAST.items() if id in WHO]
    week = datetime(2026, 6, 14, tzinfo=UTC), datetime(2026, 6, 16, tzinfo=UTC)
    assert {(d.member, d.unit) for d in due(PROGRAMME, readers, *week)} == {("C", WARD), ("P", ROOT)}


# --- rights as such --------------------------------------------------------------------------------------------------


def test_a_role_over_a_unit_comes_from_a_post_there_or_above():
    over = partial(rights.roles_over, tree=PROGRAMME.units, today=TODAY)
    assert over(CAST["C"], TEAM) == {"coordinator"}
    assert over(CAST["P"], TEAM) == {"coordinator", rights.PROVINCE}
    assert over((*CAST["M"], *CAST["C"]), TEAM) == {"member", "coordinator"}
    assert rights.highest(over((*CAST["M"], *CAST["C"]), TEAM)) == "coordinator"
    assert over(CAST["L"], WARD) == over(CAST["L"], OTHER) == over(CAST["A"], "nowhere") == frozenset()


def test_nobody_manages_themselves_or_who_is_also_elsewhere():
    people = {id: Member(id, id, posts) for id, posts in CAST.items()}
    manages = {
        (one, other)
        for one in WHO[:6]
        for other in ("M", "other", "chief", "officer", "both", "A")
        if rights.manages(people[one], people[other], PROGRAMME.units, TODAY)
    }
    low = {"M", "other"}
    assert manages == (
        {("L", each) for each in low}
        | {("C", each) for each in low | {"chief"}}
        | {("P", each) for each in low | {"chief", "officer", "both"}}
        | {("A", each) for each in low | {"chief", "officer", "both"}}
    )


@given(
    st.sampled_from(sorted(CAST)), st.sampled_from([TEAM, OTHER, WARD, ROOT]), st.sampled_from(sorted(rights.RIGHTS))
)
def test_who_is_not_active_may_nothing(id, unit, right):
    one = Member(id, id, CAST[id])
    for state in ("disabled", "erased"):
        assert not rights.may(replace(one, state=state), right, unit, PROGRAMME.units, TODAY)
        assert rights.grants(replace(one, state=state), unit, PROGRAMME.units, TODAY) == ()


@given(st.sampled_from(sorted(CAST)), st.sampled_from([TEAM, OTHER, WARD, ROOT]))
def test_nobody_grants_what_outranks_them(id, unit):
    one = Member(id, id, CAST[id])
    given_ = rights.grants(one, unit, PROGRAMME.units, TODAY)
    mine = rights.highest(rights.roles_over(one.posts_on(TODAY), unit, PROGRAMME.units, TODAY))
    if given_:
        top = max(rights.RANK.index(role) for role in given_)
        assert top <= rights.RANK.index(mine)


def test_a_post_counts_on_its_days_only():
    one = Member("x", "x", (Post(TEAM, "leader", date(2026, 7, 1), date(2026, 7, 14)),))
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 14), date(2026, 7, 15)]
    assert [rights.may(one, "nudge", TEAM, PROGRAMME.units, day) for day in days] == [False, True, True, False]


def test_a_draft_that_was_begun_is_not_filed_once_the_unit_is_left(store):
    def work(conn):
        receiver = Receiver(store, PROGRAMME)
        talk = lambda text: receiver.turn(conn, message("M", text), f"{next(_KEYS):032x}")  # noqa: E731
        talk("bao cao")
        turn = talk("Tư vấn")
        for text in ("Ma túy", "Hôm nay 15/6", "12", "Nhà văn hóa khu 4", "Không"):
            turn = talk(text)
        send = next(c.value for c in turn.replies[-1].choices if c.value.endswith(":send"))
        one = accounts.member(conn, "M")
        effects.apply(conn, [SetPosts("M", one.posts, (Post(OTHER, "member"),), "P", "move")], "phone", "P", NOW)
        raise Undone(talk(send))

    with pytest.raises(Undone) as undone:
        store.transact(work).result(20)
    turn = undone.value.args[0]
    assert "không thuộc quyền" in turn.replies[0].text and not turn.effects and turn.state.draft is None


def test_a_link_for_a_new_phone_is_another_code_than_one_for_another_channel(store):
    def work(conn):
        effects.apply(conn, [MakeLink(Link("LK11111", "other", NOW.replace(hour=5)))], "phone", "other", NOW)
        effects.apply(conn, [MakeLink(Link("ABCD2345", "other", NOW.replace(hour=5), "chief"))], "phone", "other", NOW)
        from storage.people import link_codes

        raise Undone([link_codes.link(conn, code) is not None for code in ("LK11111", "ABCD2345")])

    with pytest.raises(Undone) as undone:
        store.transact(work).result(20)
    assert undone.value.args[0] == [True, True]


# --- made-up buttons -------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [*CAST, "nobody", "", TEAM, OTHER, WARD, ROOT, "l", "c", "x", "-", "1606", "1:7", "9:9", "prop1"]
)
abouts = st.lists(NAMES | st.text(max_size=6), max_size=4).map(":".join)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(WHO[:8]), st.sampled_from(sorted(VERBS)), abouts, st.none() | st.text(max_size=30))
def test_whatever_a_button_says_an_answer_comes(store, who, verb, about, typed):
    for turn in say(store, who, f"p:{verb}:{about}"[:64], *([typed] if typed else [])):
        assert turn.replies or turn.effects or typed
