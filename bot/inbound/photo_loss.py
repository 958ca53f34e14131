"""Who sent a photo, or another file, that could not be kept is told so, and what to do about it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from programme.domain.messages import Outbound
from programme.domain.programme import Programme
from programme.language.texts import load_texts
from storage.messages import media, outbox
from storage.messages.media import Due
from storage.people import accounts
from storage.privacy import audit

WHY = {"not an image": "spoiled", "too many pixels": "big", "too big": "big"}
"""What is said, by what went wrong; of all else that it could not be fetched."""


def tell(conn, programme: Programme, due: Due, why: str, at: datetime, via: str = "") -> bool:
    """Queues it to where the photo came from, once; whether there is anybody there."""
    sent = (entry.who for entry in audit.entries(conn, due.name) if entry.what == "send file")
    who = accounts.member(conn, next(sent, ""))
    address = next((address for channel, address in who.addresses if channel == due.channel), "") if who else ""
    if not address:
        return False
    t = load_texts(who.language, programme.texts.get(who.language))
    came = (media.came(conn, due.name) or at).astimezone(ZoneInfo(programme.zone))
    key = WHY.get(why, "gone") if due.mime.startswith("image/") else "file"
    said = t(f"photo.lost.{key}", when=f"{came:%H:%M} {came.day}/{came.month}")
    outbox.queue(conn, [Outbound(due.channel, address, said, key=f"photo:{due.name}")], at, via=via)
    return True
