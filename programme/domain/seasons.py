"""Campaigns as they are to be: a pack's, with what was moved, added or withdrawn since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from programme.domain.agenda import Year
from programme.domain.campaigns import Season, seasons
from programme.domain.programme import Campaign

if TYPE_CHECKING:
    from programme.domain.programme import Programme


class Kept(Protocol):
    """A kept edition: its days, the campaign where it is not the pack's, `gone` where it is not held that year."""

    year: Year
    added: Campaign | None
    gone: bool


def campaigns_of(programme: Programme, kept: Iterable[Kept]) -> tuple[Campaign, ...]:
    """The pack's campaigns and those that were added, the latest of each name."""
    own = {campaign.name for campaign in programme.campaigns}
    added = {edition.year.campaign: edition.added for edition in kept if edition.added}
    return (*programme.campaigns, *(campaign for name, campaign in added.items() if campaign and name not in own))


def edition_of(programme: Programme, kept: Year) -> Year:
    """A kept edition with the pack's own theme and materials, where it says none."""
    pack = next((y for y in programme.agenda.years if (y.campaign, y.year) == (kept.campaign, kept.year)), None)
    if pack is None:
        return kept
    words = {"vi": kept.vi or pack.vi, "en": kept.en or pack.en}
    return replace(kept, **words, materials_vi=pack.materials_vi, materials_en=pack.materials_en)


def seasons_of(programme: Programme, kept: Iterable[Kept], years: Iterable[int]) -> list[Season]:
    """Every campaign of these years in its latest revision, without those withdrawn; `kept` in the order of
    revisions."""
    kept = list(kept)
    gone = {(e.year.campaign, e.year.year): e.gone for e in kept}
    editions = {(year.campaign, year.year): year for year in programme.agenda.years}
    editions |= {(e.year.campaign, e.year.year): edition_of(programme, e.year) for e in kept}
    results = {name: words.results for name, words in programme.agenda.wordings.items()}
    found = seasons(campaigns_of(programme, kept), editions, results, years)
    return [one for one in found if not gone.get((one.campaign.name, one.edition.year))]


def goal_of(programme: Programme, campaign: Campaign) -> int:
    """How many activities a unit needs in it."""
    return campaign.goal or programme.agenda.wording(campaign.name).goal


def kinds_of(programme: Programme, campaign: Campaign) -> tuple[str, ...]:
    """The types of unit it is for; none where it is for all that report."""
    return campaign.unit_kinds or programme.agenda.wording(campaign.name).unit_kinds


def is_for(programme: Programme, campaign: Campaign, unit: str, day: date) -> bool:
    """Whether a unit of the tree is to take part."""
    kind, kinds = programme.kind_of(unit), kinds_of(programme, campaign)
    if not (kind.name in kinds if kinds else kind.reports):
        return False
    return campaign.within in ("", unit) or campaign.within in programme.units.ancestors(unit, day)
