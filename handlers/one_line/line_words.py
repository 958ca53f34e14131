"""What one line of a report may say, from the form's own columns: which word names which kind, topic or figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from programme.domain.activities import KIND, TIMES
from programme.domain.model import KINDS
from programme.language.vietnamese import fold
from programme.xlsform import Env, Form, Instance

Phrase = tuple[str, ...]
TOPICS, DATE = "/data/topics", "/data/date"


@dataclass(frozen=True)
class Option:
    """A choice of the form: its `code` in a line ("TT"), and the other ways to say it."""

    name: str
    code: str
    codes: tuple[Phrase, ...]
    names: tuple[Phrase, ...]
    aliases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Named:
    """A figure: its path, the word that a line calls it by, and every phrase for it. `kind` is "" at the root."""

    path: str
    word: str
    phrases: tuple[Phrase, ...]
    kind: str = ""
    number: str = ""


@dataclass(frozen=True)
class Words:
    """The words of one form in one language. `mains` gives the figure that a bare number is, by kind; `seconds` the
    figure that the m of n/m is; `opened` are the kinds whose figures may go along with another kind."""

    keyword: str
    kinds: tuple[Option, ...]
    topics: tuple[Option, ...]
    figures: tuple[Named, ...]
    place: Named | None
    mains: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    def code(self, options: Iterable[Option], name: str) -> str:
        return next(o.code for o in options if o.name == name)

    def said_of(self, kind: str) -> list[Named]:
        """The figures that may be said of a kind, its own first; all of them where the kind is not known."""
        mine = [f for f in self.figures if f.kind in (kind, "") or not kind or f.kind in self.opened]
        return sorted(mine, key=lambda f: f.kind != kind)

    def path(self, kind: str, figure: str) -> str:
        """The question of a figure, by the reader's name for it; "" where the form has none."""
        paths = (TIMES,) if figure == "sessions" else tuple(f"/data/{k}/{figure}" for k in (kind, *self.opened))
        return next((path for path in paths if any(f.path == path for f in self.said_of(kind))), "")

    def word(self, path: str) -> str:
        return next((f.word for f in (*self.figures, *([self.place] if self.place else ())) if f.path == path), "")


def phrase(text: str) -> Phrase:
    return tuple(fold(text).replace("-", " ").replace(",", " ").replace("/", " ").split())


def phrases(column: str) -> tuple[Phrase, ...]:
    return tuple(p for p in map(phrase, column.split(",")) if p)


@lru_cache(maxsize=32)
def words_of(form: Form, language: str) -> Words | None:
    """The words of a form; None for one that is not to be told in a line (no keyword, or no kind to name)."""
    keyword = form.settings.get("sms_keyword", "")
    if not keyword or KIND not in form.parts or TOPICS not in form.parts:
        return None
    env = Env(now=datetime(2026, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"), language=language, uuid="")
    instance = Instance.new(form, env)
    named = [q for q in form.questions if q.columns.get("sms_field")]
    figures = tuple(
        Named(q.path, _word(q.columns["sms_field"]), phrases(q.columns["sms_field"]), _kind(q.path), _number(q))
        for q in named
        if q.type == "integer"
    )
    place = next((q for q in named if q.type == "text"), None)
    mains, seconds = {}, {}
    for q in form.questions:
        kind = _kind(q.path)
        first = q.type == "integer" and q.required and kind and kind not in mains and q.columns.get("sms_field")
        if first and form.parts[q.path].relevant is None:
            mains[kind] = q.path
            if q.columns.get("ratio"):
                seconds[kind] = f"{q.path.rsplit('/', 1)[0]}/{q.columns['ratio']}"
    return Words(
        keyword=fold(keyword),
        kinds=_options(form, instance, KIND),
        topics=_options(form, instance, TOPICS),
        figures=figures,
        place=Named(place.path, _word(place.columns["sms_field"]), (), "", _number(place)) if place else None,
        mains=mains,
        seconds=seconds,
        opened=frozenset(_opened(form)),
    )


def _opened(form: Form) -> Iterable[str]:
    """Kinds whose figures a choice of another question brings along ("60 TO ROI" beside a session)."""
    said = {p for q in form.questions if q.path != KIND for n in q.choices for p in phrases(_option(q, n))}
    for q in form.questions:
        if _kind(q.path) and said & set(phrases(q.columns.get("sms_field", ""))):
            yield _kind(q.path)


def _options(form: Form, instance: Instance, path: str) -> tuple[Option, ...]:
    question, found = form.question(path), []
    for item in instance.choices(path):
        codes = phrases(_option(question, item.name))
        aliases = phrases(question.choice_columns(item.name).get("aliases", ""))
        first = phrase(item.label.split(",")[0])
        names = (phrase(item.label), *([first] if len(first) > 1 else ()))  # "Tin, bài" is not to be heard in "tin"
        said = _option(question, item.name) or _plain(item.label)
        found.append(Option(item.name, _word(said), codes, names, aliases))
    return tuple(found)


def _option(question, name: str) -> str:
    return question.choice_columns(name).get("sms_option", "")


def _word(column: str) -> str:
    return column.split(",")[0].strip().upper()


def _plain(label: str) -> str:
    return fold(label.split(",")[0]).upper()


def _number(question) -> str:
    return question.columns.get("number", "")


def _kind(path: str) -> str:
    step = path.split("/")[2]
    return step if step in KINDS and path.count("/") == 3 else ""
