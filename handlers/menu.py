"""Menus by role, and what their entries do outside a form: nil, figures, the silent, calendar, help, settings."""

from __future__ import annotations

from datetime import date

from handlers import conversation, filing, sent
from handlers.case import span
from handlers.situation import Reply, Situation, Turn
from programme.campaigns import at_or_after
from programme.nouns import Choice, FileReport, Prefer, Report
from programme.texts import LANGUAGES
from programme.vietnamese import fold

MEMBER = ("report", "nil", "sent", "calendar", "help")
LEADER = (*MEMBER, "silent", "figures")
COORDINATOR = ("silent", "figures", "waiting", "behalf", "report", "nil", "sent", "calendar", "help")
VIEWER = ("figures", "calendar", "help")
FOOT = ("data", "language")
MENUS = {"member": MEMBER, "leader": LEADER, "coordinator": COORDINATOR, "admin": COORDINATOR, "viewer": VIEWER}
RANK = ("viewer", "member", "leader", "coordinator", "admin")


def role(s: Situation) -> str:
    """The highest role of the member's posts today."""
    return max((p.role for p in s.posts), key=RANK.index, default="member")


def show(s: Situation, *said: str) -> Turn:
    """The menu, the draft that waits first."""
    t = s.texts
    entries = list(MENUS[role(s)])
    choices = [Choice(f"m:{e}{_about(s, e)}", _label(s, e)) for e in entries]
    if s.state.draft:
        choices.insert(0, Choice("m:resume", t("menu.resume")))
    choices += [Choice(f"m:{e}", t(f"menu.{e}")) for e in FOOT]
    units = ", ".join(s.programme.units[p.unit].name for p in s.posts if p.unit in s.programme.units)
    head = t("menu.head", units=units or t("menu.no_unit"))
    return turn(s, Reply("\n".join([*said, head]), tuple(choices), prompt=True))


def _about(s: Situation, entry: str) -> str:
    """What an entry's button says beside its name: a nil's unit and period, so that an old menu means what it said."""
    if entry == "nil" and len(codes := own_units(s)) == 1:
        return f":{codes[0]}:{due_period(s, codes[0])}"
    return ""


def _label(s: Situation, entry: str) -> str:
    t = s.texts
    if entry == "nil" and len(codes := own_units(s)) == 1:
        return t("menu.nil_period", period=filing.period_name(s, due_period(s, codes[0])))
    if entry == "waiting":
        return t("menu.waiting", count=len(s.look.waiting(sent.subtree(s))))
    return t(f"menu.{entry}")


def act(s: Situation, entry: str, rest: str = "") -> Turn:
    """A menu's entry, pressed or named."""
    doing = ACTS.get(entry)
    if doing is None:
        return show(s)
    if entry not in (*MENUS[role(s)], *FOOT, "menu", "resume", "new", "discard"):
        return turn(s, Reply(s.texts("error.not_yours")))
    return doing(s, rest)


def own_units(s: Situation) -> list[str]:
    """The units that the member may report for, the one used last first."""
    codes = [p.unit for p in s.posts if p.role != "viewer" and p.unit in s.programme.units]
    codes = [c for c in codes if s.programme.unit_kinds[s.programme.units[c].kind].reports]
    return sorted(dict.fromkeys(codes), key=lambda c: c != s.state.unit)


def _report(s: Situation, rest: str) -> Turn:
    """A new report; an unfinished one is named first, several units are asked about."""
    t = s.texts
    if s.state.draft:
        choices = (
            Choice("m:resume", t("menu.resume")),
            Choice(f"m:discard:{s.state.draft.number:x}", t("menu.discard")),
        )
        return turn(s, Reply(t("menu.unfinished"), choices, prompt=True))
    codes = own_units(s)
    if not codes:
        return turn(s, Reply(t("menu.no_unit")))
    if len(codes) == 1:
        return conversation.begin(s, codes[0])
    choices = tuple(Choice(f"m:new:{c}", s.programme.units[c].name) for c in codes)
    return turn(s, Reply(t("menu.which_unit"), choices, prompt=True))


def _new(s: Situation, unit: str) -> Turn:
    """A report for a unit that was chosen: one's own, or one that a leader or coordinator may report for."""
    if s.role_in(unit) in (None, "viewer"):
        return turn(s, Reply(s.texts("error.not_yours")))
    if s.state.draft:
        return _report(s, "")
    return conversation.begin(s, unit)


def _resume(s: Situation, rest: str) -> Turn:
    return conversation.resume(s) if s.state.draft else show(s, s.texts("menu.nothing_open"))


def _discard(s: Situation, rest: str) -> Turn:
    if s.state.draft and f"{s.state.draft.number:x}" != rest:
        return turn(s, Reply(s.texts("stale.gone")))
    return _report(with_draft(s, None), "")


def with_draft(s: Situation, draft) -> Situation:
    return conversation.with_state(s, s.state.but(draft=draft))


# --- nil ------------------------------------------------------------------------------------------------------------


def open_period(s: Situation, unit: str) -> str:
    """The last period while its window is open, else this one."""
    now = filing.period_of(s, unit, s.today)
    last = s.programme.regime.before(now)
    return last if s.today <= filing.window(s, unit, last) else now


def due_period(s: Situation, unit: str) -> str:
    """The period that a report is due for: the last one while its window is open and nothing came, else this one."""
    period = open_period(s, unit)
    return filing.period_of(s, unit, s.today) if unit in s.look.reported(period) else period


def _nil(s: Situation, rest: str) -> Turn:
    """No activity in the period: one tap, told apart from silence."""
    t, codes = s.texts, own_units(s)
    unit, _, period = rest.partition(":")
    if not unit and len(codes) > 1:
        choices = tuple(
            Choice(
                f"m:nil:{c}:{due_period(s, c)}",
                f"{s.programme.units[c].name}: {filing.period_name(s, due_period(s, c))}",
            )
            for c in codes
        )
        return turn(s, Reply(t("nil.which"), choices, prompt=True))
    unit = unit or (codes[0] if codes else "")
    if s.role_in(unit) in (None, "viewer"):
        return turn(s, Reply(t("error.not_yours")))
    period = period or open_period(s, unit)
    name, shown = s.programme.units[unit].name, filing.period_name(s, period)
    if code := s.look.nil(unit, period):
        return turn(s, Reply(t("nil.already", code=code, unit=name, period=shown)))
    if sums := filing.running(s, unit, period):
        return turn(s, Reply(t("nil.has", unit=name, period=shown, sums=sums)))
    report = Report(
        code=s.look.fresh_code(),
        form="nil",
        version="1",
        unit=unit,
        member=s.member.id,
        entered_by=s.member.id,
        channel=s.traits.name,
        period=period,
        filed_at=s.now,
        answers={"period": period},
    )
    choices = (Choice(f"r:withdraw:{report.code}", t("nil.undo")), Choice("m:report", t("receipt.another")))
    text = t("nil.receipt", code=report.code, unit=name, period=shown)
    return turn(s, Reply(text, choices), FileReport(report))


# --- figures --------------------------------------------------------------------------------------------------------


def reach(s: Situation) -> list[str]:
    """The units whose figures the member may see: their own, and all below a post that looks over others."""
    codes: dict[str, None] = {}
    for post in s.posts:
        codes[post.unit] = None
        if post.role in ("coordinator", "admin", "viewer"):
            codes |= dict.fromkeys(s.programme.units.subtree(post.unit, s.today))
    return list(codes)


def _figures(s: Situation, rest: str) -> Turn:
    t, units = s.texts, reach(s)
    period = s.programme.regime.period_of(s.today, "monthly")
    first, last = s.programme.regime.span(period)
    rows = s.look.activities(units, first, last)
    heads = [s.programme.units[p.unit].name for p in s.posts]
    lines = [t("figures.head", units=", ".join(heads), period=filing.period_name(s, period))]
    lines += filing.sum_lines(s, rows) or [t("figures.none")]
    due = [c for c in units if _reports(s, c)]
    came = s.look.reported(period)
    lines.append(t("figures.source", count=len([c for c in due if c in came]), of=len(due), day=_dm(s.today)))
    return turn(s, Reply("\n".join(lines)))


def _reports(s: Situation, code: str) -> bool:
    unit = s.programme.units[code]
    return s.programme.unit_kinds[unit.kind].reports and unit.exists_on(s.today)


def _silent(s: Situation, rest: str) -> Turn:
    """Which units have sent neither a report nor a nil for the period that is due."""
    t = s.texts
    by_period: dict[str, list[str]] = {}
    due = [c for c in reach(s) if _reports(s, c)]
    for code in due:
        period = open_period(s, code)
        if code not in s.look.reported(period):
            by_period.setdefault(period, []).append(s.programme.units[code].name)
    if not by_period:
        return turn(s, Reply(t("silent.none", count=len(due))))
    lines = []
    for period, names in by_period.items():
        lines.append(t("silent.head", period=filing.period_name(s, period), count=len(names), of=len(due)))
        lines += [f"• {name}" for name in names]
    return turn(s, Reply("\n".join(lines)))


def _behalf(s: Situation, rest: str) -> Turn:
    return Turn(s.state.but(awaiting="behalf", asked=()), (Reply(s.texts("behalf.which"), prompt=True),))


def behalf(s: Situation, text: str) -> Turn:
    """The unit that a coordinator enters a report for, by its name."""
    t, mine = s.texts, sent.subtree(s)
    found = [u for u, _ in s.programme.units.find(text, on=s.today) if u.code in mine and _reports(s, u.code)]
    calm = s.state.but(awaiting="")
    if len(found) == 1:
        return _new(conversation.with_state(s, calm), found[0].code)
    if not found:
        return Turn(calm, (Reply(t("behalf.none")),))
    choices = tuple(Choice(f"m:new:{u.code}", u.name) for u in found[:8])
    return turn(conversation.with_state(s, calm), Reply(t("error.unit_several"), choices, prompt=True))


# --- the rest -------------------------------------------------------------------------------------------------------


def _calendar(s: Situation, rest: str) -> Turn:
    t, lines = s.texts, []
    for code in own_units(s):
        period = due_period(s, code)
        day = filing.window(s, code, period)
        name = s.programme.units[code].name
        lines.append(t("calendar.due", unit=name, period=filing.period_name(s, period), date=_dmy(day)))
    coming = [(at_or_after(c, s.today), s.label(c)) for c in s.programme.campaigns]
    for run, label in sorted(coming):
        key = "calendar.now" if run.start <= s.today else "calendar.campaign"
        lines.append(t(key, label=label, span=f"{span(run.start, run.end)}/{run.end.year}", peak=_dm(run.peak)))
    return turn(s, Reply("\n".join([t("calendar.head"), *lines])))


def _help(s: Situation, rest: str) -> Turn:
    """Help that fits the moment: about the open question where there is one."""
    t = s.texts
    numbers = s.numbers()
    if s.state.draft:
        return conversation.resume(s, t("help.draft", numbers=numbers))
    return turn(
        s, Reply(t(f"help.{'coordinator' if role(s) in ('coordinator', 'admin') else 'member'}", numbers=numbers))
    )


def _data(s: Situation, rest: str) -> Turn:
    t, member = s.texts, s.member
    agreed = _dmy(member.consented_at.astimezone(s.zone).date()) if member.consented_at else t("word.none")
    posts = "; ".join(f"{s.programme.units[p.unit].name} ({t(f'role.{p.role}')})" for p in s.posts)
    ways = ", ".join(t(f"channel.{channel}") for channel, _ in member.addresses)
    return turn(s, Reply(t("data.yours", name=member.name, posts=posts, ways=ways, agreed=agreed)))


def _language(s: Situation, rest: str) -> Turn:
    t = s.texts
    if rest in LANGUAGES:
        from programme.texts import load_texts

        said = load_texts(rest, s.programme.texts.get(rest))("language.set")
        return turn(s, Reply(said), Prefer(s.member.id, language=rest))
    choices = tuple(Choice(f"m:language:{code}", t(f"language.{code}")) for code in LANGUAGES)
    return turn(s, Reply(t("language.which"), choices, prompt=True))


def named(s: Situation, text: str) -> str:
    """The payload of the menu's entry that the whole message names by its own words, "" for none."""
    plain = fold(text)
    entries = (*MENUS[role(s)], *FOOT)
    return next((f"m:{e}{_about(s, e)}" for e in entries if fold(_label(s, e)) == plain), "")


def turn(s: Situation, reply: Reply, *deeds) -> Turn:
    asked = tuple((c.value, c.label) for c in reply.choices)
    return Turn(s.state.but(asked=asked), (reply,), tuple(deeds))


ACTS = {
    "menu": lambda s, rest: show(s),
    "report": _report,
    "new": _new,
    "resume": _resume,
    "discard": _discard,
    "nil": _nil,
    "sent": lambda s, rest: sent.listed(s),
    "waiting": lambda s, rest: sent.waiting(s),
    "silent": _silent,
    "figures": _figures,
    "behalf": _behalf,
    "calendar": _calendar,
    "help": _help,
    "data": _data,
    "language": _language,
}


# Slash names, then words that stand for the command when they are the whole message (folded).
COMMANDS: dict[str, tuple[str, ...]] = {
    "menu": ("menu", "menu", "trinh don"),
    "report": ("baocao", "report", "bao cao", "bao cao moi", "bc", "new report"),
    "nil": ("khongco", "nil", "bc 0", "khong co hoat dong", "no activity"),
    "sent": ("dagui", "sent", "xem", "bao cao da gui", "da gui"),
    "calendar": ("lich", "calendar", "lich va han", "han nop"),
    "help": ("trogiup", "help", "giup", "tro giup", "huong dan"),
    "back": ("lui", "back", "l", "quay lai"),
    "skip": ("boqua", "skip", "b", "bo qua"),
    "cancel": ("huy", "cancel", "huy bo"),
    "later": ("desau", "later", "de sau"),
    "resume": ("tieptuc", "resume", "tiep", "tiep tuc", "lam tiep"),
    "silent": ("chuabao", "silent", "chua bao", "ai chua bao", "ai chua bao?"),
    "figures": ("solieu", "figures", "so lieu", "so lieu nhanh"),
    "waiting": ("canxuly", "waiting", "can xu ly"),
    "behalf": ("nhapthay", "behalf", "nhap thay", "bao thay"),
    "data": ("dulieu", "mydata", "du lieu cua toi", "my data"),
    "language": ("ngonngu", "language", "ngon ngu", "english", "tieng viet"),
}
SHOWN_COMMANDS = ("report", "nil", "sent", "resume", "calendar", "figures", "silent", "help", "menu", "language")
"""Those that an app's own command menu offers."""
NAMED = {name: command for command, names in COMMANDS.items() for name in names}


def command(text: str) -> tuple[str, str]:
    """(`sent`, ``) for `/dagui`, `XEM` or `Báo cáo đã gửi`; ("", "") when the whole message is no command."""
    plain = fold(text).strip()
    if plain.startswith("/"):
        word, _, rest = plain[1:].partition(" ")
        name = word.split("@")[0]
        return (NAMED.get(name, "unknown"), rest.strip()) if name != "start" else ("start", rest.strip())
    if plain in ("english", "tieng viet"):
        return "language", "en" if plain == "english" else "vi"
    return NAMED.get(plain, ""), ""


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"


def _dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
