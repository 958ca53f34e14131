"""A photo that turned out to be none after it was fetched: taken out of whatever names it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.attachments import loose_photos
from handlers.free_words.several_reports import SeveralReports
from handlers.state import Draft, State
from programme.domain.model import Report


def out_of_report(report: Report, name: str) -> Report:
    """The report without it, as its next revision."""
    media = tuple(medium for medium in report.media if medium.name != name)
    return replace(report, media=media, answers=_without(report.answers, name), revision=report.revision + 1)


def out_of_state(state: State, name: str) -> State:
    """The state without it: among the photos that wait, in the drafts, and in the list that is shown."""
    state = loose_photos.without(state, (name,)) if state.photos else state
    prompt = state.prompt
    if isinstance(prompt, SeveralReports):
        prompt = prompt.but(drafts=tuple(_out_of_draft(draft, name) for draft in prompt.drafts))
    draft = state.draft and _out_of_draft(state.draft, name)
    return state.but(draft=draft, prompt=prompt, waiting=tuple(_out_of_draft(one, name) for one in state.waiting))


def _out_of_draft(draft: Draft, name: str) -> Draft:
    answers = draft.saved.get("answers", {})
    if name not in answers.values():
        return draft
    return draft.but(saved={**draft.saved, "answers": {ref: value for ref, value in answers.items() if value != name}})


def _without(answers: Any, name: str) -> Any:
    """The answers without it, and without the instance of a repeat that held nothing else."""
    if isinstance(answers, Mapping):
        return {key: _without(value, name) for key, value in answers.items() if value != name}
    if isinstance(answers, list):
        return [left for one in answers if (left := _without(one, name)) != {} or one == {}]
    return answers
