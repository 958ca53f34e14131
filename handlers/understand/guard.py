"""What must not be kept about the people who are helped: phone and identity numbers, e-mail, bank accounts, birth
years, whose HIV status; and what looks like a name, to ask about. Counts, dates and places are not that."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from handlers.understand.names import find_names
from programme.language.vietnamese import fold, fold_places
from programme.language.words import alternatives, compiled, words_for

Kind = Literal["phone", "identity", "email", "bank", "birth", "hiv_status", "name"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal at text[start:end]. A `name` is only suspected; the others are refused."""

    kind: Kind
    start: int
    end: int


_LOOKALIKE = str.maketrans("oli", "011")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2})(?!\d|[.-]?\d{3})"
)
_DIGITS = re.compile(r"(?<!\w)\(?\+?[\doli](?:[ .()-]{0,2}[\doli]){7,18}(?!\w)")
_MONEY = re.compile(rf"\s*{alternatives('guard.money')}\b")
_ACCOUNT = re.compile(rf"\b{alternatives('guard.account')}\b[^\d\n]{{0,25}}(\d(?:[ .-]?\d){{5,18}})(?!\d)")
_MARKED_ID = re.compile(rf"\b{alternatives('guard.identity')}\b[^\d\n]{{0,15}}")
_ID_NUMBER = re.compile(r"[a-z]{0,3}\d(?:[ .-]?\d){5,14}(?!\d)")
_BIRTH = re.compile(
    rf"\b{alternatives('guard.birth')}\b[ :.]{{0,3}}"
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|(?:19|20)\d{2}|\d{2})(?![\d/])"
    rf"|\b{alternatives('guard.born')}[ :]{{1,2}}((?:19|20)\d{{2}})(?!\d)"
)
_NOT_BORN = frozenset(words_for("guard.not_born"))
_DIGIT_WORDS = re.compile(
    rf"\b{alternatives('guard.first_digit')}(?:[ ,.-]{{1,2}}{alternatives('guard.digit')}){{8,10}}\b"
)
_HIV, _ONE_PERSON = compiled("pattern.guard.hiv"), compiled("pattern.guard.one_person")
_NEAR, _MANY = 120, 100


def find_personal(text: str, known: Iterable[str] = ()) -> list[Found]:
    """What in `text` is or seems personal, in the order it stands, without overlaps. `known` are names of units and
    places, never taken for a person's."""
    flat, places = fold_places(text)
    found: list[Found] = []
    taken = bytearray(len(text))

    def add(kind: Kind, start: int, end: int) -> None:
        if start < end and not any(taken[start:end]):
            found.append(Found(kind, start, end))
            taken[start:end] = b"x" * (end - start)

    for kind, start, end in (*_marked(flat), *_numbers(_DATE.sub(lambda m: "/" * len(m[0]), flat))):
        add(kind, places[start], places[end - 1] + 1)
    for start, end in find_names(text, frozenset(map(fold, known))):
        add("name", start, end)
    people = sorted(f.start for f in found if f.kind in ("name", "phone", "birth"))
    for kind, start, end in _status(flat, people, places):
        add(kind, places[start], places[end - 1] + 1)
    return sorted(found, key=lambda f: f.start)


def _marked(flat: str) -> Iterator[tuple[Kind, int, int]]:
    """What says itself what it is."""
    for m in _EMAIL.finditer(flat):
        yield "email", m.start(), m.end()
    for m in _ACCOUNT.finditer(flat):
        yield "bank", m.start(), m.end()
    for m in _MARKED_ID.finditer(flat):
        if number := _ID_NUMBER.match(flat, m.end()):
            yield "identity", m.start(), number.end()
    for m in _BIRTH.finditer(flat):
        before = flat[max(0, m.start() - 10) : m.start()].split()
        if not before or before[-1] not in _NOT_BORN:
            yield "birth", m.start(), m.end()
    for m in _DIGIT_WORDS.finditer(flat):
        yield "phone", m.start(), m.end()


def _numbers(flat: str) -> Iterator[tuple[Kind, int, int]]:
    for m in _DIGITS.finditer(flat):
        start = m.start()
        # Figures may stand before the number, so each group of digits may begin it.
        for group in re.finditer(r"(?<![\doli])\(?\+?[\doli]", m[0]):
            if len(m[0]) - group.start() < 9:
                break
            kind, length = _number(m[0][group.start() :], flat[m.end() : m.end() + 10])
            if kind:
                yield kind, start + group.start(), start + group.start() + length
                break


def _number(text: str, after: str) -> tuple[Kind | None, int]:
    """What a run of digits with its separators begins with, and how long that is."""
    spots = [i for i, c in enumerate(text) if c in "0123456789oli"]
    typed = "".join(text[i] for i in spots)
    digits = typed.translate(_LOOKALIKE)
    if sum(map(str.isdigit, typed)) < 7:
        return None, 0
    closed = {n for n in range(1, len(spots) + 1) if n == len(spots) or spots[n] - spots[n - 1] > 1}

    def upto(n: int) -> int:
        return spots[n - 1] + 1

    for prefix, rest in (("+84", digits[2:]), ("0084", digits[4:]), ("84", digits[2:])):
        if (text.lstrip("(").startswith(prefix) or (digits.startswith(prefix) and prefix != "+84")) and len(
            digits
        ) >= 11:
            national = rest if rest.startswith("0") else "0" + rest
            extra = len(digits) - len(national)
            for n in (10, 11):
                if _is_phone(national[:n], n) and n + extra in closed:
                    return "phone", upto(n + extra)
    for n in (10, 11):
        if n in closed and _is_phone(digits[:n], n) and not _is_list(text[: upto(n)], 5):
            return "phone", upto(n)
    if typed != digits:
        return None, 0
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text) is not None
    if grouped or _MONEY.match(after) or digits.endswith("000000"):
        return None, 0
    if 12 in closed and re.match(r"0\d{2}[0-3]", digits) and not _is_list(text[: upto(12)]):
        return "identity", upto(12)
    if len(digits) == 9 and not _is_list(text):
        return "identity", upto(9)
    if len(digits) in (13, 14, 15, 16, 17, 18, 19) and not _is_list(text):
        return "bank", upto(len(digits))
    return None, 0


def _is_phone(digits: str, n: int) -> bool:
    if len(digits) != n:
        return False
    return re.match(r"0[35789]\d{8}$" if n == 10 else r"02\d{9}$", digits) is not None


def _is_list(text: str, most: int = 3) -> bool:
    """Whether these are figures one after another ("45 60 120 9") rather than one number in groups."""
    groups = re.findall(r"\w+", text)
    singles = sum(len(g) == 1 for g in groups)
    return singles < len(groups) and (len(groups) > 5 or (singles > 0 and len(groups) > most))


def _status(flat: str, people: list[int], places: list[int]) -> Iterator[tuple[Kind, int, int]]:
    """HIV status said of one person, of whom `people` says where they stand; "tư vấn 5 người nhiễm HIV" is a count."""
    for m in islice(_HIV.finditer(flat), _MANY):
        first, last = max(0, m.start() - _NEAR), min(len(flat), m.end() + _NEAR)
        first = max(first, *(flat.rfind(c, first, m.start()) + 1 for c in ".;\n"))
        last = min([e for c in ".;\n" if (e := flat.find(c, m.end(), last)) >= 0], default=last)
        where = bisect_left(people, places[first])
        near = where < len(people) and people[where] <= places[last - 1]
        if near or _ONE_PERSON.search(flat, first, last):
            yield "hiv_status", m.start(), m.end()
