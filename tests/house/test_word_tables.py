"""Words that people type are data: no module of handlers/ holds a table of Vietnamese words, but for the grammar."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from programme.language.vietnamese import fold

HANDLERS = Path(__file__).parents[2] / "handlers"
GRAMMAR = ("understand/", "one_line/line")
"""How numbers, days and lines are put together in Vietnamese; the words themselves are data there too."""
ALLOWED = {
    ("form_library/form_faults.py", ("an", "map")): "English, out of a message of pyxform",
    ("settings/keypad_words.py", ("pin", "quiet")): "entries of the menu, which a button names",
}
"""(file, words): why they stand in code all the same."""
SYLLABLE = re.compile(
    "(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh|n|ph?|qu|r|s|th|tr|t|v|x)?"
    "(?:a[iouy]?|e[ou]?|i[aeu]?|ieu?|o[aei]?|oai|oay|oo|u[aeoiuy]?|uay|uoi|uou|uye?|y|yeu?)(?:ch|c|m|ng|nh|n|p|t)?"
)
FILES = sorted(p for p in HANDLERS.rglob("*.py") if not p.relative_to(HANDLERS).as_posix().startswith(GRAMMAR))


def is_vietnamese(text: str) -> bool:
    """Whether every word could be a Vietnamese one, by its letters."""
    words = text.split()
    return bool(words) and all(len(w) > 1 and SYLLABLE.fullmatch(fold(w)) for w in words)


def tables(source: str) -> Iterator[tuple[str, ...]]:
    """Literals that hold two words of Vietnamese or more, and patterns that choose between such words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            held = node.elts
        elif isinstance(node, ast.Dict):
            held = [*filter(None, node.keys), *node.values]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value:
            found = re.findall(r"(?<![a-z\\])[a-z]{2,}(?: [a-z]+)*(?=\|)|(?<=\|)[a-z]{2,}(?: [a-z]+)*", node.value)
            held = [ast.Constant(word) for word in found]
        else:
            continue
        texts = [n.value for n in held if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        words = tuple(text for text in texts if is_vietnamese(text))
        if len(words) > 1:
            yield words


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(HANDLERS).as_posix())
def test_no_table_of_vietnamese_words(file):
    name = file.relative_to(HANDLERS).as_posix()
    assert [words for words in tables(file.read_text("utf-8")) if (name, words) not in ALLOWED] == []


def test_what_is_allowed_still_stands_there():
    stale = [(file, words) for file, words in ALLOWED if words not in tables((HANDLERS / file).read_text("utf-8"))]
    assert stale == []


@pytest.mark.parametrize(
    "source, words",
    [
        ('DONE = ("du", "du roi", "complete")', ("du", "du roi")),
        ('WORDS = {"ngung": "stop", "mo": "again"}', ("ngung", "mo")),
        ('ACTS = {"report": 1, "nil": 2}', None),
        ('HEAD = re.compile(r"(?:xem|huy)\\s+([a-z]+)")', ("xem", "huy")),
        ('x in ("Đúng rồi", "thôi")', ("Đúng rồi", "thôi")),
        ('ROLES = ("member", "leader", "coordinator")', None),
    ],
)
def test_the_check_sees_a_table(source, words):
    assert list(tables(source)) == ([words] if words else [])
