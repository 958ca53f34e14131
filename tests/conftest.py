"""Fixtures for all tests."""

pytest_plugins = ["tests.storage_fixtures"]


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write transcripts and other golden files anew")
