"""A number of a report, for a question of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.one_line.line_words import Phrase, Words
from handlers.understand.reader.reading import Span, Value
from programme.domain.model import Bound


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the line. `field` is the phrase that says what it counts, () where none does; `path` the question
    that it answers, where that is known already; `reckoned` that it was made of other numbers."""

    value: int
    bound: Bound | None = None
    field: Phrase = ()
    typed: str = ""
    flaw: str = ""
    path: str = ""
    reckoned: bool = False


def counts_told(figures: Mapping[str, Value], kind: str, words: Words, spans: Sequence[Span], text: str) -> list[Count]:
    """The figures that the reader found for an activity, in the form's order: a part is held against its whole."""
    named = words.said_of(kind)
    order = {f.path: place for place, f in enumerate(named)}
    found = []
    for name, value in figures.items():
        path = words.path(kind, name)
        figure = next((f for f in named if f.path == path), None)
        span = next((span for span in spans if span.what == f"figure:{name}"), None)
        typed = text[span.start : span.end] if span else str(value.value)
        field = figure.phrases[0] if figure and figure.phrases else ()
        found.append(Count(value.value, value.bound or None, field, typed, path=path or f"/data/{kind}/{name}"))
    return sorted(found, key=lambda count: order.get(count.path, len(order)))
