"""A step of a form: what an answer costs in a form of 12 questions and in one of 300 with 150 relevants, warm (the live
form is still in the process) and cold (it is not: after a start, or when another process took the last message).

`forms.py` prints a JSON object. The steps go through `handlers.answer`, by turns between the forms; only the store is
left out. A durable turn of the same 12 questions is measured beside them, by `crowd.py`.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from measure import HERE, Bench, at_most, told

from handlers.context import Context
from handlers.draft import live_forms
from handlers.draft.conversation import begin
from handlers.pipeline.routes import STATES
from handlers.pipeline.stages import answer
from handlers.state import State
from programme.domain.messages import Inbound, traits_of
from programme.domain.model import Member, Post
from programme.language.texts import load_texts
from programme.packs.pack import load_programme
from programme.xlsform import Form, load_form_text

BEGAN = datetime(2026, 6, 15, 8, tzinfo=UTC)
UNIT = "hl.ha-tu"
CONDITIONS = ("${{q{0}}} != 999", "${{q{0}}} >= 0 and ${{q{1}}} != 7", "not(${{q{0}}} = 999) or ${{q{1}}} > 3")


def form(count: int, relevants: int) -> Form:
    """So many numbers to be asked for, so many of them by what was answered before, all of them asked in the end."""
    rows = ["| survey | | | | | |", "| | type | name | label | relevant | constraint |"]
    for n in range(count):
        chosen = CONDITIONS[n % len(CONDITIONS)].format(n - 1, max(0, n - 5)) if n % 2 and n // 2 < relevants else ""
        rows.append(f"| | integer | q{n} | Câu hỏi {n} | {chosen} | . >= 0 and . < 1000 |")
    return load_form_text("\n".join([*rows, "| settings | | |", "| | form_id | version |", f"| | long{count} | 1 |"]))


class EmptyStore:
    """A store with the given forms and nothing else: the queries of every subject in one object."""

    def __init__(self, forms: dict[str, Form]):
        self.by_name = forms

    def get(self, name: str, version: str = "") -> Form | None:
        return self.by_name.get(name)

    def __getattr__(self, name: str):
        subjects = ("people", "reports", "figures", "approvals", "schedule", "forms", "messages")
        return self if name in subjects else lambda *given, **named: []


class Talk:
    """One member at one form; every state goes through JSON, as in the store."""

    def __init__(self, pack, form: Form):
        self.pack, self.texts, self.queries = pack, load_texts("vi", pack.texts.get("vi")), EmptyStore({form.id: form})
        self.member = Member("m1", "Lan", (Post(UNIT, "member"),), consented_at=BEGAN, consent=pack.notice)
        self.now, self.said, self.state = BEGAN, 0, State()
        self.state = begin(self.situation(), UNIT, form.id, version=form.version).state

    def situation(self) -> Context:
        return Context(
            programme=self.pack, texts=self.texts, now=self.now, today=BEGAN.date(), member=self.member,
            state=STATES.from_json(STATES.to_json(self.state)), queries=self.queries,
            traits=traits_of("phone", "0"), fresh="u1",
        )  # fmt: skip

    @property
    def asked(self) -> bool:
        return bool(self.state.draft and self.state.draft.at)

    def step(self, cold: bool) -> float:
        """Seconds for one answer, its state read and written."""
        if cold:
            live_forms._shelf = live_forms.Shelf(live_forms.MOST)  # as another process has it
        self.now += timedelta(seconds=60)
        self.said += 1
        inbound = Inbound("phone", "0", f"k{self.said}", self.now, text=str(100 + self.said))
        began = time.perf_counter()
        self.state = answer(inbound, self.situation()).state
        STATES.to_json(self.state)
        return time.perf_counter() - began


def measured() -> dict[str, float]:
    """The medians of the steps, those of the two forms by turns."""
    pack, few, many = load_programme("quang-ninh"), form(12, 6), form(300, 150)
    found: dict[str, float] = {}
    for cold in (False, True):
        name = "cold" if cold else "warm"
        short, long = [], []
        talk = Talk(pack, many)
        while talk.asked:
            one = Talk(pack, few)
            while one.asked and talk.asked:
                short.append(one.step(cold))
                long.append(talk.step(cold))
        found[f"12 questions, {name}, µs"] = median(short) * 1e6
        found[f"300 questions, {name}, µs"] = median(long) * 1e6
        found[f"300 of 12 questions, {name}"] = median(long) / median(short)
    return found


def run(folder: Path) -> dict[str, float]:
    found = told(HERE / "forms.py")
    turn = told(HERE / "crowd.py", folder, "--people", 100)
    durable = 1e6 / turn["turns_per_second"]
    bare = 1e6 / turn["bare_turns_per_second"]
    return found | {
        "a step of 12, of the durable turn": found["12 questions, warm, µs"] / durable,
        "a step of 12, of a bare durable commit": found["12 questions, warm, µs"] / bare,
    }


BENCH = Bench(
    "forms",
    "a step of a form, the state read and written",
    run,
    {
        "300 of 12 questions, warm": at_most(5),
        "300 of 12 questions, cold": at_most(5),
        "a step of 12, of the durable turn": at_most(1),
    },
)

if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
    print()
