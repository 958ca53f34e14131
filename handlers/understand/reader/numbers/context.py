"""What the words around a number make of it: a total, a part, so many for each, added, multiplied, no count at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.heads import TEAM, best_head, linked_before, were_told, who_worked, worked_with
from handlers.understand.reader.numbers.sums import adds_to_sum, are_teachers, goes_on, opens_sum, sum_groups
from handlers.understand.reader.page import Page

_REACH = 5  # tokens from a number to one that is added to it
FEW = 12  # so many sessions there may be
_ENDS_NAME = frozenset(("co", "duoc", "chi", "thi", "la", ":", "dem"))
_CLASSES = frozenset(("khoi", "lop"))


def in_context(page: Page, amounts: Sequence[Amount]) -> list[Amount]:
    """The numbers that count something, each as the words around it mean it."""
    found: list[Amount] = []
    for amount in amounts:
        start = amount.start
        if page.key(start - 1) == "|" and page.taken[start - 2 : start - 1] == ["number"]:
            continue  # a second column of a table
        named = start > 1 and page.taken[start - 2] == "place" and page.tokens[start - 2].word  # "công trường 8"
        beside = start > 0 and page.taken[start - 1] == "number" and page.tokens[start - 1].digits and not named
        labelled = bool(found) and found[-1].end == start and bool(found[-1].head) and not found[-1].after
        labelled = labelled or page.key(start - 2) in page.words.sets["counter"] | page.words.sets["ordinal"]
        if beside and not labelled and not page.listed:
            amount = replace(amount, value=None)  # "4 5 người" is 45 or two numbers
            if found and found[-1].end == start and not found[-1].head:
                found[-1] = replace(found[-1], value=None)
        amount = _context(page, amount, found)
        if amount.head != "skip":
            found.append(amount)
            _unsure_chain(page, found)
            sum_groups(page, found)
    return found


def _unsure_chain(page: Page, found: list[Amount]) -> None:
    """ "9 nam 80 nữ 166": whether the nouns stand before or behind their numbers is not said."""
    if len(found) < 3 or found[-1].head or page.taken[found[-1].end : found[-1].end + 1] == ["number"]:
        return
    a, b, c = found[-3:]
    close = b.start - a.end == 1 == c.start - b.end
    if close and a.after and b.after and {a.head, b.head} == {"male", "female"}:
        found[-3:-1] = [replace(a, value=None), replace(b, value=None)]


def _context(page: Page, amount: Amount, before: list[Amount]) -> Amount:
    start = amount.start
    sums = [page.ending(n, "number", ("total",)) for n in (start, start - 1)]
    total = any(hit is not None and not page.covered(hit, ("head",)) for hit in sums)  # not of "công nhân"
    total = total and page.taken[start - 1] != "place"
    noun = linked_before(page, start)[0] if amount.head and not amount.after else None  # "trong đó học sinh THCS là 60"
    near = (*range(start, max(0, start - 4), -1), *((noun.start,) if noun else ()))
    parts = [
        page.ending(n, "number", ("sub", "made_of")) for n in near if page.key(n) != "cho"
    ]  # not "riêng cho 12", "tư vấn riêng 9"
    listed = bool(before) and before[-1].part and goes_on(page, before[-1], amount)  # "gồm 100 em, 80 đoàn viên"
    part = listed or any(hit is not None and not page.covered(hit, ("kind:strong",)) for hit in parts)
    part = part or _out_of_those(page, amount)
    if part and not listed and (opens_sum(page, amount, before) or adds_to_sum(page, before, amount)):
        part = False  # "thành phần gồm 35 hội viên và 28 đoàn viên"
    if amount.head == "person" and not part and are_teachers(page, amount):
        amount = replace(amount, head="teacher")
    if not amount.after and page.key(start - 1) in page.words.sets["carried"]:
        return replace(amount, head="skip")  # "mang 100, về còn 34"
    if amount.head == "skip" or _taken_away(page, start) or _compared(page, amount):
        return replace(amount, head="skip")
    if team := _own_team(page, amount):
        return replace(amount, head="member", value=team)
    if were_told(page, amount):
        amount = replace(amount, head="person")
    if not amount.head and _times_of_day(page, amount):
        amount = replace(amount, head="session", after=True)
    if _aged(page, start) or page.quoted(start) or _of_named_classes(page, amount):
        return replace(amount, head="skip")
    if _of_a_name(page, amount):
        return replace(amount, head="skip")
    if page.key(amount.end + 1) == "ra" and worked_with(page, amount.end) and amount.head == "person":
        return replace(amount, value=None)  # "vận động 2 người ra trạm": were they won, or led there
    if not total and who_worked(page, amount):
        learnt = any(page.words.kinds[h.name].long for h in page.find("kind:strong"))
        return replace(amount, head="member" if learnt and amount.head == "person" else "skip")
    if amount.head == "person" and page.at_school and _young(page, amount.end):
        amount = replace(amount, head="student")
    if listed and amount.head == "female" and page.key(amount.end) != "nu":
        amount = replace(amount, head="person")  # "60 đoàn viên, 40 hội viên phụ nữ": not all women are told
    gap = page.key(start - 1)
    far = gap in ("voi", "cung") and bool(before) and start - before[-1].end > _REACH  # "nói được với 31 người"
    plus = gap in page.words.sets["plus"] and bool(before) and not (far or page.taken[start - 1])
    plus = plus and not (gap.isalpha() and page.is_name(start - 1))  # "bản Khe Và 31 người"
    plus = plus or adds_to_sum(page, before, amount)
    times = gap in ("x", "*", "×") and (bool(before) or not page.listed)
    share = _share_of_day(page, start)
    per = "" if share else _per(page, amount, start)
    joined = before and before[-1].per not in ("", amount.head) and amount.head not in ("", before[-1].head)
    joined = joined and _joined(page, before[-1], start)
    per = before[-1].per if joined and not per else per  # "mỗi bạn 10 bao với 5 kim"
    if per and per == amount.head and not amount.after:
        amount = replace(amount, head="")  # "mỗi buổi 30"
    if _noun_cut_off(page, amount):
        amount = replace(amount, value=None)
    if total and not amount.head and before and before[-1].per:
        amount = replace(amount, head=before[-1].head)  # "mỗi chị 5 cái, tổng 95"
    if before and _who_came_of(page, amount, before[-1]):
        amount, total = replace(amount, head="person"), True
    if not (total or part or per or plus or times or share):
        return amount
    return replace(amount, total=total, part=part, per=per, plus=plus, times=times, share=share)


def _times_of_day(page: Page, amount: Amount) -> bool:
    """ "2 tối ở khu 7": so many sessions; not "45 tối qua"."""
    noun, after = amount.end, page.key(amount.end + 1)
    named = page.key(noun) in page.words.sets["part_of_day"] or page.key(noun) == "dem"
    return named and 1 < (amount.value or 0) <= FEW and not page.taken[noun] and not after[:1].isdigit()


def _out_of_those(page: Page, amount: Amount) -> bool:
    """ "3 người trong số đó quay lại": a part of those before; not "35 người trong đó 20 nữ"."""
    noun = best_head(page, amount.end) if amount.after else None
    hit = page.longest(noun.end, "number", ("sub",)) if noun is not None else None
    return hit is not None and hit.end < len(page.tokens) and page.tokens[hit.end].word


def _who_came_of(page: Page, amount: Amount, before: Amount) -> bool:
    """ "hội có 86 hội viên, đi 51": how many of them came."""
    asked = (
        amount.head in ("", "person")
        and not amount.after
        and before.head in page.words.people | {"household"}
        and before.after
    )
    near = page.key(amount.start - 1) in page.words.sets["attended"] and amount.start - before.end <= _REACH
    return asked and near and _REACH < (amount.value or 0) < (before.value or 0)


def _compared(page: Page, amount: Amount) -> bool:
    """ "giảm 1 thôn so với quý trước"."""
    behind = any(page.said_at(n, "so voi") for n in range(amount.end, amount.end + _REACH))
    return behind and bool({"tang", "giam", "nhieu", "it"} & {page.key(amount.start - 1), page.key(amount.start - 2)})


def _taken_away(page: Page, start: int) -> bool:
    """Whether those are counted who are missing, left or only asked to come: "vắng 3"; not "vắng 2 còn 10"."""
    hit = page.ending(start, "number", ("taken_away",))
    if hit is None or not page.free(hit.start, hit.end) or page.covered(hit, ("head", "kind:strong", "kind:weak")):
        return False
    key, token = page.key(hit.start), page.tokens[hit.start]
    if key in page.words.sets["unsure_away"] and any(map(page.tells, ("forgotten", "less", "lowered"))):
        return False  # "còn 120 tờ tôi quên ghi", "ghi thừa 4 người"
    if hit.end - hit.start == 1 and not token.mark and key in page.words.sets["unsure_away"] - {"con"}:
        return False
    near = [n for n in range(max(0, hit.start - 3), hit.start) if page.ending(n + 1, "number", ("taken_away",))]
    return not (near and key == "con")


def _own_team(page: Page, amount: Amount) -> int:
    """ "đội 7 người đi", "2 chị em tôi", "em với 2 bạn nữa": how many worked, 0 where others are counted."""
    if amount.head not in ("person", "female", "member") or (amount.value or 0) > TEAM:
        return 0
    before = " ".join(page.key(i) for i in range(max(0, amount.start - 5), amount.start))
    behind = " ".join(page.key(i) for i in range(amount.end, min(amount.end + 8, len(page.tokens))))
    looks = page.words.looks_of
    ours = looks["own_behind"].match(behind)
    if ours:
        return 0 if _taken_along(page, amount.end + len(ours[0].split())) else amount.value or 0
    said = looks["own_before"].search(before) if not looks["attending"].search(behind) else None
    return (amount.value or 0) + bool(said["self"]) if said else 0


def _taken_along(page: Page, at: int) -> bool:
    """ "có 2 bạn mình giới thiệu lên CDC": those whom we sent, and nobody of us."""
    sent = [h for h in (page.longest(at, "kind:strong"), *page.turns) if h is not None and h.start == at]
    return any(page.words.kinds[h.name].away for h in sent)


def _young(page: Page, end: int) -> bool:
    """Whether those counted are called "em", "cháu", "bạn": pupils, at a school."""
    noun = best_head(page, end)
    return page.key(end) in page.words.sets["youth"] and (noun is None or noun.end == end + 1 or page.key(end) != "ban")


def _of_a_name(page: Page, amount: Amount) -> bool:
    """Whether a number is the end of a name or stands before a time: "Móng Cái 1", "12 tháng 5"."""
    if page.listed:
        return page.key(amount.start - 1) == "doi" and not amount.head
    behind_place = page.taken[amount.start - 1 : amount.start] == ["place"] and not amount.bound and amount.of is None
    if not amount.head and behind_place and (amount.value or 99) <= 20:
        return True
    after, sets = page.key(amount.end), page.words.sets
    if after in sets["month_noun"] and page.taken[amount.end] == "date" and not amount.after:
        return True
    return not amount.head and (_of_a_unit(page, amount) or after in sets["time_noun"])


def _of_a_unit(page: Page, amount: Amount) -> bool:
    """ "CLB PCMBN 5 vận động": the number is the unit's."""
    if page.key(amount.start - 1) == "doi" and page.ending(amount.start, "unit_body", ("before",)):
        return True  # "Đội 178"
    if amount.value is None or amount.value > 20:
        return False
    for at in range(amount.start, max(0, amount.start - 10), -1):
        if page.key(at - 1) in _ENDS_NAME:
            return False  # "điểm danh thì chỉ có 17"
        if page.ending(at, "unit_body", ("before",)) and page.key(at - 1) != "cai":
            return True
        hit = page.ending(at, "kind:strong")
        if not page.tokens[at - 1].word or (hit is not None and not page.ending(hit.start, "unit_body", ("before",))):
            return False
    return False


def _of_named_classes(page: Page, amount: Amount) -> bool:
    """ "cho hai khối 10, 11", "2 lớp 9A, 9B": so many are named, and none of them is counted."""
    at = amount.end + (page.key(amount.end) == "lop" == page.key(amount.end + 1))
    named = page.key(at) in _CLASSES and page.tokens[at + 1 : at + 2] and page.tokens[at + 1].digits
    return bool(named) and (amount.value or 99) <= FEW and amount.head in ("", "class", "none")


def _aged(page: Page, start: int) -> bool:
    """ "độ tuổi từ 18 đến 49", "từ 18 tuổi"."""
    near = [page.key(n) for n in range(max(0, start - 4), start) if page.key(n - 1) != "cao"]  # "cụ cao tuổi"
    return "tuoi" in near and not {",", ":", ".", ";"} & set(near[near.index("tuoi") :])


def _noun_cut_off(page: Page, amount: Amount) -> bool:
    """ "58 tờ áp phch": the word behind may be the noun."""
    end = amount.end
    if page.key(end) not in page.words.sets["alone_noun"] or not amount.after or end + 1 >= len(page.tokens):
        return False
    known = page.hits[end + 1] or page.taken[end + 1] or page.key(end + 1) in page.words.sets["beside"]
    noun = page.longest(end, "head")
    return noun is not None and noun.end == end + 1 and page.tokens[end + 1].word and not known


def _share_of_day(page: Page, start: int) -> str:
    """ "buổi sáng 25", "ca 2 130", "kỳ 1 16 người": which of several."""
    sets = page.words.sets
    for at in range(start, max(0, start - 3), -1):
        key = page.key(at - 1)
        if page.key(at - 2) == "moi":
            return ""
        if key == "toi" and not page.tokens[at - 1].fits("tôi2"):
            return ""  # "tới 130 du khách"
        if key in sets["part_of_day"] or key in sets["which"]:
            return key if key in sets["part_of_day"] or page.key(at - 2) in sets["counter"] else ""
        if page.tokens[at - 1].digits and page.taken[at - 1] != "date":
            return key if page.key(at - 2) in sets["counter"] or page.key(at - 2) in sets["ordinal"] else ""
        if key not in page.words.sets["links"]:
            return ""
    return ""


def _joined(page: Page, before: Amount, start: int) -> bool:
    """Whether nothing but a joining word stands between a number's noun and the next number."""
    noun = page.longest(before.end, "head") if before.after else None
    return noun is not None and noun.end == start - 1 and page.key(start - 1) in page.words.sets["joins"]


def _per(page: Page, amount: Amount, start: int) -> str:
    """ "mỗi buổi 30 người", "30 người/buổi": the head that it is counted for each of."""
    for n in range(start, max(0, start - 4), -1):
        broken = any(
            page.key(m) in (",", ";", ".", "\n") for m in range(n, start)
        )  # "với từng người một, khoảng 70 người"
        hit = page.ending(n, "head") if not broken else None
        each = page.ending(hit.start, "number", ("per",)) if hit is not None else None
        if hit is not None and each is not None and page.key(each.start) != "mot" and not page.covered(each, ("head",)):
            return "day" if page.key(hit.start) in ("ngay", "hom") else hit.name
        if page.key(n - 2) == "moi" and page.key(n - 1) in page.words.sets["part_of_day"] | {"dem"}:
            return "session"
        day = page.key(n - 1) in ("ngay", "hom") and not page.taken[n - 1]
        if day and page.key(n - 2) == "moi":
            return "day"
        known = page.hits[n - 1] or page.taken[n - 1] or page.key(n - 1) in page.words.sets["links"]
        if page.key(n - 2) == "moi" and page.tokens[n - 1].word and not known:
            return "?"  # "mỗi" and a word that is not understood
        if page.key(n - 1) == "nao" and page.ending(n - 1, "head"):
            return "skip"
    if page.key(start - 1) == "ngay" and not page.taken[start - 1] and amount.head in ("time", "session", "turn"):
        return "day"  # "ngày 2 lần"
    if any(page.said_before(start - n, f"{day} nao cung") for n in (0, 1) for day in ("ngay", "hom")):
        return "day"
    if page.said_before(start, "nao cung") or page.said_before(start - 1, "nao cung"):
        return "skip"
    end = amount.end
    for n in range(end, min(end + 4, len(page.tokens))):
        if page.key(n) in ("/", "moi") and page.tokens[n].fits("môi3") and page.taken[n] == "":
            after = best_head(page, n + 1)
            counted = after is not None and page.tokens[after.end : after.end + 1] and page.tokens[after.end].digits
            same = after is not None and after.name == amount.head  # "41 người, mỗi người 1 tờ"
            if after is not None and not same and (page.key(n) == "/" or not counted):
                return after.name
        once = best_head(page, n + 1) if page.key(n) == "mot" else None
        if once is not None and once.name == "session" and page.key(once.end) not in page.words.sets["part_of_day"]:
            return once.name  # "30 người một buổi"
        if page.key(n) in (",", ".", "\n", ";"):
            break
    return ""
