"""Whether a message mends what was reported before."""

from __future__ import annotations

from handlers.understand.reader.purpose.signs import Signs

_SMALL = ("them", "bo", "bo sung", "nua")
_SHORT, _FEW = 14, 6


def mends(signs: Signs) -> bool:
    """Whether a message changes the last report, or the draft that is open."""
    if signs.last is None or (signs.tells("stop") and not signs.values()):
        return False
    if signs.asked and (_answers(signs) or not _says_so(signs)):
        return False
    asks = signs.asks and ("?" in signs.told.key or signs.tells("asking_strongly"))
    if asks and not (_says_so(signs) and "?" not in signs.told.key):
        return False
    if signs.talk.last_report is None and _of_a_draft(signs):
        return True
    return _only_parts(signs) or _corrects(signs)


def _of_a_draft(signs: Signs) -> bool:
    """A no to what is shown with something else, or a day, a place or a topic alone."""
    told = signs.told
    parts = [*told.spots, *(d for d in told.days if d.date), *told.page.find("topic")]
    if signs.tells("refuses"):
        return bool(parts or told.amounts)
    return bool(parts) and not (signs.values() or signs.strong or signs.tells("chatter") or signs.tells("future"))


def _says_so(signs: Signs) -> bool:
    return signs.tells("mends_only")


def _answers(signs: Signs) -> bool:
    """Whether what was asked is told."""
    told = signs.told
    given = {"date": told.days, "place": told.spots, "topics": told.page.find("topic")}.get(signs.asked, told.amounts)
    return bool(given)


def _only_parts(signs: Signs) -> bool:
    """A short message with nothing but figures or topics of the last report."""
    told, words = signs.told, signs.words_of_last()
    if words is None or told.days or any(not s.alone for s in told.spots) or len(told.page.tokens) > _SHORT:
        return False
    if signs.asks or {h.name for h in signs.strong} - {words.name}:
        return False
    heads = [a.head for a in told.amounts if a.value is not None]
    if heads:
        known = all(h == "" or words.figures.get(h) for h in heads)
        return known and (any(heads) or len(told.page.tokens) <= 4)
    return bool(told.page.find("topic")) and len(told.page.tokens) <= _FEW and not signs.tells("chatter")


def _corrects(signs: Signs) -> bool:
    told = signs.told
    if _beside(signs) and not signs.tells("amiss"):
        return False
    if signs.values() and _of_another(signs):
        return False
    nothing = signs.tells("none_of") and not (signs.values() or signs.strong)
    if nothing or signs.tells("takes_out") or _contrasts(signs):
        return True
    if signs.tells("correction") or signs.tells("adds_to") or _says_so(signs):
        own = any(a.kind and a.figures and (a.date or a.place) for a in told.activities)
        own = own and not (signs.tells("adds_to") and not told.days)  # "cộng thêm 15 tờ rơi phát ở bến đò nữa"
        return not (own and not signs.tells("wrong") and not _says_so(signs))
    return signs.tells("add") and signs.values()


def _contrasts(signs: Signs) -> bool:
    """Whether a value of the last report is said beside another for the same: "120 bao, 100 là của tuần trước"."""
    words, last = signs.words_of_last(), signs.last
    if words is None or last is None or signs.strong:
        return False
    said = [(words.figures.get(a.head, ""), a.value) for a in signs.told.amounts if a.value is not None]
    known = [(name, v.value) for name, v in last.figures.items() if name != words.event]
    return any(
        role in (name, "") and value == old and any(r in (name, "") and v != old for r, v in said)
        for name, old in known for role, value in said
    )  # fmt: skip


def _beside(signs: Signs) -> bool:
    """Whether work of another kind is told beside: "quên, hôm ấy còn phát loa 1 bài"."""
    strong = {h.name for h in signs.strong}
    return bool(strong) and signs.last is not None and signs.last.kind not in strong and signs.values()


def _of_another(signs: Signs) -> bool:
    """Whether the figures are of a kind of their own, which the last report has not."""
    words = signs.words_of_last()
    heads = {a.head for a in signs.told.amounts} - {"", "none", "piece"}
    alone = {h for kind in signs.told.page.words.kinds.values() for h in kind.alone}
    return words is not None and bool(heads & alone) and not any(words.figures.get(h) for h in heads)
