"""What a person needs to bring the bot back on a new machine, on one page, in Vietnamese and English."""

from __future__ import annotations

import html
import platform
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b

from bot import secret_key
from bot.settings import SWITCHES, Settings, name_of
from storage.database.engines import address
from storage.database.keyring import Keyring

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MARK = "recovery:"
"""With the key's name behind it: this key's sheet was proved to be kept elsewhere."""
COMMANDS = """\
git clone <kho mã nguồn / this repository> baocao && cd baocao && make setup
cp <…>/.env .env && chmod 600 .env
{key}mkdir -p {beside} && cp <…>/erased.jsonl {beside}/    # nếu có / if there is one
.venv/bin/baocao restore <…>/{archive}{identity}
.venv/bin/baocao doctor
.venv/bin/baocao run"""


def check_word(keys: Keyring) -> str:
    """Eight letters that the sheet of this key shows, and that nobody knows without it. "" without a key."""
    if not keys:
        return ""
    drawn = blake2b(keys.secrets[0].encode(), digest_size=8, person=b"baocao sheet").digest()
    word = "".join(LETTERS[byte % len(LETTERS)] for byte in drawn)
    return f"{word[:4]}-{word[4:]}"


def is_check_word(keys: Keyring, said: str) -> bool:
    """Whether it was typed from this key's sheet; case and hyphen may differ."""
    word = check_word(keys)
    return bool(word) and said.upper().replace("-", "").replace(" ", "") == word.replace("-", "")


def rows(settings: Settings, schema: str, with_secret: bool) -> Iterator[tuple[str, str, str]]:
    """(in Vietnamese, in English, what it is here)."""
    keys, sealed = secret_key.found(settings), settings.backup_recipients
    folder = str(settings.backup_dir or "")
    yield "Phiên bản", "Version", f"schema {schema}, Python {platform.python_version()}, pack {settings.programme}"
    yield "Cơ sở dữ liệu", "Database", address(settings.database_url).render_as_string(hide_password=True)
    yield "Tệp ảnh", "Photos", str(settings.media)
    yield (
        "Bản sao lưu hằng đêm",
        "Nightly backups",
        f"{folder}/baocao-YYYY-MM-DD.tar{'.age' if sealed else ''} ({settings.backup_keep})" if folder else "– (none)",
    )
    yield "Chép đi cùng bản sao lưu", "Carried with the backups", f"{folder or settings.beside}/erased.jsonl"
    yield "Nơi cất bản sao ngoài máy này", "Where copies are kept off this machine", "." * 48
    if sealed:
        for n, public in enumerate(sealed, 1):
            yield f"Khóa công khai {n}", f"Public key {n}", public
        yield "Tệp khóa riêng (không ở máy này) cất tại", "The private key's file (not here) is kept at", "." * 48
    else:
        yield "Bản sao lưu để ngỏ", "Backups are open", "baocao key backup FILE"
    served = [switch for switch in SWITCHES.values() if getattr(settings, switch)]
    used = ", ".join(name_of(switch) for switch in served) or "–"
    yield ".env: mã của các kênh", ".env: the channels' tokens", used
    where = "BAOCAO_SECRET_KEY" if settings.secret_key else str(secret_key.place(settings))
    yield "Khóa bí mật ở", "The secret key is in", where
    yield "Khóa bí mật", "The secret key", " ".join(keys.secrets[:1]) if with_secret else "." * 48
    yield "Từ kiểm tra", "Check word", check_word(keys) or "– (baocao run)"


def commands(settings: Settings) -> str:
    """What is typed on the new machine, in this order."""
    sealed, named = bool(settings.backup_recipients), bool(settings.secret_key)
    place = secret_key.place(settings)
    key = "" if named else f"mkdir -p {place.parent} && umask 077 && echo <khóa bí mật / secret key> > {place}\n"
    return COMMANDS.format(
        key=key,
        beside=settings.beside,
        archive="baocao-YYYY-MM-DD.tar" + (".age" if sealed else ""),
        identity=" --identity <…>/<khóa riêng / private key>" if sealed else "",
    )


WHAT_IF = (
    (
        "Mất khóa bí mật: vẫn phục hồi được; chỉ nhập lại mã Zalo OA (bot nói rõ khi khởi động).",
        "The secret key is lost: all comes back but the Zalo OA tokens; the bot says at start how to enter them anew.",
    ),
    (
        "Mất mọi khóa riêng: không bản sao lưu nào mở được nữa. Vì vậy cất hai nơi.",
        "Every private key is lost: no backup opens any more. So keep it in two places.",
    ),
    (
        "Thiếu erased.jsonl: người đã xóa sau bản sao lưu sẽ trở lại. Chép tệp mới nhất.",
        "erased.jsonl is missing: who was erased after the backup comes back. Take the newest one.",
    ),
)
PROVE = (
    "Cất phiếu ở nơi khác máy chủ, rồi gõ lại từ kiểm tra: baocao recovery-sheet --proved {word}",
    "Keep this sheet elsewhere, then type the check word back: baocao recovery-sheet --proved {word}",
)
TITLE = "BÁO CÁO – PHIẾU PHỤC HỒI / RECOVERY SHEET"
STEPS = "TRÊN MÁY MỚI / ON THE NEW MACHINE (Python 3.11+, git, make)"


def as_text(settings: Settings, schema: str, today: date, with_secret: bool) -> str:
    lines = [f"{TITLE}  {today:%d/%m/%Y}", ""]
    lines += [f"{vi} / {en}: {value}" for vi, en, value in rows(settings, schema, with_secret)]
    lines += ["", STEPS, *(f"  {line}" for line in commands(settings).splitlines()), ""]
    lines += [f"- {one}" for pair in WHAT_IF for one in pair]
    lines += ["", *(one.format(word="XXXX-XXXX") for one in PROVE)]
    return "\n".join(lines) + "\n"


def as_html(settings: Settings, schema: str, today: date, with_secret: bool) -> str:
    e = html.escape
    cells = "".join(
        f"<tr><th>{e(vi)}<br><i>{e(en)}</i></th><td>{e(value)}</td></tr>"
        for vi, en, value in rows(settings, schema, with_secret)
    )
    notes = "".join(f"<li>{e(vi)}<br><i>{e(en)}</i></li>" for vi, en in WHAT_IF)
    prove = "".join(f"<p>{e(one.format(word='XXXX-XXXX'))}</p>" for one in PROVE)
    style = (
        "@page{size:A4;margin:14mm}body{font:10.5pt sans-serif}table{border-collapse:collapse}"
        "th{text-align:left;font-weight:normal;padding:2px 12px 2px 0;vertical-align:top}td{font-family:monospace}"
        "pre{background:#eee;padding:6px;white-space:pre-wrap}i{color:#555}"
    )
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{e(TITLE)}</title><style>{style}</style>'
        f"<h2>{e(TITLE)} {today:%d/%m/%Y}</h2><table>{cells}</table><h3>{e(STEPS)}</h3>"
        f"<pre>{e(commands(settings))}</pre><ul>{notes}</ul>{prove}</html>\n"
    )
