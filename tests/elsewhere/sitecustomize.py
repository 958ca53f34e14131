"""Processes that a test starts keep their stores where the test does: Python imports this at its start, where the
folder is on its path."""

import os

if server := os.environ.get("BAOCAO_TEST_SERVER"):
    from tests.elsewhere.stores import stand_in

    stand_in(server)
