"""A photo that came: which report it belongs to. Words under it are a message like any other, the photo goes with what
they tell of; without words it goes where its album went, into the report that is being filled in, or it waits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.attachments import albums, declined_files, late_photos, loose_photos
from handlers.context import Context, Reply, Turn
from handlers.draft import conversation, media_answers
from handlers.draft.session import DraftSession
from handlers.free_words import several_reports
from handlers.free_words.free_report import told_lines
from handlers.free_words.message_reading import reading_of
from handlers.free_words.several_reports import SeveralReports
from handlers.pipeline import open_question
from handlers.reporting.report_periods import may_mend
from handlers.state import LoosePhoto
from programme.domain.buttons.draft_actions import Back
from programme.domain.buttons.reporting import DraftButton
from programme.domain.messages import Inbound
from programme.language.vietnamese import nfc

Message = Callable[[Inbound, Context], Turn]


def name_of(inbound: Inbound) -> str:
    """What the photo's file is called."""
    return f"{media_answers.name_of(inbound)}.jpg"


def came(inbound: Inbound, s: Context, message: Message) -> Turn:
    """What becomes of a file that no open question wants; `message` is what becomes of words."""
    text = nfc(inbound.text).strip()
    if why := declined_files.fault(s.texts, inbound.media[0]):
        return _declined(inbound, s, why, message if text else None)
    album = hashlib.sha256(f"{inbound.channel}:{inbound.album}".encode()).hexdigest()[:12] if inbound.album else ""
    photo = LoosePhoto(name_of(inbound), s.now.isoformat(timespec="seconds"), album)
    if s.state.prompt is None and s.state.draft and media_answers.wants_photo(DraftSession(s, s.state.draft)):
        return _into_draft(s, photo)
    further = album and albums.number_of(s.state, album, s.now) is not None
    if text and not (further and not _tells(s, text)):  # the other captions of an album only describe
        return _with_words(inbound, s, photo, message)
    return _alone(inbound, s, photo)


def _declined(inbound: Inbound, s: Context, why: str, message: Message | None) -> Turn:
    """What is wrong with a file is said, and the words under it are read all the same."""
    if message is None:  # what is said of one of several may not give way to what is said of the next
        return Turn(s.state, (Reply(why),)) if inbound.album else open_question.again(s, why)
    turn = message(replace(inbound, media=()), s)
    return replace(turn, replies=(Reply(why), *turn.replies))


def _tells(s: Context, text: str) -> bool:
    """Whether the words tell of an activity with a figure."""
    reading = reading_of(s, text)
    return reading.intent == "report" and any(line.kind and line.counts for line in told_lines(s, text, reading))


# --- with words -------------------------------------------------------------------------------------------------------


def _with_words(inbound: Inbound, s: Context, photo: LoosePhoto, message: Message) -> Turn:
    """The words with the photo in the draft that is open, if that is what they are about; else with the photo loose, so
    that the report that they tell of takes it."""
    words = replace(inbound, media=())
    if s.state.draft is not None and s.state.prompt is None and inbound.oddity != "forwarded":
        session = DraftSession(s, s.state.draft)
        if not media_answers.refuses(session):
            loose_photos.give(session, (photo,))
            turn = message(words, session.s.with_state(session.s.state.but(draft=session.save().draft)))
            if not _is_of_another(s, turn):
                return turn
    state = s.state
    if state.draft is not None and photo.album:  # what came before it of its album went into the wrong report
        names = albums.names_in(state, photo.album, state.draft.number)
        if names:
            session = DraftSession(s, state.draft)
            state = loose_photos.taken_out(s, state.draft, names)
            media_answers.leave_out(session, names)
            state = state.but(draft=session.save().draft)
    return message(words, s.with_state(loose_photos.added(s.with_state(state), photo)))


def _is_of_another(s: Context, turn: Turn) -> bool:
    """Whether the words tell of another report than the one that is open."""
    after = turn.state
    asked = bool(after.doubtful) and after.doubtful != s.state.doubtful
    return asked or isinstance(after.prompt, SeveralReports)


# --- without ----------------------------------------------------------------------------------------------------------


def _alone(inbound: Inbound, s: Context, photo: LoosePhoto) -> Turn:
    alone = inbound.oddity == "forwarded" and not photo.album
    if turn := None if alone else _with_its_album(s, photo):
        return turn
    prompt = s.state.prompt
    if isinstance(prompt, SeveralReports):
        if inbound.oddity == "forwarded":  # it came behind the report that it is of
            return several_reports.with_photos(s, prompt, prompt.drafts[-1].number, (photo,))
        said = s.texts("photo.of_which")
        return several_reports.shown(s.with_state(loose_photos.added(s, photo)), prompt, said, again=True)
    if prompt is None and s.state.draft is not None and _is_at_it(s):
        return _into_draft(s, photo)
    if len(loose_photos.waiting(s.state)) >= loose_photos.MOST:
        return Turn(s.state, (Reply(s.texts("photo.enough", count=loose_photos.MOST)),))
    return Turn(loose_photos.added(s, photo))  # which is asked about, when the turn is over


def _is_at_it(s: Context) -> bool:
    """Whether the draft is what the member is at: begun today, or it has just asked for a photo."""
    draft, options = s.state.draft, s.state.options
    if not draft.begun or datetime.fromisoformat(draft.begun).astimezone(s.zone).date() == s.today:
        return True
    first = DraftButton.of(options[0][0]) if len(options) == 1 else None
    return not draft.at and first is not None and isinstance(first.action, Back)


def _into_draft(s: Context, photo: LoosePhoto) -> Turn:
    move, taken = media_answers.photo(s, photo.name)
    if taken:
        session = move.session
        state = albums.noted(session.s.state, photo.album, session.draft.number, s.now, photo.name)
        session.s = session.s.with_state(state)
    elif photo.album:
        move.session.s = s.with_state(albums.noted(s.state, photo.album, albums.NOWHERE, s.now, photo.name))
    return conversation.turn_of(move)


def _with_its_album(s: Context, photo: LoosePhoto) -> Turn | None:
    """The photo goes where those of its album went before it; None where that is nowhere, or is gone."""
    state, t = s.state, s.texts
    number = albums.number_of(state, photo.album, s.now)
    alone = not photo.album and (state.draft is not None or not s.traits.unmarked)
    if number is None or alone:  # one sent alone goes to what is open; where albums are marked it is of none
        return None
    if number == albums.NOWHERE:
        if state.prompt is None and state.draft is not None and media_answers.refuses(DraftSession(s, state.draft)):
            return _into_draft(s, photo)  # which says once more why not
        return Turn(state, (Reply(t("photo.dropped_too"), prompt=True),))
    prompt = state.prompt
    if prompt is None and state.draft is not None and state.draft.number == number:
        return _into_draft(s, photo)
    if isinstance(prompt, SeveralReports) and any(draft.number == number for draft in prompt.drafts):
        return several_reports.with_photos(s, prompt, number, (photo,))
    return _into_waiting(s, photo, number) or _into_sent(s, photo, number)


def _into_waiting(s: Context, photo: LoosePhoto, number: int) -> Turn | None:
    """Into a draft that waits, behind another question or for its turn."""
    state = s.state
    draft = next((one for one in (state.draft, *state.waiting) if one is not None and one.number == number), None)
    if draft is None:
        return None
    session = DraftSession(s.with_state(state.but(draft=draft, prompt=None)), draft)
    loose_photos.give(session, (photo,))
    count, after = len(media_answers.names(session)), session.save().draft
    waiting = tuple(after if one.number == number else one for one in state.waiting)
    open_now = after if state.draft is not None and state.draft.number == number else state.draft
    kept = session.s.state.but(draft=open_now, waiting=waiting, prompt=state.prompt)
    return open_question.again(s.with_state(kept), s.texts("photo.kept", count=count))


def _into_sent(s: Context, photo: LoosePhoto, number: int) -> Turn | None:
    """Into the report that the draft became; one that was sent alone only while no other report was sent since."""
    code = s.state.filed.get(str(number))
    if code is None or (not photo.album and code != list(s.state.filed.values())[-1]):
        return None
    report = s.reports.get(code)
    turn = late_photos.add(s, report, (photo,)) if report is not None and may_mend(s, report) else None
    if turn is None or not turn.effects:
        return None
    count = len(report.media) + 1
    after = s.with_state(turn.state.but(options=s.state.options, more=s.state.more))
    said = open_question.again(after, s.texts("photo.added", count=count, code=code))
    replies = (replace(said.replies[0], prompt=True), *said.replies[1:])
    return replace(said, replies=replies, effects=turn.effects)
