"""`/calendar.ics?token=…`: a member's campaigns and due days, for a phone's own calendar to subscribe to (RFC 5545).

The token is the member's alone and works until it is revoked; only its digest is stored.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from programme.domain.model import Member
from programme.domain.programme import Campaign, Programme
from programme.domain.seasons import seasons_of
from programme.language.texts import Texts, load_texts
from reports.completeness import due_between
from reports.sums_in_words import period_name
from storage.database.session import Store
from storage.people import accounts
from storage.schedule import calendar_feeds, campaign_days
from storage.schedule.calendar_feeds import mark

AHEAD = timedelta(days=400)
BEHIND = timedelta(days=31)
DAY = timedelta(days=1)


def fresh_token() -> str:
    """A token that can't be guessed."""
    return secrets.token_urlsafe(24)


def routes(store: Store, programme: Programme, clock: Callable[[], datetime]) -> list[web.RouteDef]:
    async def calendar(request: web.Request) -> web.Response:
        token = request.query.get("token", "")
        now = clock()

        def read(conn) -> str | None:
            member = calendar_feeds.member(conn, mark(token)) if 0 < len(token) <= 100 else None
            whole = accounts.member(conn, member) if member else None
            if whole is None or whole.state != "active":
                return None
            years = range(now.year - 1, now.year + 3)
            kept = campaign_days.editions(conn, years[0], years[-1])
            return feed(programme, whole, kept, now)

        text = await asyncio.to_thread(store.read, read)
        if text is None:
            return web.Response(status=404)  # an unknown token and a revoked one look the same
        headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
        return web.Response(body=text.encode(), content_type="text/calendar", charset="utf-8", headers=headers)

    return [web.get("/calendar.ics", calendar)]


def feed(programme: Programme, member: Member, kept: Iterable, now: datetime) -> str:
    """The calendar whole: a campaign's days, its peak day and its results' due day, and each due day of the member's
    own units; whole-day events."""
    from icalendar import Calendar, Event, vText  # 1.7 MB that are loaded for those who subscribe

    t = load_texts(member.language, programme.texts.get(member.language))
    today = now.astimezone(ZoneInfo(programme.zone)).date()
    calendar = Calendar({"VERSION": "2.0", "PRODID": "-//Bao Cao//VI", "METHOD": "PUBLISH"})
    calendar["NAME"] = calendar["X-WR-CALNAME"] = vText(programme.title)
    calendar["X-WR-TIMEZONE"] = programme.zone
    for uid, first, last, summary in sorted(events(programme, member, kept, t, today), key=lambda e: (e[1], e[0])):
        event = Event({"UID": f"{uid}@bao-cao"})
        event.add("DTSTAMP", now.astimezone(UTC))
        event.add("DTSTART", first)
        event.add("DTEND", last + DAY)
        event.add("SUMMARY", summary)
        event.add("TRANSP", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical(sorted=False).decode()


def events(
    programme: Programme, member: Member, kept: Iterable, t: Texts, today: date
) -> Iterator[tuple[str, date, date, str]]:
    """(uid, first day, last day, summary); a moved campaign keeps its uid, so that a phone moves it too."""
    first, last = today - BEHIND, today + AHEAD
    for season in seasons_of(programme, kept, range(first.year - 1, last.year + 1)):
        run, label = season.run, getattr(season.campaign, t.language, "") or season.campaign.vi
        if run.start <= last and season.results >= first and concerns(programme, member, season.campaign, today):
            yield season.name, run.start, run.end, label
            words = programme.agenda.wording(season.campaign.name)
            day = (words.day_en if t.language == "en" else words.day_vi) or label
            yield f"{season.name}.peak", run.peak, run.peak, t("feed.peak", name=day)
            yield f"{season.name}.results", season.results, season.results, t("feed.results", label=label)
    for post in member.posts_on(today):
        unit = programme.units.get(post.unit)
        if unit is None or post.role == "viewer" or not programme.kind_of(unit.code).reports:
            continue
        for due in due_between(programme, unit.code, first, last):
            period = period_name(t, programme.regime, due.period)
            yield f"report.{unit.code}.{due.period}", due.on, due.on, t("feed.due", unit=unit.name, period=period)


def concerns(programme: Programme, member: Member, campaign: Campaign, today: date) -> bool:
    """Whether a campaign that is for one area alone is for a unit of the member's, or for one below."""
    tree, over = programme.units, campaign.within
    units = [post.unit for post in member.posts_on(today) if post.unit in tree]
    return (
        not over
        or any(unit == over or over in tree.ancestors(unit, today) for unit in units)
        or (over in tree and any(above in units for above in tree.ancestors(over, today)))
    )
