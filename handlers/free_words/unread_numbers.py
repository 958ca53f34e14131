"""Numbers of a message that the reader left alone: they are named, so that nothing is lost in silence."""

from __future__ import annotations

import re

from handlers.understand.reader.reading import Reading
from programme.language.vietnamese import fold
from programme.language.words import words_for

NUMBER = re.compile(r"(?<![\w./-])(\d[\d.,]*)\s*(%|/\s*[^\W\d]|[^\W\d_]+)?(\s+[^\W\d_]+)?")
"""A number, the word or sign behind it, and one word more."""
YEAR = re.compile(r"(?:19|20)\d\d")
NO_COUNT = frozenset(words_for("free.no_count"))
"""Words behind a number that nobody takes for a figure: hours, ages, distances."""
MOST = 3


def unread(text: str, reading: Reading) -> list[str]:
    """The first few numbers that no part of the reading points at, each with the words behind it."""
    return [found[0].strip(" .,") for found in NUMBER.finditer(text) if _is_left(found, reading)][:MOST]


def _is_left(found: re.Match[str], reading: Reading) -> bool:
    behind = fold(found[2] or "")
    if not behind or behind[0] in "%/" or behind in NO_COUNT or YEAR.fullmatch(found[1]):
        return False  # "1." begins a line of a list, "12/KH" is a document
    return not any(span.start <= found.start() < span.end for span in reading.spans)
