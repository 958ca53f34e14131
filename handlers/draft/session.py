"""A draft opened over its live form for the time of one message."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import live_forms, question_media
from handlers.state import Draft
from handlers.understand.expected_answer import Wanted, wanted
from programme.domain.activities import KIND
from programme.domain.buttons.draft_actions import Action
from programme.domain.buttons.reporting import DraftButton
from programme.domain.effects import Effect
from programme.domain.messages import Attachment, Choice
from programme.domain.model import KINDS
from programme.language.vietnamese import thousands
from programme.xlsform import Ask, Env, Form, Instance, Note, Question, RepeatAsk, Stop, bare
from programme.xlsform.types import FILES
from reports.sums_in_words import span, with_ward

COMPANIONS = ("bound", "to", "scope", "less", "ward")


@lru_cache(maxsize=4096)
def companions_of(form: Form, path: str) -> frozenset[str]:
    """What stands beside a question of a form, unasked, for more than its answer says."""
    beside = ((c, form.parts.get(f"{path}_{c}")) for c in COMPANIONS)
    return frozenset(c for c, part in beside if part and part.question and not part.question.asked)


class DraftSession:
    """The draft, its form's instance, and what both say of a question. `draft` is replaced, never changed."""

    def __init__(self, s: Context, draft: Draft):
        self.s = s
        self.draft = draft
        form = s.form(draft.form, draft.version)
        if form is None:
            raise KeyError(draft.form)
        self.form: Form = form
        env = Env(
            now=s.now,
            zone=s.zone,
            language=s.texts.language,
            username=s.member.id if s.member else "",
            uuid=s.fresh,
        )
        self._whose = (s.member.id if s.member else "", draft.number, draft.mends)
        if draft.saved:
            self.instance = live_forms.load(self.form, draft.saved, env, self._whose, draft.shown)
        else:
            self.instance = Instance.new(self.form, env)
        self.notes_files: tuple[Attachment, ...] = ()
        self._walked: tuple[int, list[Stop]] | None = None

    # --- the way through the form ---

    def stops(self) -> list[Stop]:
        """Every stop there is now, in the form's order: walked once between two changes."""
        if self._walked is None or self._walked[0] != self.instance.changes:
            stops = list(self.instance.walk())
            self._walked = self.instance.changes, stops
        return self._walked[1]

    def asks(self) -> list[Ask]:
        """Every question that is relevant now and may be answered, in the form's order."""
        return [stop for stop in self.stops() if isinstance(stop, Ask)]

    def still(self, ref: str) -> bool:
        """Whether a question, or the one whether there is to be an instance, can be put now."""
        try:
            return self.instance.relevant(ref)
        except KeyError:
            return any(stop.ref == ref for stop in self.stops())

    def on_the_way(self, node: Ask) -> bool:
        """Whether the walk stops here: not yet answered, not kept for the review, not quiet with an answer it has."""
        appearance = node.question.appearance
        if node.ref in self.draft.done or self.kept_for_review(node.ref) or self.instance.read_only(node.ref):
            return False
        return not ("quiet" in appearance and self.instance.value(node.ref) != "")

    def kept_for_review(self, ref: str) -> bool:
        question = self.question(ref)
        return self.offered_at_review(question) or any(
            "at-review" in self.form.parts[path].appearance for path in question.groups
        )

    def offered_at_review(self, question: Question) -> bool:
        """Whether a question is not asked on the way: of no report, or not of its kind of activity."""
        kinds = question.columns.get("review_for", "").split()
        kind = self.instance.value(KIND) if kinds and KIND in self.form.parts else ""
        return "at-review" in question.appearance or kind in kinds

    def following(self, ref: str | None) -> tuple[str, list[str]]:
        """The next question after `ref` (from the start for None) and the notes on the way; "" at the end."""
        notes: list[str] = []
        node = self.instance.next(ref)
        while node is not None:
            if isinstance(node, Note):
                notes.append(node.text)
                sent, named = question_media.shown(self.s.traits, self.form, self.instance, node.ref)
                self.notes_files += sent
                notes += question_media.in_words(self.s.texts, named)
            elif isinstance(node, RepeatAsk):
                if node.ref not in self.draft.done and self.asked_for(node):
                    return node.ref, notes
            elif self.on_the_way(node):
                return node.ref, notes
            node = self.instance.next(node.ref)
        return "", notes

    def asked_for(self, node: RepeatAsk) -> bool:
        """Whether the walk asks for another instance of this repeat, rather than the review."""
        path = bare(node.ref)
        groups = (path[:end] for end in range(1, len(path) + 1) if path[end : end + 1] in ("/", ""))
        return not any("at-review" in self.form.parts[g].appearance for g in groups if g in self.form.parts)

    def entered(self, before: str | None, ref: str) -> list[str]:
        """The names of the groups that one enters by going from one question to another, outermost first."""
        found, steps = [], ref.split("/")
        for end in range(3, len(steps)):
            group = "/".join(steps[:end])
            if before and before.startswith(f"{group}/"):
                continue
            if label := self.instance.label(group):
                place = group.rpartition("[")[2].rstrip("]") if group.endswith("]") else ""
                found.append(f"{label} {place}".strip())
        return found

    def question(self, ref: str):
        return self.form.question(bare(ref))

    # --- what is said of a question ---

    @property
    def tells_of_activities(self) -> bool:
        """Whether answers become activities: by the convention of programme/domain/activities.py."""
        day = self.form.parts.get("/data/date")
        known = any(name in KINDS for name in self.form.root.parts)
        return known and day is not None and day.question is not None and day.question.type == "date"

    @property
    def counted(self) -> bool:
        """Whether the form's questions have no numbers of their own, so that they are counted: 7/12."""
        return not self.form.numbered

    def number(self, ref: str) -> str:
        """The number that people call it by: its own column, else its place among the questions that are asked."""
        own = self.question(ref).columns.get("number")
        if own:
            return own
        place = self.instance.places().get(ref)
        return str(place) if place else ""

    def count(self) -> int:
        """How many questions there are now."""
        return len(self.instance.places())

    def short(self, ref: str) -> str:
        return self.own_words(ref, "short") or self.instance.label(ref).rstrip("?: ")

    def own_words(self, ref: str, column: str) -> str:
        """What the form's extra column says in the reader's language (`short`, and `short_en` in English)."""
        columns = self.question(ref).columns
        return columns.get(f"{column}_{self.s.texts.language}") or columns.get(column, "")

    def companions(self, ref: str) -> frozenset[str]:
        return companions_of(self.form, bare(ref))

    def companion(self, ref: str, name: str) -> str:
        return self.instance.value(f"{ref}_{name}") if name in self.companions(ref) else ""

    def wanted(self, ref: str) -> Wanted:
        """What the question takes now, for whoever reads an answer to it."""
        return wanted(self.instance, ref, self.s.today, self.companions(ref))

    def shown(self, ref: str) -> str:
        """The answer in words for people; "" where there is none."""
        value = self.instance.value(ref)
        if value == "":
            return ""
        question, t = self.question(ref), self.s.texts
        kind = question.type.split()[0]
        if kind.startswith("select") or kind == "rank":
            labels = {i.name: i.label for i in self.instance.choices(ref)}
            return ", ".join(labels.get(name, name) for name in value.split())
        if "units" in question.appearance:
            units = self.s.programme.units
            return ", ".join(units[c].name if c in units else c for c in value.split())
        if kind == "integer":
            bound = self.companion(ref, "bound")
            year = self.counted and len(value) == 4  # of any form's question it may be a year
            shown = value if year else thousands(int(value))
            return t(f"bound.{bound}", n=shown) if bound else shown
        if kind == "date":
            return self.shown_date(ref, date.fromisoformat(value))
        if kind in FILES:
            return t("shown.media")
        if kind == "text":
            return with_ward(value, self.s.programme.units.get(self.companion(ref, "ward")))
        return self._shown_exactly(kind, value)

    def _shown_exactly(self, kind: str, value: str) -> str:
        """Times, places and ticks as people write them."""
        if kind == "time":
            return value[:5]
        if kind == "dateTime":
            day = date.fromisoformat(value[:10])
            return f"{day.day}/{day.month}/{day.year} {value[11:16]}"
        if kind == "geopoint":
            return ", ".join(value.split()[:2])
        return self.s.texts("word.ok") if kind == "acknowledge" else value

    def shown_date(self, ref: str, day: date) -> str:
        t = self.s.texts
        last = self.companion(ref, "to")
        if not last:
            return t("shown.date", d=day.day, m=day.month, y=day.year)
        end = date.fromisoformat(last)
        if self.companion(ref, "scope") == "period":
            return t("shown.period", span=span(day, end))
        return t("shown.range", span=span(day, end), y=end.year)

    # --- turns ---

    def tag(self) -> str:
        """What a button of the prompt that waits now must carry: it names this question, or this very review."""
        draft = self.draft
        what = draft.at or draft.check
        if not what:
            what = f"{sorted([f'{part}={held}' for part, held in draft.saved.items()])}{draft.listing}"
        return f"{zlib.crc32(what.encode()) & 0xFFFF:04x}"

    def payload(self, action: Action) -> str:
        return DraftButton(f"{self.draft.number:x}", self.tag(), action).pack()

    def button(self, action: Action, label: str) -> Choice:
        return Choice(self.payload(action), label)

    def save(self, **changes) -> DraftSession:
        self.draft = self.draft.but(saved=self.instance.save(), shown=self.instance.knows(), **changes)
        live_forms.keep(self.instance, self._whose)
        return self

    def turn(self, *replies: Reply, effects: Iterable[Effect] = (), refused: bool = False) -> Turn:
        """The draft as it is now, with these replies."""
        live_forms.keep(self.instance, self._whose)
        offered = next((r.choices for r in reversed(replies) if r.prompt), ())
        draft = self.draft.but(shown=self.instance.knows())
        drafts = max(self.s.state.drafts, draft.number)
        state = self.s.state.but(draft=draft, drafts=drafts, options=pairs(offered), prompt=None, doubtful="")
        return Turn(state, replies, tuple(effects), refused=refused)
