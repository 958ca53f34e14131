"""`baocao restore FILE`: a backup into an empty store. It is checked whole before a row of it is taken."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.backup import told
from bot.commands.progress import Bar


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("restore", help="a backup into an empty store, which no bot uses")
    parser.add_argument("file", metavar="FILE", type=Path, help="what `baocao backup` wrote")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """What was restored; 2 for a damaged or newer backup, a store that is not empty, or one where a bot runs."""
    from storage.transfer import backup_file

    told(backup_file.restore(args.file, args.settings.database_url, args.settings.media, Bar()), args)
    return 0
