"""Where a message breaks into segments: at stops and commas, before a second verb or kind, at the items of a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page

HARD = frozenset((".", ";", "\n", "•", "!", "?", "🔹"))
SOFT = frozenset((",", "(", ")", "+"))
_ITEMS = ("item", "post")


def cuts_of(page: Page, strong: list[Hit], amounts: list[Amount]) -> list[int]:
    cuts = {i for i, taken in enumerate(page.taken) if taken == "item" != page.taken[i - 1]} - {0}
    aside = _circumstances(page)
    for i, token in enumerate(page.tokens):
        if token.key in HARD and page.taken[i] == "" and i:
            short = page.tokens[i - 1].end - page.tokens[i - 1].start <= 2 and not page.tokens[i - 1].digits
            if token.key == "." and short and i + 1 < len(page.tokens) and page.tokens[i + 1].glued:
                continue  # P.Hà Tu
            cuts.add(i)
        elif (token.key in SOFT and page.taken[i] == "" and i and not _listed(page, i) and i not in aside) or (
            token.key in ("-", "–", "*", "+") and (i == 0 or page.key(i - 1) == "\n")
        ):
            cuts.add(i)
    cuts |= {h.start for h in page.find("number", ("besides",)) if h.start}
    counts = [a.start for a in amounts if a.head == "session"]  # "6 buổi: 4 buổi ở khu 1, 2 buổi ở khu 2"
    cuts |= {start - 1 for start in counts[1:] if page.key(start - 1) == ":"}
    starts = {h.start for h in strong}
    for i, token in enumerate(page.tokens):
        joins = token.key in page.words.sets["joins"] and not page.taken[i]
        done = page.key(i + 1) in ("da", "di") and i + 2 in starts  # "& đã tư vấn"
        if joins and (i + 1 in starts or done or page.longest(i + 1, "kind:weak", page.words.verbs)):
            cuts.add(i)
    return _apart(page, strong, amounts, sorted(cuts))


def _apart(page: Page, strong: list[Hit], amounts: list[Amount], cuts: list[int]) -> list[int]:
    """The cuts with those before a second kind, which begins a segment where a figure stands between it and the one
    before."""
    starts, last = [a.start for a in amounts], -1
    for n, hit in enumerate(strong):
        between = amounts[bisect_right(starts, last) : bisect_left(starts, hit.start)]
        behind = bisect_right(cuts, last)
        later = bisect_right(cuts, last + 1)  # behind a cut of what the kind before left
        broken = later < len(cuts) and cuts[later] <= hit.start
        earlier = bisect_left(starts, last) - bisect_left(starts, cuts[behind - 1] if behind else 0)
        last = hit.start
        if n and between and not broken:
            ours = len(between) + earlier > 1 or between[-1].head in _ITEMS  # "4 bài fb"
            ours = ours and cuts[behind : behind + 1] != [between[-1].start]
            own = ours and strong[n - 1].name != hit.name and _behind(page, between[-1], hit.start)
            joined = own and page.key(between[-1].start - 1) in page.words.sets["joins"]
            insort(cuts, between[-1].start - joined if own else hit.start)
            last = between[-1].start - 1 if own else last
    return sorted(set(cuts))


def _behind(page: Page, amount: Amount, at: int) -> bool:
    """Whether a kind's word stands right behind a number and its noun: "1 anh đã được nhận vào làm"."""
    noun = page.longest(amount.end, "head") if amount.after else None
    return noun is not None and amount.end <= at <= noun.end + 1


def _circumstances(page: Page) -> set[int]:
    """The brackets that hold nothing but a day or a topic: "khu 1 (7/10) 33 người"."""
    found: set[int] = set()
    topics = {i for h in page.find("topic") for i in range(h.start, h.end)}
    opened = -1
    for i, token in enumerate(page.tokens):
        if token.key == "(":
            opened = i
        elif token.key == ")" and opened >= 0:
            inside = range(opened + 1, i)
            told = all(page.taken[n] in ("date", "weekday", "hour") or n in topics for n in inside)
            found |= {opened, i} if told and i + 1 < len(page.tokens) and page.tokens[i + 1].digits else set()
            opened = -1
    return found


def _listed(page: Page, i: int) -> bool:
    """Whether a comma stands in a list of one sort of nouns: "xã, phường", "tin, bài"."""
    after = page.longest(i + 1, "head")
    return after is not None and page.ending(i, "head", (after.name,)) is not None
