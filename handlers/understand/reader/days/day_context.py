"""Whether words that can name a day do so where they stand: "3/5" may be three of five, "2.5" a number, "khu 1-5" a
setting, "tháng 6" the name of a campaign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.understand.calendar_days import Day, Problem
from handlers.understand.reader.days.look_alikes import LEADS, NO_COUNTS, is_share, of_a_document
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.place_names import STREETS

_SINGLE = re.compile(r"\d{1,2} / \d{1,2}(?: / \d{2,4})?(?: nam \w+)?")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?")
_HYPHENED = re.compile(r"\d{1,2} [-–—] \d{1,2}(?: [-–—] \d{2,4})?")
_WORD = r"(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi)"
_OF_MONTH = re.compile(rf"(?:\d{{1,2}}|{_WORD}(?: {_WORD}){{0,2}}) (?:/ )?thang (?!dau|cuoi).*")
_THAT_WEEK = re.compile(
    r"(?<!thu \w)(?<!thu \w\w)(?<!thu \w\w\w)(?<!nhat)(?<!\bcn)(?<!\bt \d)(?<!cuoi)(?<!dau)(?<!giua)"
    r"(?:^| )(?:trong )?tuan (nay|truoc|roi|qua|vua roi|vua qua)\b(?! nua)"
)
_PLAIN_WEEKDAY = re.compile(r"(?:thu \w+|cn|chu nhat)")
_THAT_MONTH = re.compile(r"(?:\w+ thang nay|(?:\d|1[01]|[a-z]+) thang (?:qua|truoc|roi).*)")
_BARE_FIRST = re.compile(r"\d{1,2}(?:[,.]\d{1,2})*(?: (?:[-–—~,+&]|va|voi|den|toi|het))+ .*")
_SO_MANY_DAYS = re.compile(r"(\d{1,2}) ngay \d")
_LETTER_T = re.compile(r"t \d{1,2}")
_TOLD = frozenset(("ngay", "hom", "bua"))
PARTS = frozenset("sang trua chieu toi dem khuya som".split())
_NEVER_BEHIND = frozenset("nguoi buoi ngay gio luot thang phut dong cuoc bang khau h lan".split())
_COUNTED = _NEVER_BEHIND | frozenset(
    "hoc xa em to co hoi cai ca dot nam nu phu can dan cu tin bai chi anh cong".split()
)
_UNITS = frozenset("trieu ty ti tr km kg m gio diem % nghin phan".split())
_UNITS_OF_TIME = frozenset(("ngay", "hom", "bua", "thang", "tuan", "nam"))
_WHOLE = frozenset(("ca", "trong", "het"))
_COMING = frozenset("mai sau toi".split())
_OTHER_DAY = re.compile(r"\bhom (?:nay|qua|kia)\b|\b(?:sang|chieu|toi) (?:nay|qua)\b|\bngay \d")
_RECENT, _MONTHS, _DAYS, _LATE = 60, 12, 31, 20


@dataclass(slots=True)
class Setting:
    """Where words stand: the message, the day it is, the days that are campaigns' names with their topics."""

    page: Page
    today: date
    campaigns: dict[str, str]
    period_said: bool = False
    week: str = ""

    def __post_init__(self) -> None:
        """The week before, where the message says so by itself: "tuần trước: thứ 3 …, thứ 5 …"."""
        weeks = [m[1] for m in _THAT_WEEK.finditer(self.page.said)]
        self.week = " tuan truoc" if weeks and weeks[0] != "nay" else ""

    def campaign(self, start: int, end: int) -> str:
        """The name of the campaign that a day is, "" where it is none."""
        numbers = [self.page.key(i) for i in range(start, end) if self.page.tokens[i].digits]
        name = "/".join(str(int(n)) for n in numbers[:2] if n.isdigit())
        return name if name in self.campaigns else ""


def standing(setting: Setting, start: int, end: int, meant: Day | Problem) -> str | None:
    """What tokens `start` to `end`, which can mean a day, are where they stand: day, period, unclear (to be asked),
    ahead, campaign, "name" (a date's words, but no day), "code" (a document's number); None where they are no day."""
    page = setting.page
    first = next((i for i in range(start, end) if page.key(i) not in LEADS), end)
    core, lead = " ".join(page.key(i) for i in range(first, end)), [page.key(i) for i in range(start, first)]
    if _goes_on(setting, first, end, core, lead):
        return None
    if days := _SO_MANY_DAYS.match(core):  # "2 ngày 12, 13/6"; not "khu 9 ngày 5/5"
        last = meant.date_to if isinstance(meant, Day) else None
        return "day" if last and (last - meant.date).days + 1 == int(days[1]) else None
    if _SINGLE.fullmatch(core):
        return _single(setting, start, first, end, lead, meant)
    if _DOTTED.fullmatch(core):
        fits = bool(lead) or not _counts(page, end)
    elif _HYPHENED.fullmatch(core):
        fits = "ngay" in lead or start == 0 or _glued_day(setting, first, end, meant)
    elif _BARE_FIRST.fullmatch(core):
        fits = _row(setting, start, first, end, core, lead, meant)
    elif core.isdigit():
        fits = _of_the_month(page, end, lead)
    elif _OF_MONTH.fullmatch(core):
        if not lead and page.key(start - 1) == "tuan":
            return "unclear"  # "tuần 2 tháng 6"
        if not lead and _THAT_MONTH.fullmatch(core):
            named = page.key(start - 1) in page.words.numbered
            return None if named else "unclear"  # "khu 6 tháng này"; "3 tháng nay" may be three months
        if not lead and not core[0].isdigit() and core.split()[0] != "muoi" and core.split()[1] == "thang":
            return "unclear"  # "Hà Nam tháng 3"
        fits = _with_month(setting, start, end, core, lead)
    elif isinstance(meant, Day) and meant.scope != "event":
        return _whole(setting, start, end, core, meant)
    elif _LETTER_T.fullmatch(core):
        return _letter_t(setting, start, first, end, lead, meant)
    elif _PLAIN_WEEKDAY.fullmatch(core):
        if not lead and page.ending(start, "head", ("model", "session", "time")):
            return None  # "mô hình thứ hai", "buổi thứ ba"
        return "weekday" if setting.week and isinstance(meant, Day) else _sort(meant, core)
    elif isinstance(meant, Problem) and core.split()[0] in ("dau", "giua", "cuoi"):
        return _part_of_month(setting, start, end, core.split())
    else:
        last = next((i for i in range(end - 1, first, -1) if page.key(i) == "/"), 0)
        share = last and core.count("/") == 1 and is_share(page, last - 1, end)
        fits = not share and not _of_many(page, start, core)
    return _sort(meant, core) if fits else None


def _part_of_month(setting: Setting, start: int, end: int, words: list[str]) -> str | None:
    """ "đầu tháng 7", "cuối tháng"; not the 7 of "đầu tháng 7 băng rôn"."""
    page, today = setting.page, setting.today
    if words[1] != "thang":
        return "unclear"
    noun = page.longest(end, "head")
    if words[-1].isdigit():
        if noun is not None and noun.name != "none":
            return None
        return "ahead" if (int(words[-1]) - today.month) % _MONTHS in (1, 2) else "unclear"
    late = words[0] == "cuoi" and words[-1] in ("thang", "nay") and today.day <= _LATE
    return "ahead" if late else "unclear"


def _of_many(page: Page, start: int, core: str) -> bool:
    """ "2 ngày nay", "đường 25/4", "1 thang lam": words of a day that are of something else."""
    before, noun = page.key(start - 1), page.key(start - 2)
    few = before.isdigit() and int(before) <= _MONTHS and noun not in page.words.numbered and noun != "ky"
    bare = page.key(start) in _UNITS_OF_TIME and not any(c.isdigit() for c in core)
    return "duong" in core.split()[:-1] or (few and bare)


def _sort(meant: Day | Problem, core: str) -> str:
    if isinstance(meant, Day):
        return "day" if meant.scope == "event" else "period"
    comes = meant.kind == "future" and (not any(c.isdigit() for c in core) or "thang" in core or "tuan" in core)
    return "ahead" if comes or (meant.kind == "ambiguous" and core.endswith(" toi")) else "unclear"


def _goes_on(setting: Setting, first: int, end: int, core: str, lead: list[str]) -> bool:
    """Whether the number goes on before or behind: "12/6/2026/7", "1.15/6", "50%"."""
    page, after = setting.page, setting.page.key(end)
    street = page.key(first - 1) in ("so", *STREETS) or page.said_before(first, "quang truong")
    if core[:1].isdigit() and not lead and street:
        return True
    if core[:1].isdigit() and not lead and page.key(first - 1) == "/" and page.key(first - 2)[:1].isdigit():
        return True
    number = page.key(end + 1)
    if after == "/" and number[:1].isdigit():
        return len(number) != 2 or int(number) <= 12 if number.isdigit() else True
    if after in ("-", "–") and number[:1].isdigit() and page.tokens[end].glued and (core.isdigit() or "-" in core):
        return True
    return after == "%"


def _single(setting: Setting, start: int, first: int, end: int, lead: list[str], meant: Day | Problem) -> str | None:
    """ "15/6"; the "Tu" of "Hà Tu 15/6" is no "từ"."""
    page = setting.page
    if lead[:1] == ["tu"]:
        return None
    if not (lead or setting.page.listed or _apart(page, start)) or is_share(page, first, end):
        return None
    if of_a_document(page, start):
        return "code"
    before = page.ending(first, "day", ("campaign",))
    strong = before is not None and page.key(before.start) != "ngay"
    if setting.campaign(first, end) and (strong or (not lead and _names_others(setting, first))):
        return "campaign"
    return _sort(meant, "") if isinstance(meant, Day) else "unclear"


def _names_others(setting: Setting, first: int) -> bool:
    """Whether the message names another day, so that this one is a campaign's name."""
    said = setting.page.said
    at = sum(len(token.key) + 1 for token in setting.page.tokens[:first])
    return any(m.end() <= at or m.start() > at for m in _OTHER_DAY.finditer(said))


def _apart(page: Page, start: int) -> bool:
    """Whether a number before the date is none of it: the name of a place ("khu 1 19/8")."""
    before, first = page.key(start - 1), page.key(start - 2)
    if before == "-":
        return not first.isdigit() or int(first) > _DAYS or not page.tokens[start].glued
    number = before.isdigit() and int(before) <= _DAYS and page.taken[start - 1] != "date"
    return not number or first in page.words.numbered


def _counts(page: Page, end: int) -> bool:
    """Whether what stands behind is counted or measured."""
    head = page.longest(end, "head")
    counted = head is not None and head.name not in NO_COUNTS and page.free(head.start, head.end)
    counted = counted and page.longest(end, "place", ("noun",)) is None
    return page.key(end) in _UNITS or counted


def _glued_day(setting: Setting, first: int, end: int, meant: Day | Problem) -> bool:
    """ "9-9 ngoại khóa" is a day, "40-50 người" and "khu 1-5" are none."""
    page, before = setting.page, setting.page.key(first - 1)
    glued = page.tokens[first + 1].glued and page.tokens[first + 2].glued
    counted = page.longest(end, "head")
    if not page.said_before(first, "ket qua"):
        counted = counted or page.ending(first, "bound") or page.ending(first, "number")
    head = page.ending(first, "head")
    named = before in page.words.numbered or (head and not page.ending(head.start, "number"))
    so_many = head and head.name != "commune" and page.key(head.start - 1)[:1].isdigit()  # "2 buổi 4-5"
    recent = isinstance(meant, Day) and (setting.today - meant.date).days <= _RECENT
    return bool(glued and not counted and (so_many or not named) and recent and _apart(page, first))


def _row(setting: Setting, start: int, first: int, end: int, core: str, lead: list[str], meant: Day | Problem) -> bool:
    """ "12-14/6", "12 và 13/6"; not "khu 2 tối 13/6", nor "20, 15/6", a count and a day."""
    page = setting.page
    named = page.words.numbered - {"doi"} if "-" in core else page.words.numbered
    lone = not lead or not {"tu", *_TOLD} & set(lead)
    if lone and (page.key(start - 1) in named or not re.search(r"\d.*\d", core)):
        return False
    if isinstance(meant, Day) and meant.date_to and (meant.date_to - meant.date).days > _RECENT:
        return False
    if not isinstance(meant, Day) and meant.kind in ("ambiguous", "future", "no_such_day") and lone:
        numbers = [int(n) for n in re.findall(r"\d+", core)]
        named = re.search(r", (?:ngay|hom|sang|trua|chieu|toi|dem)", core)
        listed = meant.kind == "ambiguous" and numbers[1:] and numbers[0] < numbers[1] and not named
        if ("-" not in core or "," in core) and not listed:
            return False
    if core.split()[-1].isdigit() and "/" not in core and "thang" not in core and page.longest(end, "head"):
        listed = {"va", "voi"} & set(core.split()) and "ngay" in (*lead, *core.split())
        who = page.longest(end, "unit_body", ("before",)) or page.key(end) in page.words.sets["called"]
        if not (listed and who and isinstance(meant, Day)):  # not "ngày 10 và 11 đội em …"
            return False  # "ngày 10 đến 25 người"
    last = next((i for i in range(end - 1, first, -1) if page.key(i) == "/"), 0)
    return not last or not is_share(page, last - 1, end)


def _of_the_month(page: Page, end: int, lead: list[str]) -> bool:
    """ "ngày 12", "sáng 12"; not "sáng 12 em"."""
    after = page.key(end)
    if after in ("/", "-") and page.key(end + 1)[:1].isdigit():
        return False
    if _TOLD & set(lead):
        return after not in _NEVER_BEHIND and not (page.said_at(end, "ba con") or page.said_at(end, "hoc sinh"))
    counted = page.longest(end, "head", (*page.words.people, "household", "case"))
    told = all(page.tokens[i].fits("tôi2") for i in range(end - 2, end) if page.key(i) == "toi")
    return bool(PARTS & set(lead)) and after not in _COUNTED and not counted and told


def _with_month(setting: Setting, start: int, end: int, core: str, lead: list[str]) -> bool:
    """ "12 tháng 6"; not "khu 12 tháng 6"."""
    page = setting.page
    if _TOLD & set(lead):
        return True
    before = page.key(start - 1)
    named = before[:1].isdigit() and page.key(start - 2) not in page.words.numbered and not setting.page.listed
    if named or before in page.words.numbered or before in _WHOLE:
        return False
    listed = page.key(end) == "," and page.key(end + 1).isdigit() and page.key(end + 2) in (",", "va", "")
    return not listed


def _whole(setting: Setting, start: int, end: int, core: str, meant: Day) -> str | None:
    """A month, quarter, year or week."""
    page, after = setting.page, setting.page.key(end)
    words = core.split()
    if words[-2:-1] == ["nam"] and words[-1].isdigit() and words[0] == "nam":
        before = page.key(start - 1)
        told = before in ("", "\n") or page.said_before(start, "so lieu") or page.said_before(start, "bao cao")
        if not told and not setting.page.listed:
            return "code"
    year = not {"thang", "dau", "cuoi"} & set(words) and "nam" in words[-2:]
    if year and ((words[-1] == "nam" and "ca" not in words) or page.key(start - 1) in ("tieu", "hoach")):
        return None  # "chỉ tiêu cả năm", "tổng năm buổi"
    if _of_many(page, start, core):
        return None
    if after in ("tuoi", "thang", "lan", "le", "hanh") or page.said_at(end, "nam qua"):
        return None
    if core in ("trong thang", "trong tuan", "trong ky") and (setting.period_said or after[:1].isdigit()):
        return "told" if setting.period_said else None
    if "thang" in words[:-1] and "nam" not in words:
        before_it = page.ending(start, "day", ("campaign",))
        if before_it is not None and page.key(before_it.start) not in ("dot", "ngay", "cao") and words[-1] != "nay":
            return "name"  # "hưởng ứng tháng 6"
    setting.period_said = True
    return "period" if meant.date <= setting.today else "ahead"


def _letter_t(setting: Setting, start: int, first: int, end: int, lead: list[str], meant: Day | Problem) -> str | None:
    """ "T6" is Friday or June: alone in a message it is asked, as a heading or of a report it is the month."""
    page = setting.page
    if page.key(end) == "/":
        return None
    if setting.page.listed:
        return "weekday" if isinstance(meant, Day) else "unclear"
    many = len(set(re.findall(r"(?:^|[\n;:,+.-] )t ([2-7])\b(?! ?/)", page.said))) > 1
    month = page.key(end) == ":" or page.key(start - 1) in ("cao", "lieu", "qua")
    if page.key(start - 1) == "cua":
        return "t"
    small = page.text[page.tokens[first].start] == "t"
    if lead or many or setting.week or (small and isinstance(meant, Day) and not month):
        return "weekday"
    return "month" if month else "t"
