"""Words that people with a keypad send instead of pressing: NGUNG, MO, NHAM …

DUNG and KHONG mean too much to be taken at once.
"""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.people import borrowed_phone, link_address
from handlers.pipeline.route import Route
from handlers.reporting.report_periods import due_period
from handlers.settings import preferences
from handlers.wording.activity_words import period_name
from programme.domain.buttons.menu import QuietHours, ResumeMessages, Settings, StopMessages
from programme.domain.buttons.reporting import NewReport, NothingToReport, ResumeDraft
from programme.domain.effects.people import Prefer
from programme.language.vietnamese import fold, nfc
from programme.language.words import meanings, words_for

IN_EVERY_STATE = ("stop", "again", "accents", "plain")
NOT_AT_ONCE = ("tc",)
WORDS = meanings("keypad")
"""What the whole message says, folded → what is done."""
ALWAYS = {word: done for word, done in WORDS.items() if done in IN_EVERY_STATE and word not in NOT_AT_ONCE}
"""What does what it says whatever question is open; the rest may also be the answer to that question."""
SPELT = {fold(word): (fold(word), word) for word in meanings("marked.keypad")}
"""Words that may mean something else ("có đâu", "không đâu"): how they are spelt where they mean what is set here."""
RIGHT_OR_STOP, NONE = words_for("doubt.right_or_stop"), words_for("doubt.none")


def always(s: Context, text: str) -> Turn | None:
    """NGUNG, MO, CO DAU, KHONG DAU and what else is said for them."""
    plain = fold(text).strip(" .!").removeprefix("/")
    meant = plain in ALWAYS and (plain not in SPELT or nfc(text).lower().strip(" .!/") in SPELT[plain])
    return DONE[ALWAYS[plain]](s) if meant else None


def named(s: Context, text: str) -> Turn | None:
    """The turn that a keyword leads to; None where the text is none."""
    plain = fold(text).strip(" .!").removeprefix("/")
    return DONE[WORDS[plain]](s) if plain in WORDS and plain not in ALWAYS else None


def doubtful(s: Context, text: str) -> Turn | None:
    """DUNG and KHONG where nothing was asked."""
    t, plain = s.texts, fold(text).strip(" .!")
    if plain in RIGHT_OR_STOP:
        choices = (
            (ResumeDraft() if s.state.draft else NewReport()).labelled(t("doubt.go_on")),
            StopMessages().labelled(t("doubt.stop")),
        )
        return s.turn(Reply(t("doubt.dung"), choices, prompt=True))
    units = s.own_units()
    if plain in NONE and units:
        period = due_period(s, units[0])
        choices = (NothingToReport(units[0], period).labelled(t("doubt.nil")), NewReport().labelled(t("doubt.report")))
        text = t("doubt.khong", period=period_name(s, period), unit=s.unit_name(units[0]))
        return s.turn(Reply(text, choices, prompt=True))
    return None


def stop(s: Context, button: StopMessages | None = None) -> Turn:
    return s.turn(Reply(s.texts("mute.stopped")), Prefer(s.member.id, stopped=True))


def again(s: Context, button: ResumeMessages | None = None) -> Turn:
    return s.turn(Reply(s.texts("mute.again")), Prefer(s.member.id, stopped=False))


DONE = {
    "stop": stop,
    "again": again,
    "accents": preferences.accents,
    "plain": preferences.without,
    "mistaken": link_address.mistaken,
    "pin": borrowed_phone.give,
    "link": link_address.fresh,
    "settings": lambda s: preferences.settings(s, Settings()),
    "quiet": lambda s: preferences.quiet(s, QuietHours()),
}
ROUTE = Route(
    "words of a keypad",
    buttons={StopMessages: stop, ResumeMessages: again},
    always=(always,),
    phrases=(named,),
    free=(doubtful,),
)
