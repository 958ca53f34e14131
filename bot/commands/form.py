"""`baocao form check FILE` and `baocao form run FILE`: an XLSForm listed or refused, or filled in the terminal."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.commands import form_guide, form_store
from handlers.form_library.terminal_fill import Event, Filling
from programme.language.texts import load_texts
from programme.xlsform import Env, Form, FormFaults, Instance, load_form

SUBMITTED, UNUSABLE, UNFINISHED = 0, 2, 3


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("form", help="check an XLSForm, or fill it in the terminal")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, told in (("check", "list its questions, or every reason why it can't be asked"), ("run", "fill it here")):
        one = verbs.add_parser(verb, help=told)
        one.add_argument("file", type=Path, help="XLSForm: .xlsx .xls .md .csv")
        one.add_argument("--language", metavar="L", default="", help="the form's language, by name or code")
        one.add_argument("--json", action="store_true", help="one JSON object a line")
        one.add_argument("--zone", type=zone, default=ZoneInfo("Asia/Ho_Chi_Minh"), help="where its dates are")
        one.set_defaults(run=run)
    form_store.add(verbs)
    form_guide.add(verbs)


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise argparse.ArgumentTypeError(f"{name!r} is no time zone; write it as Asia/Ho_Chi_Minh") from None


def run(args: argparse.Namespace) -> int:
    """0 listed or submitted, 2 where the form can't be used, 3 where the input ended early."""
    try:
        form = load_form(args.file)
    except OSError as err:
        print(f"{args.file}: {err.strerror or err}", file=sys.stderr)
        return UNUSABLE
    except FormFaults as wrong:
        for fault in wrong.faults:
            if args.json and args.verb == "check":
                print(json.dumps(fields(fault), ensure_ascii=False))
            else:
                print(fault, file=sys.stderr)
        return UNUSABLE
    env = environment(args, form)
    if args.verb == "check":
        return check(form, env, args.json)
    return fill(form, env, args.json, sys.stdin)


def fields(fault) -> dict[str, object]:
    return {name: getattr(fault, name) for name in ("file", "sheet", "row", "column", "name", "reason")}


def environment(args: argparse.Namespace, form: Form) -> Env:
    language = args.language or form.default_language
    return Env(now=datetime.now(args.zone), language=language, zone=args.zone, uuid=str(uuid.uuid4()))


def check(form: Form, env: Env, as_json: bool) -> int:
    """The questions in document order with their labels."""
    instance = Instance(form, env)
    for question in form.questions:
        label = instance.wording(form.parts[question.path])
        if as_json:
            row = {"path": question.path, "type": question.type, "label": label, "required": question.required}
            print(json.dumps(row, ensure_ascii=False))
        else:
            star = " *" if question.required else ""
            print(f"{question.path}  {question.type}{star}  {label}".rstrip())
    return 0


def fill(form: Form, env: Env, as_json: bool, lines: Iterable[str]) -> int:
    """Ask until the record is whole, a line of input an answer."""
    if hasattr(lines, "reconfigure"):
        lines.reconfigure(errors="replace")
    code = form.language(env.language).rpartition("(")[2].rstrip(")")
    filling = Filling(Instance.new(form, env), load_texts(code))
    show = _line if as_json else _shown
    if not as_json:
        print(form.title)
    for event in filling.start():
        print(show(event), flush=True)
    given = iter(lines)
    while not filling.done:
        line = next(given, None)
        if line is None:
            return UNFINISHED
        for event in filling.said(line.rstrip("\r\n")):
            print(show(event), flush=True)
    return SUBMITTED


def _line(event: Event) -> str:
    return json.dumps(event, ensure_ascii=False)


def _shown(event: Event) -> str:
    """An event for a person at a terminal."""
    if "say" in event:
        return f"\n{event['say']}"
    if "error" in event:
        return f"  ! {event['error']}"
    if "submission" in event:
        return "\n" + json.dumps(event["submission"], ensure_ascii=False, indent=2)
    lines = [f"\n{event['label']}{' *' if event.get('required') else ''}"]
    lines += [f"  {event['hint']}"] if event.get("hint") else []
    lines += [f"  {i}. {choice['label']}" for i, choice in enumerate(event.get("choices", ()), start=1)]
    lines += [f"  [{event['value']}]"] if event.get("value") else []
    return "\n".join([*lines, ">"])
