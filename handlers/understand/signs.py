"""Signs of danger, weighed: what no pattern of `emergency` foresaw, but several words together say.

The signs are written with their marks. A text with marks is compared with marks (`sợ` is not `số`), one
without is compared without.
"""

from __future__ import annotations

import re

from programme.language.vietnamese import fold, nfc
from programme.language.words import pattern

_PRONE = 4
"""The weight at which signs together are danger: one grave word, two of harm, or one of harm with who and fear."""


class _Signs:
    """The signs, with marks or without."""

    def __init__(self, marked: bool) -> None:
        def signs(name: str) -> re.Pattern[str]:
            written = pattern(f"marked_pattern.signs.{name}")
            return re.compile(rf"\b(?:{written if marked else fold(written)})\b")

        self.grave, self.harm, self.who, self.fear = map(signs, ("grave", "harm", "who", "fear"))
        self.befallen, self.plain = signs("befallen"), signs("plain")

    def weight(self, said: str) -> int:
        said = self.plain.sub(" ", said)
        if self.grave.search(said) or self.befallen.search(said):
            return _PRONE
        harms = {found.group().split()[0] for found in self.harm.finditer(said)}
        return 2 * len(harms) + bool(self.who.search(said)) + bool(self.fear.search(said))


_MARKED, _BARE = _Signs(True), _Signs(False)


def tells(sentence: str) -> bool:
    """Whether the words of one sentence weigh enough to be danger."""
    said = " ".join(nfc(sentence).lower().split())
    return (_BARE if said.isascii() else _MARKED).weight(said) >= _PRONE
