"""`baocao run`: starts everything, and ends it in order on Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from bot import demo
from bot.ops import heap, logs


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("run", help="start everything")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = args.settings
    heap.frugal()
    logs.set_up(settings.log, settings.secrets)
    return asyncio.run(_serve(settings))


async def _serve(settings) -> int:
    from bot.app import build

    asyncio.get_running_loop().set_exception_handler(logs.unhandled)
    app = await asyncio.to_thread(build, settings)
    if not app.channels:
        app.store.close()
        app.workshop.close()
        print("baocao: no channel is set up: set one in .env (docs/channels.md), or BAOCAO_DEMO=1", file=sys.stderr)
        return 2
    ended = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    try:
        await app.start()
    except OSError as fault:
        print(f"baocao: can't listen on {settings.host}:{settings.port}: {fault.strerror}", file=sys.stderr)
        return 2
    heap.spare()
    if settings.demo:
        print(f"\n  Báo Cáo – demo. Open {app.address}/phone\n", flush=True)
        print(*(f"  {line}" for line in demo.codes(app.programme)), sep="\n", flush=True)
    else:
        print(f"Báo Cáo serves {', '.join(c.name for c in app.channels)}; {app.address}/healthz", flush=True)
    await ended.wait()
    await app.stop()
    return 0
