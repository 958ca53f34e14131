"""Buttons of reports: begun, filled in, sent, changed."""

from __future__ import annotations

from typing import ClassVar, Self

from programme.domain.buttons.button import Button
from programme.domain.buttons.draft_actions import Action, read_action


class NewReport(Button):
    wire: ClassVar[str] = "m:report"


class NewReportFor(Button):
    wire: ClassVar[str] = "m:new"
    unit: str


class ResumeDraft(Button):
    wire: ClassVar[str] = "m:resume"


class DiscardDraft(Button):
    """`draft` is the number of the draft that is thrown away, in hex."""

    wire: ClassVar[str] = "m:discard"
    draft: str = ""


class NothingToReport(Button):
    wire: ClassVar[str] = "m:nil"
    yes: ClassVar[bool] = True
    unit: str = ""
    period: str = ""


class EnterForUnit(Button):
    """A coordinator enters a report for a unit that is named next."""

    wire: ClassVar[str] = "m:behalf"


class ToldForUnit(Button):
    """What was told before is this unit's."""

    wire: ClassVar[str] = "w:for"
    unit: str


class SentReports(Button):
    wire: ClassVar[str] = "m:sent"


class DraftButton(Button):
    """A button under a question, a check or the review of a draft. `draft` is its number in hex, `stop` names the stop
    it was offered at, `action` what is done there."""

    wire: ClassVar[str] = "q"
    draft: str
    stop: str
    action: Action

    @classmethod
    def read(cls, fields: list[str]) -> Self | None:
        return cls(*fields[:2], read_action(":".join(fields[2:]))) if len(fields) > 2 else None


class ShowReport(Button):
    wire: ClassVar[str] = "r:show"
    code: str


class CopyReport(Button):
    wire: ClassVar[str] = "r:copy"
    code: str


class MendReport(Button):
    wire: ClassVar[str] = "r:mend"
    code: str


class AskWithdrawal(Button):
    """Asks whether the report is to be withdrawn."""

    wire: ClassVar[str] = "r:withdraw"
    code: str


class ConfirmWithdrawal(Button):
    wire: ClassVar[str] = "r:withdrawn"
    yes: ClassVar[bool] = True
    code: str


class ApproveLate(Button):
    wire: ClassVar[str] = "r:approve"
    code: str


class RefuseLate(Button):
    wire: ClassVar[str] = "r:refuse"
    code: str


class IsSecondReport(Button):
    """The words that came while another report is open are a report of their own. `mark` tells which words."""

    wire: ClassVar[str] = "w:report"
    mark: str


class SendSeveral(Button):
    """All activities of one message that were shown are sent. `mark` is the number of the first one's draft."""

    wire: ClassVar[str] = "w:all"
    yes: ClassVar[bool] = True
    mark: str


class DropSeveral(Button):
    """None of them is sent."""

    wire: ClassVar[str] = "w:none"
    mark: str


class AskOfficer(Button):
    """What was not understood goes to the unit's officer."""

    wire: ClassVar[str] = "w:officer"


class IsAnswer(Button):
    """The words that came are the answer to the open question."""

    wire: ClassVar[str] = "w:answer"
    mark: str


class ReportWithPhotos(Button):
    """A new report that photos of none go into. `mark` begins the name of the last of them, here and below."""

    wire: ClassVar[str] = "m:photos"
    mark: str


class AddPhotosToDraft(Button):
    """They go into the report that is being filled in."""

    wire: ClassVar[str] = "w:photos"
    mark: str


class AddPhotosToReport(Button):
    """They go into a report that was sent."""

    wire: ClassVar[str] = "r:photos"
    code: str
    mark: str


class DropPhotos(Button):
    """They go into none, and are forgotten."""

    wire: ClassVar[str] = "w:nophotos"
    mark: str


class OfferedForms(Button):
    wire: ClassVar[str] = "m:forms"
    page: str = ""


class FillForm(Button):
    wire: ClassVar[str] = "m:fill"
    key: str
    unit: str = ""


class StopOffering(Button):
    """A coordinator takes a form back."""

    wire: ClassVar[str] = "m:ungive"
    key: str
    unit: str = ""


class ReportForSuccessor(Button):
    """A new report for what a closed unit became."""

    wire: ClassVar[str] = "m:instead"
    unit: str


class WhoLooksAfter(Button):
    """Who looks after a closed unit now."""

    wire: ClassVar[str] = "m:officer"
    unit: str
