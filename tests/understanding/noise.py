"""What fingers, phones and habits do to a text. A message is pieces, each with a tag that says what it bears:
`w` free words, `k` words that carry the meaning, `p` names, `n` numbers in digits, `q` numbers in words, `x` what stays
as it is, `s` what must not be kept, `.` a sign, `~` that no space stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from random import Random

from programme.language.vietnamese import nfc

Piece = tuple[str, str]
TIGHT: Piece = ("~", "")
"""No space here."""
WORD = re.compile(r"[^\W\d_]+")
TEENCODE = {
    "không": ("k", "ko", "hok", "kg"), "được": ("đc", "dc"), "người": ("ng", "ngừi"), "với": ("vs", "zới"),
    "gì": ("j", "ji"), "rồi": ("r", "rùi"), "em": ("e",), "chị": ("c",), "anh": ("a",), "hôm nay": ("hnay", "h.nay"),
    "hôm qua": ("hqua", "h.qua"), "tuyên truyền": ("tt", "t.truyền"), "truyền thông": ("tt", "t.thông"),
    "nhà văn hóa": ("nvh",), "học sinh": ("hs",), "phường": ("p",), "báo cáo": ("bc",), "tháng": ("thg",),
    "phụ nữ": ("pn",), "tư vấn": ("tv",), "bao cao su": ("bcs",), "bơm kim tiêm": ("bkt",), "câu lạc bộ": ("clb",),
    "ma túy": ("mt", "ma tuý"), "phòng chống": ("pc",), "hôm": ("hum",), "mình": ("mk",), "nhé": ("nha", "nhá"),
    "vậy": ("v", "z"), "biết": ("bik",), "bây giờ": ("bh",), "trường": ("trg",), "thôn": ("thon",), "và": ("&",),
    "công trường": ("công trường",), "hội trường": ("hội trường", "ht"),
    "trong đó": ("trg đó",),
    "công an": ("ca",), "khu phố": ("kp",), "cảm ơn": ("cám ơn", "thanks"), "chiều": ("chìu",),
}  # fmt: skip
ABBREVIATED = re.compile(rf"\b(?:{'|'.join(sorted(TEENCODE, key=len, reverse=True))})\b")
EARLY = {"n": "l", "l": "n"}
SOUNDS = (("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("gi", "d"), ("d", "gi"), ("r", "d"), ("v", "d"))
TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "k",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip


@cache
def bare(text: str) -> str:
    """Without marks; capitals stay."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in apart if not unicodedata.combining(c))


@cache
def telex(word: str) -> str:
    """The keys of Telex for a word, the tone at its end: "truyền" is "truyeenf"."""
    out, tone = [], ""
    for char in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "DD")):
        if char in TONES:
            tone = TONES[char]
        elif char in SHAPES:
            out.append(SHAPES[char] or out[-1].lower())
        else:
            out.append(char)
    return "".join(out) + tone


def teencode(pieces: list[Piece], chance: Random) -> list[Piece]:
    def short(found: re.Match[str]) -> str:
        return chance.choice(TEENCODE[found[0]]) if chance.random() < 0.75 else found[0]

    return [(tag, ABBREVIATED.sub(short, text) if tag in "wkp" else text) for tag, text in pieces]


def without_marks(pieces: list[Piece], chance: Random) -> list[Piece]:
    return [(tag, text if tag == "x" else bare(text)) for tag, text in pieces]


def half_without_marks(pieces: list[Piece], chance: Random) -> list[Piece]:
    return [(tag, bare(text) if tag != "x" and chance.random() < 0.5 else text) for tag, text in pieces]


def capitals(pieces: list[Piece], chance: Random) -> list[Piece]:
    return [(tag, text if tag == "x" else text.upper()) for tag, text in pieces]


def small(pieces: list[Piece], chance: Random) -> list[Piece]:
    return [(tag, text if tag in "xs" else text.lower()) for tag, text in pieces]


def telex_left(pieces: list[Piece], chance: Random) -> list[Piece]:
    """Some words as they were keyed."""

    def keyed(found: re.Match[str]) -> str:
        return telex(found[0]) if chance.random() < 0.3 else found[0]

    return [(tag, WORD.sub(keyed, text) if tag in "wk" else text) for tag, text in pieces]


def sounds(pieces: list[Piece], chance: Random) -> list[Piece]:
    """l for n, ch for tr, x for s: at the beginning of a word or two."""
    out, left = list(pieces), 2
    for i in chance.sample(range(len(out)), len(out)):
        tag, text = out[i]
        if tag not in "wk" or not left:
            continue
        for one, other in ((chance.choice(SOUNDS)), ("n", "l"), ("l", "n")):
            if text.startswith(one) and not text.startswith(("ng", "nh", "th")) and len(text) > 3:
                out[i], left = (tag, other + text[len(one) :]), left - 1
                break
    return out


def typos(pieces: list[Piece], chance: Random) -> list[Piece]:
    """One or two letters wrong, in longer words."""
    out = list(pieces)
    places = [i for i, (tag, text) in enumerate(out) if tag in "wk" and len(text) >= 6 and text.isascii() is not None]
    for i in chance.sample(places, min(len(places), chance.choice((1, 1, 2)))):
        tag, text = out[i]
        words = [m.span() for m in WORD.finditer(text) if m.end() - m.start() >= 4]
        if not words:
            continue
        start, end = chance.choice(words)
        at = chance.randrange(start + 1, end - 1)
        letter, kind = text[at], chance.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + 1] + letter + text[at + 2 :]
        elif kind == 1:
            text = text[:at] + text[at + 1 :]
        elif kind == 2:
            text = text[:at] + letter + text[at:]
        else:
            text = text[:at] + chance.choice(KEYS.get(letter, letter)) + text[at + 1 :]
        out[i] = (tag, text)
    return out


def decomposed(pieces: list[Piece], chance: Random) -> list[Piece]:
    return [(tag, unicodedata.normalize("NFD", text)) for tag, text in pieces]


NOISE: dict[str, Callable[[list[Piece], Random], list[Piece]]] = {
    "teencode": teencode, "without marks": without_marks, "half without marks": half_without_marks,
    "capitals": capitals, "small": small, "telex": telex_left, "sounds": sounds, "typos": typos,
    "decomposed": decomposed,
}  # fmt: skip
CHANNELS: dict[str, tuple[tuple[str, float], ...]] = {
    "sms": (("teencode", 0.5), ("sounds", 0.06), ("telex", 0.02), ("without marks", 0.85), ("typos", 0.1),
            ("capitals", 0.15), ("small", 0.4)),
    "zalo": (("teencode", 0.55), ("sounds", 0.06), ("telex", 0.04), ("without marks", 0.3),
             ("half without marks", 0.08), ("typos", 0.1), ("small", 0.5), ("decomposed", 0.02)),
    "telegram": (("teencode", 0.15), ("typos", 0.05), ("without marks", 0.15), ("capitals", 0.03), ("small", 0.2),
                 ("decomposed", 0.03)),
}  # fmt: skip
"""How likely each noise is, in the order in which they are made."""
GLUED = re.compile(r"(?:ng|người|nguoi|nữ|nu|buổi|buoi|b|tờ|to|hs|lượt|luot|cs|em|nam)\b", re.IGNORECASE)


def noisy(pieces: list[Piece], channel: str, chance: Random) -> tuple[str, list[str], list[str]]:
    """The message as it is sent, the names of what was done to it, and what of it must not be kept."""
    done = []
    for name, likely in CHANNELS[channel]:
        if chance.random() < likely:
            pieces = NOISE[name](pieces, chance)
            done.append(name)
    glue = chance.random() < 0.3
    if chance.random() < (0.03 if channel == "telegram" else 0.12):
        pieces = [(tag, text) for tag, text in pieces if tag != "." or text in "\n/():x+-"]
        done.append("no signs")
    text = joined(pieces, glue, channel != "telegram" and chance.random() < 0.04, chance)
    secret = [nfc(piece) for tag, piece in pieces if tag == "s"]
    return text if "decomposed" in done else nfc(text), done, secret


def joined(pieces: list[Piece], glue: bool, no_spaces: bool, chance: Random) -> str:
    """Pieces in a row: no space before a sign, none between a number and its unit where they are glued; with
    `no_spaces` some others are missing too."""
    out: list[str] = []
    before = "\n"
    for tag, text in pieces:
        if tag == "~":
            before = "~"
        if not text:
            continue
        if before == "." and tag == "." and text != "\n" and out[-1] not in ")\n":
            continue
        tight = before == "~" or not out or out[-1].endswith(("\n", "(", "🔹"))
        tight = tight or (tag == "." and text.lower() not in "(x+-")
        if before == "n" and glue and GLUED.match(text):
            tight = tight or chance.random() < 0.8
        elif no_spaces and before in "wk" and tag in "wk":
            tight = tight or chance.random() < 0.3
        space = "" if tight else " "
        out += (space, text) if space else (text,)
        before = tag
    return "".join(out).strip(" ,;:+&")
