"""The numbers that only number the items of a list: "1/ …" on a line of its own, "(1) …; (2) …" in one line."""

from __future__ import annotations

from handlers.understand.reader.page import Page

_OPENS = frozenset((".", ";", ":", ",", "(", "-", "+", "*", "•"))
_NAMED = frozenset(("viec", "muc"))
_CLOSES = frozenset((".", ")", "/"))
_COLUMNS = frozenset(("|", "-", ":"))


def claim_items(page: Page) -> None:
    """Claims them with their signs: every one that begins a line, others where 1, 2 … stand in order."""
    found: list[int] = []
    for i in range(len(page.tokens) - 2):
        sign, after = page.tokens[i + 1], page.tokens[i + 2]
        if not page.key(i).isdigit() or len(page.key(i)) > 2 or not page.free(i, i + 2):
            continue
        before = page.key(i - 1)
        closed = sign.key in _CLOSES and sign.glued and (after.word or not after.glued)
        if closed and before in ("", "\n"):
            page.claim(i, i + 2, "item")
        elif int(page.key(i)) == len(found) + 1 and (
            (before in _OPENS and closed) or (before in {"", "\n", *_NAMED} and sign.key in _COLUMNS and after.word)
        ):
            found.append(i)
    for i in found if len(found) > 1 else ():
        page.claim(i - (page.key(i - 1) in {"(", *_NAMED}), i + 2, "item")
