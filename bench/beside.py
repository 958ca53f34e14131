"""The bot as an operator starts it, beside the Telegram that the tests emulate, and what its process holds."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from measure import PROJECT

sys.path.insert(0, str(PROJECT))
from tests.support.fake_telegram import TOKEN


@asynccontextmanager
async def running(folder: Path, telegram: str = "") -> AsyncIterator[int]:
    """The process by its id, from when it serves to its end: on Telegram at that address, or else the demo."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("BAOCAO_", "TELEGRAM_"))}
    environ |= {"BAOCAO_PORT": "0", "PYTHONPATH": str(PROJECT), "BAOCAO_DEMO": "0" if telegram else "1"}
    if telegram:
        environ |= {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environ, stdout=asyncio.subprocess.PIPE
    )
    try:
        while b"http" not in (line := await bot.stdout.readline()):
            if not line:
                raise SystemExit("the bot did not start; its words are above")
        yield bot.pid
    finally:
        bot.terminate()
        await bot.wait()


def megabytes(pid: int, what: str = "VmRSS") -> float:
    """What a process holds; with VmHWM the most that it has held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split(f"{what}:")[1].split()[0]) / 1024


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are still there."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found
