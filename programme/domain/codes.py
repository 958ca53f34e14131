"""Codes of reports: short, easy to read out, never a word.

A counter runs through a bijection, so codes neither repeat nor follow one another: first a letter, then at least one
digit, none of the look-alikes 0 O 1 I L. Four characters while they last (405,352 codes), then five.
"""

from __future__ import annotations

from hashlib import sha256

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
SIGNS = "23456789" + LETTERS
SHORTEST = 4
STRIDE = 7_368_787  # a prime that divides no capacity: stepping by it visits every code of a length once


def capacity(length: int) -> int:
    """How many codes of that length there are."""
    return len(LETTERS) * _with_digit(length - 1)


def code(number: int) -> str:
    """The code of the number (0, 1, 2 …): a different one for each."""
    if number < 0:
        raise ValueError(f"{number}: codes are counted from 0")
    length = SHORTEST
    while number >= (room := capacity(length)):
        number -= room
        length += 1
    letter, tail = divmod(number * STRIDE % room, _with_digit(length - 1))
    return LETTERS[letter] + _tail(tail, length - 1)


def drawn(seed: str, length: int = 6) -> str:
    """The code of an invite from a seed that nobody can guess: letters and digits, so that it is neither word nor
    count."""
    while True:
        seed = sha256(seed.encode()).hexdigest()
        rest, found = int(seed, 16), ""
        for _ in range(length):
            rest, sign = divmod(rest, len(SIGNS))
            found += SIGNS[sign]
        if any(c.isdigit() for c in found) and any(c.isalpha() for c in found):
            return found


def _with_digit(length: int) -> int:
    """How many strings of that length hold a digit."""
    return len(SIGNS) ** length - len(LETTERS) ** length


def _tail(rank: int, length: int) -> str:
    """The `rank`-th string of that length that holds a digit; digits sort before letters."""
    out = ""
    while length:
        free = len(SIGNS) ** (length - 1)  # after a digit anything goes
        digits = (len(SIGNS) - len(LETTERS)) * free
        if rank < digits:
            sign, rank = divmod(rank, free)
            out += SIGNS[sign]
            for power in range(length - 2, -1, -1):
                sign, rank = divmod(rank, len(SIGNS) ** power)
                out += SIGNS[sign]
            return out
        sign, rank = divmod(rank - digits, _with_digit(length - 1))
        out += LETTERS[sign]
        length -= 1
    return out
