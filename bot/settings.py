"""Settings: the environment first, then `.env`; every name is in `.env.example`, every fault is one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
    port = _number(values, "BAOCAO_PORT", 8080)
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
    )


def read_env(file: Path) -> dict[str, str]:
    """`NAME=value` lines; `#` begins a comment line, quotes around a value are dropped, empty values are unset."""
    values: dict[str, str] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
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


def _yes(values: Mapping[str, str], name: str, default: bool) -> bool:
    value = values.get(name, "").lower()
    if value not in ("", "0", "1", "yes", "no", "true", "false"):
        raise SettingsFault(f"{name} is 1 or 0, not {value}")
    return value in ("1", "yes", "true") if value else default


def _number(values: Mapping[str, str], name: str, default: int) -> int:
    value = values.get(name, "")
    if value and not (value.isdigit() and 0 <= int(value) < 65536):
        raise SettingsFault(f"{name} is a port number from 0 to 65535, not {value}")
    return int(value) if value else default
