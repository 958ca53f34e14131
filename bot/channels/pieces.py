"""How a message is laid out where it must be cut: text into pieces, choices into rows of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from programme.domain.messages import Attachment, Choice, Outbound


def utf16(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def pieces(text: str, limit: int = 4096) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut at the end of a paragraph, else of a line, else of a
    word, else anywhere between two characters. Blank text gives none."""
    found = []
    rest = text.strip()
    while utf16(rest) > limit:
        cut = _cut(rest, _fitting(rest, limit))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text fit into `limit` units."""
    end = units = 0
    for ch in text:
        units += 1 + (ch > "\uffff")
        if units > limit:
            break
        end += 1
    return end


def _cut(text: str, end: int) -> int:
    for mark in ("\n\n", "\n", " "):
        cut = text.rfind(mark, 0, end + 1)
        if cut > end // 4:  # a shorter piece would look like a mistake
            return cut
    return end


def rows(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Choices as rows of buttons: up to three short ones a row, two middling ones, long ones alone."""
    found: list[list[Choice]] = []
    for choice in choices:
        if found and len(found[-1]) < _abreast([*found[-1], choice]):
            found[-1].append(choice)
        else:
            found.append([choice])
    return found


def _abreast(row: Sequence[Choice]) -> int:
    widest = max(len(choice.label) for choice in row)
    return 3 if widest <= 9 else 2 if widest <= 16 else 1


@dataclass(frozen=True, slots=True)
class Step:
    """One request to a gateway: a text or a file, with the buttons under it."""

    text: str = ""
    attachment: Attachment | None = None
    rows: tuple[tuple[Choice, ...], ...] = ()


def steps(out: Outbound, limit: int = 4096) -> list[Step]:
    """A message as requests in order: the text's pieces, then the files; the buttons under the last piece of text."""
    found = [Step(piece) for piece in pieces(out.text, limit)]
    last = len(found) - 1
    found += [Step(attachment=attachment) for attachment in out.attachments]
    if found and out.choices:
        found[last] = replace(found[last], rows=tuple(tuple(row) for row in rows(out.choices)))
    return found
