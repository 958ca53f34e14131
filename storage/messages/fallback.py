"""Falling back: what can't go one way goes another of the person's, as a new row of the outbox."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from programme.domain import channel_order
from programme.domain.messages import CHANNELS, Outbound
from programme.domain.model import Member
from storage.messages import outbox
from storage.people import accounts
from storage.schema import tables as t

o = t.outbox.c


def way_to(conn: Connection, member: Member, served: Collection[str]) -> tuple[str, str] | None:
    """The first (channel, address) of the member's that is served and has not blocked us."""
    for channel, address in channel_order.ways(member):
        if channel in served and not accounts.blocked(conn, channel, address):
            return channel, address
    return None


def fall_back(conn: Connection, out: Outbound, served: Collection[str], at: datetime) -> str:
    """Queue the message on the next channel of its member that it has not been tried on, under `…~channel`; that
    channel, "" where there is none. A question stays: it waits in the draft, and comes up wherever the person writes
    next."""
    if out.prompt or (member := accounts.member_at(conn, out.channel, out.address)) is None:
        return ""
    key = out.key.partition("~")[0]
    keys = [key, *(f"{key}~{name}" for name in CHANNELS)]
    tried = {out.channel, *conn.scalars(select(o.channel).where(o.key.in_(keys)))}
    left = replace(member, addresses=tuple(where for where in member.addresses if where[0] not in tried))
    if (way := way_to(conn, left, served)) is None:
        return ""
    channel, address = way
    outbox.queue(conn, [replace(out, channel=channel, address=address, key=f"{key}~{channel}", edits="")], at)
    return channel


def leave(conn: Connection, channel: str, address: str, served: Collection[str], at: datetime) -> set[str]:
    """The address is about to be given up: what waits for it goes other ways. The channels that got something."""
    waiting = select(o.key).where(o.channel == channel, o.address == address, o.state == "waiting", o.via == "")
    found = [outbox.outbound(conn, key) for key in conn.scalars(waiting.order_by(o.id)).all()]
    return {fall_back(conn, out, served, at) for out in found if out} - {""}
