"""One person at many addresses: blocked and back, another phone, a borrowed one, one that was lost."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from programme.domain.effects.addresses import CutOff, Join, KeepPin, Leave, MakeLink, Reach
from storage.effects.entry import Entry, Row, Source
from storage.people import accounts, link_codes, post_changes


def _reach(conn: Connection, effect: Reach, source: Source) -> str:
    """The id of whose address it is."""
    if effect.ok:
        accounts.open_address(conn, effect.channel, effect.address)
    else:
        accounts.close_address(conn, effect.channel, effect.address, source.at)
    return accounts.id_at(conn, effect.channel, effect.address)


def _pin_kept(effect: KeepPin, source: Source, done: None) -> list[Row]:
    wrong = f"{effect.pin.wrong} wrong" if effect.pin.wrong else ""
    return [Row(effect.pin.member, "pin", effect.pin.member, wrong)]


def _join(conn: Connection, effect: Join, source: Source) -> tuple[str, list[str]]:
    """Who cut the older addresses off, and their channels."""
    cut = link_codes.join(conn, effect, source.channel, source.address, source.at)
    accounts.open_address(conn, source.channel, source.address)
    return cut


def _joined(effect: Join, source: Source, cut: tuple[str, list[str]]) -> list[Row]:
    by, channels = cut
    return [*_cut(by, effect.member, channels), Row(effect.member, "join", effect.member, source.channel)]


def _leave(conn: Connection, effect: Leave, source: Source) -> None:
    """Whoever has that number now hears no more."""
    link_codes.leave(conn, effect, source.channel, source.address)
    accounts.close_address(conn, source.channel, source.address, source.at)


def _cut(by: str, member: str, channels: Iterable[str], why: str = "") -> list[Row]:
    return [Row(by or member, "cut off", member, f"{channel} {why}".strip()) for channel in channels]


ENTRIES = (
    Entry(
        Reach,
        do=_reach,
        audit=lambda effect, source, who: [Row(who, "back" if effect.ok else "blocked", who, effect.channel)],
    ),
    Entry(
        KeepPin,
        do=lambda conn, effect, source: link_codes.keep_pin(conn, effect),
        audit=_pin_kept,
    ),
    Entry(
        MakeLink,
        do=lambda conn, effect, source: link_codes.make_link(conn, effect, source.at),
        audit=lambda effect, source, done: [Row(effect.link.member, "link", effect.link.member, source.channel)],
    ),
    Entry(
        Join,
        do=_join,
        audit=_joined,
    ),
    Entry(
        Leave,
        do=_leave,
        audit=lambda effect, source, done: [Row(effect.member, "leave", effect.member, source.channel)],
    ),
    Entry(
        CutOff,
        do=lambda conn, effect, source: post_changes.cut_off(conn, effect.member, source.at),
        audit=lambda effect, source, channels: _cut(effect.by, effect.member, channels, effect.why),
    ),
)
