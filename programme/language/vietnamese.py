"""Vietnamese text: one way to keep it, one way to match it, one way to send it where letters have no diacritics."""

from __future__ import annotations

import re
import unicodedata

_MARKS = ("Mn", "Mc", "Me")
_GONE = ("Cc", "Cf", "Cs")
_INVISIBLE = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x61C,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xD800, 0xE000),
        *range(0xFFF9, 0xFFFC),
    ]
)
# What breaks a line stays a line break; a tab is a space; the joiners that hold an emoji together (200C, 200D) stay.
_INVISIBLE |= {0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x09: " "}


def nfc(text: str) -> str:
    """The text as it is kept: NFC, without control characters, bidirectional marks and broken surrogates."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    return unicodedata.normalize("NFC", kept)


class _Letters(dict[int, str]):
    """What each character becomes when folded, worked out when first met."""

    def __missing__(self, point: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(point))
        # A sign that stands for a whole phrase (U+FDFA is 18 letters) stays one, so that no text grows beyond reason.
        out = "".join(map(_letter, apart)) if len(apart) <= 4 else ""
        if len(self) < 5000:
            self[point] = out
        return out


def _letter(char: str) -> str:
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    if kind in _MARKS or kind in _GONE:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    low = "".join(c for c in unicodedata.normalize("NFKD", char.lower()) if unicodedata.category(c) not in _MARKS)
    return {"đ": "d", "ð": "d", "ɖ": "d", "ı": "i", "⁄": "/"}.get(low, low)


_LETTERS = _Letters()
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text for matching: lower case, đ as d, no diacritics, digits of every script as 0-9, one space between
    words. "Hòa", "Hoà" and "HOA" are the same; folding twice changes nothing."""
    return _SPACES.sub(" ", text.translate(_LETTERS)).strip()


def fold_places(text: str) -> tuple[str, list[int]]:
    """The text folded but with its spaces as they are, and for each folded character its index in `text`."""
    out: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        for c in _LETTERS[ord(char)]:
            out.append(c)
            places.append(i)
    return "".join(out), places


GSM = frozenset(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The GSM 03.38 basic characters (one septet each), without CR and escape."""

_SENDABLE = str.maketrans(
    {
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‘’‚`´′^", "'"),
        **dict.fromkeys("–—―−‐‑‒~•·●▪", "-"),
        **dict.fromkeys("[{", "("),
        **dict.fromkeys("]}", ")"),
        **dict.fromkeys("\\|", "/"),
        "…": "...",
        "→": "->",
        "←": "<-",
        "≥": ">=",
        "≤": "<=",
        "≠": "<>",
        "≈": "~",
        "×": "x",
        "÷": "/",
        "€": "EUR",
        "₫": "d",
        "\t": " ",
    }
)


def plain(text: str) -> str:
    """The text for an SMS without diacritics: only GSM 03.38 basic characters, letter for letter in the same case.
    Signs get their nearest equal, pictures (emoji) are left out, what is left becomes "?"."""
    out = []
    for char in unicodedata.normalize("NFD", nfc(text).translate(_SENDABLE)):
        sign = char if char in GSM and char.isascii() else _sendable(char)
        if not (sign == " " and _bare(out) and text[:1] != " "):  # the space after a picture that was left out
            out.append(sign)
    return "".join(out)


def _bare(out: list[str]) -> bool:
    """Whether a line has nothing on it yet."""
    return next((sign for sign in reversed(out) if sign), "\n") == "\n"


def _sendable(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in _MARKS or kind in _GONE or kind in ("So", "Sk", "Cn", "Co"):
        return ""
    if char in "đð":
        return "d"
    if char in "ĐÐ":
        return "D"
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind in ("Zs", "Zl", "Zp"):
        return " "
    near = unicodedata.normalize("NFKD", char)
    near = near.translate(_SENDABLE) if len(near) <= 4 else ""
    kept = "".join(c for c in near if c in GSM and c.isascii())
    return kept or "?"


def thousands(n: int) -> str:
    """1254 as "1.254"."""
    return f"{n:,}".replace(",", ".")


def percent(n: int, of: int) -> str:
    """The share as "53,8%": one decimal, half up; "–" of nothing."""
    if of == 0:
        return "–"
    tenths = (abs(n) * 2000 + abs(of)) // (2 * abs(of))
    sign = "-" if (n < 0) != (of < 0) and tenths else ""
    return f"{sign}{thousands(tenths // 10)},{tenths % 10}%"
