"""The parts of one line that are words: kind, topics, unit, and what a corrected line left open."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.one_line.line_tokens import Tokens
from handlers.one_line.line_words import Option, Phrase, Words
from programme.language.words import words_for

UNIT = words_for("report.unit")
UnitOf = Callable[[Sequence[str]], tuple[str, int]]
Hit = tuple[int, Phrase, Option]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something said that can't be taken: `kind` is a key of the texts under `line.wrong.`, `typed` the words at
    fault, `days` those that they may mean."""

    kind: str
    typed: str = ""
    days: tuple[date, ...] = ()


def left_open(tokens: Tokens, words: Words) -> tuple[str, ...]:
    """`?`, `?/6`, `? NGUOI`: what a corrected line leaves to fill in, when it comes back as it was."""
    found = []
    phrases = {p for f in words.figures for p in f.phrases} | {(words.place.word.lower(),) if words.place else ()}
    for m in re.finditer(r"\?+(?:[a-z]+| ?[/.-] ?(?:\d{1,2}|\?+)(?!\d))?", tokens.flat):
        if m.start() and tokens.flat[m.start() - 1].isalnum():
            continue  # the end of a question
        first, last = tokens.within(m.start(), m.end())
        if not tokens.free(first, last):
            continue
        tokens.take(first, last)
        phrase = next((p for p in sorted(phrases, key=len, reverse=True) if tokens.at(last, p)), ())
        tokens.take(last, last + len(phrase))
        found.append(tokens.original(m.start(), m.end()))
    for i, token in enumerate(tokens.all):
        if token.text == "?":
            tokens.take(i, i + 1)
    return tuple(found)


def unit(tokens: Tokens, unit_of: UnitOf) -> tuple[str, str]:
    """`DV CLB`: the unit that the words after DV name; "?" where they name none."""
    for i, token in enumerate(tokens.all):
        if token.text in UNIT and not tokens.taken[i]:
            run = []
            while (k := i + 1 + len(run)) < len(tokens.all) and not tokens.taken[k] and len(run) < 8:
                run.append(tokens.all[k].text)
            code, count = unit_of(run)
            tokens.take(i, i + 1 + count)
            typed = tokens.original(tokens.all[i + 1].start, tokens.all[i + count].end) if count else ""
            return code or "?", typed
    return "", ""


def kind(tokens: Tokens, words: Words, said: bool) -> tuple[str, list[Fault]]:
    """The kind of activity: by its code, where the line begins as one; else by its name. `TT` that is not the first
    word behind the keyword and stands beside another kind is a thị trấn."""
    first = 1 if said else 0
    found = [h for h in hits(tokens, words.kinds, lambda o: o.codes) if said or h[0] == first or len(h[1]) > 1]
    firsts = [h for h in found if h[0] == first]
    short = [h for h in found if len(h[1]) == 1]
    found = firsts or short or found
    if not firsts and len({h[2].name for h in found}) > 1:
        found = [h for h in found if not _town(tokens, h[0])]
    others = [h for h in short if h[2].name != firsts[0][2].name and h[1] != ("tt",)] if firsts else []
    if found:
        return _taken(tokens, [*found, *others], said and (not firsts or bool(others)))
    for ways in ((lambda o: o.names), (lambda o: o.aliases)):
        found = [h for h in hits(tokens, words.kinds, ways) if said or len(h[1]) > 1]
        if found and found[0][0] > 0 and tokens.all[found[0][0] - 1].is_number:
            return found[0][2].name, []  # "60 tờ rơi": the words say what is counted too
        if found:
            return _taken(tokens, found[:1], False)
    return "", []


def _taken(tokens: Tokens, found: Sequence[Hit], several: bool) -> tuple[str, list[Fault]]:
    kinds = list(dict.fromkeys(h[2].name for h in found))
    for i, phrase, _ in found if several else found[:1]:
        tokens.take(i, i + len(phrase))
    if several and len(kinds) > 1:
        typed = ", ".join(" ".join(h[1]).upper() for h in found)
        return "", [Fault("kinds", typed)]
    return kinds[0], []


def _town(tokens: Tokens, i: int) -> bool:
    after = tokens.all[i + 1] if i + 1 < len(tokens.all) else None
    return tokens.all[i].text == "tt" and after is not None and after.is_word


def hits(tokens: Tokens, options: Sequence[Option], ways: Callable[[Option], Sequence[Phrase]]) -> list[Hit]:
    """Where the options are said in these ways, in the order they stand."""
    by_phrase = {p: o for o in reversed(options) for p in ways(o)}
    return [(i, p, by_phrase[p]) for i, p in tokens.find(by_phrase)]


def topics(tokens: Tokens, words: Words) -> tuple[str, ...]:
    """The topics in the form's order; a word that only hints at one counts where none is named."""
    found = hits(tokens, words.topics, lambda o: (*o.codes, *o.names))
    if not found:
        found = hits(tokens, words.topics, lambda o: o.aliases)[:1]
    for i, phrase, _ in found:
        tokens.take(i, i + len(phrase))
    names = {h[2].name for h in found}
    return tuple(o.name for o in words.topics if o.name in names)
