"""`baocao restore FILE`: a backup into an empty store. It is checked whole before a row of it is taken."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.backup import told
from bot.commands.progress import Bar


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("restore", help="a backup into an empty store, which no bot uses")
    parser.add_argument("file", metavar="FILE", type=Path, help="what `baocao backup` wrote")
    parser.add_argument("--identity", metavar="FILE", type=Path, help="the private key, where the backup is sealed")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """What was restored; 2 for a damaged or newer backup, one that no key opens, a store in use or not empty."""
    from bot import secret_key
    from storage.transfer.archive_seal import identities
    from storage.transfer.restoration import restore

    settings = args.settings
    done = restore(
        *(args.file, settings.database_url, settings.media, Bar()),
        identity=identities(args.identity) if args.identity else (),
        keys=secret_key.found(settings),
        journals=settings.journals,
    )
    told(done.manifest, args, erased=done.erased)
    return 0
