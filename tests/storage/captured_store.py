"""A store that an earlier release left behind: loaded with the schema it had, and its people writing on.

The folder of a release holds the dump (`store.sql.gz`) and what its people had before them (`*.jsonl`).
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from bot.inbound.receive import Receiver
from programme.domain.messages import Inbound, Media, Outbound
from programme.packs.pack import Programme
from storage import migrations
from storage.database.session import Store
from storage.messages import outbox
from storage.transfer import store_rows

URL = "https://bc.example"
"""Where the pages were when the store was captured."""


def lines(file: Path) -> list[dict[str, Any]]:
    """One JSON object a line."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def load_sqlite(dump: Path, file: Path) -> None:
    """The store as an SQLite file, with the schema of the dump."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(gzip.decompress(dump.read_bytes()).decode("utf-8"))


def load_postgresql(file: Path, url: str) -> None:
    """The rows of an SQLite file in an empty PostgreSQL database, with the schema that they had in the file."""
    source, target = create_engine(f"sqlite:///{file}"), create_engine(url)
    try:
        with source.connect() as old, target.connect() as new, new.begin():
            migrations.upgrade(new, migrations.version(old) or "")
            for table, copy in zip(store_rows.tables(old), store_rows.tables(new), strict=True):
                for _ in store_rows.write(new, copy, store_rows.read(old, table)):
                    pass
            store_rows.count_on(new)
    finally:
        source.dispose()
        target.dispose()


class Undo(Exception):
    """Ends a transaction without keeping anything of it."""


@dataclass
class Phone:
    """Someone who writes from one address, within a transaction that may be undone. `name` tells the keys of their
    messages from those of others."""

    conn: Connection
    receiver: Receiver
    channel: str
    address: str
    name: str
    count: int = 0

    def send(self, step: dict[str, Any], at: datetime, fresh: str = "") -> list[Outbound]:
        """Sends what a step says (`in` words, `press` a payload, `photo` or `file` a name, `location`, `oddity`) and
        gives the replies; the code of a second proof is sent back as soon as it is wanted."""
        self.count += 1
        key = f"{self.name}:{self.count}"
        media = tuple(Media(kind, f"{kind}:{key}", step[k], size=9000) for k, kind in _MEDIA.items() if k in step)
        inbound = Inbound(
            self.channel,
            self.address,
            key,
            at,
            text=step.get("in", ""),
            choice=step.get("press", ""),
            media=media,
            location=tuple(step["location"]) if "location" in step else None,
            message=f"old:{key}" if "press" in step else "",
            oddity=step.get("oddity", ""),
        )
        fresh = fresh or sha256(key.encode()).hexdigest()[:32]
        turn = self.receiver.turn(self.conn, inbound, fresh)
        assert turn is not None, f"{key} was taken before"
        if turn.state.proof and turn.state.proof.code:
            return self.send({"in": turn.state.proof.code}, at, fresh)
        keys = (f"{begin}#{place}" for begin in (key, f"{outbox.LAST}{fresh}") for place in range(len(turn.replies)))
        queued = (outbox.outbound(self.conn, each) for each in keys)
        return [row for row in queued if row is not None]


_MEDIA = {"photo": "photo", "file": "document", "audio": "audio", "video": "video"}


@dataclass
class Replay:
    """A store in which people write on, each as if nobody else had: what is said is undone."""

    store: Store
    programme: Programme

    def __post_init__(self) -> None:
        self._counters = self.store.read(_counters)

    def replies(self, channel: str, address: str, name: str, steps: Iterable[dict[str, Any]]) -> list[list[Outbound]]:
        """What somebody gets in answer to each step, one after another."""
        answers: list[list[Outbound]] = []
        receiver = Receiver(self.store, self.programme, via="terminal", sms="kannel", public_url=URL)

        def work(conn: Connection) -> None:
            answers.clear()  # work may be run again
            for sequence, last in self._counters.items():  # PostgreSQL does not undo these
                conn.execute(_COUNT_ON, {"sequence": sequence, "last": last or 1, "used": last is not None})
            phone = Phone(conn, receiver, channel, address, name)
            answers.extend(phone.send(step, datetime.fromisoformat(step["at"]).astimezone(UTC)) for step in steps)
            raise Undo

        try:
            self.store.transact(work).result(60)
        except Undo:
            return answers
        raise AssertionError("the transaction was not undone")


_COUNT_ON = text("SELECT setval(CAST(:sequence AS regclass), :last, :used)")


def _counters(conn: Connection) -> dict[str, int | None]:
    """The sequences of a PostgreSQL and the last number of each, None for one that was not used."""
    if conn.dialect.name != "postgresql":
        return {}
    query = text("SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences")
    return {name: last for name, last in conn.execute(query)}
