"""What a turn does to the store: one function for each kind of effect, each leaving its mark in the trail."""

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
    Effect,
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
    """The message that led to the effects: where it came from, and when it is handled."""

    channel: str
    address: str
    at: datetime


def apply(conn: Connection, effects: Iterable[Effect], channel: str, address: str, at: datetime) -> None:
    """Do them in order. Stale if one was decided on what has changed since."""
    source = Source(channel, address, at)
    for effect in effects:
        if do := _BY_SUBJECT.get(type(effect)):
            do(conn, effect, at)
        else:
            DOERS[type(effect)](conn, effect, source)


def _enrol(conn: Connection, effect: Enrol, source: Source) -> None:
    accounts.enrol(conn, effect, source.channel, source.address, source.at)
    accounts.reach(conn, Reach(source.channel, source.address, True), source.at)
    audit.note(conn, source.at, effect.member.id, "enrol", effect.member.id, effect.invite)


def _file(conn: Connection, effect: FileReport, source: Source) -> None:
    reports.file(conn, effect.report)
    audit.note(conn, source.at, effect.report.entered_by, "file", effect.report.code)


def _revise(conn: Connection, effect: ReviseReport, source: Source) -> None:
    reports.revise(conn, effect.report, effect.by, effect.why, source.at)
    why = AFTER_CLOSE if effect.why.startswith(AFTER_CLOSE) else effect.why  # its reason is words, and with the matter
    audit.note(conn, source.at, effect.by, "revise", effect.report.code, why)


def _withdraw(conn: Connection, effect: WithdrawReport, source: Source) -> None:
    reports.withdraw(conn, effect.code)
    audit.note(conn, source.at, effect.by, "withdraw", effect.code, effect.why)


def _fetch(conn: Connection, effect: FetchMedium, source: Source) -> None:
    media.wanted(conn, effect, source.at)
    audit.note(conn, source.at, _whose(conn, source), "send file", effect.name)


def _whose(conn: Connection, source: Source) -> str:
    """The id of who wrote, "" for a stranger; asked only where a effect does not say."""
    who = accounts.member_at(conn, source.channel, source.address)
    return who.id if who else ""


def _reach(conn: Connection, effect: Reach, source: Source) -> None:
    accounts.reach(conn, effect, source.at)
    who = _whose(conn, Source(effect.channel, effect.address, source.at))
    audit.note(conn, source.at, who, "back" if effect.ok else "blocked", who, effect.channel)


def _prefer(conn: Connection, effect: Prefer, source: Source) -> None:
    accounts.prefer(conn, effect)
    if effect.stopped is not None:
        reminders.wish(conn, effect.member, None, effect.stopped, source.at)
    if effect.quiet is not None:
        reminders.wish(conn, effect.member, effect.quiet, None, source.at)
    wishes = ("language", "channel", "stopped", "quiet", "accents")
    named = [name for name in wishes if getattr(effect, name, None) is not None]
    audit.note(conn, source.at, effect.member, "prefer", effect.member, " ".join(named))


def _tell(conn: Connection, effect: Tell, source: Source) -> None:
    member = accounts.member(conn, effect.member)
    way = fallback.way_to(conn, member, CHANNELS) if member and member.state == "active" else None
    if way:
        key = f"tell:{effect.key}:{effect.member}"
        brief = effect.brief and not traits_of(*way).buttons
        words = (effect.brief, ()) if brief else (effect.text, effect.choices)
        if traits_of(*way).plain:  # one SMS; its choices could not be answered by number
            words = fitted(words[0] if member.accents else plain(words[0]), (), ACCENTED if member.accents else 1), ()
        told = Outbound(*way, *words, key=key, not_before=effect.not_before, priority=DIGEST)
        outbox.queue(conn, [told], source.at)
    audit.note(conn, source.at, _whose(conn, source), "tell", effect.member, "" if way else "no way to them")


def _send_invitation(conn: Connection, effect: SendInvitation, source: Source) -> None:
    sms_invitations.send(conn, effect, source.at)
    audit.note(conn, source.at, effect.by, "invite by SMS", effect.code, effect.unit)


def _keep_pin(conn: Connection, effect: KeepPin, source: Source) -> None:
    link_codes.keep_pin(conn, effect)
    audit.note(
        conn,
        source.at,
        effect.pin.member,
        "pin",
        effect.pin.member,
        f"{effect.pin.wrong} wrong" * bool(effect.pin.wrong),
    )


def _make_link(conn: Connection, effect: MakeLink, source: Source) -> None:
    link_codes.make_link(conn, effect, source.at)
    audit.note(conn, source.at, effect.link.member, "link", effect.link.member, source.channel)


def _join(conn: Connection, effect: Join, source: Source) -> None:
    link_codes.join(conn, effect, source.channel, source.address, source.at)
    accounts.reach(conn, Reach(source.channel, source.address, True), source.at)
    audit.note(conn, source.at, effect.member, "join", effect.member, source.channel)


def _leave(conn: Connection, effect: Leave, source: Source) -> None:
    link_codes.leave(conn, effect, source.channel, source.address)
    accounts.reach(
        conn, Reach(source.channel, source.address, False), source.at
    )  # whose number it is now hears no more
    audit.note(conn, source.at, effect.member, "leave", effect.member, source.channel)


def _take_form(conn: Connection, effect: TakeForm, source: Source) -> None:
    forms.asked(conn, effect, source.channel, source.address)
    media.wanted(conn, effect.medium, source.at)
    audit.note(conn, source.at, effect.by, "send form", effect.medium.name, effect.unit)


def _withdraw_form(conn: Connection, effect: WithdrawForm, source: Source) -> None:
    forms.withdraw(conn, effect.key, effect.unit)
    audit.note(conn, source.at, effect.by, "withdraw form", effect.key, effect.unit)


def _nudge(conn: Connection, effect: Nudge, source: Source) -> None:
    for unit in reminders.nudge(conn, effect.units, effect.day, effect.post, effect.by, source.at):
        audit.note(conn, source.at, effect.by, "nudge", unit)


def _settle(conn: Connection, effect: Settle, source: Source) -> None:
    reminders.settle(conn, effect.unit, effect.name, effect.answer, effect.member, source.at)
    audit.note(conn, source.at, effect.member, effect.answer, effect.name, effect.unit)


def _remind_again(conn: Connection, effect: RemindAgain, source: Source) -> None:
    reminders.ask_again(conn, effect.member, effect.season, effect.unit, effect.day)
    audit.note(conn, source.at, effect.member, "remind again", effect.season, f"{effect.unit} {effect.day}")


def _ask_urgently(conn: Connection, effect: AskUrgently, source: Source) -> None:
    urgent_questions.put(conn, effect, source.at)
    audit.note(conn, source.at, effect.member, "ask", effect.id, effect.post)


def _answer_urgent(conn: Connection, effect: AnswerUrgent, source: Source) -> None:
    urgent_questions.answer(conn, effect.ask, effect.unit, effect.answer, effect.said, effect.member, source.at)
    audit.note(conn, source.at, effect.member, "answer", effect.ask, effect.unit)


def _move_campaign(conn: Connection, effect: MoveCampaign, source: Source) -> None:
    campaign_days.move(conn, effect, source.at)
    audit.note(
        conn, source.at, effect.member, "campaign", f"{effect.campaign}.{effect.year}.{effect.revision}", effect.source
    )


_BY_SUBJECT = post_changes.DOERS | consent.DOERS | decisions.DOERS


def _subscribe(conn: Connection, effect: Subscribe, source: Source) -> None:
    calendar_feeds.renew(conn, effect.member, effect.token and calendar_feeds.mark(effect.token), source.at)
    audit.note(conn, source.at, effect.member, "calendar" if effect.token else "calendar revoked", effect.member)


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
