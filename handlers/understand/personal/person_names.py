"""Where a text seems to name a person: a full name ("Nguyễn Văn Ba", "nguyen van ba", "TrầnThịHoa"), a title with a
name ("anh Hùng", "bé Bi"), initials ("N.V.A", "Ng. Văn Quyền"), a nickname, a given name beside what befell its bearer.
Places and bodies named after people are left alone. Only good enough to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.personal.marks import marked_words
from handlers.understand.reader.tokens import is_syllable, marked
from programme.language.vietnamese import fold
from programme.language.words import compiled, names_in, words_for

_FIRM, _RARE = marked_words("marked.name.families"), marked_words("marked.name.rare_families")
_TITLES, _FIRM_TITLES = marked_words("marked.name.titles"), frozenset(words_for("name.firm_titles"))
_FLAT_TITLES = frozenset(words_for("name.flat_titles"))
_PLACES, _SHORT_PLACES = marked_words("marked.name.places"), frozenset(words_for("name.short_places"))
_FLAT_PLACES = frozenset(words_for("name.flat_places"))
_USUAL = marked_words("marked.name.given")
"""Given names that are hardly a usual word behind a title."""
_WEAK = frozenset(words_for("name.weak_given"))
_GIVEN = _USUAL.keys() | frozenset(words_for("name.more_given"))
_BARE = frozenset(word for word in words_for("marked.name.given") if word.isascii())
_GIVEN_TOO = frozenset(words_for("name.given_too"))
"""Given names that are usual words too."""
_SURE_FAMILIES = frozenset(words_for("name.sure_families"))
"""Families that are no usual word without their marks either."""
_FOLLOWED = {name: frozenset(words_for(f"name.followed.{name}")) for name in names_in("name.followed")}
_MONG = frozenset(words_for("name.mong_families"))
_MIDDLE = frozenset(words_for("name.middle"))
_MIDDLES = _MIDDLE | frozenset(words_for("name.middles"))
_NOT_NAMES, _NAMES_TOO = frozenset(words_for("name.not_names")), marked_words("marked.name.names_too")
_HEROES, _HERO_ENDS = frozenset(words_for("name.heroes")), frozenset(words_for("name.hero_ends"))
_OFFICES, _OFFICE_ENDS = frozenset(words_for("name.offices")), frozenset(words_for("name.office_ends"))
_BODIES = frozenset(words_for("name.bodies"))
_FAMOUS = frozenset(words_for("name.famous"))
"""Names that streets, schools and wards bear."""
_LINKS = frozenset(words_for("name.links"))
_FAMOUS_JOINED = frozenset(name.replace(" ", "") for name in _FAMOUS)
_CONTACT = frozenset(words_for("name.contact"))
_NICKNAME = compiled("pattern.name.nickname")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|\d+|[^\w\s]|_|\n")
_OPENS, _CLOSES = frozenset('(“"'), frozenset(")”")
_LONG_WORD = re.compile(r"(?<![a-z@/.])[a-z]{9,}")
_INITIALS = re.compile(
    r"(?<![\w.])[a-zđ]\.[a-zđ]\. ?[^\W\d_]{2,}"
    r"|(?<![\w.])(?:[A-ZĐ]\.[ ]?){1,3}[A-ZĐ](?!\w)\.?|(?<!\w)[A-ZĐ][^\W\d_]{1,7} (?:[A-ZĐ]\.[ ]?){1,3}(?:[A-ZĐ]\w*)?"
    r"|(?<![\w.])(?:[A-ZĐ]\.[ ]?){2}[A-ZĐ][^\W\d_]+"
)
_SHORT_FAMILY = re.compile(r"(?<!\w)(?:Ng|Ngn|Tr|Ph|Ng~)\.? ?(?=(?:Văn|Thị|Đình|Đức|Hữu|Van|Thi|V\.|T\.|[A-ZĐ]\.))")
_GLUED = compiled("pattern.name.glued")
_ABBREVIATED_BODIES = re.compile(r"(?:T\.?P|U\.?B|H\.?I\.?V|T\.X|T\.T|P\.?X|H\.?Đ|Q\.N|K\.?K|T\.?M|K\.?T)\.?")


@dataclass(frozen=True, slots=True)
class _Look:
    """A word by itself, whoever wrote it: `mark` is "" where it bears no diacritics."""

    typed: str
    key: str
    mark: str
    capital: bool
    title: bool
    firm: bool
    rare: bool
    given: bool
    marked_place: bool
    flat_place: bool


@lru_cache(maxsize=20_000)
def _look(typed: str) -> _Look:
    if not typed[0].isalpha():
        return _Look("", "", "", *[False] * 7)
    key = fold(typed)
    mark = marked(typed) if key != typed.lower() else ""

    def among(words: dict[str, frozenset[str]]) -> bool:
        return key in words and (not mark or mark in words[key])

    capital = typed[0].isupper() and not (len(typed) > 1 and typed.isupper())
    short = key in _SHORT_PLACES
    marked_place = short or (key in _PLACES and (mark or marked(typed)) in _PLACES[key])
    kinds = (among(_TITLES), among(_FIRM), among(_RARE), key in _GIVEN)
    return _Look(typed, key, mark, capital, *kinds, marked_place, short or key in _FLAT_PLACES)


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    look: _Look
    place: bool
    first: bool  # of a sentence

    @property
    def typed(self) -> str:
        return self.look.typed

    @property
    def key(self) -> str:
        return self.look.key

    @property
    def mark(self) -> str:
        return self.look.mark

    @property
    def capital(self) -> bool:
        return self.look.capital


@dataclass(frozen=True, slots=True)
class _Text:
    words: list[_Word]
    cased: bool
    marked: bool
    known: frozenset[str]
    text: str

    def key(self, i: int) -> str:
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def sign(self, i: int) -> str:
        """The sign at a place, "" for a word."""
        return "" if self.key(i) or i >= len(self.words) else self.text[self.words[i].start]

    def digit(self, i: int) -> bool:
        return self.sign(i).isdigit()

    def joins(self, i: int) -> bool:
        """Whether what stands at a place joins two of a list."""
        return self.key(i) in ("va", "voi") or self.sign(i) == ","

    def apart(self, one: int, other: int) -> bool:
        """Whether a sentence ends between two places of the text."""
        return re.search(r"[.;\n]", self.text[min(one, other) : max(one, other)]) is not None


def find_names(text: str, known: frozenset[str], fates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where suspected names stand in a text in NFC, as (start, end). `known` holds folded names that are never a
    person's (units, places), `fates` where it says what befell somebody."""
    page = _read(text, known)
    i = 0
    while i < len(page.words):
        look = page.words[i].look
        if not (look.title or look.capital or look.firm or look.rare or (fates and look.given)):
            i += 1
            continue
        if length := _known_at(page, i):
            i += length
            continue
        if i and look.capital and page.words[i - 1].place:
            i = max(i + 1, _end_of_capitals(page, i, 8))
            continue
        end = _titled(page, i) or _full(page, i, fates) or _several(page, i) or _given(page, i, fates)
        if end:
            yield page.words[i].start, page.words[end - 1].end
        i = end or i + 1
    yield from _initials(text)


def _run_together(word: str) -> bool:
    """Whether a folded word is a family name with two or three names behind it: "phamthutrang"."""
    for family in _SURE_FAMILIES:
        if word.startswith(family) and len(word) >= len(family) + 4:
            return any(_syllables(word[len(family) :], count) for count in (2, 3))
    return False


def _syllables(letters: str, count: int) -> bool:
    if count == 1:
        return letters in _GIVEN or letters in _MIDDLES
    heads = (n for n in range(2, min(7, len(letters) - 1)) if letters[:n] in _MIDDLES or letters[:n] in _GIVEN)
    return any(_syllables(letters[n:], count - 1) for n in heads)


def nicknames(flat: str) -> Iterator[tuple[int, int]]:
    """Where a folded text has a nickname, or a name written as one word ("TrầnThịHoa"), as (start, end)."""
    for m in _GLUED.finditer(flat):
        if is_syllable(m[1]) or len(m[1]) > 5:
            yield m.span()
    for m in _LONG_WORD.finditer(flat):
        if _run_together(m[0]) and m[0] not in _FAMOUS_JOINED:
            yield m.span()
    for m in _NICKNAME.finditer(flat):
        yield m.span()


def _read(text: str, known: frozenset[str]) -> _Text:
    cased = text != text.upper() and text != text.lower()
    is_marked = any(c.isalpha() and c not in "đĐ" for c in text if not c.isascii())
    words: list[_Word] = []
    first = True
    for token in _TOKEN.finditer(text):
        look = _look(token[0])
        place = look.marked_place if is_marked else look.flat_place
        if place and ((words[-1].key if words else ""), look.key) in (("gia", "dinh"), ("ban", "hoc")):
            place = False  # gia đình is no đình
        if token[0] == "." and words and words[-1].place and len(words[-1].key) <= 2:
            place = True  # "P. Yết Kiêu"
        words.append(_Word(token.start(), token.end(), look, place, first))
        first = token[0] in ".;\n:!?"
    return _Text(words, cased, is_marked, known, text)


def _fits(word: _Word, words: dict[str, frozenset[str]]) -> bool:
    return word.key in words and (not word.mark or word.mark in words[word.key])


def _titled(page: _Text, i: int) -> int | None:
    """ "anh Hùng", "chị Nguyễn Thị Lan", "bé Bi"; without capitals only a firm title with a usual given name."""
    words = page.words
    title = words[i]
    if page.sign(i + 1) == "." and len(title.key) == 1 and not title.capital:
        i += 1  # "a. Sỹ"
    if i + 1 >= len(words) or not title.look.title or (i and words[i - 1].place):
        return None
    if title.capital and title.key == "cai":
        return None  # "Cái Rồng"
    if not page.marked and title.key not in _FLAT_TITLES:
        return None
    if page.marked and not title.mark and marked(title.typed) not in _TITLES[title.key]:
        return None
    if len(title.key) == 1 and title.typed.isupper() and not title.first:
        return None
    name, after = words[i + 1], page.key(i + 2)
    if not name.key or (name.key in _NOT_NAMES and not (name.capital and _fits(name, _NAMES_TOO))):
        return None
    last = i + 2 >= len(words) or not words[i + 2].capital
    if name.place and not (name.look.given or (page.marked and name.capital and last and not title.first)):
        return None
    if after in _OFFICE_ENDS and name.key in _OFFICES:
        return None
    if page.cased and name.capital:
        firm = title.key in _FIRM_TITLES or len(title.key) > 2
        if not page.marked and not firm and name.key not in _GIVEN:
            return None
        return None if _is_known(page, i + 1, i + 2) else _end_of_capitals(page, i + 2, 5)
    if not name.capital and (page.digit(i + 2) or after in _FOLLOWED.get(name.key, ())):
        return None
    firm = title.key in _FIRM_TITLES and (title.key != "em" or not page.cased)
    hero = name.key == "hung" and (after in _HERO_ENDS or page.key(i - 1) in _HEROES)
    if firm and not hero and _is_usual(page, name) and (not page.cased or name.typed.islower()):
        return i + 2
    return None


def _is_usual(page: _Text, word: _Word) -> bool:
    """Whether a word in small letters is a usual given name: "hùng", and no "đừng" where marks are set."""
    return word.key not in _WEAK and _fits(word, _USUAL) and (bool(word.mark) or not page.marked or word.typed in _BARE)


def _end_of_capitals(page: _Text, i: int, most: int) -> int:
    end = i
    while end < min(len(page.words), i + most - 2) and page.words[end].capital:
        if page.words[end].place and not (page.key(end) in _MIDDLE and end + 1 < len(page.words)):
            break
        end += 1
    return end


def _full(page: _Text, i: int, fates: Sequence[tuple[int, int]]) -> int | None:
    """ "Nguyễn Văn Ba", "Chíu Thị Mẩy", "Trần Lan"; in small letters or all in capitals with a usual middle name, or
    where the whole looks like nothing else."""
    words, first = page.words, page.words[i]
    if not first.key or (i and words[i - 1].place) or (first.place and not first.look.firm):
        return None
    firm, rare = first.look.firm, first.look.rare
    capital = page.cased and first.capital
    if page.cased and not capital and not first.typed.islower() and not first.typed.isupper():
        return None
    end = i + 1
    while end < min(len(words), i + 5) and words[end].key and (words[end].capital or not capital):
        if end - i > 1 and words[end].place and not words[end].look.firm:
            break
        end += 1
    found = _of_capitals(page, i, end, firm, rare, fates) if capital else _of_small_letters(page, i, end, firm)
    return None if not found or _is_known(page, i, found) else found


def _is_known(page: _Text, i: int, end: int) -> bool:
    """Whether the words begin a name that streets, bodies or places bear."""
    return bool(_known_at(page, i)) or " ".join(w.key for w in page.words[i:end]) in _beginnings(page.known)


def _known_at(page: _Text, i: int) -> int:
    """How many words of a name that streets, bodies or places bear begin here."""
    said = [page.key(n) for n in range(i, i + 5)]
    for length in range(5, 1, -1):
        phrase = " ".join(said[:length])
        if phrase in _FAMOUS or phrase in _BODIES or phrase in page.known:
            return length
    return 0


@lru_cache(maxsize=8)
def _beginnings(known: frozenset[str]) -> frozenset[str]:
    """The first words of known names."""
    return frozenset(" ".join(name.split()[:n]) for name in known for n in range(1, name.count(" ") + 1))


def _of_capitals(page: _Text, i: int, end: int, firm: bool, rare: bool, fates: Sequence[tuple[int, int]]) -> int | None:
    words = page.words
    length = end - i
    middle = length >= 3 and words[i + 1].key in _MIDDLE and is_syllable(words[i].key)
    if middle and words[i].key not in _NOT_NAMES:
        return end
    if not (firm or rare):
        return None
    if length >= 3:
        return end
    if length < 2:
        return None
    second = words[i + 1]
    if firm and (second.key in _GIVEN or not is_syllable(second.key)):
        return end
    if second.key in _GIVEN and any(abs(start - words[i].start) <= 60 for start, _ in fates):
        return end
    near = page.key(i - 1) in _CONTACT or (not words[i - 1].key and page.key(end) in _CONTACT if i else False)
    return end if near and len(second.key) > 1 and second.key not in _NOT_NAMES else None


def _of_small_letters(page: _Text, i: int, end: int, firm: bool) -> int | None:
    words, first = page.words, page.words[i]
    end = min(end, i + 4)
    if end - i < 3 or not (firm or first.look.rare):
        return None
    middle = words[i + 1]
    if middle.key in _MIDDLE and (not middle.mark or middle.mark in ("văn", "thi4")):
        if not firm and not (page.key(i - 1) in _CONTACT or words[i].typed.isupper()):
            return None
        if words[i + 2].place or words[i + 2].key in _NOT_NAMES - _GIVEN:
            return None
        more = end == i + 4 and _is_usual(page, words[i + 3])
        return i + 4 if more else i + 3
    if middle.key == "a" and first.key in _MONG and words[i + 2].key not in _NOT_NAMES:
        return i + 3
    alike = words[i + 1].typed.islower() and words[i + 2].typed.islower()
    loud = first.typed.isupper() and words[i + 1].typed.isupper()
    apart = loud or (alike and (first.first or page.key(i - 1) in _CONTACT))
    if first.key in _SURE_FAMILIES or (firm and first.mark and apart):
        closed = not page.key(i + 3) or page.key(i + 3) in _CONTACT
        named = words[i + 2].key in _GIVEN and middle.key in _MIDDLES
        clean = not {middle.key, words[i + 2].key} & (_NOT_NAMES - _GIVEN)
        if named and clean and (closed or page.key(i - 1) in _CONTACT or words[i].typed.isupper()):
            return i + 3
    return None


def _several(page: _Text, i: int) -> int | None:
    """ "Hoa, Huệ, Cúc": given names one after another."""
    if not page.cased or (i and (page.words[i - 1].capital or page.words[i - 1].place)):
        return None
    end, count = i, 0
    while end < len(page.words) and page.words[end].look.given and page.words[end].capital:
        longer = end + 1 < len(page.words) and page.words[end + 1].capital
        if longer or _is_known(page, end, end + 1):
            return None
        count += 1
        if not page.joins(end + 1):
            return end + 1 if count >= 2 else None
        end += 2
    return end - 1 if count >= 2 else None


def _given(page: _Text, i: int, fates: Sequence[tuple[int, int]]) -> int | None:
    """A given name alone, where its sentence says what befell somebody: "Tuấn nhiễm HIV", "đã gửi Lạc, Lộc đi cắt
    cơn"."""
    if not fates:
        return None
    words, word = page.words, page.words[i]
    if not word.key or (i and words[i - 1].place):
        return None
    given = word.look.given or (page.cased and word.capital and is_syllable(word.key) and word.key not in _NOT_NAMES)
    if not given:
        return None
    pair = i + 1 < len(words) and words[i + 1].capital and words[i + 1].look.given and word.look.given
    following = i + 1 + pair
    alone = not (i and words[i - 1].capital) and not (following < len(words) and words[following].capital)
    fate = min((start for start, _ in fates if start >= word.end), default=None)
    linked = fate is not None and _linked(page, following, fate)
    behind = page.key(i - 1) in _CONTACT
    if page.cased and word.capital:
        if word.first or word.key in _GIVEN_TOO or not word.look.given:
            return following if linked and alone else None
        near = any(abs(start - word.start) <= 80 and not page.apart(word.start, start) for start, _ in fates)
        return following if alone and near else None
    if not page.cased and (word.first or behind) and word.key not in _GIVEN_TOO:
        return i + 1 if linked else None
    return None


def _linked(page: _Text, i: int, fate: int) -> bool:
    """Whether only small words stand from word `i` to where it says what befell somebody."""
    between, inside = [], False
    while i < len(page.words) and page.words[i].start < fate:
        sign = page.sign(i)
        inside = sign in _OPENS or (inside and sign not in _CLOSES)  # "(ca 12)", a nickname in quotes
        if not inside:
            between.append(page.words[i].key)
        i += 1
    return len(between) <= 5 and all(not key or key in _LINKS for key in between)


def _initials(text: str) -> Iterator[tuple[int, int]]:
    """ "N.V.A", "Nguyễn V. A."; a single letter only after a title."""
    for found in _INITIALS.finditer(text):
        before = re.findall(r"\w+", fold(text[max(0, found.start() - 12) : found.start()]))
        last = before[-1] if before else ""
        dots = found[0].count(".")
        if last in _SHORT_PLACES | _FLAT_PLACES or _ABBREVIATED_BODIES.fullmatch(found[0].replace(" ", "")):
            continue
        if dots == 1 and re.search(r" [PXQH]\.$| [PXQH]\. ?\w", found[0]):
            continue  # "đường Lê Lai, P. Yết Kiêu"
        family = fold(found[0].split()[0]) in _FIRM.keys() | _RARE.keys()
        if (dots >= 2 and "." in found[0].split()[0]) or family or last in _TITLES:
            yield found.start(), found.end()
    for found in _SHORT_FAMILY.finditer(text):
        rest = re.match(r"(?:\w+\.? ?){1,3}", text[found.end() :])
        yield found.start(), found.end() + (rest.end() if rest else 0)
