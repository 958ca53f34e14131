"""What a message is for: a report, or one of the other intents. Danger stands in front, behind a wish to get no more
messages; a report needs a figure or an event that is told."""

from __future__ import annotations

import re

from handlers.understand.emergency import is_danger
from handlers.understand.reader.reading import Talk
from handlers.understand.reader.told import Told

_NO_DANGER = re.compile(
    r"\bkhong (?:co |con |phat sinh |de xay ra |phat hien )+(?:\w+ ){0,3}?(?:te nan|tu diem|mai dam|ma tuy|nan nhan"
    r"|nguoi nghien)"
    r"|\bco bi \w+\b(?!.*\b(?:nhot|ban|giu)\b)"
    r"|\b(?:da )?(?:xoa|triet xoa|triet pha|giai tan) (?:duoc )?\d* ?(?:tu diem|diem)"
)
_ASKING = re.compile(
    r"\?|\b(?:bao nhieu|bao gio|khi nao|the nao|o dau a|la gi|chua(?: (?:a|chi|em|nhi|vay))?$|(?:duoc|dung|phai|roi"
    r"|nhan) (?:khong|chua)\b|khong(?: (?:a|chi|em|anh|vay|nhi|ad|ha))?$|hay (?:khong|chi|doi)|ha(?: (?:chi|em|anh"
    r"|ad))?$|(?:thang|ngay|ky|doi|xa|nam) nao\b(?! cung)|vay(?: (?:a|chi|em|anh))?$|may buoi|duoc may|ai chua|doi nao)"
)
_PAST = re.compile(r"\b(?:da|hom qua|hom nay|sang nay|toi qua|chieu qua|hom kia|vua|xong)\b")
_CRY = re.compile(
    r"\b(?:giup gap|cuu|tim tai|soc thuoc|lam sao bay gio|bi nhot|mat lien lac|ru sang|bao nhot|dang danh|bi danh)\b"
)
_FIRE = re.compile(r"\bnha (?:toi|em|chau|ben canh|hang xom) (?:dang )?(?:bi )?chay\b(?! xe| may| vay)")
_TIP = re.compile(
    r"\b(?:phan anh|to giac|bao tin|to cao)\b.*\b(?:chua|ban|tiem chich|hut|danh bac|mai dam|ma tuy|ban dam|tu diem)\b"
    r"|\b(?:de nghi|mong|yeu cau) (?:cac anh |cong an |doi |kiem tra|xu ly)"
)


_FOUND = ("stop", "help", "withdraw", "correction", "question", "chatter", "plan", "nil", "add", "wrong")


def intent_of(told: Told, talk: Talk | None) -> str:
    """One of INTENTS."""
    page, said = told.page, told.key
    found = {name: page.find("intent", (name,)) for name in _FOUND}
    counted = any(set(a.figures) for a in told.activities)
    after_report = talk is not None and talk.last_report is not None
    open_draft = talk is not None and bool(talk.open_draft or talk.open_question)
    free = " ".join(t.key for t, taken in zip(page.tokens, page.taken, strict=True) if taken != "place")
    asking = bool(_ASKING.search(free))
    if found["stop"] and not any(len(a.figures) > 1 and (a.date or a.period) for a in told.activities):
        return "stop"
    if _danger(told, counted):
        return "emergency"
    undo = any(page.key(h.start) in ("xoa", "huy", "rut", "bo") for h in found["withdraw"])
    if found["withdraw"] and (undo or not found["nil"]) and (after_report or not counted) and not _changes(said):
        return "withdraw"
    if after_report and not asking and not found["stop"] and _mends(told, talk):
        return "correction"
    if after_report and _is_correction(told, found, asking, talk):
        return "correction"
    if not open_draft and ((found["nil"] and _is_nil(told, counted)) or _says_none(told)):
        return "nil"
    if found["help"] and not counted and not (open_draft and told.amounts):
        return "help"
    if asking and not _reports(told) and not (open_draft and told.amounts and "?" not in said):
        return "question"
    if _is_plan(told, found["plan"]):
        return "plan"
    return _plain(told, talk, found, counted)


def _plain(told: Told, talk: Talk | None, found: dict, counted: bool) -> str:  # type: ignore[type-arg]
    """A report, or what is left."""
    if not any(token.word or token.digits for token in told.page.tokens):
        return "chatter" if told.page.tokens else "unclear"
    if found["chatter"] and not told.amounts and not any(s.strong or s.topics for s in told.segments):
        return "chatter"
    if counted or (told.activities and told.asks and (told.days or told.amounts)):
        return "report"
    if talk is not None and (talk.open_question or talk.open_draft):
        unsure = told.page.find("intent", ("unsure",))
        return "unclear" if unsure and len(told.page.tokens) <= 3 else "report"
    if (
        found["chatter"]
        and not told.activities
        and (told.page.key(0) in ("chuc", "cam", "da", "vang", "ok", "chao") or not told.amounts)
    ):
        return "chatter"
    if found["correction"] and (told.amounts or told.days) and not told.activities:
        return "correction"
    if found["question"]:
        return "question"
    if any(told.page.key(h.start) not in ("them", "bo") for h in found["correction"]) and not told.activities:
        return "correction"
    if found["chatter"] and not told.amounts:
        return "chatter"
    if found["chatter"] and not told.activities:
        return "chatter"
    return "unclear"


def _danger(told: Told, counted: bool) -> bool:
    """Danger, on the text without the names of units and places."""
    said = told.key
    if _NO_DANGER.search(said):
        return False
    text = list(told.page.text)
    for i, what in enumerate(told.page.taken):
        if what == "place":
            token = told.page.tokens[i]
            text[token.start : token.end] = " " * (token.end - token.start)
    danger = is_danger("".join(text)) or (is_danger(told.page.text) and bool(_CRY.search(said)))
    if not danger and _TIP.search(said) and not counted:
        return True
    danger = danger or bool(_FIRE.search(said))
    people = any(a.value and a.head in ("person", "student", "female") for a in told.amounts)
    shaped = people and bool(told.days) and any(s.topics for s in told.segments) and not _CRY.search(said)
    return danger and not (counted and _worked(told)) and not (shaped and bool(told.activities))


def _worked(told: Told) -> bool:
    """Whether counted work is told beside what sounds like danger."""
    strong = {h.name for s in told.segments for h in s.strong}
    calm = not re.search(r"\b(?:giup gap|cuu voi|cuu em|lam sao bay gio|so no)\b", told.key)
    return calm and bool(strong) and any(set(a.figures) for a in told.activities)


def _changes(said: str) -> bool:
    return bool(re.search(r"\b(?:doi|sua|thanh) \w+ ?thanh\b|\bsua thanh\b", said))


def _mends(told: Told, talk: Talk | None) -> bool:
    """Whether a short message has nothing but figures or topics of the last report."""
    last = talk.last_report if talk else None
    words = told.page.words.kinds.get(last.kind) if last else None
    if words is None or told.days or any(not s.alone for s in told.spots) or len(told.page.tokens) > 14:
        return False
    strong = {h.name for s in told.segments for h in s.strong} - {words.name}
    if strong:
        return False
    heads = [a.head for a in told.amounts if a.value is not None]
    if heads:
        known = all(h == "" or words.figures.get(h) for h in heads)
        return known and (any(heads) or len(told.page.tokens) <= 4)
    return bool(told.page.find("topic")) and len(told.page.tokens) <= 6


def _of_another(told: Told, talk: Talk | None) -> bool:
    """Whether the figures are of a kind of their own, which the last report has not."""
    last = talk.last_report if talk else None
    words = told.page.words.kinds.get(last.kind) if last else None
    heads = {a.head for a in told.amounts} - {"", "none", "piece"}
    alone = {h for kind in told.page.words.kinds.values() for h in kind.alone}
    return words is not None and bool(heads & alone) and not any(words.figures.get(h) for h in heads)


def _is_correction(told: Told, found: dict, asking: bool, talk: Talk | None) -> bool:  # type: ignore[type-arg]
    if asking and "?" in told.key:
        return False
    if told.amounts and _of_another(told, talk):
        return False
    if found["correction"]:
        new = [a for a in told.activities if set(a.figures) and a.kind]
        own = any(a.kind and len(a.figures) and (a.date or a.place) for a in new)
        fresh = (
            own
            and not found["wrong"]
            and all(h.name == "correction" and told.page.key(h.start) in ("them", "bo") for h in found["correction"])
        )
        return not fresh
    return bool(found["add"]) and bool(told.amounts)


def _is_nil(told: Told, counted: bool) -> bool:
    real = [a for a in told.activities if any(v.value for v in a.figures.values())]
    zero = [a for a in told.activities if a.figures and not any(v.value for v in a.figures.values())]
    said = any(amount.value for s in told.segments for amount in s.amounts if amount.head not in ("none", "skip"))
    return not real or (not said and not zero)


_NONE_WORDS = frozenset(
    ("khong", "chua", "co", "gi", "het", "anh", "a", "chi", "em", "doi", "bao", "cao", ":", ".", "ca", "nao")
)


def _says_none(told: Told) -> bool:
    """Whether nothing stands beside a period but a no: "tuần này ko có", "Báo cáo tháng 5: không"."""
    rest = [t.key for t, taken in zip(told.page.tokens, told.page.taken, strict=True) if taken != "date"]
    return (
        any(d.period or d.date for d in told.days) and bool({"khong", "chua"} & set(rest)) and set(rest) <= _NONE_WORDS
    )


def _reports(told: Told) -> bool:
    """Whether figures are told, and not only asked for."""
    events = {kind.event for kind in told.page.words.kinds.values()}
    main = [a for a in told.activities if set(a.figures) - events and (a.date or a.period or a.place)]
    return (
        bool(main)
        and "?" not in told.key[-3:]
        and bool(_PAST.search(told.key) or any(len(a.figures) > 1 for a in main))
    )


def _is_plan(told: Told, plans: list) -> bool:  # type: ignore[type-arg]
    page = told.page
    plans = [
        h
        for h in plans
        if page.taken[h.start] not in ("place", "code", "personal")
        and not page.is_name(h.start)
        and not page.covered(h, ("topic",))
    ]
    ahead = bool(plans) or (bool(page.find("kind.strong")) and any(d.sort == "ahead" for d in told.days))
    coming = any(d.name == "future" for d in told.days) and not any(d.date or d.period for d in told.days)
    if coming and page.find("kind.strong") and not told.amounts:
        return True
    if not ahead:
        return False
    first = told.page.tokens[0].start if told.page.tokens else 0
    worked = any(a.figures and (a.date or a.period) for a in told.activities) and first >= 0
    return not worked
