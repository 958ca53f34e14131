"""Fixtures for all tests."""

import os

import pytest
from hypothesis import settings

from tests.elsewhere.sqlite_only import why_not
from tests.support.kinds import MAY_BE_SKIPPED, kind

pytest_plugins = ["tests.support.stores"]

settings.register_profile("house", deadline=None)  # how long an example takes says more of the machine than of the code
settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write transcripts and other golden files anew")


def pytest_collection_modifyitems(items):
    """Each test gets its kind. On PostgreSQL alone, tests about SQLite files themselves are left out, each with its
    reason."""
    for item in items:
        if name := kind(item.nodeid, item.callspec.params if hasattr(item, "callspec") else {}):
            item.add_marker(name)
    if os.environ.get("BAOCAO_TEST_STORES") == "postgresql":
        for item in items:
            if reason := why_not(item.nodeid):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With BAOCAO_TEST_ALL every program is there: a test that is skipped for want of one has failed."""
    report = yield
    if report.skipped and os.environ.get("BAOCAO_TEST_ALL") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(MAY_BE_SKIPPED) and not why_not(item.nodeid):
            report.outcome, report.longrepr = "failed", f"BAOCAO_TEST_ALL, but skipped: {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def demo_codes():
    """A demo in a test's own process has the codes that the pack names, so that transcripts can."""
    from bot import demo

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "drawn", lambda invite: invite.code)
        yield


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
