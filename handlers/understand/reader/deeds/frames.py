"""Activities put together from segments: each amount goes to the activity whose kind counts its head noun. What could
go to two, or contradicts what stands there, is left out and asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.understand.reader.deeds.adding import add, done_of, group, multiply, share
from handlers.understand.reader.deeds.roles import implied, kind_of, opens, role_of
from handlers.understand.reader.deeds.segments import Frame, Segment, adds_up
from handlers.understand.reader.deeds.settling import FEW, settle
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.mixed import is_mixed
from handlers.understand.reader.page import Page

_NEAR = 2  # tokens
_PEOPLE = frozenset(("person", "student", "female", "turn", "case", ""))


def frames_of(page: Page, segments: Sequence[Segment], opening: str = "") -> list[Frame]:
    """The activities of a message; `opening` is a kind that is already known (of an open draft)."""
    builder = _Builder(page, opening)
    for segment in segments:
        builder.take(segment)
    people = any(
        (a.value or 0) >= 10 and a.head in ("person", "student", "female") for s in builder.loose for a in s.amounts
    )
    _take_sum(page, [f for f in builder.frames if f.several])
    for frame in builder.frames:
        settle(page, frame, only=len(builder.frames) == 1)
    if not builder.frames and people and any(s.topics for s in builder.loose):
        builder.guess(builder.loose[-1])
    return builder.frames


def _days(segment: Segment) -> set[tuple[str, object]]:
    return {(d.sort, (d.date, d.date_to, d.period) if d.sort != "unclear" else d.start) for d in segment.days}


def _take_sum(page: Page, row: list[Frame]) -> None:
    """ "2 buổi: sáng ở trường …, chiều ở chợ …": the first number counts those that follow."""
    event = page.words.kinds[row[0].kind].event if row else ""
    if len(row) < 2 or not event or any(f.has(event) for f in row[1:]):
        return
    each = next((a for role, a in row[0].each if role == event), None)
    if each is not None and each.value is not None and row[0].row is not None:  # "mỗi bản một buổi"
        row[0].each = [(role, a) for role, a in row[0].each if role != event]
        for frame in row:
            frame.figures[event] = [replace(each, per="")]
    elif row[0].total(event) == len(row):
        one = replace(row[0].figures[event][0], value=1)
        for frame in row if row[0].row is not None else row[:1]:
            frame.figures[event] = [one]


def _spots(page: Page, segment: Segment) -> set[str]:
    return {page.typed(s.start, s.end).lower() for s in segment.spots if not s.alone}


def _told_in(page: Page, frame: Frame) -> tuple[set[tuple[str, object]], set[str]]:
    """The days and the places of a frame's segments; each segment is looked at once."""
    for segment in frame.segments[frame.looked_at :]:
        frame.days |= _days(segment)
        frame.spots |= _spots(page, segment)
    frame.looked_at = len(frame.segments)
    return frame.days, frame.spots


class _Builder:
    def __init__(self, page: Page, opening: str) -> None:
        self.page, self.kinds = page, page.words.kinds
        self.talk = page.words.talk  # what people and a topic, or leaflets, are told of where no kind is said
        self.shown = next(k.name for k in self.kinds.values() if "leaflet" in k.figures and k.name != self.talk)
        self.frames: list[Frame] = []
        self.now: Frame | None = Frame(opening) if opening else None
        if self.now:
            self.frames.append(self.now)
        self.loose: list[Segment] = []
        self.strange: tuple[Segment | None, int] = None, 0  # where a number stood that is not explained
        self.waiting: list[tuple[Segment, Amount, Amount | None]] = []  # that the activity before does not count

    def take(self, segment: Segment) -> None:
        kind = (
            ""
            if segment.inside and self.now is not None
            else kind_of(self.page, segment, self.now.kind if self.now else "")
        )
        leaflets = any(a.head == "leaflet" for a in segment.amounts)
        if not kind and self.now is None and leaflets and not segment.weak:
            kind = self.talk
        if kind and (self.now is None or self.now.kind != kind):
            self._open(kind, segment)
        elif self.now is None and not leaflets and not any(implied(self.page, a) for a in segment.amounts):
            self.loose.append(segment)
            return
        self._go_on(segment)

    def guess(self, segment: Segment) -> None:
        """People and a topic, and no kind: a session, to be confirmed."""
        self._open(self.talk, segment)
        if self.now is not None:
            met = any(a.head == "session" for s in self.now.segments for a in s.amounts)
            self.now.open |= set() if met else {"kind"}  # sessions and people are no guess

    def _open(self, kind: str, segment: Segment) -> None:
        """Go over to a kind: to the activity of that kind on the same line, or to a new one with all that waited."""
        known = next((f for f in reversed(self.frames) if f.kind == kind), None)
        here = known is not None and known.segments[0].line == segment.line
        if known is not None and here and not (self._next_part(segment, known) or self._anew(segment, known)):
            self.now = known
            return
        if self.now is not None and self._idle(self.now, segment):
            self.frames.remove(self.now)
            self.loose = self.now.segments
            self.waiting = [w for w in self.waiting if w[0] not in self.loose]
        waiting, self.loose = self.loose, []
        own = [role_of(self.page, kind, a) for a in segment.amounts if not done_of(self.page, a)]
        left, self.waiting = [w for w in self.waiting if w[0].sentence == segment.sentence], []
        self.now = Frame(kind, at=waiting[0].start if waiting else segment.start)
        self.frames.append(self.now)
        for each in waiting:
            self._go_on(each)
        for before, amount, last in left:
            role = role_of(self.page, kind, amount) if amount.head else ""
            if role and role not in own:
                self._place(before, amount, last, again=True)

    def _idle(self, frame: Frame, segment: Segment) -> bool:
        """Whether nothing is told of an activity that only weak words speak of, in the sentence of the next one:
        "xuống khu 5 vận động, 31 hộ ký cam kết"."""
        told = frame.figures or frame.bare or frame.unsure or any(s.strong for s in frame.segments)
        return (
            frame.kind != self.talk
            and bool(frame.segments)
            and not told
            and all(s.sentence == segment.sentence for s in frame.segments)
        )

    def _go_on(self, segment: Segment) -> None:
        """A segment of the present activity, or of another of its kind."""
        if self.now is not None:
            if self.now.segments and (self._next_part(segment, self.now) or self._anew(segment)):
                self.now.several = True
                self.now = Frame(self.now.kind, at=segment.start, several=True)
                self.frames.append(self.now)
            self.now.segments.append(segment)
        for n, amount in enumerate(segment.amounts):
            self._place(segment, amount, segment.amounts[n - 1] if n else None)

    def _next_part(self, segment: Segment, frame: Frame) -> bool:
        """Whether a segment begins the next part of a row that the frame is of."""
        if segment.row is None:
            return False
        parts = [s.part for s in frame.segments if s.row is segment.row]
        meets = self.kinds[frame.kind].event == "sessions"
        apart = meets or segment.row.key == "topic" or segment.row.numbers[0].head in self.page.words.sets["seen"]
        return bool(parts) and max(parts) < segment.part and apart

    def _anew(self, segment: Segment, frame: Frame | None = None) -> bool:
        """Whether a segment of the same kind tells of another activity: another day or place, with figures of its
        own."""
        frame = frame or self.now
        if (
            frame is None
            or not (frame.figures or frame.bare)
            or not (segment.days or segment.spots or segment.strong or segment.topics)
        ):
            return False
        if (self.kinds[frame.kind].ways or self.kinds[frame.kind].adds) and segment.sentence == frame.segments[
            -1
        ].sentence:
            return False  # the ways of counselling add up
        main, event = self.kinds[frame.kind].main, self.kinds[frame.kind].event
        own = {h.name for h in segment.topics}
        told = {h.name for s in frame.segments for h in s.topics}
        other = bool(own) and not own & told and (bool(told) or any(a.head == "session" for a in segment.amounts))
        other = other and any(a.head != "item" for a in segment.amounts)
        clash = any(self._clashes(frame, segment, a, (main, event)) for a in segment.amounts)
        roles = {role_of(self.page, frame.kind, a) for a in segment.amounts if a.head}
        split = roles == {event} and (frame.has(main) or frame.each) and frame.total(event) > 1
        other_line = bool(segment.days) and segment.line != frame.segments[-1].line and bool(segment.strong)
        dated = bool(segment.days) and any(s.days for s in frame.segments)
        if split and not (dated or segment.spots):
            return False  # "2 buổi 95 người: 1 buổi về HIV, 1 buổi về ma túy"
        listed = self.page.taken[segment.start] == "item"
        return (
            (clash and (dated or bool(segment.spots) or other or listed))
            or other_line
            or self._elsewhere(segment, frame)
        )

    def _elsewhere(self, segment: Segment, frame: Frame) -> bool:
        """Whether a sentence of its own tells of work on another day or at another place than the frame's."""
        page, days = self.page, _days(segment)
        known, there = _told_in(page, frame)
        other_day = bool(days and known) and not days & known and {d[0] for d in days} <= {d[0] for d in known}
        spots = _spots(page, segment)
        other_place = bool(spots and there and segment.strong) and not spots & there
        heading = frame.total(self.kinds[frame.kind].event) > 1 and not segment.amounts
        told = bool(segment.amounts or segment.spots or segment.strong) and not segment.inside
        first = page.key(segment.start) == "," and other_day and segment.days[0].start - segment.start < 4
        return told and not heading and (first or (opens(page, segment) and (other_day or other_place)))

    def _clashes(self, frame: Frame, segment: Segment, amount: Amount, figures: tuple[str, ...]) -> bool:
        """Whether a figure is said that the activity has already, and is no part or sum of what it has; a number
        without a noun may be one where another day and place are named."""
        bare = amount.of or (segment.days and segment.spots)
        role = role_of(self.page, frame.kind, amount) if amount.head or bare else ""
        if role not in figures or not role or not frame.has(role):
            return False
        _, there = _told_in(self.page, frame)
        apart = bool(there and _spots(self.page, segment)) and not there & _spots(self.page, segment)
        if amount.total or amount.inside or amount.plus or amount.part or (amount.share and not apart):
            return False  # "sáng 40 người ở trường, chiều 35 người ở chợ" are two
        known = frame.figures.get(role, [])
        if known and amount.head == "place" and adds_up(self.page, frame.segments[-1], frame, amount, known[-1]):
            return False  # "9 cơ sở lưu trú, 4 cơ sở karaoke ở phường …"
        if known and group(self.page, segment, amount) and (amount.value or 0) < (known[-1].value or 0):
            return False
        return not known or any(a.head == amount.head for a in known) or amount.head in ("person", "")

    def _place(self, segment: Segment, amount: Amount, before: Amount | None, *, again: bool = False) -> None:
        fined = self.now is not None and "handled" in self.kinds[self.now.kind].figures
        if fined and amount.head == "leaflet" and not amount.after and not self.page.tokens[amount.start - 1].mark:
            amount = replace(amount, head="handled")  # "phat 2" is phạt
        if amount.head in self.page.words.sets["seen"] and is_mixed(self.page, amount):
            amount = replace(amount, head="mixed")
        summed = self.now is not None and amount.total and not amount.head
        if summed and self.now and amount.value == self.now.total(self.kinds[self.now.kind].main):
            return  # "213 học sinh + 9 thầy cô … tổng là 222"
        frame = self._frame(segment, amount)
        if frame is None and amount.times and before is not None:
            frame = self.now  # "2 băng rôn x 5 khu"
        if frame is None:
            met = _PEOPLE
            if self.now is not None and self.kinds[self.now.kind].event == "sessions":
                met = _PEOPLE - {"case"} | {"session"}
            if self.now is not None and amount.head in met and not amount.inside and not amount.part:
                if not amount.head:
                    self.now.doubt = self.now.doubt or 1 < (amount.value or 0) <= FEW
                    self.strange = segment, amount.end
                    if self._lost(segment, amount):
                        self.now.open.add(self.kinds[self.now.kind].main)
                    if amount.plus:
                        self.now.unsure.add(self.kinds[self.now.kind].main)
                elif self.kinds[self.now.kind].event in ("", "sessions"):  # a new club has members
                    self.now.open.add(self.kinds[self.now.kind].main)
            if not again:
                self.waiting.append((segment, amount, before))
            return
        role = role_of(self.page, frame.kind, amount)
        words = self.kinds[frame.kind]
        own = len(self.frames) > 1 and not frame.figures and any(h.name == frame.kind for h in segment.strong)
        if amount.part and own and role == words.main:
            amount = replace(amount, part=False)  # "giới thiệu 4 anh em, trong đó 2 anh được nhận vào làm"
        if not amount.head and role and not ((amount.of is not None and words.ratio) or amount.times or amount.per):
            if amount.total and role in frame.again:
                frame.again[role].append(amount)  # "19 hội viên, thêm 6 người nhà, vị chi 25"
            elif amount.total and not amount.share and frame.total(role) <= (amount.value or 0) and frame.has(role):
                add(self.page, frame, segment, role, amount)  # "2 ông còn lưỡng lự, tổng gặp 3"
            else:
                frame.bare.append(amount)
            return
        if amount.per:
            if amount.per != "skip":
                frame.each.append((role, amount))
            return
        if amount.of is not None and words.ratio and (not role or role in words.ratio):
            share(frame, amount, words)
        elif amount.times and before is not None and not before.per:
            multiply(self.page, frame, role, amount, before)
        elif amount.times and before is None:
            frame.unsure.add(role)  # what it is times is not known
        elif segment is self.strange[0] and 0 <= amount.start - self.strange[1] <= _NEAR:
            frame.unsure.add(role)  # a number right before it that is not explained
        else:
            add(self.page, frame, segment, role, amount)

    def _lost(self, segment: Segment, amount: Amount) -> bool:
        """Whether a number that is not explained may have been of what is counted: a word behind it, and a figure of
        the same sentence beside it."""
        word = amount.end < len(self.page.tokens) and self.page.tokens[amount.end].word
        near = self.now is not None and self.now.segments and self.now.segments[-1].sentence == segment.sentence
        return bool(word and near and amount.value != 1 and self.now and self.now.has(self.kinds[self.now.kind].main))

    def _frame(self, segment: Segment, amount: Amount) -> Frame | None:
        """The activity that counts this amount: the present one, else one before, else one that its head makes."""
        if amount.head == "leaflet":
            talks = [
                f for f in self.frames if f.kind == self.talk and not f.has(self.kinds[self.talk].figures["leaflet"])
            ]
            if talks and self.now is not None and self.now.kind != self.talk:
                return talks[-1]
        if self.now is not None and role_of(self.page, self.now.kind, amount):
            return self.now
        for frame in reversed(self.frames):
            role = role_of(self.page, frame.kind, amount)
            if role and amount.head and not frame.has(role) and frame is not self.now:
                return frame
        kind = implied(self.page, amount)
        if not kind and amount.head == "leaflet":
            kind = self.shown if self.frames else self.talk
        if not kind:
            return None
        frame = next((f for f in reversed(self.frames) if f.kind == kind and f.segments[-1].line == segment.line), None)
        if frame is None:
            frame = Frame(kind, [segment], at=segment.start)
            self.frames.append(frame)
        return frame
