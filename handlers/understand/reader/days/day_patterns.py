"""How days are written, as patterns over the folded words of a message."""

from __future__ import annotations

import re

from handlers.understand.reader.days.periods import PART, TO

YEAR = r"(?: ?(?:/|nam|-) ?(20\d\d))?"
D = r"(\d{1,2}) ?/ ?(\d{1,2})(?: ?/ ?(\d{4}|\d{2}))?"
LEAD = rf"(?:(?:{PART}|hom|ngay|vao|hoi|luc|tu|den het|den|tinh) ){{0,4}}"
RANGES = re.compile(
    rf"\b(?:tu |tu ngay |ngay )?{D} ?{TO} ?{D}"
    rf"|(?<!/ )(?<![\d/])\b(?:tu |tu ngay |ngay |hom |2 ngay |trong )?(\d{{1,2}})(?: ?{TO} ?| ?, ?\d{{1,2}} ?, ?"
    rf"| ?(?:va|,|voi) ?){D}(?! ?%)"
)
SINCE = re.compile(
    rf"\b(?:tu|ke tu|tinh tu) (?:ngay |hom )?{D} (?:tro |cho )?(?:den|toi) (?:hom |hien |bay )?(?:nay|gio)\b"
)
WEEKDAY_TOO = re.compile(
    rf"\b(?:(?:{PART}|hom|ngay) ){{0,4}}(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|t [2-7]|chu nhat)\b"
    rf"(?: ?[,(]| ngay| \( ngay)? ?{D}(?! ?/)"
)
WORDS_BETWEEN = re.compile(
    rf"(?<![/.] )(?<!\d , )(?<!\w)(\d{{1,2}}) thang (\d{{1,2}}){YEAR}"
    r"(?! ?/ ?\d)(?! ?, ?\d{1,2} ?(?:,|va|$))"
)
HYPHEN = re.compile(r"(?<!/ )(?<!\S)(\d{1,2}) - (\d{1,2})(?! ?[-/.,] ?\d)(?!\S)")
PAIR = re.compile(rf"\b(?:ngay )?{D} ?(?:va|,|voi|\+|&) ?(?:ngay )?{D}")
SINGLE = re.compile(rf"(?<!/ )\b({LEAD}){D}(?! ?/)")
ALONE = re.compile(
    rf"\b(?:(?:{PART} )?(?P<told>hom|ngay|bua)|{PART}) (\d{{1,2}})(?! ?[/.,-] ?\d)"
    rf"(?: (?:thang (\d{{1,2}}){YEAR}|(?:thang|t) (truoc|nay|roi|vua roi)))?(?= |$)"
    r"(?! (?:nguoi|buoi|ngay|gio|luot|ba con|hoc sinh|thang|phut|dong|cuoc|bang|khau|h|lan)\b)"
)
DIGIT = r"(?:muoi|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
IN_WORDS = re.compile(
    rf"\bngay ({DIGIT}(?: {DIGIT}){{0,2}})(?: thang (\d{{1,2}}|muoi mot|muoi hai|gieng|{DIGIT})\b)?(?! (?:thang"
    rf"|nguoi|buoi))"
)
COUNTED = re.compile(
    r" (?:xa|em|to|co|hoi|cai|ca|dot|nam|nu|phu|can|dan|cu|tin|bai|lan|hoc|chi|anh|cong|doan|cong nhan)\b"
)
DOTTED = re.compile(
    r"\b(?:ngay|hom|sang|chieu|toi) (\d{1,2})[.](\d{1,2})\b|(?:\bngay |^)(\d{1,2}) - (\d{1,2})\b(?! ?/)"
)
DOTTED_ALONE = re.compile(r"\b(\d{1,2})[.](\d{1,2})\b(?! (?:trieu|ty|ti|tr|km|kg|m|gio|diem|%|nghin|phan tram)\b)")
AGO = re.compile(
    r"\b(?:cach day )?(\d{1,2}|mot|hai|ba|bon|nam) (?:hom|bua|ngay) truoc\b|\bcach day (\d{1,2}|mot|hai|ba|bon"
    r"|nam) (?:hom|bua|ngay)\b"
)
FROM_START = re.compile(r"\b(?:tu|ke tu) dau (nam|thang|quy|tuan)(?: (?:toi|den) (?:nay|gio|hom nay|hien tai))?\b")
HOUR = re.compile(
    rf"\b(?:luc |tu |khoang |den |toi )?\d{{1,2}} (?:gio|g)\b ?(?:\d{{1,2}}\b(?! ?/)(?! (?:nguoi|buoi|luot|bang|to|khau"
    rf"|hoc)\b)|ruoi)?(?: phut)?(?: {PART}\b(?! (?:nay|qua|hom|\d)))?|\b\d{{1,2}} : \d\d\b"
    r"|\b\d{1,2} ngay \d{1,2} dem\b"
)  # fmt: skip
_NUMBER = r"(?:\d{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_MOON = r"(?: (?:thang (?:gieng|chap|\d{1,2}|[a-z]+)|/ ?\d{1,2}))"
LUNAR = re.compile(
    rf"\b(?:hom |ngay |dip )?(?:ram|(?:mung|mong) {_NUMBER}){_MOON}?(?: nhuan)?(?: tet| am lich| am| al)?\b"
    rf"|\b(?:hom |ngay )?{_NUMBER} thang (?:gieng|chap)\b(?: am lich| am\b| al\b)?|\b(?:hom |ngay )?2\d tet\b"
    r"|\b(?:hom |ngay )?30 tet\b|\bgiao thua\b|\b\d{1,2} ?/ ?\d{1,2} (?:am lich|am|al)\b"
)
OTHER_DAY = re.compile(r"\bhom (?:nay|qua|kia)\b|\b(?:sang|chieu|toi) (?:nay|qua)\b|\bngay \d")
NO_COUNTS = ("none", "group", "model", "commune")
"""Heads that may stand behind a date."""
THIS = frozenset(
    """dao doi buoi lan bai cai so dot khu phuong xa nhom ben dieu viec nguoi ngay loai ban muc cho dip
dang gio vu con chi anh bac ong ba chau em nam quy ky thon to""".split()
)
"""Behind these a "nay" without marks is "này"."""
SPOKEN = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
