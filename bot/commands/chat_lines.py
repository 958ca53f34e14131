"""A line of `baocao chat` as the messages that it stands for: words, a button, photos, what is forwarded, and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from uuid import UUID, uuid4

from bot.inbound.picture import NoPicture, develop
from programme.domain.messages import Choice, Inbound, Media, traits_of

FILES = ("@document", "@audio", "@video")
ODD = ("@sticker", "@voice", "@edited", "@group", "@other")
PLACE = re.compile(r"(-?\d+(?:\.\d+)?)[ ,]+(-?\d+(?:\.\d+)?)(?:\s+(\S.*))?")
NEXT = re.compile(r"\s+(?=@forwarded(?:\s|$))")
"""Between two forwarded messages of one line."""
PHOTO = re.compile(r"@photo\s+")
BREAK = "↵"
"""Where a message goes on in a line of its own."""
LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Said:
    """A message, and the bytes of the file that came with it; `why` it is no picture, where it should be one."""

    inbound: Inbound
    content: bytes = b""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose phone it is: the buttons that it shows, by their order, and all that it ever showed, by their words;
    `fresh` gives what no message had before."""

    channel: str
    address: str
    shown: Sequence[Choice] = ()
    ever: Mapping[str, str] = field(default_factory=dict)
    fresh: Callable[[], UUID] = uuid4

    def messages(self, line: str, at: datetime) -> list[Said]:
        """What the line says, at that time: one message, or several that come together."""
        if line.startswith("@forwarded"):
            return [said for part in NEXT.split(line) for said in self._forwarded(part, at)]
        return self._one(line, at)

    def _forwarded(self, line: str, at: datetime) -> list[Said]:
        rest = line.removeprefix("@forwarded").strip()
        said = self._photos(rest, at, "forwarded") if rest.startswith("@photo") else []
        return said or [Said(self._blank(at, text=rest, oddity="forwarded"))]

    def _one(self, line: str, at: datetime) -> list[Said]:
        word, _, rest = line.partition(" ")
        if word == "@photo":
            return self._photos(line, at)
        if word in FILES:
            return [self._file(word, rest.strip(), at)]
        if word == "@location" and (place := PLACE.fullmatch(rest.strip())):
            where = float(place[1]), float(place[2])
            return [Said(self._blank(at, location=where, place=place[3] or ""))]
        if word == "@contact":
            return [Said(self._blank(at, contact=rest.strip()))]
        if word == "@press":
            return [Said(self._blank(at, choice=self.ever.get(rest, "?"), message="old"))]
        if word in ODD:
            return [Said(self._blank(at, text=rest, oddity=word[1:]))]
        pressed = ""
        if traits_of(self.channel, self.address).buttons:
            pressed = next((choice.value for choice in self.shown if choice.label == line), "")
        return [Said(self._blank(at, text=line.replace(BREAK, "\n"), choice=pressed))]

    def _blank(self, at: datetime, **what) -> Inbound:
        return Inbound(self.channel, self.address, f"t:{self.fresh().hex}", at, **what)

    def _photos(self, line: str, at: datetime, oddity: str = "") -> list[Said]:
        """`@photo A @photo B WORDS`: photos chosen together, the words under the first."""
        *others, last = PHOTO.split(line.strip())[1:] or [""]
        path, words = _parted(last)
        paths = [*(Path(other.strip()) for other in others), path]
        album = self.fresh().hex if others else ""
        return [self._photo(p, "" if n else words, album, oddity, at) for n, p in enumerate(paths)]

    def _photo(self, path: Path, words: str, album: str, oddity: str, at: datetime) -> Said:
        """A photo on disk; one that can't be read is what a channel would bring all the same."""
        blank = self._blank(at, text=words, album=album, oddity=oddity)
        raw = _bytes(path)
        kind = guess_type(path.name)[0] or ""
        medium = Media("photo", f"terminal:{blank.key}", path.name, "image/jpeg", len(raw))
        try:
            picture = develop(raw) if len(raw) <= LARGEST else b""
        except NoPicture as fault:
            if not kind.startswith("image/") or not raw:
                medium = Media("document", medium.ref, path.name, kind, len(raw))
            return Said(replace(blank, media=(medium,)), why=fault.why)
        return Said(replace(blank, media=(medium,)), picture)

    def _file(self, word: str, name: str, at: datetime) -> Said:
        """A document, a recording or a film on disk, and words under it."""
        path, words = _parted(name)
        content, blank = _bytes(path), self._blank(at, text=words)
        medium = Media(word[1:], f"terminal:{blank.key}", path.name, guess_type(path.name)[0] or "", len(content))
        return Said(replace(blank, media=(medium,)), content)


def _parted(said: str) -> tuple[Path, str]:
    """A path, and the words behind it: all of it where such a file is there, else up to the first blank."""
    whole = Path(said.strip())
    if whole.is_file():
        return whole, ""
    path, _, words = said.strip().partition(" ")
    return Path(path), words.strip()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
