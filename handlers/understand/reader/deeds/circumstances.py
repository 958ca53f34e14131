"""When and where it was, and what it was about: of an activity itself, else carried over from what goes before or is
said for all."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understand.reader.days.days import Said
from handlers.understand.reader.deeds.segments import Frame, Segment
from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot
from programme.domain.model import TOPICS


def day_of(page: Page, frame: Frame, frames: Sequence[Frame], days: Sequence[Said]) -> tuple[Said | None, bool]:
    """The day that the frame names, else the one that goes before, else the only one there is; and whether it is to be
    asked."""
    own = [d for s in frame.segments for d in s.days if d.sort not in ("ahead", "campaign")]
    if not own:
        first = frame.segments[0].start if frame.segments else 0
        before = [d for d in days if d.start < first and d.sort != "campaign"]
        others = {id(d) for f in frames if f is not frame for s in f.segments for d in s.days}
        rest = [d for d in days if d.sort != "campaign" and id(d) not in others] or [
            d for d in days if d.sort != "campaign"
        ]
        own = before[-1:] or rest[:1]
    exact = [d for d in own if d.sort == "day"]
    exact = [d for d in exact if not d.likely] or exact
    if len({(d.date, d.date_to) for d in exact}) > 1:
        exact = [d for d in exact if not _names_campaign(page, d)] or exact
    if len(exact) > 1:
        told = [d for s in frame.segments if s.strong or s.weak or s.amounts for d in s.days if d in exact]
        counted = [d for s in frame.segments if s.amounts for d in s.days if d in exact]
        exact = counted or told or exact  # not of a heading
    if exact:
        own_days = [d for d in exact if page.taken[d.start - 1 : d.start] != ["code"]]
        named = [d for d in own if d.sort == "period"]
        exact = own_days or ([] if named else exact)  # the day of a document is not the day of what it is about
    if exact:
        spans = {(d.date, d.date_to) for d in exact}
        if len(spans) == 1:
            return exact[0], exact[0].likely
        ranged = [d for d in exact if d.date_to]
        if len(ranged) == 1:
            return ranged[0], False
        dates = sorted(d.date for d in exact if d.date)
        if (
            len(dates) == len(exact)
            and len({d.month for d in dates}) == 1
            and (dates[-1] - dates[0]).days == len(set(dates)) - 1
        ):
            return Said(exact[0].start, exact[-1].end, dates[0], dates[-1]), False
        return None, True
    periods = [d for d in own if d.sort == "period"]
    if periods:
        return periods[0], len({d.period for d in periods}) > 1
    return None, bool(own)


def _names_campaign(page: Page, said: Said) -> bool:
    """Whether a day beside others is the one that a campaign is called by: "phòng, chống AIDS 1/12, hôm qua …"."""
    called = (
        said.date is not None and said.date_to is None and f"{said.date.day}/{said.date.month}" in page.words.campaigns
    )
    return called and any(page.key(i) == "/" for i in range(said.start, said.end))


def place_of(page: Page, frame: Frame, frames: Sequence[Frame], segments: Sequence[Segment]) -> tuple[Spot | None, str]:
    """The place that the frame names, and the ward that is named for it or before it."""
    spots = [s for seg in frame.segments for s in seg.spots if not s.alone and not _sent_to(page, frame, seg, s)]
    wards = [s.ward for seg in frame.segments for s in seg.spots if s.ward and not _sent_to(page, frame, seg, s)]
    if not wards:
        wards = [s.ward for seg in segments for s in seg.spots if s.ward and s.alone and s.start < (frame.at or 1)][-1:]
    if not wards:
        wards = [s.ward for seg in segments for s in seg.spots if s.ward and s.alone and len(frames) == 1]
    if page.words.kinds[frame.kind].visits:  # the ward is where they went
        spots = spots or [s for seg in frame.segments for s in seg.spots if s.pointed or len(seg.spots) == 1]
        wards = []
    if not spots:
        same = [
            s for f in frames if f is not frame and f.segments and frame.segments
            and f.segments[0].sentence == frame.segments[0].sentence and _beside(page, f.kind, frame.kind)
            for seg in f.segments for s in seg.spots if not s.alone
        ]  # fmt: skip
        spots = same[:1] or _of_its_row(frame, frames) or _said_for_all(segments)
    best = max(spots, key=lambda s: (s.end - s.start > 1, s.pointed, min(s.end - s.start, 5), -s.start), default=None)
    return best, wards[0] if wards else ""


def _of_its_row(frame: Frame, frames: Sequence[Frame]) -> list[Spot]:
    """The place that is said once for talks of several topics: "về ma túy 40 người, về HIV 38 người ở khu 5"."""
    row = frame.row
    if row is None or row.key == "place":
        return []
    told = [
        [s for seg in f.segments for s in seg.spots if not s.alone]
        for f in frames
        if f.row is row and f.kind == frame.kind
    ]
    told = [spots for spots in told if spots]
    return told[0] if len(told) == 1 else []


def _sent_to(page: Page, frame: Frame, segment: Segment, spot: Spot) -> bool:
    """Whether a place is where people are sent ("giới thiệu 4 người sang trung tâm y tế")."""
    starts = [h.start for h in segment.strong if h.name == frame.kind]
    return page.words.kinds[frame.kind].away and bool(starts) and spot.start >= min(starts)


def _said_for_all(segments: Sequence[Segment]) -> list[Spot]:
    """The places of a line that tells of no work: a heading, or what is said at the end."""
    told = {s.line for s in segments if s.strong or s.amounts}
    return [spot for s in segments if s.line not in told for spot in s.spots if not spot.alone]


def _beside(page: Page, one: str, other: str) -> bool:
    """Whether two kinds are done at one place where one sentence tells of both."""
    kinds = page.words.kinds
    return other == kinds[one].beside or one == kinds[other].beside


def _topics_said(page: Page, hits: Sequence[Hit]) -> set[str]:
    """The topics without those that only say who listened, where another is told: "nói về HIV với 9 chị là vợ anh em
    sau cai"."""
    who = {h.name for h in hits if _says_who(page, h)}
    rest = {h.name for h in hits if not _says_who(page, h)}
    return rest or who


def _says_who(page: Page, hit: Hit) -> bool:
    near = page.tokens[max(0, hit.start - 5) : hit.start]
    kin = [n for n, token in enumerate(near) if (token.mark or token.key) in page.words.sets["kin"]]
    return bool(kin) and not {",", ".", "ve", ":"} & {token.key for token in near[kin[-1] :]}


def topics_of(page: Page, frame: Frame, segments: Sequence[Segment]) -> tuple[str, ...]:
    own = _topics_said(page, [h for s in frame.segments for h in s.topics])
    if not own and page.words.kinds[frame.kind].topic:
        own = {page.words.kinds[frame.kind].topic}
    if not own:
        own = {page.words.campaigns[d.name] for s in frame.segments for d in s.days if d.sort == "campaign" and d.name}
    if not own:
        told = [s for s in segments if s.topics and not any(page.words.kinds[h.name].after for h in s.strong)]
        earlier = [{h.name for h in s.topics} for s in told if s.start <= frame.at]
        own = earlier[-1] if earlier else {h.name for s in told for h in s.topics}
        own = own if all(topics == own for topics in earlier) else set()  # of which of them is not said
    if not own:
        own = {page.words.campaigns[d.name] for s in segments for d in s.days if d.sort == "campaign" and d.name}
    return tuple(topic for topic in TOPICS if topic in own)
