"""Every store that a test opens as an SQLite file is a PostgreSQL database instead: the file's path gets a note that
says which. A copy of the note is a copy of the database. `BAOCAO_TEST_STORES=postgresql pytest` runs the tests so."""

from __future__ import annotations

import re
import uuid
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import URL, create_engine, make_url, text

from storage.database import engines, session
from storage.transfer import backup_file, move, restoration

NOTE = re.compile(r"the database (\w+) stands for (.+)\n")
TEMPLATE = "baocao_newest"


def stand_in(server: str) -> None:
    """From now on, in this process."""
    real = engines.address

    def address(url: str) -> URL:
        found = real(url)
        name = database(server, Path(found.database).resolve()) if found.drivername == "sqlite" else ""
        return make_url(server).set(database=name) if name else found

    for module in (engines, session, backup_file, move, restoration):
        module.address = address


def template(server: str) -> None:
    """A database of the newest schema, to copy."""
    said(server, f"CREATE DATABASE {TEMPLATE}")
    session.open_store(make_url(server).set(database=TEMPLATE).render_as_string(hide_password=False)).close()


def database(server: str, path: Path) -> str:
    """The database that stands for that file, "" where the file is another thing."""
    with open(Path(gettempdir()) / "baocao-stores.lock", "w") as turn:
        flock(turn, LOCK_EX)
        note = path.read_bytes() if path.exists() else b""
        found = NOTE.fullmatch(note.decode("utf-8", "replace"))
        if note and not found:
            return ""
        if found and found[2] == str(path):
            return found[1]
        name = f"store_{uuid.uuid4().hex[:12]}"
        said(server, f"CREATE DATABASE {name} TEMPLATE {found[1] if found else TEMPLATE}")
        path.write_text(f"the database {name} stands for {path}\n")
        return name


def said(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
