"""Campaigns as they are to be: a pack's, with what was moved or added since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from programme.agenda import Year
from programme.campaigns import Season, seasons
from programme.charter import Campaign

if TYPE_CHECKING:
    from programme.pack import Programme


class Kept(Protocol):
    """A kept edition: its days, and the campaign where it is not the pack's."""

    year: Year
    added: Campaign | None


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
    """Every campaign of these years in its latest revision; `kept` in the order of revisions."""
    kept = list(kept)
    editions = {(year.campaign, year.year): year for year in programme.agenda.years}
    editions |= {(e.year.campaign, e.year.year): edition_of(programme, e.year) for e in kept}
    results = {name: words.results for name, words in programme.agenda.wordings.items()}
    return seasons(campaigns_of(programme, kept), editions, results, years)
