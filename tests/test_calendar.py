"""The calendar that a phone subscribes to."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.demo import settle
from pages.calendar import escaped, feed, folded, fresh_token, mark, routes
from storage import feeds
from tests.reminder_world import quang_ninh

NOW = datetime(2027, 5, 1, tzinfo=UTC)
LAN = next(member for member in quang_ninh().demo.members if member.id == "demo-lan")


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_it_holds_the_campaigns_and_the_due_days_of_ones_own_units():
    lines = unfolded(feed(quang_ninh(), LAN, (), NOW))
    at = lines.index("UID:drug-month.2027@bao-cao")
    assert lines[at + 2 : at + 4] == ["DTSTART;VALUE=DATE:20270601", "DTEND;VALUE=DATE:20270701"]
    assert "SUMMARY:Tháng hành động phòng\\, chống ma túy" in lines
    assert "UID:drug-month.2027.peak@bao-cao" in lines and "UID:report.hl.ha-tu.2027-06@bao-cao" in lines
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len({x for x in lines if x[:4] == "UID:"})


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_lines_are_folded_at_75_octets_and_lose_nothing(text):
    pieces = list(folded(f"SUMMARY:{escaped(text)}"))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == f"SUMMARY:{escaped(text)}"


async def test_it_opens_by_its_token_until_that_is_revoked(store):
    settle(store, quang_ninh(), NOW)
    token, other = fresh_token(), fresh_token()
    store.transact(lambda conn: feeds.renew(conn, "demo-lan", mark(token), NOW)).result()
    app = web.Application()
    app.add_routes(routes(store, quang_ninh(), lambda: NOW))
    async with TestClient(TestServer(app)) as client:

        async def status(token: str) -> int:
            return (await client.get("/calendar.ics", params={"token": token})).status

        found = await client.get("/calendar.ics", params={"token": token})
        assert found.status == 200 and found.content_type == "text/calendar"
        assert "BEGIN:VEVENT" in await found.text() and found.headers["Cache-Control"] == "private, no-store"
        assert [await status(t) for t in ("", other, mark(token), "x" * 200)] == [404] * 4
        store.transact(lambda conn: feeds.renew(conn, "demo-lan", mark(other), NOW)).result()
        assert (await status(token), await status(other)) == (404, 200)
        store.transact(lambda conn: feeds.renew(conn, "demo-lan", "", NOW)).result()
        assert await status(other) == 404
