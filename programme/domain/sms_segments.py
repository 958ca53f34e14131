"""What a text costs as SMS: its alphabet, its segments, and how to make it fit.

3GPP TS 23.038 (the alphabets) and 23.040 (parts of a long message carry a header of six bytes).
"""

from __future__ import annotations

from collections.abc import Sequence

from programme.domain.messages import Choice
from programme.domain.numbered_choices import numbered
from programme.language.vietnamese import GSM

EXTENSION = frozenset("€[]{}~^\\|\f")
"""Characters of GSM-7 that count two."""
ONE = {"gsm7": 160, "ucs2": 70}
PART = {"gsm7": 153, "ucs2": 67}
"""Units of a message that fits one segment, and of a part where it takes several."""


def alphabet(text: str) -> str:
    """gsm7 where all of the text can be said in it, else ucs2."""
    return "gsm7" if all(char in GSM or char in EXTENSION or char == "\r" for char in text) else "ucs2"


def units(char: str, within: str) -> int:
    """What a character takes of a segment in this alphabet: 1 or 2."""
    return 1 + (char in EXTENSION if within == "gsm7" else char > "\uffff")


def parts(text: str, within: str = "") -> list[str]:
    """The text as the segments it is sent in, `within` the alphabet where not its own; a character of two units is
    never split. None for an empty text."""
    within = within or alphabet(text)
    if sum(units(char, within) for char in text) <= ONE[within]:
        return [text] if text else []
    found, size = [""], 0
    for char in text:
        size += units(char, within)
        if size > PART[within]:
            found.append("")
            size = units(char, within)
        found[-1] += char
    return found


def segments(text: str, within: str = "") -> int:
    """How many SMS the text costs; 0 for an empty one."""
    return len(parts(text, within))


def fitted(text: str, choices: Sequence[Choice] = (), most: int = 6) -> str:
    """The text with its numbered choices in at most `most` segments. What is too long loses the end of the text first,
    at the end of a line or word, and "..." says so; the choices are cut only where they alone are too long."""
    whole = numbered(text.strip(), choices).strip()
    if segments(whole) <= most:
        return whole
    tail = numbered("", choices)
    if segments(tail and f"...\n{tail}") > most:
        return _shortened(whole, "", most)
    return _shortened(text.strip(), tail and f"\n{tail}", most)


def _shortened(text: str, tail: str, most: int) -> str:
    """The longest beginning of the text that fits with "..." and the tail."""
    low, high = 0, len(text)
    while low < high:  # characters from the front that can be kept
        middle = (low + high + 1) // 2
        if segments(f"{text[:middle]}...{tail}") <= most:
            low = middle
        else:
            high = middle - 1
    kept = text[:low]
    if low < len(text) and not text[low].isspace():
        cut = max(kept.rfind("\n"), kept.rfind(" "))
        kept = kept[:cut] if cut > low // 2 else kept
    return f"{kept.rstrip()}...{tail}"
