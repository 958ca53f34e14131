"""The demo: invented people from the pack, in a store of their own, reachable on the simulator only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from programme.domain.effects.people import Enrol
from programme.domain.programme import Programme
from storage.database.session import Store
from storage.people import accounts, units


def settle(store: Store, programme: Programme, at: datetime) -> None:
    """Brings the units, the cast and its invites into the store; a second time changes nothing."""

    def work(conn) -> None:
        units.bring_up(conn, programme.units, at)
        for member in programme.demo.members:
            if accounts.member(conn, member.id) is None:
                channel, address = member.addresses[0]
                agreed = replace(member, consent=programme.notice)
                accounts.enrol(conn, Enrol(agreed, ""), channel, address, at)
        for invite in programme.demo.invites:
            accounts.make_invite(conn, invite, "demo", at)

    store.transact(work).result()
