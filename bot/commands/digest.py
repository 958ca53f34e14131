"""`baocao digest`: what stands in a unit's period, as JSON, as text, and as the files that go with it."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from programme.language.texts import LANGUAGES


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("digest", help="completeness and totals of a unit's period")
    parser.add_argument("--unit", required=True, metavar="CODE", help="the unit whose subtree is told of")
    parser.add_argument("--period", required=True, metavar="P", help="2026-W25, 2026-06, 2026-Q2, 2026-H1 or 2026")
    parser.add_argument("--as-then", action="store_true", help="the past by the tree of its own days, not as it is now")
    parser.add_argument("--as-of", metavar="TIME", help="what had come by then; RFC 3339, now where left out")
    parser.add_argument("--for", dest="readers", metavar="CODE", help="as the officers of this unit see it; its own")
    parser.add_argument("--language", default="vi", choices=LANGUAGES, help="of the text and the files")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON object")
    parser.add_argument("--out", type=Path, metavar="DIR", help="digest.txt, digest.png and digest.xlsx go there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 with the digest on stdout; 2 for an unknown unit or period, or a folder that can't be made; 1 where the chart
    or the workbook failed, after the text was written."""
    from bot.commands.chat import instant
    from bot.jobs import unit_closures
    from bot.jobs.digest import Written, write
    from bot.opened_store import opened
    from programme.domain.model import Post
    from programme.language.texts import load_texts
    from programme.packs.pack import load_programme
    from reminders.digest_words import compose
    from reports.readers import reader_of
    from reports.shown_summary import shown_to
    from reports.summary import summarise
    from storage.queries import Queries

    programme = load_programme(args.settings.programme)
    if unknown := next((code for code in (args.unit, args.readers) if code and code not in programme.units), ""):
        return refused(f"{unknown}: no unit of the programme; `baocao units` lists them")
    try:
        programme.regime.span(args.period)
    except ValueError as error:
        return refused(str(error))
    try:
        as_of = instant(args.as_of, programme.zone) if args.as_of else datetime.now(UTC)
    except ValueError:
        return refused(f"{args.as_of!r} is no time; write it as 2026-06-22T07:00+07:00")
    try:
        if args.out is not None:
            args.out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        return refused(f"{args.out} can't be a folder: {fault.strerror}")
    texts = load_texts(args.language, programme.texts.get(args.language))
    written = Written()
    with closing(opened(args.settings)) as store:
        unit_closures.bring(store, programme)

        def read(conn):
            queries, today = Queries(conn), as_of.astimezone(ZoneInfo(programme.zone)).date()
            posts = [Post(args.readers or args.unit, "coordinator")]
            looks = reader_of(programme, queries.figures, args.unit, posts, today)
            summary = summarise(programme, queries, args.unit, args.period, as_of, then=args.as_then)
            return looks, shown_to(looks, summary)

        looks, summary = store.read(read)
        text = compose(programme, texts, summary).text
        print(json.dumps(summary.to_json(), ensure_ascii=False) if args.json else text)
        if args.out is not None:
            (args.out / "digest.txt").write_text(text + "\n", "utf-8")
            written = write(store, programme, texts, summary, looks, args.out / "digest.png", args.out / "digest.xlsx")
    for file, why in written.failed.items():
        print(f"{file} could not be made: {why}", file=sys.stderr)
    return 1 if written.failed else 0


def refused(why: str) -> int:
    print(f"baocao: {why}", file=sys.stderr)
    return 2
