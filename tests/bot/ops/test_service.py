"""The systemd unit: what systemd itself says of it, where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[3] / "deploy/baocao.service"
TOOL = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(TOOL is None, reason="systemd-analyze is not installed (apt-get install systemd)")


def said(*words: str) -> str:
    done = subprocess.run([TOOL, *words], capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_finds_no_fault(tmp_path):
    """Every line of it is known; the program itself, which is not installed here, stands aside."""
    unit = tmp_path / UNIT.name
    unit.write_text(re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", UNIT.read_text(), flags=re.M))
    assert said("verify", "--man=no", str(unit)) == ""
    unit.write_text(unit.read_text() + "\n[Service]\nProtectEverything=yes\n")
    assert "ProtectEverything" in said("verify", "--man=no", str(unit)), "a fault would be seen"


@needs_systemd
def test_it_may_do_little_else_than_its_work():
    """systemd's own measure, from 0 (safe) to 10: what is left open is the network and its own files."""
    found = re.search(r"exposure level for \S+: ([\d.]+)", said("security", "--offline=true", str(UNIT)))
    if found is None:
        pytest.skip("this systemd-analyze can't judge a file (systemd before 250)")
    assert float(found[1]) <= 2.0
