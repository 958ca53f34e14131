"""What goes wrong with the store, in one clear line."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class StoreFault(Exception):
    """The store cannot do it; the message says why and holds no content."""


class OlderSchema(StoreFault):
    """The store is of an older schema, and may not be migrated now."""


class Stale(StoreFault):
    """It was decided on what another has changed since: decide again."""


def is_of_store(fault: Exception) -> bool:
    """Whether the database, or what is kept in it, is at fault: the whole turn is tried again."""
    return isinstance(fault, StoreFault | SQLAlchemyError)


def told(error: DBAPIError) -> StoreFault:
    """The database's own first line, without the statement and its values."""
    origin = error.orig
    diagnosis = getattr(getattr(origin, "diag", None), "message_primary", None)
    first = (diagnosis or str(origin).strip() or type(origin).__name__).splitlines()[0]
    return StoreFault(f"the store refused: {first}")
