"""Phone, identity and account numbers, told from counts, sums of money, dates and the numbers of papers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.understand.personal.digits import Run, digit_runs
from handlers.understand.personal.found import Kind
from programme.language.words import alternatives, at_words, compiled

_DATE = re.compile(
    r"(?<!\d)(?<!\d[/.-])(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\1?\d)"
    r"|(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2})(?![/.-]?\d))"
)
_MOBILE, _LANDLINE = r"0(?:3[2-9]|5[25-9]|7[06-9]|8[1-9]|9\d)\d{7}", r"02\d{9}"
_PHONE = re.compile(rf"{_MOBILE}|{_LANDLINE}|01[2689]\d{{8}}")
_CITIZEN = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}")
_MONEY = re.compile(rf"\s*{alternatives('guard.money')}\b")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{7,8}(?!\d)")
LONGEST = 24
"""Digits of a person's number, with what may stand before it."""
_EVEN = frozenset(".-_*~·")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_MARKS: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    ("identity", at_words("pattern.guard.identity"), 6),
    ("bank", at_words("pattern.guard.account"), 6),
    ("phone", at_words("pattern.guard.phone"), 9),
)
_OPENED = re.compile(r"\(?\+?$")
_PAPER = compiled("pattern.guard.paper")


def personal_numbers(flat: str, typed: str) -> Iterator[tuple[Kind, int, int]]:
    """The numbers of persons in a folded text, as (kind, start, end). A date is none. `typed` is the text letter by
    letter as it stands."""
    for m in _PASSPORT.finditer(typed):
        yield "identity", m.start(), m.end()
    runs = list(digit_runs(flat, typed))
    if runs:
        yield from _behind_marks(flat, runs)
        undated = _DATE.sub(lambda m: "#" * len(m[0]), flat)
        for run in runs if undated == flat else digit_runs(undated, typed):
            yield from _unmarked(flat, run)


def _behind_marks(flat: str, runs: list[Run]) -> Iterator[tuple[Kind, int, int]]:
    """ "cccd 022…", "hochieuP0041…", "Sacombank 0500…": what the words before it say that it is."""
    for kind, mark, least in _MARKS:
        for m in mark.finditer(flat):
            for run in runs:
                near = 0 <= run.start - m.end() <= 30 and "\n" not in flat[m.end() : run.start]
                if near and len(run.digits) >= least and not (kind == "bank" and _is_money(flat, run)):
                    yield kind, run.start, run.end
                    break


def _unmarked(flat: str, run: Run) -> Iterator[tuple[Kind, int, int]]:
    at = 0
    while at < len(run.digits):
        kind, length = _number(flat, run, at) if run.begins(at) else (None, 0)
        if kind:
            start = run.spots[at][0]
            yield kind, start - len(_OPENED.search(flat, 0, start)[0]), run.spots[at + length - 1][1]
        at += length or 1


def _number(flat: str, run: Run, at: int) -> tuple[Kind | None, int]:
    """What the digits from `at` on begin with, and how many digits that is."""
    digits = run.digits[at : at + LONGEST]
    if at == 0 and flat[: run.start].endswith("+") and 9 <= len(digits) <= 14:
        return "phone", len(digits)
    for prefix in ("0084", "84", ""):
        if not digits.startswith(prefix):
            continue
        national = digits[len(prefix) :]
        more = len(prefix)
        if prefix and not national.startswith("0"):
            national, more = "0" + national, more - 1
        found = _PHONE.match(national)
        length = found.end() + more if found else 0
        if found and run.closes(at + length) and not _is_list(run.part(at, at + length), phone=True):
            return "phone", length
    rest = run.part(at, min(len(run.digits), at + LONGEST))
    if _is_money(flat, rest) or _PAPER.search(flat, max(0, rest.start - 25), rest.start):
        return None, 0
    if _CITIZEN.match(digits) and run.closes(at + 12) and not _is_list(run.part(at, at + 12)):
        return "identity", 12
    if len(digits) == 9 and at == 0 and not _is_list(rest):
        return "identity", 9
    if 13 <= len(digits) <= 19 and at == 0 and not _is_list(rest):
        return "bank", len(digits)
    return None, 0


def _is_money(flat: str, run: Run) -> bool:
    typed = flat[run.start : run.end]
    return bool(_GROUPED.fullmatch(typed) or _MONEY.match(flat, run.end) or run.digits.endswith("000000"))


def _is_list(run: Run, phone: bool = False) -> bool:
    """Whether these are figures one after another ("45 60 120 9") and no number in groups."""
    groups = run.groups
    if not phone and any("…" in gap for gap in run.gaps[1:]):
        return True  # "1000 đến 1020"
    between = set(filter(None, run.gaps[1:]))
    if any(run.worded) or (len(between) == 1 and between <= _EVEN):
        return False
    if any("/" in gap for gap in run.gaps[1:]) and min(map(len, groups)) < 3:
        return True
    if any("+" in gap for gap in run.gaps[1:]):
        return True
    singles = sum(len(group) == 1 for group in groups)
    most = 5 if phone else 3
    return singles < len(groups) and (len(groups) > 5 or (singles > 0 and len(groups) > most))
