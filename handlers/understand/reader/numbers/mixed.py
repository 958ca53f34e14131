"""One number for several things to be seen."""

from __future__ import annotations

from handlers.understand.number_words import ONES
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page


def is_mixed(page: Page, amount: Amount) -> bool:
    """Whether one number counts several things to be seen: "24 băng rôn, khẩu hiệu, áp phích"."""
    heads, seen = {amount.head}, page.words.sets["seen"]
    i = amount.end
    while amount.after and i < len(page.tokens) and not page.taken[i]:
        hit = page.longest(i, "head")
        if hit is not None and (hit.name in seen or hit.name == "piece"):
            at = hit.end + (page.key(hit.end) == ":")
            named = page.key(at) in ONES or page.key(at) == "muoi" or page.key(at).isdigit()
            if page.taken[at : at + 1] == ["number"] or named:
                break  # "khẩu hiệu bảy"
            heads.add(hit.name)
            i = hit.end
        elif page.key(i) in (",", "va", "/", "-", ":"):
            i += 1
        else:
            break
    if not amount.after:
        i = amount.start
        for _ in range(12):
            hit = page.ending(i, "head", tuple(seen))
            if hit is not None and not page.taken[hit.start]:
                piece = page.ending(hit.start, "head", ("piece",))
                at = hit.start if piece is None else piece.start
                if at and (page.taken[at - 1] == "number" or page.key(at - 1) in ONES):
                    break
                heads.add(hit.name)
                i = hit.start
            elif i and page.key(i - 1) in (",", "va", "/", "la", ":", "ca"):
                i -= 1
            else:
                break
    return len(heads - {"piece"}) > 1
