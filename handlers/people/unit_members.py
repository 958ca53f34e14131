"""“Đội viên”, “Đơn vị, thành viên”: who is in a unit, and what may be done about each of them.

Whoever presses what is not theirs is told so: every step asks the rights anew, the buttons only offer them.
"""

from __future__ import annotations

from handlers import menu, rights
from handlers.context import Context, Reply, Turn
from handlers.people import handover, proposal_decision, transfer
from handlers.people.account_state import known, mine_to_end
from handlers.pipeline.route import MenuEntry, Route
from handlers.privacy import silent_members
from programme.domain.buttons.people import (
    CloseUnit,
    EnableMember,
    InviteBySms,
    InviteInto,
    LeaveUnit,
    ListInvites,
    MoveMember,
    NewPhone,
    OpenProposal,
    Rest,
    ShowMember,
    ShowPhone,
    SilentMembers,
    UnitMembers,
)
from programme.domain.messages import NUMBERED, Choice
from programme.domain.model import Member, Post
from programme.domain.proposals import Proposal

LISTED = 10

# --- units -----------------------------------------------------------------------------------------------------------


def show_unit(s: Context, button: UnitMembers) -> Turn:
    """The unit's members and what is below it; several units of one's own are asked about."""
    t, tree = s.texts, s.programme.units
    unit, page = button.unit, str(button.page)
    mine = [p.unit for p in s.posts if p.unit in tree and s.may("people", p.unit)]
    if not unit and len(set(mine)) > 1:
        choices = tuple(UnitMembers(code).labelled(s.unit_name(code)) for code in dict.fromkeys(mine))
        return s.turn(Reply(t("menu.which_unit"), choices, prompt=True))
    unit = unit or next(iter(mine), "")
    if not s.may("people", unit):
        return s.turn(Reply(t("error.not_yours")))
    members = [(m, post) for m in s.people.members_of(unit) if (post := _post_in(s, m, unit))]
    lines = [t("people.head", unit=s.unit_name(unit), count=len(members))]
    open_ = _open(s, unit)
    lines += [t("people.proposed", what=handover.in_words(s, p)) for p in open_[:LISTED]]
    below = [c for c in tree.children(unit, s.today) if s.may("confirm", unit)]
    rows = [ShowMember(m.id).labelled(_line(s, m, post)) for m, post in members]
    rows += [UnitMembers(code).labelled(f"→ {s.unit_name(code)}") for code in below]
    names = [(code, t("ended.label", unit=s.unit_name(code))) for code in _ended(s, unit)]
    rows += [UnitMembers(code).labelled(f"→ {name}") for code, name in names]
    at = int(page) if page.isdecimal() else 0
    shown = rows[at * LISTED : (at + 1) * LISTED]
    if len(rows) > (at + 1) * LISTED:
        shown.append(UnitMembers(unit, at + 1).labelled(t("word.next_page")))
    return s.turn(Reply("\n".join(lines), (*shown, *_about_unit(s, unit, open_)), prompt=True))


def _ended(s: Context, unit: str) -> list[str]:
    """Those below it that were ended here, not in the pack: whoever is still in them can be moved."""
    tree = s.programme.units
    over = [u for u in tree if u.valid_to and u.valid_to < s.today and tree.first(u.code).valid_to is None]
    return [u.code for u in over if u.parent_on(u.valid_to) == unit and s.may("confirm", u.code)]


def _open(s: Context, unit: str) -> list[Proposal]:
    """What waits for a yes about the unit or, where it is one's to say, about any below it."""
    below = set(s.programme.units.subtree(unit, s.today))
    return [
        p for p in s.people.proposals(None) if p.unit == unit or (p.unit in below and proposal_decision.decides(s, p))
    ]


def _about_unit(s: Context, unit: str, open_: list[Proposal]) -> list[Choice]:
    t, alive = s.texts, s.programme.units[unit].exists_on(s.today)
    choices = []
    if count := len(silent_members.found(s, unit)):
        choices.append(SilentMembers(unit).labelled(t("silence.button", count=count)))
    if alive and s.grants(unit):
        choices += [InviteInto(unit).labelled(t("people.invite")), ListInvites(unit).labelled(t("people.codes"))]
        if s.sms:
            choices.append(InviteBySms().labelled(t("people.by_number")))
    mine = [p for p in open_ if proposal_decision.decides(s, p)]
    if len(mine) == 1:
        choices += handover.decisions(s, mine[0])
    else:
        choices += [OpenProposal(p.id).labelled(t("people.open", unit=s.unit_name(p.unit))) for p in mine[:LISTED]]
    if alive and unit not in [p.unit for p in s.posts] and s.may("end", unit):
        choices.append(CloseUnit(unit).labelled(t("people.over")))
    return choices


def _line(s: Context, member: Member, post: Post) -> str:
    off = f" – {s.texts('people.off')}" if member.state == "disabled" else ""
    return f"{member.name or s.texts('people.withheld')} ({s.texts(f'role.{post.role}')}){off}"


def _post_in(s: Context, member: Member, unit: str) -> Post | None:
    """The highest post of today or, where there is none, of later."""
    if member.state == "erased":
        return None
    held = [p for p in member.posts if p.unit == unit and (p.until is None or p.until >= s.today)]
    now = [p for p in held if p.since is None or p.since <= s.today]
    return max(now or held, key=lambda p: rights.RANK.index(p.role), default=None)


# --- one person ------------------------------------------------------------------------------------------------------


def show_member(s: Context, button: ShowMember) -> Turn:
    """The person's card: posts and their days, channels without numbers, and what one may do."""
    t, one = s.texts, known(s, button.member)
    if one is None:
        return s.turn(Reply(t("error.not_yours")))
    posts = [p for p in one.posts if p.unit in s.programme.units and (p.until is None or p.until >= s.today)]
    lines = [one.name or t("people.withheld"), *(f"• {transfer.post_words(s, p)}" for p in posts)]
    if one.state != "active":
        lines.append(t("people.is_off" if one.state == "disabled" else "people.is_withheld"))
    ways = ", ".join(dict.fromkeys(t(f"channel.{channel}") for channel, _ in one.addresses))
    lines.append(t("people.ways", ways=ways or t("word.none")))
    return s.turn(Reply("\n".join(filter(None, lines)), tuple(_about(s, one, posts)), prompt=True))


def _about(s: Context, one: Member, posts: list[Post]) -> list[Choice]:
    t, choices = s.texts, []
    if any(channel in NUMBERED for channel, _ in one.addresses) and any(s.may("phones", p.unit) for p in posts):
        choices.append(ShowPhone(one.id).labelled(t("people.phone")))
    whole = rights.manages(s.member, one, s.programme.units, s.today)
    if whole and one.state == "active":
        choices.append(NewPhone(one.id).labelled(t("people.new_phone")))
        choices.append(Rest(one.id).labelled(t("people.rest")))
    elif whole:
        choices.append(EnableMember(one.id).labelled(t("people.on")))
    if mine_to_end(s, one):
        choices.append(LeaveUnit(one.id).labelled(t("people.leave")))
        if any(s.may("confirm", p.unit) for p in posts):
            choices.append(MoveMember(one.id).labelled(t("people.move")))
    if one.state == "active":
        choices += handover.offered(s, one)
    if unit := next((p.unit for p in posts if s.may("people", p.unit)), ""):
        choices.append(UnitMembers(unit).labelled(t("word.back")))
    return choices


def _label(s: Context) -> str:
    return s.texts("menu.people" if menu.role_of(s) == "leader" else "menu.units")


ROUTE = Route(
    "members of a unit",
    buttons={UnitMembers: show_unit, ShowMember: show_member},
    commands={"people": lambda rest: UnitMembers()},
    menu=(MenuEntry(UnitMembers, _label, lambda s: UnitMembers()),),
)
