"""A pack's TOML files, with the lines that their faults are on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from programme.packs.pack_tables import Fault


def read_toml(folder: Path, file: str, faults: list[Fault]) -> tuple[dict[str, Any], str]:
    """The table and the text it was read from; both empty where the file cannot be read, which is a fault."""
    try:
        text = (folder / file).read_text("utf-8-sig")
        return tomllib.loads(text), text
    except FileNotFoundError:
        faults.append(Fault(file, None, "the file is missing"))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        faults.append(Fault(file, int(at[1]) if at else None, f"the line is no TOML: {error}"))
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(file, None, f"the file cannot be read as UTF-8 text: {error}"))
    return {}, ""


def line_of(text: str, words: str, key: str = "") -> int | None:
    """The line where a key stands, or where `key = "words"` does; the last one, as a second one is the wrong one."""
    pattern = rf"\s*{key}\s*=\s*['\"]{re.escape(words)}['\"]" if key else rf"\s*\[*\s*{re.escape(words)}\b"
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(pattern, line)]
    return lines[-1] if lines else None


def head_line(text: str, key: str, number: int) -> int | None:
    """The line of the `[[key]]` with that number, from 0."""
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[+\s*{key}\b|\s*{key}\s*=", line)]
    return lines[min(number, len(lines) - 1)] if lines else None
