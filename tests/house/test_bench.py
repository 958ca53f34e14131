"""`bench/run.py --against`: this tree beside a commit, each by its own bench code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def bench(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "bench/run.py", *words], cwd=ROOT, capture_output=True, text=True, timeout=300
    )


def known(rev: str) -> bool:
    """Whether this is a checkout whose history goes back to that commit."""
    found = subprocess.run(["git", "cat-file", "-e", f"{rev}^{{commit}}"], cwd=ROOT, capture_output=True)
    return found.returncode == 0


@pytest.mark.parametrize("rev", ["HEAD", "0a17da8"])
def test_a_commit_is_set_beside_this_tree(rev):
    if not known(rev):
        pytest.skip(f"{rev} is not in this checkout's history")
    done = bench("--against", rev, "--people", "3", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    figures = dict(re.findall(r"^  (\S.*?) {2,}([\d.]+)", done.stdout, re.M))
    assert len(figures) == 4 and all(float(value) > 0 for value in figures.values()), done.stdout
    assert f"this tree beside {rev}" in done.stdout and "≥ 0.97" in done.stdout


def test_an_unknown_commit_is_a_line():
    if not known("HEAD"):
        pytest.skip("no git checkout")
    done = bench("--against", "no-such-commit")
    assert done.returncode == 1 and "no-such-commit" in done.stderr and "Traceback" not in done.stderr


def test_every_bench_can_be_imported():
    """What they measure is renamed now and then, and nobody runs them every day."""
    code = "import importlib, run; print(*(importlib.import_module(name).BENCH.name for name in run.BENCHES))"
    environ = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "bench"), str(ROOT)))}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) >= 10
