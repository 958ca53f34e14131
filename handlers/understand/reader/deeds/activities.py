"""The activities of a message: each frame with its figures, and the day, place and topics that are its own or carried
over from what was said before or for all."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understand.reader.deeds.breaks import HARD, SOFT
from handlers.understand.reader.deeds.circumstances import day_of, place_of, topics_of
from handlers.understand.reader.deeds.events import one_event
from handlers.understand.reader.deeds.figures import figures_of
from handlers.understand.reader.deeds.segments import Frame, Segment
from handlers.understand.reader.page import Page
from handlers.understand.reader.reading import Activity, Value


def activities_of(
    page: Page, frames: Sequence[Frame], segments: Sequence[Segment]
) -> tuple[tuple[Activity, ...], tuple[str, ...]]:
    """The activities in order, and what is to be asked about them."""
    frames = sorted(frames, key=lambda f: f.at)
    days = [d for s in segments for d in s.days if d.sort != "ahead"]
    made: list[tuple[Frame, Activity]] = []
    asks: list[str] = []
    for frame in frames:
        said, unclear = day_of(page, frame, frames, days)
        spot, ward = place_of(page, frame, frames, segments)
        period = said.period if said and said.sort == "period" else ""
        alone = one_event(page, frame, said, spot)
        main = page.words.kinds[frame.kind].main
        if main in frame.open and frame.figures.get(main) and not any(a.head for a in frame.figures.get(main, ())):
            frame.unsure.add(main)  # a number without a noun beside others that are not explained
        figures = figures_of(page, frame, alone=alone)
        activity = Activity(
            frame.kind,
            topics_of(page, frame, segments),
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
    wanted = not activity.figures or words.event in activity.figures or words.main == "participants"
    if words.main and words.main not in activity.figures and wanted and (only or words.main == "participants"):
        asks.append(words.main)
    return asks


def _only_told(page: Page, made: list[tuple[Frame, Activity]]) -> list[tuple[Frame, Activity]]:
    """Without those that no figure tells of, unless nothing else is told, and a heading that sums up the rest."""
    told = [each for each in made if _counts(page, each)]
    one = any(a.figures.get("persons") == Value(1) for _, a in told)
    told = [each for each in made if each in told or (one and page.words.kinds[each[1].kind].after)]
    if not told:
        return made[:1] if made else []
    sessions: dict[str, list[int]] = {}
    for _, activity in told:
        sessions.setdefault(activity.kind, []).append(activity.figures.get("sessions", Value(1)).value)
    all_of = {kind: (len(counts), sum(counts)) for kind, counts in sessions.items()}
    return [each for each in told if not _sums_up(each[1], *all_of[each[1].kind])]


def _sums_up(activity: Activity, count: int, sessions: int) -> bool:
    """Whether it is a heading: its sessions are those of the others of its kind, of which there are `count` with it."""
    own = activity.figures.get("sessions")
    return count > 2 and "participants" not in activity.figures and own is not None and own.value * 2 == sessions


def _same_person(page: Page, made: list[tuple[Frame, Activity]]) -> list[tuple[Frame, Activity]]:
    """Who was counselled, one person, is the one who was sent on."""
    alone = {a.kind for _, a in made if a.figures.get("persons") == Value(1)}
    for frame, activity in made:
        trigger = next((h for s in frame.segments for h in s.strong if h.name == activity.kind), None)
        if page.words.kinds[activity.kind].after in alone and not activity.figures and trigger is not None:
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
