"""Two hundred texts that tell of one person, each with words by which it is found wherever it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import product

from programme.language.vietnamese import fold

FAMILIES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"),
    *("Chíu", "Chìu", "Tằng", "Phùn", "Voòng", "Sùng", "Quàng", "Lỷ"),
)
GIVEN = ("Thỉnh", "Hếnh", "Mẩy", "Dảu", "Khuyên", "Toản", "Nhạn", "Quyết", "Sạch", "Thoa")
OTHERS = ("Thu", "Minh", "Ngọc", "Thanh", "Kim")
CONDITIONS = ("nhiễm HIV", "nghiện ma túy", "bị bán sang Trung Quốc", "đang cai nghiện", "bán dâm")


@dataclass(frozen=True, slots=True)
class Marked:
    """`mark` is what may be nowhere; `asked`: its sender is asked whether it is a name or a home, all else refused."""

    kind: str
    text: str
    mark: str
    asked: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """How the mark may stand in a file: as it is, without marks, in small letters, escaped in JSON."""
        plain = (self.mark, fold(self.mark), self.mark.lower())
        return tuple(dict.fromkeys((*plain, *(json.dumps(form)[1:-1] for form in plain))))


def names() -> list[Marked]:
    """Full names, of all families, each once."""
    pairs = [f"{one} {other}" for one, other in product(GIVEN, GIVEN) if one != other]
    made = zip(FAMILIES * 4, ("Thị", "Văn") * 42, pairs, strict=False)
    said = ("tư vấn cho {}", "gặp {} ở nhà văn hóa", "{}", "có mặt {}, dặn kỹ")
    return [
        Marked("name", said[n % 4].format(f"{family} {middle} {pair}"), pair, asked=True)
        for n, (family, middle, pair) in enumerate(made)
    ][:60]


def phones() -> list[Marked]:
    ways = ("gọi {}", "zalo{}", "sdt {}", "liên hệ {} nhé")
    numbers = [f"09{n % 10}{7654321 - n * 1009:07}" for n in range(40)]
    return [Marked("phone", ways[n % 4].format(number), number) for n, number in enumerate(numbers)]


def identities() -> list[Marked]:
    numbers = [f"0221{90 + n % 9}{123456 + n * 1013:06}" for n in range(25)]
    return [Marked("identity", f"cccd {number}", number) for number in numbers]


def homes() -> list[Marked]:
    said = [f"số {100 + 7 * n} ngõ {11 + n} tổ {n % 9 + 1}" for n in range(20)]
    return [
        Marked("address", f"nhà {home}, có người nhiễm HIV", home.rpartition(" tổ")[0]) for n, home in enumerate(said)
    ]


def conditions() -> list[Marked]:
    """A given name, or a whole one, beside what befell its bearer."""
    who = [f"{family} {OTHERS[n % 5]} {GIVEN[n % 10]}" for n, family in enumerate(FAMILIES * 2)][:25]
    return [Marked("condition", f"anh {name} {CONDITIONS[n % 5]}", name) for n, name in enumerate(who)]


def plates() -> list[Marked]:
    return [Marked("plate", f"xe 14B1-{200 + n}.{11 + n}", f"{200 + n}.{11 + n}") for n in range(15)]


def profiles() -> list[Marked]:
    return [
        Marked("link", f"nhắn facebook.com/thoa.{word}.{70 + n}", f"thoa.{word}.{70 + n}")
        for n, word in enumerate(("nhan", "sach", "hen", "dau", "may") * 3)
    ]


MARKED = (*names(), *phones(), *identities(), *homes(), *conditions(), *plates(), *profiles())
