"""Adding a language, as docs/developer.md says: a file of texts and a file of words, and no code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "pages", "programme", "reminders", "reports", "storage")
ASKED = """
import json
from handlers.pipeline.commands import command, slash_name
from handlers.draft.review import SENDS
from handlers.understand.choices import yes_no
from handlers.understand.dates import read_date
from handlers.understand.emergency import is_danger
from handlers.understand.numbers import read_number
from programme.language.texts import LANGUAGES, load_texts
from datetime import date
t = load_texts("xx")
print(json.dumps({
    "languages": LANGUAGES,
    "texts": [t("word.yes"), t("people.head", unit="U", count=1), t("people.head", unit="U", count=2)],
    "commands": [command("XBC"), command("/xbc now"), slash_name("report", "xx"), command("xish"), command("bao cao")],
    "answers": [yes_no("xay"), yes_no("co"), "xgo" in SENDS],
    "numbers": [repr(read_number("xabove 45")), repr(read_number("45 xfolk"))],
    "days": read_date("xdag", date(2026, 6, 15)).date.isoformat(),
    "danger": [is_danger("xhelp xme"), is_danger("hello")],
}))
"""
TEXTS = {
    'own = "English"': 'own = "Xish"',
    "From now on the answers are in English.": "From now on Xish.",
    "{count|person|people}": "{count|xperson|xpeople}",
}
WORDS = {
    ("language", "own"): '["xish"]',
    ("command", "report"): '["xbc"]',
    ("answer", "yes"): '["xay"]',
    ("report", "send"): '["xgo"]',
    ("bound.before", "min"): '["xabove"]',
    ("number", "trailing"): '"xfolk"',
    ("date", "today"): '["xdag"]',
    ("marked_pattern.danger", "cries"): r"'\bxhelp xme\b'",
}
"""What the copies of the English files say in place of what stands there."""


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """The house with a third language, `xx`: copies of the English files, a few things said otherwise."""
    root = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    texts, words = root / "programme/language/texts", root / "programme/language/words"
    said = (texts / "en.toml").read_text("utf-8")
    for old, new in TEXTS.items():
        assert said.count(old) >= 1
        said = said.replace(old, new)
    (texts / "xx.toml").write_text(said, "utf-8")
    (words / "xx.toml").write_text(changed((words / "en.toml").read_text("utf-8")), "utf-8")
    return root


def changed(toml: str) -> str:
    """The words with those of WORDS in their places."""
    section, lines, left = "", [], dict(WORDS)
    for line in re.sub(r"'''\n(.*?)'''", r"'\1'", toml, flags=re.S).splitlines():
        section = found[1] if (found := re.fullmatch(r"\[([a-z_.]+)\]", line)) else section
        name = line.partition(" = ")[0]
        lines.append(f"{name} = {left.pop((section, name))}" if (section, name) in left else line)
    assert not left
    return "\n".join(lines)


def run(house: Path, code: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=house, env={"PYTHONPATH": str(house), "PATH": ""}, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_its_texts_and_its_words_are_used(house):
    told = run(house, ASKED)
    assert told == {
        "languages": ["vi", "en", "xx"],
        "texts": ["Yes", "U: 1 xperson. Choose one, or what to do:", "U: 2 xpeople. Choose one, or what to do:"],
        "commands": [["report", ""], ["report", "now"], "xbc", ["language", "xx"], ["report", ""]],
        "answers": [True, True, True],
        "numbers": [
            "Number(value=45, bound='min', mended=False)",
            "Number(value=45, bound=None, mended=False)",
        ],
        "days": "2026-06-15",
        "danger": [True, False],
    }


def test_a_member_chooses_it_and_is_answered_in_it(house, tmp_path):
    """From an invite to the first question of a report, in the real process."""
    told = Bot(house, tmp_path)
    told("programme", "load", "programme/packs/quang-ninh")
    code = json.loads(told("invite", "--unit", "hl.ha-tu", "--role", "member", "--json"))["code"]
    said = [f"DK {code}", "1", "Nguyễn Thị Lan", "/language", "xish", "xbc"]
    lines = told("chat", "--channel", "telegram", "--address", "0912345678", "--json", said="\n".join(said))
    replies = [json.loads(line)["replies"] for line in lines.splitlines()]
    assert replies[3][-1]["choices"] == ["Tiếng Việt", "English", "Xish"]
    assert [reply["text"] for reply in replies[4]] == ["From now on Xish."]
    assert replies[5][-1]["text"].startswith("1.") and len(replies[5][-1]["choices"]) > 3


class Bot:
    """The command line of the house, over a store of its own."""

    def __init__(self, house: Path, folder: Path):
        self.house = house
        self.env = {
            "PYTHONPATH": str(house),
            "PATH": "",
            "BAOCAO_DATABASE_URL": f"sqlite:///{folder / 'xx.db'}",
            "BAOCAO_MEDIA": str(folder / "media"),
            "BAOCAO_PROGRAMME": str(house / "programme/packs/quang-ninh"),
            "BAOCAO_SECRET_KEY": "x" * 40,
        }

    def __call__(self, *words: str, said: str = "") -> str:
        command = [sys.executable, "-m", "bot", *words]
        done = subprocess.run(command, cwd=self.house, env=self.env, input=said.encode(), capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()
