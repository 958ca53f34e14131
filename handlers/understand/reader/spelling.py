"""Spellings mended: short words written out, words that ran together taken apart, Telex letters and mixed-up sounds.
Every word of what comes out points at the letters that were typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from handlers.understand.number_words import ONES, SCALES
from handlers.understand.reader.lexicon import Lexicon
from handlers.understand.reader.tokens import (
    Token,
    folded,
    is_syllable,
    marked,
    sound,
    untyped,
    well_marked,
    with_marks,
)

_LONGEST_RUN = 30
_APART = frozenset(("l", "p", "ph", "b", "br", "tr", "nu", "n", "ac", "bn", "lg"))  # short even behind a space: "45 l"
_ALIKE = 87
_CLASSES = frozenset("abcde")  # "10A1"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NUMBER_WORDS = frozenset((*ONES, *SCALES, "muoi", "tram", "chuc"))


def mend(tokens: Sequence[Token], words: Lexicon) -> list[Token]:
    """The tokens as they are meant."""
    out: list[Token] = []
    plain = well_marked(tokens)
    i = 0
    while i < len(tokens):
        token = tokens[i]
        before, after = tokens[i - 1] if i else None, tokens[i + 1] if i + 1 < len(tokens) else None
        if (joined := _joined(tokens, i, words)) is not None:
            out += joined[0]
            i = joined[1]
            continue
        named = i > 1 and (_names(tokens[i - 2], words) or _lettered(tokens, i - 2))  # "khu 5b", "5a 5b"
        named = named or (i > 3 and tokens[i - 2].key == "," and _of_class(tokens, i - 3))  # "lớp 9A, 9B"
        of_class = token.key in _CLASSES and token.glued and bool(before and before.digits and after and after.digits)
        of_class = of_class and bool(after and after.glued)
        plain_word = token.word and not (of_class or (named and _of_class(tokens, i)))
        out += _meant(token, before if not named else None, after, words, plain=plain) if plain_word else [token]
        i += 1
    return _by_ear(out, words)


def _names(token: Token, words: Lexicon) -> bool:
    """Whether a number behind the word is a name."""
    return token.key in words.numbered or token.key in words.before_number


def _of_class(tokens: Sequence[Token], i: int) -> bool:
    return _lettered(tokens, i) and tokens[i].key in _CLASSES and len(tokens[i - 1].key) < 3


def _lettered(tokens: Sequence[Token], i: int) -> bool:
    """ "5a": a number with a letter, as classes and quarters have."""
    return i > 0 and tokens[i].glued and len(tokens[i].key) == 1 and tokens[i].word and tokens[i - 1].digits


def _joined(tokens: Sequence[Token], i: int, words: Lexicon) -> tuple[list[Token], int] | None:
    """ "đ/c" is đồng chí, "5O" is 50."""
    token = tokens[i]
    zeros = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].key in ("o", "oo") else None
    ends = not (i + 2 < len(tokens) and tokens[i + 2].glued and tokens[i + 2].word)
    if token.digits and zeros is not None and zeros.glued and not zeros.mark and ends:
        return [token._replace(end=zeros.end, key=token.key + "0" * len(zeros.key))], i + 2
    if token.key == "t" and i + 2 < len(tokens) and tokens[i + 1].key == "." and tokens[i + 1].glued:
        said = words.behind_t.get(tokens[i + 2].key) if tokens[i + 2].glued else None
        if said is not None:
            return _spread(token._replace(end=tokens[i + 2].end), said), i + 3
    if token.key == "d" and [each.key for each in tokens[i + 1 : i + 3]] == ["/", "c"]:
        return [
            Token(token.start, tokens[i + 2].end, "dong", "đông1"),
            Token(token.start, tokens[i + 2].end, "chi", "chi2"),
        ], i + 3
    if len(token.key) == 1 and [each.glued for each in tokens[i + 1 : i + 3]] == [True, True]:
        said = words.dotted.get("".join(each.key for each in tokens[i : i + 3]))
        if said:
            return _spread(token._replace(end=tokens[i + 2].end), said), i + 3
    return None


def _meant(token: Token, before: Token | None, after: Token | None, words: Lexicon, *, plain: bool) -> list[Token]:
    """What one typed word stands for."""
    said = _written_out(token, before, after, words)
    known = token.mark in words.marks or (after is not None and (token.key, after.key) in words.exact)  # "bồi dưỡng"
    if said is None and not known and before is not None and (before.digits or before.key in words.sets["counts"]):
        said = next((name for name, looks in words.respelt.items() if looks.fullmatch(token.key)), None)
    if said is not None:
        return _spread(token, said)
    if token.mark:
        known = known or token.mark in words.marks or token.mark in words.number_marks
        parts = _apart(token.key, words) if not known and not is_syllable(token.key) else None
        if parts:  # "nghenữ"
            return [
                part
                for each in parts
                for part in _meant(token._replace(key=each, mark=""), None, None, words, plain=False)
            ]
        mended = token.key if known else _respelt(token.key, words)
        # Marks that no known word has say nothing: "băng zôn".
        return [token if mended == token.key else token._replace(key=mended, mark="")]
    if token.key in words.words:
        return [token._replace(mark=marked(token.key))] if plain and marked(token.key) in words.marks else [token]
    if is_syllable(token.key) or len(token.key) > _LONGEST_RUN or token.upper:
        return [token]
    if before is not None and before.digits and token.glued and token.key[0] == "k" and token.key[1:] in words.words:
        return [token._replace(key="nghin"), token._replace(key=token.key[1:], glued=False)]  # "2knguoi"
    parts = _apart(token.key, words)
    if parts and min(map(len, parts)) < 3 and (slipped := _slipped(token.key, words)):
        return [token._replace(key=slipped)]
    if parts:
        return [part for each in parts for part in _meant(token._replace(key=each), None, None, words, plain=False)]
    return [token._replace(key=_respelt(token.key, words, before.key if before else ""))]


def _spread(token: Token, said: str) -> list[Token]:
    """The words of what a short word stands for, all at its letters."""
    keys, marks = folded(said), with_marks(said)
    return [token._replace(key=key, mark=mark, glued=token.glued and not n) for n, (key, mark) in
            enumerate(zip(keys, marks, strict=True))]  # fmt: skip


def _written_out(token: Token, before: Token | None, after: Token | None, words: Lexicon) -> str | None:
    key = token.key
    if token.upper and key in words.in_capitals:
        return words.in_capitals[key]
    if after is not None and (key, after.key) in words.before_word:
        return words.before_word[key, after.key]
    if before is not None and (before.key, key) in words.behind_word:
        return words.behind_word[before.key, key]
    if token.upper and after is not None and after.digits and after.glued and key not in words.before_number:
        return None  # "PX KT5"
    if token.mark:
        return words.short.get(token.mark)
    if before is not None and before.digits and key in words.after_number and (token.glued or key in _APART):
        return words.after_number[key]
    if (key == "trg" and not _inside(before, after, words)) or (
        key in ("trg", "tr") and after is not None and after.key in words.schools
    ):
        return "trường"
    if key == "hong" and not (after is not None and after.key in words.denied):
        return None
    if key == "cn" and _is_sunday(before, after):
        return "chủ nhật"
    if key == "h" and before is not None and before.digits:
        return "giờ"
    if after is not None and after.digits and key in words.before_number:
        return words.before_number[key] if key != "t" else None
    if key == "k":
        return "không"
    if key in ("to", "t", "x", "q", "th", "p", "l", "n", "b", "g"):
        return None
    return words.short.get(key)


def _inside(before: Token | None, after: Token | None, words: Lexicon) -> bool:
    """Whether "trg" is trong and no trường."""
    if before is not None and before.key in ("toan", "ca", "nha", "san", "cong"):
        return False
    return after is None or not after.word or after.key in words.inside


def _is_sunday(before: Token | None, after: Token | None) -> bool:
    """Whether "cn" is chủ nhật and no công nhân."""
    if before is not None and before.key in ("hom", "sang", "chieu", "toi", "ngay", "trua", "den"):
        return True
    return after is not None and after.key in ("vua", "tuan", "nay", "roi", "r", "trc", "truoc")


def _apart(key: str, words: Lexicon) -> list[str] | None:
    """Known words that ran together ("hquatt", "nvhkhu"): as few as can be; None where they are none."""
    best: list[list[str] | None] = [[]] + [None] * len(key)
    for end in range(1, len(key) + 1):
        for start in range(max(0, end - 8), end):
            piece, head = key[start:end], best[start]
            known = piece in words.words or piece in words.short or piece in SCALES
            if head is None or len(piece) < 2 or not known:
                continue
            if best[end] is None or len(head) + 1 < len(best[end] or ()):
                best[end] = [*head, piece]
    found = best[-1]
    return found if found and 1 < len(found) <= 5 else None


def _slipped(key: str, words: Lexicon) -> str:
    """The only known word of which one letter was missed by a key on the keyboard ("tuqn"), "" where none is."""
    found = {
        key[:i] + near + key[i + 1 :]
        for i, letter in enumerate(key)
        for row in _ROWS
        for n, near in enumerate(row)
        if any(abs(n - other.index(letter)) < 2 for other in _ROWS if letter in other)
    }
    known = [each for each in found if each in words.words and each != key]
    return known[0] if len(known) == 1 and len(key) > 3 else ""


def _respelt(key: str, words: Lexicon, before: str = "") -> str:
    """A word that is no word, as the known one that it was meant to be, of several the one that follows `before`;
    itself where none is near."""
    if key in words.words:
        return key
    for each in untyped(key):
        if each in words.words:
            return each
    if 3 < len(key) < 12 and not is_syllable(key):
        for i in range(len(key) - 1):
            swapped = key[:i] + key[i + 1] + key[i] + key[i + 2 :]
            if swapped in words.words:
                return swapped
    heard = words.sounds.get(sound(key))
    if heard and not is_syllable(key):
        return heard[0]
    if len(key) >= 4 and not is_syllable(key) and re.fullmatch("[a-z]+", key):
        near = process.extract(key, words.in_order, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        best = [str(word) for word, score, _ in near if score == near[0][1] and len(word) >= 4]
        if best:
            return next((word for word in best if (before, word) in words.exact), best[0])
    return key


def _sure(token: Token, words: Lexicon) -> bool:
    """Whether its marks say what word it is."""
    return bool(token.mark) and (token.mark in words.marks or token.mark in words.number_marks)


def _by_ear(tokens: list[Token], words: Lexicon) -> list[Token]:
    """Pairs of words that sound like a known pair ("xinh hoat"), where one of them is no known word."""
    out = list(tokens)
    for i in range(len(out) - 1):
        a, b = out[i], out[i + 1]
        if not (a.word and b.word) or (a.key, b.key) in words.exact:
            continue
        if a.key in _NUMBER_WORDS or b.key in _NUMBER_WORDS or (_sure(a, words) and _sure(b, words)):
            continue
        known = a.key in words.words and b.key in words.words
        strange = (a.key not in words.words and not a.mark) or (b.key not in words.words and not b.mark)
        pair = (words.pairs if strange else words.told_pairs).get((sound(a.key), sound(b.key)))
        if pair and known and max(len(a.key), len(b.key)) < 5:
            continue
        if i and known and (out[i - 1].key, a.key) in words.exact:
            continue  # "tuyen truyen sang 87"
        if known and i + 2 < len(out) and (b.key, out[i + 2].key) in words.exact:
            continue  # "60 nguoi tro len"
        if pair and pair != (a.key, b.key) and min(len(a.key), len(b.key)) > 1:
            out[i], out[i + 1] = a._replace(key=pair[0], mark=""), b._replace(key=pair[1], mark="")
    return out
