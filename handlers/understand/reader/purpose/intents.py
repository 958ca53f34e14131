"""What a message is for: a report, or one of the other intents. Danger stands in front, behind a wish to get no more
messages; a report needs a figure or an event that is told."""

from __future__ import annotations

from collections.abc import Callable

from handlers.understand.reader.deeds.segments import plans_of
from handlers.understand.reader.purpose import questions
from handlers.understand.reader.purpose.danger import in_danger
from handlers.understand.reader.purpose.mending import mends
from handlers.understand.reader.purpose.signs import Signs
from handlers.understand.reader.reading import Talk
from handlers.understand.reader.told import Told

_ENDS = (".", "!", "\n", ";")
_PAUSES = (*_ENDS, ",", "-", "con")
_NONE_WORDS = frozenset("khong chua co gi het anh a chi em doi bao cao : . ca nao nay thi".split())
_NO_FIGURE = ("none", "skip", "")


def intent_of(told: Told, talk: Talk | None) -> str:
    """One of INTENTS."""
    signs = Signs(told, talk or Talk())
    return next((intent for intent, holds in _ORDER if holds(signs)), "unclear")


def about_of(told: Told, intent: str) -> str:
    """What a question or a call for help is about; "yes" or "no" of a short answer, "hello" of a greeting."""
    signs = Signs(told, Talk())
    if intent == "question":
        return questions.about_of(signs)
    if intent == "help":
        return "whom" if signs.tells("whom") else "how"
    if intent == "chatter":
        return next((name for name in ("yes", "no", "hello") if signs.tells(name)), "")
    return ""


def _stop(signs: Signs) -> bool:
    mended = signs.last is not None and signs.values() and signs.tells("amiss")  # "nhầm số rồi, 3 người"
    return signs.tells("stop") and not (signs.solid or mended) and not (signs.in_draft and signs.tells("no"))


def _put_off(signs: Signs) -> bool:
    """ "hoãn buổi hôm qua, dời sang mai": no cancelling, a plan."""
    ahead = any(d.sort == "ahead" or d.name == "future" for d in signs.told.days)
    return signs.tells("moved") and ahead and not (signs.tells("deadline") or signs.tells("move"))


def _withdraw(signs: Signs) -> bool:
    if not signs.tells("withdraw") or signs.tells("changes") or signs.tells("how_asked"):
        return False
    if signs.last is not None and signs.values() and signs.tells("old_number"):
        return False  # "số cũ bỏ đi, lấy 52"
    undone = signs.tells("cancels") or not signs.tells("nil")
    return undone and (signs.last is not None or not signs.counted) and not signs.tells("takes_out")


def _nil(signs: Signs) -> bool:
    if (signs.asks and "?" in signs.told.key) or signs.topic_asked() in questions.NO_NIL:
        return False
    if signs.tells("help") and not signs.told.days:
        return False  # "bấm mãi không được, ai giúp với"
    if _says_none(signs) or _zero(signs):
        return not signs.in_draft
    return not signs.in_draft and signs.tells("nil") and _nothing_counted(signs) and not signs.tells("asking_strongly")


def _nothing_counted(signs: Signs) -> bool:
    told = signs.told
    real = [a for a in told.activities if any(v.value for v in a.figures.values())]
    zero = [a for a in told.activities if a.figures and not any(v.value for v in a.figures.values())]
    if sum(bool(a.value) and a.head in ("person", "household", "place") for a in told.amounts) > 1 and signs.strong:
        return False  # "2 nhà gật đầu, 4 nhà đóng cửa"
    said = any(amount.value for s in told.segments for amount in s.amounts if amount.head not in ("none", "skip"))
    return not real or (not said and not zero)


def _zero(signs: Signs) -> bool:
    """ "0 buổi tháng 5": every count is none, and nothing else is told."""
    counts = [a for a in signs.told.amounts if a.head not in _NO_FIGURE]
    events = ("session", "case", "turn", "time", "term", "person")
    nothing = bool(counts) and all(a.value == 0 and a.head in events for a in counts)
    return nothing and bool(signs.told.days) and len(counts) == 1 and len(signs.told.page.tokens) < 12


def _says_none(signs: Signs) -> bool:
    """Whether nothing stands beside a period but a no: "tuần này ko có", "Báo cáo tháng 5: không"."""
    page = signs.told.page
    rest = {t.key for t, taken in zip(page.tokens, page.taken, strict=True) if taken != "date"}
    dated = any(d.period or d.date for d in signs.told.days)
    return dated and bool({"khong", "chua"} & rest) and rest <= _NONE_WORDS


def _help(signs: Signs) -> bool:
    if signs.counted or any(a.value is not None and a.head not in ("none", "skip") for a in signs.told.amounts):
        return False
    if signs.tells("future") and signs.told.page.find("topic"):
        return False  # "dinh noi ca hiv cho chi em": no "chỉ em"
    sure = signs.tells("help") or signs.tells("whom")
    return sure or (signs.tells("how_to") and not signs.topic_asked())


def _question(signs: Signs) -> bool:
    if _too_short(signs):
        return False
    if signs.in_draft and signs.values() and "?" not in signs.told.key:
        return False
    if signs.tells("in_picture") and "?" not in signs.told.key:
        return False
    if signs.asks:
        return not _told_beside(signs) and not (_friendly(signs) and not signs.topic_asked())
    if signs.counted or signs.counts or signs.asked:
        return False
    if signs.tells("asking_weakly"):
        return not _friendly(signs)
    if signs.topic_asked() or signs.told.page.find("intent", ("question",)):
        certain = signs.topic_asked() not in questions.MAY_BE_PLANS
        return certain or not _ahead(signs) or signs.tells("asking_strongly")
    return questions.only_days(signs) or questions.is_part(signs)


_REAL = ("person", "student", "female", "session", "leaflet", "turn", "place", "household", "money")


def _friendly(signs: Signs) -> bool:
    """ "chị ăn cơm chưa": asked, but nothing of the work."""
    strong = any(h.end - h.start > 1 for h in signs.strong)
    return signs.tells("chatter") and not (strong or signs.counts or signs.told.page.find("topic"))


def _told_beside(signs: Signs) -> bool:
    """Whether figures are told, and not only asked for: a question in a sentence of its own, or none at the end."""
    told = signs.told
    if not signs.solid:
        return False
    events = {kind.event for kind in told.page.words.kinds.values()}
    main = [a for a in told.activities if set(a.figures) - events and (a.date or a.period or a.place)]
    if not main:
        return False
    last = max((a.end for a in told.amounts if a.head not in _NO_FIGURE), default=0)
    first = min((start for start, _ in told.page.tells("asking")), default=0)
    apart = first > last and signs.between(last, first, _ENDS) and signs.strong
    past = signs.tells("past") or signs.tells("unsure") or any(len(a.figures) > 1 for a in main)
    return bool(apart) or ("?" not in told.key[-3:] and past)


def _ahead(signs: Signs) -> bool:
    """Whether what is told is still to come."""
    page = signs.told.page
    days = signs.told.days
    future = any(d.name == "future" for d in days) and not any(d.date or d.period for d in days)
    dated = any("/" in page.typed(d.start, d.end) and page.key(d.end) not in ("nay", "toi") for d in days)
    named = not dated and not signs.tells("past")  # "thứ 6 này", "30/4 này"
    future = future and (named or not (signs.counted or signs.values(_REAL)) or signs.tells("calls"))
    work = bool(page.find("kind:strong") or page.find("kind:weak"))
    coming = future or any(d.sort == "ahead" for d in days)
    return (
        bool(plans_of(signs.told.page, signs.told.days))
        or signs.tells("later")
        or signs.tells("future")
        or (work and coming)
    )


def _plan(signs: Signs) -> bool:
    if _friendly(signs) or (signs.asked and signs.tells("none_said")):
        return False
    return _ahead(signs) and (signs.tells("later") or not _worked(signs))


def _worked(signs: Signs) -> bool:
    """Whether work is told that is done, before what is still to come."""
    told = signs.told
    if any(a.figures and (a.date or a.period) for a in told.activities):
        return True
    plans = [h.start for h in plans_of(signs.told.page, signs.told.days)] + [s for s, _ in told.page.tells("future")]
    plans += [d.start for d in told.days if d.sort == "ahead"]
    first = min(plans, default=0)
    strong = any(h.start < first for h in told.page.find("kind:strong"))
    counted = any(a.start < first and a.head in _REAL for a in told.amounts)
    if strong and counted and told.page.key(first - 1) in _PAUSES:
        return True
    done = any(d.start < first and (d.date or d.sort == "unclear") for d in told.days if d.name != "future")
    work = [h.start for h in told.page.find("kind:strong")] + [a.start for a in told.amounts if a.head in _REAL]
    return done and any(start < first for start in work)


def _gives_up(signs: Signs) -> bool:
    """ "không nhớ", "để mai xem lại": what was asked is not told."""
    told = signs.told
    given = {
        "date": any(d.date for d in told.days), "place": bool(told.spots), "topics": bool(told.page.find("topic"))
    }  # fmt: skip
    unsure = signs.tells("unsure") and not (signs.tells("asking_strongly") or signs.tells("none_said"))
    return bool(signs.asked) and unsure and not given.get(signs.asked, signs.values())


def _answer(signs: Signs) -> bool:
    """Something is said while a question is open."""
    told = signs.told
    if not signs.in_draft or not any(t.word or t.digits for t in told.page.tokens):
        return False
    return bool(signs.asked or told.activities or told.days or told.amounts or told.spots) and not signs.tells("yes")


def _report(signs: Signs) -> bool:
    told = signs.told
    if not any(token.word or token.digits for token in told.page.tokens):
        return False
    if _friendly(signs):
        return False
    if any(a.figures for a in told.activities) or (told.activities and told.asks and (told.days or told.amounts)):
        return True
    work = told.page.find("kind:weak") or told.page.find("topic")
    return bool(told.amounts or told.days or told.spots) and bool(signs.strong or (work and told.days))


def _chatter(signs: Signs) -> bool:
    page = signs.told.page
    if not any(token.word or token.digits for token in page.tokens):
        return any(len(t.key.encode()) > 2 for t in page.tokens)  # a picture
    return signs.tells("chatter") or signs.tells("yes") or signs.tells("no")


def _loose_question(signs: Signs) -> bool:
    return not _too_short(signs) and (signs.asks or bool(signs.told.page.find("intent", ("question",))))


def _too_short(signs: Signs) -> bool:
    """ "hả?", "gì vậy": nothing can be answered."""
    words = [t for t in signs.told.page.tokens if t.word or t.digits]
    return len(words) < 2 or (len(words) == 2 and signs.tells("asking_weakly") and not signs.topic_asked())


def _loose_correction(signs: Signs) -> bool:
    hits = signs.told.page.find("intent", ("correction",))
    return any(signs.told.page.key(h.start) not in ("them", "bo") for h in hits) and not signs.told.activities


_ORDER: tuple[tuple[str, Callable[[Signs], bool]], ...] = (
    ("stop", _stop),
    ("emergency", lambda signs: in_danger(signs.told)),
    ("plan", _put_off),
    ("withdraw", _withdraw),
    ("correction", mends),
    ("nil", _nil),
    ("unclear", _gives_up),
    ("help", _help),
    ("question", _question),
    ("plan", _plan),
    ("report", _answer),
    ("report", _report),
    ("correction", _loose_correction),
    ("chatter", _chatter),
    ("question", _loose_question),
)
"""The first that holds."""
