"""A report read from a line of an import, with every fault of its fields."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, tzinfo
from typing import Any, get_args

from programme.domain import periods
from programme.domain.model import KINDS, TOPICS, Activity, Bound, Figure, Report, Revision, StoredMedium
from storage.transfer.json_fields import (
    Check,
    Fields,
    day,
    filled,
    instant,
    many,
    mapping,
    maybe,
    number,
    one_of,
    text,
    word,
)

STATES = ("filed", "late", "returned", "approved", "merged", "withdrawn")
SCOPES = ("event", "period")
BOUNDS = get_args(Bound)


def report_from(data: Any, faults: list[tuple[str, str]], zone: tzinfo, units: Collection[str] | None = None) -> Report:
    """The report, whole only if `faults` stays empty. `code`, `answers`, `revisions` and `media` may be absent."""
    fields = Fields(data, faults)
    unit = filled if units is None else _known(units)
    report = Report(
        code=fields.take("code", filled, ""),
        form=fields.take("form", word),
        version=fields.take("version", word),
        unit=fields.take("unit", unit),
        member=fields.take("member", word),
        entered_by=fields.take("entered_by", word),
        channel=fields.take("channel", word),
        period=fields.take("period", _period),
        filed_at=fields.take("filed_at", instant(zone)),
        activities=tuple(_activity(each, unit) for each in fields.each("activities")),
        answers=fields.take("answers", mapping, {}),
        joint_units=fields.take("joint_units", many(unit), ()),
        state=fields.take("state", one_of(STATES), "filed"),
        merged_into=fields.take("merged_into", maybe(filled), None),
        revision=fields.take("revision", number(1, 10**9), 1),
        revisions=tuple(_revision(each, zone) for each in fields.each("revisions", ())),
        media=tuple(_medium(each) for each in fields.each("media", ())),
    )
    fields.done()
    if len({revision.number for revision in report.revisions}) < len(report.revisions):
        fields.fault("revisions", "have the same number twice")
    return report


def _activity(fields: Fields, unit: Check = filled) -> Activity:
    """`unit` is what its ward must be."""
    kind = fields.take("kind", one_of(KINDS))
    figures = {name: _figure(each) for name, each in fields.named("figures").items()}
    for name in figures:
        if kind and name not in KINDS[kind]:
            fields.fault(f"figures.{name}", f"is no figure of {kind}; there are {', '.join(KINDS[kind])}")
    activity = Activity(
        kind=kind,
        topics=fields.take("topics", many(one_of(TOPICS)), ()),
        date=fields.take("date", day),
        figures=figures,
        scope=fields.take("scope", one_of(SCOPES), "event"),
        date_to=fields.take("date_to", maybe(day), None),
        place=fields.take("place", text, ""),
        ward=fields.take("ward", unit, ""),
        note=fields.take("note", text, ""),
    )
    fields.done()
    if isinstance(activity.date, date) and activity.date_to and activity.date_to < activity.date:
        fields.fault("date_to", "is before date")
    return activity


def _figure(fields: Fields) -> Figure:
    figure = Figure(fields.take("value", number()), fields.take("bound", maybe(one_of(BOUNDS)), None))
    fields.done()
    return figure


def _revision(fields: Fields, zone: tzinfo) -> Revision:
    revision = Revision(
        number=fields.take("number", number(1, 10**9)),
        at=fields.take("at", instant(zone)),
        by=fields.take("by", text),
        why=fields.take("why", text),
        answers=fields.take("answers", mapping),
        activities=tuple(_activity(each) for each in fields.each("activities")),
    )
    fields.done()
    return revision


def _medium(fields: Fields) -> StoredMedium:
    medium = StoredMedium(
        sha256=fields.take("sha256", text), type=fields.take("type", filled), name=fields.take("name", filled)
    )
    fields.done()
    return medium


def _period(value: Any) -> str:
    periods.parse(text(value))
    return value


def _known(units: Collection[str]) -> Any:
    def check(value: Any) -> str:
        if filled(value) not in units:
            raise ValueError(f"{value!r} is no unit here")
        return value

    return check
