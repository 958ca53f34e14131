"""A message as the reader reads it, with what went before out of the member's state."""

from __future__ import annotations

from datetime import date

from handlers.context import Context
from handlers.understand import english
from handlers.understand.reader import reading as read_as
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from handlers.understand.reader.reading import Reading, Talk
from handlers.understand.reader.told import Told, told_of
from programme.domain.model import Activity
from programme.domain.programme import Programme
from programme.language.vietnamese import nfc

LONGEST = 10_000
"""Letters that are read; whoever writes more is told."""


_FEW = 3  # words: shorter messages are answers and commands, and quickly read where they are not


def worth_reading_ahead(text: str) -> bool:
    """Whether a message is long enough to be read before its transaction."""
    return text.count(" ") + text.count("\n") >= _FEW - 1


def read_ahead(programme: Programme, text: str, today: date) -> Told:
    """What a message tells, before it is known who wrote it and after what: the long part of reading."""
    return told_of(nfc(text).strip()[:LONGEST], lexicon(), programme.units, today)


def reading_of(s: Context, text: str) -> Reading:
    """What the words say today, to a member of the unit that they report for; who reads English may write it."""
    if s.texts.language == english.LANGUAGE and (found := english.read(text[:LONGEST], s.today)):
        return found
    return read(
        text[:LONGEST],
        words=lexicon(),
        units=s.programme.units,
        unit=s.unit_of(),
        today=s.today,
        talk=Talk(last_report=_last_report(s)),
        told=s.told,
    )


def _last_report(s: Context) -> read_as.Activity | None:
    """The activity that the member told of last, as far as it may still be meant."""
    if s.member is None or not s.state.filed:
        return None
    report = s.reports.get(list(s.state.filed.values())[-1])
    return as_read(report.activities[0]) if report and report.activities else None


def as_read(done: Activity) -> read_as.Activity:
    """An activity that is stored, as the reader would have read it."""
    return read_as.Activity(
        kind=done.kind,
        topics=done.topics,
        date=done.date,
        date_to=done.date_to,
        place=done.place,
        figures={name: read_as.Value(figure.value, figure.bound or "") for name, figure in done.figures.items()},
    )
