"""What `baocao privacy dossier` writes from: the settings, the store's counts, and the measures that are in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from bot.settings import LOOPBACK, Settings
from programme.domain.handling import CARRIERS
from programme.domain.programme import Programme
from reports.dossier.facts import Facts
from storage.database.session import Connection
from storage.privacy import breaches, counts

YEAR = timedelta(days=365)


def facts_of(conn: Connection, settings: Settings, programme: Programme, now: datetime, today: date) -> Facts:
    members, restricted = counts.members(conn)
    return Facts(
        issuer=programme.issuer,
        title=programme.title,
        today=today,
        handling=settings.handling,
        members=members,
        restricted=restricted,
        reports=counts.reports(conn),
        units=sum(unit.exists_on(today) and programme.kind_of(unit.code).reports for unit in programme.units),
        photos=counts.photos(conn),
        roles=counts.roles(conn, today),
        reached=_by_carrier(counts.channels(conn)),
        rights=counts.done(conn, now - YEAR),
        measures=measures(settings),
        breaches=len(breaches.listed(conn)),
        backups=_backups(settings),
    )


def _by_carrier(channels: list[tuple[str, str]]) -> dict[str, int]:
    """Members by carrier, each once for a carrier."""
    reached: dict[str, set[str]] = {}
    for channel, member in channels:
        reached.setdefault(CARRIERS[channel], set()).add(member)
    return {carrier: len(found) for carrier, found in reached.items()}


def _backups(settings: Settings) -> str:
    if settings.backup_dir is None:
        return "chưa có sao lưu tự động"
    return f"giữ {settings.backup_keep} bản mới nhất, mỗi đêm một bản, bản cũ tự xóa"


def measures(settings: Settings) -> tuple[tuple[str, bool, str], ...]:
    """What protects the data, whether it is in force here, and how it stands."""
    env, url = Path(".env"), settings.database_url
    closed = not (env.exists() and env.stat().st_mode & 0o077)
    shut = settings.host in LOOPBACK or settings.public_url.startswith("https://")
    sqlite = url.startswith("sqlite")
    keep = settings.keep
    endless = [name for name in ("aside", "sent", "drafts", "media", "trail", "silent") if not getattr(keep, name)]
    return (
        ("Đồng ý trước khi lưu", True, "bắt buộc, ghi phiên bản và thời gian"),
        ("Chặn dữ liệu người được giúp đỡ", True, "mọi ô chữ được kiểm tra trước khi lưu"),
        ("Quyền theo vai trò, đơn vị, ngày", True, "hỏi lại quyền ở từng bước; xem số điện thoại có ghi nhật ký"),
        ("Nhật ký xem, tải, sửa", True, "xem bằng baocao trail; không có tên, số, nội dung"),
        ("Chống giả số SMS", True, "việc quan trọng đòi nhắn lại mã"),
        (
            "Tự xóa khi hết hạn giữ",
            not endless,
            "mỗi đêm" if not endless else f"đang giữ không hạn: {', '.join(endless)}",
        ),
        ("Sao lưu hằng đêm", settings.backup_dir is not None, _backups(settings)),
        (
            "Niêm phong bản sao lưu (mã hóa)",
            bool(settings.backup_recipients),
            "mã hóa bằng khóa age, khóa mở giữ ngoài máy chủ"
            if settings.backup_recipients
            else "bản sao lưu là tệp mở: giữ nơi chỉ người vận hành vào được",
        ),
        ("Cửa vào qua HTTPS hoặc chỉ trong máy", shut, "có" if shut else "mở ra mạng, chưa khai báo địa chỉ https"),
        ("Tệp cấu hình chỉ người vận hành đọc được", closed, ".env" if closed else "chạy: chmod 600 .env"),
        (
            "Cơ sở dữ liệu",
            True,
            "SQLite trên máy chủ; mã hóa ổ đĩa do người vận hành"
            if sqlite
            else "PostgreSQL; đường nối do người vận hành",
        ),
    )
