"""What a number can be for a kind, and which kind a segment speaks of."""

from __future__ import annotations

from handlers.understand.reader.deeds.breaks import HARD
from handlers.understand.reader.deeds.segments import Segment
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.context import FEW
from handlers.understand.reader.numbers.heads import stands_alone
from handlers.understand.reader.page import Page

_NAMED, _LONGER, _LATER = 3.0, 0.6, 0.01  # of a strong word; a word of it more; a token later
_WEAK, _BESIDE, _ALONE, _ALSO, _COUNTED, _LIKE, _SHARE = 1.0, 0.4, 4.0, 2.0, 1.2, 0.6, 0.8
_SURE, _CHANGED, _MEANT = 1.0, 2.0, 2.5


def role_of(page: Page, kind: str, amount: Amount) -> str:
    """The figure of a kind that an amount is."""
    if kind not in page.words.kinds:
        return ""
    words = page.words.kinds[kind]
    if amount.of is not None and words.ratio and amount.head in ("", *page.words.people):
        return words.ratio[0]
    if amount.head in ("", "piece"):
        told = any(h.start < amount.start < h.end and h.name == kind for h in page.turns)  # "gửi cả 4 đi xét nghiệm"
        told = told and words.main.startswith("persons")
        plain = amount.head == "" and (
            amount.times or amount.per or amount.share or amount.total or told or stands_alone(page, amount)
        )
        called = (
            amount.head == "" and words.main == "participants" and page.key(amount.end) in page.words.sets["called"]
        )
        plain = plain or (called and (amount.value or 0) > FEW)  # "ngồi lại 19 anh"
        return words.main if plain or words.main in ("items",) else ""
    if amount.total and words.whole and words.figures.get(amount.head) == words.main:
        return words.whole
    if amount.head in page.words.people and amount.after and words.figures.get("need"):
        noun = page.longest(amount.end, "head", page.words.people)
        if noun is not None and page.longest(noun.end, "head", ("need",)):
            return words.figures["need"]  # "6 anh em có nhu cầu tìm việc"
    if amount.head == "agreed" and not words.agreed and page.longest(amount.end, "head", page.words.people):
        return words.figures.get("person", "")  # "2 chị đồng ý làm xét nghiệm"
    if words.agreed and amount.head in (*page.words.people, "household", "case") and _agrees(page, amount):
        return words.figures[words.agreed]
    return words.figures.get(amount.head, "") or words.figures.get(page.words.like.get(amount.head, ""), "")


def _agrees(page: Page, amount: Amount) -> bool:
    """ "3 người nghe ra và đồng ý đi", "vận động được 2 người đi cai": they were won over."""
    asked = page.ending(amount.start, "kind:strong") or page.ending(amount.start, "kind:weak")
    for n in range(amount.end, amount.end if asked else min(amount.end + 9, len(page.tokens))):
        if page.taken[n] == "number" or page.key(n) in HARD | page.words.sets["refuses"]:
            break
        if page.longest(n, "head", ("agreed",)):
            return True
    said = " ".join(page.key(n) for n in range(max(0, amount.start - 4), min(amount.end + 9, len(page.tokens))))
    later = any(h.start > amount.end for h in page.find("head", ("agreed",)))
    return page.words.looks_of["won"].search(said) is not None and not later


def counts(page: Page, kind: str, head: str) -> bool:
    figures = page.words.kinds[kind].figures
    return head in figures or page.words.like.get(head, "") in figures


def implied(page: Page, amount: Amount) -> str:
    """The kind that a noun makes without any other word."""
    return next((k.name for k in page.words.kinds.values() if amount.head in k.alone), "")


def opens(page: Page, segment: Segment) -> bool:
    """Whether a segment begins a sentence, or goes on with "và"."""
    if page.longest(segment.start, "number", ("besides",)) or page.taken[segment.start] == "item":
        return True
    return page.key(segment.start) in HARD or page.key(segment.start) in page.words.sets["joins"] - {","}


def _of_its_own(segment: Segment) -> bool:
    """Whether a talk is one besides the meeting before it: another day or place, or what only a talk has."""
    heads = ("session", "leaflet", "person", "student", "female", "turn")
    return bool(segment.days or segment.spots) or any(a.head in heads for a in segment.amounts)


def kind_of(page: Page, segment: Segment, now: str) -> str:
    """The kind that a segment's words and figures speak of most; "" where it goes on with `now`, the one before."""
    scores: dict[str, float] = {}
    for hit in segment.strong:
        if hit.name in page.words.kinds:
            scores[hit.name] = max(
                scores.get(hit.name, 0), _NAMED + _LONGER * (hit.end - hit.start) - _LATER * hit.start
            )
    for kind in [k for k in scores if page.words.kinds[k].yields and len(scores) > 1]:
        del scores[kind]  # "hỗ trợ 6 người sau cai học nghề"
    for hit in segment.weak:
        first = hit.start - segment.start <= 3 or page.key(hit.start - 1) == ":"
        if hit.name in page.words.verbs and first and opens(page, segment):
            scores[hit.name] = max(scores.get(hit.name, 0), _NAMED)
    heads = {a.head for a in segment.amounts if a.value is not None}
    for hit in segment.weak:
        weak = _WEAK if now in ("", hit.name) else _BESIDE
        if page.words.kinds[hit.name].alone and page.words.kinds[hit.name].verb and not heads & page.words.sets["seen"]:
            continue
        scores[hit.name] = scores.get(hit.name, 0) + (weak if hit.name not in scores else 0)
    for head in heads:
        counted = bool(now) and counts(page, now, head)
        counted = counted or any(score >= _NAMED and counts(page, kind, head) for kind, score in scores.items())
        for kind in page.words.kinds.values():
            if head in kind.alone and not counted:
                scores[kind.name] = scores.get(kind.name, 0) + (_ALONE if kind.name not in scores else _ALSO)
            elif kind.name in scores and head in kind.figures:
                scores[kind.name] += _COUNTED
            elif kind.name in scores and head in page.words.like:
                scores[kind.name] += _LIKE * (page.words.like[head] in kind.figures)
    for amount in segment.amounts:
        for kind in scores:
            scores[kind] += _SHARE if amount.of is not None and page.words.kinds[kind].ratio else 0
    best = max(scores, key=lambda k: scores[k], default="")
    if best and scores[best] < _SURE and now:
        return ""
    told = [h for h in (*segment.strong, *segment.weak) if h.name == best]
    only_about = all(page.key(h.start) in page.words.sets["about_words"] for h in told)
    if best == page.words.talk and now not in ("", best) and only_about and not heads and not opens(page, segment):
        return ""  # "tư vấn cho 8 người, nói về …"
    if now and best == page.words.talk and page.words.kinds[now].holds and not _of_its_own(segment):
        return ""  # "CLB sinh hoạt 20 người, nói về phòng tái nghiện"
    accepted = bool(now) and all(role_of(page, now, a) for a in segment.amounts)
    nouns = all(page.longest(h.start, "head") for h in segment.weak if h.name == best)
    if best and accepted and nouns and not segment.strong and not heads & page.words.kinds[best].alone:
        return ""  # "37 người đến 06 buổi" goes on with what was told
    if best and now and best != now and not segment.strong and scores[best] < _MEANT:
        only_weak = not any(h in page.words.kinds[best].alone for h in heads) and scores[best] < _CHANGED
        return "" if accepted or only_weak else best
    return best
