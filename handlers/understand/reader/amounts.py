"""The numbers of a message that count something: each with its bound, its head noun and what it is a part of. Numbers
that name something else (days, hours, houses, documents) have been claimed before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.understand.number_words import ONES, is_literal, read_words
from handlers.understand.reader.bounds import bound_after, bound_before
from handlers.understand.reader.heads import best_head, head_after, head_before, state, who_worked
from handlers.understand.reader.page import Page

_STARTS = frozenset((*ONES, "muoi", "tram", "nghin", "ngan", "trieu", "chuc", "nua", "ham", "bam", "ta", "khong"))
_MONEY = frozenset(("dong", "vnd"))
_LARGE = frozenset(("trieu", "ty", "ti"))
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `start` to `end` say `value` (None where it is not certain) of `head`; `of` is m of n/m; `per` the head
    that it is counted for each of; `total` that it sums up others, `part` that it is a part of another, `plus` that it
    is added to the one before, `times` that it multiplies it."""

    start: int
    end: int
    value: int | None
    bound: str = ""
    head: str = ""
    of: int | None = None
    per: str = ""
    total: bool = False
    part: bool = False
    plus: bool = False
    times: bool = False
    inside: bool = False
    after: bool = False
    """The head stands behind the number."""


def find_amounts(page: Page) -> list[Amount]:
    """All counts in the order they stand; their tokens are claimed."""
    found: list[Amount] = []
    depth, i, keys = 0, 0, _keys(page)
    while i < len(page.tokens):
        depth = max(0, depth + {"(": 1, ")": -1}.get(page.key(i), 0)) if page.key(i) != "\n" else 0
        amount = _amount(page, i, keys, found) if page.taken[i] == "" else None
        if amount is None:
            i += 1
            continue
        if page.key(amount.start - 1) == "|" and page.taken[amount.start - 2 : amount.start - 1] == ["number"]:
            amount = replace(amount, head="skip")  # a second column of a table
        page.claim(amount.start, amount.end, "number")
        at = amount.start
        if at and page.taken[at - 1] == "number" and page.tokens[at - 1].digits and page.tokens[at].digits:
            amount = replace(amount, value=None)  # "4 5 người" is 45 or two numbers
        if amount.head != "skip":
            found.append(replace(amount, inside=depth > 0))
        i = amount.end
    return found


def _keys(page: Page) -> list[str]:
    """The words that can be numbers; the others as signs that end one."""
    out = []
    for token, taken in zip(page.tokens, page.taken, strict=True):
        fits = not token.mark or token.mark in page.words.number_marks
        out.append("#" if taken or not fits else token.key)
    return out


def _number(page: Page, i: int, keys: list[str]) -> tuple[int | None, int, bool] | None:
    """Value (None where vague), end, and whether it is written in digits."""
    literal = is_literal(keys[i]) and keys[i][:1].isdigit()
    if not literal and keys[i] not in _STARTS:
        return None
    if keys[i] == "nua" and keys[i + 1 : i + 2] == ["tram"]:
        return 50, i + 2, False
    if keys[i] in ("tram", "chuc") and keys[i + 1 : i + 2] == ["may"]:
        return None, i + 2, False
    window = keys[i : i + _LONGEST]
    read = read_words(window)
    if read is None or read.end == 0:
        return None
    end, value = i + read.end, read.value if read.flaw is None else None
    if literal and read.flaw in ("separator", "decimal") and read.value is None:
        return None, end, True
    if not literal and _is_word(page, i, end):
        return None
    if keys[end : end + 1] == ["may"]:
        return None, end + 1, literal
    if read.flaw == "vague" and keys[i] in ("tram", "chuc"):
        return read.value, end, False
    return value, end, literal


def _is_word(page: Page, i: int, end: int) -> bool:
    """Whether what could be a number in words is part of something else ("tư vấn", "bà con", "sau cai")."""
    for start in range(max(0, i - 2), i + 1):
        for hit in page.hits[start]:
            whole = hit.end - hit.start > 1 and hit.end > i and hit.group not in ("number", "bound")
            if (
                whole
                and not (hit.start < i and hit.end <= i)
                and (hit.end > end or hit.start < i or hit.group == "day")
            ) and not (start == i and hit.group == "head" and hit.end > end and end - i > 1):
                return True
    if end - i > 1:
        return page.key(i) in ("tu", "khong") and end - i == 2 and page.tokens[i + 1].digits
    head = page.longest(end, "head")
    if page.key(i) in ("tram", "chuc"):
        return head is None and page.ending(i, "bound") is None
    if page.key(i) in ("lam", "nham"):
        return True
    if page.key(i) in ("khong", "nghin", "ngan", "trieu", "ta", "nua", "tu"):
        return page.key(i) != "tu" or head is None
    if head is None:
        return not (page.tokens[i].mark and page.key(i - 1) in ("duoc", "la", ":"))
    return page.key(i) == "nam" and head.name in ("none", "student", "female") and not page.tokens[i].mark


def _amount(page: Page, i: int, keys: list[str], before: list[Amount]) -> Amount | None:
    number = _number(page, i, keys)
    if number is None:
        return None
    value, end, literal = number
    if page.key(i - 1) in ("-", "−") and page.tokens[i].glued and not (page.tokens[i - 1].glued):
        value = None  # "-5": a bullet or a minus
    start, bound = bound_before(page, i)
    lone = page.key(i) in ("tram", "chuc") and end == i + 1
    if lone and not bound and value is not None:
        value = None
    of = None
    if page.key(end) == "%" or page.said_at(end, "phan tram"):
        return Amount(start, end + 1, None, head="skip")
    if page.key(end) in ("/", "tren") and page.key(end) != "\n":
        right = _number(page, end + 1, keys) if end + 1 < len(keys) else None
        if right and right[0] is not None and value is not None and (page.key(end) == "/" or not bound):
            if value <= right[0]:
                of, end = right[0], right[1]
            elif page.key(end) == "/":
                return Amount(start, right[1], None, head="skip")
    elif page.key(end) in ("-", "–", "den", "toi", "hoac", "hay", "~") and end + 1 < len(keys):
        right = _number(page, end + 1, keys)
        if right and (page.key(end) in ("-", "–", "~") or page.longest(right[1], "head")) and not page.taken[end]:
            value, end = None, right[1]
    value, end, bound = bound_after(page, value, end, bound)
    amount = Amount(start, end, value, bound, of=of)
    return _context(page, _with_head(page, amount, i, literal=literal), i, before)


def _of_the_next(page: Page, end: int) -> bool:
    """Whether a noun is the next number's: "45 nữ 20"."""
    number = end < len(page.tokens) and page.tokens[end].digits and page.free(end, end + 1)
    return number and best_head(page, end + 1) is None


def _with_head(page: Page, amount: Amount, i: int, *, literal: bool) -> Amount:
    """What the number counts: the noun behind it, else the one before it."""
    end = amount.end
    if page.key(end) in _MONEY and page.tokens[end].key:
        return replace(amount, end=end + 1, head="money", after=True)
    large = any(page.key(n) in _LARGE for n in range(i, end))
    hit = head_after(page, end)
    if large and (hit is None or hit.name == "none"):
        more = end + 1 if page.key(end) in ("dong", "vnd") else end
        return replace(amount, end=more, head="money", after=True)
    if hit is not None and hit.name in ("female", "male", "student", "leaflet") and _of_the_next(page, hit.end):
        return replace(amount, head=head_before(page, amount.start))
    known = state(page, amount.start)
    if (hit is not None and hit.name == "piece") or (hit is not None and hit.name == "model" and known):
        named = head_before(page, amount.start)
        return replace(amount, end=end, head=known or named or hit.name)
    if hit is not None and hit.name in ("place", "case", "person", "household"):
        before = page.ending(amount.start, "head", ("handled", "violation"))
        if before is not None:  # "phạt 2 cơ sở"
            return replace(amount, head=before.name)
    if hit is not None and hit.name in ("person", "turn"):
        named = head_before(page, amount.start)
        if named in ("female", "student"):  # "nữ là 41 người"
            return replace(amount, head=named)
    if hit is not None:
        return replace(amount, end=end, head=hit.name, after=True)
    return replace(amount, head=head_before(page, amount.start))


def _context(page: Page, amount: Amount, i: int, before: list[Amount]) -> Amount:
    """What the words around a number make of it: a total, a part, so many for each, added, multiplied."""
    start = amount.start
    words = [page.key(n) for n in range(max(0, start - 6), start)]
    total = (
        page.ending(start, "number", ("total",)) is not None or page.ending(start - 1, "number", ("total",)) is not None
    )
    part = any(page.ending(n, "number", ("sub",)) for n in range(start, max(0, start - 4), -1))
    if page.ending(start, "number", ("taken_away",)):
        return replace(amount, head="skip")
    if (
        not amount.head
        and not amount.bound
        and page.taken[start - 1 : start] == ["place"]
        and (amount.value or 99) <= 20
    ):
        return replace(amount, head="skip")  # "Móng Cái 1": a name
    if who_worked(page, amount):
        return replace(amount, head="skip")
    per = _per(page, amount, start)
    gap = [*words[-1:]]
    plus = gap in (["+"], ["va"], ["voi"], ["cung"]) and bool(before) and not page.taken[start - 1]
    times = gap in (["x"], ["*"], ["×"])
    return replace(amount, total=total, part=part, per=per, plus=plus, times=times)


def _per(page: Page, amount: Amount, start: int) -> str:
    """ "mỗi buổi 30 người", "30 người/buổi": the head that it is counted for each of."""
    for n in range(start, max(0, start - 4), -1):
        hit = page.ending(n, "head")
        if hit is not None and page.ending(hit.start, "number", ("per",)) and page.key(hit.start - 1) != "mot":
            return hit.name
        if page.key(n - 1) == "nao" and page.ending(n - 1, "head"):
            return "skip"
    if page.said_before(start, "nao cung") or page.said_before(start - 1, "nao cung"):
        return "skip"
    end = amount.end
    for n in range(end, min(end + 4, len(page.tokens))):
        if page.key(n) in ("/", "moi") and page.taken[n] == "":
            after = page.longest(n + 1, "head")
            if after is not None and not any(
                page.tokens[k].digits for k in range(after.end, min(after.end + 3, len(page.tokens)))
            ):
                return after.name
            if after is not None and page.key(n) == "/":
                return after.name
        if page.key(n) in (",", ".", "\n", ";"):
            break
    return ""
