"""What a message shows of its purpose: the phrases of each intent in it, what is counted, and what went before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.understand.reader.lexicon import Hit, KindWords
from handlers.understand.reader.reading import ABOUT, Activity, Talk
from handlers.understand.reader.told import Told


@dataclass(slots=True)
class Signs:
    told: Told
    talk: Talk
    _tells: dict[str, bool] = field(default_factory=dict)

    @property
    def last(self) -> Activity | None:
        """What a correction would change."""
        return self.talk.last_report or self.talk.open_draft

    @property
    def asked(self) -> str:
        return self.talk.open_question

    @property
    def in_draft(self) -> bool:
        return bool(self.talk.open_draft or self.talk.open_question)

    @property
    def counted(self) -> bool:
        """Whether figures are told, and not only an event."""
        events = {kind.event for kind in self.told.page.words.kinds.values()}
        return any(set(a.figures) - (set() if self.counts else events) for a in self.told.activities)

    @property
    def counts(self) -> bool:
        """Whether something of the work is counted, be it known in which activity or not."""
        return any(a.value is not None and a.head not in ("none", "skip", "") for a in self.told.amounts)

    @property
    def solid(self) -> bool:
        """Whether work is told that stands by itself: counted, with its day or place, or with several figures."""
        return any(a.figures and a.kind and (a.date or a.period or a.place or len(a.figures) > 1)
                   for a in self.told.activities)  # fmt: skip

    @property
    def strong(self) -> list[Hit]:
        return [hit for segment in self.told.segments for hit in segment.strong]

    @property
    def asks(self) -> bool:
        return self.tells("asking")

    def tells(self, name: str) -> bool:
        """Whether the lexicon's phrases or turns of phrase of this name stand in the message."""
        if name not in self._tells:
            page = self.told.page
            hidden = [taken == "place" for taken in page.taken] if name.startswith("asking") else ()
            if name in ("future", "later"):
                hidden = [a or page.quoted(i) for i, a in enumerate(self._days_told() or [False] * len(page.tokens))]
            turns = page.tells(name, hidden=hidden) if name in page.words.patterns else []
            phrases = page.find("intent", (name,))
            phrases = [h for h in phrases if name != "plan" or not page.quoted(h.start)]
            own = [h for h in phrases if h.end - h.start > 1 or not page.covered(h, ("number", "place"))]  # "tổ chức"
            self._tells[name] = bool(turns) or bool(own)
        return self._tells[name]

    def _days_told(self) -> list[bool]:
        """The tokens of days up to one: "từ đầu tháng tới giờ", "tính tới chiều nay"."""
        page = self.told.page
        up_to = ("den", "tinh")
        until = [d for d in self.told.days if d.date_to or page.key(d.start - 1) in up_to or page.key(d.start) in up_to]
        told = {i for d in until for i in range(d.start, d.end)}
        return [i in told for i in range(len(page.tokens))] if until else []

    def topic_asked(self) -> str:
        """What a question is about, "" where nothing particular."""
        return next((name for name in ABOUT if self.tells(name)), "")

    def words_of_last(self) -> KindWords | None:
        return self.told.page.words.kinds.get(self.last.kind) if self.last else None

    def values(self, heads: Iterable[str] = ()) -> bool:
        """Whether a number is told, of these heads where some are named."""
        heads = tuple(heads)
        return any(a.value is not None and (not heads or a.head in heads) for a in self.told.amounts)

    def between(self, start: int, end: int, keys: Iterable[str]) -> bool:
        keys = tuple(keys)
        return any(self.told.page.key(i) in keys for i in range(start, end))
