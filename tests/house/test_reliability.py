"""docs/reliability.md promises nothing that no test shows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "docs/reliability.md").read_text("utf-8").splitlines() if line.startswith("| ")]
PROMISES = [row for row in ROWS if not row.startswith(("| fault", "| ---"))]


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[2:40])
def test_a_promise_has_its_test(row):
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row.split(" | ")[-1])
    assert named
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
