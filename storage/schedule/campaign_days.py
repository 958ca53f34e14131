"""Campaigns as they were said to be, revision by revision: a pack's days, and what coordinators moved or added."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from programme.domain.agenda import Year
from programme.domain.campaigns import Season
from programme.domain.effects.schedule import MoveCampaign
from programme.domain.programme import Campaign
from programme.domain.query_rows import CampaignRevision
from programme.domain.seasons import seasons_of
from storage.database.dialects import insert_new
from storage.database.store_faults import Stale
from storage.schema import tables as t

if TYPE_CHECKING:
    from programme.domain.programme import Programme

PACK = "pack"
_PUT = insert_new(t.editions)


def editions(conn: Connection, since: int, until: int) -> list[CampaignRevision]:
    """Every revision in these years, by campaign, year and revision."""
    c = t.editions.c
    rows = conn.execute(select(t.editions).where(c.year.between(since, until)).order_by(c.campaign, c.year, c.revision))
    return [_edition(row) for row in rows]


def put(conn: Connection, editions: Iterable[CampaignRevision]) -> int:
    """Keep them; one whose revision is there already is not kept. How many were."""
    return sum(_PUT(conn, _row(edition)).rowcount for edition in editions)


def move(conn: Connection, effect: MoveCampaign, at: datetime) -> None:
    """Keep a coordinator's move. Stale where somebody else moved it meanwhile."""
    start, peak, end, results = effect.days
    year = Year(effect.campaign, effect.year, effect.revision, start, peak, end, results, source=effect.source)
    added = None
    if effect.vi:
        days = ((d.month, d.day) for d in (start, peak, end))
        about = (effect.topic, effect.source, effect.year, effect.within, effect.unit_kinds, effect.goal)
        added = Campaign(effect.campaign, effect.vi, "", *days, *about)
    if not put(conn, [CampaignRevision(year, effect.member, at, added, effect.gone)]):
        raise Stale(f"{effect.campaign} has been moved meanwhile")


def _row(edition: CampaignRevision) -> dict[str, Any]:
    year, new = edition.year, edition.added
    added = {"vi": new.vi, "en": new.en, "topic": new.topic, "within": new.within} if new else {}
    if new and (new.unit_kinds or new.goal):
        added |= {"unit_kinds": list(new.unit_kinds), "goal": new.goal}
    if edition.gone:
        added["gone"] = True
    return {
        "campaign": year.campaign,
        **{name: getattr(year, name) for name in ("year", "revision", "start", "peak", "end", "results")},
        **{name: getattr(year, name) for name in ("vi", "en", "source")},
        "origin": edition.origin,
        "added": added,
        "at": edition.at,
    }


def _edition(row: Any) -> CampaignRevision:
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
    if "vi" in row.added:
        start, peak, end = ((d.month, d.day) for d in (row.start, row.peak, row.end))
        names = (row.campaign, row.added["vi"], row.added["en"])
        about = (row.added["topic"], row.source, row.year, row.added["within"])
        wanted = (tuple(row.added.get("unit_kinds", ())), row.added.get("goal", 0))
        added = Campaign(*names, start, peak, end, *about, *wanted)
    return CampaignRevision(year, row.origin, row.at, added, bool(row.added.get("gone")))


class Shelf:
    """Editions that were read, good for a minute: a message asks the store for none. What is moved through the same
    process counts at once (`clear`), through another within the minute."""

    GOOD = 60.0  # seconds

    def __init__(self, clock: Callable[[], float] = monotonic):
        self._clock = clock
        self._read: dict[tuple[int, int], tuple[float, tuple[CampaignRevision, ...]]] = {}
        self._made: dict[range, tuple[tuple[CampaignRevision, ...], Programme, tuple[Season, ...]]] = {}

    def editions(self, conn: Connection, since: int, until: int) -> tuple[CampaignRevision, ...]:
        found = self._read.get((since, until))
        if found is None or not 0 <= self._clock() - found[0] < self.GOOD:
            found = self._read[since, until] = self._clock(), tuple(editions(conn, since, until))
        return found[1]

    def seasons(self, conn: Connection, programme: Programme, years: range) -> tuple[Season, ...]:
        """What they make of the programme's campaigns, made once for what was read."""
        kept, made = self.editions(conn, years[0], years[-1]), self._made.get(years)
        if made is None or made[0] is not kept or made[1] is not programme:
            made = self._made[years] = kept, programme, tuple(seasons_of(programme, kept, years))
        return made[2]

    def clear(self) -> None:
        self._read.clear()
