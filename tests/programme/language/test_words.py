"""The words that people type: the files of both languages against each other, and what a bad file is told."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from handlers.pipeline.commands import COMMANDS, SHOWN_COMMANDS, command, slash_name
from programme.language import words
from programme.language.texts import LANGUAGES
from programme.language.words import NOTHING, PATTERNS, WordsFault, compiled, lists_of, meanings, pattern, words_for

GROUPS = (
    "command", "keypad", "marked.keypad", "answer.all_of", "role", "number.ones", "number.zeros", "bound.before",
    "date.ago", "date.coming",
)  # fmt: skip
"""Groups in which a word stands for one thing only."""
WHOLE = (
    *(f"command.{name}" for name in COMMANDS),
    *(f"keypad.{name}" for name in words.names_in("keypad")),
    "language.own", "courtesy.greetings", "courtesy.thanks", "report.send", "report.done", "people.leave",
    "people.invite", "people.invite_by_number", "people.sms_cost",
)  # fmt: skip
"""Keys whose words are the whole message, wherever it comes: no word may stand for two of them."""


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Writes words/<language>.toml elsewhere and has them read from there."""
    monkeypatch.setattr(words, "HERE", tmp_path)
    lists_of.cache_clear()
    yield lambda language, text: (tmp_path / f"{language}.toml").write_text(text, "utf-8")
    lists_of.cache_clear()


def test_every_language_has_every_key():
    keys = {language: list(lists_of(language)) for language in LANGUAGES}
    assert len(keys["vi"]) > 150 and all(keys[language] == keys["vi"] for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_written_as_it_is_compared(language):
    for key, held in lists_of(language).items():
        assert [word for word in held if word != words.as_compared(key, word) or not word.strip()] == [], key
        assert [word for word, count in Counter(held).items() if count > 1] == [], key


@pytest.mark.parametrize("group", GROUPS)
def test_a_word_of_a_group_stands_for_one_thing(group):
    found = meanings(group)
    assert len(found) > 1 and set(found.values()) <= set(words.names_in(group))


def test_no_word_stands_for_two_commands():
    """The names of languages are commands too, and a few words greet in several languages."""
    places: dict[str, set[str]] = {}
    for key in WHOLE:
        for word in words_for(key):
            places.setdefault(word, set()).add(key)
    assert {word: keys for word, keys in places.items() if len(keys) > 1} == {}


def test_every_language_is_chosen_by_words_of_its_own():
    chosen = [word for language in LANGUAGES for word in words_for("language.own", language)]
    assert len(chosen) == len(set(chosen)) and all(words_for("language.own", language) for language in LANGUAGES)
    assert {command(word) for word in chosen} == {("language", language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_slash_name_in_every_language(language):
    assert all(slash_name(name, language) for name in COMMANDS)
    for name in SHOWN_COMMANDS:
        assert re.fullmatch("[a-z0-9_]{1,32}", slash_name(name, language)), name  # what Telegram takes
        assert command(f"/{slash_name(name, language)} x") == (name, "x")


def test_patterns_compile_in_every_language():
    patterns = [key for key in lists_of("vi") if key.startswith(PATTERNS)]
    assert len(patterns) > 15
    for key in patterns:
        assert "<" not in re.sub(r"\(\?<", "(", pattern(key)), key
        assert compiled(key).search("") is None or key.endswith(".now"), key  # `now` is what may be left out


def test_words_of_all_languages_are_heard():
    assert {"gui", "send"} <= set(words_for("report.send")) and words_for("report.send", "en") == (
        "send",
        "send report",
    )
    assert meanings("bound.before")["over"] == meanings("bound.before")["tren"] == "min"
    assert words.alternatives("date.hour") == "(?:gio|g|h)"
    assert re.search(pattern("marked_pattern.danger.cries"), "please help me")


def test_a_key_without_words_fits_nothing(files):
    files("vi", 'none = []\n[pattern]\nnone = ""\nsome = "a|<none>b"')
    files("en", "none = []\n[pattern]\nnone = []\nsome = []")
    assert (words_for("none"), words.alternatives("none"), pattern("pattern.none")) == (
        (),
        NOTHING,
        NOTHING,
    )
    assert not re.search(words.alternatives("none"), "anything") and not compiled("pattern.none").search("")
    assert compiled("pattern.some").fullmatch("a") and not compiled("pattern.some").search("b")


@pytest.mark.parametrize(
    "text, fault",
    [
        ("a = [", "words/en.toml: "),
        ("a = 5", "words/en.toml: a is neither a list of words nor a text of single words"),
        ('a = ["x", 5]', "words/en.toml: a is neither"),
        ('a = ["Đúng"]', "words/en.toml: a: write “dung” for “Đúng”"),
        ("", "words/en.toml: a is missing; a language that has no such words says []"),
        ("a = []\nb = []", "words/en.toml: b: no such key"),
        ('[pattern]\nx = "<gone>"', "words/en.toml: pattern.x: <gone> is no pattern of pattern"),
        (None, "words/en.toml is missing"),
    ],
)
def test_a_bad_file_is_told_what_is_wrong(files, text, fault):
    files("vi", 'a = ["x"]')
    if text is not None:
        files("en", text)
    with pytest.raises(WordsFault) as found:
        lists_of("en")
    assert fault in str(found.value)


def test_two_meanings_and_a_bad_pattern_are_named(files):
    files("vi", '[command]\none = ["a"]\ntwo = []\n[pattern]\nx = "("')
    files("en", '[command]\none = []\ntwo = ["a"]\n[pattern]\nx = []')
    with pytest.raises(WordsFault, match="command: “a” stands for one and for two"):
        meanings("command")
    with pytest.raises(WordsFault, match=r"pattern\.x: no regular expression"):
        compiled("pattern.x")
