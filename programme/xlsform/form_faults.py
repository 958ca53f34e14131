"""What can be wrong: with a form (faults, all at once), or with an answer (refused)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Why a form can't be asked. `row` counts as the sheet does, the header being row 1; 0 where it is not known."""

    file: str
    sheet: str
    row: int
    column: str
    name: str
    reason: str

    def __str__(self) -> str:
        place = [self.file, self.sheet, f"row {self.row}" if self.row else "", self.column]
        subject = f"{self.name}: " if self.name else ""
        return f"{', '.join(part for part in place if part)}: {subject}{self.reason}"


class FormFaults(Exception):
    """A form that can't be asked, with every reason that was found."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Refused(Exception):
    """An answer that is not taken. `kind` is type, choice, constraint, required or readonly; `message` is the form's
    own in the reader's language, or None where it has none."""

    def __init__(self, kind: str, message: str | None = None):
        super().__init__(kind, message)
        self.kind = kind
        self.message = message
