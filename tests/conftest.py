"""Fixtures for all tests."""

pytest_plugins = ["tests.storage_fixtures"]
