"""Activities put together from segments: each amount goes to the activity whose kind counts its head noun. What could
go to two, or contradicts what stands there, is left out and asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.heads import VISUAL, is_mixed, stands_alone
from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.page import Page
from handlers.understand.reader.deeds.segments import HARD, Frame, Segment, adds_up

_FEW = 12  # so many sessions there may be
_TIMES = frozenset(("", "session", "time", "term", "commune", "place", "none", "household"))
_PEOPLE = frozenset(("person", "student", "female", "turn", "case", ""))


def frames_of(page: Page, segments: Sequence[Segment], opening: str = "") -> list[Frame]:
    """The activities of a message; `opening` is a kind that is already known (of an open draft)."""
    builder = _Builder(page, opening)
    for segment in segments:
        builder.take(segment)
    people = any(
        (a.value or 0) >= 10 and a.head in ("person", "student", "female") for s in builder.loose for a in s.amounts
    )
    for frame in builder.frames:
        builder.settle(frame)
    if not builder.frames and people and any(s.topics for s in builder.loose):
        builder.guess(builder.loose[-1])
    return builder.frames


def _opens(page: Page, segment: Segment) -> bool:
    """Whether a segment begins a sentence, or goes on with "và"."""
    return page.key(segment.start) in HARD or page.key(segment.start) in page.words.sets["joins"] - {","}


class _Builder:
    def __init__(self, page: Page, opening: str) -> None:
        self.page, self.kinds = page, page.words.kinds
        self.frames: list[Frame] = []
        self.now: Frame | None = Frame(opening) if opening else None
        if self.now:
            self.frames.append(self.now)
        self.loose: list[Segment] = []
        self.strange: tuple[Segment | None, int] = None, 0  # where a number stood that is not explained
        self.waiting: list[tuple[Segment, Amount, Amount | None]] = []  # that the activity before does not count

    def take(self, segment: Segment) -> None:
        kind = "" if segment.inside and self.now is not None else self._kind(segment)
        leaflets = any(a.head == "leaflet" for a in segment.amounts)
        if not kind and self.now is None and leaflets and not segment.weak:
            kind = "communication"
        if kind and (self.now is None or self.now.kind != kind):
            self._open(kind, segment)
        elif self.now is None and not leaflets and not any(self._implied(a) for a in segment.amounts):
            self.loose.append(segment)
            return
        self._go_on(segment)

    def settle(self, frame: Frame) -> None:
        """A number without a noun is the main figure where nothing else is and it is the only one."""
        main = self.kinds[frame.kind].main
        self._sum_up(frame)
        for role, amounts in frame.figures.items():
            if len(amounts) == 1 and amounts[0].share in self.page.words.sets["later_part"] and amounts[0].head != "session":
                frame.unsure.add(role)  # "chiều 41 người": and in the morning?
        self._only_about(frame)
        shared = [a for a in frame.bare if a.share]
        frame.bare = shared if len(shared) > 1 else frame.bare
        shares = {a.share for a in frame.bare}
        if frame.doubt and not frame.has(main) and not frame.bare:
            frame.open.add(main)
        if frame.has(main):
            frame.doubt = any(1 < (a.value or 0) <= _FEW for a in frame.bare)
        if not frame.bare or frame.has(main):
            return
        named = any(h.name == frame.kind for s in frame.segments for h in s.strong)
        if not named and not frame.figures and len(self.frames) > 1:
            return
        if len(frame.bare) == 1 or (len(shares) == len(frame.bare) and "" not in shares):
            if all(a.value is not None for a in frame.bare) and not frame.bare[0].inside:
                frame.figures[main] = list(frame.bare)
                return
        frame.unsure.add(main)

    def _only_about(self, frame: Frame) -> None:
        """A kind that only words about a topic speak of is a guess."""
        words = self.page.words
        hits = [h for s in frame.segments for h in (*s.strong, *s.weak) if h.name == frame.kind]
        if hits and all(h.group == "kind.weak" and self.page.key(h.start) in words.sets["about_words"] for h in hits):
            frame.open |= {"kind", self.kinds[frame.kind].main}
            frame.doubt = True

    def _sum_up(self, frame: Frame) -> None:
        """Figures said again and again: a whole and its parts ("2 người: 1 người 15 triệu, 1 người 5 triệu")."""
        parts = 0
        for role, more in sorted(frame.again.items(), key=lambda item: item[0] != self.kinds[frame.kind].main):
            said = [*frame.figures.get(role, ()), *more]
            values = [a.value or 0 for a in said]
            if 0 in values:
                continue
            if len(said) > 2 and values[0] == sum(values[1:]):
                frame.figures[role], parts = [replace(said[0], total=True)], len(said) - 1
            elif len(said) > 2 and values[-1] == sum(values[:-1]):
                frame.figures[role] = [replace(said[-1], total=True)]
            elif len(said) == parts and role != self.kinds[frame.kind].main:
                frame.figures[role] = said
            else:
                continue
            frame.unsure.discard(role)

    def guess(self, segment: Segment) -> None:
        """People and a topic, and no kind: a session, to be confirmed."""
        self._open("communication", segment)
        if self.now is not None:
            self.now.open.add("kind")

    def _open(self, kind: str, segment: Segment) -> None:
        """Go over to a kind: to the activity of that kind on the same line, or to a new one with all that waited."""
        known = next((f for f in reversed(self.frames) if f.kind == kind), None)
        if known is not None and not self._anew(segment, known) and known.segments[0].line == segment.line:
            self.now = known
            return
        waiting, self.loose = self.loose, []
        left, self.waiting = [w for w in self.waiting if w[0].sentence == segment.sentence], []
        self.now = Frame(kind, at=waiting[0].start if waiting else segment.start)
        self.frames.append(self.now)
        for each in waiting:
            self._go_on(each)
        for before, amount, last in left:
            if amount.head and self._role(kind, amount):
                self._place(before, amount, last, again=True)

    def _go_on(self, segment: Segment) -> None:
        """A segment of the present activity, or of another of its kind."""
        if self.now is not None:
            if self.now.segments and self._anew(segment):
                self.now = Frame(self.now.kind, at=segment.start)
                self.frames.append(self.now)
            self.now.segments.append(segment)
        for n, amount in enumerate(segment.amounts):
            self._place(segment, amount, segment.amounts[n - 1] if n else None)

    def _anew(self, segment: Segment, frame: Frame | None = None) -> bool:
        """Whether a segment of the same kind tells of another activity: another day or place, with figures of its
        own."""
        frame = frame or self.now
        if (
            frame is None
            or not frame.figures
            or not (segment.days or segment.spots or segment.strong or segment.topics)
        ):
            return False
        if frame.kind == "counselling" and segment.sentence == frame.segments[-1].sentence:
            return False  # the ways of counselling add up
        main, event = self.kinds[frame.kind].main, self.kinds[frame.kind].event
        own = {h.name for h in segment.topics}
        other = bool(own) and bool(frame.segments) and not own & {h.name for s in frame.segments for h in s.topics}
        other = other and any(a.head != "item" for a in segment.amounts)
        clash = any(self._clashes(frame, a, (main, event)) for a in segment.amounts)
        other_line = bool(segment.days) and segment.line != frame.segments[-1].line and bool(segment.strong)
        dated = bool(segment.days) and any(s.days for s in frame.segments)
        return (clash and (dated or bool(segment.spots) or other)) or other_line

    def _clashes(self, frame: Frame, amount: Amount, figures: tuple[str, ...]) -> bool:
        """Whether a figure is said that the activity has already, and is no part or sum of what it has."""
        role = self._role(frame.kind, amount) if amount.head else ""
        if role not in figures or not role or not frame.has(role):
            return False
        if amount.total or amount.inside or amount.plus or amount.part or amount.share:
            return False
        known = frame.figures.get(role, [])
        return not known or any(a.head == amount.head for a in known) or amount.head == "person"

    def _kind(self, segment: Segment) -> str:
        """The kind that a segment's words and figures speak of most; "" where it goes on with the one before."""
        scores: dict[str, float] = {}
        for hit in segment.strong:
            if hit.name in self.kinds:
                scores[hit.name] = max(scores.get(hit.name, 0), 3 + 0.6 * (hit.end - hit.start) - 0.01 * hit.start)
        for hit in segment.weak:
            if hit.name in self.page.words.verbs and hit.start - segment.start <= 1 and _opens(self.page, segment):
                scores[hit.name] = max(scores.get(hit.name, 0), 3)
        heads = {a.head for a in segment.amounts if a.value is not None}
        for hit in segment.weak:
            weak = 1.0 if self.now is None or hit.name == self.now.kind or self.now.kind == "" else 0.4
            if hit.name == "visual" and not heads & VISUAL:
                continue
            scores[hit.name] = scores.get(hit.name, 0) + (weak if hit.name not in scores else 0)
        for head in heads:
            counted = self.now is not None and self._counts(self.now.kind, head)
            counted = counted or any(score >= 3 and self._counts(kind, head) for kind, score in scores.items())
            for kind in self.kinds.values():
                if head in kind.alone and not counted:
                    scores[kind.name] = scores.get(kind.name, 0) + (4 if kind.name not in scores else 2)
                elif kind.name in scores and head in kind.figures:
                    scores[kind.name] += 1.2
                elif kind.name in scores and head in self.page.words.like:
                    scores[kind.name] += 0.6 * (self.page.words.like[head] in kind.figures)
        for amount in segment.amounts:
            for kind in scores:
                scores[kind] += 0.8 if amount.of is not None and self.kinds[kind].ratio else 0
        best = max(scores, key=lambda k: scores[k], default="")
        if best and scores[best] < 1 and self.now is not None:
            return ""
        if best and self.now is not None and best != self.now.kind and not segment.strong and scores[best] < 2.5:
            accepted = all(self._role(self.now.kind, a) for a in segment.amounts)
            only_weak = not any(h in self.kinds[best].alone for h in heads) and scores[best] < 2
            return "" if accepted or only_weak else best
        return best

    def _counts(self, kind: str, head: str) -> bool:
        figures = self.kinds[kind].figures
        return head in figures or self.page.words.like.get(head, "") in figures

    def _implied(self, amount: Amount) -> str:
        return next((k.name for k in self.kinds.values() if amount.head in k.alone), "")

    def _role(self, kind: str, amount: Amount) -> str:
        """The figure of a kind that an amount is."""
        if kind not in self.kinds:
            return ""
        words = self.kinds[kind]
        if amount.of is not None and words.ratio and amount.head in ("", *self.page.words.people):
            return words.ratio[0]
        if amount.head in ("", "piece"):
            plain = amount.head == "" and (amount.times or amount.share or stands_alone(self.page, amount))
            return words.main if plain or words.main in ("items",) else ""
        if amount.total and words.whole and words.figures.get(amount.head) == words.main:
            return words.whole
        return words.figures.get(amount.head, "") or words.figures.get(self.page.words.like.get(amount.head, ""), "")

    def _place(self, segment: Segment, amount: Amount, before: Amount | None, *, again: bool = False) -> None:
        if amount.head in VISUAL and is_mixed(self.page, amount):
            amount = replace(amount, head="mixed")
        frame = self._frame(segment, amount)
        if frame is None and amount.times and before is not None:
            frame = self.now  # "2 băng rôn x 5 khu"
        if frame is None:
            met = _PEOPLE | {"session"} if self.now and self.kinds[self.now.kind].event == "sessions" else _PEOPLE
            if self.now is not None and amount.head in met and not amount.inside and not amount.part:
                if not amount.head:
                    self.now.doubt = self.now.doubt or 1 < (amount.value or 0) <= _FEW
                    self.strange = segment, amount.end
                    if amount.plus:
                        self.now.unsure.add(self.kinds[self.now.kind].main)
                else:
                    self.now.open.add(self.kinds[self.now.kind].main)
            if not again:
                self.waiting.append((segment, amount, before))
            return
        role = self._role(frame.kind, amount)
        words = self.kinds[frame.kind]
        if not amount.head and role and not (amount.of is not None and words.ratio) and not amount.times:
            frame.bare.append(amount)
            return
        if amount.per:
            if amount.per != "skip":
                frame.each.append((role, amount))
            return
        if amount.of is not None and words.ratio:
            self._share(frame, amount, words)
        elif amount.times and before is not None and not before.per:
            self._multiply(frame, role, amount, before)
        else:
            self._add(frame, segment, role, amount)

    def _frame(self, segment: Segment, amount: Amount) -> Frame | None:
        """The activity that counts this amount: the present one, else one before, else one that its head makes."""
        if amount.head == "leaflet":
            talks = [f for f in self.frames if f.kind == "communication" and not f.has("leaflets")]
            if talks and self.now is not None and self.now.kind != "communication":
                return talks[-1]
        if self.now is not None and self._role(self.now.kind, amount):
            return self.now
        for frame in reversed(self.frames):
            role = self._role(frame.kind, amount)
            if role and amount.head and not frame.has(role) and frame is not self.now:
                return frame
        kind = self._implied(amount) or ("visual" if amount.head == "mixed" else "")
        if not kind and amount.head == "leaflet":
            kind = "visual" if self.frames else "communication"
        if not kind:
            return None
        frame = next((f for f in reversed(self.frames) if f.kind == kind and f.segments[-1].line == segment.line), None)
        if frame is None:
            frame = Frame(kind, [segment], at=segment.start)
            self.frames.append(frame)
        return frame

    def _share(self, frame: Frame, amount: Amount, words: KindWords) -> None:
        low, high = words.ratio
        frame.figures.setdefault(low, [replace(amount, total=True)])
        if high and not frame.has(high):
            frame.figures[high] = [replace(amount, value=amount.of, total=True)]

    def _multiply(self, frame: Frame, role: str, amount: Amount, before: Amount) -> None:
        first = self._role(frame.kind, before)
        value = (before.value or 0) * (amount.value or 0)
        if not value:
            frame.unsure |= {role or first}
            return
        whole = replace(amount, value=value, start=before.start, bound=before.bound or amount.bound, total=True)
        if before.head in ("session", "time", "term") and role:
            frame.figures[role] = [whole]
        elif first and amount.head in _TIMES:
            frame.figures[first] = [replace(whole, head=before.head)]

    def _add(self, frame: Frame, segment: Segment, role: str, amount: Amount) -> None:
        known = frame.figures.get(role)
        if not known and role == self.kinds[frame.kind].main and self._only_part(amount):
            frame.unsure.add(role)  # "… trong đó 30 học sinh": the whole was not understood
            return
        if not known and amount.head == "teacher" and self.kinds[frame.kind].figures.get("student") == role:
            frame.unsure.add(role)  # beside pupils that were not understood
            return
        if segment is self.strange[0] and 0 <= amount.start - self.strange[1] <= 2:
            frame.unsure.add(role)  # a number right before it that is not explained
            return
        if amount.value is None:
            if not known and not amount.inside:
                frame.unsure.add(role)
            return
        if role in frame.again and role in frame.unsure and not (amount.inside or amount.part):
            frame.again[role].append(amount)
        if role in frame.unsure and not amount.total:
            return
        if not known:
            frame.figures[role] = [amount]
            return
        if amount.share and known[-1].share and amount.share != known[-1].share and not amount.part:
            known.append(amount)
            return
        if amount.head == "student" and role == "participants" and (amount.part or amount.inside):
            known.append(replace(amount, part=True))
            return
        if amount.inside or amount.part:
            return
        same = [a for a in known if a.value == amount.value and amount.head in (a.head, "person", "")]
        if same and not adds_up(self.page, segment, frame, amount, known[-1]):
            return
        self._again(frame, segment, role, amount, known)

    def _done_of(self, amount: Amount) -> bool:
        """ "với 120 hộ, đã ký được 112 hộ": the second is how many of the first."""
        said = [self.page.key(i) for i in range(max(0, amount.start - 3), amount.start)]
        return bool(self.page.words.sets["done"] & set(said))

    def _only_part(self, amount: Amount) -> bool:
        starts = range(amount.start, max(0, amount.start - 3), -1)
        return amount.part and any(self.page.ending(n, "number", ("sub",)) for n in starts)

    def _again(self, frame: Frame, segment: Segment, role: str, amount: Amount, known: list[Amount]) -> None:
        """A figure that has been said is said again."""
        last, sums = known[-1], sum(a.value or 0 for a in known)
        if amount.plus and not amount.total and last.total and amount.head != last.head:
            known[:] = [*(replace(a, total=False) for a in known), amount]  # "tổng 240 học sinh + 6 thầy cô"
            return
        ratio = self.kinds[frame.kind].ratio
        free = len(ratio) == 2 and role == ratio[0] and not frame.has(ratio[1])
        if free and amount.total and (amount.value or 0) >= sums:
            frame.figures[ratio[1]] = [amount]
            return
        if free and (amount.value or 0) <= sums:
            if len(known) == 1 and self._done_of(amount):
                frame.figures[role], frame.figures[ratio[1]] = [replace(amount, total=True)], known
                return
        if amount.total or (
            amount.head == "person" and last.head == "student" and (amount.value or 0) > sums and not amount.plus
        ):
            frame.figures[role] = [
                replace(amount, total=True),
                *[replace(a, part=True) for a in known if a.head == "student"],
            ]
        elif amount.head == "student" and role == "participants" and last.head != "student" and not amount.plus:
            known.append(replace(amount, part=True))
        elif self.page.key(amount.start - 1) == "co" and (amount.value or 0) < (last.value or 0) and not segment.strong:
            return  # "48 bà con, có 1 cụ 82 tuổi"
        elif last.total or any(a.total for a in known):
            return
        elif (
            amount.plus
            or (amount.head == "teacher" and last.head in ("student", "person"))
            or adds_up(self.page, segment, frame, amount, last)
        ):
            known.append(amount)
        elif not (amount.bound or last.bound):
            frame.again.setdefault(role, []).append(amount)
            frame.unsure.add(role)
        else:
            topics = {h.name for h in segment.topics}
            earlier = {h.name for s in frame.segments if s is not segment for h in s.topics}
            if topics and earlier and not topics & {h.name for h in frame.segments[0].topics} and topics - earlier:
                self.now = Frame(frame.kind, [segment], {role: [amount]}, at=segment.start)
                if segment in frame.segments:
                    frame.segments.remove(segment)
                self.frames.append(self.now)
                return
            frame.unsure.add(role)
