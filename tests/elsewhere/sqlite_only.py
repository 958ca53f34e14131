"""Tests that say nothing where every store is a PostgreSQL database, and why."""

from __future__ import annotations

SQLITE_ONLY = {
}
"""The beginning of a test's id → why it is left out there."""


def why_not(test: str) -> str:
    """The reason to leave a test out, "" for none."""
    return next((reason for name, reason in SQLITE_ONLY.items() if test.startswith(f"tests/{name}")), "")
