"""What a digest says in a chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programme.domain.buttons.approvals import Inbox
from programme.domain.buttons.figures import NudgeUnits, QuickFigures, SilentUnits
from programme.domain.messages import Choice
from programme.domain.periods import cadence_of
from programme.domain.programme import Programme
from programme.language.texts import Texts
from programme.language.vietnamese import percent, thousands
from reports.matters import line
from reports.summary import CampaignStanding, Summary
from reports.sums_in_words import capital, period_name, span, sums_words, words_by_kind
from reports.targets_in_words import in_lines
from reports.totals import Total

NAMED = 12  # units named in a list; the rest are counted
LEADING = ("sessions", "participants", "persons")


@dataclass(frozen=True, slots=True)
class Composed:
    """What a digest says, and what can be done about it."""

    text: str
    choices: tuple[Choice, ...] = ()


def compose(programme: Programme, t: Texts, summary: Summary, *, viewer: bool = False) -> Composed:
    """The digest for a chat, of a summary as its reader is shown it; a viewer has nothing to press."""
    head = t("digest.head", period=title(programme, t, summary), unit=programme.units[summary.unit].name)
    expected = summary.completeness.expected
    if not expected and not summary.totals and not summary.to_decide:
        return Composed(t("digest.nothing", head=head, next=coming(t, summary)))
    at = f"{summary.as_of:%H:%M}"
    blocks = [
        [head, t("digest.as_of", time=at, day=f"{summary.as_of.day}/{summary.as_of.month}/{summary.as_of.year}")],
        list(completeness_lines(programme, t, summary)),
        list(result_lines(programme, t, summary)),
        *(list(campaign_lines(programme, t, standing, summary)) for standing in summary.campaigns),
        list(target_lines(programme, t, summary)),
        list(decision_lines(programme, t, summary)),
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return Composed(text, () if viewer else choices(t, summary))


def title(programme: Programme, t: Texts, summary: Summary) -> str:
    name = capital(period_name(t, programme.regime, summary.period))
    return t("digest.month", period=name, year=summary.period[:4]) if cadence_of(summary.period) == "monthly" else name


def completeness_lines(programme: Programme, t: Texts, summary: Summary) -> Iterator[str]:
    c = summary.completeness
    if not c.expected:
        yield t("digest.none_due", next=coming(t, summary))
        return
    count, of = len(c.reported), len(c.expected)
    yield t("digest.reported", count=count, of=of, percent=percent(count, of))
    nil = set(c.nil)
    yield t(
        "digest.kinds",
        on_time=len([u for u in c.on_time if u not in nil]),
        late=len([u for u in c.late if u not in nil]),
        nil=len(nil),
    )
    if c.missing:
        yield t("digest.missing", count=len(c.missing), units=missing_names(programme, t, summary))
    if c.not_due:
        first = min(c.not_due.values())
        yield t("digest.not_due", count=len(c.not_due), date=f"{first.day}/{first.month}/{first.year}")


def missing_names(programme: Programme, t: Texts, summary: Summary) -> str:
    """Names with how long they have been silent, those silent longest first."""
    units = sorted(summary.completeness.missing, key=lambda unit: -summary.silent[unit].periods)
    return listed(t, [silent_name(programme, t, summary, unit) for unit in units])


def silent_name(programme: Programme, t: Texts, summary: Summary, unit: str) -> str:
    name, silence = programme.units[unit].name, summary.silent[unit]
    if (asked := summary.completeness.asked[unit]) > 1:
        return t("digest.lacking", unit=name, count=len(summary.completeness.lacking[unit]), of=asked)
    if silence.periods < 2 or not silence.ever:  # where nothing ever came, the digest is not the place to say it
        return name
    cadence = programme.kind_of(unit).cadence
    periods = t(f"digest.periods.{cadence.replace('-', '_')}", count=silence.periods)
    return t("digest.silent", unit=name, count=silence.periods, periods=periods)


def listed(t: Texts, names: list[str]) -> str:
    rest = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return t("digest.more", names=shown, count=rest) if rest > 0 else shown


def coming(t: Texts, summary: Summary) -> str:
    days = summary.completeness.not_due.values()
    if not days:
        return t("digest.next_none")
    first = min(days)
    count = sum(day == first for day in days)
    return t("digest.next", count=count, date=f"{first.day}/{first.month}/{first.year}")


def result_lines(programme: Programme, t: Texts, summary: Summary) -> Iterator[str]:
    yield t("digest.results", before=t(f"digest.before.{cadence_of(summary.period).replace('-', '_')}"))
    if not summary.totals:
        yield t("digest.no_activity")
    for kind, words in words_by_kind(t, summary.totals).items():
        parts = [word + change(summary, f"{kind}.{name}") for name, word in words.items()]
        yield t("figures.kind", kind=capital(t(f"kind.{kind}")), sums=", ".join(parts))
        if kind == "communication" and (topics := topic_words(t, summary)):
            yield f"  {topics}"
    year = leading(summary.year_to_date)
    if year and cadence_of(summary.period) != "yearly":
        begin = f"{programme.regime.span(programme.regime.period_of(summary.last, 'yearly'))[0]:%d/%m/%Y}"
        yield t("digest.year", begin=begin, sums=sums_said(t, year))
    if last_year := leading(summary.same_period_last_year):
        yield t("digest.last_year", sums=sums_said(t, last_year))


def sums_said(t: Texts, sums: Mapping[str, Total]) -> str:
    """With how many of the numbers are approximate, where any are."""
    parts = sum(total.approximate for total in sums.values())
    said = sums_words(t, sums)
    return t("digest.approximate", sums=said, count=parts) if parts else said


def leading(sums: Mapping[str, Total]) -> dict[str, Total]:
    """The two or three figures that say most: sessions, participants and persons of the first kinds."""
    found = {name: total for name, total in sums.items() if name.partition(".")[2] in LEADING}
    first = list(dict.fromkeys(name.partition(".")[0] for name in found))[:2]
    return {name: total for name, total in found.items() if name.partition(".")[0] in first} or dict(
        list(sums.items())[:3]
    )


def change(summary: Summary, name: str) -> str:
    """` (+97)` against the period before, "" where nothing changed or one of the two is hidden."""
    now, before = summary.totals[name], summary.before.get(name, Total())
    if now.value == before.value or now.hidden or before.hidden:
        return ""
    return f" ({'+' if now.value > before.value else '−'}{thousands(abs(now.value - before.value))})"


def topic_words(t: Texts, summary: Summary) -> str:
    """`Ma túy 5 · HIV/AIDS 2 (1 buổi lồng ghép)`: sessions of each topic; those of several stand under each."""
    name = "communication.sessions"
    parts = [
        f"{capital(t(f'topic.{topic}'))} {thousands(sums[name].value)}"
        for topic, sums in summary.by_topic.items()
        if name in sums
    ]
    mixed = summary.mixed.get(name)
    said = " · ".join(parts)
    return t("digest.mixed", topics=said, count=thousands(mixed.value)) if mixed and mixed.value else said


def campaign_lines(programme: Programme, t: Texts, standing: CampaignStanding, summary: Summary) -> Iterator[str]:
    label = getattr(standing.campaign, t.language, "") or standing.campaign.vi
    left = (standing.run.end - summary.as_of.date()).days
    days = span(standing.run.start, standing.run.end)
    over = summary.as_of.date() > standing.run.end
    yield (
        t("digest.campaign_over", label=label, span=days)
        if over
        else t("digest.campaign", label=label, days=left, span=days)
    )
    count, of = len(standing.did), len(standing.did) + len(standing.missing)
    yield t("digest.active", count=count, of=of, percent=percent(count, of))
    if standing.missing:
        yield t("digest.inactive", units=listed(t, [programme.units[u].name for u in standing.missing]))


def target_lines(programme: Programme, t: Texts, summary: Summary) -> Iterator[str]:
    """The targets of a plan; not every week."""
    if summary.targets and cadence_of(summary.period) != "weekly":
        yield from in_lines(programme, t, summary.targets)


def decision_lines(programme: Programme, t: Texts, summary: Summary) -> Iterator[str]:
    if not summary.to_decide:
        return
    yield t("digest.decide", count=summary.to_decide)
    for number, matter in enumerate(summary.matters, 1):
        yield f"{number}. {line(programme, t, matter)}"


def choices(t: Texts, summary: Summary) -> tuple[Choice, ...]:
    found = []
    if missing := len(summary.completeness.missing):
        found.append(NudgeUnits().labelled(t("digest.nudge", count=missing)))
        found.append(SilentUnits().labelled(t("menu.silent")))
    if summary.to_decide:
        found.append(Inbox().labelled(t("menu.waiting", count=summary.to_decide)))
    return (*found, QuickFigures().labelled(t("menu.figures")))
