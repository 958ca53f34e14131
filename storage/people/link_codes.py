"""How one person is known at many addresses: link codes, and PINs for a borrowed phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from programme.domain.effects.addresses import Join, KeepPin, Leave, MakeLink
from programme.domain.model import Link, Pin
from storage.database.dialects import insert_new, insert_or_set
from storage.database.store_faults import Stale
from storage.people import post_changes
from storage.schema import tables as t

p, n, a = t.pins.c, t.links.c, t.addresses.c
_PIN = select(p.member, p.code, p.hash, p.wrong, p.until)
_BY_CODE = _PIN.where(p.code == bindparam("code"))
_BY_MEMBER = _PIN.where(p.member == bindparam("member"))
_KEEP = insert_or_set(t.pins, "code", "hash", "wrong", "until")
_LINK = select(n.code, n.member, n.until, n.cut).where(n.code == bindparam("code"))
_MAKE = insert_new(t.links)
_ADDRESS = insert_or_set(t.addresses, "member", "at")


def pin(conn: Connection, code: str) -> Pin | None:
    """By the name code."""
    return _pin(conn.execute(_BY_CODE, {"code": code}).first())


def pin_of(conn: Connection, member: str) -> Pin | None:
    return _pin(conn.execute(_BY_MEMBER, {"member": member}).first())


def _pin(row: Row[Any] | None) -> Pin | None:
    return None if row is None else Pin(*row)


def keep_pin(conn: Connection, effect: KeepPin) -> None:
    """Stale if the name code was given to another meanwhile."""
    new = effect.pin
    if (other := pin(conn, new.code)) and other.member != new.member:
        raise Stale("the name code was given to another meanwhile")
    _KEEP(conn, {"member": new.member, "code": new.code, "hash": new.hash, "wrong": new.wrong, "until": new.until})


def link(conn: Connection, code: str) -> Link | None:
    row = conn.execute(_LINK, {"code": code}).first()
    return None if row is None else Link(*row)


def make_link(conn: Connection, effect: MakeLink, at: datetime) -> None:
    """One code of a kind a member at a time; those that are over are forgotten."""
    new = effect.link
    alike = (n.member == new.member) & ((n.cut != "") if new.cut else (n.cut == ""))
    conn.execute(delete(t.links).where(alike | (n.until < at)))
    if not _MAKE(conn, {"code": new.code, "member": new.member, "until": new.until, "cut": new.cut}).rowcount:
        raise Stale("the code was given to another meanwhile")


def join(conn: Connection, effect: Join, channel: str, address: str, at: datetime) -> tuple[str, list[str]]:
    """The address is theirs, and theirs alone where the code was for a new phone: then who made it so, and the channels
    of the addresses that were cut off. Stale if the link was used meanwhile."""
    used = link(conn, effect.link)
    if not conn.execute(delete(t.links).where(n.code == effect.link, n.member == effect.member)).rowcount:
        raise Stale("the link was used meanwhile")
    _ADDRESS(conn, {"channel": channel, "address": address, "member": effect.member, "at": at})
    if used and used.cut:
        return used.cut, post_changes.cut_off(conn, effect.member, at, keep=(channel, address))
    return "", []


def leave(conn: Connection, effect: Leave, channel: str, address: str) -> None:
    """The address is theirs no more."""
    conn.execute(delete(t.addresses).where(a.channel == channel, a.address == address, a.member == effect.member))
