"""A unit's month has reached the ceiling of SMS: whoever looks after the unit hears it once, by a way that costs
nothing where they have one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from programme.domain.messages import DIGEST, Outbound
from programme.domain.model import Member
from programme.domain.programme import Programme
from programme.language.texts import load_texts
from storage.messages import fallback, outbox
from storage.people import accounts


def tell(
    conn, programme: Programme, unit: str, month: str, ceiling: int, served: Collection[str], today: date, at: datetime
) -> str:
    """Queues the notice; a channel that it was queued on, "" for none. A second time changes nothing: its key is that
    of the unit and month."""
    channel = ""
    for member in _coordinators(conn, programme, unit, today):
        if (way := fallback.way_to(conn, member, served)) is None:
            continue
        t = load_texts(member.language, programme.texts.get(member.language))
        text = t("sms_cost.reached", unit=programme.units[unit].name, count=ceiling, month=month[5:].lstrip("0"))
        key = f"ceiling:{unit}:{month}:{member.id}"
        outbox.queue(conn, [Outbound(*way, text, key=key, priority=DIGEST)], at)
        channel = way[0]
    return channel


def _coordinators(conn, programme: Programme, unit: str, today: date) -> list[Member]:
    """Those of the nearest unit above that has any."""
    for code in programme.units.above(unit, today) if unit in programme.units else ():
        found = [
            member
            for member in accounts.members(conn, [code])
            if member.state == "active"
            and any(post.unit == code and post.role == "coordinator" for post in member.posts_on(today))
        ]
        if found:
            return found
    return []
