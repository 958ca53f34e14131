"""The numbers of a message that count something: each with its bound, its head noun and what it is a part of. Numbers
that name something else (days, hours, houses, documents) have been claimed before."""

from __future__ import annotations

from dataclasses import replace

from handlers.understand.number_words import ONES, is_literal, read_words
from handlers.understand.reader.days.look_alikes import all_of
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.bounds import bound_after, bound_before
from handlers.understand.reader.numbers.context import in_context
from handlers.understand.reader.numbers.heads import best_head, linked_before
from handlers.understand.reader.numbers.pairing import paired
from handlers.understand.reader.page import Page

_STARTS = frozenset((*ONES, "muoi", "tram", "nghin", "ngan", "trieu", "chuc", "nua", "ham", "bam", "ta", "khong"))
_DASH = ("-", "–", "~")
_LONGEST = 12
_ROW = 6  # classes named one after the other
_DAYS, _MONTHS = 31, 12


def find_amounts(page: Page) -> list[Amount]:
    """All counts in the order they stand; their tokens are claimed."""
    found: list[Amount] = []
    depth, i, keys = 0, 0, _keys(page)
    while i < len(page.tokens):
        depth = max(0, depth + {"(": 1, ")": -1}.get(page.key(i), 0)) if page.key(i) != "\n" else 0
        amount = _amount(page, i, keys) if page.taken[i] == "" else None
        if amount is None:
            i += 1
            continue
        page.claim(amount.start, amount.end, "number")
        found.append(replace(amount, inside=True) if depth else amount)
        i = amount.end
    return in_context(page, paired(page, found))


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
    unsure = keys[i] in page.words.sets["unsure_number"] and not page.tokens[i].mark
    if unsure and keys[i + 1 : i + 2] and keys[i + 1] in ONES and keys[i + 2 : i + 3] != ["muoi"]:
        rest = _number(page, i + 1, keys)  # "tam mot nghin": tám mốt or tầm một
        return None, rest[1] if rest else i + 1, False
    if keys[i] == "nua" and keys[i + 1 : i + 2] == ["tram"]:
        return 50, i + 2, False
    if keys[i] in ("tram", "chuc") and keys[i + 1 : i + 2] == ["may"]:
        return None, i + 2, False
    window = _until_noun(page, i, keys[i : i + _LONGEST])
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
    if read.flaw == "ambiguous" and end == i + 2 and _opens(page, i):
        few = f"{keys[i]}_{keys[i + 1]}" in page.words.sets["few_pairs"]
        value = None if few else read.value  # "ba bảy" is 37
    return value, end, literal


def _opens(page: Page, i: int) -> bool:
    """Whether a number begins a clause, so that no name stands before it."""
    return i == 0 or not page.key(i - 1)[:1].isalnum() or page.ending(i, "bound") is not None


def _until_noun(page: Page, i: int, window: list[str]) -> list[str]:
    """The words of a number without those that begin a noun: "5 bà con" is no 53."""
    for n in range(1, len(window)):
        apart = is_literal(window[n]) and not page.tokens[i + n].glued and window[n - 1] in page.words.sets["large"]
        if apart and page.longest(i + n + 1, "head", page.words.people):
            return window[:n]  # "20tr 1 người"
        if window[n] == "mot" and page.longest(i + n, "number", ("no_number",)):
            return window[:n]  # "hai chục một tí"
        noun = page.longest(i + n, "head") if window[n] in _STARTS else None
        unsure = window[n] in page.words.sets["unsure_number"] and not page.tokens[i + n].mark
        if unsure and not is_literal(window[n - 1]):
            continue  # "muoi tam": 18, or 10 sheets
        if noun is not None and (noun.end - noun.start > 1 or (noun.name == "piece" and is_literal(window[n - 1]))):
            return window[:n]
    return window


def _is_word(page: Page, i: int, end: int) -> bool:
    """Whether what could be a number in words is part of something else ("tư vấn", "bà con", "sau cai")."""
    if page.longest(i, "number", ("no_number",)):
        return True
    if i and page.taken[i - 1] == "number" and page.tokens[i - 1].digits and end == i + 1:
        return True  # "2 tấm"
    for start in range(max(0, i - 4), i + 1):
        for hit in page.hits[start]:
            whole = hit.end - hit.start > 1 and hit.end > i and hit.group not in ("number", "bound")
            if (
                whole
                and not (hit.start < i and hit.end <= i)
                and (hit.end > end or hit.start < i or hit.group == "day")
            ) and not (start == i and hit.group == "head" and hit.end > end and end - i > 1):
                return True
    if end == i + 1 and end < len(page.tokens) and (page.is_name(end) or page.key(i - 1) == "nha"):
        return not page.tokens[i].mark  # "o nha ba Lan"
    if end - i > 1:
        return page.key(i) in ("tu", "khong") and end - i == 2 and page.tokens[i + 1].digits
    if page.key(i) in ("lam", "nham"):
        return True  # "là nhầm"
    if _labelled(page, i, end):
        return False
    head = page.longest(end, "head")
    if page.key(i) in ("tram", "chuc"):
        return head is None and page.ending(i, "bound") is None
    if page.key(i) in ("khong", "nghin", "ngan", "trieu", "ta", "nua", "tu"):
        return page.key(i) != "tu" or head is None
    if head is None:
        return not (page.tokens[i].mark and page.key(i - 1) in ("duoc", "la", ":"))
    return page.key(i) == "nam" and head.name in ("none", "student", "female") and not page.tokens[i].mark


def _labelled(page: Page, i: int, end: int) -> bool:
    """Whether one number word answers a noun: "băng rôn: chín", "số buổi: năm"."""
    if i < 2 or (end < len(page.tokens) and page.tokens[end].word):
        return False
    before, _ = linked_before(page, i)
    sure = page.key(i - 1) in (":", "la") or bool(page.tokens[i].mark)
    return before is not None and (sure or (before.end == i and before.name in page.words.sets["things"]))


def _amount(page: Page, i: int, keys: list[str]) -> Amount | None:
    """The number that begins at a token, with its bound, and m of "n/m"; the head "skip" where it counts nothing."""
    number = _number(page, i, keys)
    if number is None:
        return None
    value, end, literal = number
    if page.key(i - 1) in ("-", "−") and page.tokens[i].glued and not page.tokens[i - 1].glued:
        value = None  # "-5": a bullet or a minus
    if literal and _names_something(page, i, end):
        return Amount(i, end + 2 if page.key(end) == "x" else end, None, head="skip")
    start, bound = bound_before(page, i)
    few = page.tokens[i - 1] if i and not literal and not page.taken[i - 1] else None
    if few is not None and (few.mark or few.key) in page.words.sets["vague_before"]:
        value, start = None, min(start, i - 1)  # "vài ba chục"
    if page.key(i) in ("tram", "chuc") and end == i + 1 and not bound:
        value = None
    if not literal and end == i + 2 and page.key(i) == "muoi" and page.taken[i - 1 : i] == ["place"]:
        named = page.tokens[i - 1].word and page.key(i + 1) in ONES
        value = None if named else value  # "chợ Cống Mười | một lần", or eleven
    cut = not literal and i > 0 and page.taken[i - 1] in ("", "number") and not page.tokens[i - 1].mark
    if cut and page.key(i - 1) in ONES and page.key(i) in _STARTS - frozenset(ONES):
        value = None  # "nam | ba tram le hai": where one number ends is not said
    if page.key(end) in ("%", "^") or page.said_at(end, "phan tram"):
        return Amount(start, end + 1, None, head="skip")
    large = any(page.key(n) in page.words.sets["large"] for n in range(i, end))
    share = _share(page, end, value, keys)
    if share is not None:
        return replace(share, start=start, bound=bound)
    if page.key(end) == "/" and page.tokens[end].glued and end + 1 < len(keys) and page.tokens[end + 1].digits:
        right = _number(page, end + 1, keys)
        return Amount(start, right[1] if right else end + 1, None, head="skip")
    between = page.key(end)
    if (between in _DASH or between in page.words.sets["range"]) and end + 1 < len(keys) and not page.taken[end]:
        right = _number(page, end + 1, keys)
        if right and (between in _DASH or page.longest(right[1], "head")):
            value, end = None, right[1]
    if end < len(page.tokens) and page.tokens[end].glued and page.tokens[end].digits:
        value = None  # "11tr6", and the 6 was something else
    last = page.tokens[end - 1]
    sheets = not literal and end - i > 1 and not last.mark and last.key in page.words.sets["unsure_number"]
    if sheets and page.longest(end, "head", page.words.sets["in_sheets"]):
        value = None  # "bon muoi tam ap phich": 48, or 40 sheets
    value, end, bound = bound_after(page, value, end, bound)
    return Amount(start, end, value, bound, large=large)


def _share(page: Page, end: int, value: int | None, keys: list[str]) -> Amount | None:
    """ "20/24 cơ sở", "20 trên 24", "20 cơ sở trong tổng số 24 cơ sở": n of m."""
    if value is None or end + 1 >= len(keys):
        return None
    noun = best_head(page, end)
    link, head = (end, "") if noun is None else (noun.end, noun.name)
    if page.key(link) == "/" and noun is None:
        at = link + 1
    elif page.key(link) in page.words.sets["of_all"] and not page.taken[link]:
        at = link + 1
        while at < len(keys) and page.key(at) in page.words.sets["all"] and not page.taken[at]:
            at += 1
        if at == link + 1 and noun is not None:
            return None
    else:
        return None
    right = _number(page, at, keys) if at < len(keys) else None
    if right is None or right[0] is None or value > right[0]:
        return None
    after = best_head(page, right[1])
    if page.key(link) != "/" and at == link + 1 and after is None:
        return None
    if (
        page.key(link) == "/"
        and value <= _DAYS
        and right[0] <= _MONTHS
        and after is None
        and not page.ending(end - 1, "head", ("handled",))
        and not all_of(page, end - 1)
    ):
        return None  # a day, or a share of nothing that is named
    return Amount(0, right[1], value, of=right[0], head=head if after is None else "")


def _names_something(page: Page, i: int, end: int) -> bool:
    """Whether digits are part of a name or a size: "10A1", "km8", "buổi thứ 6", "khổ 1x6m", "ca 3"."""
    token, sets = page.tokens[i], page.words.sets
    before, after = page.key(i - 1), page.key(end)
    if any(h.group == "head" and h.start < i and h.end >= end for n in (1, 2) for h in page.hits[max(0, i - n)]):
        return True  # "tờ gấp 3", "học sinh cấp 2"
    lone = token.glued and i and (page.tokens[i - 1].word or before in ("_", "#"))
    if lone and before not in sets["links"] and before not in ("x", "\n") and page.ending(i, "head") is None:
        return True
    if token.glued and before == "^":
        return True  # "10^3"
    if token.glued and not page.listed and before in ("-", "/", ".") and i > 1 and page.tokens[i - 2].digits:
        return True  # what is left of a day
    glued = end < len(page.tokens) and page.tokens[end].glued
    if glued and after == "x" and end + 1 < len(page.tokens) and page.tokens[end + 1].digits:
        return page.tokens[end + 1].glued
    money = after in sets["money"] and len(page.key(i)) > 4  # "5.000.000d"
    if glued and page.tokens[end].word and len(after) == 1 and best_head(page, end) is None and not money:
        return True
    meeting = page.ending(i, "kind:strong") and before in page.words.numbered and best_head(page, end) is None
    run = i
    while i - run < _ROW and run and page.tokens[run - 1].digits and not page.tokens[run].glued:
        run -= 1
    row = run < i and page.key(run - 1) in page.words.numbered and len(page.key(i)) < 3  # "3 khối 7 8 9"
    row = row and not page.listed  # of a line "KHU 4 45" are two parts
    if page.ending(i, "head", ("plan_doc",)) and best_head(page, end) is None:
        return True  # "kế hoạch 102"
    if before in sets["ordinal"] or meeting or (row and best_head(page, end) is None):
        return True  # "họp khu 9"
    pair = (page.key(i - 2), before)
    numbered = before == "so" and pair[0] not in sets["summed"]
    if pair in (("nha", "so"), ("so", "nha")) or (
        numbered and (page.longest(end, "place", ("noun",)) or not best_head(page, end))
    ):
        return True  # "nhà số 12", "số nhà 15", "số 12 khu 4", "kế hoạch …, số 09"
    counter = before in sets["counter"] and page.tokens[i - 1].mark != "ky2" and after != "/"  # "ký 101/110"
    counter = counter and page.ending(i, "number", ("total",)) is None  # "tất cả 21tr"
    counter = counter and not any(h.start < i < h.end for h in page.turns)  # "gửi cả 5 đi xét nghiệm"
    counter = counter and page.taken[i - 2 : i - 1] != ["number"] and page.key(i - 2) != "moi"  # "3 buổi 145"
    noun = best_head(page, end) if page.longest(end, "number", ("attends",)) is None else None  # "công nhân ca 1 dự"
    return counter and noun is None and page.taken[i - 1] != "number"
