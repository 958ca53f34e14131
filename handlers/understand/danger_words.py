"""What one sentence says of danger, matched with its marks: cries, pleas, events told of others, signs that weigh
enough together, and the words of work that make no danger of them. The patterns are data of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.understand.opening_words import NUMBER, Line, Openers, alternatives
from handlers.understand.reader.tokens import key_of, marked
from programme.language.vietnamese import fold
from programme.language.words import meanings, pattern, words_for

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;\n](?=\d)[^.!?;\n]*)*")
_PIECE = re.compile(r"\d+|[^\W\d_]+|[,:]")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_LITERAL = re.compile(r"\\.|\(\?<!(?P<behind>\w+) \)|\(\?[:=!]|\{[\d,]*\}|(?P<word>[^\W\d_]+)")
_SHORT = meanings("danger_short")
_BARE = frozenset(words_for("marked.danger.bare"))


def sentences(text: str) -> Iterator[Line]:
    """The sentences of a text in NFC as the patterns read them, without what is calm: danger that is denied, dealt
    with, played or only said so. A word with marks stands as `marked` writes it, one without as "ban_" where it may be
    any of its likes."""
    return (_line(_CALM.sub(" , ", _said(found[0]))) for found in _SENTENCE.finditer(text))


def _line(said: str) -> Line:
    return Line(said, ((NUMBER if m[0][0].isdigit() else key_of(m[0]), m.start()) for m in _OPENING.finditer(said)))


def sentence_places(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `sentences` stand in the text, as (start, end)."""
    return [found.span() for found in _SENTENCE.finditer(text)]


def _said(sentence: str) -> str:
    words = _PIECE.findall(sentence)
    letters = [word for word in words if len(word) > 1 and word[0].isalpha()]
    sets_marks = len(letters) > 2 and 100 * sum(marked(w) != key_of(w) for w in letters) >= 45 * len(letters)
    said = " ".join(_form(word, sets_marks) for word in words)
    return said.replace(" ,", ",").replace(" :", ":")


def _form(word: str, sets_marks: bool) -> str:
    plain = key_of(word)
    if not plain.isalpha():
        return word
    if (kept := marked(word)) != plain:
        return kept
    meant = _SHORT.get(plain)
    if meant:
        return " ".join(f"{each}_" for each in meant.split())
    return plain if sets_marks and plain in _BARE else f"{plain}_"


def _compiled(source: str) -> re.Pattern[str]:
    """A pattern over what `_said` gives: a word without marks fits any of its likes."""
    return re.compile(rf"\b(?:{_LITERAL.sub(_fitting, source)})")


def _whole(room: str, name: str) -> re.Pattern[str]:
    return _compiled(pattern(f"marked_pattern.{room}.{name}"))


def _openers(room: str, name: str) -> Openers:
    return Openers(list(alternatives(pattern(f"marked_pattern.{room}.{name}"))), _compiled)


def _fitting(found: re.Match[str]) -> str:
    if behind := found["behind"]:
        return f"(?<!{marked(behind)} )(?<!{fold(behind)}_ )"
    word = found["word"]
    if word is None:
        return found[0]
    return rf"\b{fold(word)}_?\b" if marked(word) == fold(word) else rf"\b(?:{marked(word)}|{fold(word)}_)\b"


_CALM, _PLAIN = _whole("danger", "calm"), _whole("signs", "plain")
_CRY, _PLEA, _EVENT = _openers("danger", "cries"), _openers("danger", "pleas"), _openers("danger", "events")
_WORK, _BEGINS = _openers("danger", "work"), _whole("danger", "work_begins")
_COUNTED, _CALL, _OFFICE = _openers("danger", "counted"), _openers("danger", "call"), _openers("danger", "office")
_GRAVE, _HARM, _WHO, _FEAR = (_openers("signs", name) for name in ("grave", "harm", "who", "fear"))
_BEFALLEN = _openers("signs", "befallen")


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


def cries(sentence: Line) -> bool:
    """Whether it is said by the one in danger, or beside them."""
    return _CRY.stand_in(sentence)


def pleads(sentence: Line) -> bool:
    """Whether help is asked for, whatever with."""
    return _PLEA.stand_in(sentence)


def is_of_office(sentence: Line) -> bool:
    """Whether it speaks of reports and of the device."""
    return _OFFICE.stand_in(sentence)


def tells(sentence: Line) -> bool:
    """Whether it tells of danger, or of a crime, that befalls others."""
    return _EVENT.stand_in(sentence) or _weighs(sentence)


def calls(sentence: Line) -> bool:
    """Whether somebody is to come."""
    return _CALL.stand_in(sentence)


def is_work(sentence: Line) -> bool:
    """Whether it is in the words of work done or planned, or counts what was done."""
    return _WORK.stand_in(sentence) or bool(_BEGINS.match(sentence.text)) or _COUNTED.stand_in(sentence)


def _weighs(sentence: Line) -> bool:
    """Whether what no pattern foresaw is danger by several words together: one that is grave, two of harm, or one of
    harm with who and fear."""
    said = _PLAIN.sub(" ", sentence.text)
    rest = sentence if said == sentence.text else _line(said)
    if _GRAVE.stand_in(rest) or _BEFALLEN.stand_in(rest):
        return True
    harms = {rest.text[start:end].split()[0] for start, end in _HARM.find(rest)}
    return len(harms) > 1 or (len(harms) == 1 and _WHO.stand_in(rest) and _FEAR.stand_in(rest))
