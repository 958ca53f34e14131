"""Fixtures for all tests."""

import os

import pytest

from tests.elsewhere.sqlite_only import why_not

pytest_plugins = ["tests.support.stores"]


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write transcripts and other golden files anew")


def pytest_collection_modifyitems(items):
    """On PostgreSQL alone, tests about SQLite files themselves are left out, each with its reason."""
    if os.environ.get("BAOCAO_TEST_STORES") == "postgresql":
        for item in items:
            if reason := why_not(item.nodeid):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def stores(request):
    """Where all stores are: SQLite files, unless `BAOCAO_TEST_STORES=postgresql` says otherwise."""
    if os.environ.get("BAOCAO_TEST_STORES") != "postgresql":
        yield
        return
    from tests.elsewhere import stores

    server = request.getfixturevalue("postgresql_url")
    stores.template(server)
    stores.stand_in(server)
    with pytest.MonkeyPatch.context() as patch:
        here = os.path.dirname(stores.__file__)
        root = os.path.dirname(os.path.dirname(here))
        patch.setenv("BAOCAO_TEST_SERVER", server)
        patch.setenv("PYTHONPATH", os.pathsep.join((here, root)))
        yield
