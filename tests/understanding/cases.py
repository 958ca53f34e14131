"""A message with its right reading, as `messages-dev.md` writes it, made by the generator or by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """`expected` and `context` are as in a row of the file. `channel` is sms, zalo or telegram, "" where nobody knows;
    `made` names what the generator put in: its template, and each kind of noise and trap."""

    text: str
    unit: str
    today: date
    expected: Mapping[str, Any]
    context: Mapping[str, Any] | None = None
    channel: str = ""
    made: tuple[str, ...] = ()
    name: str = ""

    @property
    def held_aside(self) -> bool:
        """Such rows are never read while the reader is built: no report shows them."""
        return bool(self.name) and int(sha256(self.text.encode()).hexdigest(), 16) % 4 == 0


def cases_of(file: Path) -> list[Case]:
    """The rows of a file of JSON lines."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [
        Case(
            text=row["text"],
            unit=row["unit"],
            today=date.fromisoformat(row["today"]),
            expected=row["expected"],
            context=row.get("context"),
            name=row["id"],
        )
        for row in rows
    ]
