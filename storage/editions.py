"""Campaigns as they were said to be, revision by revision: a pack's days, and what coordinators moved or added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from programme.agenda import Year
from programme.charter import Campaign
from programme.deeds import MoveCampaign
from storage import tables as t
from storage.either import insert_new
from storage.faults import Stale

PACK = "pack"
_PUT = insert_new(t.editions)


@dataclass(frozen=True, slots=True)
class Edition:
    """`origin` is PACK or the member who said so; `added` the campaign where it is not the pack's."""

    year: Year
    origin: str
    at: datetime
    added: Campaign | None = None

    @property
    def days(self) -> tuple[date | None, ...]:
        return self.year.start, self.year.peak, self.year.end, self.year.results


def editions(conn: Connection, since: int, until: int) -> list[Edition]:
    """Every revision in these years, by campaign, year and revision."""
    c = t.editions.c
    rows = conn.execute(select(t.editions).where(c.year.between(since, until)).order_by(c.campaign, c.year, c.revision))
    return [_edition(row) for row in rows]


def put(conn: Connection, editions: Iterable[Edition]) -> int:
    """Keep them; one whose revision is there already is not kept. How many were."""
    return sum(_PUT(conn, _row(edition)).rowcount for edition in editions)


def move(conn: Connection, deed: MoveCampaign, at: datetime) -> None:
    """Keep a coordinator's move. Stale where somebody else moved it meanwhile."""
    start, peak, end, results = deed.days
    year = Year(deed.campaign, deed.year, deed.revision, start, peak, end, results, source=deed.source)
    added = None
    if deed.vi:
        days = ((d.month, d.day) for d in (start, peak, end))
        added = Campaign(deed.campaign, deed.vi, "", *days, deed.topic, deed.source, deed.year, deed.within)
    if not put(conn, [Edition(year, deed.member, at, added)]):
        raise Stale(f"{deed.campaign} has been moved meanwhile")


def _row(edition: Edition) -> dict[str, Any]:
    year, new = edition.year, edition.added
    added = new and {"vi": new.vi, "en": new.en, "topic": new.topic, "within": new.within}
    return {
        "campaign": year.campaign,
        **{name: getattr(year, name) for name in ("year", "revision", "start", "peak", "end", "results")},
        **{name: getattr(year, name) for name in ("vi", "en", "source")},
        "origin": edition.origin,
        "added": added or {},
        "at": edition.at,
    }


def _edition(row: Any) -> Edition:
    year = Year(
        row.campaign,
        row.year,
        row.revision,
        row.start,
        row.peak,
        row.end,
        row.results,
        row.vi,
        row.en,
        source=row.source,
    )
    added = None
    if row.added:
        start, peak, end = ((d.month, d.day) for d in (row.start, row.peak, row.end))
        names = (row.campaign, row.added["vi"], row.added["en"])
        added = Campaign(*names, start, peak, end, row.added["topic"], row.source, row.year, row.added["within"])
    return Edition(year, row.origin, row.at, added)
