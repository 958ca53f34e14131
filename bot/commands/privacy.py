"""`baocao privacy`: the papers that the law wants, the register of breaches, a member's copy, who is silent."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands import breach
from bot.commands.seen import seen


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("privacy", help="papers, breaches, copies, silent members")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    papers = verbs.add_parser("dossier", help="the papers that the law wants, as docx and Markdown in Vietnamese")
    papers.add_argument("--out", type=Path, required=True, metavar="DIR", help="made where it is not there")
    papers.set_defaults(run=dossier)
    copy = verbs.add_parser("copy", help="all that is kept of a member, as HTML and JSON, to print or hand over")
    copy.add_argument("member", metavar="MEMBER", help="the id that `baocao members` shows")
    copy.add_argument("--out", type=Path, required=True, metavar="DIR", help="made where it is not there")
    copy.set_defaults(run=copied)
    quiet = verbs.add_parser("silent", help="members of whom nothing was heard for long")
    quiet.set_defaults(run=silent)
    for each in (papers, copy, quiet):
        each.add_argument("--json", action="store_true", help="one JSON object a line")
    breach.add(verbs)


def dossier(args: argparse.Namespace) -> int:
    """Six files in DIR, written over; 2 where it can't be written."""
    from zoneinfo import ZoneInfo

    from bot.commands.dossier_facts import facts_of
    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from reports.dossier import docx
    from reports.dossier.cross_border import cross_border
    from reports.dossier.impact import impact
    from reports.dossier.markdown import markdown
    from reports.dossier.register import register

    programme, now = load_programme(args.settings.programme), datetime.now(UTC)
    today = now.astimezone(ZoneInfo(programme.zone)).date()
    with closing(opened(args.settings)) as store:
        facts = store.read(lambda conn: facts_of(conn, args.settings, programme, now, today))
        try:
            args.out.mkdir(parents=True, exist_ok=True)
            for paper in (register(facts), impact(facts), cross_border(facts)):
                docx.write(paper, facts.issuer, today, args.out / f"{paper.name}.docx")
                (args.out / f"{paper.name}.md").write_text(markdown(paper, facts.issuer), "utf-8")
                said = {"file": str(args.out / f"{paper.name}.docx"), "to_fill_in": paper.gaps}
                more = f"{said['file']} (.md): {paper.gaps} places to fill in, marked [ĐIỀN: …]"
                print(json.dumps(said, ensure_ascii=False) if args.json else more)
        except OSError as fault:
            return _refused(f"{args.out} can't be written: {fault.strerror}")
        seen(store, "dossier", "", str(today))
    return 0


def copied(args: argparse.Namespace) -> int:
    """The two files; 2 for a member that there is not."""
    from bot.opened_store import opened
    from bot.outbound import own_copy
    from programme.packs.pack import load_programme
    from storage.people import accounts

    programme = load_programme(args.settings.programme)
    with closing(opened(args.settings)) as store:
        member = store.read(lambda conn: accounts.member(conn, args.member))
        if member is None or member.state == "erased":
            return _refused(f"{args.member}: no member of that id; `baocao members` lists them")
        try:
            args.out.mkdir(parents=True, exist_ok=True)
            for end in ("html", "json"):
                ref = f"{own_copy.OWN}{member.id}:{member.language}:{end}"
                file = args.out / f"du-lieu-{member.id}.{end}"
                file.touch(mode=0o600)
                file.write_bytes(own_copy.made(store, programme, args.settings.handling, ref))
                print(json.dumps({"file": str(file)}) if args.json else file)
        except OSError as fault:
            return _refused(f"{args.out} can't be written: {fault.strerror}")
        seen(store, "copy data", member.id)
    return 0


def silent(args: argparse.Namespace) -> int:
    """A line each, the longest silent first; names are in it, so that it was seen is on the trail."""
    from bot.opened_store import opened
    from storage.people import silences

    days = args.settings.keep.silent
    with closing(opened(args.settings)) as store:
        before = datetime.now(UTC) - timedelta(days=days)
        found = store.read(lambda conn: silences.silent(conn, before)) if days else []
        seen(store, "see silent")
    for one in found:
        said = {k: v.isoformat(timespec="seconds") if isinstance(v, datetime) else v for k, v in asdict(one).items()}
        shown = [one.id, one.name or "-", said["heard"], f"forgotten {said['until']}" if one.until else "not told yet"]
        print(json.dumps(said, ensure_ascii=False) if args.json else "  ".join(shown))
    return 0


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
