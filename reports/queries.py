"""What reports ask of the store; units None are all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from programme.domain.approvals import Matter
from programme.domain.query_rows import CampaignRevision, FigureGroup, FilingRow

Span = tuple[date, date]
Units = Collection[str] | None


class FigureQueries(Protocol):
    def groups(
        self, units: Units, spans: Sequence[Span], *, by_unit: bool = False, kinds: Collection[str] = ()
    ) -> Sequence[FigureGroup]: ...
    def filings(
        self, periods: Iterable[str], since: date, until: date, as_of: datetime, units: Units = None
    ) -> Sequence[FilingRow]: ...
    def active(self, units: Units, since: date, until: date, topic: str = "") -> Collection[str]: ...


class ApprovalQueries(Protocol):
    def page(self, places: Units, limit: int) -> Sequence[Matter]: ...
    def count(self, places: Units) -> int: ...


class ScheduleQueries(Protocol):
    def campaign_days(self, since: int, until: int) -> Sequence[CampaignRevision]: ...


class Queries(Protocol):
    figures: FigureQueries
    approvals: ApprovalQueries
    schedule: ScheduleQueries
