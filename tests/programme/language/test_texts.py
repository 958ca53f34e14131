"""The texts of both languages against each other and against the code that names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import pytest

from handlers.pipeline import commands
from handlers.reporting.sent_reports import NAMED
from programme.language.texts import LANGUAGES, SHORT, load_texts
from programme.language.vietnamese import fold
from tests.support.text_uses import BUILT, OPTIONAL, Use, all_uses, placeholders, troubles, uses_in, uses_in_page

TABLES = {language: dict(load_texts(language).messages) for language in LANGUAGES}


# --- the checks -----------------------------------------------------------------------------------------------------


def shown(text: str) -> frozenset[str]:
    """What of it is said; a language without plurals need not name a count that only chooses a word."""
    return placeholders(re.sub(r"\{\w+\|[^{}]*\}", "", text))


def ending(text: str) -> str:
    last = text.rstrip()[-1:]
    return last if last in ".?!:…" else ""


def uneven(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Keys that only one language has, placeholders that differ, sentences in one that are labels in the other."""
    found = [f"{key}: in one language only" for key in one.keys() ^ other.keys()]
    for key in one.keys() & other.keys():
        if shown(one[key]) != shown(other[key]):
            found.append(f"{key}: other placeholders")
        if ending(one[key]) != ending(other[key]):
            found.append(f"{key}: ends otherwise")
    return sorted(found)


def mismatched(table: Mapping[str, str], uses: Iterable[Use], built: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys that the code names and nobody wrote, keys that nobody names, prefixes that nobody enumerates."""
    wanted = {use.pattern: use.where for use in uses if "*" not in use.pattern}
    prefixes = {use.prefix: use.where for use in uses if "*" in use.pattern}
    found = [f"{prefix}*: not enumerated ({where})" for prefix, where in prefixes.items() if prefix not in built]
    found += [f"{prefix}*: enumerated, not in the code" for prefix in built.keys() - prefixes.keys()]
    wanted |= {prefix + name: where for prefix, where in prefixes.items() for name in built.get(prefix, ())}
    found += [f"{key}: missing ({where})" for key, where in wanted.items() if key not in table]
    short = {key for key in table if key.startswith(SHORT) and key.removeprefix(SHORT) in wanted.keys() | OPTIONAL}
    return sorted(found + [f"{key}: unused" for key in table.keys() - wanted.keys() - OPTIONAL - short])


def unfilled(table: Mapping[str, str], uses: Iterable[Use]) -> list[str]:
    """Placeholders that a call leaves empty, which would fail in front of a user. A key named whole is looked at
    there, not where a prefix is completed."""
    uses = list(uses)
    whole = {use.pattern for use in uses if use.given is not None}
    found = []
    for use in uses:
        built = {use.prefix + name for name in BUILT.get(use.prefix, ())} - whole
        for key in built if "*" in use.pattern else [use.pattern]:
            if use.given is not None and (lacking := placeholders(table.get(key, "")) - use.given):
                found.append(f"{key}: {sorted(lacking)} not given ({use.where})")
    return sorted(found)


def untidy(text: str) -> list[str]:
    """What a proof-reader would strike out."""
    faults = {
        "not NFC": not unicodedata.is_normalized("NFC", text),
        "space at the end of a line": re.search(r"[ \t]$", text, re.M),
        "two spaces": "  " in text,
        "tab": "\t" in text,
        "straight quotes": '"' in text or "'" in text,
        "quotes that do not pair": text.count("“") != text.count("”"),
        "brackets that do not pair": text.count("(") != text.count(")"),
        "space before a sign": re.search(r"\s[,.;:?!)”]", text) is not None,
        "three dots": "..." in text,
        "several sentences, the last without an end": re.search(r"[.?!] [^\W\d_a-z]", text)
        and not re.search(r"[.?!:)”}]$", text.rstrip()),
        "empty": not text.strip(),
    }
    return [name for name, wrong in faults.items() if wrong]


USES = all_uses({key.split(".")[0] for key in TABLES["vi"]})


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_say_the_same_things(language):
    assert uneven(TABLES["vi"], TABLES[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_named_and_every_name_has_a_text(language):
    assert len(USES) > 200, "the code is no longer read"
    assert mismatched(TABLES[language], USES, BUILT) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_given(language):
    assert unfilled(TABLES[language], USES) == []
    assert unfilled(TABLES[language], [Use(f"error.{key}", "Trouble", v) for key, v in troubles().items()]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_tidy(language):
    between = {key: TABLES[language][key].strip() for key in ("list.and", "list.or")}  # they stand between two words
    table = TABLES[language] | between
    assert {key: faults for key, text in table.items() if (faults := untidy(text))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_to_type_do_something(language):
    """Commands that the help and the errors tell people to type: NIL, BC 0, /canxuly, SUA K7P2 5 54."""
    said = {
        key: re.findall(r"(?:[Gg]õ|[Tt]ype) ([A-Z]{2,}(?: [A-Z0-9]+)*)", text) for key, text in TABLES[language].items()
    }
    for key in (k for k in TABLES[language] if k.startswith("help.")):
        said[key] += re.findall(r"(?<!\w)(?:/[a-z]+|[A-Z]{2,}(?: [A-Z0-9]+)*)(?!\w)", TABLES[language][key])
    assert sum(map(len, said.values())) > 20
    dead = [(k, w) for k, words in said.items() for w in words if not understood(w)]
    assert dead == []


def understood(word: str) -> bool:
    command = commands.command(word)[0]
    return command not in ("", "unknown") or bool(NAMED.fullmatch(fold(word)) or re.match("sua ", fold(word)))


# --- the checks can fail --------------------------------------------------------------------------------------------


def test_checks_see_what_is_wrong():
    vi = TABLES["vi"]
    without_name = {k: v for k, v in vi.items() if k != "receipt.head"}
    without_built = {k: v for k, v in vi.items() if k not in ("kind.loan", "error.date_lunar")}
    added = vi | {"receipt.heads": "Xong.", "kind.nil": "không", "error.date_moon": "Trăng."}
    renamed = vi | {"receipt.head": vi["receipt.head"].replace("{code}", "{mark}")}
    assert uneven(vi, without_name) == ["receipt.head: in one language only"]
    assert uneven(vi, renamed) == ["receipt.head: other placeholders"]
    assert uneven(vi, vi | {"word.yes": "Có."}) == ["word.yes: ends otherwise"]
    before = set(mismatched(vi, USES, BUILT))
    assert {m.split(" (")[0] for m in set(mismatched(without_name, USES, BUILT)) - before} == {"receipt.head: missing"}
    gone = set(mismatched(without_built, USES, BUILT)) - before
    assert {m.split(" (")[0] for m in gone} == {"kind.loan: missing", "error.date_lunar: missing"}
    more = set(mismatched(added, USES, BUILT)) - before
    assert more == {"receipt.heads: unused", "kind.nil: unused", "error.date_moon: unused"}
    assert "moon.*: enumerated, not in the code" in mismatched(vi, USES, BUILT | {"moon.": ()})
    use = Use("receipt.head", "here", frozenset({"code"}))
    assert (unfilled(vi, [use]), unfilled(renamed, [use])) == ([], ["receipt.head: ['mark'] not given (here)"])


@pytest.mark.parametrize(
    "source, uses",
    [
        ('t("sent.x", code=1)', [("sent.x", {"code"})]),
        ('s.texts("danger")', [("danger", set())]),
        ('case.s.texts(f"kind.{k}", n=1)', [("kind.*", {"n"})]),
        ("t(f\"help.{'a' if x else 'b'}\", **v)", [("help.a", None), ("help.b", None)]),
        ('t("sent.x" if x else "sent.y")', [("sent.x", set()), ("sent.y", set())]),
        ('t.get("kind." + k)', [("kind.*", set())]),
        ('load_texts(rest, own)("sent.x")', [("sent.x", set())]),
        ('key = "sent.x"', [("sent.x", None)]),
        ('{k: t(f"sent.{k}") for k in ("x", "y")}', [("sent.x", set()), ("sent.y", set())]),
        ('key = f"kind.{k}"', [("kind.*", None)]),
        ('programme.texts.get("vi"); t(key); "sent.toml"; "other.x"; f"{a}.b"; "kind."', []),
    ],
)
def test_what_the_code_names_is_read(source, uses):
    found = {(u.pattern, u.given) for u in uses_in(source, "x.py", {"sent", "kind"})}
    by_call = {pattern for pattern, given in found if given is not None}
    found = {(pattern, given) for pattern, given in found if given is not None or pattern not in by_call}
    assert found == {(pattern, None if given is None else frozenset(given)) for pattern, given in uses}


def test_what_a_page_names_is_read():
    found = uses_in_page("""{{ t('sent.x') }} {{ t("kind." ~ k) }} 'sent.css'""", "x.html", {"sent", "kind"})
    assert [u.pattern for u in found] == ["sent.x", "kind.*"]


@pytest.mark.parametrize(
    "text, fault",
    [
        ("Ho\u0300a", "not NFC"),
        ("Xong. \nHết.", "space at the end of a line"),
        ("Đã  gửi", "two spaces"),
        ('Gõ "có".', "straight quotes"),
        ("Gõ “có.", "quotes that do not pair"),
        ("Đã gửi .", "space before a sign"),
        ("Đã gửi. Đang chờ", "several sentences, the last without an end"),
        ("", "empty"),
    ],
)
def test_untidy_texts_are_seen(text, fault):
    assert fault in untidy(text)
