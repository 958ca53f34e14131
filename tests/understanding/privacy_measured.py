"""How well the guard finds what may not be kept: texts with what is right, as `privacy-dev.md` writes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class PrivateText:
    """`refused` is None where asking and keeping are both right; `kinds` names what is personal in it; `sort` is note,
    place, caption, reason, answer or report."""

    text: str
    refused: bool | None
    kinds: tuple[str, ...]
    sort: str

    @property
    def held_aside(self) -> bool:
        """Such rows are never read while the guard is built."""
        return int(sha256(self.text.encode()).hexdigest(), 16) % 4 == 0


@dataclass(slots=True)
class Found:
    """How many texts of each kind there are and in how many something is found; the same of those to keep, by sort."""

    texts: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.caught["all"] / max(1, self.texts["all"])

    @property
    def false_alarms(self) -> float:
        return self.alarms["all"] / max(1, self.kept["all"])


def private_texts(file: Path) -> list[PrivateText]:
    """The rows of a file of JSON lines."""
    return [_row(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _row(row: Mapping[str, Any]) -> PrivateText:
    refused = row["refuse"] if isinstance(row["refuse"], bool) else None
    return PrivateText(row["text"], refused, tuple(row["kinds"]), row["note"].split(";")[0].split()[0])


def measured(rows: Iterable[PrivateText], finds: Callable[[str], object]) -> Found:
    """What is found in the rows; refusing and asking both count as caught."""
    found = Found()
    for row in rows:
        hit = bool(finds(row.text))
        if row.refused:
            for kind in ("all", *row.kinds):
                found.texts[kind] += 1
                found.caught[kind] += hit
            found.missed += [] if hit else [row.text]
        elif row.refused is False:
            for sort in ("all", row.sort):
                found.kept[sort] += 1
                found.alarms[sort] += hit
            found.wrong += [row.text] if hit else []
    return found
