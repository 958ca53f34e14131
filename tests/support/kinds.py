"""Which tests are quick and which are long, by their folders and files: `make quick`, `make test`, `make test-long`."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PURE = ("tests/handlers/", "tests/programme/", "tests/reports/", "tests/reminders/", "tests/house/")
NOT_QUICK = ("storage", "bot", "selenium")
"""What a module of tests imports that needs more than the pure rooms: a store, a process, a browser."""
QUICK_ALL_THE_SAME = ("tests/house/test_docs.py", "tests/handlers/test_conversations.py")
NOT_QUICK_FOR = {
    "tests/house/test_bench.py": "runs the bench of two commits",
    "tests/house/test_recipes.py": "copies the house and starts processes in it",
}
"""Modules whose imports look quick, and why they are not."""
LONG = {
    "tests/pages/test_phone_browser.py": "wants chromium and chromedriver",
    "tests/pages/test_keypad.py": "wants chromium and chromedriver",
    "tests/bot/channels/test_kannel_people.py": "wants kannel and kannel-extras",
    "tests/bot/channels/test_kannel_real.py": "wants kannel and kannel-extras",
    "tests/bot/ops/test_service.py": "wants systemd-analyze",
    "tests/programme/xlsform/test_openrosa_instance.py": "wants a JDK",
    "tests/programme/xlsform/test_web_forms.py": "wants Node and ODK's web engine",
    "tests/storage/database/test_postgresql.py": "wants a server, and storms it from four processes",
    "tests/bot/test_crashes.py": "kills processes",
    "tests/bot/test_faults.py": "starts processes, and breaks what they need",
    "tests/days/": "wants libfaketime",
}
"""The beginning of a test's id → why it is not in `make test`."""
ON_BOTH = "tests/storage/"
"""Where tests of both databases are in `make test` too; elsewhere the part on PostgreSQL is long."""
MAY_BE_SKIPPED = ("the planner of PostgreSQL", "this systemd-analyze")
"""How the reasons begin for which a test is left out even where every program is there, beside those of
`tests/elsewhere/sqlite_only.py`."""


def kind(test: str, params: dict[str, object]) -> str:
    """`quick`, `long`, or nothing, for a test's id and what it is run with."""
    if test.startswith(tuple(LONG)):
        return "long"
    if params.get("database") == "postgresql" and not test.startswith(ON_BOTH):
        return "long"
    file = test.partition("::")[0]
    quick = file in QUICK_ALL_THE_SAME or not (file in NOT_QUICK_FOR or imports(file) & set(NOT_QUICK))
    return "quick" if file.startswith(PURE) and quick else ""


@cache
def imports(file: str) -> frozenset[str]:
    """The rooms and libraries that a module of tests imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse((Path(__file__).parents[2] / file).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return frozenset(found)
