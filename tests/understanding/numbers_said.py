"""The many ways to write one number: digits, words, "5 chục", "1k2", "trăm rưởi", "2tr5"."""

from __future__ import annotations

from functools import cache
from random import Random

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BOUNDS = {
    "min": ("trên", "hơn", "ít nhất", "tren"),
    "max": ("gần", "dưới", "ngót", "chưa đến"),
    "about": ("khoảng", "tầm", "chừng", "độ", "ước chừng", "khoảng chừng", "ước tính"),
}
EXACT, WORDS = "n", "q"
"""Tags of pieces: a number in digits, and one in words."""


@cache
def words(n: int) -> str:
    """The number in words, as it is taught."""
    if n < 10:
        return DIGITS[n]
    if n < 100:
        ten, one = divmod(n, 10)
        head = "mười" if ten == 1 else f"{DIGITS[ten]} mươi"
        if one == 0:
            return head
        last = {1: "mốt" if ten > 1 else "một", 5: "lăm"}.get(one, DIGITS[one])
        return f"{head} {last}"
    if n < 1000:
        hundred, rest = divmod(n, 100)
        link = " linh " if 0 < rest < 10 else " "
        return f"{DIGITS[hundred]} trăm" + (link + words(rest) if rest else "")
    thousand, rest = divmod(n, 1000)
    if thousand >= 1000 or (0 < rest < 100):
        return str(n)
    return f"{words(thousand)} nghìn" + (f" {words(rest)}" if rest else "")


def dotted(n: int) -> str:
    return f"{n:,}".replace(",", ".")


@cache
def ways(n: int) -> tuple[tuple[str, str], ...]:
    """Colloquial ways, each with its tag."""
    found = [(WORDS, words(n))]
    ten, one = divmod(n, 10)
    if 20 <= n < 100:
        if one == 0:
            found += [(EXACT, f"{ten} chục"), (WORDS, f"{DIGITS[ten]} chục")]
        elif one == 4:
            found.append((WORDS, f"{DIGITS[ten]} mươi tư"))
        elif one == 5:
            found += [(WORDS, f"{DIGITS[ten]} lăm"), (WORDS, f"{DIGITS[ten]} nhăm")]
    hundred, rest = divmod(n, 100)
    if 1 <= hundred < 10 and rest == 0:
        found += [(EXACT, f"{hundred} trăm"), (WORDS, f"{DIGITS[hundred]} trăm")]
    if 1 <= hundred < 10 and rest == 50:
        found.append((WORDS, f"{DIGITS[hundred]} trăm rưởi"))
        if n == 150:
            found.append((WORDS, "trăm rưởi"))
    if 1 <= hundred < 10 and 0 < rest < 10:
        found.append((WORDS, f"{DIGITS[hundred]} trăm lẻ {DIGITS[rest]}"))
    thousand, rest = divmod(n, 1000)
    if thousand and not rest and thousand < 100:
        found += [(EXACT, f"{thousand}k"), (EXACT, f"{thousand} nghìn"), (EXACT, f"{thousand} ngàn")]
    if 0 < thousand < 10 and rest and rest % 100 == 0:
        found += [(EXACT, f"{thousand}k{rest // 100}"), (EXACT, f"{thousand} nghìn {rest // 100}")]
    return tuple(found)


def said(n: int, chance: Random, colloquial: float) -> tuple[str, str]:
    """One way to write it: (tag, text)."""
    if chance.random() < colloquial:
        return chance.choice(ways(n))
    roll = chance.random()
    if n < 10 and roll < 0.2:
        return EXACT, f"0{n}"
    if n >= 1000 and roll < 0.6:
        return EXACT, dotted(n)
    return EXACT, str(n)


def money(n: int, chance: Random) -> tuple[str, str]:
    """A sum of đồng, a multiple of 100,000."""
    millions, rest = divmod(n, 1_000_000)
    if chance.random() < 0.2:
        return EXACT, f"{dotted(n)} đồng"
    if not rest:
        return EXACT, chance.choice((f"{millions} triệu", f"{millions}tr", f"{millions} triệu đồng", f"{millions} tr"))
    tenth = rest // 100_000
    if not millions:
        return EXACT, chance.choice((f"{tenth}00.000 đồng", f"{tenth}00 nghìn", f"{tenth}00k"))
    if tenth == 5 and chance.random() < 0.4:
        return EXACT, f"{millions} triệu rưỡi"
    return EXACT, chance.choice((f"{millions},{tenth} triệu", f"{millions}tr{tenth}", f"{millions},{tenth} triệu đồng"))
