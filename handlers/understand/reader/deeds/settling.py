"""An activity when all is read: what was said again, what has no noun, and what is only a guess."""

from __future__ import annotations

from dataclasses import replace

from handlers.understand.reader.deeds.segments import Frame
from handlers.understand.reader.numbers.context import FEW
from handlers.understand.reader.page import Page

_MEETINGS = frozenset(("case", "time", "term", "turn"))  # "ca" is a shift too


def settle(page: Page, frame: Frame, *, only: bool) -> None:
    """A number without a noun is the main figure where nothing else is and it is the only one; `only` is whether the
    message tells of nothing else."""
    main = page.words.kinds[frame.kind].main
    _sum_up(page, frame)
    _shared(frame, main, page.words.kinds[frame.kind].event)
    for role, amounts in frame.figures.items():
        half = len(amounts) == 1 and amounts[0].share in page.words.sets["part_of_day"] and not frame.several
        gathered = page.words.kinds[frame.kind].event == "sessions"  # not "chiều dựng 1 pa nô"
        if half and amounts[0].head != "session" and gathered:
            frame.unsure.add(role)  # "chiều 41 người": and in the morning?
    _only_about(page, frame)
    inner = frame.figures.get(main, [])
    if inner and all(a.inside for a in inner) and any(not a.inside and a.end <= inner[0].start for a in frame.bare):
        del frame.figures[main]  # "đưa đi xét nghiệm 7 (1 ca mới)"
    if page.tells("manifold"):
        frame.unsure.add(main)  # "trẻ con 40, người lớn gấp đôi"
    shared = [a for a in frame.bare if a.share]
    frame.bare = shared if len(shared) > 1 else frame.bare
    shares = {a.share for a in frame.bare}
    known = frame.figures.get(main, ())
    joined = {(a.end + 1, b.start) for a in (*frame.bare, *known) for b in (*frame.bare, *known)
              if page.key(a.end) in page.words.sets["joins"] and not (a in known and b in known)}  # fmt: skip
    if any(end == start for end, start in joined) or (known and any(a.bound and a.value for a in frame.bare)):
        frame.unsure.add(main)  # "20, 25, 31 người", "400 giáo dân, em đếm chỉ cỡ 250"
    if frame.doubt and not frame.has(main) and not frame.bare:
        frame.open.add(main)
    if frame.has(main):
        frame.doubt = any(1 < (a.value or 0) <= FEW for a in frame.bare)
    if not frame.bare or frame.has(main):
        return
    named = any(h.name == frame.kind for s in frame.segments for h in s.strong)
    if not (named or frame.figures or frame.several or only):
        return
    apart = len(frame.bare) == 1 or (len(shares) == len(frame.bare) and "" not in shares)
    if apart and all(a.value is not None for a in frame.bare) and not frame.bare[0].inside:
        frame.figures[main] = list(frame.bare)
    else:
        frame.unsure.add(main)


def _shared(frame: Frame, main: str, event: str) -> None:
    """ "kỳ đầu 19, kỳ sau 22 hội viên": the noun is said once."""
    known, shared = frame.figures.get(main, []), [a for a in frame.bare if a.share]
    all_of_them = [*known, *shared]
    shares = {a.share for a in all_of_them if a.share}
    if len(shares) > 1 and event and not frame.has(event):
        counted = [a for s in frame.segments for a in s.amounts if a.head in _MEETINGS and a.value == len(shares)]
        if counted:
            frame.figures[event] = counted[:1]  # "2 ca, ca sáng 150, ca chiều 130"
        else:
            frame.unsure.add(event)  # in the morning and in the afternoon: once or twice
    if known and shared and all(a.share for a in known) and len({a.share for a in all_of_them}) == len(all_of_them):
        frame.figures[main] = all_of_them
        frame.bare = [a for a in frame.bare if not a.share]


def _only_about(page: Page, frame: Frame) -> None:
    """A kind that only words about a topic speak of is a guess."""
    words = page.words
    hits = [h for s in frame.segments for h in (*s.strong, *s.weak) if h.name == frame.kind]
    told = [h for h in hits if page.key(h.end - 1) not in ("voi", "cho")]  # not "nói với phụ huynh"
    handed = frame.has(words.kinds[frame.kind].figures.get("leaflet", ""))
    about = all(h.group == "kind:weak" and page.key(h.start) in words.sets["about_words"] for h in told)
    apart = frame.row is not None and frame.row.key != "topic"  # "sáng ở chợ 85 cô chú, tối ở sân 120, chủ đề …"
    if told and len(told) == len(hits) and about and not handed and not apart:
        frame.open |= {"kind", page.words.kinds[frame.kind].main}
        frame.doubt = True


def _sum_up(page: Page, frame: Frame) -> None:
    """Figures said again and again: a whole and its parts ("2 người: 1 người 15 triệu, 1 người 5 triệu")."""
    parts = 0
    for amounts in frame.figures.values() if page.words.kinds[frame.kind].adds else ():
        if len(amounts) > 2 and amounts[0].value == sum(a.value or 0 for a in amounts[1:]):
            del amounts[1:]  # "đăng 2 bài: 1 bài về ma túy, 1 bài về HIV"
    for role, more in sorted(frame.again.items(), key=lambda item: item[0] != page.words.kinds[frame.kind].main):
        said = [*frame.figures.get(role, ()), *more]
        values = [a.value or 0 for a in said]
        if 0 in values:
            continue
        if len(said) > 2 and values[0] == sum(values[1:]):
            pupils = [replace(a, part=True) for a in said[1:] if a.head == "student"]
            frame.figures[role], parts = [replace(said[0], total=True), *pupils], len(said) - 1
        elif len(said) > 2 and values[-1] == sum(values[:-1]):
            frame.figures[role] = [replace(said[-1], total=True)]
        elif len(said) == parts and role != page.words.kinds[frame.kind].main:
            frame.figures[role] = said
        else:
            continue
        frame.unsure.discard(role)
