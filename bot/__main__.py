"""`baocao`: one command a module in bot/commands, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import NoReturn

COMMANDS = {
    "run": ("run", "start everything"),
    "form": ("form", "check an XLSForm, or fill it in the terminal"),
    "chat": ("chat", "talk to the bot in the terminal"),
    "programme": ("programme", "check a pack, or bring the store up to it"),
    "units": ("units", "the tree of units on a day"),
    "members": ("members", "the members"),
    "member": ("member", "disable, move or erase a member, a new phone, who stands in for whom"),
    "invite": ("invite", "make, list or revoke invite codes"),
    "unit": ("unit", "end a unit that was dissolved or merged"),
    "export": ("export", "reports out, as jsonl, csv or xlsx"),
    "import": ("import_", "reports in, as jsonl"),
    "outbox": ("outbox", "what waits to be sent, and what was"),
    "sms": ("sms", "how many SMS each unit's month has cost"),
    "trail": ("trail", "who did what, when and why"),
    "privacy": ("privacy", "papers that the law wants, breaches, a member's copy, silent members"),
    "backup": ("backup", "the store and the media into one file, while the bot runs"),
    "restore": ("restore", "a backup into an empty store"),
    "key": ("key", "a pair of keys for backups; a new secret key"),
    "recovery-sheet": ("recovery_sheet", "what is needed when the server is lost, on one page"),
    "move": ("move", "carry the store to another database"),
    "understand": ("understand", "how free words are read; nothing is stored"),
    "digest": ("digest", "completeness and totals of a unit's period"),
    "remind": ("remind", "what will be sent, what was missed; move a campaign"),
    "tick": ("tick", "queue what is due at an instant"),
    "doctor": ("doctor", "check every setting and say what to do"),
}
"""Command → (module in bot/commands, what it does)."""

NEEDS_NO_STORE = ("form", "units", "programme", "doctor", "understand")
"""They can be run in any folder, and leave nothing there."""


class Parser(argparse.ArgumentParser):
    """Wrong words get one line, not the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(argv: list[str] | None = None) -> int:
    """The exit status: 0 done, 2 wrong input with one line on stderr, 1 a fault."""
    argv = sys.argv[1:] if argv is None else argv
    parser = Parser(prog="baocao", description="A reporting bot for volunteer social-work teams.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = next((word for word in argv if not word.startswith("-")), "")
    if named in COMMANDS:
        importlib.import_module(f"bot.commands.{COMMANDS[named][0]}").add(subparsers)
    else:
        for name, (_, what) in COMMANDS.items():
            subparsers.add_parser(name, help=what)
    args = parser.parse_args(argv)
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    from bot.settings import SettingsFault, load
    from programme.xforms import kept_in

    try:
        args.settings = load()
        with kept_in(None if args.command in NEEDS_NO_STORE else args.settings.form_cache):
            return args.run(args)
    except SettingsFault as fault:
        print(f"baocao: {fault}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        return _told(fault)


def _told(fault: Exception) -> int:
    """Faults that have a line for the operator say it; anything else keeps its traceback."""
    from bot.channels.base import ChannelFault
    from programme.packs.pack import PackFaults
    from storage.database.store_faults import StoreFault

    if isinstance(fault, PackFaults):
        for line in fault.faults:
            print(f"baocao: the pack in {fault.folder} cannot be used: {line}", file=sys.stderr)
        return 2
    if isinstance(fault, StoreFault | ChannelFault):
        print(f"baocao: {fault}", file=sys.stderr)
        return 2
    raise fault


if __name__ == "__main__":
    sys.exit(main())
