"""Buttons about people and units: joining, addresses, roles, units that close."""

from __future__ import annotations

from typing import ClassVar

from programme.domain.buttons.button import Button


class AcceptInvite(Button):
    wire: ClassVar[str] = "e:yes"
    code: str


class DeclineInvite(Button):
    wire: ClassVar[str] = "e:no"
    code: str


class AcceptLink(Button):
    wire: ClassVar[str] = "l:yes"
    code: str


class DeclineLink(Button):
    wire: ClassVar[str] = "l:no"
    code: str


class LinkAddress(Button):
    wire: ClassVar[str] = "m:link"


class NewPin(Button):
    wire: ClassVar[str] = "m:pin"


class SentByMistake(Button):
    """Asks whether a report or the number was meant."""

    wire: ClassVar[str] = "m:mistaken"


class NotMyNumber(Button):
    wire: ClassVar[str] = "m:mistaken:left"


class UnitMembers(Button):
    wire: ClassVar[str] = "m:people"
    unit: str = ""
    page: str = ""


class InviteBySms(Button):
    wire: ClassVar[str] = "m:bynumber"
    number: str = ""
    unit: str = ""
    role: str = ""


class ShowMember(Button):
    wire: ClassVar[str] = "p:see"
    member: str


class ShowPhone(Button):
    wire: ClassVar[str] = "p:phone"
    member: str


class NewPhone(Button):
    """Asks whether the old phone is kept or lost."""

    wire: ClassVar[str] = "p:new"
    member: str


class NewPhoneCode(Button):
    wire: ClassVar[str] = "p:code"
    member: str


class LostPhoneCode(Button):
    wire: ClassVar[str] = "p:lost"
    member: str


class Rest(Button):
    """Asks why a member's account is to be paused."""

    wire: ClassVar[str] = "p:rest"
    member: str


class DisableMember(Button):
    wire: ClassVar[str] = "p:off"
    member: str
    reason: str = ""


class EnableMember(Button):
    wire: ClassVar[str] = "p:on"
    member: str


class LeaveUnit(Button):
    """Asks why a member's posts are to end."""

    wire: ClassVar[str] = "p:leave"
    member: str


class EndPosts(Button):
    wire: ClassVar[str] = "p:out"
    member: str
    reason: str = ""


class MoveMember(Button):
    """Asks to which unit."""

    wire: ClassVar[str] = "p:move"
    member: str


class MoveMemberTo(Button):
    wire: ClassVar[str] = "p:to"
    member: str
    unit: str


class HandOver(Button):
    """`role` is the first letter of leader or coordinator, so that the button fits."""

    wire: ClassVar[str] = "p:hand"
    member: str
    role: str
    unit: str


class Lend(Button):
    wire: ClassVar[str] = "p:lend"
    member: str
    role: str
    unit: str


class HandOverOn(Button):
    """`day` is day and month, `0107`."""

    wire: ClassVar[str] = "p:day"
    member: str
    role: str
    unit: str
    day: str


class InviteInto(Button):
    """Whatever is not said yet is asked."""

    wire: ClassVar[str] = "p:invite"
    unit: str
    role: str = ""
    uses: str = ""
    days: str = ""


class SilentMembers(Button):
    """Of whom in a unit and below nothing was heard for long; `page` counts from 0."""

    wire: ClassVar[str] = "p:quiet"
    unit: str
    page: int = 0


class PrintCopy(Button):
    """A copy of a member's data, for them on paper."""

    wire: ClassVar[str] = "p:copy"
    member: str


class ListInvites(Button):
    wire: ClassVar[str] = "p:codes"
    unit: str


class RevokeCode(Button):
    wire: ClassVar[str] = "p:revoke"
    code: str


class CloseUnit(Button):
    """Asks for the last day and the decision."""

    wire: ClassVar[str] = "p:over"
    unit: str


class CloseInto(Button):
    """`successor` takes over; "-" for nobody."""

    wire: ClassVar[str] = "p:heir"
    unit: str
    successor: str


class OpenProposal(Button):
    wire: ClassVar[str] = "p:open"
    proposal: str


class AgreeToProposal(Button):
    wire: ClassVar[str] = "p:yes"
    proposal: str


class RefuseProposal(Button):
    wire: ClassVar[str] = "p:no"
    proposal: str
