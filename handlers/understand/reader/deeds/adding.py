"""A number added to the activity that counts it: a figure said once, in shares, in parts, again, or n times m."""

from __future__ import annotations

from dataclasses import replace

from handlers.understand.reader.deeds.roles import role_of
from handlers.understand.reader.deeds.segments import Frame, Segment, adds_up
from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.heads import best_head
from handlers.understand.reader.page import Page
from programme.domain.model import stands

_TIMES = frozenset(("", "session", "time", "term", "commune", "place", "none", "household"))


def share(frame: Frame, amount: Amount, words: KindWords) -> None:
    """n of m."""
    low, high = words.ratio
    if any(a.of is not None and a.of != amount.of for a in frame.figures.get(low, ())):
        frame.unsure |= {low, high}  # "nhà nghỉ 27/27, karaoke 14/16"
    if not frame.has(low) or stands(words.name, low):  # the last word on how things stand
        frame.figures[low] = [replace(amount, total=True)]
    if high and not frame.has(high):
        frame.figures[high] = [replace(amount, value=amount.of, total=True)]


def multiply(page: Page, frame: Frame, role: str, amount: Amount, before: Amount) -> None:
    """ "3 buổi x 30 người"."""
    first = role_of(page, frame.kind, before)
    value = (before.value or 0) * (amount.value or 0)
    if not value:
        frame.unsure |= {role or first}
        return
    whole = replace(amount, value=value, start=before.start, bound=before.bound or amount.bound, total=True)
    if before.head in ("session", "time", "term") and role:
        frame.figures[role] = [whole]
    elif first and amount.head in _TIMES:
        frame.figures[first] = [replace(whole, head=before.head)]
        if role and role != first and not frame.has(role):
            frame.figures[role] = [amount]  # "30 người x 2 buổi"


def add(page: Page, frame: Frame, segment: Segment, role: str, amount: Amount) -> None:
    """A number of a figure; what contradicts what was said is left out, and the figure is unsure."""
    known = frame.figures.get(role)
    if not known and role == page.words.kinds[frame.kind].main and _only_part(page, amount):
        frame.unsure.add(role)  # "… trong đó 30 học sinh": the whole was not understood
        return
    unread = any(a.head == "" and a is not amount for a in segment.amounts)
    if not known and amount.head == "teacher" and page.words.kinds[frame.kind].figures.get("student") and unread:
        frame.unsure.add(role)  # beside pupils that were not understood
        return
    if amount.value is None:
        if not known and not amount.inside:
            frame.unsure.add(role)
        return
    if role in frame.again and role in frame.unsure and not (amount.inside or amount.part):
        frame.again[role].append(amount)
    if role in frame.unsure and not amount.total:
        return
    if known and amount.head == "member" and not page.longest(amount.end, "head", ("member",)):
        return  # of those who learnt there, some are ours
    ours = [a for a in known or () if a.head == "member" and a.of is None]
    if not known or (len(ours) == len(known) and not any(page.longest(a.end, "head", ("member",)) for a in ours)):
        frame.figures[role] = [amount]
        return
    if amount.share and known[-1].share and amount.share != known[-1].share and not amount.part:
        known.append(amount)
        return
    if {amount.head, known[-1].head} == {"male", "female"} and not (amount.part or amount.inside):
        known.append(amount)  # "56 nam, 20 nữ"
        return
    if amount.head == "student" and role == "participants" and (amount.part or amount.inside):
        known.append(replace(amount, part=True))
        return
    if amount.inside and known[-1].inside and amount.head and amount.head == known[-1].head and not amount.part:
        frame.unsure.add(role)  # "2 kỳ (5/7: 16 người, 19/7: 18 người)"
    if amount.inside or amount.part:
        frame.parts.setdefault(role, []).append(amount)
        return
    parts = [a for a in frame.parts.get(role, ()) if a.head == amount.head and a.end > amount.start - 9]
    if parts and sum(a.value or 0 for a in parts) + amount.value <= (known[-1].value or 0):
        frame.parts[role].append(amount)  # "11 ca, trong đó 7 ca mới, 4 ca cũ"
        return
    plain = not (segment.spots or segment.days or segment.strong)
    if page.words.kinds[frame.kind].agreed and plain and 0 < amount.value < (known[0].value or 0):
        return  # "vận động 7 người, 4 người nhận lời, 3 người vẫn lảng tránh"
    if (
        known[-1].head in ("item", "tip", "call")
        and amount.head == "violation"
        and amount.value <= (known[-1].value or 0)
    ):
        return  # "nhận 3 tin …, 1 vụ còn xác minh"
    same = [a for a in known if a.value == amount.value != 1 and amount.head in (a.head, "person", "")]
    if same and not adds_up(page, segment, frame, amount, known[-1]):
        return
    _again(page, frame, segment, role, amount, known)


def _some_of(page: Page, segment: Segment, amount: Amount, last: Amount) -> bool:
    """ "12 quán: 9 quán ổn": some of those before."""
    apart = (segment.spots or segment.days or segment.strong) and page.key(amount.start - 1) != ":"
    return amount.head == last.head == "place" and not apart and (amount.value or 0) < (last.value or 0)


def _only_part(page: Page, amount: Amount) -> bool:
    """ "trong đó 30 học sinh"."""
    starts = range(amount.start, max(0, amount.start - 3), -1)
    return amount.part and any(page.ending(n, "number", ("sub",)) for n in starts)


def done_of(page: Page, amount: Amount) -> bool:
    """ "với 120 hộ, đã ký được 112 hộ": the second is how many of the first."""
    said = " ".join(page.key(i) for i in range(max(0, amount.start - 3), amount.start)).split(",")[-1].split()
    noun = best_head(page, amount.end) if amount.after else None
    signed = noun is not None and page.key(noun.end) == "ky" and page.key(noun.end + 1) in ("roi", "luon", "xong")
    return bool(page.words.sets["done"] & set(said)) or signed


def _of_those(page: Page, amount: Amount, frame: Frame) -> bool:
    """ "9 khu thì 7 khu không có", but of what is inspected the second may be at fault."""
    then = (
        page.said_before(amount.start, "thi") or page.said_before(amount.start, "thi co")
    ) and "violation" not in page.words.kinds[frame.kind].figures
    return then or done_of(page, amount)


def group(page: Page, segment: Segment, amount: Amount) -> bool:
    """Whether a number counts a group of those who came: "trẻ em 5"."""
    came = page.words.sets["came"] | page.words.sets["links"]
    elsewhere = any(spot.start < amount.start for spot in (*segment.spots, *segment.days))
    return amount.head == "person" and not amount.after and not elsewhere and page.key(amount.start - 1) not in came


def _again(page: Page, frame: Frame, segment: Segment, role: str, amount: Amount, known: list[Amount]) -> None:
    """A figure that has been said is said again."""
    last, sums = known[-1], sum(a.value or 0 for a in known)
    if amount.plus and not amount.total and last.total and amount.head != last.head:
        known[:] = [*(replace(a, total=False) for a in known), amount]  # "tổng 240 học sinh + 6 thầy cô"
        return
    ratio = page.words.kinds[frame.kind].ratio
    free = len(ratio) == 2 and role == ratio[0] and bool(ratio[1]) and not frame.has(ratio[1])
    if free and amount.total and (amount.value or 0) >= sums:
        frame.figures[ratio[1]] = [amount]
        return
    if free and (amount.value or 0) <= sums and len(known) == 1 and _of_those(page, amount, frame):
        frame.figures[role], frame.figures[ratio[1]] = [replace(amount, total=True)], known
        return
    if amount.total or (
        amount.head == "person" and last.head == "student" and (amount.value or 0) > sums and not amount.plus
    ):
        frame.figures[role] = [
            replace(amount, total=True),
            *[replace(a, part=True) for a in known if a.head == "student"],
        ]
        frame.unsure -= {role} if amount.total and (amount.value or 0) >= sums else set()
    elif amount.head == "student" and role == "participants" and last.head in ("person", "turn") and not amount.plus:
        known.append(replace(amount, part=True))
    elif group(page, segment, amount) and last.head == "person" and (amount.value or 0) < (last.value or 0):
        return  # "33 người, nữ 12, trẻ em 5"
    elif page.key(amount.start - 1) == "co" and (amount.value or 0) < (last.value or 0) and not segment.strong:
        return  # "48 bà con, có 1 cụ 82 tuổi"
    elif (
        last.total
        or any(a.total for a in known)
        or (_some_of(page, segment, amount, last) and not adds_up(page, segment, frame, amount, last))
    ):
        return
    elif (
        amount.plus
        or {amount.head, last.head} in ({"teacher", "student"}, {"teacher", "person"})
        or adds_up(page, segment, frame, amount, last)
    ):
        known.append(amount)
    elif not (amount.bound or last.bound):
        frame.again.setdefault(role, []).append(amount)
        frame.unsure.add(role)
    else:
        frame.unsure.add(role)
