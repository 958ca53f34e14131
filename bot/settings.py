"""Settings: the environment first, then `.env`; every name is in `.env.example`, every fault is one line.

A setting's name is that of its field in capitals, with BAOCAO_ before it where it is of no channel.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from programme.domain.handling import Handling
from programme.domain.retention import ERASED, LEAST, Keep

SWITCHES = {
    "telegram": "telegram_token",
    "zalo_bot": "zalo_bot_token",
    "zalo_oa": "zalo_oa_app_id",
    "kannel": "kannel_send_url",
    "android_sms": "android_sms_url",
}
"""Channels by name, each with the setting that switches it on. The names of a channel's settings begin with its own."""
TOKENS = tuple(field.upper() for field in SWITCHES.values())
LOOPBACK = ("127.0.0.1", "localhost", "::1")


PUBLIC_KEY = re.compile("age1[02-9ac-hj-np-z]{58}")


class SettingsFault(Exception):
    """A setting that can't be used: one line that says which and what to do."""


class Secret(str):
    """A text that no repr shows: of the settings, in a traceback or in a log."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'**********'" if self else "''"


def _switch(text: str) -> bool:
    if text.lower() not in ("0", "1", "yes", "no", "true", "false"):
        raise ValueError(f"is 1 or 0, not {text[:20]}")
    return text.lower() in ("1", "yes", "true")


def _whole(text: str) -> int:
    """Stricter than int: in `1.000` the dot may be of thousands."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(f"is a whole number without dots, not {text[:20]}")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) < 65536):
        raise ValueError(f"is a port number from 0 to 65535, not {text[:20]}")
    return int(text)


def _days(days: int) -> int:
    if days > 36_500:
        raise ValueError("is 36500 days at most, or 0 for ever")
    return days


def _days_of_keys(days: int) -> int:
    if 0 < days < LEAST["keys"]:
        raise ValueError(f"is {LEAST['keys']} days or more, or 0 for ever: else a message may count twice")
    return days


def _days_of_silence(days: int) -> int:
    if 0 < days < LEAST["silent"]:
        raise ValueError(f"is {LEAST['silent']} days or more, or 0 for never: many report once in half a year")
    return days


def _public_keys(text: str | tuple[str, ...]) -> tuple[str, ...]:
    keys = tuple(text.replace(",", " ").split()) if isinstance(text, str) else text
    if wrong := next((key for key in keys if not PUBLIC_KEY.fullmatch(key)), ""):
        raise ValueError(f"is public keys of age (age1…), set apart by spaces; {wrong[:12]}… is none")
    return keys


Switch = Annotated[bool, BeforeValidator(_switch)]
Port = Annotated[int, BeforeValidator(_port)]
Count = Annotated[int, BeforeValidator(_whole)]
Days = Annotated[Count, AfterValidator(_days)]
Hidden = Annotated[str, AfterValidator(Secret)]
Recipients = Annotated[tuple[str, ...], BeforeValidator(_public_keys)]
Address = Annotated[str, AfterValidator(lambda text: text.rstrip("/"))]


def name_of(field: str) -> str:
    of_channel = any(field.startswith(f"{channel}_") for channel in SWITCHES)
    return field.upper() if of_channel else f"BAOCAO_{field.upper()}"


def _database(known: dict[str, Any]) -> str:
    return f"sqlite:///var/{'demo' if known['demo'] else 'baocao'}.db"


def _media(known: dict[str, Any]) -> Path:
    return Path("var/demo-media" if known["demo"] else "var/media")


def _public_url(known: dict[str, Any]) -> str:
    return f"http://{known['host']}:{known['port']}" if known["demo"] else ""


class Settings(BaseModel):
    """What the operator decided. `demo` needs no setting at all: loopback, the demo people, the simulator."""

    model_config = ConfigDict(alias_generator=name_of, frozen=True, extra="ignore", hide_input_in_errors=True)

    demo: Switch
    host: str = "127.0.0.1"
    port: Port = 8080
    public_url: Address = Field(default_factory=_public_url)
    database_url: str = Field(default_factory=_database, repr=False)  # may hold a password
    media: Path = Field(default_factory=_media)
    programme: str = "quang-ninh"
    secret_key: Hidden = ""
    secret_key_before: Hidden = ""
    telegram_token: Hidden = ""
    telegram_api_url: str = ""
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: Hidden = ""
    telegram_proxy: Hidden = ""
    zalo_bot_token: Hidden = ""
    zalo_bot_api_url: Address = ""
    zalo_bot_mode: Literal["webhook", "polling"] = "webhook"
    zalo_bot_webhook_secret: Hidden = ""
    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: Hidden = ""
    zalo_oa_id: str = ""
    zalo_oa_webhook_secret: Hidden = ""
    zalo_oa_refresh_token: Hidden = ""
    zalo_oa_api_url: Address = ""
    zalo_oa_oauth_url: Address = ""
    zalo_oa_template_id: str = ""
    kannel_send_url: Address = ""
    kannel_username: str = ""
    kannel_password: Hidden = ""
    kannel_sender: str = ""
    kannel_inbound_key: Hidden = ""
    kannel_reply_to: str = ""
    kannel_report_url: str = ""
    android_sms_url: Address = ""
    android_sms_username: str = ""
    android_sms_password: Hidden = ""
    android_sms_signing_key: Hidden = ""
    sms_price: Count = 0
    sms_ceiling: Count = 0
    backup_recipients: Recipients = ()
    backup_dir: Path | None = None
    backup_keep: Annotated[Count, AfterValidator(lambda count: count or 14)] = 14
    log: Literal["text", "json"] = "text"
    keep_aside: Days = Keep().aside
    keep_sent: Days = Keep().sent
    keep_drafts: Days = Keep().drafts
    keep_keys: Annotated[Days, AfterValidator(_days_of_keys)] = Keep().keys
    keep_media: Days = Keep().media
    keep_trail: Days = Keep().trail
    keep_silent: Annotated[Days, AfterValidator(_days_of_silence)] = Keep().silent
    contact: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> Settings:
        if self.demo:
            if served := [name for name in TOKENS if getattr(self, name.lower())]:
                raise ValueError(f"demo mode serves no real channel: unset {', '.join(served)} or set BAOCAO_DEMO=0")
            if self.host not in LOOPBACK:
                raise ValueError(
                    f"demo mode listens on this machine only: set BAOCAO_HOST to 127.0.0.1, not {self.host}"
                )
        if self.telegram_mode == "webhook" and self.telegram_token and not self.public_url:
            raise ValueError("TELEGRAM_MODE=webhook needs BAOCAO_PUBLIC_URL, the address that Telegram can reach")
        return self

    @property
    def keep(self) -> Keep:
        """For how many days things are kept."""
        kept = (self.keep_aside, self.keep_sent, self.keep_drafts, self.keep_keys, self.keep_media, self.keep_trail)
        return Keep(*kept, silent=self.keep_silent)

    @property
    def handling(self) -> Handling:
        """How personal data are handled here."""
        channels = tuple(name for name, switch in ({"phone": "demo"} | SWITCHES).items() if getattr(self, switch))
        return Handling(channels, self.keep, self.contact, bool(self.secret_key and self.public_url))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        return tuple(value for _, value in self if isinstance(value, Secret) and value)

    @property
    def beside(self) -> Path:
        """The folder of the store's file; that of the media where a server holds the store."""
        before, sqlite, path = self.database_url.partition("sqlite:///")
        return Path(path).parent if sqlite and not before else self.media.parent

    @property
    def form_cache(self) -> Path:
        """Where compiled forms are kept."""
        return self.beside / "cache" / "forms"

    @property
    def upgrade_folders(self) -> tuple[Path, ...]:
        """Where archives from before an upgrade may be."""
        return tuple({folder for folder in (self.backup_dir, self.beside, Path("var")) if folder})

    @property
    def journals(self) -> tuple[Path, ...]:
        """The files that say who was erased: beside the store, and beside the archives of every night."""
        return tuple(folder / ERASED for folder in (self.beside, self.backup_dir) if folder)

    @property
    def kannel_reports(self) -> str:
        """Where Kannel tells what became of a message: on this machine, unless the operator says otherwise."""
        here = self.host if self.host not in ("0.0.0.0", "::") else "127.0.0.1"
        here = f"[{here}]" if ":" in here else here
        return self.kannel_report_url or f"http://{here}:{self.port}/sms/kannel/dlr"


def load(environ: Mapping[str, str] | None = None, folder: Path = Path()) -> Settings:
    """The settings of this folder's `.env` and the environment. Raises SettingsFault."""
    environ = os.environ if environ is None else environ
    file = folder / ".env"
    values = (read_env(file) if file.is_file() else {}) | {name: text for name, text in environ.items() if text}
    serves = file.is_file() or any(values.get(token) for token in TOKENS)
    values.setdefault("BAOCAO_DEMO", "0" if serves else "1")
    try:
        return Settings.model_validate(values)
    except ValidationError as faults:
        raise SettingsFault(_line(faults.errors(include_url=False)[0], values)) from None


def _line(fault: Mapping[str, Any], values: Mapping[str, str]) -> str:
    name = " ".join(map(str, fault["loc"]))
    if fault["type"] == "literal_error":
        return f"{name} is {fault['ctx']['expected'].replace(chr(39), '')}, not {values[name][:20]}"
    return f"{name} {fault['ctx']['error']}".strip()


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
