"""What the demo holds when nobody writes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from measure import PROJECT, Bench, at_most


def run(folder: Path) -> dict[str, float]:
    environ = os.environ | {"BAOCAO_DEMO": "1", "BAOCAO_PORT": "0", "PYTHONPATH": str(PROJECT)}
    bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=folder, env=environ, stdout=subprocess.PIPE)
    try:
        while b"Open" not in bot.stdout.readline():
            pass
        time.sleep(5)
        status = Path(f"/proc/{bot.pid}/status").read_text()
        return {"MB": int(status.split("VmRSS:")[1].split()[0]) / 1024}
    finally:
        bot.terminate()
        bot.wait()


BENCH = Bench("memory", "the demo at rest, five seconds after it listens", run, {"MB": at_most(150)}, rounds=1)
