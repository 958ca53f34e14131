"""`baocao key`: a pair of keys that backups are sealed with, and a new secret key for what the store keeps sealed."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("key", help="a pair of keys for backups; a new secret key")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    pair = verbs.add_parser("backup", help="make a private key in FILE, to be carried off, and say its public key")
    pair.add_argument("file", metavar="FILE", type=Path, help="a file that is not there yet, best on a stick")
    pair.set_defaults(run=run_backup)
    rotate = verbs.add_parser("rotate", help="a new secret key, under which all that is sealed is sealed anew")
    rotate.set_defaults(run=run_rotate)


def run_backup(args: argparse.Namespace) -> int:
    """The public key; 2 where the file is there already or can't be written."""
    from storage.transfer.archive_seal import new_identity

    private, public = new_identity()
    try:
        with open(os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(f"# Báo Cáo: opens backups sealed for {public}\n".replace("á", "a"))
            out.write(f"# public key: {public}\n{private}\n")
    except OSError as fault:
        print(f"baocao: {args.file}: {fault.strerror}", file=sys.stderr)
        return 2
    print(f"BAOCAO_BACKUP_RECIPIENTS={public}")
    print(
        "Write this line into .env. Keep the file off this machine, twice: without it no backup opens.", file=sys.stderr
    )
    return 0


def run_rotate(args: argparse.Namespace) -> int:
    """How many values were sealed anew; 2 where the settings name the key."""
    from bot import secret_key
    from bot.opened_store import opened
    from storage.privacy import sealed_values

    settings = args.settings
    secret_key.renew(settings)
    with closing(opened(settings)) as store:
        count = store.transact(sealed_values.seal_all).result()
        left = store.read(sealed_values.unopened)
    secret_key.forget_older(settings)
    print(f"{secret_key.place(settings)}: a new key; {count} values are sealed under it")
    for kept in left:
        print(f"baocao: {kept.what} could not be opened before and can't be now: {kept.anew}", file=sys.stderr)
    print("Start the bot anew, and print a new recovery sheet: the old one's key opens nothing more.", file=sys.stderr)
    return 0
