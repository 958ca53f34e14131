"""Whose photos of no report are: the question, and the tap that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.attachments import albums, late_photos, loose_photos
from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import conversation, media_answers
from handlers.draft.moves import Move
from handlers.draft.session import DraftSession
from handlers.pipeline.route import Route
from handlers.state import LoosePhoto
from programme.domain.buttons.reporting import (
    AddPhotosToDraft,
    AddPhotosToReport,
    DropPhotos,
    NewReport,
    ReportWithPhotos,
)
from programme.domain.effects.reports import FileReport, ReviseReport
from programme.domain.messages import Choice
from programme.domain.model import Report

MARK = 8
"""Letters of a photo's name that tell a button's photos from those that came after them."""
OFFERED = 2
"""Reports, the last that were sent, that photos are offered to."""


def asked(s: Context, turn: Turn) -> Turn:
    """The turn with the question whose the loose photos are; not while another one waits that it would hide."""
    here = s.with_state(turn.state)
    if s.traits.plain and turn.replies:  # an SMS more would cost; they are asked about where photos can be sent
        return turn
    if turn.state.prompt is not None or (turn.state.draft is not None and turn.replies):
        return turn if turn.replies else replace(turn, replies=(Reply(_words(here, "waits")),))
    photos = loose_photos.waiting(turn.state)
    choices = _choices(here, photos[-1].name[:MARK], filed_in(turn))
    new = turn.state.draft is None and len(loose_photos.just_before(here)) == len(photos)
    key = "whose_now" if new else "whose"
    state = turn.state.but(options=pairs(choices), more=())
    return replace(turn, state=state, replies=(*turn.replies, Reply(_words(here, key), choices, prompt=True)))


def _words(s: Context, key: str) -> str:
    photos = loose_photos.waiting(s.state)
    days = dict.fromkeys(datetime.fromisoformat(photo.at).astimezone(s.zone).date() for photo in photos if photo.at)
    when = ", ".join(f"{day.day}/{day.month}" for day in days)
    return s.texts(f"photo.{key}", count=len(photos), when=f" ({s.texts('photo.sent_on', when=when)})" if when else "")


def filed_in(turn: Turn) -> dict[str, Report]:
    """What the turn files, which the store has not yet."""
    reports = (effect.report for effect in turn.effects if isinstance(effect, FileReport | ReviseReport))
    return {report.code: report for report in reports}


def _choices(s: Context, mark: str, just_filed: Mapping[str, Report]) -> tuple[Choice, ...]:
    t = s.texts
    first = AddPhotosToDraft(mark).labelled(t("photo.to_draft"))
    if s.state.draft is None:
        first = ReportWithPhotos(mark).labelled(t("menu.report"))
    found = [first]
    for code in list(s.state.filed.values())[: -OFFERED - 1 : -1]:
        report = just_filed.get(code) or s.reports.get(code)
        if report is not None and report.activities and late_photos.takes(s, report):
            first = report.activities[0]
            what = f"{t(f'kind.{first.kind}').lower()} {first.date.day}/{first.date.month}"
            label = t("photo.to_report", code=code, what=what)
            found.append(AddPhotosToReport(code, mark).labelled(label))
    return (*found, DropPhotos(mark).labelled(t("photo.drop")))


# --- answers ----------------------------------------------------------------------------------------------------------


def _answered(take: Callable[[Context, Sequence[LoosePhoto], object], Turn]):
    """What is done with the photos that a button's question was about: those up to its mark."""

    def press(s: Context, button: ReportWithPhotos | AddPhotosToDraft | AddPhotosToReport | DropPhotos) -> Turn:
        photos = loose_photos.waiting(s.state)
        last = next((n for n, photo in enumerate(photos, 1) if photo.name.startswith(button.mark)), 0)
        return take(s, photos[:last], button) if last else s.turn(Reply(s.texts("photo.none")))

    return press


def _new_report(s: Context, photos: Sequence[LoosePhoto], button: ReportWithPhotos) -> Turn:
    return Turn(loose_photos.now(s, [photo.name for photo in photos]), then=NewReport())


def _to_draft(s: Context, photos: Sequence[LoosePhoto], button: AddPhotosToDraft) -> Turn:
    if s.state.draft is None:
        return s.turn(Reply(s.texts("stale.gone")))
    session = DraftSession(s, s.state.draft)
    if media_answers.refuses(session):
        return conversation.resume(s, s.texts("error.no_photos"))
    loose_photos.give(session, photos)
    count = len(media_answers.names(session))
    return conversation.turn_of(Move(session.save(), (s.texts("photo.kept", count=count),)))


def _to_report(s: Context, photos: Sequence[LoosePhoto], button: AddPhotosToReport) -> Turn:
    report = s.reports.get(button.code)
    if report is None or not s.may("reports", report):
        return s.turn(Reply(s.texts("sent.unknown", code=button.code)))
    added = late_photos.add(s, report, photos)
    return added or s.turn(Reply(s.texts("photo.not_there", code=button.code)))


def _dropped(s: Context, photos: Sequence[LoosePhoto], button: DropPhotos) -> Turn:
    names = [photo.name for photo in photos]
    state = loose_photos.without(s.state, names)
    for photo in photos:
        if photo.album:
            state = albums.noted(state, photo.album, albums.NOWHERE, s.now, photo.name)
    return s.with_state(state).turn(Reply(s.texts("photo.dropped", count=len(names))))


ROUTE = Route(
    "photos of no report",
    buttons={
        ReportWithPhotos: _answered(_new_report),
        AddPhotosToDraft: _answered(_to_draft),
        AddPhotosToReport: _answered(_to_report),
        DropPhotos: _answered(_dropped),
    },
)
