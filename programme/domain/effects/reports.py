"""Effects on reports, and on the forms that are offered."""

from __future__ import annotations

from dataclasses import dataclass

from programme.domain.effects import Effect
from programme.domain.effects.messages import FetchMedium
from programme.domain.model import Report


@dataclass(frozen=True, slots=True)
class FileReport(Effect):
    report: Report

    answered_in_pause = True


@dataclass(frozen=True, slots=True)
class ReviseReport(Effect):
    """Replace the report of the same code; `report.revision` is the new number, the old one goes to the revisions."""

    report: Report
    by: str
    why: str = ""

    answered_in_pause = True


@dataclass(frozen=True, slots=True)
class WithdrawReport(Effect):
    code: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class MergeReport(Effect):
    """The report tells of the same as `into`: it counts no more."""

    code: str
    into: str
    by: str


@dataclass(frozen=True, slots=True)
class StandReport(Effect):
    """A report is given back to its sender with a question (`returned`), or stands as it was again (`filed`)."""

    code: str
    state: str
    by: str


@dataclass(frozen=True, slots=True)
class TakeForm(Effect):
    """Durable work: fetch a form's file, check it, offer it to `unit`, and say in `language` what came of it."""

    medium: FetchMedium
    file: str
    unit: str
    by: str
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class WithdrawForm(Effect):
    """The unit is offered the form of this key no more; what was begun may be ended."""

    key: str
    unit: str
    by: str
