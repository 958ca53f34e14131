"""A member's calendar on their phone: its address given, given anew, and revoked, in the chat."""

from __future__ import annotations

from hashlib import sha256

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.buttons.campaigns import CalendarFeed, RevokeCalendarFeed
from programme.domain.effects.schedule import Subscribe


def offered(s: Context) -> bool:
    """Whether an address can be given here: there is one, and the channel may carry links, which an SMS never does."""
    return bool(s.public_url) and not s.traits.plain


def give(s: Context, button: CalendarFeed) -> Turn:
    """A fresh address: whoever holds it reads the calendar, so the one before works no more."""
    t = s.texts
    if not offered(s):
        return s.turn(Reply(t("calendar.no_link")))
    token = sha256(f"calendar:{s.fresh}".encode()).hexdigest()[:40]
    url = f"{s.public_url}/calendar.ics?token={token}"
    choices = (RevokeCalendarFeed().labelled(t("calendar.revoke")),)
    return s.turn(Reply(t("calendar.given", url=url), choices, fleeting=True), Subscribe(s.member.id, token))


def revoke(s: Context, button: RevokeCalendarFeed) -> Turn:
    return s.turn(Reply(s.texts("calendar.revoked")), Subscribe(s.member.id, ""))


ROUTE = Route("a calendar on the phone", buttons={CalendarFeed: give, RevokeCalendarFeed: revoke})
