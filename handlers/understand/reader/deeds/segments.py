"""A message in segments: what stands between two breaks, with the words of kinds, the topics, days, places and amounts
in it. What is only planned, and what is said beside the work, is left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.understand.reader.days.days import Said
from handlers.understand.reader.deeds.breaks import HARD, cuts_of
from handlers.understand.reader.deeds.occasions import without_occasions
from handlers.understand.reader.deeds.rows import Row, rows_of
from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot

_SAID = frozenset(("tt", "TT", "Tt"))
_CHANNELS = frozenset(("truc", "dien", "nha", "qua", "zalo", "tiep", "tai"))


@dataclass(slots=True)
class Segment:
    """Tokens `start` to `end`. `sentence` counts hard breaks, `line` lines; `inside` that it stands in brackets; it is
    of part `part` (from 1) of a `row`."""

    start: int
    end: int
    sentence: int
    line: int
    strong: list[Hit] = field(default_factory=list)
    weak: list[Hit] = field(default_factory=list)
    topics: list[Hit] = field(default_factory=list)
    days: list[Said] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    ahead: bool = False
    inside: bool = False
    row: Row | None = None
    part: int = 0

    @property
    def empty(self) -> bool:
        return not (self.strong or self.weak or self.topics or self.days or self.spots or self.amounts)


@dataclass(slots=True)
class Frame:
    """An activity while it is put together: which segments tell of it, and for each figure the amounts that say it;
    `bare` are numbers without a noun, `again` figures said once more,
    `parts` what is a part of them, `unsure` figures that can't be taken, `open`
    those that are to be confirmed, `doubt` that a number stands in it that is not explained,
    `several` that it is one of several of its kind in a row; `days` and `spots` are those of its first `looked_at`
    segments."""

    kind: str
    segments: list[Segment] = field(default_factory=list)
    figures: dict[str, list[Amount]] = field(default_factory=dict)
    bare: list[Amount] = field(default_factory=list)
    again: dict[str, list[Amount]] = field(default_factory=dict)
    parts: dict[str, list[Amount]] = field(default_factory=dict)
    each: list[tuple[str, Amount]] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    doubt: bool = False
    at: int = 0
    several: bool = False
    days: set[tuple[str, object]] = field(default_factory=set)
    spots: set[str] = field(default_factory=set)
    looked_at: int = 0

    @property
    def row(self) -> Row | None:
        """The row that it is a part of."""
        return next((s.row for s in self.segments if s.row is not None), None)

    def has(self, figure: str) -> bool:
        return bool(self.figures.get(figure)) or figure in self.unsure

    def total(self, figure: str) -> int:
        return sum(a.value or 0 for a in self.figures.get(figure, ()))


def segments_of(page: Page, days: list[Said], spots: list[Spot], amounts: list[Amount]) -> list[Segment]:
    """The segments that tell of work done, in order."""
    strong = [
        h
        for h in _spoken_of(page)
        if page.free_of_place(h.start)
        or (page.taken[h.start] == "code" and "plan_doc" in page.words.kinds[h.name].figures)
    ]
    strong = without_occasions(page, strong, amounts)
    weak = [
        h
        for h in page.find("kind:weak")
        if page.free_of_place(h.start)
        and not page.covered(h, ("topic", "head"))
        and not page.covered(h, ("number",), "no_noun")
    ]
    weak += [h for h in page.find("kind:strong") if page.free_of_place(h.start) and _of_who_works(page, h)]
    topics = page.find("topic")
    rows = rows_of(page, topics, days, spots, amounts)
    amounts = _of_rows(amounts, rows)
    cuts = sorted({*cuts_of(page, strong, amounts), *(start for row in rows for start in row.starts[1:])})
    found: list[Segment] = []
    sentence, line, start, depth = 0, 0, 0, 0
    for cut in [*cuts, len(page.tokens)]:
        if cut > start + 1 or page.tokens[start].word or page.tokens[start].digits or not found:
            found.append(Segment(start, cut, sentence, line, inside=depth > 0))
        if cut < len(page.tokens):
            sign = "" if page.taken[cut] else page.key(cut)
            depth = 0 if sign == "\n" else max(0, depth + {"(": 1, ")": -1}.get(sign, 0))
            sentence += sign in HARD or page.taken[cut] == "item"
            line += page.key(cut) == "\n"
        start = cut
    for name, things in (
        ("strong", strong), ("weak", weak), ("topics", topics), ("days", days), ("spots", spots), ("amounts", amounts),
    ):  # fmt: skip
        _share_out(found, name, things)
    _share_rows(found, rows)
    return _done(page, found)


def _share_rows(segments: list[Segment], rows: list[Row]) -> None:
    """Each segment with the row that it is of, and which part."""
    at = 0
    for segment in segments:
        while at < len(rows) and rows[at].end <= segment.start:
            at += 1
        if at < len(rows) and rows[at].starts[0] < segment.end:
            row, start = rows[at], max(segment.start, rows[at].starts[0])
            segment.row, segment.part = row, bisect_right(row.starts, start)


def _of_rows(amounts: list[Amount], rows: list[Row]) -> list[Amount]:
    """The numbers, those of rows as their rows say."""
    theirs = {a.start: a for row in rows for a in row.numbers}
    gone = {a.start for row in rows for a in row.dropped}
    return [theirs.get(a.start, a) for a in amounts if a.start not in gone]


def _spoken_of(page: Page) -> list[Hit]:
    """The strong words of kinds, those with other words between them too ("giới thiệu 4 người đi xét nghiệm"); of two
    that lie over each other the longer."""
    found = page.find_around("kind:strong")
    found += [h for h in page.turns if page.taken[h.start] not in ("date", "hour")]  # "hôm qua …" is no "qua hỏi"
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start)):
        if page.covered(hit, ("number",), "no_noun") or page.ending(hit.start + 1, "number", ("no_noun",)):
            continue  # "nhà sinh hoạt cộng đồng", "loa hỏng", "phối hợp hội phụ nữ"
        if _of_who_works(page, hit):
            continue
        last = page.longest(hit.end - 1, "head")
        if page.taken[hit.end - 2] == "number" and last is not None and last.name == "none":
            continue  # "có 3 việc"
        if not any(hit.start < other.end and other.start < hit.end for other in kept[-12:]):
            kept.append(hit)
    told = [h for h in kept if not page.quoted(h.start)]  # "chủ đề 'Nói không với ma túy'"
    return sorted(told if told or page.find("kind:weak") else kept, key=lambda h: h.start)


def _of_who_works(page: Page, hit: Hit) -> bool:
    """ "điểm tư vấn" did something; "đội tt 2 buổi", "đội kiểm tra 12 quán" did it: counselling only where nothing else
    is told."""
    counts = page.taken[hit.end : hit.end + 1] == ["number"] and page.longest(hit.end + 1, "head")
    short = hit.end - hit.start < 3 and page.typed(hit.start, hit.end) not in _SAID
    return page.covered(hit, ("unit_body",)) and short and not counts


def _meets(segment: Segment) -> bool:
    return any(amount.head == "session" for amount in segment.amounts)


def _share_out(segments: list[Segment], name: str, things: list) -> None:  # type: ignore[type-arg]
    at = 0
    for thing in sorted(things, key=lambda t: t.start):
        while at + 1 < len(segments) and segments[at].end <= thing.start:
            at += 1
        getattr(segments[at], name).append(thing)


def plans_of(page: Page, days: Iterable[Said]) -> list[Hit]:
    """Words of what is to come that are no part of a name, a topic ("mại dâm") or a day ("từ đầu tháng tới giờ")."""
    told = [d for d in days if d.date_to]
    return [
        h
        for h in page.find("intent", ("plan",))
        if page.taken[h.start] not in ("place", "code", "personal")
        and not (page.is_name(h.start) or page.quoted(h.start))
        and not page.covered(h, ("topic", "kind:weak", "day"))  # "chia sẻ" is no "sẽ"
        and not any(d.start <= h.start < d.end for d in told)
    ]


def _done(page: Page, segments: list[Segment]) -> list[Segment]:
    """Without the segments of plans and of what is said beside the work."""
    plans = plans_of(page, [d for s in segments for d in s.days])
    asides = [
        h for h in page.find("aside", ("sentence", "clause"))
        if page.taken[h.start] != "place" and (h.end - h.start > 1 or page.tokens[h.start].mark)
        and not page.covered(h, ("kind:strong", "head", "topic"))
        and not _rest_came(page, h)
    ]  # fmt: skip
    for segment in segments:
        inside = [h for h in plans if segment.start <= h.start < segment.end]
        segment.ahead = bool(inside) or any(d.sort == "ahead" for d in segment.days)
    kept, dropped = [], -1
    for segment in segments:
        beside = [h for h in asides if segment.start <= h.start < segment.end]
        if segment.ahead or any(h.name == "sentence" for h in beside):
            dropped = segment.sentence
        if segment.sentence == dropped or beside:
            if (segment.amounts and segment.ahead) or _meets(segment):
                page.asides.add(segment.sentence)
            segment.ahead = True
        else:
            kept.append(segment)
    return kept


def _rest_came(page: Page, aside: Hit) -> bool:
    """ "vắng 3, còn lại 17 anh em có mặt"."""
    noun = page.longest(aside.end + 1, "head", page.words.people)
    return page.key(aside.end - 1) == "lai" and page.taken[aside.end : aside.end + 1] == ["number"] and bool(noun)


def adds_up(page: Page, segment: Segment, frame: Frame, amount: Amount, last: Amount) -> bool:
    """Whether two counts of the same add up: by the parts of the day, or by the ways of counselling."""
    near = [page.key(i) for i in range(max(0, last.end, amount.start - 12), amount.start)]
    if page.words.kinds[frame.kind].adds:
        return True
    if amount.head == last.head == "item":  # "12 tin, 5 bài"
        return page.key(amount.end) != page.key(last.end) and near.count(",") + near.count("va") == 1 and len(near) < 5
    if amount.head == last.head == "place" and amount.after and last.after:  # "6 quán karaoke, 2 nhà nghỉ"
        between = [page.key(i) for i in range(last.end, amount.start)]
        kinds = page.longest(last.end, "head"), page.longest(amount.end, "head")
        one, other = (page.typed(a.end, k.end) if k else "" for a, k in zip((last, amount), kinds, strict=True))
        apart = not (one.startswith(other) or other.startswith(one))  # not "2 quán bia, 1 quán có …"
        joined = bool(between) and between[-1] in page.words.sets["joins"] | page.words.sets["plus"] | {","}
        joined = joined or (kinds[0] is not None and kinds[0].end == amount.start)  # "5 nhà nghỉ 3 karaoke"
        return None not in kinds and apart and len(between) < 7 and joined
    called = page.words.sets["called"]
    if amount.head == last.head == "person" and {page.key(last.end), page.key(amount.end)} <= called:
        return amount.start - last.end < 3 and page.key(last.end) != page.key(amount.end)  # "2 anh 3 chị"
    if amount.head in ("session", "term") and any(w in ("sang", "chieu", "toi", "trua") for w in near):
        return True
    return (
        page.words.kinds[frame.kind].ways
        and bool(_CHANNELS & set(near))
        and segment.sentence == frame.segments[0].sentence
    )
