"""The floors of the house, read off the imports: who may use whom, and which library stays in which room."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Collection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_USE = {
    "programme": set(),
    "reports": {"programme"},
    "storage": {"programme"},
    "handlers": {"reports", "programme"},
    "reminders": {"reports", "programme"},
    "pages": {"reports", "storage", "programme"},
    "bot": {"handlers", "reminders", "reports", "storage", "pages", "programme"},
}
ONLY_IN = {
    "sqlmodel": ("storage/",),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "telegram": ("bot/channels/telegram",),
    "apscheduler": ("reminders/clock.py",),
    "aiohttp": ("bot/", "pages/"),
    "pyxform": ("programme/xlsform/",),
    "elementpath": ("programme/xlsform/",),
    "prometheus_client": ("bot/",),
    "icalendar": ("pages/",),
    "docx": ("reports/dossier/docx.py",),
    "itsdangerous": ("pages/",),
    "pydantic": ("bot/",),
    "nacl": ("storage/database/sealing.py",),
    "pyrage": ("storage/transfer/archive_seal.py",),
}
PURE = ("handlers", "reports", "reminders")
NOT_PURE = ("reminders/clock.py", "reports/workbook.py", "reports/document.py", "reports/chart.py")
FILES = sorted(f for room in MAY_USE for f in (ROOT / room).rglob("*.py"))


def imports(source: str) -> set[str]:
    """The modules that a source imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def breaks(room: str, path: str, source: str) -> list[str]:
    """What of a file's imports breaks a floor."""
    wrong = []
    for module in sorted(imports(source)):
        top = module.split(".")[0]
        if top in MAY_USE and top != room and top not in MAY_USE[room]:
            wrong.append(f"{path} may not use {module}")
        if top in ONLY_IN and not path.startswith(ONLY_IN[top]):
            wrong.append(f"{path}: {top} stays in {', '.join(ONLY_IN[top])}")
    return wrong


def impure(source: str) -> list[str]:
    """Calls that read the clock, chance or the disk: a pure room is given what they would say."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in (
                "open",
                "datetime.now",
                "date.today",
                "datetime.utcnow",
                "time.time",
                "uuid4",
                "random.random",
            ):
                wrong.append(called)
    return wrong


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_floors(file):
    path = file.relative_to(ROOT).as_posix()
    assert breaks(path.split("/")[0], path, file.read_text("utf-8")) == []


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_read_no_clock(room):
    for file in (ROOT / room).rglob("*.py"):
        path = file.relative_to(ROOT).as_posix()
        if path not in NOT_PURE:
            assert impure(file.read_text("utf-8")) == [], path


def test_no_circles_between_modules():
    """Modules of one room may not import each other in a ring at load time."""
    modules = {".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): f for f in FILES}
    graph = {}
    for name, file in modules.items():
        tops = [n for n in ast.parse(file.read_text("utf-8")).body if isinstance(n, ast.Import | ast.ImportFrom)]
        graph[name] = {target for node in tops for target in targets(node, modules)}
    for name in graph:
        assert name not in reached(graph, name), f"{name} imports itself in a ring"


def targets(node: ast.Import | ast.ImportFrom, modules: Collection[str]) -> set[str]:
    """The modules that an import names: `from room import module` means the module, not the room."""
    if isinstance(node, ast.Import):
        return {a.name for a in node.names}
    inner = {a.name: f"{node.module}.{a.name}" for a in node.names}
    return {full if full in modules else node.module or "" for full in inner.values()}


def reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen, todo = set(), [m for m in graph[start] if m in graph and m != start]
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += [m for m in graph[at] if m in graph]
    return seen


def test_the_check_can_fail():
    assert breaks("handlers", "handlers/x.py", "import storage.people") == ["handlers/x.py may not use storage.people"]
    assert breaks("pages", "pages/x.py", "from sqlalchemy import select")
    assert breaks("bot", "bot/x.py", "def f():\n    from telegram import Bot")
    assert impure("import datetime\ndatetime.datetime.now()") == [] and impure("date.today()") == ["date.today"]
    assert reached({"a": {"b"}, "b": {"a"}}, "a") == {"a", "b"}


def test_every_package_is_installed_with_its_data():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    there = {
        ".".join(file.parent.relative_to(ROOT).parts) for room in MAY_USE for file in (ROOT / room).rglob("__init__.py")
    }
    assert there == {name for name in project["packages"] if name.split(".")[0] in MAY_USE}
    data = {
        f"language/{folder.name}/*" for folder in (ROOT / "programme/language").iterdir() if any(folder.glob("*.toml"))
    }
    assert data <= set(project["package-data"]["programme"])
