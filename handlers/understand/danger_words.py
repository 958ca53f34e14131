"""What one sentence says of danger, matched with its marks: cries, pleas, events told of others, signs that weigh
enough together, and the words of work that make no danger of them. The patterns are data of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.understand.reader.tokens import marked
from programme.language.vietnamese import fold
from programme.language.words import meanings, pattern, words_for

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;\n](?=\d)[^.!?;\n]*)*")
_PIECE = re.compile(r"\d+|[^\W\d_]+|[,:]")
_WORD = re.compile(r"[^\W\d_]+")
_LITERAL = re.compile(r"\\.|\(\?<!(?P<behind>\w+) \)|\(\?[:=!]|\{[\d,]*\}|(?P<word>[^\W\d_]+)")
_PRONE = 4
"""The weight at which signs together are danger: one grave word, two of harm, or one of harm with who and fear."""
_SHORT = meanings("danger_short")
_BARE = frozenset(words_for("marked.danger.bare"))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text in NFC as the patterns read them, without what is calm: danger that is denied, dealt
    with, played or only said so. A word with marks stands as `marked` writes it, one without as "ban_" where it may be
    any of its likes."""
    return (_CALM.sub(" , ", _said(found[0])) for found in _SENTENCE.finditer(text))


def sentence_places(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `sentences` stand in the text, as (start, end)."""
    return [found.span() for found in _SENTENCE.finditer(text)]


def _said(sentence: str) -> str:
    words = _PIECE.findall(sentence)
    letters = [word for word in words if len(word) > 1 and word[0].isalpha()]
    sets_marks = len(letters) > 2 and 100 * sum(marked(w) != fold(w) for w in letters) >= 45 * len(letters)
    said = " ".join(_form(word, sets_marks) for word in words)
    return said.replace(" ,", ",").replace(" :", ":")


def _form(word: str, sets_marks: bool) -> str:
    plain = fold(word)
    if not plain.isalpha():
        return word
    if (kept := marked(word)) != plain:
        return kept
    meant = _SHORT.get(plain)
    if meant:
        return " ".join(f"{each}_" for each in meant.split())
    return plain if sets_marks and plain in _BARE else f"{plain}_"


def _compiled(room: str, name: str) -> re.Pattern[str]:
    """The patterns of a name over what `_said` gives: a word without marks fits any of its likes."""
    return re.compile(rf"\b(?:{_LITERAL.sub(_fitting, pattern(f'marked_pattern.{room}.{name}'))})")


def _fitting(found: re.Match[str]) -> str:
    if behind := found["behind"]:
        return f"(?<!{marked(behind)} )(?<!{fold(behind)}_ )"
    word = found["word"]
    if word is None:
        return found[0]
    return rf"\b{fold(word)}_?\b" if marked(word) == fold(word) else rf"\b(?:{marked(word)}|{fold(word)}_)\b"


_CALM, _OFFICE = _compiled("danger", "calm"), _compiled("danger", "office")
_CRY, _PLEA, _EVENT = _compiled("danger", "cries"), _compiled("danger", "pleas"), _compiled("danger", "events")
_WORK, _BEGINS = _compiled("danger", "work"), _compiled("danger", "work_begins")
_COUNTED, _CALL = _compiled("danger", "counted"), _compiled("danger", "call")
_GRAVE, _HARM, _WHO, _FEAR = (_compiled("signs", name) for name in ("grave", "harm", "who", "fear"))
_BEFALLEN, _PLAIN = _compiled("signs", "befallen"), _compiled("signs", "plain")


_TELLING = (
    *(("danger", name) for name in ("cries", "pleas", "events")),
    *(("signs", name) for name in ("grave", "harm", "befallen")),
)
_KEYS = frozenset(
    fold(found["word"])
    for table, name in _TELLING
    for found in _LITERAL.finditer(pattern(f"marked_pattern.{table}.{name}"))
    if found["word"]
) - frozenset(words_for("danger.common"))


def has_a_word_of_it(text: str) -> bool:
    """Whether a text has any word of danger at all: most messages have none, and are not looked at closer."""
    return not _KEYS.isdisjoint(_WORD.findall(fold(text)))


def cries(said: str) -> bool:
    """Whether it is said by the one in danger, or beside them."""
    return bool(_CRY.search(said))


def pleads(said: str) -> bool:
    """Whether help is asked for, whatever with."""
    return bool(_PLEA.search(said))


def is_of_office(said: str) -> bool:
    """Whether it speaks of reports and of the device."""
    return bool(_OFFICE.search(said))


def tells(said: str) -> bool:
    """Whether it tells of danger, or of a crime, that befalls others."""
    return bool(_EVENT.search(said)) or _weight(said) >= _PRONE


def calls(said: str) -> bool:
    """Whether somebody is to come."""
    return bool(_CALL.search(said))


def is_work(said: str) -> bool:
    """Whether it is in the words of work done or planned, or counts what was done."""
    return bool(_WORK.search(said) or _BEGINS.match(said) or _COUNTED.search(said))


def _weight(said: str) -> int:
    """What no pattern foresaw, but several words together say."""
    said = _PLAIN.sub(" ", said)
    if _GRAVE.search(said) or _BEFALLEN.search(said):
        return _PRONE
    harms = {found.group().split()[0] for found in _HARM.finditer(said)}
    return 2 * len(harms) + bool(_WHO.search(said)) + bool(_FEAR.search(said))
