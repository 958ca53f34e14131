"""Transcripts: conversations that a coordinator can read and the tests replay.

    # any comment
    @ telegram lan 2026-06-15T19:30
    > BAO CAO
    < 1. Hoạt động gì?
      [Truyền thông] [Tư vấn]

A line `>` is what the person sends, `<` a reply with its further lines indented, `[…]` its choices. `@` says who talks,
where and when; `@ … +2 days` would be another `@` line with a later time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from programme.domain.messages import Outbound


@dataclass
class Said:
    """A line sent, and the replies to it as they are written."""

    channel: str
    address: str
    now: str
    line: str
    replies: list[str] = field(default_factory=list)


def written(reply: Outbound) -> str:
    """A reply as the transcript has it."""
    lines = reply.text.split("\n")
    if reply.choices:
        lines.append(" ".join(f"[{c.label}]" for c in reply.choices))
    for file in reply.attachments:
        lines.append(f"({file.name})")
    head, *rest = lines
    return "\n".join([f"< {head}".rstrip(), *(f"  {line}".rstrip() for line in rest)])


def parse(text: str) -> Iterator[Said]:
    """The lines of a transcript with what should come back. Raises ValueError with the line's number."""
    who: tuple[str, str, str] | None = None
    said: Said | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("@ "):
            parts = line[2:].split()
            if len(parts) != 3:
                raise ValueError(f"line {number}: write @ CHANNEL ADDRESS TIME")
            who = (parts[0], parts[1], parts[2])
        elif line.startswith(">"):
            if who is None:
                raise ValueError(f"line {number}: who says this? begin with @ CHANNEL ADDRESS TIME")
            if said:
                yield said
            said = Said(*who, line[2:])
        elif line.startswith("<") and said:
            said.replies.append(line.rstrip())
        elif line.startswith("  ") and said and said.replies:
            said.replies[-1] += "\n" + line.rstrip()
        elif not line.strip() and said and said.replies:
            said.replies[-1] += "\n"
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"line {number}: not understood")
    if said:
        yield said


def heard(replies: Iterable[str]) -> list[str]:
    """Replies without the blank lines that only set them apart."""
    return [reply.rstrip("\n") for reply in replies]


class Recorder:
    """Writes a transcript as the conversation goes."""

    def __init__(self, path: Path, channel: str, address: str, now: datetime | None):
        self._file = path.open("a", encoding="utf-8")
        when = now.isoformat() if now else datetime.now().astimezone().isoformat(timespec="minutes")
        self._file.write(f"@ {channel} {address} {when}\n")

    def add(self, line: str, replies: Iterable[Outbound]) -> None:
        shown = "\n".join(written(r) for r in replies)
        self._file.write(f"> {line}\n{shown}\n\n" if shown else f"> {line}\n\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()
