"""What a turn does to the store: one function for each kind of deed, each leaving its mark in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from programme.nouns import (
    CHANNELS,
    DIGEST,
    Deed,
    Enrol,
    FetchMedium,
    FileReport,
    Join,
    KeepPin,
    Leave,
    MakeLink,
    Outbound,
    Prefer,
    Reach,
    ReviseReport,
    Tell,
    WithdrawReport,
)
from storage import joins, media, outbox, people, reminders, reports, trail, ways


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
        DOERS[type(deed)](conn, deed, source)


def _enrol(conn: Connection, deed: Enrol, source: Source) -> None:
    people.enrol(conn, deed, source.channel, source.address, source.at)
    trail.note(conn, source.at, deed.member.id, "enrol", deed.member.id, deed.invite)


def _file(conn: Connection, deed: FileReport, source: Source) -> None:
    reports.file(conn, deed.report)
    trail.note(conn, source.at, deed.report.entered_by, "file", deed.report.code)


def _revise(conn: Connection, deed: ReviseReport, source: Source) -> None:
    reports.revise(conn, deed.report, deed.by, deed.why, source.at)
    trail.note(conn, source.at, deed.by, "revise", deed.report.code, deed.why)


def _withdraw(conn: Connection, deed: WithdrawReport, source: Source) -> None:
    reports.withdraw(conn, deed.code)
    trail.note(conn, source.at, deed.by, "withdraw", deed.code, deed.why)


def _fetch(conn: Connection, deed: FetchMedium, source: Source) -> None:
    media.wanted(conn, deed, source.at)


def _reach(conn: Connection, deed: Reach, source: Source) -> None:
    people.reach(conn, deed, source.at)
    who = people.member_at(conn, deed.channel, deed.address)
    if who:
        trail.note(conn, source.at, who.id, "back" if deed.ok else "blocked", who.id, deed.channel)


def _prefer(conn: Connection, deed: Prefer, source: Source) -> None:
    people.prefer(conn, deed)
    if deed.stopped is not None:
        reminders.wish(conn, deed.member, None, deed.stopped, source.at)
    trail.note(conn, source.at, deed.member, "prefer", deed.member)


def _tell(conn: Connection, deed: Tell, source: Source) -> None:
    member = people.member(conn, deed.member)
    way = ways.way_to(conn, member, CHANNELS) if member and member.state == "active" else None
    if way:
        key = f"tell:{deed.key}:{deed.member}"
        told = Outbound(*way, deed.text, deed.choices, key=key, not_before=deed.not_before, priority=DIGEST)
        outbox.queue(conn, [told], source.at)


def _keep_pin(conn: Connection, deed: KeepPin, source: Source) -> None:
    joins.keep_pin(conn, deed)
    trail.note(
        conn, source.at, deed.pin.member, "pin", deed.pin.member, f"{deed.pin.wrong} wrong" * bool(deed.pin.wrong)
    )


def _make_link(conn: Connection, deed: MakeLink, source: Source) -> None:
    joins.make_link(conn, deed, source.at)
    trail.note(conn, source.at, deed.link.member, "link", deed.link.member, source.channel)


def _join(conn: Connection, deed: Join, source: Source) -> None:
    joins.join(conn, deed, source.channel, source.address, source.at)
    trail.note(conn, source.at, deed.member, "join", deed.member, source.channel)


def _leave(conn: Connection, deed: Leave, source: Source) -> None:
    joins.leave(conn, deed, source.channel, source.address)
    trail.note(conn, source.at, deed.member, "leave", deed.member, source.channel)


DOERS: dict[type, Callable[[Connection, Any, Source], None]] = {
    Enrol: _enrol,
    FileReport: _file,
    ReviseReport: _revise,
    WithdrawReport: _withdraw,
    FetchMedium: _fetch,
    Reach: _reach,
    Prefer: _prefer,
    KeepPin: _keep_pin,
    MakeLink: _make_link,
    Join: _join,
    Leave: _leave,
    Tell: _tell,
}
