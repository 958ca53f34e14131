"""The figures of an activity from the amounts that say them; each with its span, or it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.understand.reader.deeds.segments import Frame
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page
from handlers.understand.reader.reading import Value

_LARGEST = 10**12


def figures_of(page: Page, frame: Frame, *, alone: bool) -> dict[str, Value]:
    """What a frame says, by figure; its spans are put down. `alone` is whether it is one event of which no count is
    said."""
    words = page.words.kinds[frame.kind]
    _each(frame, words.figures, page.words.like)
    found: dict[str, Value] = {}
    for figure, amounts in frame.figures.items():
        if figure and figure not in frame.unsure:
            value = _sum(amounts)
            if value is not None and 0 <= value.value <= _LARGEST:
                found[figure] = value
                for amount in amounts if figure != "male" else ():
                    page.span(amount.start, amount.end, f"figure:{figure}")
    if (
        words.figures.get("file")
        and "persons_approached" in found
        and "persons_agreed" not in found
        and "persons" not in found
    ) and any(
        page.words.sets["papers"] & {page.key(i) for i in range(h.start, h.end)}
        for s in frame.segments
        for h in s.strong
    ):
        found["persons"] = found.pop("persons_approached")
        page.respan("figure:persons_approached", "figure:persons")
    _both(page, frame, found)
    _students(page, frame, found)
    _female(page, frame, found)
    if words.event and words.event not in found and words.event not in frame.unsure and alone:
        trigger = next((h for s in frame.segments for h in (*s.strong, *s.weak) if h.name == frame.kind), None)
        told = trigger or next((x for s in frame.segments for x in (*s.days, *s.spots, *s.amounts)), None)
        if told is not None:
            found[words.event] = Value(1)
            page.span(told.start, told.end, f"figure:{words.event}")
    _one_person(page, frame, found)
    _said_in_words(page, frame, found)
    return found


def _sum(amounts: list[Amount]) -> Value | None:
    whole = [a for a in amounts if a.total and a.value is not None]
    counted = whole[:1] or [a for a in amounts if not a.part and a.value is not None] or amounts[:1]
    if not counted or any(a.value is None for a in counted):
        return None
    bounds = {a.bound for a in counted if a.bound}
    bound = bounds.pop() if len(bounds) == 1 else ("about" if bounds else "")
    return Value(sum(a.value or 0 for a in counted), bound)


def _both(page: Page, frame: Frame, found: dict[str, Value]) -> None:
    """ "56 nam, 20 nữ" are all who took part."""
    men, women = found.pop("male", None), found.get("participants_female")
    if men is None or "participants" in found:
        return
    if women is None or "participants" in frame.unsure:
        frame.unsure.add("participants")
        return
    found["participants"] = Value(men.value + women.value, men.bound if men.bound == women.bound else "about")
    for amount in (*frame.figures["male"], *frame.figures.get("participants_female", ())):
        page.span(amount.start, amount.end, "figure:participants")


def _each(frame: Frame, figures: Mapping[str, str], like: Mapping[str, str]) -> None:
    """ "mỗi buổi 30": so many for each, times how many there are."""
    for role, amount in frame.each:
        of = figures.get(amount.per, "")
        if (amount.head, amount.per) == ("money", "place"):  # "2 cơ sở vi phạm, phạt mỗi cơ sở 15 triệu"
            of = next((figures[n] for n in ("handled", "violation") if frame.figures.get(figures.get(n, ""))), of)
        alike = (
            "",
            "handled",
            "violation",
            {"turn": "time", "time": "session"}.get(amount.per, ""),
        )  # "16 lượt phát, mỗi lượt 10 phút"
        of_it = [a for a in frame.figures.get(of, []) if amount.per in (a.head, like.get(a.head)) or a.head in alike]
        count = _days_told(frame) if amount.per == "day" else _sum(of_it)
        if not role or frame.has(role):
            continue
        if like.get(amount.per, amount.per) == "person" and amount.head == "leaflet":
            frame.unsure.add(role)  # "mỗi người 1 tờ rơi": to how many is not said
            continue
        if count is None or amount.value is None or of in frame.unsure:
            frame.unsure.add(role)
        else:
            frame.figures[role] = [replace(amount, value=amount.value * count.value, total=False)]


def _days_told(frame: Frame) -> Value | None:
    """How many days are told: "ngày 20 và 21 …, mỗi ngày 2 lượt"."""
    days = [d for s in frame.segments for d in s.days if d.sort != "campaign"]
    if not days or any(d.sort != "day" or d.date is None or d.likely for d in days):
        return None
    told = {(d.date, d.date_to or d.date) for d in days if d.date}
    count = sum((last - first).days + 1 for first, last in told)
    return Value(count) if count > 1 and (len(told) == 1 or all(first == last for first, last in told)) else None


def _students(page: Page, frame: Frame, found: dict[str, Value]) -> None:
    """Pupils are counted among all who took part."""
    if "participants_students" not in _names(page, frame) or "participants" in frame.unsure:
        return
    pupils = [a for a in frame.figures.get("participants", ()) if a.head == "student" and (a.value or a.of)]
    if pupils and frame.figures["participants"]:
        bound = pupils[0].bound
        count = sum(a.value or 0 for a in pupils)
        if count and all(a.value for a in pupils):
            found["participants_students"] = Value(count, bound)
            for amount in pupils:
                page.span(amount.start, amount.end, "figure:participants_students")


def _names(page: Page, frame: Frame) -> tuple[str, ...]:
    from programme.domain.model import KINDS

    return KINDS.get(frame.kind, ())


def _female(page: Page, frame: Frame, found: dict[str, Value]) -> None:
    """ "75 chị em" are all who took part; whether all are women is said only of "75 bạn nữ"."""
    amounts = frame.figures.get("participants_female", [])
    if len(amounts) == 1 and "participants" not in found and "participants" not in frame.unsure:
        amount = amounts[0]
        said = " ".join(page.key(i) for i in range(amount.end, min(amount.end + 4, len(page.tokens))))
        all_of_them = amount.after and not amount.part and page.words.looks_of["all_women"].match(said)
        if all_of_them and "participants_female" in found:
            found["participants"] = found["participants_female"]
            if all_of_them["named"]:
                page.span(amount.start, amount.end, "figure:participants")
            else:
                del found["participants_female"]
                page.respan("figure:participants_female", "figure:participants")


def _one_person(page: Page, frame: Frame, found: dict[str, Value]) -> None:
    """ "tư vấn cho anh …": one person, where no number is said."""
    words = page.words.kinds[frame.kind]
    figure = words.figures.get("person", "")
    if words.event or figure not in ("persons", "persons_approached") or any(n.startswith("persons") for n in found):
        return
    counted = any(a.head in ("", *page.words.people, "case") for s in frame.segments for a in s.amounts)
    if counted or any(name.startswith("persons") for name in frame.unsure):
        return
    for segment in frame.segments:
        said = " ".join(page.key(i) for i in range(segment.start, segment.end))
        m = page.words.looks_of["someone"].search(said)
        named = [i for i in range(segment.start, segment.end) if page.taken[i] == "personal" and page.tokens[i].word]
        if m or named:
            at = named[0] if named else segment.start + said[: m.start()].count(" ") if m else segment.start
            name = words.figures.get("file", figure) if "ho so" in said else figure
            if words.agreed and page.words.looks_of["won"].search(page.said):
                name = words.figures[words.agreed]
            found[name] = Value(1)
            page.span(at, at + 1, f"figure:{name}")
            return


def _said_in_words(page: Page, frame: Frame, found: dict[str, Value]) -> None:
    """No violation is 0; "xử lý cả hai" is as many as were received."""
    figures = page.words.kinds[frame.kind].figures
    if figures.get("violation") and "violations" not in found:
        m = page.words.looks_of["no_violation"].search(page.said)
        if m:
            found["violations"] = Value(0)
            page.span(*page.where(*m.span()), "figure:violations")
    of_all = found.get("received") or found.get("violations")
    if figures.get("handled") == "handled" and of_all and of_all.value and "handled" not in found:
        m = page.words.looks_of["all_handled"].search(page.said)
        if m:
            found["handled"] = of_all
            page.span(*page.where(*m.span()), "figure:handled")
    pupils = found.get("participants_students")
    if pupils and "participants" in found and pupils.value > found["participants"].value:
        del found["participants_students"], found["participants"]
        frame.unsure.add("participants")
    all_told, women = found.get("participants"), found.get("participants_female")
    if all_told and women and women.value > all_told.value:
        del found["participants_female"]
        frame.unsure.add("participants_female")
