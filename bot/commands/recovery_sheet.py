"""`baocao recovery-sheet`: one page with what is needed when a server is lost; the proof that it is kept elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "recovery-sheet", help="what is needed when the server is lost, on one page to print"
    )
    parser.add_argument("--format", choices=("text", "html"), default="text")
    parser.add_argument("--out", metavar="FILE", type=Path, help="for its owner alone; stdout where left out")
    parser.add_argument(
        "--with-secret", action="store_true", help="the secret key on it too: for paper, not for a disk"
    )
    parser.add_argument("--proved", metavar="WORD", help="the check word from the sheet that you keep elsewhere")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """The sheet; with --proved whether that is the check word of the key in use: 2 where it is not."""
    from bot import recovery, secret_key
    from bot.opened_store import opened
    from storage import migrations
    from storage.schedule import reminders

    settings, now = args.settings, datetime.now(UTC)
    keys = secret_key.found_or_made(settings)
    if args.proved is not None:
        if not recovery.is_check_word(keys, args.proved):
            print("baocao: that is not the check word of the key in use: print the sheet anew", file=sys.stderr)
            return 2
        with closing(opened(settings)) as store:
            name = recovery.MARK + keys.name
            store.transact(lambda conn: reminders.set_mark(conn, name, now.date(), now)).result()
        print("Remembered: the sheet is kept elsewhere.")
        return 0
    made = recovery.as_html if args.format == "html" else recovery.as_text
    page = made(settings, migrations.known()[-1], now.astimezone().date(), args.with_secret)
    if args.out is None:
        print(page, end="")
        return 0
    try:
        with open(os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(page)
    except OSError as fault:
        print(f"baocao: {args.out}: {fault.strerror}", file=sys.stderr)
        return 2
    return 0
