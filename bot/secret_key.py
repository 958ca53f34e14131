"""BAOCAO_SECRET_KEY: from the settings, or from a file beside the store that the first start makes and its owner alone
can read. It seals what the store keeps sealed, and signs links to files."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.settings import Settings, SettingsFault
from storage.database.keyring import Keyring

FILE = "secret-key"


def place(settings: Settings) -> Path:
    """Where the file is, or would be."""
    return settings.beside / FILE


def found(settings: Settings) -> Keyring:
    """Those of the settings, then those of the file; the first is in use. SettingsFault where it can't be read."""
    named = (settings.secret_key, settings.secret_key_before, *_lines(place(settings)))
    return Keyring(tuple(dict.fromkeys(str(key) for key in named if key)))


def found_or_made(settings: Settings) -> Keyring:
    """The same; where there is none yet, one is made."""
    if keys := found(settings):
        return keys
    file = place(settings)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, (secrets.token_urlsafe(32),))
    except OSError as fault:
        raise SettingsFault(f"{file} can't be made ({fault.strerror}): set BAOCAO_SECRET_KEY yourself") from None
    return found(settings)


def renew(settings: Settings) -> Keyring:
    """A new key in the file, before those that are there. SettingsFault where the settings name the key."""
    if settings.secret_key:
        raise SettingsFault(
            "BAOCAO_SECRET_KEY is set: write the new key there, the old one behind BAOCAO_SECRET_KEY_BEFORE, and start"
        )
    _write(place(settings), (secrets.token_urlsafe(32), *_lines(place(settings))))
    return found(settings)


def forget_older(settings: Settings) -> None:
    """Only the key in use stays in the file."""
    _write(place(settings), _lines(place(settings))[:1])


def _lines(file: Path) -> tuple[str, ...]:
    try:
        return tuple(line.strip() for line in file.read_text("utf-8").splitlines() if line.strip())
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsFault(
            f"{file} can't be read ({type(fault).__name__}): give the bot's user the right to"
        ) from None


def _write(file: Path, keys: tuple[str, ...]) -> None:
    """Whole or as it was, and for its owner alone."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.writelines(f"{key}\n" for key in keys)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
