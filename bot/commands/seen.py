"""What somebody saw or took on the command line, in the trail: names, numbers, whole exports."""

from __future__ import annotations

from datetime import UTC, datetime

CLI = "cli"
"""Who the trail names for what is done on the command line."""


def seen(store, what: str, subject: str = "", why: str = "") -> None:
    from storage.privacy import audit

    now = datetime.now(UTC)
    store.transact(lambda conn: audit.note(conn, now, CLI, what, subject, why)).result()
