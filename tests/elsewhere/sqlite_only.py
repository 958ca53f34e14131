"""Tests that say nothing where every store is a PostgreSQL database, and why."""

from __future__ import annotations

_READS = "looks into the SQLite file itself; tests/storage/database/test_postgresql.py kills processes on PostgreSQL"
_FILE = "is about an SQLite file: a full disk, a lock, a file that may not be written"
_NAMED = "names an SQLite store itself; PostgreSQL has a case beside it"
SQLITE_ONLY = {
    "test_session.py::test_turns_that_wait_on_sqlite_are_committed_together": _NAMED,
    "test_session.py::test_a_wrong_address_is_refused_in_one_line_without_its_password[sqlite": _NAMED,
    "test_session.py::test_sqlite_is_durable_and_lets_others_read": _NAMED,
    "test_backup_file.py::test_no_backup_of_nothing_or_over_another[sqlite": _NAMED,
    "test_faults.py::test_what_can_not_be_stored_is_not_acknowledged": _FILE,
    "test_operations.py::test_a_store_that_can_not_be_written_is_not_well": _FILE,
    "test_doctor.py::test_a_database_that_is_none": _FILE,
    "test_faults.py::test_commands_beside_the_running_bot": _READS,
    "test_telegram_end_to_end.py::test_processes_that_are_killed": _READS,
    "test_crashes.py::test_killed_at_every_point_of_a_report": _READS,
    "test_crashes.py::test_two_hundred_messages_over_six_random_kills": _READS,
    "test_crashes.py::test_killed_in_a_backup_there_is_none_and_the_store_is_well": "has SQLite and PostgreSQL itself",
    "test_commands.py::test_help_loads_nothing_heavy": "sees what puts the stores on PostgreSQL loaded too",
}
"""The beginning of a test's id → why it is left out there."""


def why_not(test: str) -> str:
    """The reason to leave a test out, "" for none."""
    return next((reason for name, reason in SQLITE_ONLY.items() if f"/{name}" in test), "")
