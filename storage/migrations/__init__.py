"""The schema's versions, numbered and in one line; run when a store is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage.database.store_faults import OlderSchema, StoreFault

FOLDER = Path(__file__).parent
LOCK = 0x6261_6F63_616F  # one process at a time migrates a PostgreSQL


def known() -> list[str]:
    """The versions this program knows, oldest first: versions/0001_first.py is "0001"."""
    return sorted(file.stem[:4] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def version(connection: Connection) -> str | None:
    """The version of the schema that is there; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _nothing(connection: Connection, found: str) -> None:
    pass


def bring_up(
    engine: Engine, *, migrate: bool = True, before: Callable[[Connection, str], None] = _nothing
) -> str | None:
    """Bring the schema up to the newest version in one transaction; StoreFault if it is newer than we know, or older
    and `migrate` is False. `before` is called with the version of a store that is about to change, which is returned:
    None where nothing changed or there was nothing."""
    versions = known()
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = version(connection)
        if found == versions[-1]:
            return None
        if found is not None and found not in versions:
            raise StoreFault(
                f"the store has schema {found}, this program knows up to {versions[-1]}: install the newer program"
            )
        if not migrate:
            raise (OlderSchema if found else StoreFault)(
                f"the store has schema {found or 'none'}, this program wants {versions[-1]}: migrate it first"
            )
        if found is not None:
            before(connection, found)
        upgrade(connection)
        return found


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to that version in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
