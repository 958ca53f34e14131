"""Names without a family: behind a title ("anh Hùng", "bé Bi"), one after another ("Hoa, Huệ, Cúc"), and alone where
the sentence says what befell somebody ("Tuấn nhiễm HIV")."""

from __future__ import annotations

from bisect import bisect_left

from handlers.understand.personal.known_names import is_known
from handlers.understand.personal.marks import marked_words
from handlers.understand.personal.name_words import (
    CONTACT,
    FIRM_TITLES,
    GIVEN,
    NOT_NAMES,
    TITLES,
    USUAL,
    NameText,
    end_of_capitals,
    fits,
    is_usual,
)
from handlers.understand.reader.tokens import is_syllable, marked
from programme.language.words import names_in, words_for

FLAT_TITLES = frozenset(words_for("name.flat_titles"))
"""Titles that are known without their marks."""
_NAMES_TOO = marked_words("marked.name.names_too")
_HEROES, _HERO_ENDS = frozenset(words_for("name.heroes")), frozenset(words_for("name.hero_ends"))
_OFFICES, _OFFICE_ENDS = frozenset(words_for("name.offices")), frozenset(words_for("name.office_ends"))
_FOLLOWED = {name: frozenset(words_for(f"name.followed.{name}")) for name in names_in("name.followed")}
GIVEN_TOO = frozenset(words_for("name.given_too"))
"""Given names that are usual words too."""
_LINKS = frozenset(words_for("name.links"))
_MONTHS = frozenset(words_for("name.numbered_days"))
_FAR = 300
"""Letters from a name to what befell somebody, with what stands in parentheses."""
_OPENS, _CLOSES = frozenset('(“"'), frozenset(")”")


def titled_name(page: NameText, i: int) -> int | None:
    """ "anh Hùng", "chị Nguyễn Thị Lan", "bé Bi"; without capitals only a firm title with a usual given name."""
    words = page.words
    title = words[i]
    if page.sign(i + 1) == "." and len(title.key) == 1 and not title.capital:
        i += 1  # "a. Sỹ", and not "Alo c. E là …"
        if page.key(i + 1) in FLAT_TITLES and len(page.key(i + 1)) == 1:
            return None
    if i + 1 >= len(words) or not title.look.title or (i and words[i - 1].place):
        return None
    if title.capital and title.key == "cai":
        return None  # "Cái Rồng"
    if not page.marked and title.key not in FLAT_TITLES:
        return None
    if page.marked and not title.mark and marked(title.typed) not in TITLES[title.key]:
        return None
    if len(title.key) == 1 and title.typed.isupper() and not title.first:
        return None
    name, after = words[i + 1], page.key(i + 2)
    if not name.key or (name.key in NOT_NAMES and not (name.capital and fits(name, _NAMES_TOO))):
        return None
    last = i + 2 >= len(words) or not words[i + 2].capital
    if name.place and not (name.look.given or (page.marked and name.capital and last and not title.first)):
        return None
    if after in _OFFICE_ENDS and name.key in _OFFICES:
        return None
    if page.cased and name.capital:
        firm = title.key in FIRM_TITLES or len(title.key) > 2
        if not page.marked and not firm and name.key not in GIVEN:
            return None
        return None if is_known(page, i + 1, i + 2) else end_of_capitals(page, i + 2, 5)
    if not name.capital and (page.digit(i + 2) or after in _FOLLOWED.get(name.key, ())):
        return None
    firm = title.key in FIRM_TITLES and (title.key != "em" or not page.cased)
    hero = name.key == "hung" and (after in _HERO_ENDS or page.key(i - 1) in _HEROES)
    befallen = name.look.given and any(0 <= start - name.end <= 2 for start, _ in page.fates)  # "chi tuyet nhiem hiv"
    if firm and not hero and (is_usual(page, name) or befallen) and (not page.cased or name.typed.islower()):
        return i + 2
    return None


def several_names(page: NameText, i: int) -> int | None:
    """ "Hoa, Huệ, Cúc": given names one after another."""
    if not page.cased or (i and (page.words[i - 1].capital or page.words[i - 1].place)):
        return None
    end, count = i, 0
    while end < len(page.words) and page.words[end].look.given and page.words[end].capital:
        longer = end + 1 < len(page.words) and page.words[end + 1].capital
        if longer or is_known(page, end, end + 1):
            return None
        count += 1
        if not page.joins(end + 1):
            return end + 1 if count >= 2 else None
        end += 2
    return end - 1 if count >= 2 else None


def given_name(page: NameText, i: int) -> int | None:
    """A given name alone, where its sentence says what befell somebody: "Tuấn nhiễm HIV", "đã gửi Lạc, Lộc đi cắt
    cơn"."""
    if not page.fates:
        return None
    words, word = page.words, page.words[i]
    if not word.key or (i and words[i - 1].place):
        return None
    if page.key(i - 1) in _MONTHS:
        return None  # "tháng Mười", "thứ Tư"
    given = word.look.given or (page.cased and word.capital and is_syllable(word.key) and word.key not in NOT_NAMES)
    if not given:
        return None
    pair = i + 1 < len(words) and words[i + 1].capital and words[i + 1].look.given and word.look.given
    following = i + 1 + pair
    alone = not (i and words[i - 1].capital) and not (following < len(words) and words[following].capital)
    later = bisect_left(page.fates, (word.end,))
    fate = page.fates[later][0] if later < len(page.fates) else None
    linked = fate is not None and _linked(page, following, fate)
    behind = page.key(i - 1) in CONTACT
    if page.cased and word.capital:
        if word.first or word.key in GIVEN_TOO or not word.look.given:
            return following if linked and alone else None
        near = any(abs(start - word.start) <= 80 and not page.apart(word.start, start) for start, _ in page.fates)
        return following if alone and near else None
    begins = word.first or behind or page.sign(i - 1) in (",", ":")
    beside = fate is not None and fate - word.end <= 2 and word.key in USUAL  # "tuan nhiem hiv", "lan: nhiem hiv"
    return i + 1 if not page.cased and begins and linked and (beside or word.key not in GIVEN_TOO) else None


def _linked(page: NameText, i: int, fate: int) -> bool:
    """Whether only small words stand from word `i` to where it says what befell somebody."""
    between, inside = 0, False
    while i < len(page.words) and page.words[i].start < fate:
        if fate - page.words[i].start > _FAR:
            return False
        sign, key = page.sign(i), page.key(i)
        inside = sign in _OPENS or (inside and sign not in _CLOSES)  # "(ca 12)", a nickname in quotes
        if not inside:
            between += 1
            if between > 5 or (key and key not in _LINKS):
                return False
        i += 1
    return True
