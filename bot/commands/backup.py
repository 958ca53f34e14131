"""`baocao backup FILE`: the store and the media in one file, while the bot runs."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path

from bot.commands.progress import Bar
from bot.commands.seen import seen


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("backup", help="the store and the media into one file; the bot may run meanwhile")
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that is not there yet, e.g. baocao.tar")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """What was taken; 2 where the file cannot be written or is there already, and where there is no store."""
    from bot.opened_store import opened
    from storage.transfer import backup_file

    settings = args.settings
    args.file = named(args.file, settings.backup_recipients)
    with closing(opened(settings, migrate=False)) as store:  # one that is there, of a schema we know
        manifest = backup_file.backup(
            settings.database_url, settings.media, args.file, Bar(), settings.backup_recipients
        )
        seen(store, "backup", args.file.name)
    told(manifest, args)
    return 0


def named(file: Path, recipients: tuple[str, ...]) -> Path:
    """A sealed archive says so by its ending."""
    from storage.transfer.archive_seal import ENDING

    return file.with_name(file.name + ENDING) if recipients and file.suffix != ENDING else file


def told(manifest, args: argparse.Namespace, **more: int) -> None:
    rows = sum(manifest.tables.values())
    if args.json:
        print(json.dumps({"file": str(args.file), "at": manifest.at, "rows": rows, "media": manifest.media, **more}))
        return
    print(f"{args.file}: {rows} rows, {manifest.media} files, as of {manifest.at}")
    if more.get("erased"):
        print(f"{more['erased']} who were erased since are erased again")
