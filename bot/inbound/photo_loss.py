"""A photo, or another file, that could not be kept: it is taken out of the reports that name it, and who sent it is
told so, and what to do about it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.attachments import lost_photo
from handlers.pipeline.routes import STATES
from handlers.state import UnreadableState
from programme.domain.effects.reports import ReviseReport
from programme.domain.messages import Outbound
from programme.domain.model import Report
from programme.domain.programme import Programme
from programme.language.texts import load_texts
from storage import effects
from storage.messages import conversations, media, outbox
from storage.messages.media import Due
from storage.people import accounts
from storage.privacy import audit
from storage.reports import reports

WHY = {"not an image": "spoiled", "too many pixels": "big", "too big": "big"}
"""What is said, by what went wrong; of all else that it could not be fetched."""


def tell(conn, programme: Programme, due: Due, why: str, at: datetime, via: str = "") -> bool:
    """Takes it out of whatever names it, and queues to where it came from that it is lost, once; whether there is
    anybody there."""
    sent = (entry.who for entry in audit.entries(conn, due.name) if entry.what == "send file")
    who = accounts.member(conn, next(sent, ""))
    mended = _taken_out(conn, due, who.id if who else "", at)
    address = next((address for channel, address in who.addresses if channel == due.channel), "") if who else ""
    if not address:
        return False
    t = load_texts(who.language, programme.texts.get(who.language))
    came = (media.came(conn, due.name) or at).astimezone(ZoneInfo(programme.zone))
    key = WHY.get(why, "gone") if due.mime.startswith("image/") else "file"
    said = [t(f"photo.lost.{key}", when=f"{came:%H:%M} {came.day}/{came.month}")]
    if key != "file":
        said += [t("photo.lost.left", code=report.code, count=len(report.media)) for report in mended]
    outbox.queue(conn, [Outbound(due.channel, address, "\n".join(said), key=f"photo:{due.name}")], at, via=via)
    return True


def _taken_out(conn, due: Due, sender: str, at: datetime) -> list[Report]:
    """The reports that named it, as they are without it; the sender's open conversation names it no more either."""
    if sender:
        _forgotten(conn, f"m:{sender}", due.name, at)
    mended = [lost_photo.out_of_report(reports.get(conn, code), due.name) for code in reports.naming(conn, due.name)]
    revised = [ReviseReport(report, sender, "a photo that can't be kept") for report in mended]
    effects.apply(conn, revised, due.channel, "", at)
    return mended


def _forgotten(conn, owner: str, name: str, at: datetime) -> None:
    """Takes it out of an open conversation; one that can't be read is put aside by the next message."""
    with suppress(UnreadableState):
        state = STATES.from_json(conversations.load(conn, owner))
        after = lost_photo.out_of_state(state, name)
        if after != state:
            conversations.save(conn, owner, STATES.to_json(after), at)
