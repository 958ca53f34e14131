"""`baocao form add FILE --to UNIT`: a form checked, kept in the store and offered to a unit's members."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from programme.xlsform import Form, FormFaults
from programme.xlsform.sheet_rows import LIMIT


def add(verbs: argparse._SubParsersAction) -> None:
    parser = verbs.add_parser("add", help="check it, keep it, and offer it to a unit and those below")
    parser.add_argument("file", type=Path, help="XLSForm: .xlsx .xls .md .csv; its lists and pictures lie beside it")
    parser.add_argument("--to", metavar="UNIT", required=True, help="the unit's code; `baocao units` lists them")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 kept and offered, 2 where the form or the unit can't be used."""
    from bot.inbound.form_intake import checked
    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from storage.privacy import audit
    from storage.reports import forms

    programme = load_programme(args.settings.programme)
    if programme.units.get(args.to) is None:
        print(f"{args.to}: no such unit; `baocao units` lists them", file=sys.stderr)
        return 2
    try:
        content = args.file.read_bytes()
        lists = beside(args.file, (".csv", ".xml", ".geojson"))
        form = checked(programme, args.file.name, content, lists)
    except OSError as err:
        print(f"{args.file}: {err.strerror or err}", file=sys.stderr)
        return 2
    except FormFaults as wrong:
        for fault in wrong.faults:
            print(json.dumps({"reason": fault.reason, "row": fault.row, "sheet": fault.sheet}) if args.json else fault)
        return 2
    form.media = pictures(form, args.file.parent, args.settings.media)
    for name in sorted(named_files(form) - set(form.media)):
        print(f"{name}: not beside the form, so it will only be named", file=sys.stderr)
    needed = {name: data for name, data in lists.items() if name in _named(content, form, lists)}
    now = datetime.now(UTC)

    def keep(conn):
        offer = forms.keep(conn, form, args.file.name, content, needed, unit=args.to, by="", at=now)
        audit.note(conn, now, "", "offer form", offer.name, f"{offer.version} {args.to}")
        return offer

    with closing(opened(args.settings)) as store:
        offer = store.transact(keep).result()
    shown = {"form": offer.name, "version": offer.version, "title": offer.title, "unit": offer.unit}
    print(json.dumps(shown | {"sha256": offer.sha256}, ensure_ascii=False) if args.json else "  ".join(shown.values()))
    return 0


def beside(file: Path, ends: tuple[str, ...]) -> dict[str, bytes]:
    """The files of these kinds in the form's folder, but for the form itself and what is too big to be a list."""
    found = (p for p in file.parent.iterdir() if p.suffix.lower() in ends and p.name != file.name and p.is_file())
    return {p.name: p.read_bytes() for p in found if p.stat().st_size <= LIMIT}


def _named(content: bytes, form: Form, lists: dict[str, bytes]) -> set[str]:
    """The lists that the form reads: those without which it is another form, or none."""
    return {name for name in lists if name.rpartition(".")[0] in form.instances}


def named_files(form: Form) -> set[str]:
    """The names of the files that labels and choices show."""
    return {
        piece.rpartition("/")[2]
        for texts in form.texts.values()
        for kinds in texts.values()
        for kind, pieces in kinds.items()
        if kind not in ("", "guidance", "short")
        for piece in pieces
        if isinstance(piece, str)
    }


def pictures(form: Form, folder: Path, kept: Path) -> dict[str, str]:
    """Those of them that lie beside the form, kept among the media: name → sha256."""
    from storage.messages import media

    places = {name: folder / name for name in named_files(form) if "/" not in name and "\\" not in name}
    return {
        name: media.keep(kept, place.read_bytes())
        for name, place in places.items()
        if place.is_file() and place.stat().st_size <= 10_000_000
    }
