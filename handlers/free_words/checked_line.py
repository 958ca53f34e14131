"""A line `BC …` that would be filed at once is read by the reader of free words too: where that reads another figure
("1 tram nguoi", "2 buoi x 30"), nothing is filed; what it read is shown for a yes."""

from __future__ import annotations

import re

from handlers.context import Context, Turn
from handlers.free_words.free_report import report
from handlers.free_words.message_reading import reading_of
from handlers.one_line import report_line
from handlers.understand.reader.reading import Reading
from programme.domain.effects.reports import FileReport
from programme.domain.model import Activity

SIGNED = re.compile(r"\d\s*%|(?:^|\s)[-−]\d")
"""A number with a sign that the line does not read: 50%, -5."""


def by_keyword(s: Context, text: str) -> Turn | None:
    """The turn that a line beginning with the keyword leads to; None for any other text."""
    turn = report_line.by_keyword(s, text)
    filed = [effect.report for effect in turn.effects if isinstance(effect, FileReport)] if turn else []
    if not filed or not filed[0].activities:
        return turn
    reading = reading_of(s, text)
    signed = bool(SIGNED.search(text))
    return report(s, text, reading) or turn if _reads_otherwise(reading, filed[0].activities, signed) else turn


def _reads_otherwise(reading: Reading, filed: tuple[Activity, ...], signed: bool) -> bool:
    """Whether the reader, which has as many activities of each kind, has another value for a figure of the line, or
    none where a number is `signed`."""
    kinds = [one.kind for one in filed]
    theirs = [one for one in reading.activities if one.kind in kinds]
    if reading.intent != "report" or len({one.kind for one in theirs}) < len(theirs):
        return False
    mine = {name: (f.value, f.bound or "") for one in filed for name, f in one.figures.items()}
    said = {name: (value.value, value.bound) for one in theirs for name, value in one.figures.items()}
    return any(mine[name] != said.get(name) for name in mine if name in said or signed)
