"""What the handlers may look up beyond what was loaded for a message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from programme.domain.approvals import Matter
from programme.domain.model import Invite, Link, Member, Pin, Report
from programme.domain.staffing import Proposal
from storage.messages import conversations, deliveries, outbox
from storage.people import accounts, link_codes, post_changes, sms_invitations
from storage.reports import activity_rows, forms, matters, reports, totals
from storage.schedule import campaign_days, reminders, urgent_questions

if TYPE_CHECKING:
    from programme.domain.campaigns import Season
    from programme.packs.pack import Programme
    from programme.xlsform import Form


@dataclass(frozen=True, slots=True)
class Lookup:
    """Read-only, but for `fresh_code`, which counts on; it lives as long as its transaction."""

    conn: Connection
    shelf: campaign_days.Shelf | None = None

    def invite(self, code: str) -> Invite | None:
        return accounts.invite(self.conn, code)

    def link(self, code: str) -> Link | None:
        return link_codes.link(self.conn, code)

    def invites_for(self, units: Collection[str] | None, today: date) -> list[tuple[Invite, str]]:
        return post_changes.invites_for(self.conn, units, today)

    def proposal(self, id: str) -> Proposal | None:
        return post_changes.proposal(self.conn, id)

    def proposals(self, units: Collection[str] | None) -> list[Proposal]:
        return post_changes.proposals(self.conn, units)

    def pin(self, code: str) -> Pin | None:
        return link_codes.pin(self.conn, code)

    def pin_of(self, member: str) -> Pin | None:
        return link_codes.pin_of(self.conn, member)

    def member(self, id: str) -> Member | None:
        return accounts.member(self.conn, id)

    def invited(self, number: str, now: datetime) -> tuple[str, datetime] | None:
        return sms_invitations.invited(self.conn, number, now)

    def invitations_by(self, member: str, since: datetime) -> int:
        return sms_invitations.count_by(self.conn, member, since)

    def standing(self, number: str) -> str:
        return sms_invitations.standing(self.conn, number)

    def sms_uses(self, month: str) -> list[deliveries.Use]:
        return deliveries.used(self.conn, month)

    def members_of(self, unit: str) -> list[Member]:
        return accounts.members(self.conn, [unit])

    def report(self, code: str) -> Report | None:
        return reports.get(self.conn, code)

    def sent(self, member: str, limit: int = 10, before: datetime | None = None) -> list[Report]:
        return reports.of_member(self.conn, member, limit, before)

    def reports_of(self, unit: str, since: date, until: date) -> list[Report]:
        return reports.of_unit(self.conn, unit, since, until)

    def activities(self, units: Collection[str] | None, since: date, until: date) -> list[activity_rows.Row]:
        return activity_rows.activities(self.conn, units, since, until)

    def highest(self, unit: str, kind: str, figure: str) -> int | None:
        return activity_rows.highest(self.conn, unit, kind, figure)

    def recent_places(self, unit: str, limit: int = 3) -> list[str]:
        return activity_rows.recent_places(self.conn, unit, limit)

    def reported(self, period: str) -> set[str]:
        return reports.reported(self.conn, period)

    def waiting(self, units: Collection[str] | None) -> list[Report]:
        return reports.waiting(self.conn, units)

    def nil(self, unit: str, period: str) -> str | None:
        return reports.nil(self.conn, unit, period)

    def similar(self, units: Collection[str], kind: str, day: date, exclude_member: str = "") -> list[Report]:
        return activity_rows.similar(self.conn, units, kind, day, exclude_member)

    def groups(
        self,
        units: Collection[str] | None,
        spans: Sequence[totals.Span],
        *,
        by_unit: bool = False,
        kinds: Collection[str] = (),
    ) -> list[totals.Group]:
        return totals.groups(self.conn, units, spans, by_unit=by_unit, kinds=kinds)

    def filings(
        self, periods: Iterable[str], since: date, until: date, as_of: datetime, units: Collection[str] | None = None
    ) -> list[totals.Filed]:
        return totals.filings(self.conn, periods, since, until, as_of, units)

    def active(self, units: Collection[str] | None, since: date, until: date, topic: str = "") -> set[str]:
        return totals.active(self.conn, units, since, until, topic)

    def matter(self, id: str) -> Matter | None:
        return matters.get(self.conn, id)

    def matters(
        self, places: Collection[str] | None, limit: int, offset: int = 0, kinds: Collection[str] = ()
    ) -> list[Matter]:
        return matters.listed(self.conn, places, limit, offset, kinds)

    def matters_count(self, places: Collection[str] | None, kinds: Collection[str] = ()) -> int:
        return matters.count(self.conn, places, kinds)

    def matters_of(self, code: str) -> list[Matter]:
        return matters.of_report(self.conn, code)

    def like(self, code: str, units: Collection[str], day: date, like: int, spot: int | None) -> list[matters.Found]:
        return matters.alike(self.conn, code, units, day, like, spot)

    def form(self, name: str, version: str) -> Form | None:
        return forms.form(self.conn, name, version)

    def offered(self, units: Collection[str]) -> list[forms.Offer]:
        return forms.offered(self.conn, units)

    def nudged(self, day: date) -> dict[str, str]:
        return reminders.nudged(self.conn, day)

    def editions(self, since: int, until: int) -> Sequence[campaign_days.Edition]:
        return (self.shelf or campaign_days).editions(self.conn, since, until)

    def seasons(self, programme: Programme, years: range) -> Sequence[Season]:
        return (self.shelf or campaign_days.Shelf()).seasons(self.conn, programme, years)

    def settled(self) -> set[tuple[str, str]]:
        return reminders.settled(self.conn)

    def missed(self, units: Collection[str] | None, since: date) -> list[reminders.Missed]:
        return reminders.missed(self.conn, units, since)

    def ask(self, id: str) -> urgent_questions.Ask | None:
        return urgent_questions.get(self.conn, id)

    def asks_of(self, post: str, since: datetime) -> int:
        return urgent_questions.count_for(self.conn, post, since)

    def open_asks(self, units: Collection[str], now: datetime) -> list[tuple[urgent_questions.Ask, str]]:
        return urgent_questions.open_for(self.conn, units, now)

    def answers(self, ask: str) -> Sequence[tuple[str, str, str, str]]:
        return urgent_questions.answers(self.conn, ask)

    def heard_since(self, member: str, at: datetime) -> bool:
        return conversations.changed_since(self.conn, f"m:{member}", at)

    def reminder(self, member: str, today: date) -> tuple[outbox.Outbound, datetime] | None:
        return outbox.reminder(self.conn, member, today)

    def quiet(self, member: str) -> tuple[int, int] | None:
        return reminders.wishes(self.conn, member)[0]

    def wishes(self, member: str) -> tuple[tuple[int, int] | None, bool]:
        return reminders.wishes(self.conn, member)

    def count_of(self, member: str) -> int:
        return reports.count_of(self.conn, member)

    def fresh_code(self) -> str:
        return reports.fresh_code(self.conn)
