"""The tables of phrases, and how their slots are filled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.understanding.noise import TIGHT, Piece

FOLDER = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")
SIGN = re.compile(r"((?<=\s)[.,;:?!()](?=\s|$)|[,:](?=\s|$)|[()\n]|(?<!\S)[-+x](?!\S))")


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


PHRASES, TALKS = table("phrases"), table("talks")


@cache
def split(template: str) -> tuple[tuple[str, str], ...]:
    """A phrase as ("slot", its name) and pieces."""
    found: list[tuple[str, str]] = []
    parts = SLOT.split(template)
    for i, part in enumerate(parts):
        if i % 2:
            found.append(("slot", part))
            continue
        if i and part and part[0] not in " ,.;:)\n":
            found.append(TIGHT)
        for j, bit in enumerate(SIGN.split(part)):
            if bit == "\n" or (text := bit.strip(" ")):
                found.append((".", bit) if j % 2 else ("w", text))
        if i + 1 < len(parts) and part and part[-1] not in " (\n":
            found.append(TIGHT)
    return tuple(found)


def filled(template: str, slots: Mapping[str, Any], tag: str = "w") -> list[Piece]:
    """A phrase with its slots filled: by pieces, or by a function that makes them."""
    out: list[Piece] = []
    for kind, text in split(template):
        if kind == "slot":
            value = slots[text]
            out += value() if callable(value) else value
        else:
            out.append((kind if kind in ".~" else tag, text))
    return out
