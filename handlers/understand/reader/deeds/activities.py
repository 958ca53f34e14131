"""The activities of a message: each frame with its figures, and the day, place and topics that are its own or carried
over from what was said before or for all."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understand.reader.days import Said
from handlers.understand.number_words import ONES
from handlers.understand.reader.deeds.figures import figures_of
from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.page import Page
from handlers.understand.reader.places import Spot
from handlers.understand.reader.reading import Activity, Value
from handlers.understand.reader.deeds.segments import HARD, SOFT, Frame, Segment
from programme.domain.model import TOPICS


def activities_of(
    page: Page, frames: Sequence[Frame], segments: Sequence[Segment]
) -> tuple[tuple[Activity, ...], tuple[str, ...]]:
    """The activities in order, and what is to be asked about them."""
    frames = sorted(frames, key=lambda f: f.at)
    days = [d for s in segments for d in s.days if d.sort != "ahead"]
    made: list[tuple[Frame, Activity]] = []
    asks: list[str] = []
    for frame in frames:
        said, unclear = _day(page, frame, frames, days)
        spot, ward = _place(page, frame, frames, segments)
        period = said.period if said and said.sort == "period" else ""
        alone = _one_event(page, frame, said, spot)
        main = page.words.kinds[frame.kind].main
        if main in frame.open and frame.figures.get(main) and not any(a.head for a in frame.figures.get(main, ())):
            frame.unsure.add(main)  # a number without a noun beside others that are not explained
        figures = figures_of(page, frame, alone=alone)
        activity = Activity(
            frame.kind,
            _topics(page, frame, segments),
            None if period else (said.date if said else None),
            None if period else (said.date_to if said else None),
            period,
            page.typed(spot.start, spot.end) if spot else "",
            ward,
            figures,
        )
        made.append((frame, activity))
        if unclear:
            asks.append("date")
    made = _same_person(page, _only_told(page, made))
    _spans(page, made)
    asks += [ask for frame, activity in made for ask in _open(page, frame, activity)]
    return tuple(activity for _, activity in made), tuple(dict.fromkeys(asks))


def _open(page: Page, frame: Frame, activity: Activity) -> list[str]:
    """What an activity leaves open and has to be asked."""
    words = page.words.kinds[frame.kind]
    asks = [name for name in sorted(frame.unsure - {"", "male"}) if name not in activity.figures]
    asks += sorted(frame.open - {""})
    if not activity.topics:
        asks.append("topics")
    if activity.date is None and not activity.period:
        asks.append("date")
    only = not set(activity.figures) - {words.event}
    wanted = not activity.figures or words.event in activity.figures
    if words.main and words.main not in activity.figures and wanted and (only or words.main == "participants"):
        asks.append(words.main)
    return asks


def _only_told(page: Page, made: list[tuple[Frame, Activity]]) -> list[tuple[Frame, Activity]]:
    """Without those that no figure tells of, unless nothing else is told, and a heading that sums up the rest."""
    told = [each for each in made if _counts(page, each)]
    one = any(a.figures.get("persons") == Value(1) for _, a in told)
    told = [each for each in made if each in told or (one and each[1].kind == "referral")]
    if not told:
        return made[:1] if made else []
    kept = []
    for frame, activity in told:
        others = [a for _, a in told if a is not activity and a.kind == activity.kind]
        sessions = activity.figures.get("sessions")
        rest = sum(a.figures.get("sessions", Value(1)).value for a in others)
        heading = len(others) > 1 and "participants" not in activity.figures
        if heading and sessions and sessions.value == rest:
            continue
        kept.append((frame, activity))
    return kept


def _same_person(page: Page, made: list[tuple[Frame, Activity]]) -> list[tuple[Frame, Activity]]:
    """Who was counselled, one person, is the one who was sent on."""
    one = any(a.kind == "counselling" and a.figures.get("persons") == Value(1) for _, a in made)
    for frame, activity in made:
        trigger = next((h for s in frame.segments for h in s.strong if h.name == "referral"), None)
        if one and activity.kind == "referral" and not activity.figures and trigger is not None:
            page.span(trigger.start, trigger.end, "figure:persons")
            activity.figures["persons"] = Value(1)  # type: ignore[index]
    return made


def _counts(page: Page, each: tuple[Frame, Activity]) -> bool:
    frame, activity = each
    event = page.words.kinds[frame.kind].event
    said = {a for amounts in frame.figures.values() for a in amounts}
    return (
        bool(frame.unsure - {""})
        or bool(said and set(activity.figures))
        or bool(set(activity.figures) - ({event} if not frame.figures.get(event) else set()))
        or (
            bool(activity.figures)
            and any(s.days and s.strong and not s.amounts and _begins(page, s) for s in frame.segments)
        )
    )


def _begins(page: Page, segment: Segment) -> bool:
    """Whether a segment begins at a break, and not only at a second kind's word ("5 băng rôn tuyên truyền ma túy")."""
    return segment.start == 0 or page.key(segment.start) in HARD | SOFT


def _day(page: Page, frame: Frame, frames: Sequence[Frame], days: Sequence[Said]) -> tuple[Said | None, bool]:
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
    if exact:
        own_days = [d for d in exact if page.taken[d.start - 1 : d.start] != ["code"]]
        exact = own_days or exact  # the day of a document is not the day of what it is about
        spans = {(d.date, d.date_to) for d in exact}
        if len(spans) == 1:
            return exact[0], False
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


def _place(page: Page, frame: Frame, frames: Sequence[Frame], segments: Sequence[Segment]) -> tuple[Spot | None, str]:
    """The place that the frame names, and the ward that is named for it or before it."""
    spots = [s for seg in frame.segments for s in seg.spots if not s.alone]
    wards = [s.ward for seg in frame.segments for s in seg.spots if s.ward]
    if not wards:
        wards = [s.ward for seg in segments for s in seg.spots if s.ward and s.start < (frame.at or 1)][-1:]
    if not wards:
        wards = [s.ward for seg in segments for s in seg.spots if s.ward and s.alone and len(frames) == 1]
    if not spots:
        same = [
            s for f in frames if f is not frame and {f.kind, frame.kind} == {"visual", "communication"}
            and f.segments and frame.segments and f.segments[0].sentence == frame.segments[0].sentence
            for seg in f.segments for s in seg.spots if not s.alone
        ]  # fmt: skip
        spots = same[:1]
    best = max(spots, key=lambda s: (s.pointed, s.end - s.start > 1, min(s.end - s.start, 5), -s.start), default=None)
    return best, wards[0] if wards else ""


def _topics(page: Page, frame: Frame, segments: Sequence[Segment]) -> tuple[str, ...]:
    own = {h.name for s in frame.segments for h in s.topics}
    if not own and page.words.kinds[frame.kind].topic:
        own = {page.words.kinds[frame.kind].topic}
    if not own:
        own = {page.words.campaigns[d.name] for s in frame.segments for d in s.days if d.sort == "campaign" and d.name}
    if not own:
        earlier = [s for s in segments if s.topics and s.start <= frame.at]
        own = {h.name for h in (earlier[-1].topics if earlier else [h for s in segments for h in s.topics])}
    if not own:
        own = {page.words.campaigns[d.name] for s in segments for d in s.days if d.sort == "campaign" and d.name}
    return tuple(topic for topic in TOPICS if topic in own)


def _one_event(page: Page, frame: Frame, said: Said | None, spot: Spot | None) -> bool:
    """Whether one event is told: a day or a place, and no period or several days."""
    words = page.words.kinds[frame.kind]
    if said and (said.sort == "period" or (said.date_to and words.name not in ("study_visit", "training"))):
        return words.event not in ("sessions",)
    if page.aside or frame.doubt:
        return False  # a number that is not explained may count them
    if words.event != "sessions":
        return _one_thing(page, frame, words)
    if any(page.longest(i, "number", ("no_event",)) for s in frame.segments for i in range(s.start, s.end)):
        return False
    if _counted_unread(page, frame):
        return False
    gathered = any(h.name == frame.kind for s in frame.segments for h in s.strong)
    met = gathered or (any(h.name == frame.kind for s in frame.segments for h in s.weak) and bool(frame.figures))
    own = any(d.sort == "unclear" for s in frame.segments for d in s.days)
    return met and (said.sort == "day" if said is not None else bool(spot or own))


def _counted_unread(page: Page, frame: Frame) -> bool:
    """Whether a number stands before "buổi" or behind "số buổi:" that was read as something else, or not at all."""
    for i in range(min(s.start for s in frame.segments), max(s.end for s in frame.segments)) if frame.segments else ():
        hit = page.longest(i, "head", ("session", "term", "class", "group"))
        if hit is None:
            continue
        behind = page.key(hit.end) == ":" and hit.end - hit.start > 1
        if behind or i and (page.tokens[i - 1].digits or page.key(i - 1) in ONES):
            return True
    return False


def _one_thing(page: Page, frame: Frame, words: KindWords) -> bool:
    """Whether what is new is named and nothing before it may count it: "ra mắt mô hình …", "ban hành kế hoạch số 5"."""
    nouns = [
        h for s in frame.segments for i in range(s.start, s.end) for h in page.hits[i]
        if h.group == "head" and words.figures.get(h.name) == words.event
    ]  # fmt: skip
    ends = {a.end for amounts in frame.figures.values() for a in amounts}
    unread = [h for h in nouns if h.start and (page.tokens[h.start - 1].digits or page.key(h.start - 1) in ONES)]
    return len(unread) < len(nouns) and all(h.start in ends for h in unread)


def _spans(page: Page, made: list[tuple[Frame, Activity]]) -> None:
    for frame, activity in made:
        for segment in frame.segments:
            for hit in segment.strong:
                if hit.name == frame.kind:
                    page.span(hit.start, hit.end, "kind")
            for hit in segment.topics:
                if hit.name in activity.topics:
                    page.span(hit.start, hit.end, "topic")
            for said in segment.days:
                page.span(said.start, said.end, "date")
            for spot in segment.spots:
                page.span(spot.start, spot.end, "ward" if spot.alone else "place")
