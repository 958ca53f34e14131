"""What the papers are made from: the settings and counts of where the bot runs, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from programme.domain.handling import CARRIERS, Handling
from programme.domain.retention import NOTICE
from reports.dossier.paper import Fill, Text

DECREE = "Nghị định số 356/2025/NĐ-CP"
LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"
CHANNELS = {
    "telegram": "Telegram",
    "zalo_bot": "Zalo (bot)",
    "zalo_oa": "Zalo (tài khoản OA)",
    "kannel": "tin nhắn SMS (cổng Kannel)",
    "android_sms": "tin nhắn SMS (điện thoại có SIM)",
    "phone": "điện thoại giả lập (chỉ trong máy chủ)",
}
CARRIED_BY: Mapping[str, tuple[Text, str]] = {
    "telegram": ("Công ty vận hành Telegram", "nước ngoài"),
    "zalo": ("Công ty vận hành Zalo (VNG)", "Việt Nam"),
    "sms": (("Nhà mạng: ", Fill("tên nhà mạng, số hợp đồng")), "Việt Nam"),
    "here": ("Không có: tin không ra khỏi máy chủ", "tại chỗ"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """`members` and `reports` are counts, `roles` members by role, `reached` members by carrier of their addresses,
    `rights` what members asked for in the last twelve months, by the trail; `measures` are (what, whether it is in
    force, how it stands)."""

    issuer: str
    title: str
    today: date
    handling: Handling
    members: int
    restricted: int
    reports: int
    units: int
    photos: int
    roles: Mapping[str, int] = field(default_factory=dict)
    reached: Mapping[str, int] = field(default_factory=dict)
    rights: Mapping[str, int] = field(default_factory=dict)
    measures: tuple[tuple[str, bool, str], ...] = ()
    breaches: int = 0
    backups: str = ""

    @property
    def channels(self) -> str:
        return ", ".join(CHANNELS[name] for name in self.handling.channels) or "chưa có kênh nào"

    def channels_of(self, carrier: str) -> str:
        return ", ".join(CHANNELS[name] for name in self.handling.channels if CARRIERS[name] == carrier)

    def days(self, name: str) -> str:
        """For how long, of a setting of retention."""
        days = getattr(self.handling.keep, name)
        return f"{days} ngày" if days else "không hạn"


def day(of: date) -> str:
    return f"{of.day:02}/{of.month:02}/{of.year}"


def number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def stays(facts: Facts) -> str:
    """For how long names and numbers are kept."""
    days = facts.handling.keep.silent
    if not days:
        return "đến khi rút đồng ý"
    return (
        f"đến khi rút đồng ý; im lặng {days} ngày thì được báo trước {NOTICE} ngày rồi xóa; "
        f"đã yêu cầu ngừng dùng thì xóa sau {days} ngày"
    )
