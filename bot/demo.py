"""The demo: invented people from the pack, in a store of their own, reachable on the simulator only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from programme.deeds import Enrol
from programme.pack import Programme
from storage import people, units
from storage.session import Store


def settle(store: Store, programme: Programme, at: datetime) -> None:
    """Brings the units, the cast and its invites into the store; a second time changes nothing."""

    def work(conn) -> None:
        units.bring_up(conn, programme.units, at)
        for member in programme.demo.members:
            if people.member(conn, member.id) is None:
                channel, address = member.addresses[0]
                agreed = replace(member, consent=programme.notice)
                people.enrol(conn, Enrol(agreed, ""), channel, address, at)
        for invite in programme.demo.invites:
            people.make_invite(conn, invite, "demo", at)

    store.transact(work).result()
