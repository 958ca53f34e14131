"""`make bench`: five rounds of everything in turn, the medians of each. What a busy machine does to one it does to all.

`run.py [--rounds N] [--quick]`; --quick leaves out a million reports.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEERS = {"ptb": "requirements-ptb.txt", "aiogram": "requirements-aiogram.txt"}


def told(*command: object, **environ: str) -> dict[str, float]:
    """What a program prints in its last line, in a fresh folder."""
    folder = Path(tempfile.mkdtemp(prefix="baocao-bench-"))
    try:
        words = [str(folder) if word == "FOLDER" else str(word) for word in command]
        run = subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ | environ)
        return json.loads(run.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(folder)


def seconds(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def at_rest() -> float:
    """MB that the demo holds, five seconds after it listens."""
    folder = tempfile.mkdtemp(prefix="baocao-bench-")
    environ = os.environ | {"BAOCAO_DEMO": "1", "BAOCAO_PORT": "0", "PYTHONPATH": str(HERE.parent)}
    bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=folder, env=environ, stdout=subprocess.PIPE)
    try:
        while b"Open" not in bot.stdout.readline():
            pass
        time.sleep(5)
        status = Path(f"/proc/{bot.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024
    finally:
        bot.terminate()
        bot.wait()
        shutil.rmtree(folder)


def peer(name: str) -> str:
    """The Python of a peer's own environment, made at first."""
    folder = HERE / f".venv-{name}"
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "-q", "-r", HERE / "peers" / PEERS[name]], check=True)
    return str(folder / "bin/python")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    turns, ptb, aiogram = (HERE / name for name in ("turns.py", "peers/ptb.py", "peers/aiogram_fsm.py"))
    found: dict[str, list[float]] = defaultdict(list)
    loads = []
    for _ in range(args.rounds):
        loads.append(os.getloadavg()[0])
        ours = told(sys.executable, turns, "FOLDER")
        found["ours, turns/s"].append(ours["turns_per_second"])
        found["bare sqlite3 loop, turns/s"].append(ours["bare_turns_per_second"])
        found["ours of the bare loop"].append(ours["of_bare"])
        half = told(sys.executable, turns, "FOLDER", "--rate", ours["turns_per_second"] / 2)
        found["p50 at half the rate, ms"].append(half["p50_ms"])
        found["p99 at half the rate, ms"].append(half["p99_ms"])
        found["p99 of p50"].append(half["p99_ms"] / half["p50_ms"])
        for people in (200, 2000):
            run = told(peer("ptb"), ptb, "FOLDER", people)
            found[f"python-telegram-bot, {people} people, turns/s"].append(run["turns_per_second"])
        run = told(peer("aiogram"), aiogram, "FOLDER", 500)
        found["aiogram, 500 people, turns/s"].append(run["turns_per_second"])
        found["`baocao --help` of `python -c pass`"].append(
            seconds(sys.executable, "-m", "bot", "--help") / seconds(sys.executable, "-c", "pass")
        )
    found["memory at rest, MB"].append(at_rest())
    if not args.quick:
        for _ in range(3):
            few = told(sys.executable, turns, "FOLDER", "--people", 200, "--reports", 1000)
            many = told(sys.executable, turns, "FOLDER", "--people", 200, "--reports", 1_000_000)
            found["a turn with 1,000,000 reports of one with 1,000"].append(
                few["turns_per_second"] / many["turns_per_second"]
            )
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"load {min(loads):.1f} to {max(loads):.1f}, {time.strftime('%Y-%m-%d')}")  # fmt: skip
    for name, values in found.items():
        print(f"{name}: {median(values):.2f}  ({', '.join(f'{v:.2f}' for v in values)})")


if __name__ == "__main__":
    main()
