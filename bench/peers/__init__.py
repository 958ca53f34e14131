"""Two other libraries on the same task, each in an environment of its own that is made at the first run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from measure import HERE, Bench, at_least, told

PEERS = HERE / "peers"


def environment(name: str) -> Path:
    """The Python of a peer's own environment."""
    folder = HERE / f".venv-{name}"
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "-q", "-r", PEERS / f"requirements-{name}.txt"], check=True)
    return folder / "bin/python"


def run(folder: Path) -> dict[str, float]:
    ours = told(HERE / "crowd.py", folder / "ours", "--alone")["turns_per_second"]
    theirs = {
        f"python-telegram-bot, {people} people": told(PEERS / "ptb.py", folder, people, python=environment("ptb"))[
            "turns_per_second"
        ]
        for people in (200, 2000)
    } | {
        "aiogram, 500 people": told(PEERS / "aiogram_fsm.py", folder, 500, python=environment("aiogram"))[
            "turns_per_second"
        ]
    }
    rates = {f"{name}, turns/s": rate for name, rate in theirs.items()}
    return {"ours of the faster": ours / max(theirs.values()), "ours, turns/s": ours} | rates


BENCH = Bench("peers", "the same form in python-telegram-bot and aiogram", run, {"ours of the faster": at_least(1)})
