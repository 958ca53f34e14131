"""What people write around a date, made plain for the date grammar: number words become digits, hours, parts of the day
and courtesies go."""

from __future__ import annotations

import re

from handlers.understand.number_words import ONES, read_words
from programme.language.vietnamese import fold, nfc
from programme.language.words import alternatives, words_for

HOUR, MINUTE = alternatives("date.hour"), alternatives("date.minute")
_HOUR = (
    rf"\d{{1,2}} ?{HOUR}(?: ?\d{{1,2}}(?![\d/.-]| thang){MINUTE}?)?(?: ruoi)?(?!\w)|\d{{1,2}}:\d{{2}}(?:\d{{2}})?(?!\w)"
)
_HOURS = re.compile(rf"(?<![\w/.])(?:tu |luc |vao luc )*(?:{_HOUR})(?: ?(?:-|den) ?(?:{_HOUR}))?")
_PART = alternatives("date.part_of_day")
_TODAY, _YESTERDAY = alternatives("date.today"), alternatives("date.yesterday")
_TOKEN = re.compile(r"\d+|[a-z]+|->|[^\sa-z0-9]")
_WANTS_NUMBER = frozenset(words_for("date.before_number"))
_COUNTED = frozenset(words_for("date.after_number"))
_WEEKDAY_ENDS = frozenset((*"234567", "nhat", "cn", *ONES))
_ONLY_BEHIND_TENS = ("lam", "nham")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}

_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(found), put)
    for found, put in (
        (rf"\b{alternatives('date.courtesy')}\b", " "),
        (r"\b(?:ke|tinh) tu\b", "tu"),
        (r" (?:(?:tro|cho|tinh) )?(?:den|toi) (?:hom |hien |bay |ngay )?(?:nay|gio|hien tai)\b(?! ?\d)", "->hom nay"),
        (rf"^ ?(?:hom|bua|{_PART}) (?=\d{{1,2}}(?: ?(?:va|voi|[,&+]) ?(?:hom |ngay )?\d{{1,2}})* ?$)", "ngay "),
        (r"\bduong(?: lich)?\b", "tay"),
        (r" ?(->|-) ?", r"\1"),
        (r"^(?:trong |ca )?\d{1,2} ngay[ :,(]+(?:tu )?(?:ngay )?(?=\d{1,2} ?[/.,&+-])", ""),
        (r"(?<=\d) ?(?:toi|den het|den|->|cho den|toi het) ?(?=(?:het )?(?:ngay )?\d)", "-"),
        (rf"(?:(?<=qua)|(?<=kia)) (?:toi|den) (?=(?:{_PART} |hom )?(?:nay|qua)\b)", "->"),
        (rf"\b(?:buoi )?{_PART} (?=nay\b)", "hom "),
        (rf"\b(?:buoi )?{_PART} (?=qua\b)", "hom "),
        (rf"\b(?:buoi )?{_PART} (?=mai\b)", "ngay "),
        (rf"(?<!tuan )(?<!thang )(?<!nam )\b(?:buoi )?{_PART}\b", " "),
        (
            rf"(?<!\d )\b(?:hom|bua|h|ngay) ?\.? ?nay\b|\b{_TODAY}\b|\bnay\b(?=[ ,]*\d)",
            "hom nay",
        ),
        (rf"(?<!\d )\b(?:hom|bua|ngay) qua\b|\b{_YESTERDAY}\b|^qua$", "hom qua"),
        (r"\b(?:hom|bua) kia\b|\bngay kia truoc\b", "hom kia"),
        (rf"\b{alternatives('date.sunday')}\b", "cn"),
        (r"\bthu ?([2-7])\b|\bt ?([2-7])\b(?!/)", r"thu \1\2"),
        (r"\bt ?(\d{1,2})\b", r"thang \1"),
        (r"\bth(?:g)? ?(\d{1,2})\b", r"thang \1"),
        (r"\bq ?([1-4])\b", r"quy \1"),
        (r"\b(?:hom|bua) (?=thu \d|cn\b|ngay|\d)", " "),
        (r"\bngay (?=thu \d|cn\b|hom\b|\d{1,2} ?[/.-] ?\d|\d{1,2} thang)", " "),
        (r"[()!?;:]", " "),
        (r" ?([/.]) ?", r"\1"),
        (r"[.,/ ]+$|^[.,/ ]+", ""),
        (r"\s+", " "),
    )
)


def simplify(text: str) -> str:
    """The text in the words of the date grammar. "thang sau" stays where it may be tháng sáu or tháng sau; what the
    marks decide becomes "thang 6" or "thang toi"."""
    flat = fold(text).replace("–", "-").replace("—", "-").replace("−", "-").replace("~", "-")
    flat = _HOURS.sub(" ", flat)
    words = _by_marks(_TOKEN.findall(flat), nfc(text).lower())
    said = _spaced(_digits(words))
    for found, put in _REWRITES:
        said = found.sub(put, said)
    return said.strip()


def _by_marks(words: list[str], typed: str) -> list[str]:
    """Tháng sau (next month) and tháng sáu (June), thứ 7 tới (next Saturday) and thứ 7 tối (at night) told apart by
    their marks, if there are any."""
    marked = not typed.replace("đ", "d").isascii()
    out: list[str] = []
    for i, word in enumerate(words):
        if word == "sau" and i and words[i - 1] == "thang" and marked:
            word = "6" if re.search(r"(?<!\w)s[áãạàả]u(?!\w)", typed) else "toi"
        if word == "toi" and "tối" in typed and "tới" not in typed:
            word = "dem"
        if word == "toi" and i + 1 == len(words) and i and words[i - 1] in _WEEKDAY_ENDS:
            word = "tuan sau" if re.search(r"(?<!\w)tới(?!\w)", typed) else "toi_or_next"
        out.append(word)
    return out


def _digits(words: list[str]) -> list[str]:
    """Number words as digits where a day, a month or a weekday is said."""
    out: list[str] = []
    i = 0
    while i < len(words):
        word, before = words[i], out[-1] if out else ""
        after = words[i + 1] if i + 1 < len(words) else ""
        if before == "quy" and word in _ROMAN:
            out.append(_ROMAN[word])
        elif before == "thang" and word == "muoi" and after in ("mot", "hai"):
            out.append(str(10 + ONES[after]))
            i += 1
        elif before in ("thang", "thu", "quy") and (word in ONES or word == "muoi") and word not in _ONLY_BEHIND_TENS:
            later = before == "thang" and word == "sau" and not (len(out) > 1 and out[-2].isdigit())
            out.append(word if later else str(ONES.get(word, 10)))
        elif (word in ONES or word in ("muoi", "ham")) and not _is_from_or_year(word, after, first=not out):
            number = read_words(words, i)
            ends = words[number.end] if number and number.end < len(words) else ""
            wanted = before in _WANTS_NUMBER or ends in _COUNTED
            if number and number.value is not None and number.flaw is None and wanted:
                out.append(str(number.value))
                i = number.end - 1
            else:
                out.append(word)
        else:
            out.append(word)
        i += 1
    return out


def _is_from_or_year(word: str, after: str, *, first: bool) -> bool:
    """Từ (from) and năm (year), which without marks look like tư (4) and năm (5)."""
    return (word == "tu" and (first or after == "ngay")) or (word in ("tu", "nam") and after[:1].isdigit())


def _spaced(words: list[str]) -> str:
    return re.sub(r"(?<=\d) ?([/.]) ?(?=\d)", r"\1", " ".join(words))
