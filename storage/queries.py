"""What may be asked of the store while a message is answered, a class a subject. All read only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from programme.domain.approvals import Matter
from programme.domain.messages import Outbound
from programme.domain.model import Invite, Link, Member, Pin, Report
from programme.domain.proposals import Proposal
from programme.domain.query_rows import (
    ActivityRow,
    AlikeActivity,
    CampaignRevision,
    FigureGroup,
    FilingRow,
    FormOffer,
    MissedReminder,
    SilentMember,
    SmsUse,
    UrgentQuestion,
)
from storage.messages import conversations, deliveries, outbox
from storage.people import accounts, link_codes, post_changes, silences, sms_invitations
from storage.privacy import audit, erasure
from storage.reports import activity_rows, forms, matters, reports, totals
from storage.schedule import campaign_days, reminders, urgent_questions

if TYPE_CHECKING:
    from programme.domain.campaigns import Season
    from programme.domain.programme import Programme
    from programme.xlsform import Form


@dataclass(frozen=True, slots=True)
class People:
    """Members, invites, proposals, link codes and PINs."""

    conn: Connection

    def get(self, id: str) -> Member | None:
        found = accounts.member(self.conn, id)
        return found and accounts.withheld(found)

    def with_number(self, number: str) -> Member | None:
        """Whose telephone number it is (E.164)."""
        found = accounts.with_number(self.conn, number)
        return found and accounts.withheld(found)

    def members_of(self, unit: str) -> list[Member]:
        return [accounts.withheld(found) for found in accounts.members(self.conn, [unit])]

    def silent(self, units: Collection[str], heard_before: datetime) -> list[SilentMember]:
        """Members of these units of whom nothing was heard since, the longest silent first."""
        return silences.silent(self.conn, heard_before, units)

    def asked_for_copy(self, member: str) -> datetime | None:
        """When they last asked for a copy of their data that somebody is to print."""
        return audit.last(self.conn, member, "ask for a copy")

    def invite(self, code: str) -> Invite | None:
        return accounts.invite(self.conn, code)

    def invites_for(self, units: Collection[str] | None, today: date) -> list[tuple[Invite, str]]:
        return post_changes.invites_for(self.conn, units, today)

    def proposal(self, id: str) -> Proposal | None:
        return post_changes.proposal(self.conn, id)

    def proposals(self, units: Collection[str] | None) -> list[Proposal]:
        return post_changes.proposals(self.conn, units)

    def link(self, code: str) -> Link | None:
        return link_codes.link(self.conn, code)

    def pin(self, code: str) -> Pin | None:
        return link_codes.pin(self.conn, code)

    def pin_of(self, member: str) -> Pin | None:
        return link_codes.pin_of(self.conn, member)

    def sms_invitation(self, number: str, now: datetime) -> tuple[str, datetime] | None:
        """(code, when) of the invitation that was sent to a number and still works."""
        return sms_invitations.invited(self.conn, number, now)

    def count_invitations(self, member: str, since: datetime) -> int:
        return sms_invitations.count_by(self.conn, member, since)

    def number_state(self, number: str) -> str:
        """Whether a number belongs to a member or refused: "member", "refused" or ""."""
        return sms_invitations.standing(self.conn, number)

    def quiet_hours(self, member: str) -> tuple[int, int] | None:
        return reminders.wishes(self.conn, member)[0]

    def reminder_wishes(self, member: str) -> tuple[tuple[int, int] | None, bool]:
        """(quiet hours, whether messages are stopped)."""
        return reminders.wishes(self.conn, member)


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports as they were sent. `fresh_code` alone writes: it counts on."""

    conn: Connection

    def get(self, code: str) -> Report | None:
        return reports.get(self.conn, code)

    def sent_by(self, member: str, limit: int = 10, before: datetime | None = None) -> list[Report]:
        return reports.of_member(self.conn, member, limit, before)

    def count_by(self, member: str) -> int:
        return reports.count_of(self.conn, member)

    def count_photos(self, member: str) -> int:
        """How many photos stand in the reports that the member sent or entered."""
        return erasure.count_photos(self.conn, member)

    def of_unit(self, unit: str, since: date, until: date) -> list[Report]:
        return reports.of_unit(self.conn, unit, since, until)

    def waiting(self, units: Collection[str] | None) -> list[Report]:
        """Supplementary reports that wait for a coordinator."""
        return reports.waiting(self.conn, units)

    def reported(self, period: str) -> set[str]:
        """The units with a report or a nil for the period."""
        return reports.reported(self.conn, period)

    def nil_report(self, unit: str, period: str) -> str | None:
        return reports.nil(self.conn, unit, period)

    def fresh_code(self) -> str:
        return reports.fresh_code(self.conn)


@dataclass(frozen=True, slots=True)
class Figures:
    """Activities and sums over them; `units` None are all."""

    conn: Connection

    def activities(self, units: Collection[str] | None, since: date, until: date) -> list[ActivityRow]:
        return activity_rows.activities(self.conn, units, since, until)

    def highest(self, unit: str, kind: str, figure: str) -> int | None:
        return activity_rows.highest(self.conn, unit, kind, figure)

    def recent_places(self, unit: str, limit: int = 3) -> list[str]:
        return activity_rows.recent_places(self.conn, unit, limit)

    def groups(
        self,
        units: Collection[str] | None,
        spans: Sequence[totals.Span],
        *,
        by_unit: bool = False,
        kinds: Collection[str] = (),
    ) -> list[FigureGroup]:
        return totals.groups(self.conn, units, spans, by_unit=by_unit, kinds=kinds)

    def filings(
        self, periods: Iterable[str], since: date, until: date, as_of: datetime, units: Collection[str] | None = None
    ) -> list[FilingRow]:
        return totals.filings(self.conn, periods, since, until, as_of, units)

    def active(self, units: Collection[str] | None, since: date, until: date, topic: str = "") -> set[str]:
        return totals.active(self.conn, units, since, until, topic)


@dataclass(frozen=True, slots=True)
class Approvals:
    """What waits for a decision; `places` None are all."""

    conn: Connection

    def get(self, id: str) -> Matter | None:
        return matters.get(self.conn, id)

    def page(
        self, places: Collection[str] | None, limit: int, offset: int = 0, kinds: Collection[str] = ()
    ) -> list[Matter]:
        return matters.listed(self.conn, places, limit, offset, kinds)

    def count(self, places: Collection[str] | None, kinds: Collection[str] = ()) -> int:
        return matters.count(self.conn, places, kinds)

    def of_report(self, code: str) -> list[Matter]:
        return matters.of_report(self.conn, code)

    def alike(self, code: str, units: Collection[str], day: date, like: int, spot: int | None) -> list[AlikeActivity]:
        """Activities of other reports that may tell of the same event."""
        return matters.alike(self.conn, code, units, day, like, spot)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Campaigns, reminders and urgent questions."""

    conn: Connection
    shelf: campaign_days.Shelf | None = None

    def campaign_days(self, since: int, until: int) -> Sequence[CampaignRevision]:
        return (self.shelf or campaign_days).editions(self.conn, since, until)

    def seasons(self, programme: Programme, years: range) -> Sequence[Season]:
        return (self.shelf or campaign_days.Shelf()).seasons(self.conn, programme, years)

    def nudged(self, day: date) -> dict[str, str]:
        """The units that were reminded by hand on that day, and by whom."""
        return reminders.nudged(self.conn, day)

    def settled(self) -> set[tuple[str, str]]:
        return reminders.settled(self.conn)

    def missed(self, units: Collection[str] | None, since: date) -> list[MissedReminder]:
        return reminders.missed(self.conn, units, since)

    def urgent_question(self, id: str) -> UrgentQuestion | None:
        return urgent_questions.get(self.conn, id)

    def count_urgent_questions(self, post: str, since: datetime) -> int:
        return urgent_questions.count_for(self.conn, post, since)

    def open_urgent_questions(self, units: Collection[str], now: datetime) -> list[tuple[UrgentQuestion, str]]:
        return urgent_questions.open_for(self.conn, units, now)

    def urgent_answers(self, question: str) -> Sequence[tuple[str, str, str, str]]:
        return urgent_questions.answers(self.conn, question)


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms that coordinators add."""

    conn: Connection

    def get(self, name: str, version: str) -> Form | None:
        return forms.form(self.conn, name, version)

    def offered(self, units: Collection[str]) -> list[FormOffer]:
        return forms.offered(self.conn, units)


@dataclass(frozen=True, slots=True)
class Messages:
    """What went out, and what SMS cost."""

    conn: Connection

    def heard_since(self, member: str, at: datetime) -> bool:
        return conversations.changed_since(self.conn, f"m:{member}", at)

    def last_reminder(self, member: str, today: date) -> tuple[Outbound, datetime] | None:
        return outbox.reminder(self.conn, member, today)

    def sms_uses(self, month: str) -> list[SmsUse]:
        return deliveries.used(self.conn, month)


class Queries:
    """All of them over one transaction, as long as it lives."""

    __slots__ = ("approvals", "figures", "forms", "messages", "people", "reports", "schedule")

    def __init__(self, conn: Connection, shelf: campaign_days.Shelf | None = None):
        self.people = People(conn)
        self.reports = Reports(conn)
        self.figures = Figures(conn)
        self.approvals = Approvals(conn)
        self.schedule = Schedule(conn, shelf)
        self.forms = Forms(conn)
        self.messages = Messages(conn)
