"""A line's parts put into the form: what it takes, what it lacks, what had to be guessed. Nothing is filed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.draft.moves import enter
from handlers.draft.question_choices import usual
from handlers.draft.session import DraftSession
from handlers.one_line.count import Count
from handlers.one_line.line import Line
from handlers.one_line.line_parts import Fault
from handlers.one_line.line_words import DATE, KIND, TOPICS, Named, Words, phrases
from handlers.people import closed_units
from handlers.understand.calendar_days import Day
from handlers.understand.expected_answer import Answer
from handlers.understand.personal.doubt import SUSPECTED, doubted
from handlers.understand.personal.left_out import without
from handlers.understand.personal.personal import find_personal
from programme.xlsform import Ask


@dataclass
class Filled:
    """What came of it: `troubles` are faults of the line, `refused` the form's own words with what was said, `missing`
    the questions still to be answered, `guesses` those answered by a guess, `refs` the figures with their counts;
    `day_said` is how a day was named that is a guess."""

    troubles: list[Fault] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    refs: dict[str, Count] = field(default_factory=dict)
    day_said: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.troubles or self.refused)


def fill(session: DraftSession, line: Line, words: Words, guessing: bool = True) -> Filled:
    """Puts a line into a fresh session. Where the kind is not known nothing is put in; topics and day that are not said
    are guessed only where `guessing`."""
    done = Filled(troubles=list(line.faults))
    if not line.kind:
        done.missing.append(KIND)
        return done
    enter(session, KIND, Answer(line.kind))
    if line.topics or guessing:
        _topics(session, line, done)
    if line.day or guessing:
        _day(session, line, done)
    choose_options(session, line, words)
    _figures(session, line, words, done)
    _place(session, line, words, done)
    _unsaid(session)
    done.guesses += [ref for ref in line.unsure if ref not in done.guesses and session.instance.value(ref) != ""]
    done.day_said = line.day_typed if line.day and DATE in done.guesses else ""
    faults = [(ref, kind, message) for ref, kind, message in session.instance.faults() if ref not in done.refs]
    done.missing += [ref for ref, kind, _ in faults if kind == "required"]
    if DATE in done.missing and any(f.kind.startswith("date") for f in line.faults):
        done.missing.remove(DATE)
    return done


def _topics(session: DraftSession, line: Line, done: Filled) -> None:
    topics = list(line.topics)
    if not topics and (names := usual(session, TOPICS)):
        topics = names[:1]
        done.guesses.append(TOPICS)
    if topics:
        enter(session, TOPICS, Answer(topics))


def _day(session: DraftSession, line: Line, done: Filled) -> None:
    """The day said, else today as a guess; a whole month is the period that the pack cuts for it. A day that was named
    and is not known is not guessed."""
    if any(f.kind.startswith("date") for f in line.faults) or (line.day is None and line.day_typed):
        return
    day = line.day
    if day is None:
        done.guesses.append(DATE)
        day = Day(session.s.today)
    answer = dated(session, day)
    fault = closed_units.refusal(session, DATE, answer) or enter(session, DATE, answer)
    if fault:
        done.refused.append((line.day_typed, fault))


def dated(session: DraftSession, day: Day) -> Answer:
    """A day as the form's date question takes it."""
    first, last = day.date, day.date_to
    if day.scope == "period" and last and (first.year, first.month) == (last.year, last.month):
        first, last = session.s.programme.regime.span(f"{first.year}-{first.month:02}")
    scope = "period" if day.scope == "period" else ""
    return Answer(first.isoformat(), {"to": last.isoformat() if last else "", "scope": scope})


def choose_options(session: DraftSession, line: Line, words: Words) -> None:
    """Choices that a count brings along: 60 TO ROI says that leaflets were given out."""
    paths = {c.path for c in line.counts if c.path}
    said = {c.field for c in line.counts if c.field}
    said |= {phrase for f in words.figures if f.path in paths for phrase in f.phrases}
    for node in list(session.asks()):
        question = node.question
        if not question.type.startswith("select") or node.ref in (KIND, TOPICS):
            continue
        chosen = [
            name
            for name, columns in question.choices.items()
            if said & set(phrases(columns.get("sms_option", ""))) and not _own(line.kind, words, columns)
        ]
        if chosen:
            enter(session, node.ref, Answer(chosen if "multiple" in question.type else chosen[0]))


def _own(kind: str, words: Words, columns) -> bool:
    """Whether the kind has a figure of its own by that word, so that nothing goes along."""
    said = set(phrases(columns.get("sms_option", "")))
    return any(f.path == words.mains.get(kind) and said & set(f.phrases) for f in words.figures)


def _figures(session: DraftSession, line: Line, words: Words, done: Filled) -> None:
    for count in line.counts:
        figure = _figure(session, line, words, count, done)
        if figure is None:
            done.troubles.append(Fault("not_here" if count.field or count.path else "which", count.typed))
        elif figure.path in done.refs:
            done.troubles.append(Fault("twice", f"{done.refs[figure.path].typed}, {count.typed}"))
        else:
            _enter(session, figure.path, Answer(str(count.value), {"bound": count.bound or ""}), count, done)
    if line.pair and (main := words.mains.get(line.kind)):
        n, m = line.pair.n, line.pair.m
        count = Count(n, None, (), line.pair.typed)
        if n > m and session.question(main).columns.get("ratio") == "total":
            done.troubles.append(Fault("ratio", line.pair.typed))
        elif main in done.refs:
            done.troubles.append(Fault("twice", f"{done.refs[main].typed}, {line.pair.typed}"))
        else:
            _enter(session, main, Answer(str(n), {"bound": ""}, second=str(m)), count, done)


def _figure(session: DraftSession, line: Line, words: Words, count: Count, done: Filled) -> Named | None:
    """The question that a count answers: by its word, else the kind's main figure, if no other bare number is."""
    named = words.said_of(line.kind)
    if count.path:
        fits = [f for f in named if f.path == count.path and session.instance.relevant(f.path)]
        return fits[0] if fits else None
    if count.field:
        fits = [f for f in named if count.field in f.phrases and session.instance.relevant(f.path)]
        return fits[0] if fits else None
    bare = [c for c in line.counts if not c.field and not c.path]
    main = words.mains.get(line.kind, "")
    if len(bare) > 1 or not main or any(c is not count and _is_main(c, main, named) for c in line.counts) or line.pair:
        return None
    return next((f for f in named if f.path == main), None)


def _is_main(count: Count, main: str, named: Iterable[Named]) -> bool:
    first = next((f for f in named if count.field in f.phrases), None)
    return first is not None and first.path == main


def _enter(session: DraftSession, ref: str, answer: Answer, count: Count, done: Filled) -> None:
    bounded = "bound" in session.companions(ref)
    answer = answer if bounded else Answer(answer.value, {}, answer.second)
    done.refs[ref] = count
    if count.bound and not bounded:
        done.troubles.append(Fault("exact", count.typed))
    elif fault := enter(session, ref, answer):
        done.refused.append((count.typed, fault))
    elif count.value == 0 and not answer.second and session.question(ref).required:
        done.guesses.append(ref)  # "nobody came" is rare, a slip is not


def _place(session: DraftSession, line: Line, words: Words, done: Filled) -> None:
    """The place, unless it names a person; without a name or a home that is only suspected, and then shown."""
    if not line.place or words.place is None or not session.instance.relevant(words.place.path):
        return
    found = find_personal(line.place)
    doubt = doubted(line.place, found)
    if doubt and doubt.key not in SUSPECTED:
        done.troubles.append(Fault(doubt.key, ""))
        return
    place = without(line.place, found, session.s.texts)
    if doubt:
        done.guesses.append(words.place.path)
    if place and (fault := enter(session, words.place.path, Answer(place))):
        done.refused.append((line.place, fault))


def _unsaid(session: DraftSession) -> None:
    """What a line that does not speak of it means: no women counted apart, nothing given out."""
    for node in session.instance.walk():
        value = node.question.columns.get("unsaid") if isinstance(node, Ask) else None
        if value and session.instance.value(node.ref) == "":
            enter(session, node.ref, Answer([value] if "multiple" in node.question.type else value))
