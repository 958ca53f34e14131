"""Dates on the command line."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(text: str) -> date:
    """An argument like 2026-06-15."""
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-06-15")


def today(zone: str) -> date:
    """The day in this time zone, whatever the machine's is."""
    return datetime.now(ZoneInfo(zone)).date()
