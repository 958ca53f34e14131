"""What becomes of photos when a message is done: one that came is fetched, or refused; what nothing holds any more is
forgotten; what belongs to no report is asked about. So none is lost or kept in silence, whatever was said."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.attachments import albums, loose_photos
from handlers.attachments.photo_arrival import name_of
from handlers.attachments.photo_question import asked, filed_in
from handlers.context import Context, Turn
from handlers.draft import media_answers
from handlers.free_words.several_reports import SeveralReports
from handlers.state import Draft, State
from programme.domain.effects.approvals import RaiseMatter
from programme.domain.effects.messages import FetchMedium, ForgetMedium
from programme.domain.effects.reports import FileReport
from programme.domain.messages import Inbound
from programme.language.vietnamese import nfc

PHOTO = re.compile(r"[0-9a-f]{16}\.jpg")
"""What a photo's file is called."""


def settled(inbound: Inbound, s: Context, turn: Turn) -> Turn:
    """The turn with what becomes of photos: the one that came is fetched if something holds it, and refused where what
    its words tell of takes none; those that nothing holds any more are forgotten, those that belong to no report are
    asked about."""
    name = name_of(inbound) if inbound.media and s.member is not None else ""
    before = _held(s.state)
    came = bool(name) and name not in before
    if came and name in _loose(turn.state) and nfc(inbound.text).strip():
        turn = _with_its_words(inbound, s, turn, name)
    if came:
        turn = _fetched(inbound, _said_kept(s, turn, name), name)
    if before and (left := before - _held(turn.state)):
        turn = _forgotten(s, turn, left)
    if turn.state.photos and (filed_in(turn) or _loose(turn.state) - _loose(s.state)):
        return asked(s, turn)
    return turn


def _held(state: State) -> set[str]:
    """All photos that wait, or are in a draft."""
    held = _loose(state)
    for draft in _drafts(state):
        for value in draft.saved.get("answers", {}).values():
            if value.endswith(".jpg") and PHOTO.fullmatch(value):
                held.add(value)
    return held


def _forgotten(s: Context, turn: Turn, names: set[str]) -> Turn:
    """The turn with these forgotten, but for those of reports, and those that a correction asks for."""
    reports = list(filed_in(turn).values())
    codes = {draft.mends for draft in _drafts(s.state) if draft.mends}
    reports += [report for code in codes if (report := s.reports.get(code)) is not None]
    kept = {medium.name for report in reports for medium in report.media}
    kept |= {value for e in turn.effects if isinstance(e, RaiseMatter) for value in e.matter.changes.values()}
    left = sorted(names - kept) if s.member else ()
    return replace(turn, effects=(*turn.effects, *(ForgetMedium(name, s.member.id) for name in left)))


def _said_kept(s: Context, turn: Turn, name: str) -> Turn:
    """The turn that says so, where the words under a photo led to a question: only a review shows what there is."""
    draft = turn.state.draft
    if draft is None or not draft.at or not turn.replies or turn.state.prompt is not None:
        return turn
    names = media_answers.names_in(s, draft)
    said = s.texts("photo.kept", count=len(names))
    return turn if name not in names or said in turn.replies[0].text else turn.below(said)


def _loose(state: State) -> set[str]:
    return set() if not state.photos else {photo.name for photo in loose_photos.waiting(state)}


def _with_its_words(inbound: Inbound, s: Context, turn: Turn, name: str) -> Turn:
    """The turn of a photo that the words under it took nowhere: refused where they tell of what takes none; where
    nothing was read of them, without the answer to them, since they describe it."""
    state = turn.state
    if state.unread and state.unread != s.state.unread:
        return replace(turn, state=state.but(unread=s.state.unread), replies=())
    asks = bool(state.doubtful) and state.doubtful != s.state.doubtful
    before = {draft.number for draft in _drafts(s.state)}
    told = [draft for draft in _drafts(state) if draft.number not in before]
    filed = any(isinstance(effect, FileReport) for effect in turn.effects)
    if inbound.oddity == "forwarded" and not told:
        return replace(turn, replies=()) if state.prompt is None else turn
    if asks or not (told or filed or (state.draft and state.prompt is None)):
        return turn
    album = next(photo.album for photo in loose_photos.waiting(state) if photo.name == name)
    state = loose_photos.without(state, (name,))
    if album:
        state = albums.noted(state, album, albums.NOWHERE, s.now, name)
    return replace(turn, state=state).below(s.texts("error.no_photos"), "\n\n")


def _drafts(state: State) -> list[Draft]:
    """All that are open, listed or waiting."""
    listed = state.prompt.drafts if isinstance(state.prompt, SeveralReports) else ()
    return [draft for draft in (state.draft, *listed, *state.waiting) if draft is not None]


def _fetched(inbound: Inbound, turn: Turn, name: str) -> Turn:
    """The turn with the photo fetched, if a draft, a report or the photos that wait hold it."""
    medium = inbound.media[0]
    filed = (medium.name for report in filed_in(turn).values() for medium in report.media)
    known = any(isinstance(effect, FetchMedium) for effect in turn.effects)
    if known or (name not in _held(turn.state) and name not in filed):
        return turn
    fetch = FetchMedium(name, inbound.channel, medium.ref, medium.mime or "image/jpeg")
    return replace(turn, effects=(*turn.effects, fetch))
