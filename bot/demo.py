"""The demo: invented people from the pack, in a store of their own, reachable on the simulator only.

A demo's store is marked when its people come in. A demo never opens a store with anybody else in it, and a real bot
never a demo's: the codes of a demo, though drawn anew for each store, let anybody in.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from programme.domain.effects.people import Enrol
from programme.domain.model import Invite
from programme.domain.programme import Programme
from storage.database.session import Connection, Store
from storage.database.store_faults import StoreFault
from storage.people import accounts, post_changes, units
from storage.schedule import reminders

MARK = BY = "demo"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def drawn(invite: Invite) -> str:
    """A code that nobody can know: four letters and four digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(4)) + f"{secrets.randbelow(10_000):04}"


def settle(store: Store, programme: Programme, at: datetime) -> Programme:
    """Brings the units and the cast into the store and, at the first time, its invites, with codes of their own. The
    programme with the invites of this store. StoreFault where anybody is in it who is no demo's."""

    def work(conn: Connection) -> tuple[Invite, ...]:
        first = reminders.mark(conn, MARK) is None
        if first and not _empty_or_older_demo(conn, programme):
            raise StoreFault("this store has real members, and a demo would add invented ones: set BAOCAO_DEMO=0")
        units.bring_up(conn, programme.units, at)
        for member in programme.demo.members:
            if accounts.member(conn, member.id) is None:
                channel, address = member.addresses[0]
                agreed = replace(member, consent=programme.notice)
                accounts.enrol(conn, Enrol(agreed, ""), channel, address, at)
        if first:
            reminders.set_mark(conn, MARK, at.date(), at)
            for invite in programme.demo.invites:
                accounts.make_invite(conn, replace(invite, code=drawn(invite)), BY, at)
        return tuple(invite for invite, by in post_changes.invites_for(conn, None, at.date()) if by == BY)

    invites = store.transact(work).result()
    order = {(invite.unit, invite.role): place for place, invite in enumerate(programme.demo.invites)}
    invites = tuple(sorted(invites, key=lambda invite: order.get((invite.unit, invite.role), len(order))))
    return replace(programme, demo=replace(programme.demo, invites=invites))


def codes(programme: Programme) -> list[str]:
    """The codes of this store's demo, each with what it lets in."""
    units = programme.units
    return [f"{invite.code} ({units[invite.unit].name}, {invite.role})" for invite in programme.demo.invites]


def is_demo(conn: Connection, programme: Programme) -> bool:
    """Whether a demo's people or codes are in the store."""
    return reminders.mark(conn, MARK) is not None or any(accounts.member(conn, m.id) for m in programme.demo.members)


def refuse(store: Store, programme: Programme) -> None:
    """StoreFault where a real bot would open a demo's store."""
    if store.read(lambda conn: is_demo(conn, programme)):
        raise StoreFault(
            "this store holds a demo's invented people and codes: name another in BAOCAO_DATABASE_URL, or set "
            "BAOCAO_DEMO=1"
        )


def _empty_or_older_demo(conn: Connection, programme: Programme) -> bool:
    """Whether nobody is in the store, or only the cast and who joined on the simulator: a demo from before demos were
    marked."""
    people = accounts.members(conn)
    cast = {member.id for member in programme.demo.members}
    if not people:
        return True
    joined = [member for member in people if member.id not in cast]
    return cast <= {member.id for member in people} and all(
        channel == "phone" for member in joined for channel, _ in member.addresses
    )
