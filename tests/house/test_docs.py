"""The documents against the house: what they name exists, what exists is named, and every link leads somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from handlers.pipeline import commands
from handlers.settings import keypad_words
from tests.house.test_floors import MAY_USE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *(DOCS / "decisions").glob("*.md")])
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
COMING = {"remind", "tick", "digest", "backup", "restore"} - set(COMMANDS)
"""Commands of the contract that the pages may speak of before they are there."""
RECORD = re.compile(r"(\d{4})-[a-z-]+\.md")
MODULE = re.compile(rf"(?:{'|'.join(MAY_USE)}|tests|docs)/[\w./-]*")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def named(page: Path) -> Path:
    return page.relative_to(ROOT)


def prose(text: str) -> str:
    """A page without its examples."""
    return FENCE.sub("", text)


def anchors(text: str) -> set[str]:
    """The names that headings can be linked by, as forges make them."""
    heads = re.findall(r"^#+ +(.+)$", prose(text), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def links(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose(text)) if "://" not in link]


def dead(page: Path, text: str) -> list[str]:
    """Links of a page that lead nowhere in this repository."""
    found = []
    for link in links(text):
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8") if place else text)):
            found.append(link)
    return found


def missing(text: str) -> list[str]:
    """Files and folders in backticks, by their path from the root, that are not there. `<…>` and `*` stand for any."""
    found = []
    for name in re.findall(r"`([^`\s]+)`", prose(text)):
        if MODULE.fullmatch(name) and not (ROOT / name).exists():
            found.append(name)
    return found


def make_verbs(text: str) -> set[str]:
    return set(re.findall(r"(?:^|`|&& )make ([a-z-]+)", text, re.M))


def targets() -> set[str]:
    """What the Makefile can make."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def settings() -> list[str]:
    return re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M)


def flags(command: str) -> set[str]:
    """The options in a command's help, and in that of its verbs."""
    import argparse
    import importlib

    subparsers = argparse.ArgumentParser().add_subparsers()
    importlib.import_module(f"bot.commands.{COMMANDS[command][0]}").add(subparsers)
    todo, found = list(subparsers.choices.values()), set()
    while todo:
        for action in todo.pop()._actions:
            found |= {option for option in action.option_strings if option.startswith("--")} - {"--help"}
            if isinstance(action, argparse._SubParsersAction):
                todo += action.choices.values()
    return found


def section(text: str, head: str) -> str:
    """What stands under a heading of the second level, "" where there is none."""
    found = re.search(rf"^## {re.escape(head)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found[1] if found else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(named(p)))
def test_links_lead_somewhere(page):
    assert dead(page, page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(named(p)))
def test_what_is_named_exists(page):
    text = page.read_text("utf-8")
    assert missing(text) == []
    assert make_verbs(text) <= targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(named(p)))
def test_no_path_of_a_machine(page):
    assert not re.search(r"/(?:work|home|Users|tmp)/\w", page.read_text("utf-8"))


def test_every_room_and_module_is_in_the_walk():
    """A line for each folder, `folder/`, names its modules: a new file asks for a phrase."""
    text = (DOCS / "architecture.md").read_text("utf-8")
    said = dict(re.findall(r"^- `([\w/]+)/` – (.*?)(?=^- |^#|\Z|\n\n)", text, re.M | re.S))
    files = [f for room in MAY_USE for f in sorted((ROOT / room).rglob("*.py")) if f.stem != "__init__" and tracked(f)]
    files = [f for f in files if f.parent.name != "versions"]
    assert [str(named(f)) for f in files if f"`{f.stem}`" not in said.get(str(named(f.parent)), "")] == []
    gone = {
        f"{folder}/{name}"
        for folder, words in said.items()
        for name in re.findall(r"`([a-z][a-z_]+)`", words.partition("\n\n")[0])
        if not (ROOT / folder / f"{name}.py").exists() and name not in ("move", "transact", "read")
    }
    assert gone == set()


def test_the_list_of_escapes_is_that_of_the_code():
    """The page says which words pass an open question; the code has no others."""
    part = section((DOCS / "developer.md").read_text("utf-8"), "Which words go where")
    shown = {row[1]: row[2] for row in re.findall(r"^(\| (.*?) \| (.*?) \|)", part, re.M)}
    always = next(words for what, words in shown.items() if "ALWAYS" in what)
    escapes = next(words for what, words in shown.items() if "ESCAPES" in what)
    assert {word.lower() for word in re.findall(r"`(.*?)`", always)} == set(keypad_words.ALWAYS)
    found = {
        name: set(re.findall(r"`(.*?)`", words.lower())) for name, words in re.findall(r"(\w+): (.*?)(?: ·|$)", escapes)
    }
    assert found == {name: set(commands.COMMANDS[name]) for name in commands.ESCAPES}


def tracked(file: Path) -> bool:
    """Whether git knows it: a file that somebody is still writing asks for no line yet."""
    try:
        return bool(subprocess.run(["git", "ls-files", file], cwd=ROOT, capture_output=True, text=True).stdout)
    except OSError:
        return True


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    """A heading, an example and every option."""
    part = section((DOCS / "cli.md").read_text("utf-8"), command)
    assert f"baocao {command}" in part
    general = ("--json",)
    assert [flag for flag in sorted(flags(command)) if flag not in part and flag not in general] == []


def test_no_command_is_invented():
    """Every `baocao …` on any page is a command, or one of those to come."""
    for page in PAGES:
        said = re.findall(r"(?:bin/|`|\$ |\| ?)baocao ([a-z][a-z-]*)", page.read_text("utf-8"))
        assert set(said) <= {*COMMANDS, *COMING}, named(page)


@pytest.mark.parametrize("setting", settings())
def test_every_setting_is_documented(setting):
    """In the operator's table, or in the page on channels once there is one."""
    channels = DOCS / "channels.md"
    said = section((DOCS / "operator.md").read_text("utf-8"), "Settings")
    assert f"`{setting}`" in said + (channels.read_text("utf-8") if channels.exists() else "")


def test_no_setting_is_invented():
    """Besides the settings there are a few names that only the tests read."""
    tests = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("*.py"))
    for page in PAGES:
        said = set(
            re.findall(
                r"\b((?:BAOCAO|TELEGRAM|ZALO_BOT|ZALO_OA|KANNEL|ANDROID_SMS)_[A-Z_]*[A-Z])\b", page.read_text("utf-8")
            )
        )
        assert [s for s in said - set(settings()) if f'"{s}"' not in tests] == [], named(page)


def test_the_readmes_go_together():
    """The two commands first, the same headings, pictures, examples and links in the same order."""
    one, other = (page.read_text("utf-8") for page in READMES)
    for text in (one, other):
        first = FENCE.search(text)[0]
        assert text.index(first) < 20 and re.findall(r"^make \w+", first, re.M) == ["make run", "make test"]
    assert [h.count("#") for h in re.findall(r"^#+ ", one, re.M)] == [
        h.count("#") for h in re.findall(r"^#+ ", other, re.M)
    ]
    assert re.findall(r"^!.*?\((.*?)\)", one, re.M) == re.findall(r"^!.*?\((.*?)\)", other, re.M)
    assert FENCE.findall(one)[1:] == FENCE.findall(other)[1:]
    assert set(links(one)) - {"README.vi.md"} == set(links(other)) - {"README.md"}


def test_the_decisions_are_numbered_and_listed():
    files = sorted(p.name for p in (DOCS / "decisions").glob("[0-9]*.md"))
    assert [RECORD.fullmatch(name)[1] for name in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    assert [link for link in links((DOCS / "decisions/README.md").read_text("utf-8"))] == files
    for name in files:
        text = (DOCS / "decisions" / name).read_text("utf-8")
        assert text.startswith(f"# {name[:4]} ")
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.M) == ["Context", "Decision", "Consequence"], name


def test_the_checks_can_fail(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One thing\n[a](page.md#one-thing) [b](page.md#two) [c](gone.md) [d](#one-thing) [e](https://x.y)"
    )
    assert dead(page, page.read_text()) == ["page.md#two", "gone.md"]
    assert missing("`handlers/pipeline/stages.py` `handlers/nix.py` `tests/channels/<name>/` `x/y.py`") == [
        "handlers/nix.py"
    ]
    assert make_verbs("make run\n`make lint` x && make test; to make money") == {"run", "lint", "test"}
    assert flags("form") >= {"--language", "--json"} and section("## a\nx\n## b\ny", "a") == "x\n"
