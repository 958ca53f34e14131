"""`baocao move --to URL`: the whole store to another database, compared row by row."""

from __future__ import annotations

import argparse
import json

from bot.commands.progress import Bar


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("move", help="carry the store to another database, e.g. from SQLite to PostgreSQL")
    parser.add_argument("--to", metavar="URL", required=True, help="an empty one: postgresql+psycopg://user@host/name")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """How many rows; 2 where a bot runs, the other store is not empty, or a row is not the same there."""
    from bot import secret_key
    from storage.transfer.move import move

    settings = args.settings
    keys = secret_key.found(settings)
    rows = move(settings.database_url, args.to, Bar(), keys=keys, journals=settings.journals)
    if args.json:
        print(json.dumps({"rows": rows}))
    else:
        print(f"{rows} rows moved and compared. Now set BAOCAO_DATABASE_URL to the new address and start the bot.")
    return 0
