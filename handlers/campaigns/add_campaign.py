"""A campaign added in the chat, a question at a time: its name, topic, days, units, goal and document, then a yes.

What is known so far waits in the prompt; a button of a question that has passed changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.campaigns.campaign_list import DAYS, day_of, dm, within
from handlers.campaigns.seasons import days_words, seasons
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from handlers.state import Prompt
from programme.domain.buttons.campaigns import AddCampaign, AddCampaignEntry, Campaigns
from programme.domain.buttons.menu import OpenMenu
from programme.domain.campaigns import RESULTS_AFTER
from programme.domain.effects.schedule import MoveCampaign
from programme.domain.messages import Choice
from programme.domain.model import TOPICS
from programme.language.vietnamese import fold, nfc
from reports.sums_in_words import capital

STEPS = ("name", "topic", "days", "units", "goal", "source")
NAME, SOURCE = (4, 80), (3, 200)
"""Letters of a name, and of a document."""
LONGEST = timedelta(days=200)
GOALS = (1, 2, 3, 4)
MOST = 99


class NewCampaign(Prompt, frozen=True, tag="new_campaign"):
    """What is known so far of a campaign that is added; None where it is still to be asked. `units` is a type of unit
    or "" for all, `within` the unit whose area it is for; `id` names what waits for a yes."""

    name: str | None = None
    topic: str | None = None
    days: tuple[date, date, date] | None = None
    units: str | None = None
    within: str = ""
    goal: int | None = None
    source: str | None = None
    id: str = ""

    @property
    def step(self) -> str:
        """The first question that is open, "" for none."""
        return next((step for step in STEPS if getattr(self, step) is None), "")

    @property
    def answered(self) -> int:
        return sum(getattr(self, step) is not None for step in STEPS)


def press(s: Context, button: AddCampaign) -> Turn:
    """Begins, answers a question, or agrees to it all; a button of a question that has passed changes nothing."""
    if within(s) is None:
        return s.turn(Reply(s.texts("error.not_yours")))
    if not button.step:
        return _ask(s, NewCampaign())
    known = s.state.prompt if isinstance(s.state.prompt, NewCampaign) else None
    if known is not None and button.step == "yes" and button.value and button.value == known.id:
        return s.with_state(s.state.but(prompt=None)).decided(add(s, known), _list(s))
    if known is None or button.step != known.step:
        return s.turn(Reply(s.texts("stale.gone")))
    return _answered(s, known, button.step, button.value)


def step_said(s: Context, known: NewCampaign, text: str) -> Turn:
    """An answer that was typed."""
    if not known.step:
        return _confirm(s, known)
    return _answered(s, known, known.step, nfc(" ".join(text.split())))


def _answered(s: Context, known: NewCampaign, step: str, said: str) -> Turn:
    found = READ[step](s, said)
    return _ask(s, known, s.texts(found)) if isinstance(found, str) else _ask(s, known.but(**found))


def _ask(s: Context, known: NewCampaign, wrong: str = "") -> Turn:
    if not known.step:
        return _confirm(s, known)
    text = "\n\n".join(filter(None, (wrong, s.texts(f"campaign.{known.step}"))))
    turn = s.ask(known, Reply(text, _choices(s, known.step)))
    return replace(turn, refused=bool(wrong))


def _list(s: Context) -> Choice:
    return Campaigns().labelled(s.texts("menu.campaigns"))


def _choices(s: Context, step: str) -> tuple[Choice, ...]:
    t = s.texts
    if step == "topic":
        return tuple(AddCampaign("topic", name).labelled(capital(t(f"topic.{name}"))) for name in TOPICS)
    if step == "units":
        counts = _counts(s, within(s) or "")
        every = AddCampaign("units", "all").labelled(t("campaign.every", count=sum(counts.values())))
        kinds = s.programme.unit_kinds
        each = (AddCampaign("units", k).labelled(f"{s.label(kinds[k])} ({n})") for k, n in counts.items())
        return (every, *(each if len(counts) > 1 else ()))
    if step == "goal":
        return tuple(AddCampaign("goal", n).labelled(str(n)) for n in GOALS)
    return ()


def _counts(s: Context, over: str) -> dict[str, int]:
    """How many units of each type that reports there are below."""
    codes = s.programme.units.subtree(over, s.today) if over else [u.code for u in s.programme.units.on(s.today)]
    found: dict[str, int] = {}
    for code in codes:
        kind = s.programme.kind_of(code)
        if kind.reports and s.programme.units[code].exists_on(s.today):
            found[kind.name] = found.get(kind.name, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


# --- answers ---------------------------------------------------------------------------------------------------------


def _name(s: Context, said: str) -> dict[str, Any] | str:
    if not (NAME[0] <= len(said) <= NAME[1] and any(c.isalpha() for c in said)):
        return "campaign.wrong_name"
    same = (s.label(season.campaign) for season in seasons(s) if season.run.end >= s.today)
    return "campaign.same_name" if fold(said) in map(fold, same) else {"name": said}


def _topic(s: Context, said: str) -> dict[str, Any] | str:
    named = {fold(s.texts(f"topic.{name}")): name for name in TOPICS} | {name: name for name in TOPICS}
    topic = named.get(fold(said))
    return {"topic": topic} if topic else "campaign.wrong_topic"


def _days(s: Context, said: str) -> dict[str, Any] | str:
    found = [day_of(one, s.today) for one in DAYS.finditer(said)]
    if len(found) not in (2, 3) or None in found:
        return "campaign.wrong_days"
    start, end, *rest = (day for day in found if day)
    if end < start and not any(one[3] for one in DAYS.finditer(said)):  # 20/12-10/1 runs over New Year
        late = [day_of(one, date(s.today.year + 1, 1, 1)) for one in DAYS.finditer(said)]
        if late[1] is None or None in late[2:]:
            return "campaign.wrong_days"
        end, rest = late[1], [day if day >= start else late[2] for day in rest]
    peak = rest[0] if rest else start
    if not start <= peak <= end:
        return "campaigns.order"
    if end < s.today:
        return "campaign.over"
    if end - start > LONGEST or start.year > s.today.year + 1 or start.year < s.today.year:
        return "campaign.long"
    return {"days": (start, peak, end)}


def _units(s: Context, said: str) -> dict[str, Any] | str:
    """All, a type of unit, or a unit by its name: its whole area."""
    over = within(s) or ""
    if said == "all" or said in _counts(s, over):
        return {"units": "" if said == "all" else said, "within": over}
    mine = set(s.programme.units.subtree(over, s.today)) if over else None
    found = [u.code for u, _ in s.programme.units.find(said, on=s.today) if mine is None or u.code in mine]
    return {"units": "", "within": found[0]} if len(found) == 1 else "campaign.wrong_units"


def _goal(s: Context, said: str) -> dict[str, Any] | str:
    right = said.isdecimal() and len(said) < 10 and 1 <= int(said) <= MOST
    return {"goal": int(said)} if right else "campaign.wrong_goal"


def _source(s: Context, said: str) -> dict[str, Any] | str:
    return {"source": said} if SOURCE[0] <= len(said) <= SOURCE[1] else "campaign.wrong_source"


READ = {"name": _name, "topic": _topic, "days": _days, "units": _units, "goal": _goal, "source": _source}
"""Each gives what is known now, or the key of what was wrong."""


# --- a yes -----------------------------------------------------------------------------------------------------------


def _confirm(s: Context, known: NewCampaign) -> Turn:
    t, known = s.texts, known.but(id=s.fresh[:8])
    start, peak, end = known.days
    place = s.unit_name(known.within) if known.within in s.programme.units else t("campaigns.all_units")
    kind = s.label(s.programme.unit_kinds[known.units]) if known.units else ""
    said = [
        t("campaign.confirm", label=known.name, topic=t(f"topic.{known.topic}"), source=known.source),
        t("campaign.confirm_days", span=days_words(start, end), peak=dm(peak), results=dm(_results(end))),
        t("campaign.confirm_units", whom=f"{place} ({kind})" if kind else place, goal=known.goal),
    ]
    beside = [
        s.label(one.campaign)
        for one in seasons(s)
        if one.run.start <= end and start <= one.run.end and _meets(s, one.campaign, known)
    ]
    if beside:
        said.append(t("campaign.beside", labels=", ".join(dict.fromkeys(beside))))
    choices = (AddCampaign("yes", known.id).labelled(t("campaign.yes")), OpenMenu().labelled(t("word.no")))
    return s.ask(known, Reply("\n".join(said), choices))


def _meets(s: Context, other, known: NewCampaign) -> bool:
    """Whether a unit would have both at once."""
    if not (other.within and known.within):
        return True
    tree = s.programme.units
    return bool(set(tree.subtree(other.within, s.today)) & set(tree.subtree(known.within, s.today)))


def _results(end: date) -> date:
    return end + RESULTS_AFTER


def add(s: Acting, known: NewCampaign) -> Decision:
    """The campaign is held as it was agreed."""
    if within(s) is None:
        return Decision(s.texts("error.not_yours"), made=False)
    start, peak, end = known.days
    effect = MoveCampaign(
        f"c-{known.id}",
        start.year,
        1,
        (start, peak, end, _results(end)),
        known.source,
        s.member.id,
        known.name,
        known.topic,
        known.within,
        (known.units,) if known.units else (),
        known.goal,
    )
    return Decision(s.texts("campaign.done", label=known.name, span=days_words(start, end)), (effect,))


ROUTE = Route(
    "add a campaign",
    buttons={AddCampaign: press, AddCampaignEntry: lambda s, button: press(s, AddCampaign())},
    prompts={NewCampaign: step_said},
    commands={"addcampaign": lambda rest: AddCampaignEntry()},
)
