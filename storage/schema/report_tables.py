"""The tables of reports and their media."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from storage.schema.declared import COMPACT, Kept, as_json, instant, key, only, serial, words


class CodeRow(Kept, table=True):
    """The counter behind the codes of reports: on PostgreSQL a sequence, so that nobody waits for it."""

    __tablename__ = "codes"
    id: int | None = serial()


class ReportRow(Kept, table=True):
    """`first` and `last` are the days its activities span, for a nil report those of its period; `tells`: it is nil, or
    tells of an activity (another form's answers are no report of either); `origin` marks an imported line that had no
    code, so that it comes in once."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_member", "member", "filed_at"),
        Index("ix_reports_unit", "unit", "last"),
        Index("ix_reports_came", "period", "unit", "filed_at", "nil", "state", "tells", **only("tells")),
        Index(
            "ix_reports_late",
            "filed_at",
            "code",
            **only("state='late'"),
        ),
        Index("ix_reports_filed", "filed_at", "code"),
        Index("ix_reports_origin", "origin", unique=True),
    )
    code: str = key()
    form: str = words()
    version: str = words()
    unit: str = words()
    member: str = words()
    entered_by: str = words()
    channel: str = words()
    period: str = words()
    filed_at: datetime = instant()
    answers: Any = as_json()
    joint_units: Any = as_json()
    state: str = words()
    merged_into: str | None = words(default=None, nullable=True)
    revision: int
    nil: bool
    tells: bool
    first: date
    last: date
    origin: str | None = words(default=None, nullable=True)


class JointRow(Kept, table=True):
    """A report's joint organisers, to find it by them."""

    __tablename__ = "joints"
    __table_args__ = (Index("ix_joints_report", "report"), COMPACT)
    unit: str = key()
    report: str = key()


class ActivityRow(Kept, table=True):
    """`day` decides the period it counts in; `counts` follows the report's state; by `likeness` and `spot` of
    programme/domain/approvals.py those are found that may be the same."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_unit", "unit", "day", "place"),  # covers the places used last
        Index("ix_activities_day", "day"),
        Index("ix_activities_spot", "spot", **only("spot IS NOT NULL")),
        COMPACT,
    )
    report: str = key()
    n: int = Field(primary_key=True)
    unit: str = words()
    kind: str = words()
    scope: str = words()
    topics: Any = as_json()
    date: date
    date_to: date | None = None
    day: date
    place: str = words(default="")
    ward: str = words(default="")
    note: str = words(default="")
    counts: bool
    likeness: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    spot: int | None = Field(default=None, sa_type=BigInteger, nullable=True)


class FigureRow(Kept, table=True):
    """With what sums need of its activity: in the order of ix_figures_sums those of a day come without sorting, from
    the index alone. `alone`: it counts and its activity is one event with one session, so it may be compared."""

    __tablename__ = "figures"
    __table_args__ = (
        Index(
            "ix_figures_highest",
            "unit",
            "kind",
            "name",
            "value",
            **only("alone"),
        ),
        Index("ix_figures_sums", "day", "kind", "name", "topics", "bound", "unit", "value", "counts", **only("counts")),
        COMPACT,
    )
    report: str = key()
    n: int = Field(primary_key=True)
    name: str = key()
    unit: str = words()
    kind: str = words()
    value: int = Field(sa_type=BigInteger)
    bound: str | None = words(default=None, nullable=True)
    alone: bool
    day: date
    topics: Any = as_json()
    counts: bool


class StandingRow(Kept, table=True):
    """A figure that tells how things stand (LATEST of programme/domain/model.py), of a report that
    counts; a unit's last word
    is that of the newest `day`, then of the report that came last, `at`."""

    __tablename__ = "standings"
    __table_args__ = (Index("ix_standings_day", "day"), Index("ix_standings_unit", "unit", "day"), COMPACT)
    report: str = key()
    n: int = Field(primary_key=True)
    name: str = key()
    unit: str = words()
    kind: str = words()
    topics: Any = as_json()
    place: str = words()
    day: date
    at: datetime = instant()
    value: int = Field(sa_type=BigInteger)
    bound: str | None = words(default=None, nullable=True)


class RevisionRow(Kept, table=True):
    __tablename__ = "revisions"
    __table_args__ = (COMPACT,)
    report: str = key()
    number: int = Field(primary_key=True)
    at: datetime = instant()
    by: str = words()
    why: str = words()
    answers: Any = as_json()
    activities: Any = as_json()


class PictureRow(Kept, table=True):
    """A medium a report names; what has been fetched since is in `media`."""

    __tablename__ = "pictures"
    __table_args__ = (COMPACT,)
    report: str = key()
    n: int = Field(primary_key=True)
    name: str = words()
    type: str = words()
    sha256: str = words(default="")


class MediumRow(Kept, table=True):
    """`state`: wanted, fetched, dead or gone."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_due", "due", **only("state='wanted'")),)
    name: str = key()
    channel: str = words()
    ref: str = words()
    mime: str = words()
    state: str = words()
    due: datetime = instant()
    attempts: int = 0
    error: str = words(default="")
    sha256: str = words(default="")
    type: str = words(default="")
    size: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    at: datetime = instant()


codes = CodeRow.__table__
reports = ReportRow.__table__
joints = JointRow.__table__
activities = ActivityRow.__table__
figures = FigureRow.__table__
standings = StandingRow.__table__
revisions = RevisionRow.__table__
pictures = PictureRow.__table__
media = MediumRow.__table__
