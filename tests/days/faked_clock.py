"""A clock of its own for a real process, by libfaketime: its days and hours are set, its seconds pass as ours do."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLACES = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/local/lib/faketime")
LIBRARY = next((str(f) for place in PLACES for f in sorted(Path("/").glob(f"{place[1:]}/libfaketimeMT.so.1"))), "")
"""libfaketime for programs with threads, "" where it is absent."""
DAYS = {
    "Monday 30/11, the end of a month": "2026-11-30T16:40",
    "1/12": "2026-12-01T08:00",
    "31/12": "2026-12-31T17:00",
    "1/1": "2027-01-01T00:10",
    "29/2": "2028-02-29T09:00",
    "26/6": "2027-06-26T19:30",
    "30/7": "2027-07-30T07:59",
    "a Sunday": "2026-12-06T08:30",
    "Tet, the first day of Dinh Mui": "2027-02-06T09:00",
    "a minute before midnight": "2026-11-30T23:59",
}
"""Days on which something has gone wrong or may go wrong: where periods, years and reminders meet; in Vietnam."""
CLOCKS = Path(__file__).parent / "clock"


def moment(words: str) -> datetime:
    """`2026-11-30T16:40` as that moment in Vietnam."""
    return datetime.fromisoformat(words).replace(tzinfo=ZONE)


class SetClock:
    """The clock of all processes with this `environ`, set from now on; `set` sets it again within two seconds."""

    def __init__(self, file: Path, at: datetime):
        self._file = file
        self.set(at)
        self.environ = {
            "LD_PRELOAD": LIBRARY,
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # else threads that wait for each other wait for years
            "PYTHONPATH": os.pathsep.join((str(CLOCKS), str(CLOCKS.parents[2]))),
        }

    def set(self, at: datetime) -> None:
        self._ahead = at.timestamp() - time.time()
        part = self._file.with_suffix(".part")
        part.write_text(f"{self._ahead:+.0f}s\n")
        part.replace(self._file)

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self._ahead, ZONE)
