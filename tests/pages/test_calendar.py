"""The calendar that a phone subscribes to."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import icalendar
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo import settle
from pages.calendar import feed, fresh_token, mark, routes
from programme.domain.agenda import Year
from programme.domain.programme import Campaign
from programme.domain.query_rows import CampaignRevision
from storage.schedule import calendar_feeds
from tests.support.reminder_world import quang_ninh

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


def test_a_calendar_program_reads_all_of_it():
    """The feed through a calendar program's parser: names as they are written, days as they are, nothing twice."""
    raw = feed(quang_ninh(), LAN, (), NOW).encode()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(raw)
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    month = found["drug-month.2027@bao-cao"]
    assert str(month["SUMMARY"]) == "Tháng hành động phòng, chống ma túy"
    assert (month["DTSTART"].dt, month["DTEND"].dt) == (date(2027, 6, 1), date(2027, 7, 1))
    assert str(calendar["NAME"]).replace("\\,", ",") == quang_ninh().title  # the parser leaves it escaped
    said = {(str(e["SUMMARY"]), e["DTSTART"].dt) for e in found.values()}
    assert ("Cao điểm: Ngày toàn dân phòng, chống ma túy", date(2027, 6, 26)) in said
    assert ("Hạn nộp kết quả: Tháng hành động phòng, chống ma túy", date(2027, 7, 5)) in said
    assert ("Hạn báo cáo kỳ tháng 6 (1–30/6): Đội CTXHTN Hà Tu", date(2027, 7, 5)) in said
    assert all(not event.errors for event in found.values()) and len(found) > 20


def test_what_was_moved_moves_and_what_was_withdrawn_is_gone():
    days = (date(2027, 6, 10), date(2027, 6, 26), date(2027, 7, 10), date(2027, 7, 15))
    moved = CampaignRevision(Year("drug-month", 2027, 2, *days), "demo-thu", NOW)
    name = "Đợt cao điểm; mùa du lịch, có tên rất dài để phải gấp dòng ở giữa một chữ có dấu: Phường Hà Tu"
    campaign = Campaign("c-1", name, "", (7, 1), (7, 2), (7, 3), "drug", "KH 1", 2027, "hl.ha-tu")
    added = CampaignRevision(Year("c-1", 2027, 1, *(date(2027, 7, d) for d in (1, 2, 3, 8))), "demo-hoa", NOW, campaign)
    gone = CampaignRevision(Year("hiv-month", 2027, 2), "demo-thu", NOW, gone=True)

    def read(member, *kept):
        calendar = icalendar.Calendar.from_ical(feed(quang_ninh(), member, kept, NOW))
        return {str(e["UID"]): (str(e["SUMMARY"]), e["DTSTART"].dt) for e in calendar.walk("VEVENT")}

    found = read(LAN, moved, added, gone)
    assert found["drug-month.2027@bao-cao"][1] == date(2027, 6, 10)
    assert found["c-1.2027@bao-cao"] == (name, date(2027, 7, 1))
    assert "hiv-month.2027@bao-cao" not in found and "hiv-month.2026@bao-cao" not in found
    phu = next(member for member in quang_ninh().demo.members if member.id == "demo-phu")
    assert "c-1.2027@bao-cao" not in read(phu, added)  # for another unit alone


@settings(max_examples=40)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_lines_are_folded_at_75_octets_and_lose_nothing(text):
    """Read line by line, as RFC 5545 writes them, not by the library that wrote them."""
    campaign = Campaign("c-1", text, "", (7, 1), (7, 2), (7, 3), "drug", "KH 1", 2027, "hl.ha-tu")
    added = CampaignRevision(Year("c-1", 2027, 1, *(date(2027, 7, d) for d in (1, 2, 3, 8))), "demo-hoa", NOW, campaign)
    written = feed(quang_ninh(), LAN, (added,), NOW)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    lines = unfolded(written)
    summary = next(line for line in lines[lines.index("UID:c-1.2027@bao-cao") :] if line.startswith("SUMMARY:"))
    assert re.sub(r"\\([\\;,])", r"\1", summary.removeprefix("SUMMARY:")) == text


async def test_it_opens_by_its_token_until_that_is_revoked(store):
    settle(store, quang_ninh(), NOW)
    token, other = fresh_token(), fresh_token()
    store.transact(lambda conn: calendar_feeds.renew(conn, "demo-lan", mark(token), NOW)).result()
    app = web.Application()
    app.add_routes(routes(store, quang_ninh(), lambda: NOW))
    async with TestClient(TestServer(app)) as client:

        async def status(token: str) -> int:
            return (await client.get("/calendar.ics", params={"token": token})).status

        found = await client.get("/calendar.ics", params={"token": token})
        assert found.status == 200 and found.content_type == "text/calendar"
        assert "BEGIN:VEVENT" in await found.text() and found.headers["Cache-Control"] == "private, no-store"
        assert [await status(t) for t in ("", other, mark(token), "x" * 200)] == [404] * 4
        store.transact(lambda conn: calendar_feeds.renew(conn, "demo-lan", mark(other), NOW)).result()
        assert (await status(token), await status(other)) == (404, 200)
        store.transact(lambda conn: calendar_feeds.renew(conn, "demo-lan", "", NOW)).result()
        assert await status(other) == 404
