"""Buttons of campaigns, calendars and reminders."""

from __future__ import annotations

from typing import ClassVar

from programme.domain.buttons.button import Button


class Campaigns(Button):
    wire: ClassVar[str] = "m:campaigns"


class AddCampaign(Button):
    wire: ClassVar[str] = "n:add"
    step: str = ""
    value: str = ""


class AddCampaignEntry(Button):
    wire: ClassVar[str] = "m:addcampaign"


class ConfirmCampaignChange(Button):
    wire: ClassVar[str] = "n:move"
    change: str


class Calendar(Button):
    wire: ClassVar[str] = "m:calendar"


class CalendarFeed(Button):
    wire: ClassVar[str] = "m:feed"


class RevokeCalendarFeed(Button):
    wire: ClassVar[str] = "m:unfeed"


class Materials(Button):
    wire: ClassVar[str] = "n:material"
    season: str


class ResultsComplete(Button):
    wire: ClassVar[str] = "n:enough"
    season: str
    unit: str


class NothingDone(Button):
    wire: ClassVar[str] = "n:none"
    season: str
    unit: str


class NothingToday(Button):
    wire: ClassVar[str] = "n:today"
    season: str
    unit: str


class RemindMeAgain(Button):
    """`day` is month and day of the campaign's start, `0601`."""

    wire: ClassVar[str] = "n:again"
    season: str
    unit: str
    day: str = ""
