"""How the house is built, counted: the measures of docs/decisions/0018.

`structure.py [REV]…` prints a column for this tree and one for each commit. All but the typed "45" is read off the
sources; that runs the tree's own crowd.py (as side.py does) and watches one turn on its way.
"""

from __future__ import annotations

import ast
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any

from against import checked_out
from measure import PROJECT

ROOMS = ("programme", "reports", "storage", "handlers", "reminders", "pages", "bot")
ORDER = ("answer", "menu", *(f"pipeline/{name}" for name in ("stages", "gates", "open_question", "route", "routes")))
"""The modules of `handlers` that decide in which order a message is read, before and now."""
BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.match_case, ast.comprehension)
SAID = ("/huy", "/baocao", "Truyền thông", "Ma túy", "hôm nay", "45")
"""What leads to the question "Bao nhiêu lượt người dự?", and the answer that is watched."""


def main() -> None:
    if sys.argv[1:2] == ["--watch"]:
        return print(json.dumps(asyncio.run(watched(Path(sys.argv[2]), Path(sys.argv[3])))))
    with ExitStack() as stack:
        trees = {rev: stack.enter_context(checked_out(rev)) for rev in sys.argv[1:]} | {"this tree": PROJECT}
        columns = {name: measures(tree) for name, tree in trees.items()}
    print(f"{'':<66}" + "".join(f"{name:>12}" for name in columns))
    for measure in columns["this tree"]:
        print(f"{measure:<66}" + "".join(f"{column[measure]:>12}" for column in columns.values()))


def measures(tree: Path) -> dict[str, int]:
    """The figures of one tree, by what they say."""
    sources = {file: file.read_text("utf-8") for room in ROOMS for file in sorted((tree / room).rglob("*.py"))}
    modules = {file: source for file, source in sources.items() if file.name != "__init__.py"}
    rooms = Counter(file.parent for file in modules)
    flat = [file for file in (tree / "handlers").iterdir() if file.suffix == ".py" or (file / "__init__.py").exists()]
    order = [modules[file] for name in ORDER if (file := tree / "handlers" / f"{name}.py") in modules]
    importers = used(tree, sources)
    return {
        "boxes at the top of handlers/ (folders and modules)": len([f for f in flat if f.name != "__init__.py"]),
        "modules in the largest room of handlers/": max(n for room, n in rooms.items() if "handlers" in room.parts),
        "modules in the largest room of all": max(rooms.values()),
        "lines of the longest module of handlers/": max(lines(modules, "handlers")),
        "modules of handlers/ with more than 250 lines": sum(n > 250 for n in lines(modules, "handlers")),
        "modules of all with more than 250 lines": sum(n > 250 for n in lines(modules)),
        "branches of the longest function that orders a message's readers": max(map(most_branches, order)),
        "file names that stand in several of the seven rooms": several(tree, modules),
        "modules that one other module imports": sum(importers[file] == 1 for file in modules),
        "modules": len(modules),
        "lines": sum(lines(modules)),
        **watch(tree),
    }


def lines(modules: dict[Path, str], room: str = "") -> list[int]:
    return [source.count("\n") for file, source in modules.items() if not room or room in file.parts]


def most_branches(source: str) -> int:
    """Of a module's functions the one with the most branches, those of what it holds included."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return max((branches(function) for function in functions), default=0)


def branches(function: ast.AST) -> int:
    """Ways that part: ifs, loops, cases, and each further part of an `and` or `or`."""
    nodes = list(ast.walk(function))
    return sum(isinstance(n, BRANCHES) for n in nodes) + sum(
        len(n.values) - 1 for n in nodes if isinstance(n, ast.BoolOp)
    )


def several(tree: Path, modules: dict[Path, str]) -> int:
    rooms: dict[str, set[str]] = {}
    for file in modules:
        rooms.setdefault(file.stem, set()).add(file.relative_to(tree).parts[0])
    return sum(len(found) > 1 for found in rooms.values())


def used(tree: Path, sources: dict[Path, str]) -> Counter[Path]:
    """By how many other modules each is imported."""
    found: Counter[Path] = Counter()
    for file, source in sources.items():
        found.update({target for name in imports(source) if (target := tree / name) in sources} - {file})
    return found


def imports(source: str) -> Iterator[str]:
    """The files that may be meant by the imports anywhere in a source."""
    for node in ast.walk(ast.parse(source)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{name}" for name in names)]
        for name in names:
            yield name.replace(".", "/") + ".py"


# --- a typed "45" -----------------------------------------------------------------------------------------------------


def watch(tree: Path) -> dict[str, int]:
    """What an answer runs through, in a process of its own; bytecode is not counted on."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--watch", str(tree), folder],
            cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)}, capture_output=True, text=True,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


async def watched(tree: Path, folder: Path) -> dict[str, int]:
    """The turn of the second of two people is watched: what is made once is made for the first."""
    from side import side

    crowd: Any = side(tree)
    pack, store = crowd.programme(), crowd.open_store(f"sqlite:///{folder / 'watched.db'}")
    crowd.settle(store, pack, 2)
    receiver, whole, seen = crowd.Receiver(store, pack), crowd.Receiver.turn, Calls(tree)

    def turn(self: Any, conn: Any, inbound: Any, *more: Any) -> Any:
        if (inbound.address, inbound.text) != ("1", SAID[-1]):
            return whole(self, conn, inbound, *more)
        sys.setprofile(seen)
        try:
            turn = whole(self, conn, inbound, *more)
        finally:
            sys.setprofile(None)
        if f": {SAID[-1]}\n" not in turn.replies[0].text:
            raise SystemExit(f"{SAID[-1]} was not taken: {turn.replies[0].text}")
        return turn

    crowd.Receiver.turn = turn
    for person in ("0", "1"):
        for place, text in enumerate(SAID):
            await receiver(crowd.Inbound("phone", person, f"{person}:{place}", text=text, at=crowd.BEGAN))
    store.close()
    return seen.figures()


class Calls:
    """Counts the calls of functions of a tree, and the modules that they are in."""

    def __init__(self, tree: Path):
        self.tree, self.calls = f"{tree}/", Counter[str]()

    def __call__(self, frame: FrameType, event: str, value: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(self.tree) and "/.venv/" not in file:
            self.calls[file.removeprefix(self.tree)] += 1

    def figures(self) -> dict[str, int]:
        handlers = [file for file in self.calls if file.startswith("handlers/")]
        return {
            'modules that a typed "45" enters': len(self.calls),
            "of these in handlers/": len(handlers),
            "calls that it makes": sum(self.calls.values()),
        }


if __name__ == "__main__":
    main()
