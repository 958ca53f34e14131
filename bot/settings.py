"""Settings: the environment first, then `.env`; every name is in `.env.example`, every fault is one line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from programme.domain.retention import LEAST, Keep

TOKENS = ("TELEGRAM_TOKEN", "ZALO_BOT_TOKEN", "ZALO_OA_APP_ID", "KANNEL_SEND_URL", "ANDROID_SMS_URL")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsFault(Exception):
    """A setting that can't be used: one line that says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. `demo` needs no setting at all: loopback, the demo people, the simulator."""

    database_url: str
    media: Path
    programme: str
    host: str
    port: int
    public_url: str
    secret_key: str
    demo: bool
    telegram_token: str = field(default="", repr=False)
    telegram_api_url: str = ""
    telegram_mode: str = "polling"
    telegram_webhook_secret: str = field(default="", repr=False)
    telegram_proxy: str = field(default="", repr=False)
    zalo_bot_token: str = field(default="", repr=False)
    zalo_bot_api_url: str = ""
    zalo_bot_mode: str = "webhook"
    zalo_bot_webhook_secret: str = field(default="", repr=False)
    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: str = field(default="", repr=False)
    zalo_oa_id: str = ""
    zalo_oa_webhook_secret: str = field(default="", repr=False)
    zalo_oa_refresh_token: str = field(default="", repr=False)
    zalo_oa_api_url: str = ""
    zalo_oa_oauth_url: str = ""
    zalo_oa_template_id: str = ""
    kannel_send_url: str = ""
    kannel_username: str = ""
    kannel_password: str = field(default="", repr=False)
    kannel_sender: str = ""
    kannel_inbound_key: str = field(default="", repr=False)
    kannel_reply_to: str = ""
    kannel_report_url: str = ""
    android_sms_url: str = ""
    android_sms_username: str = ""
    android_sms_password: str = field(default="", repr=False)
    android_sms_signing_key: str = field(default="", repr=False)
    sms_price: int = 0
    sms_ceiling: int = 0
    backup_dir: Path | None = None
    backup_keep: int = 14
    log: str = "text"
    keep: Keep = field(default_factory=Keep)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        hidden = (getattr(self, f.name) for f in fields(self) if not f.repr or f.name == "secret_key")
        return tuple(value for value in hidden if value)

    @property
    def kannel_reports(self) -> str:
        """Where Kannel tells what became of a message: on this machine, unless the operator says otherwise."""
        here = self.host if self.host not in ("0.0.0.0", "::") else "127.0.0.1"
        here = f"[{here}]" if ":" in here else here
        return self.kannel_report_url or f"http://{here}:{self.port}/sms/kannel/dlr"


def load(environ: Mapping[str, str] | None = None, folder: Path = Path()) -> Settings:
    """The settings of this folder's `.env` and the environment. Raises SettingsFault."""
    environ = dict(os.environ if environ is None else environ)
    file = folder / ".env"
    values = (read_env(file) if file.is_file() else {}) | {k: v for k, v in environ.items() if v != ""}
    demo = _yes(values, "BAOCAO_DEMO", not file.is_file() and not any(values.get(t) for t in TOKENS))
    host = values.get("BAOCAO_HOST", "127.0.0.1")
    if demo:
        if set_ := [t for t in TOKENS if values.get(t)]:
            raise SettingsFault(f"demo mode serves no real channel: unset {', '.join(set_)} or set BAOCAO_DEMO=0")
        if host not in LOOPBACK:
            raise SettingsFault(f"demo mode listens on this machine only: set BAOCAO_HOST to 127.0.0.1, not {host}")
    mode = values.get("TELEGRAM_MODE", "polling")
    if mode not in ("polling", "webhook"):
        raise SettingsFault(f"TELEGRAM_MODE is polling or webhook, not {mode}")
    zalo_mode = values.get("ZALO_BOT_MODE", "webhook")
    if zalo_mode not in ("polling", "webhook"):
        raise SettingsFault(f"ZALO_BOT_MODE is webhook or polling, not {zalo_mode}")
    log = values.get("BAOCAO_LOG", "text")
    if log not in ("text", "json"):
        raise SettingsFault(f"BAOCAO_LOG is text or json, not {log}")
    port = _number(values, "BAOCAO_PORT", 8080)
    if mode == "webhook" and values.get("TELEGRAM_TOKEN") and not values.get("BAOCAO_PUBLIC_URL"):
        raise SettingsFault("TELEGRAM_MODE=webhook needs BAOCAO_PUBLIC_URL, the address that Telegram can reach")
    return Settings(
        database_url=values.get("BAOCAO_DATABASE_URL") or f"sqlite:///var/{'demo' if demo else 'baocao'}.db",
        media=Path(values.get("BAOCAO_MEDIA") or ("var/demo-media" if demo else "var/media")),
        programme=values.get("BAOCAO_PROGRAMME") or "quang-ninh",
        host=host,
        port=port,
        public_url=(values.get("BAOCAO_PUBLIC_URL") or (f"http://{host}:{port}" if demo else "")).rstrip("/"),
        secret_key=values.get("BAOCAO_SECRET_KEY", ""),
        demo=demo,
        telegram_token=values.get("TELEGRAM_TOKEN", ""),
        telegram_api_url=values.get("TELEGRAM_API_URL", ""),
        telegram_mode=mode,
        telegram_webhook_secret=values.get("TELEGRAM_WEBHOOK_SECRET", ""),
        telegram_proxy=values.get("TELEGRAM_PROXY", ""),
        zalo_bot_token=values.get("ZALO_BOT_TOKEN", ""),
        zalo_bot_api_url=values.get("ZALO_BOT_API_URL", "").rstrip("/"),
        zalo_bot_mode=zalo_mode,
        zalo_bot_webhook_secret=values.get("ZALO_BOT_WEBHOOK_SECRET", ""),
        zalo_oa_app_id=values.get("ZALO_OA_APP_ID", ""),
        zalo_oa_app_secret=values.get("ZALO_OA_APP_SECRET", ""),
        zalo_oa_id=values.get("ZALO_OA_ID", ""),
        zalo_oa_webhook_secret=values.get("ZALO_OA_WEBHOOK_SECRET", ""),
        zalo_oa_refresh_token=values.get("ZALO_OA_REFRESH_TOKEN", ""),
        zalo_oa_api_url=values.get("ZALO_OA_API_URL", "").rstrip("/"),
        zalo_oa_oauth_url=values.get("ZALO_OA_OAUTH_URL", "").rstrip("/"),
        zalo_oa_template_id=values.get("ZALO_OA_TEMPLATE_ID", ""),
        kannel_send_url=values.get("KANNEL_SEND_URL", "").rstrip("/"),
        kannel_username=values.get("KANNEL_USERNAME", ""),
        kannel_password=values.get("KANNEL_PASSWORD", ""),
        kannel_sender=values.get("KANNEL_SENDER", ""),
        kannel_inbound_key=values.get("KANNEL_INBOUND_KEY", ""),
        kannel_reply_to=values.get("KANNEL_REPLY_TO", ""),
        kannel_report_url=values.get("KANNEL_REPORT_URL", ""),
        android_sms_url=values.get("ANDROID_SMS_URL", "").rstrip("/"),
        android_sms_username=values.get("ANDROID_SMS_USERNAME", ""),
        android_sms_password=values.get("ANDROID_SMS_PASSWORD", ""),
        android_sms_signing_key=values.get("ANDROID_SMS_SIGNING_KEY", ""),
        sms_price=_count(values, "BAOCAO_SMS_PRICE"),
        sms_ceiling=_count(values, "BAOCAO_SMS_CEILING"),
        backup_dir=Path(values["BAOCAO_BACKUP_DIR"]) if values.get("BAOCAO_BACKUP_DIR") else None,
        backup_keep=_count(values, "BAOCAO_BACKUP_KEEP") or 14,
        log=log,
        keep=Keep(
            aside=_days(values, "BAOCAO_KEEP_ASIDE", 30),
            sent=_days(values, "BAOCAO_KEEP_SENT", 90),
            drafts=_days(values, "BAOCAO_KEEP_DRAFTS", 180),
            keys=_days(values, "BAOCAO_KEEP_KEYS", 400, LEAST["keys"]),
            media=_days(values, "BAOCAO_KEEP_MEDIA", 1825),
            trail=_days(values, "BAOCAO_KEEP_TRAIL", 1825),
        ),
    )


def _days(values: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    """0 is for ever."""
    days = _count(values, name) if values.get(name) else default
    if 0 < days < least:
        raise SettingsFault(f"{name} is {least} days or more, or 0 for ever: else a message may count twice")
    if days > 36_500:
        raise SettingsFault(f"{name} is 36500 days at most, or 0 for ever")
    return days


def read_env(file: Path) -> dict[str, str]:
    """`NAME=value` lines; `#` begins a comment line, quotes around a value are dropped, empty values are unset."""
    values: dict[str, str] = {}
    for number, line in enumerate(_read(file).splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, sep, value = line.removeprefix("export ").partition("=")
        if not sep or not name.strip().isidentifier():
            raise SettingsFault(f"{file.name} line {number}: write it as NAME=value")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if value:
            values[name.strip()] = value
    return values


def _read(file: Path) -> str:
    """The text, a byte order mark left out."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsFault(f"{file.name} is not UTF-8 text: save it as UTF-8") from None


def _yes(values: Mapping[str, str], name: str, default: bool) -> bool:
    value = values.get(name, "").lower()
    if value not in ("", "0", "1", "yes", "no", "true", "false"):
        raise SettingsFault(f"{name} is 1 or 0, not {value}")
    return value in ("1", "yes", "true") if value else default


def _number(values: Mapping[str, str], name: str, default: int) -> int:
    value = values.get(name, "")
    if value and not (re.fullmatch(r"[0-9]{1,5}", value) and int(value) < 65536):
        raise SettingsFault(f"{name} is a port number from 0 to 65535, not {value}")
    return int(value) if value else default


def _count(values: Mapping[str, str], name: str) -> int:
    value = values.get(name, "")
    if value and not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise SettingsFault(f"{name} is a whole number without dots, not {value[:20]}")
    return int(value) if value else 0
