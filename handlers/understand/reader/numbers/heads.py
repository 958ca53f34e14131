"""What a number counts: the noun behind it, or the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understand.number_words import read_words
from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.page import Page

if TYPE_CHECKING:
    from handlers.understand.reader.numbers.amount import Amount

_WITH = frozenset(("cho", "duoc", "voi", "them", "va", ",", "them", "co", "rieng"))
_LINE_STARTS, _LABEL = frozenset(("\n", ";", ".", "-", "+", "*", "•", "|")), 16
_MOST = 20_000  # as a number without a noun
_YEARS = range(2015, 2041)
TEAM = 20  # so many go out together at most


def state(page: Page, start: int) -> str:
    """Whether it is said how many there are by now: "thế là có 2"."""
    for at in range(start, max(0, start - 3), -1):
        hit = page.ending(at, "head", ("active",))
        if hit is not None:
            return hit.name
    return ""


def linked_before(page: Page, start: int) -> tuple[Hit | None, float]:
    """The noun before a number, and how far it is: "tờ rơi: 600", "số người dự là 54"."""
    at, links = start, page.words.sets["links"]
    if page.key(at - 1) == "|" and (cell := _first_cell(page, at - 1)) is not None:
        return cell, 0.1
    if page.key(at - 1) == ":" and (label := _labelled(page, at - 1)) is not None:
        return label, 0.1
    colon = False
    while at > 0 and page.key(at - 1) in links and start - at < 4 and not page.taken[at - 1]:
        if page.ending(at, "head") is not None and not (page.key(at - 1) == "co" and not page.tokens[at - 1].mark):
            break  # "co 2" is "có 2", no "cô"
        colon = colon or page.key(at - 1) in (":", "=", "|")
        at -= 1
    hit = page.ending(at, "head")
    if hit is None or hit.name in ("none", "piece") or not page.free(hit.start, hit.end):
        return None, 0
    if page.covered(hit, ("kind:strong", "topic")) or any(
        page.covered(hit, ("number",), n) for n in ("no_noun", "total")
    ):
        return None, 0
    if page.key(hit.start) == "ho" and page.key(hit.start - 1) in page.words.sets["counts_for"]:
        return None, 0  # "điểm danh hộ được 57"
    # Of "người nữ: 20" the number needs only "nữ": "130 người, nữ: 20".
    short = [
        h for n in range(hit.start, at) for h in page.hits[n] if h.end == at and (h.group, h.name) == ("head", hit.name)
    ]
    return short[
        -1
    ] if short and hit.name != "handled" else hit, 0.1 if colon and at == start - 1 else 0.4 if at < start else 0.6


def thing_before(page: Page, start: int) -> str:
    """What is counted by pieces further on: "băng rôn dọc bờ kè cả thảy 12 cái", "áp phích về HIV, 18 tờ"."""
    seen, things = page.words.sets["seen"], page.words.sets["things"]
    for at in range(start, max(0, start - 12), -1):
        counted = page.taken[at - 1] == "number" and not page.longest(at, "head", page.words.people)
        if page.key(at - 1) in (".", ";", "\n") or counted:
            return ""
        hit = page.ending(at, "head", things)
        if hit is not None:
            joint = hit.start - (page.key(hit.start - 1) in (",", "va", "/"))
            other = page.ending(joint, "head", seen)
            return "mixed" if other is not None else "" if page.taken[hit.start - 1] == "number" else hit.name
    return ""


def _labelled(page: Page, end: int) -> Hit | None:
    """What a line that begins with "số …" counts: "- Số buổi sinh hoạt chuyên đề cho học sinh: 03"."""
    start = end
    while start > 0 and page.key(start - 1) not in _LINE_STARTS and end - start < _LABEL:
        start -= 1
    counts = page.key(start) in ("so", "tong") or page.said_at(start, "tong so")
    if not counts or page.taken[start] or any(page.taken[i] == "number" for i in range(start, end)):
        return None
    hits = [h for i in (start, start + 1, start + 2) for h in heads_at(page, i) if h.end <= end]
    first = next((h for h in hits if h.name not in ("none", "piece")), None)
    return first if first is not None and first.end < end else None


def _first_cell(page: Page, end: int) -> Hit | None:
    """What a line of a table counts, which its first cell says: "Buổi truyền thông ma túy | 4"."""
    start = end
    while start > 0 and page.key(start - 1) not in ("\n", "|"):
        start -= 1
    if page.key(start - 1) == "|":
        start -= 1
        numbered = page.tokens[start - 1].digits and page.key(start - 2) in ("", "\n", "|")
        if not numbered or (page.key(start - 2) == "|" and page.key(start - 3) not in ("", "\n")):
            return None  # a row of several numbers; not the number of the line
    hits = [h for i in range(start, end) for h in heads_at(page, i) if h.end <= end]
    return hits[0] if hits and hits[0].name not in ("none", "piece", "commune", "place") else None


def unsure_fine(page: Page, hit: Hit) -> bool:
    """Whether "phat" without its mark may be "phát" as well as "phạt"."""
    return (
        hit.end - hit.start == 1
        and page.key(hit.start) in page.words.sets["unsure_noun"]
        and not page.tokens[hit.start].mark
    )


def handed_out(page: Page, start: int) -> bool:
    """Whether what was handed out is counted: "phát được 350"."""
    for at in range(start, max(0, start - 4), -1):
        if page.ending(at, "number", ("handed_out",)) is not None:
            return True
        if page.key(at - 1) not in page.words.sets["links"] or page.taken[at - 1]:
            return False
    return False


def heads_at(page: Page, i: int) -> list[Hit]:
    """All head nouns at a token, the longest first."""
    hits = [h for h in page.hits[i] if h.group == "head" and page.free(i, h.end)] if i < len(page.hits) else []
    return sorted(hits, key=lambda h: -h.end)


def head_after(page: Page, end: int) -> Hit | None:
    """The head noun behind a number: the nearest that says most ("86 em học sinh")."""
    end += page.key(end) in page.words.sets["some_of"] and _people_at(page, end + 1)  # "30 bậc phụ huynh"
    hit = best_head(page, end) or _who_came(page, end)
    if hit is None or _calls(page, hit) or _next_of(page, hit):
        return None
    nearer = best_head(page, hit.end)
    if nearer is not None and page.taken[hit.end] == "":
        if (hit.name == "piece" and nearer.name != "none") or (
            hit.name in ("person", "turn") and nearer.name in ("student", "female", "case")
        ):
            return nearer
        if hit.name in ("place", "household", "none") and nearer.name == "violation":  # not "6 quán phát hiện 1 quán"
            return hit if page.taken[nearer.end : nearer.end + 1] == ["number"] else nearer
        if hit.name == "household" and nearer.name == "agreed":
            return nearer
        if nearer.name == "female" and hit.name == "person" and counted_next(page, nearer.end):
            return hit  # "30 người dự, nữ 09"
        later = page.key(nearer.start) in page.words.sets["part_of_day"] and page.tokens[nearer.end : nearer.end + 1]
        if later and later[0].digits:
            return hit  # "39 người, chiều 59"
        if hit.name in ("person", "victim") and nearer.name in ("agreed", "identified", "file"):
            return nearer
        if hit.name in ("model", "none", "commune") and nearer.name == "active":
            return nearer
        if hit.name == "person" and nearer.name == "need":
            return hit
    if hit.name == "person" and page.key(hit.end) == "la" and page.key(hit.end + 1) == "nu":
        return page.longest(hit.end + 1, "head")
    return hit


def _who_came(page: Page, end: int) -> Hit | None:
    """Those who listen or take part, in words that the lexicon does not have: "25 mẹ bỉm ngồi nghe"."""
    for at in range(end, min(end + 4, len(page.tokens))):
        if at > end and page.key(end) != "moi" and page.longest(at, "number", ("attends",)):
            return Hit(end, at, "head", "person")
        if not page.tokens[at].word or page.taken[at] or best_head(page, at):
            return None
    return None


def _people_at(page: Page, at: int) -> bool:
    hit = best_head(page, at)
    return hit is not None and hit.name in page.words.people


def _next_of(page: Page, hit: Hit) -> bool:
    """Whether the noun begins the next of several: "kỳ đầu 19 | kỳ sau 22"."""
    which = page.key(hit.end) in page.words.sets["which"] and hit.name in ("session", "term", "none")
    return which and hit.end + 1 < len(page.tokens) and page.tokens[hit.end + 1].digits


def counted_next(page: Page, at: int) -> bool:
    """Whether a number stands behind a noun that counts it, and no noun of people of its own."""
    at += page.key(at) in (":", "=")
    noun = best_head(page, at + 1)
    return page.taken[at : at + 1] == ["number"] and (noun is None or noun.name not in page.words.people)


def _calls(page: Page, hit: Hit) -> bool:
    """Whether "chị", "anh", "em" behind a number is who is spoken to: "60 chị nhé", or "hộ" asks for help."""
    if page.key(hit.start) == "ho" and page.key(hit.start + 1) in page.words.sets["after_help"]:
        return hit.end - hit.start == 1 and page.tokens[hit.start + 1].mark != "co2"  # "3 hộ có người nghiện"
    if (
        page.key(hit.start) not in ("chi", "anh", "em", "ad", "bac", "co", "chau", "nha", "chu")
        or hit.end - hit.start > 1
    ):
        return False
    pupils = page.find("head", ("student",)) or _pupils_beside(page, hit)
    if page.key(hit.start) in page.words.sets["youth"] and pupils:
        return False
    counted = page.key(hit.start - 2) == "cho" or page.longest(hit.end, "kind:strong")  # "cho 120 cháu."
    if page.key(hit.start) != "nha" and (worked_with(page, hit.start) or counted):
        return False
    if page.key(hit.start) == "nha":
        token = page.tokens[hit.start]
        return token.mark == "nha" or (
            not token.mark and page.key(hit.end) in ("", "chi", "em", "anh", "ad", ",", ".", "!")
        )
    short = page.tokens[hit.start].end - page.tokens[hit.start].start == 1
    after = page.key(hit.end)
    if (after == "voi" and page.tokens[hit.end + 1 : hit.end + 2] and page.tokens[hit.end + 1].digits) or after == ",":
        return short and after != ","
    if after == "," and page.key(hit.start) in ("em", "chau", "bac", "co") and not short:
        return False
    return short or ((not after or after in page.words.sets["after_call"]) and not page.tokens[hit.start].glued)


def _pupils_beside(page: Page, hit: Hit) -> bool:
    """ "8 thầy cô và 230 em" at a school; not "trưa 11 em với các chị"."""
    token, sets = page.tokens[hit.start], page.words.sets
    beside = page.key(hit.start - 2) in sets["joins"] | sets["links"] and page.key(hit.end) != "voi"
    return page.at_school and beside and token.end - token.start > 1


def worked_with(page: Page, start: int) -> bool:
    """Whether those are counted whom the work was with: "tư vấn 5 chị", "gặp 2 anh, 3 chị"."""
    at, calls = start, page.words.sets["called"]
    while at > 0 and (page.taken[at - 1] == "number" or page.key(at - 1) in calls | _WITH):
        if page.key(at - 1) in calls and page.taken[at - 2 : at - 1] != ["number"]:
            break
        at -= 1
    topic, kinds = page.ending(at, "topic"), page.words.kinds
    if topic is not None and at < start:
        at = topic.start - (page.key(topic.start - 1) == "ve")  # "tư vấn về HIV cho 5 chị"
    hit = page.ending(at, "kind:strong") or page.ending(at, "kind:weak")
    of_people = hit is not None and kinds[hit.name].figures.get("person", "").startswith("persons")
    return at < start and (of_people or page.key(at - 1) in page.words.sets["met"])


def best_head(page: Page, i: int) -> Hit | None:
    """The longest head noun at a token."""
    hits = [h for h in page.hits[i] if h.group == "head" and page.free(i, h.end)] if i < len(page.hits) else []
    if i < len(page.tokens) and page.key(i) in page.words.sets["called"]:
        longer = [h.end for h in page.hits[i] if h.group in ("kind:strong", "kind:weak", "topic")]
        hits = [h for h in hits if h.end >= max(longer, default=0)]  # "1 chủ đề"
    if i < len(page.tokens) and page.key(i) in page.words.sets["unsure_noun"] and not page.tokens[i].mark:
        if page.key(i) == "ban" and (
            worked_with(page, i)
            or any(h.start - 3 < i < h.end for h in page.turns)
            or page.longest(i + 1, "kind:strong")
        ):
            return page.longest(i, "head", ("person",))  # "tư vấn 4 bạn", "7 bạn vào học nghề"
        thing, kinds = page.longest(i, "head", page.words.sets["things"]), page.words.kinds
        longer = any(h.end > i + 1 for h in hits)  # "37 bao ve" are guards
        if (
            thing is not None
            and (thing.end > i + 1 or not longer)
            and any(thing.name in kinds[name].alone for name in page.turned_to)
        ):
            return thing  # "đưa 90 bao"
        named = best_head(page, i + 1) if page.key(i) in page.words.sets["youth"] else None
        hits = [h for h in hits if h.end - i > 1 or (named is not None and named.name in page.words.people)]
    best = max(hits, key=lambda h: (h.end, h.name not in ("none", "piece")), default=None)
    other = page.longest(i, "number", ("no_noun",))
    return None if best is not None and other is not None and other.end > best.end else best


def stands_alone(page: Page, amount: Amount) -> bool:
    """Whether a number without a noun has nothing unexplained on either side."""
    return _explained_before(page, amount) and explained_after(page, amount.end)


def _explained_before(page: Page, amount: Amount) -> bool:
    if amount.value is not None and (amount.value > _MOST or amount.value in _YEARS):
        return False
    at = amount.start - 1
    key, token = page.key(at), page.tokens[amount.start]
    linked = key in page.words.sets["links"] and not (key == "-" and token.glued)
    if at < 0 or linked or key == "\n":
        return True
    if not page.tokens[amount.end - 1].digits and amount.end - amount.start == 1:
        return False  # one word that may be something else
    if key in (",", "(", "."):
        return not token.glued or key == "("
    if page.taken[at]:
        return page.taken[at] in ("date", "place") and not token.glued
    return any(page.ending(amount.start, group) for group in ("topic", "kind:strong", "kind:weak", "day"))


def explained_after(page: Page, after: int) -> bool:
    key = page.key(after)
    if after < len(page.tokens) and page.tokens[after].glued and key in ("/", ":", "x", "-"):
        return False
    noun = page.longest(after, "head")
    called = noun is not None and not page.tokens[after].glued and _calls(page, noun)  # "được 23 chị"
    if noun is not None and noun.name not in ("none", "commune", "place") and not called:
        return False
    if noun is not None and page.taken[after] == "place" and any(h.name == "class" for h in page.hits[after]):
        return False  # "2 lớp 11a3, 11a4"
    if not key or not key.isalpha() or page.taken[after] or key in page.words.sets["beside"]:
        return True
    groups = ("topic", "kind:strong", "kind:weak", "day", "number", "bound", "place")
    return any(h.group in groups and (h.group, h.name) != ("place", "noun") for h in page.hits[after])


def who_worked(page: Page, amount: Amount) -> bool:
    """Whether those are counted who did the work, or who did not come: "20 đoàn viên ra quân", "3 người xin nghỉ"."""
    people = ("person", "student", "female", "member", "group")
    hit = best_head(page, amount.end) if amount.head in people and amount.after else None
    if hit is None:
        return False
    if any(h.start < amount.start < h.end and page.words.kinds[h.name].main.startswith("persons") for h in page.turns):
        return False  # "có 12 lượt người ra phòng hỏi": a turn of phrase says what they are
    key, after = page.key(hit.end), page.key(hit.end + 1)
    rests = key == "nghi" and page.tokens[hit.end].fits("nghi3") and after not in ("la", "bi", "co", "van")
    away = rests or key in ("khong", "vang", "chua") or (key == "om" and page.tokens[hit.end].fits("ôm2"))
    away = away or (key == "xin" and after == "nghi") or (key == "moi" and not after)
    sets, counted = (
        page.words.sets,
        page.taken[hit.end + 1 : hit.end + 2] == ["number"] or after in page.words.sets["links"],
    )
    gone = (key in sets["went"] and not counted) or (
        key == "di" and (after in sets["work"] or not (after[:1].isalnum() or amount.of))
    )
    gone = gone and not (key == "ra" and worked_with(page, hit.start))
    ours = key == "doi" and after in page.words.sets["ours"]  # "3 người đội tôi"
    missing = hit.end + 1 < len(page.tokens) and page.tokens[hit.end + 1].digits  # "15 người vắng 3"
    ways = (hit.end, hit.end + 1) if key[:1].isalpha() and key not in sets["speakers"] else (hit.end,)
    acted = any(page.longest(at, "number", ("acts",)) for at in ways)  # "5 cán bộ xã đi cùng"
    # Not "bỏ 2 người đi", "báo thiếu 7 người đi cùng".
    return ((away and not missing) or gone or ours or acted) and not (page.tells("less") or page.tells("forgotten"))


def begins_number(page: Page, i: int) -> bool:
    """Whether a number in words begins here, and no name ("khu 3 bốn lăm người")."""
    run = [t.key for t in page.tokens[i : i + 5] if not t.mark or t.mark in page.words.number_marks]
    read = read_words(run)
    lone = page.tokens[i - 1].digits and page.longest(i + 1, "head") is not None
    return read is not None and (read.end > 1 or lone)


def were_told(page: Page, amount: Amount) -> bool:
    """Whether so many helpers are no team at work but those who listened: "40 tình nguyện viên dự"."""
    noun = best_head(page, amount.end) if amount.head == "member" and amount.after else None
    if noun is None or (amount.value or 0) <= TEAM:
        return False
    hit = page.longest(noun.end, "number", ("attends",))
    return hit is not None and page.key(hit.end - 1) in page.words.sets["listens"]
