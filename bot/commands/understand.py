"""`baocao understand`: how free words are read. Nothing is stored; the chat reads with the same function."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.commands.days import today
from programme.language.texts import LANGUAGES
from programme.packs.pack import load_programme

if TYPE_CHECKING:
    from handlers.understand.reader.reading import Reading, Talk
    from programme.domain.programme import Programme

    Read = Callable[[str, str, date, Talk], Reading]


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be read: its sender's unit ("" where none is said), the day it was sent, and what went before."""

    text: str
    unit: str
    today: date
    context: Mapping[str, Any] | None = None


class WrongInput(ValueError):
    """What was given can't be read; the text says why."""


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("understand", help="how free words are read; nothing is stored")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="the message")
    parser.add_argument("--file", metavar="FILE", help="JSON lines with text, unit, today, context; - is stdin")
    parser.add_argument("--unit", default="", metavar="CODE", help="the sender's unit")
    parser.add_argument("--now", metavar="TIME", help="RFC 3339; without an offset in the pack's zone")
    parser.add_argument("--language", default="vi", choices=LANGUAGES, help="of the answer without --json")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 with a reading for each message on stdout; 2 where there is no text, or a wrong unit, time or line."""
    from handlers.understand.reader.reading_rows import reading_row, talk_of
    from handlers.wording.reading_words import in_words
    from programme.language.texts import load_texts

    programme = load_programme(args.settings.programme)
    texts = load_texts(args.language, programme.texts.get(args.language))
    try:
        given = list(messages(args, programme))
    except WrongInput as wrong:
        print(f"baocao: {wrong}", file=sys.stderr)
        return 2
    read = reader_of(programme)
    for message in given:
        reading = read(message.text, message.unit, message.today, talk_of(message.context))
        if args.json:
            row = reading_row(reading, message.text, lambda code: ward_name(programme, code))
            print(json.dumps(row, ensure_ascii=False), flush=True)
        else:
            print(in_words(texts, programme, reading, message.text), end="\n\n" if args.file else "\n", flush=True)
    return 0


def reader_of(programme: Programme) -> Read:
    """The reader, made ready for a pack once."""
    from handlers.understand.reader.lexicon import lexicon
    from handlers.understand.reader.reader import read

    words = lexicon()

    def reading(text: str, unit: str, on: date, talk: Talk) -> Reading:
        return read(text, words=words, units=programme.units, unit=unit, today=on, talk=talk)

    return reading


def ward_name(programme: Programme, code: str) -> str:
    """A ward as people name it: "Móng Cái 1"."""
    unit = programme.units.get(code)
    if unit is None:
        return code
    kind = next((k for k in ("Phường", "Xã", "Đặc khu", "Thị trấn") if unit.name.startswith(f"{k} ")), "")
    return unit.name.removeprefix(kind).strip()


def messages(args: argparse.Namespace, programme: Programme) -> Iterator[Message]:
    """The text of the command line, or those of the file. Raises WrongInput."""
    from bot.commands.chat import instant

    if (args.text is None) == (args.file is None):
        raise WrongInput("give a TEXT, or --file with a line for each message")
    try:
        on = instant(args.now, programme.zone).astimezone(ZoneInfo(programme.zone)).date() if args.now else None
    except ValueError:
        raise WrongInput(f"{args.now!r} is no time; write it as 2026-06-15T19:30") from None
    on = on or today(programme.zone)
    if args.file is None:
        yield Message(args.text, known(programme, args.unit), on)
        return
    for number, line in enumerate(lines(args.file), 1):
        if line.strip():
            try:
                yield message_of(line, known(programme, args.unit), on, programme)
            except WrongInput as wrong:
                raise WrongInput(f"{args.file}, line {number}: {wrong}") from None


def message_of(line: str, unit: str, on: date, programme: Programme) -> Message:
    try:
        row = json.loads(line)
    except ValueError:
        raise WrongInput("no JSON object") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise WrongInput("`text` is missing")
    try:
        sent = date.fromisoformat(row["today"]) if row.get("today") else on
    except (TypeError, ValueError):
        raise WrongInput(f"`today`: {row['today']!r} is no date; write it as 2026-06-15") from None
    if not isinstance(row.get("context") or {}, dict):
        raise WrongInput("`context` is no object")
    return Message(row["text"], known(programme, row.get("unit") or unit), sent, row.get("context"))


def known(programme: Programme, unit: str) -> str:
    if unit and unit not in programme.units:
        raise WrongInput(f"{unit}: no unit of the programme; `baocao units` lists them")
    return unit


def lines(file: str) -> list[str]:
    try:
        return (sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")).splitlines()
    except OSError as fault:
        raise WrongInput(f"{file}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise WrongInput(f"{file}: no text in UTF-8") from None
