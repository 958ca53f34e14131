"""What a turn does to the store: one function for each kind of deed, each leaving its mark in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from programme.domain.approvals import AFTER_CLOSE
from programme.domain.effects import (
    AnswerUrgent,
    AskUrgently,
    Deed,
    Enrol,
    FetchMedium,
    FileReport,
    Join,
    KeepPin,
    Leave,
    MakeLink,
    MoveCampaign,
    Nudge,
    Prefer,
    Reach,
    RemindAgain,
    ReviseReport,
    SendInvitation,
    Settle,
    Subscribe,
    TakeForm,
    Tell,
    WithdrawForm,
    WithdrawReport,
)
from programme.domain.messages import CHANNELS, DIGEST, Outbound, traits_of
from programme.domain.sms import fitted
from programme.language.vietnamese import plain
from storage.messages import fallback, media, outbox
from storage.people import accounts, link_codes, post_changes, sms_invitations
from storage.privacy import audit, consent
from storage.reports import decisions, forms, reports
from storage.schedule import calendar_feeds, campaign_days, reminders, urgent_questions

ACCENTED = 3
"""SMS that a text of one takes at most where it is sent with diacritics."""


@dataclass(frozen=True, slots=True)
class Source:
    """The message that led to the deeds: where it came from, and when it is handled."""

    channel: str
    address: str
    at: datetime


def apply(conn: Connection, deeds: Iterable[Deed], channel: str, address: str, at: datetime) -> None:
    """Do them in order. Stale if one was decided on what has changed since."""
    source = Source(channel, address, at)
    for deed in deeds:
        if do := _BY_SUBJECT.get(type(deed)):
            do(conn, deed, at)
        else:
            DOERS[type(deed)](conn, deed, source)


def _enrol(conn: Connection, deed: Enrol, source: Source) -> None:
    accounts.enrol(conn, deed, source.channel, source.address, source.at)
    accounts.reach(conn, Reach(source.channel, source.address, True), source.at)
    audit.note(conn, source.at, deed.member.id, "enrol", deed.member.id, deed.invite)


def _file(conn: Connection, deed: FileReport, source: Source) -> None:
    reports.file(conn, deed.report)
    audit.note(conn, source.at, deed.report.entered_by, "file", deed.report.code)


def _revise(conn: Connection, deed: ReviseReport, source: Source) -> None:
    reports.revise(conn, deed.report, deed.by, deed.why, source.at)
    why = AFTER_CLOSE if deed.why.startswith(AFTER_CLOSE) else deed.why  # its reason is words, and with the matter
    audit.note(conn, source.at, deed.by, "revise", deed.report.code, why)


def _withdraw(conn: Connection, deed: WithdrawReport, source: Source) -> None:
    reports.withdraw(conn, deed.code)
    audit.note(conn, source.at, deed.by, "withdraw", deed.code, deed.why)


def _fetch(conn: Connection, deed: FetchMedium, source: Source) -> None:
    media.wanted(conn, deed, source.at)
    audit.note(conn, source.at, _whose(conn, source), "send file", deed.name)


def _whose(conn: Connection, source: Source) -> str:
    """The id of who wrote, "" for a stranger; asked only where a deed does not say."""
    who = accounts.member_at(conn, source.channel, source.address)
    return who.id if who else ""


def _reach(conn: Connection, deed: Reach, source: Source) -> None:
    accounts.reach(conn, deed, source.at)
    who = _whose(conn, Source(deed.channel, deed.address, source.at))
    audit.note(conn, source.at, who, "back" if deed.ok else "blocked", who, deed.channel)


def _prefer(conn: Connection, deed: Prefer, source: Source) -> None:
    accounts.prefer(conn, deed)
    if deed.stopped is not None:
        reminders.wish(conn, deed.member, None, deed.stopped, source.at)
    if deed.quiet is not None:
        reminders.wish(conn, deed.member, deed.quiet, None, source.at)
    wishes = ("language", "channel", "stopped", "quiet", "accents")
    named = [name for name in wishes if getattr(deed, name, None) is not None]
    audit.note(conn, source.at, deed.member, "prefer", deed.member, " ".join(named))


def _tell(conn: Connection, deed: Tell, source: Source) -> None:
    member = accounts.member(conn, deed.member)
    way = fallback.way_to(conn, member, CHANNELS) if member and member.state == "active" else None
    if way:
        key = f"tell:{deed.key}:{deed.member}"
        brief = deed.brief and not traits_of(*way).buttons
        words = (deed.brief, ()) if brief else (deed.text, deed.choices)
        if traits_of(*way).plain:  # one SMS; its choices could not be answered by number
            words = fitted(words[0] if member.accents else plain(words[0]), (), ACCENTED if member.accents else 1), ()
        told = Outbound(*way, *words, key=key, not_before=deed.not_before, priority=DIGEST)
        outbox.queue(conn, [told], source.at)
    audit.note(conn, source.at, _whose(conn, source), "tell", deed.member, "" if way else "no way to them")


def _send_invitation(conn: Connection, deed: SendInvitation, source: Source) -> None:
    sms_invitations.send(conn, deed, source.at)
    audit.note(conn, source.at, deed.by, "invite by SMS", deed.code, deed.unit)


def _keep_pin(conn: Connection, deed: KeepPin, source: Source) -> None:
    link_codes.keep_pin(conn, deed)
    audit.note(
        conn, source.at, deed.pin.member, "pin", deed.pin.member, f"{deed.pin.wrong} wrong" * bool(deed.pin.wrong)
    )


def _make_link(conn: Connection, deed: MakeLink, source: Source) -> None:
    link_codes.make_link(conn, deed, source.at)
    audit.note(conn, source.at, deed.link.member, "link", deed.link.member, source.channel)


def _join(conn: Connection, deed: Join, source: Source) -> None:
    link_codes.join(conn, deed, source.channel, source.address, source.at)
    accounts.reach(conn, Reach(source.channel, source.address, True), source.at)
    audit.note(conn, source.at, deed.member, "join", deed.member, source.channel)


def _leave(conn: Connection, deed: Leave, source: Source) -> None:
    link_codes.leave(conn, deed, source.channel, source.address)
    accounts.reach(
        conn, Reach(source.channel, source.address, False), source.at
    )  # whose number it is now hears no more
    audit.note(conn, source.at, deed.member, "leave", deed.member, source.channel)


def _take_form(conn: Connection, deed: TakeForm, source: Source) -> None:
    forms.asked(conn, deed, source.channel, source.address)
    media.wanted(conn, deed.medium, source.at)
    audit.note(conn, source.at, deed.by, "send form", deed.medium.name, deed.unit)


def _withdraw_form(conn: Connection, deed: WithdrawForm, source: Source) -> None:
    forms.withdraw(conn, deed.key, deed.unit)
    audit.note(conn, source.at, deed.by, "withdraw form", deed.key, deed.unit)


def _nudge(conn: Connection, deed: Nudge, source: Source) -> None:
    for unit in reminders.nudge(conn, deed.units, deed.day, deed.post, deed.by, source.at):
        audit.note(conn, source.at, deed.by, "nudge", unit)


def _settle(conn: Connection, deed: Settle, source: Source) -> None:
    reminders.settle(conn, deed.unit, deed.name, deed.answer, deed.member, source.at)
    audit.note(conn, source.at, deed.member, deed.answer, deed.name, deed.unit)


def _remind_again(conn: Connection, deed: RemindAgain, source: Source) -> None:
    reminders.ask_again(conn, deed.member, deed.season, deed.unit, deed.day)
    audit.note(conn, source.at, deed.member, "remind again", deed.season, f"{deed.unit} {deed.day}")


def _ask_urgently(conn: Connection, deed: AskUrgently, source: Source) -> None:
    urgent_questions.put(conn, deed, source.at)
    audit.note(conn, source.at, deed.member, "ask", deed.id, deed.post)


def _answer_urgent(conn: Connection, deed: AnswerUrgent, source: Source) -> None:
    urgent_questions.answer(conn, deed.ask, deed.unit, deed.answer, deed.said, deed.member, source.at)
    audit.note(conn, source.at, deed.member, "answer", deed.ask, deed.unit)


def _move_campaign(conn: Connection, deed: MoveCampaign, source: Source) -> None:
    campaign_days.move(conn, deed, source.at)
    audit.note(conn, source.at, deed.member, "campaign", f"{deed.campaign}.{deed.year}.{deed.revision}", deed.source)


_BY_SUBJECT = post_changes.DOERS | consent.DOERS | decisions.DOERS


def _subscribe(conn: Connection, deed: Subscribe, source: Source) -> None:
    calendar_feeds.renew(conn, deed.member, deed.token and calendar_feeds.mark(deed.token), source.at)
    audit.note(conn, source.at, deed.member, "calendar" if deed.token else "calendar revoked", deed.member)


DOERS: dict[type, Callable[[Connection, Any, Source], None]] = {
    Enrol: _enrol,
    FileReport: _file,
    ReviseReport: _revise,
    WithdrawReport: _withdraw,
    FetchMedium: _fetch,
    Reach: _reach,
    Prefer: _prefer,
    Nudge: _nudge,
    KeepPin: _keep_pin,
    MakeLink: _make_link,
    Join: _join,
    Leave: _leave,
    Tell: _tell,
    SendInvitation: _send_invitation,
    TakeForm: _take_form,
    WithdrawForm: _withdraw_form,
    Settle: _settle,
    RemindAgain: _remind_again,
    AskUrgently: _ask_urgently,
    AnswerUrgent: _answer_urgent,
    MoveCampaign: _move_campaign,
    Subscribe: _subscribe,
}
