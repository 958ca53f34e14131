"""What the handlers may look up beyond what was loaded for a message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from programme.nouns import Invite, Link, Member, Pin, Report
from storage import figures, joins, people, reports, sums


@dataclass(frozen=True, slots=True)
class Lookup:
    """Read-only, but for `fresh_code`, which counts on; it lives as long as its transaction."""

    conn: Connection

    def invite(self, code: str) -> Invite | None:
        return people.invite(self.conn, code)

    def link(self, code: str) -> Link | None:
        return joins.link(self.conn, code)

    def pin(self, code: str) -> Pin | None:
        return joins.pin(self.conn, code)

    def pin_of(self, member: str) -> Pin | None:
        return joins.pin_of(self.conn, member)

    def member(self, id: str) -> Member | None:
        return people.member(self.conn, id)

    def members_of(self, unit: str) -> list[Member]:
        return people.members(self.conn, [unit])

    def report(self, code: str) -> Report | None:
        return reports.get(self.conn, code)

    def sent(self, member: str, limit: int = 10, before: datetime | None = None) -> list[Report]:
        return reports.of_member(self.conn, member, limit, before)

    def reports_of(self, unit: str, since: date, until: date) -> list[Report]:
        return reports.of_unit(self.conn, unit, since, until)

    def activities(self, units: Collection[str] | None, since: date, until: date) -> list[figures.Row]:
        return figures.activities(self.conn, units, since, until)

    def highest(self, unit: str, kind: str, figure: str) -> int | None:
        return figures.highest(self.conn, unit, kind, figure)

    def recent_places(self, unit: str, limit: int = 3) -> list[str]:
        return figures.recent_places(self.conn, unit, limit)

    def reported(self, period: str) -> set[str]:
        return reports.reported(self.conn, period)

    def waiting(self, units: Collection[str] | None) -> list[Report]:
        return reports.waiting(self.conn, units)

    def nil(self, unit: str, period: str) -> str | None:
        return reports.nil(self.conn, unit, period)

    def similar(self, units: Collection[str], kind: str, day: date, exclude_member: str = "") -> list[Report]:
        return figures.similar(self.conn, units, kind, day, exclude_member)

    def groups(
        self,
        units: Collection[str] | None,
        spans: Sequence[sums.Span],
        *,
        by_unit: bool = False,
        kinds: Collection[str] = (),
    ) -> list[sums.Group]:
        return sums.groups(self.conn, units, spans, by_unit=by_unit, kinds=kinds)

    def filings(self, periods: Iterable[str], since: date, until: date, as_of: datetime) -> list[sums.Filed]:
        return sums.filings(self.conn, periods, since, until, as_of)

    def active(self, units: Collection[str] | None, since: date, until: date, topic: str = "") -> set[str]:
        return sums.active(self.conn, units, since, until, topic)

    def late_codes(self, units: Collection[str] | None) -> list[str]:
        return sums.late_codes(self.conn, units)

    def alike(self, units: Collection[str] | None, since: date, until: date) -> list[sums.Alike]:
        return sums.alike(self.conn, units, since, until)

    def fresh_code(self) -> str:
        return reports.fresh_code(self.conn)
