"""A chat with one member over one form, without a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from handlers.context import Context, Turn
from handlers.draft.conversation import begin
from handlers.draft.session import DraftSession
from handlers.pipeline.routes import STATES
from handlers.pipeline.stages import answer
from handlers.state import State
from programme.domain.messages import CHANNELS, Inbound, Media
from programme.domain.model import Member, Post
from programme.domain.seasons import seasons_of
from programme.language.texts import load_texts

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)


@dataclass
class EmptyStore:
    """A store with one form of a coordinator's and nothing else: the queries of every subject in one object."""

    form: object = None
    codes: count = field(default_factory=lambda: count(1))

    @property
    def people(self):
        return self

    reports = figures = approvals = schedule = forms = messages = people

    def get(self, *key):
        return self.form if len(key) == 2 else None  # a form has a name and a version; nothing else is there

    def offered(self, units):
        return []

    def reported(self, period):
        return set()

    def seasons(self, programme, years):
        return seasons_of(programme, [], years)

    def fresh_code(self):
        return f"A{next(self.codes)}22"

    def highest(self, unit, kind, figure):
        return None

    def activities(self, units, since, until):
        return []

    def recent_places(self, unit, limit=3):
        return []

    def invite(self, code):
        return None

    def alike(self, code, units, day, like, spot):
        return []

    def of_report(self, code):
        return []

    def count(self, places, kinds=()):
        return 0


class Chat:
    """Says one thing after another; `replies` are the last answers. Each state goes through JSON, as in the store."""

    def __init__(self, programme, form, channel: str = "telegram", language: str = "vi"):
        self.programme, self.form, self.channel = programme, form, channel
        self.texts = load_texts(language, programme.texts.get(language))
        self.queries = EmptyStore(form)
        posts = (Post("hl.ha-tu", "member"),)
        self.member = Member("m1", "Lan", posts, language=language, consent=programme.notice)
        self.state = State()
        self.keys = count(1)
        self.replies = ()
        self.effects = []
        self.now = NOW

    def situation(self) -> Context:
        return Context(
            programme=self.programme,
            texts=self.texts,
            now=self.now,
            today=date(2026, 6, 15),
            member=self.member,
            state=STATES.from_json(STATES.to_json(self.state)),
            queries=self.queries,
            traits=CHANNELS[self.channel],
            fresh="u1",
        )

    def begin(self) -> str:
        return self._took(begin(self.situation(), "hl.ha-tu", self.form.id, version=self.form.version))

    def say(self, text: str) -> str:
        return self._in(text=text)

    def press(self, label: str) -> str:
        value = next(c.value for r in self.replies for c in r.choices if c.label == label)
        return self._in(choice=value)

    def send(self, kind: str, name: str = "", mime: str = "", size: int = 1000, oddity: str = "") -> str:
        return self._in(media=(Media(kind, "ref", name, mime, size),), oddity=oddity)

    def locate(self, latitude: float, longitude: float) -> str:
        return self._in(location=(latitude, longitude))

    def _in(self, **what) -> str:
        key = f"k{next(self.keys)}"
        self.now += timedelta(seconds=1)
        return self._took(answer(Inbound(self.channel, "1", key, self.now, **what), self.situation()))

    def _took(self, turn: Turn) -> str:
        self.state, self.replies = turn.state, turn.replies
        self.effects += turn.effects
        return "\n".join(reply.text for reply in turn.replies)

    @property
    def labels(self) -> list[str]:
        return [c.label for r in self.replies for c in r.choices]

    @property
    def at(self) -> str:
        return self.state.draft.at if self.state.draft else ""

    def session(self) -> DraftSession:
        return DraftSession(self.situation(), self.state.draft)
